"""What a match set tells besides its hits: figures by year, and the latest events."""

from __future__ import annotations

from datetime import date

import numpy as np

from index.arrays import NO_DATE, Flags
from index.records import Status, Term
from search.embedded.facet_table import FacetTable
from search.embedded.generation import OpenGeneration
from search.embedded.sets import Sets
from search.response import Event, EventKind, Figures, Listed, Statistics, YearFigures

KINDS = (EventKind.ANSWERED, EventKind.ASKED)
"""On one day the answer is the newer of the two."""


def figures(generation: OpenGeneration, table: FacetTable, found: Flags, today: date) -> Figures:
    """The figures of the found sets; `table` are the facets as they stand today."""
    sets = generation.arrays.sets
    terms = table.together(("termijn",))
    counts = dict(zip(terms.slugs, terms.counts(Sets(found)).tolist(), strict=True))
    days = (sets.answered - sets.asked)[found & _answer_days_known(generation)]
    overdue = found & (sets.due != NO_DATE) & (sets.due < today.toordinal())
    return Figures(
        sets=int(np.count_nonzero(found)),
        questions=int(sets.questions[found].sum()),
        answered=_having(table, found, Status.ANSWERED),
        waiting=_having(table, found, Status.OPEN, Status.POSTPONED),
        on_time=counts[Term.ON_TIME.value],
        after_postponement=counts[Term.AFTER_POSTPONEMENT.value],
        late=counts[Term.LATE.value],
        running=counts[Term.RUNNING.value],
        overdue=int(np.count_nonzero(overdue)),
        median_days=float(np.median(days)) if len(days) else None,
    )


def statistics(generation: OpenGeneration, table: FacetTable, found: Flags, today: date) -> Statistics:
    """The figures of the found sets as a whole and year by year."""
    rows = [(int(slug), table.sets_with("jaar", (slug,)) & found) for slug in sorted(table.facets["jaar"].slugs)]
    dated = [
        YearFigures(year=year, figures=figures(generation, table, sets, today)) for year, sets in rows if sets.any()
    ]
    rest = found & (generation.arrays.sets.asked == NO_DATE)
    undated = [YearFigures(year=None, figures=figures(generation, table, rest, today))] if rest.any() else []
    return Statistics(total=figures(generation, table, found, today), years=(*dated, *undated))


def events(generation: OpenGeneration, found: Flags, since: date | None, today: date, limit: int) -> tuple[Event, ...]:
    """The latest questions and answers among the found sets, newest first."""
    ordinals = np.flatnonzero(found)
    sets = generation.arrays.sets
    days = np.concatenate((sets.answered[ordinals], sets.asked[ordinals]))
    first = since.toordinal() + 1 if since else NO_DATE + 1
    wanted = np.flatnonzero((days >= first) & (days <= today.toordinal()))
    latest = wanted[np.argsort(-days[wanted].astype(np.int64), kind="stable")][:limit]
    return tuple(
        Event(
            day=date.fromordinal(int(days[place])),
            kind=KINDS[place >= len(ordinals)],
            set_id=generation.arrays.ids[ordinals[place % len(ordinals)]],
        )
        for place in latest.tolist()
    )


def listing(generation: OpenGeneration) -> tuple[Listed, ...]:
    """All sets, the oldest first."""
    sets = generation.arrays.sets
    last = np.where(sets.answered != NO_DATE, sets.answered, sets.asked).tolist()
    rows = zip(reversed(generation.arrays.ids), reversed(last), strict=True)
    return tuple(
        Listed(set_id=set_id, changed_on=date.fromordinal(day) if day != NO_DATE else None) for set_id, day in rows
    )


def _having(table: FacetTable, found: Flags, *statuses: Status) -> int:
    return int(np.count_nonzero(found & table.sets_with("status", tuple(status.value for status in statuses))))


def _answer_days_known(generation: OpenGeneration) -> Flags:
    sets = generation.arrays.sets
    return np.asarray((sets.asked != NO_DATE) & (sets.answered != NO_DATE) & (sets.answered >= sets.asked))
