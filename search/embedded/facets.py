"""Exact counts of question sets per facet value: one match set, counted sideways for every facet."""

from __future__ import annotations

from datetime import date

import numpy as np

from index.arrays import NO_DATE
from index.schema import FACETS
from search.embedded.facet_table import Counting, Counts, FacetTable, Mask
from search.embedded.generation import OpenGeneration
from search.request import SearchRequest
from search.response import Bucket, Facet, YearCount

SHOWN_VALUES = 10
"""Values of a facet beside the results; all of them have a page of their own."""

_ROWS = {facet.name: facet for facet in FACETS}


class Selection:
    """The choices of a request applied to the sets that match: what passes, and what each value would leave."""

    def __init__(self, generation: OpenGeneration, request: SearchRequest, today: date, matching: Mask) -> None:
        self.table = generation.facets(today)
        self._request = request
        self._matching = matching & _asked_between(generation, request.asked_from, request.asked_to)
        self._matching &= _new_since(generation, request.since)
        self._chosen = {f.facet: _chosen(self.table, request, f.facet) for f in request.filters}
        self.sets = self._passing(without=None)
        self._counting: dict[str | None, Counting] = {}

    def facet(self, name: str, *, shown: int | None) -> Facet:
        """One facet with its counts: chosen values first, then the commonest, at most `shown` unless all are chosen."""
        values, counts = self.table.facets[name], self._counted(name)
        chosen, excluded = set(self._request.selected(name)), set(self._request.selected(name, exclude=True))
        marked = [values.slugs.index(slug) for slug in chosen | excluded if slug in values.slugs]
        marked.sort(key=lambda number: (-counts[number], number))
        others = counts.copy()
        others[marked] = 0
        rest = _commonest(others, None if shown is None else max(0, max(shown, len(marked)) - len(marked)))
        buckets = [
            Bucket(
                value=values.slugs[number],
                label=values.labels[number],
                count=int(counts[number]),
                selected=values.slugs[number] in chosen,
                excluded=values.slugs[number] in excluded,
            )
            for number in (*marked, *rest)
        ]
        absent = [
            Bucket(value=slug, label=label, count=0, selected=slug in chosen, excluded=slug in excluded)
            for slug in sorted(chosen | excluded)
            if slug not in values.slugs and (label := _ROWS[name].known(slug))
        ]
        total = len(absent) + len(marked) + int(np.count_nonzero(others))
        return Facet(name=name, label=_ROWS[name].label, buckets=(*absent, *buckets), total_values=total)

    def histogram(self) -> tuple[YearCount, ...]:
        """Sets per year of asking, whatever years are chosen."""
        years = zip(self.table.facets["jaar"].slugs, self._counted("jaar").tolist(), strict=True)
        return tuple(YearCount(year=int(slug), sets=count) for slug, count in sorted(years) if count)

    def label(self, name: str, slug: str) -> str:
        """The label of a facet's value; one that nobody knows is its own."""
        values = self.table.facets[name]
        return values.labels[values.slugs.index(slug)] if slug in values.slugs else _ROWS[name].known(slug) or slug

    def _passing(self, *, without: str | None) -> Mask:
        """The matching sets that pass dates and all facets, except the one left out."""
        passing = self._matching
        for name, mask in self._chosen.items():
            if name != without:
                passing = passing & mask
        return passing

    def _counted(self, name: str) -> Counts:
        """The counts of one facet's values; facets without a choice of their own share one pass."""
        own = name if name in self._chosen else None
        if own not in self._counting:
            self._counting[own] = self.table.counting(self.sets if own is None else self._passing(without=own))
        return self._counting[own].of(name)


def _chosen(table: FacetTable, request: SearchRequest, name: str) -> Mask:
    """The sets with any of the chosen values and none of the excluded ones."""
    chosen, excluded = request.selected(name), request.selected(name, exclude=True)
    without = ~table.sets_with(name, excluded)
    return table.sets_with(name, chosen) & without if chosen else without


def _commonest(counts: Counts, wanted: int | None) -> list[int]:
    """The values with the highest counts, equal ones in label order; without those that count nothing."""
    held = np.flatnonzero(counts)
    if wanted is not None and len(held) > wanted:
        if not wanted:
            return []
        least = -np.partition(-counts[held], wanted - 1)[wanted - 1]
        held = held[counts[held] >= least]
    ranked = held[np.argsort(-counts[held], kind="stable")]
    return list(map(int, ranked[:wanted]))


def _asked_between(generation: OpenGeneration, first: date | None, last: date | None) -> Mask:
    asked = generation.arrays.sets.asked
    mask = np.ones(len(asked), dtype=bool)
    if first:
        mask &= asked >= first.toordinal()
    if last:
        mask &= (asked <= last.toordinal()) & (asked != NO_DATE)
    return mask


def _new_since(generation: OpenGeneration, since: date | None) -> Mask:
    """Sets asked or answered after a day; all of them when there is none."""
    sets = generation.arrays.sets
    day = since.toordinal() if since else NO_DATE - 1
    return np.asarray((sets.asked > day) | (sets.answered > day))
