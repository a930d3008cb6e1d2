"""Dates, numbers, names and words as a Dutch reader expects them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from babel.dates import format_datetime, get_timezone

from index.facets import STATUS_LABELS, TERM_LABELS
from index.records import Addressee, DocumentKind, House, Part, Role, Status, Submitter, Term
from index.vocabulary import ministry, party
from search import dutch
from search.dutch import LOCALE

UNKNOWN = "onbekend"
number, count, label = dutch.number, dutch.count, dutch.label
AMSTERDAM = get_timezone("Europe/Amsterdam")

HOUSE = {House.TWEEDE_KAMER: "Tweede Kamer", House.EERSTE_KAMER: "Eerste Kamer"}
ROLE = {
    Role.MINISTER: "minister",
    Role.STATE_SECRETARY: "staatssecretaris",
    Role.PRIME_MINISTER: "minister-president",
}
DOCUMENT = {
    DocumentKind.QUESTIONS: "Vragen",
    DocumentKind.ANSWER: "Antwoord",
    DocumentKind.NOTICE: "Mededeling",
    DocumentKind.CASE: "Zaak bij de Tweede Kamer",
}


def day(value: date | None) -> str:
    """A date such as "1 mei 2023"."""
    return dutch.day(value) if value else UNKNOWN


def moment(value: datetime | None) -> str:
    """A moment in Dutch time such as "1 mei 2023, 14.05 uur"."""
    return format_datetime(value, "d MMMM y, HH.mm 'uur'", AMSTERDAM, LOCALE) if value else UNKNOWN


def share(value: float | None) -> str:
    """A share of a whole such as "62%"."""
    return dutch.share(value) if value is not None else UNKNOWN


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words."""
    return text if len(text) <= most else f"{text[:most].rsplit(maxsplit=1)[0]} …"


def days(value: float | None) -> str:
    """A duration such as "34 dagen"."""
    return dutch.days(value) if value is not None else UNKNOWN


def series(parts: Sequence[str]) -> str:
    """Words in a row: "1, 2 en 3"."""
    return " en ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def question_label(numbers: Sequence[str]) -> str:
    """What a question is called: "Vraag 2 en 3"."""
    return f"Vraag {series(numbers)}"


def status(value: Status) -> str:
    """How far a set has come: "Beantwoord"."""
    return STATUS_LABELS[value]


def term(value: Term) -> str:
    """How a set stands against its term: "Te laat"."""
    return TERM_LABELS[value]


def submitter(person: Submitter) -> str:
    """A name with its party: "Sjoerd Sjoerdsma (D66)"."""
    group = person.party_printed or (party(person.party).abbreviation if person.party else None)
    return f"{person.name} ({group})" if group else person.name


def office(person: Addressee) -> str:
    """The office of a member of government: "minister van Landbouw"; empty when nothing is known of it."""
    role = ROLE[person.role] if person.role else ""
    printed = person.ministry_printed or (ministry(person.ministry).name if person.ministry else "")
    return f"{role} van {printed}" if role and printed else role or printed


def addressee(person: Addressee) -> str:
    """A member of government with office and name: "minister van Landbouw (Carola Schouten)"."""
    known = office(person)
    if known and person.name:
        return f"{known} ({person.name})"
    return known or person.name or UNKNOWN


def submitters(people: Iterable[Submitter]) -> str:
    """Those who signed, in a sentence: "Marijke Jansen (D66) en Tom Bakker (CDA)"."""
    return series([submitter(person) for person in people]) or UNKNOWN


def exchange(signed: Iterable[Submitter], government: Sequence[Addressee]) -> str:
    """Who asked whom: "van Marijke Jansen (D66) aan de minister van Landbouw"; who answered when only that is known."""
    asked = with_article(person for person in government if person.part is Part.ASKED)
    answered = with_article(person for person in government if person.part is Part.ANSWERED)
    other_side = f" aan {asked}" if asked else f", met antwoord van {answered}" if answered else ""
    return f"van {submitters(signed)}{other_side}"


def with_article(people: Iterable[Addressee]) -> str:
    """Members of government in a sentence: "de minister van Landbouw en de staatssecretaris van Financiën"."""
    named = (f"de {addressee(person)}" if person.role else addressee(person) for person in people)
    return series(tuple(dict.fromkeys(named)))
