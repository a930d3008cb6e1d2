"""References on the page of a set: where its words lead, and which other sets lead here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.records import QuestionSet, Reference, ReferenceKind
from search.public import anchor
from search.response import Relations, Tie
from webui import formats, links
from webui.facts import Tie as Words

HEADINGS = {
    ReferenceKind.SUPPLEMENTS: "Aanvulling op",
    ReferenceKind.EARLIER: "Eerdere vragen",
    ReferenceKind.SEE_ALSO: "Zie ook",
    ReferenceKind.DOSSIER: "Kamerstukken",
}
FROM_ELSEWHERE = {
    ReferenceKind.SUPPLEMENTS: "Aangevuld door",
    ReferenceKind.EARLIER: "Genoemd als eerdere vragen in",
    ReferenceKind.SEE_ALSO: "Genoemd in",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document at the other end, and the questions in which it is named.

    `words` lead to it; `number` and `day` are those of a set that we hold, `printed` is how the text names that.
    """

    words: Words
    number: str | None
    day: str | None
    printed: str | None
    official: str | None
    questions: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries under what they have in common."""

    heading: str
    entries: tuple[Entry, ...]


def refers_to(question_set: QuestionSet, relations: Relations) -> tuple[Group, ...]:
    """The sets and papers this set mentions; each links to its own page here, else to the official document."""
    here = {question.number for question in question_set.questions}
    return tuple(
        Group(heading=heading, entries=tuple(_outgoing(ties, here) for ties in _alike(relations.refers_to, kind)))
        for kind, heading in HEADINGS.items()
        if any(tie.reference.kind is kind for tie in relations.refers_to)
    )


def referred_by(relations: Relations) -> tuple[Group, ...]:
    """The sets that mention this one, each with links to the questions that do."""
    return tuple(
        Group(heading=heading, entries=tuple(map(_incoming, _alike(relations.referred_by, kind))))
        for kind, heading in FROM_ELSEWHERE.items()
        if any(tie.reference.kind is kind for tie in relations.referred_by)
    )


def _alike(ties: Iterable[Tie], kind: ReferenceKind) -> list[list[Tie]]:
    """References of one kind, those to or from the same document together, in the order of the first."""
    together: dict[object, list[Tie]] = {}
    for tie in ties:
        if tie.reference.kind is kind:
            together.setdefault(_document(tie), []).append(tie)
    return list(together.values())


def _document(tie: Tie) -> object:
    reference = tie.reference
    return tie.other.id if tie.other else (reference.id or (reference.member, reference.asked_on))


def _outgoing(ties: list[Tie], here: set[str]) -> Entry:
    other, reference = ties[0].other, ties[0].reference
    numbers = _questions(ties)
    official = links.outside(reference.url)
    words = Words(text=other.title, href=links.question_set(other.id)) if other else _printed(reference, official)
    return Entry(
        words=words,
        number=other.id if other else None,
        day=formats.day(other.asked_on) if other and other.asked_on else None,
        printed=reference.text if other else None,
        official=official if other else None,
        questions=tuple(
            Words(text=f"vraag {number}", href=f"#{anchor(number)}" if number in here else None) for number in numbers
        ),
    )


def _incoming(ties: list[Tie]) -> Entry:
    other = ties[0].other
    assert other is not None, "a reference from another set comes from a set we hold"
    return Entry(
        words=Words(text=other.title, href=links.question_set(other.id)),
        number=other.id,
        day=formats.day(other.asked_on) if other.asked_on else None,
        printed=None,
        official=None,
        questions=tuple(
            Words(text=f"vraag {number}", href=links.question_set(other.id, number=number))
            for number in _questions(ties)
        ),
    )


def _printed(reference: Reference, official: str | None) -> Words:
    return Words(text=reference.text[:1].upper() + reference.text[1:], href=official)


def _questions(ties: Iterable[Tie]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tie.reference.question for tie in ties if tie.reference.question))
