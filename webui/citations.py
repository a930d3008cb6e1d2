"""How to cite a question set or one of its answers: in words, for reference managers and for Wikipedia."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NotRequired, TypedDict

from index.records import DocumentKind, House, QuestionSet
from webui import formats, links

HOUSE_NUMBER = {House.TWEEDE_KAMER: "II", House.EERSTE_KAMER: "I"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a citation is made of.

    `short` is the official reference ("Aanhangsel Handelingen II 2021/22, nr. 3578, antwoord 3"), `official` the
    address of the official paper, `own` the place of the answer on this site.
    """

    key: str
    short: str
    title: str
    authors: tuple[str, ...]
    exchange: str
    asked_on: date | None
    answered_on: date | None
    house: str
    number: str
    keywords: tuple[str, ...]
    official: str | None
    own: str
    seen_on: date

    @property
    def issued(self) -> date | None:
        """The day of the answer, or else of the questions."""
        return self.answered_on or self.asked_on

    @property
    def address(self) -> str:
        """The official address where there is one: that publication goes before ours."""
        return self.official or self.own


def cite(record: QuestionSet, number: str | None, root: str, today: date) -> Citation:
    """The citation of a set, or of the answer to the question with this number: a joint answer with all its numbers."""
    return Citation(
        key="-".join(re.findall(r"[A-Za-z0-9]+", f"kamervragen {record.id} {number or ''}")),
        short=", ".join(part for part in (_publication(record), _part(record, number)) if part),
        title=record.title,
        authors=tuple(person.name for person in record.submitters),
        exchange=formats.exchange(record.submitters, record.addressees),
        asked_on=record.asked_on,
        answered_on=record.answered_on,
        house=f"{formats.HOUSE[record.house]} der Staten-Generaal",
        number=record.appendix_number or record.id,
        keywords=tuple(topic.label for topic in record.topics),
        official=_official(record),
        own=root + links.question_set(record.id, number=number),
        seen_on=today,
    )


def _publication(record: QuestionSet) -> str:
    """The official name of the paper: that of the Appendix once answered, the number of the questions before."""
    house = HOUSE_NUMBER[record.house]
    if record.appendix_number is None:
        return f"Kamervragen {house} {record.id}"
    year = f" {_short_year(record.parliamentary_year)}" if record.parliamentary_year else ""
    return f"Aanhangsel Handelingen {house}{year}, nr. {record.appendix_number}"


def _short_year(parliamentary_year: str) -> str:
    """A parliamentary year as lawyers write it: 2021-2022 is 2021/22, 1999-2000 stays 1999/2000."""
    first, _, last = parliamentary_year.partition("-")
    return f"{first}/{last[2:] if first[:2] == last[:2] else last}" if last else first


def _part(record: QuestionSet, number: str | None) -> str:
    if number is None:
        return ""
    answers = (question.answer for question in record.questions if question.number == number)
    answer = next((answer for answer in answers if answer), None)
    return f"antwoord {formats.series(answer.covers)}" if answer else f"vraag {number}"


def _official(record: QuestionSet) -> str | None:
    """The page of the current answer, or else of the questions."""
    for kind in (DocumentKind.ANSWER, DocumentKind.QUESTIONS):
        for document in record.documents:
            if document.kind is kind and document.current and links.outside(document.address):
                return document.address
    return None


def text(citation: Citation) -> str:
    """The citation as a sentence for a footnote."""
    days = [("ingezonden", citation.asked_on), ("beantwoord", citation.answered_on)]
    when = "".join(f", {word} {formats.day(day)}" for word, day in days if day)
    via = f"via {citation.own}, " if citation.official else ""
    return (
        f"{citation.short}: ‘{citation.title}’, vragen {citation.exchange}{when}. "
        f"{citation.address} ({via}geraadpleegd {formats.day(citation.seen_on)})."
    )


def wikipedia(citation: Citation) -> str:
    """The citation as the template of the Dutch Wikipedia."""
    fields = {
        "titel": citation.title,
        "auteur": formats.series(citation.authors),
        "werk": citation.short,
        "uitgever": citation.house,
        "datum": citation.issued.isoformat() if citation.issued else "",
        "bezochtdatum": citation.seen_on.isoformat(),
    }
    spelled = "".join(f" |{name}={_wiki(value)}" for name, value in fields.items() if value)
    return f"{{{{Citeer web |url={citation.address.replace('|', '%7C')}{spelled}}}}}"


