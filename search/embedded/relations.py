"""References between sets, both ways: where the words of one lead, and whose words lead here."""

from __future__ import annotations

from datetime import date

from index.records import QuestionSet
from index.store import RecordStore
from search.response import Brief, Relations, Tie


def relations(record: QuestionSet, records: RecordStore) -> Relations:
    """What a set refers to, in the order of its text, and what refers to it, the newest first."""
    return Relations(refers_to=_refers_to(record, records), referred_by=_referred_by(record, records))


def _refers_to(record: QuestionSet, records: RecordStore) -> tuple[Tie, ...]:
    named = [(reference, records.named(reference)) for reference in record.references]
    held = {name: records.get(name) for name in {name for _, name in named if name and name != record.id}}
    ties = []
    for reference, name in named:
        other = held.get(name) if name else None
        if name != record.id:
            ties.append(Tie(reference=reference, other=brief(other) if other else None))
    return tuple(ties)


def _referred_by(record: QuestionSet, records: RecordStore) -> tuple[Tie, ...]:
    others = [found for name in records.mentioning(record) if (found := records.get(name))]
    others.sort(key=lambda other: (other.asked_on or date.min, other.id), reverse=True)
    return tuple(
        Tie(reference=reference, other=brief(other))
        for other in others
        for reference in other.references
        if records.named(reference) == record.id
    )


def brief(record: QuestionSet) -> Brief:
    """A set in one line."""
    return Brief(id=record.id, title=record.title, asked_on=record.asked_on)
