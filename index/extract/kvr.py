"""The historical files (1984-2008): one paper with its registry data → a Part.

<kvr type="Antwoord"><meta><metadata><item attribuut="Datum_indiening">1999-07-27</item>…</metadata>
<vraagdata><vraagt-aan>de minister van …</vraagt-aan></vraagdata><antwoorddata antwoorddatum="…">…</antwoorddata>
</meta><vragen><vraag nummer="1">…<voetnoot nummer="1"/></vraag><noten><noot nummer="1">…</noot></noten></vragen>
<toelichting/><antwoorden><antwoord nummer="2 en 3">…</antwoord></antwoorden><mededeling>…</mededeling></kvr>
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from index.extract.appendices import appendices_in
from index.extract.blocks import Element, plain
from index.extract.dates import iso_date
from index.extract.header import QuestionHeader, Sentence, question_header
from index.extract.identifiers import Appendix, file_addresses, page_address, set_number
from index.extract.kvrtext import KvrText, kvr_text
from index.extract.offices import addressee, addressees, officeholders
from index.extract.parts import Body, Part, Signature
from index.extract.people import signature
from index.extract.problems import problem, unknown_values, wrong_date
from index.extract.references import is_withdrawal, references
from index.extract.text import heal, join_line_ends
from index.extract.xml import Damaged, parsed
from index.records import Addressee, DocumentKind, House, Problem, TextForm, Topic, text_of
from index.records import Part as Capacity
from index.snapshots import Document, Form
from index.subjects import keywords, topic
from index.vocabulary import find_ministry

SCHEME = "Rubriek van de griffie"
"""The registry's own headings, 1994-2008."""

YEARS_BEFORE, YEARS_AFTER = 8, 2
"""How far a date may lie outside the parliamentary year of the paper; a set of 1984 was answered in 1990."""

