"""By which keys a set can be mentioned, and by which keys a reference looks for it."""

from __future__ import annotations

from datetime import date

from index.records import QuestionSet, Reference, ReferenceKind
from index.vocabulary import fold


def fold_number(number: str) -> str:
    """A number as it is looked up: lower case, without spaces."""
    return "".join(number.split()).lower()


def numbers_of(record: QuestionSet) -> set[str]:
    """Every number a set is known by, folded."""
    return {fold_number(number) for number in (record.id, *record.aliases)}


def askings_of(record: QuestionSet) -> set[str]:
    """Day and member of a set, for each name a paper may call the member by: "Jan de Vries", "De Vries", "Vries"."""
    if record.asked_on is None:
        return set()
    names = [member.name.split() for member in record.submitters]
    return {_asking(record.asked_on, " ".join(words[at:])) for words in names for at in range(len(words))}


def asking_of(reference: Reference) -> str | None:
    """Day and member a reference names; None when it does not."""
    return _asking(reference.asked_on, reference.member) if reference.asked_on and reference.member else None


def keys_of(reference: Reference) -> set[str]:
    """What a reference to a set can be found by: the number and the day with the member, as far as it gives them."""
    if reference.kind is ReferenceKind.DOSSIER:
        return set()
    number = fold_number(reference.id) if reference.id else None
    return {key for key in (number, asking_of(reference)) if key}


def _asking(day: date, name: str) -> str:
    return f"{day.isoformat()} {fold(name)}"
