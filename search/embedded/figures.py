"""What a match set tells besides its hits: figures by year, and the latest events."""

from __future__ import annotations

from datetime import date

import numpy as np

from index.arrays import NO_DATE, FacetColumn
from index.records import Status, Term
from search.embedded.facets import Mask, count_values, sets_with, term_column
from search.embedded.generation import OpenGeneration
from search.response import Event, EventKind, Figures, Listed, Statistics, YearFigures

KINDS = (EventKind.ANSWERED, EventKind.ASKED)
"""On one day the answer is the newer of the two."""


def figures(generation: OpenGeneration, found: Mask, terms: FacetColumn, today: date) -> Figures:
    """The figures of the found sets; `terms` is the facet of terms as it stands today."""
    sets = generation.arrays.sets
    counts = dict(zip(terms.slugs, map(int, count_values(terms, found)), strict=True))
    days = (sets.answered - sets.asked)[found & _answer_days_known(generation)]
    overdue = found & (sets.due != NO_DATE) & (sets.due < today.toordinal())
    return Figures(
        sets=int(np.count_nonzero(found)),
        questions=int(sets.questions[found].sum()),
        answered=_having(generation, found, Status.ANSWERED),
        waiting=_having(generation, found, Status.OPEN, Status.POSTPONED),
        on_time=counts[Term.ON_TIME.value],
        after_postponement=counts[Term.AFTER_POSTPONEMENT.value],
        late=counts[Term.LATE.value],
        running=counts[Term.RUNNING.value],
        overdue=int(np.count_nonzero(overdue)),
        median_days=float(np.median(days)) if len(days) else None,
    )


def statistics(generation: OpenGeneration, found: Mask, today: date) -> Statistics:
    """The figures of the found sets as a whole and year by year."""
    terms, years = term_column(generation, today), generation.arrays.facets["jaar"]
    rows = [(int(slug), sets_with(years, (slug,), generation.set_count) & found) for slug in sorted(years.slugs)]
    dated = [
        YearFigures(year=year, figures=figures(generation, sets, terms, today)) for year, sets in rows if sets.any()
    ]
    rest = found & (generation.arrays.sets.asked == NO_DATE)
    undated = [YearFigures(year=None, figures=figures(generation, rest, terms, today))] if rest.any() else []
    return Statistics(total=figures(generation, found, terms, today), years=(*dated, *undated))


def events(generation: OpenGeneration, found: Mask, since: date | None, today: date, limit: int) -> tuple[Event, ...]:
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
            set_id=sets.ids[ordinals[place % len(ordinals)]],
        )
        for place in latest.tolist()
    )


def listing(generation: OpenGeneration) -> tuple[Listed, ...]:
    """All sets, the oldest first."""
    sets = generation.arrays.sets
    last = np.where(sets.answered != NO_DATE, sets.answered, sets.asked).tolist()
    rows = zip(reversed(sets.ids), reversed(last), strict=True)
    return tuple(
        Listed(set_id=set_id, changed_on=date.fromordinal(day) if day != NO_DATE else None) for set_id, day in rows
    )


def _having(generation: OpenGeneration, found: Mask, *statuses: Status) -> int:
    values = tuple(status.value for status in statuses)
    return int(np.count_nonzero(found & sets_with(generation.arrays.facets["status"], values, generation.set_count)))


def _answer_days_known(generation: OpenGeneration) -> Mask:
    sets = generation.arrays.sets
    return np.asarray((sets.asked != NO_DATE) & (sets.answered != NO_DATE) & (sets.answered >= sets.asked))