_YEARS = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")
_PRINTED_NUMBER = re.compile(r"(?<!vraag)(?:nr\.|nummer)\s+(\d+[a-z]?)(H?)\b( Herdruk)?")
_MINISTRY_IS_DATE = re.compile(r"ontvangen|ingezonden|\d{4}", re.IGNORECASE)
# A footnote mark: … over het bouwbesluit1. (Ingezonden 9 mei 1995)
_MARK_OF_TITLE = re.compile(r"(?:(?<=[a-z]{4})|(?<=»))\d(?=\W*\(Ingezonden)")
# A party of which a scanner did not see both brackets: Tommel D'66) · Willems jGroen Links) · Esselink (C.D.A.j, …
_PARTY = r"(?:(?:beiden|allen) )?(?:D'?66|C\.?D\.?A\b\.?|P\.?v\.?d\.?A\b\.?|V\.?V\.?D\b\.?|SGP|GPV|RPF|SP|Groen ?Links)"
_UNOPENED = re.compile(rf"(?<=[a-zà-ÿ])(?<!allen)(?<!beiden) [fj]?(?={_PARTY}\))")
_UNCLOSED = re.compile(rf"(?<=\()({_PARTY})(?:[j(](?=[ ,])|(?= en [A-Z]))")
_FILE_OF_QUESTIONS = re.compile(r"V(\d{9})H?")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the paper was printed."""

    house: House
    years: tuple[int, int] | None
    number: str | None
    reprint: bool

    @property
    def year(self) -> str | None:
        return f"{self.years[0]}-{self.years[1]}" if self.years else None

    def holds(self, day: date) -> bool:
        """Whether a date can belong to a paper printed here."""
        return not self.years or self.years[0] - YEARS_BEFORE <= day.year <= self.years[1] + YEARS_AFTER


def historical(document: Document) -> Part:
    """The paper, understood; an empty one with the reason when its file is damaged."""
    snapshot = document.form(Form.KVR)
    assert snapshot is not None
    try:
        root = parsed(snapshot.body)
    except Damaged as damage:
        return _damaged(document.id, problem("not_well_formed", document.id, str(damage)))
    if root.tag != "kvr":
        return _damaged(document.id, problem("unknown_markup", document.id, str(root.tag)))
    return _part(document.id, root)


def _damaged(document: str, why: Problem) -> Part:
    return Part(
        document=document,
        source="kvr",
        kind=DocumentKind.QUESTIONS,
        house=House.TWEEDE_KAMER,
        title="",
        document_title="",
        body=Body(),
        problems=(why,),
    )


def _part(document: str, root: Element) -> Part:
    items = _items(root)
    place = _place(items)
    text = kvr_text(root, document)
    header = question_header(Sentence(text=_mended(_description(items))))
    kind = _kind(text)
    appendix = Appendix(place.house, place.year, place.number) if place.year and place.number else None
    asked_on, received_on, dated = _dates(document, items, header, text, place)
    registered = "" if kind is DocumentKind.QUESTIONS else items.get("Afkomstig_van", "")
    asked = header.asked or addressees(plain_of(root, "meta/vraagdata/vraagt-aan"), Capacity.ASKED)
    part = Part(
        document=document,
        source="kvr",
        kind=kind,
        house=place.house,
        title=header.title,
        document_title=_description(items),
        body=text.body,
        numbers=_numbers(document, items, root),
        aliases=_aliases(document, items),
        appendix=appendix.id if appendix else None,
        appendix_number=place.number,
        appendices=tuple(found.id for found in appendices_in(text.reply_header, place.house)),
        parliamentary_year=place.year,
        revision="h1" if place.reprint else "",
        heading=header.heading if header.understood else "",
        read_from=TextForm.XML,
        asked_on=asked_on,
        received_on=None if kind is DocumentKind.QUESTIONS else received_on,
        submitters=_submitters(header, root),
        asked=asked,
        answerers=_with_registered_ministry(asked, _answerers(root, text), registered),
        topics=_topics(items.get("Rubriek", "")),
        references=references(text.body, place.house, asked_on),
        address=page_address(appendix.id) if appendix else None,
        files=file_addresses(appendix.id) if appendix else (),
        abstract=items.get("Inhoud") or None,
        keywords=keywords(items.get("Trefwoorden", "")),
        withdrawn=is_withdrawal(text_of(text.body.notice)),
    )
    doubts = [problem("header_not_understood", document, _description(items))] if not header.understood else []
    lost = [problem("reply_lost", document)] if text.reply_lost else []
    return replace(part, problems=(*doubts, *dated, *lost, *text.body.problems, *unknown_values(part)))


def plain_of(root: Element, path: str) -> str:
    """The healed text of the element at a path; empty when it is not there."""
    element = root.find(path)
    return join_line_ends(plain(element)) if element is not None else ""


def _items(root: Element) -> dict[str, str]:
    """The registry's fields with text, healed; the first of a name counts."""
    items: dict[str, str] = {}
    for item in root.iterfind("meta/metadata/item"):
        items.setdefault(item.get("attribuut", ""), heal(item.text or ""))
    return items


def _description(items: dict[str, str]) -> str:
    return join_line_ends(items.get("Bibliografische_omschrijving", ""))


def _mended(sentence: str) -> str:
    """The sentence above the questions without a footnote mark, its parties between brackets."""
    bracketed = _UNCLOSED.sub(r"\1)", _UNOPENED.sub(_opened, sentence))
    return _MARK_OF_TITLE.sub("", bracketed)


def _opened(match: re.Match[str]) -> str:
    before = match.string[: match.start()]
    return match.group() if before.rfind("(") > before.rfind(")") else " ("


def _place(items: dict[str, str]) -> _Place:
    printed = items.get("Vindplaats", "")
    years, number = _YEARS.search(printed), _PRINTED_NUMBER.search(printed)
    return _Place(
        house=House.EERSTE_KAMER if "Eerste Kamer" in printed else House.TWEEDE_KAMER,
        years=(int(years.group(1)), int(years.group(2))) if years else None,
        number=number.group(1) if number else None,
        reprint=bool(number and (number.group(2) or number.group(3))) or printed.endswith("H, Tweede Kamer"),
    )


def _kind(text: KvrText) -> DocumentKind:
    if text.body.answers or text.reply_lost:
        return DocumentKind.ANSWER
    return DocumentKind.NOTICE if text.body.notice else DocumentKind.QUESTIONS


