"""The facts beside a question set: who asked whom, when, how long it took, and where the documents are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.facets import Values, ministries, parties
from index.records import (
    POSTPONED_TERM,
    USUAL_TERM,
    Addressee,
    Part,
    QuestionSet,
    SourceDocument,
    Status,
    Submitter,
    Term,
    Topic,
)
from index.subjects import is_known_topic
from webui import formats, links


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Words, a link when they lead somewhere."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label with its values."""

    label: str
    values: tuple[Tie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A published document with its page and its other forms."""

    kind: str
    title: str
    href: str | None
    day: str | None
    files: tuple[Tie, ...]
    replaced: bool


def facts(question_set: QuestionSet, today: date) -> tuple[Fact, ...]:
    """The facts on top of the page; a fact that does not apply is left out, an unknown one says so."""
    found = (
        Fact(label="Vragen van", values=tuple(_submitter(person) for person in question_set.submitters)),
        *_when("Fractie", _values("partij", parties(question_set))),
        *_offices(question_set),
        *_when("Ministerie", _values("ministerie", ministries(question_set))),
        _plain("Ingezonden", formats.day(question_set.asked_on)),
        *_answered(question_set),
        _plain("Termijn", term_line(question_set, today)),
        *_when("Onderwerp", tuple(map(_topic, question_set.topics))),
        *_when("Trefwoorden", tuple(Tie(text=word) for word in question_set.keywords)),
        _plain("Kamer", formats.HOUSE[question_set.house]),
        *_plain_when("Vergaderjaar", question_set.parliamentary_year),
        *_plain_when("Aanhangsel van de Handelingen", question_set.appendix_number),
        _plain("Nummer", question_set.id),
    )
    return tuple(fact if fact.values else _plain(fact.label, formats.UNKNOWN) for fact in found)


def lead(question_set: QuestionSet) -> str:
    """Who asked whom and when, and when the answer came, in a sentence or two."""
    people = formats.exchange(question_set.submitters, question_set.addressees)
    count = formats.count(len(question_set.questions), "vraag", "vragen")
    asked = f"ingezonden {formats.day(question_set.asked_on)}"
    return f"Vragen {people}, {asked}: {count}{_answer_words(question_set)}."


def _answer_words(question_set: QuestionSet) -> str:
    if question_set.answered_on is None:
        return ", nog zonder antwoord" if question_set.status is not Status.WITHDRAWN else ", ingetrokken"
    after = question_set.days_to_answer
    days = f", na {formats.days(after)}" if after is not None else ""
    return f", beantwoord {formats.day(question_set.answered_on)}{days}"


def _plain(label: str, text: str) -> Fact:
    return Fact(label=label, values=(Tie(text=text),))


def _plain_when(label: str, text: str | None) -> tuple[Fact, ...]:
    return (_plain(label, text),) if text else ()


def _when(label: str, values: tuple[Tie, ...]) -> tuple[Fact, ...]:
    return (Fact(label=label, values=values),) if values else ()


def _values(facet: str, pairs: Values) -> tuple[Tie, ...]:
    """Values of a facet, each once, as links to everything that has them."""
    return tuple(Tie(text=label, href=links.everything(facet, value)) for value, label in dict.fromkeys(pairs))


def _topic(subject: Topic) -> Tie:
    """The topic, a link when it is listed."""
    known = is_known_topic(subject)
    return Tie(text=formats.label(subject.label), href=links.everything("onderwerp", subject.slug) if known else None)


def _submitter(person: Submitter) -> Tie:
    return Tie(text=formats.submitter(person), href=links.everything("indiener", person.slug))


def _offices(question_set: QuestionSet) -> tuple[Fact, ...]:
    named = {part: tuple(_addressee(p) for p in question_set.addressees if p.part is part) for part in Part}
    return (
        Fact(label="Gericht aan", values=named[Part.ASKED]),
        *_when("Beantwoord door", named[Part.ANSWERED]),
        *_when("Mede namens", named[Part.ON_BEHALF]),
    )


def _addressee(person: Addressee) -> Tie:
    answered = person.slug if person.part is Part.ANSWERED else None
    return Tie(text=formats.addressee(person), href=links.everything("bewindspersoon", answered) if answered else None)


def _answered(question_set: QuestionSet) -> tuple[Fact, ...]:
    if question_set.answered_on is None:
        return ()
    return (
        _plain("Beantwoord", formats.day(question_set.answered_on)),
        _plain("Tijd tot het antwoord", formats.days(question_set.days_to_answer)),
    )


def term_line(question_set: QuestionSet, today: date) -> str:
    """Where the set stands against its term, with the rule and the day the term ends."""
    term, ends = question_set.term(today), formats.day(question_set.term_ends_on)
    postponed = " na een uitstelbericht" if question_set.postponements else ""
    rule = f"de termijn van {(POSTPONED_TERM if postponed else USUAL_TERM).days} dagen{postponed}"
    match term:
        case None:
            return "niet vast te stellen"
        case Term.ON_TIME:
            return f"op tijd; binnen {USUAL_TERM.days} dagen"
        case Term.AFTER_POSTPONEMENT:
            return f"na uitstel; {rule} liep tot en met {ends}"
        case Term.LATE:
            return f"te laat; {rule} liep tot en met {ends}"
        case Term.RUNNING:
            return f"loopt nog; {rule} loopt tot en met {ends}"


def sources(question_set: QuestionSet) -> tuple[Source, ...]:
    """The published documents, with links to their official pages."""
    return tuple(_source(document) for document in question_set.documents)


def _source(document: SourceDocument) -> Source:
    files = ((form, links.outside(address)) for form, address in document.files)
    return Source(
        kind=formats.DOCUMENT[document.kind],
        title=document.title,
        href=links.outside(document.address),
        day=formats.day(document.published_on) if document.published_on else None,
        files=tuple(Tie(text=form.upper(), href=address) for form, address in files if address),
        replaced=not document.current,
    )
