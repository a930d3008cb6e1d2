"""The facet values of a question set: for each facet a function that yields slugs with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from index.persons import persons
from index.press import domain, source_of, sources_in
from index.records import Footnote, House, Part, QuestionSet, Status, Term
from index.subjects import topic_values
from index.vocabulary import ministries as all_ministries
from index.vocabulary import ministry, ministry_facet_label, named_ministry, named_party, party, party_facet_label
from index.vocabulary import parties as all_parties

Values = Iterable[tuple[str, str]]

STATUS_LABELS = {
    Status.OPEN: "Open",
    Status.POSTPONED: "Uitgesteld",
    Status.ANSWERED: "Beantwoord",
    Status.WITHDRAWN: "Ingetrokken",
}
TERM_LABELS = {
    Term.ON_TIME: "Op tijd",
    Term.AFTER_POSTPONEMENT: "Na uitstel",
    Term.LATE: "Te laat",
    Term.RUNNING: "Loopt nog",
}
_HOUSE_LABELS = {House.TWEEDE_KAMER: "Tweede Kamer", House.EERSTE_KAMER: "Eerste Kamer"}


def submitters(record: QuestionSet) -> Values:
    """The members who signed."""
    return ((person.slug, person.full_name or person.name) for person in record.submitters)


def parties(record: QuestionSet) -> Values:
    """Their parliamentary groups, under the name of today."""
    keys = (party(person.party).facet for person in record.submitters if person.party)
    return ((key, party_facet_label(key)) for key in keys)


def ministries(record: QuestionSet) -> Values:
    """Every ministry asked, answering or answering along, under today's name."""
    keys = (ministry(person.ministry).facet for person in record.addressees if person.ministry)
    return ((key, ministry_facet_label(key)) for key in keys)


def answerers(record: QuestionSet) -> Values:
    """The members of government who answered."""
    answering = (person for person in record.addressees if person.part is Part.ANSWERED)
    named = ((person.slug, person.full_name or person.name) for person in answering)
    return ((slug, name) for slug, name in named if slug and name)


def topics(record: QuestionSet) -> Iterator[tuple[str, str]]:
    """Every listed topic and the main topic above it, so that the main topic finds all of its parts."""
    for topic in record.topics:
        yield from topic_values(topic)


def years(record: QuestionSet) -> Iterator[tuple[str, str]]:
    """The year of asking."""
    if record.asked_on:
        yield str(record.asked_on.year), str(record.asked_on.year)


def statuses(record: QuestionSet) -> Values:
    """How far the set has come."""
    return ((record.status.value, STATUS_LABELS[record.status]),)


def terms(record: QuestionSet) -> Iterator[tuple[str, str]]:
    """How an answer stood against its term; of sets without an answer the engine tells it by the day."""
    if record.status is Status.ANSWERED and record.asked_on:
        term = record.term(record.asked_on)
        if term:
            yield term.value, TERM_LABELS[term]


def houses(record: QuestionSet) -> Values:
    """The chamber."""
    return ((record.house.value, _HOUSE_LABELS[record.house]),)


def sources(record: QuestionSet) -> Iterator[tuple[str, str]]:
    """The web sites that footnotes point to and the papers that they name."""
    for note in _footnotes(record):
        yield from sources_in(note)


def _footnotes(record: QuestionSet) -> Iterator[Footnote]:
    yield from record.footnotes
    for question in record.questions:
        yield from question.footnotes
        if question.answer:
            yield from question.answer.footnotes


def only_what_is_held(_: str) -> None:
    """Nothing beyond the values of the sets themselves is known to exist."""


def known_party(value: str) -> str | None:
    """The label of a party of the vocabulary."""
    return party_facet_label(value) if any(row.facet == value for row in all_parties()) else None


def known_ministry(value: str) -> str | None:
    """The label of a ministry of the vocabulary."""
    return ministry_facet_label(value) if any(row.facet == value for row in all_ministries()) else None


def known_person(value: str) -> str | None:
    """The name of a person of the registry."""
    return next((person.name for person in persons() if person.slug == value), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """A typed value as the value that is meant; `note` says so where the two are not the same thing by name."""

    value: str
    note: str | None = None


def as_typed(value: str) -> Reading:
    """The value itself."""
    return Reading(value)


def party_meant(typed: str) -> Reading:
    """The party that a name, an abbreviation or the key of a predecessor means."""
    row = named_party(typed)
    if row is None or known_party(typed):
        return Reading(typed)
    label = party_facet_label(row.facet)
    return Reading(row.facet, _now_under(typed, label) if row.key != row.facet else None)


def ministry_meant(typed: str) -> Reading:
    """The ministry that a name, an abbreviation or the key of a predecessor means."""
    row = named_ministry(typed)
    if row is None or known_ministry(typed):
        return Reading(typed)
    label = ministry_facet_label(row.facet)
    return Reading(row.facet, _now_under(typed, label) if label != row.name else None)


def source_meant(typed: str) -> Reading:
    """The source that an address or one of its domains means."""
    return Reading(source_of(domain(f"http://{typed}") or typed)[0])


def _now_under(typed: str, label: str) -> str:
    return f"‘{typed[:60]}’ valt onder {label}; daar staan de vragen van vroeger en nu bij elkaar."


def known_year(value: str) -> str | None:
    """A year of questions: four digits."""
    return value if len(value) == len("2022") and value.isascii() and value.isdigit() else None


def known_status(value: str) -> str | None:
    """The label of a status."""
    return _label_of(value, STATUS_LABELS.items())


def known_term(value: str) -> str | None:
    """The label of a state of a term."""
    return _label_of(value, TERM_LABELS.items())


def known_house(value: str) -> str | None:
    """The label of a chamber."""
    return _label_of(value, _HOUSE_LABELS.items())


def _label_of(value: str, labels: Iterable[tuple[Enum, str]]) -> str | None:
    return next((label for each, label in labels if each.value == value), None)