def _numbers(document: str, items: dict[str, str], root: Element) -> tuple[str, ...]:
    """The ten-digit number: stated, printed in bold, or the file name of an unanswered set (V000100140)."""
    footer = root.find("meta/footer")
    file = _FILE_OF_QUESTIONS.fullmatch(items.get("Document-id", document))
    candidates = [
        items.get("Vraagnr_bij_indiening", ""),
        footer.get("vetnummer", "") if footer is not None else "",
        f"2{file.group(1)}" if file else "",
    ]
    numbers = [set_number(candidate) for candidate in candidates]
    return tuple(dict.fromkeys(number for number in numbers if number and number.isdigit()))[:1]


def _aliases(document: str, items: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (document, items.get("Document-id", "")) if name))


def _dates(
    document: str, items: dict[str, str], header: QuestionHeader, text: KvrText, place: _Place
) -> tuple[date | None, date | None, tuple[Problem, ...]]:
    """Asked and answered: the registry's dates where they can be true, else the printed ones."""
    asked, received = items.get("Datum_indiening", ""), items.get("Datum_reaktie", "")
    asked_on = _first_possible(place, iso_date(asked), header.asked_on)
    received_on = _first_possible(place, iso_date(received), text.received_on)
    wrong = [value for value in (asked, received) if value and not _possible(place, iso_date(value))]
    return asked_on, received_on, tuple(wrong_date(document, value) for value in wrong)


def _first_possible(place: _Place, *days: date | None) -> date | None:
    return next((day for day in days if _possible(place, day)), None)


def _possible(place: _Place, day: date | None) -> bool:
    return day is not None and place.holds(day)


def _submitters(header: QuestionHeader, root: Element) -> tuple[Signature, ...]:
    """The members as printed; as registered where the printed sentence is damaged."""
    names = [(plain(member), member.get("partij", "")) for member in root.iterfind("meta/vraagdata/vrager")]
    registered = tuple(signature(name, party) for name, party in names if name)
    return header.submitters if header.opened and header.submitters else registered or header.submitters


def _answerers(root: Element, text: KvrText) -> tuple[Addressee, ...]:
    """Who answered or gave notice, and on whose behalf."""
    if text.body.notice or text.reply_lost or not text.body.answers:
        return text.answerers
    data = root.find("meta/antwoorddata/antwoorder")
    name = plain(data) if data is not None else ""
    role, ministry = (data.get("functie", ""), data.get("ministerie", "")) if data is not None else ("", "")
    ministry = "" if _MINISTRY_IS_DATE.search(ministry) else join_line_ends(heal(ministry)).strip(" ,")
    named = name or plain_of(root, "meta/metadata/item[@attribuut='Beantwoorder']/persoon")
    own = officeholders(Capacity.ANSWERED, role, named, ministry) if named or ministry else ()
    behalf = addressees(plain_of(root, "meta/antwoorddata/mede-antwoorder"), Capacity.ON_BEHALF)
    printed = text.answerers if not ministry and any(who.ministry for who in text.answerers) else ()
    return tuple(dict.fromkeys([*(printed or own or text.answerers), *behalf]))


def _with_registered_ministry(
    asked: tuple[Addressee, ...], answering: tuple[Addressee, ...], registered: str
) -> tuple[Addressee, ...]:
    """Who answered; where the paper names no ministry at all, with the one that the registry had the reply from."""
    if any(who.ministry for who in (*asked, *answering)) or len(answering) > 1 or not find_ministry(registered):
        return answering
    found = addressee(Capacity.ANSWERED, "", "", registered)
    if not answering:
        return (found,)
    return (replace(answering[0], ministry=found.ministry, ministry_printed=found.ministry_printed),)


def _topics(rubrics: str) -> tuple[Topic, ...]:
    """The registry's headings: "Belastingen (Leges) Geld (Munten (euro))" → "Belastingen | Leges" and so on."""
    found, start, depth, opened = [], 0, 0, 0
    for at, char in enumerate(rubrics):
        depth += (char == "(") - (char == ")" and depth > 0)
        if char == "(" and depth == 1:
            opened = at
        if char == ")" and depth == 0 and opened > start:
            found.append(f"{rubrics[start:opened].strip()} | {rubrics[opened + 1 : at].strip()}")
            start = at + 1
    rest = rubrics[start:].strip(" ()")
    return tuple(dict.fromkeys(topic(label, SCHEME) for label in [*found, *([rest] if rest else [])]))