def _wiki(value: str) -> str:
    """Text in which nothing is markup of the wiki."""
    spelled = {"|": "{{!}}", "[": "&#91;", "]": "&#93;", "{": "&#123;", "}": "&#125;", "<": "&lt;"}
    return "".join(spelled.get(char, char) for char in _one_line(value))


def ris(citation: Citation) -> str:
    """The citation for reference managers in RIS."""
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in _ris_fields(citation)) + "\r\n"


def ris_remark(sentence: str) -> str:
    """A reference that says something of the list; RIS has no other place for it."""
    return f"TY  - GEN\r\nTI  - Let op: deze lijst is niet volledig\r\nN1  - {sentence}\r\nER  - \r\n\r\n"


def _ris_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "GOVDOC"
    yield from (("AU", name) for name in citation.authors)
    yield "TI", citation.title
    yield "T2", citation.short
    yield "PB", citation.house
    if citation.issued:
        yield "PY", str(citation.issued.year)
        yield "DA", f"{citation.issued:%Y/%m/%d}"
    yield "M1", citation.number
    yield from (("KW", word) for word in citation.keywords)
    yield "LA", "nl"
    yield "UR", citation.address
    if citation.official:
        yield "L2", citation.own
    yield "Y2", f"{citation.seen_on:%Y/%m/%d}"
    yield "ID", citation.key
    yield "ER", ""


def bibtex(citation: Citation) -> str:
    """The citation for BibTeX and BibLaTeX."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in citation.authors),
        "title": f"{{{_tex(citation.title)}}}",
        "howpublished": _tex(citation.short),
        "organization": _tex(citation.house),
        "number": _tex(citation.number),
        **_bibtex_days(citation),
        "language": "dutch",
        "url": _bare(citation.address),
        "note": _tex(citation.own) if citation.official else "",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{citation.key},\n{lines}}}\n\n"


def bibtex_remark(sentence: str) -> str:
    """A comment that says something of the list."""
    return f"@comment{{{_tex(sentence)}}}\n\n"


def _bibtex_days(citation: Citation) -> dict[str, str]:
    day = citation.issued
    known = {"year": str(day.year), "month": MONTHS[day.month - 1], "date": day.isoformat()} if day else {}
    return {**known, "urldate": citation.seen_on.isoformat()}


def _tex(value: str) -> str:
    """Text in which nothing is a command of TeX."""
    spelled = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    spelled |= {char: f"\\{char}" for char in "&%$#_{}"}
    return "".join(spelled.get(char, char) for char in _one_line(value))


def _bare(address: str) -> str:
    """An address whose braces cannot end its field."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _one_line(value: str) -> str:
    return " ".join(value.split())


class NameJson(TypedDict):
    """Een naam zoals zij is gedrukt."""

    literal: str


CslDateJson = TypedDict("CslDateJson", {"date-parts": list[list[int]]})
CslDateJson.__doc__ = "Een dag als jaar, maand en dag."

CslJson = TypedDict(
    "CslJson",
    {
        "id": str,
        "type": str,
        "title": str,
        "author": list[NameJson],
        "container-title": str,
        "number": str,
        "genre": str,
        "publisher": str,
        "issued": NotRequired[CslDateJson],
        "accessed": CslDateJson,
        "language": str,
        "URL": str,
        "note": NotRequired[str],
    },
)
CslJson.__doc__ = "Een verwijzing in de vorm van de Citation Style Language."


def csl(citation: Citation) -> CslJson:
    """The citation as CSL-JSON."""
    made: CslJson = {
        "id": citation.key,
        "type": "report",
        "title": citation.title,
        "author": [{"literal": name} for name in citation.authors],
        "container-title": citation.short,
        "number": citation.number,
        "genre": "Kamervragen",
        "publisher": citation.house,
        "accessed": _csl_day(citation.seen_on),
        "language": "nl",
        "URL": citation.address,
    }
    if citation.issued:
        made["issued"] = _csl_day(citation.issued)
    if citation.official:
        made["note"] = citation.own
    return made


def _csl_day(day: date) -> CslDateJson:
    return {"date-parts": [[day.year, day.month, day.day]]}
