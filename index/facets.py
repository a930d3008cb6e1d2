"""The facet values of a question set: for each facet a function that yields slugs with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from index.persons import persons
from index.records import Footnote, House, Part, QuestionSet, Status, Term
from index.vocabulary import ministries as all_ministries
from index.vocabulary import ministry, ministry_facet_label, party, party_facet_label
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
    """Their parliamentary groups."""
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
    """Every topic and the main topic above it, so that the main topic finds all of its parts."""
    for topic in record.topics:
        yield topic.slug.partition("/")[0], topic.label.partition(" | ")[0]
        yield topic.slug, topic.label


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
    """The web sites that footnotes point to, without www."""
    for note in _footnotes(record):
        for host in map(_host, note.addresses):
            if host:
                yield host, host


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # a printed address that is none, such as http://[nos.nl
        return ""


def _footnotes(record: QuestionSet) -> Iterator[Footnote]:
    yield from record.footnotes
    for question in record.questions:
        yield from question.footnotes
        if question.answer:
            yield from question.answer.footnotes


def only_what_is_held(_: str) -> bool:
    """Nothing beyond the values of the sets themselves is known to exist."""
    return False


def is_party(value: str) -> bool:
    """Whether the vocabulary knows this party."""
    return any(row.facet == value for row in all_parties())


def is_ministry(value: str) -> bool:
    """Whether the vocabulary knows this ministry."""
    return any(row.facet == value for row in all_ministries())


def is_person(value: str) -> bool:
    """Whether the registry knows this person."""
    return any(person.slug == value for person in persons())


def is_year(value: str) -> bool:
    """Whether this can be a year of questions: four digits."""
    return len(value) == len("2022") and value.isascii() and value.isdigit()


def is_status(value: str) -> bool:
    """Whether this is a status."""
    return value in {status.value for status in Status}


def is_term(value: str) -> bool:
    """Whether this is a state of a term."""
    return value in {term.value for term in Term}


def is_house(value: str) -> bool:
    """Whether this is a chamber."""
    return value in {house.value for house in House}
