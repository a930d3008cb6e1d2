"""One document of the official publisher → a Part: its text, its header sentences and its metadata put together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from index.extract.blocks import Element
from index.extract.dates import iso_date
from index.extract.header import AnswerHeader, Sentence, answer_header, question_header
from index.extract.identifiers import (
    Appendix,
    appendix_in_id,
    file_addresses,
    number_in_id,
    page_address,
    revision,
    set_number,
)
from index.extract.metadata import Metadata, metadata
from index.extract.parts import Body, Part, Printed, Signature
from index.extract.people import registered_name
from index.extract.problems import problem, unknown_values, wrong_date
from index.extract.reading import Text, read
from index.extract.references import is_withdrawal, references
from index.extract.xml import Damaged, parsed
from index.records import Addressee, DocumentKind, House, Problem, text_of
from index.records import Part as Capacity
from index.snapshots import Document, Form
from index.subjects import topic

_REPLY_TITLE = re.compile(
    r"^(?:(?:nader\s+)?antwoord\s+op|uitstel\s+(?:van\s+)?(?:de\s+)?beantwoording(?:\s+van)?(?:\s+de)?|mededeling\s+over)"
    r"\s+(?:\w+\s+)?vragen",
    re.IGNORECASE,
)
_POSTPONED_TITLE = re.compile(r"^\s*(?:uitstel|mededeling)\b", re.IGNORECASE)


def official(document: Document) -> Part:
    """The document, understood from the best form there is."""
    roots, damage = _roots(document)
    text = read(document, roots.get(Form.XML))
    said = [roots.get(Form.METADATA), roots.get(Form.XML), roots.get(Form.LISTING), text.facts]
    facts = metadata(root for root in said if root is not None)
    part = _part(document, facts, text, _house(facts, document.id))
    return replace(part, problems=(*damage, *text.problems, *_doubts(part, facts, text), *unknown_values(part)))


def _part(document: Document, facts: Metadata, text: Text, house: House) -> Part:
    printed, titled = question_header(text.question), question_header(_title_as_header(facts))
    asked = printed if printed.understood or not titled.understood else titled
    answered = answer_header(text.answer, house)
    kind = _kind(facts, document.id, text, answered)
    body = _settled(text.body, kind)
    asked_on = printed.asked_on or _date(facts, "overheidop.datumindiening")
    own = _own_appendix(document.id, facts, house, kind)
    return Part(
        document=document.id,
        source=document.source,
        kind=kind,
        house=house,
        title=(asked.title if asked.understood else "") or facts.first("dc.title") or asked.title,
        document_title=facts.first("dc.title") or asked.title,
        body=body,
        numbers=_numbers(document.id, facts),
        appendix=own.id if own else None,
        appendix_number=own.number if own else None,
        appendices=_related(facts, answered),
        parliamentary_year=own.year if own else facts.first("overheidop.vergaderjaar") or None,
        revision=revision(document.id),
        provisional=facts.first("overheidop.documentstatus").lower() == "onopgemaakt",
        heading=printed.heading if printed.understood else "",
        read_from=text.read_from,
        asked_on=asked_on,
        received_on=_received(facts, answered, kind),
        published_on=_date(facts, "dcterms.available"),
        submitters=asked.submitters or _registered_submitters(facts),
        asked=asked.asked or (_registered_government(facts, kind) if kind is DocumentKind.QUESTIONS else ()),
        answerers=() if kind is DocumentKind.QUESTIONS else answered.answerers or _registered_government(facts, kind),
        names_of_members=_registered(facts, "overheidop.indiener"),
        names_of_government=_registered(facts, "overheidop.ontvanger"),
        topics=tuple(topic(label, scheme) for label, scheme in facts.schemed("overheid.category")),
        references=references(body, house, asked_on),
        address=page_address(document.id),
        files=file_addresses(document.id),
        oral=asked.oral or any("mondelinge" in value.lower() for value in facts.all("dc.type")),
        withdrawn=is_withdrawal(f"{facts.first('dc.title')} {text_of(body.notice)}"),
    )


def _roots(document: Document) -> tuple[dict[Form, Element], list[Problem]]:
    """The parsed forms, and a problem for each that is damaged."""
    roots, problems = dict[Form, Element](), list[Problem]()
    for form in (Form.METADATA, Form.XML, Form.LISTING):
        snapshot = document.form(form)
        if snapshot is None:
            continue
        try:
            roots[form] = parsed(snapshot.body)
        except Damaged as damage:
            problems.append(problem("not_well_formed", document.id, f"{form.value}, {damage}"))
    return roots, problems


def _house(facts: Metadata, document: str) -> House:
    says = " ".join(facts.all("dc.creator"))
    senate = "Eerste Kamer" in says or (not says and "-ek-" in document)
    return House.EERSTE_KAMER if senate else House.TWEEDE_KAMER


def _kind(facts: Metadata, document: str, text: Text, answered: AnswerHeader) -> DocumentKind:
    """Question, answer or notice. A notice has no numbered answers, whatever else it says."""
    is_reply = document.startswith("ah") or "aanhangsel" in facts.first("overheidop.publicationname").lower()
    if not is_reply and not text.answer.text and not text.body.answers:
        return DocumentKind.QUESTIONS
    if any(answer.numbers for answer in text.body.answers):
        return DocumentKind.ANSWER
    says_notice = (
        answered.notice
        or "mededeling" in (value.lower() for value in facts.all("dc.type"))
        or _POSTPONED_TITLE.match(facts.first("dc.title"))
    )
    return DocumentKind.NOTICE if says_notice or _only_notice(text) else DocumentKind.ANSWER


def _only_notice(text: Text) -> bool:
    """Whether a reply without a telling header holds only a block "Mededeling"."""
    return bool(text.body.notice) and not text.body.answers and not text.answer.text


def _settled(body: Body, kind: DocumentKind) -> Body:
    """The body with text that could be a notice or one answer to everything in its place."""
    if kind is DocumentKind.NOTICE:
        unnumbered = tuple(block for answer in body.answers for block in answer.blocks)
        notes = tuple(note for answer in body.answers for note in answer.footnotes)
        return replace(body, answers=(), notice=body.notice + unnumbered, footnotes=(*body.footnotes, *notes))
    if kind is DocumentKind.ANSWER and body.notice and not body.answers:
        return replace(body, answers=(_to_everything(body),), notice=())
    return body


def _to_everything(body: Body) -> Printed:
    return Printed(numbers=(), blocks=body.notice, footnotes=())


def _title_as_header(facts: Metadata) -> Sentence:
    """The title as a header sentence: "Antwoord op vragen van het lid Sterk over …" → "Vragen van …"."""
    return Sentence(text=_REPLY_TITLE.sub("Vragen", facts.first("dc.title")))


def _date(facts: Metadata, name: str) -> date | None:
    return iso_date(facts.first(name))


def _received(facts: Metadata, answered: AnswerHeader, kind: DocumentKind) -> date | None:
    if kind is DocumentKind.QUESTIONS:
        return None
    return answered.received_on or _date(facts, "overheidop.datumontvangst") or _date(facts, "dcterms.issued")


def _registered(facts: Metadata, name: str) -> tuple[str, ...]:
    """The names the metadata give, in natural order."""
    return tuple(map(registered_name, facts.all(name)))


def _registered_submitters(facts: Metadata) -> tuple[Signature, ...]:
    return tuple(Signature(name=name) for name in _registered(facts, "overheidop.indiener"))


def _registered_government(facts: Metadata, kind: DocumentKind) -> tuple[Addressee, ...]:
    part = Capacity.ASKED if kind is DocumentKind.QUESTIONS else Capacity.ANSWERED
    return tuple(Addressee(part=part, name=name) for name in _registered(facts, "overheidop.ontvanger"))


def _numbers(document: str, facts: Metadata) -> tuple[str, ...]:
    """The set numbers a document states, the best first."""
    stated = [set_number(value) for value in facts.all("overheidop.vraagnummer")]
    numbers = [*stated, number_in_id(document) if document.startswith("kv") and not any(stated) else None]
    return tuple(dict.fromkeys(number for number in numbers if number))


def _own_appendix(document: str, facts: Metadata, house: House, kind: DocumentKind) -> Appendix | None:
    """Its place in the Aanhangsel: as the metadata say, because one in a hundred ids is misspelt, else from its id."""
    year, number = facts.first("overheidop.vergaderjaar"), facts.first("overheidop.aanhangselnummer")
    if kind is DocumentKind.QUESTIONS:
        return None
    return Appendix(house, year, number) if year and number else appendix_in_id(document)


def _related(facts: Metadata, answered: AnswerHeader) -> tuple[str, ...]:
    named = [(value, appendix_in_id(value)) for value in facts.all("overheidop.aanhangsel")]
    return (*(place.id if place else value for value, place in named), *(place.id for place in answered.see_also))


def _doubts(part: Part, facts: Metadata, text: Text) -> Iterator[Problem]:
    """What the text and the metadata leave open."""
    if text.question.text and not question_header(text.question).understood:
        yield problem("header_not_understood", part.document, text.question.text)
    if text.answer.text and not part.answerers:
        yield problem("answer_header_not_understood", part.document, text.answer.text)
    for name in ("overheidop.datumindiening", "overheidop.datumontvangst", "dcterms.issued", "dcterms.available"):
        if facts.first(name) and _date(facts, name) is None:
            yield wrong_date(part.document, facts.first(name))
    yield from text.body.problems
    if part.kind is DocumentKind.ANSWER and part.body.questions and not part.body.answers:
        yield problem("no_answers", part.document)
    if part.oral:
        yield problem("oral_questions", part.document)
