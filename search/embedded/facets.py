"""Exact counts of question sets per facet value: one match set, counted sideways for every facet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce

import numpy as np

from index.arrays import NO_DATE, Flags
from index.schema import FACETS
from search.embedded import loops
from search.embedded.facet_table import Counts, FacetTable, Together
from search.embedded.generation import OpenGeneration
from search.embedded.sets import Sets
from search.request import SearchRequest
from search.response import Bucket, Facet, YearCount

SHOWN_VALUES = 10
"""Values of a facet beside the results; all of them have a page of their own."""

_ROWS = {facet.name: facet for facet in FACETS}


class Selection:
    """The choices of a request applied to the sets that match: what passes, and what each value would leave."""

    def __init__(self, generation: OpenGeneration, request: SearchRequest, today: date, matching: Flags) -> None:
        self.table = generation.facets(today)
        self._request = request
        self._matching = reduce(np.logical_and, _dated(generation, request), matching)
        self._chosen = {f.facet: _chosen(self.table, request, f.facet) for f in request.filters}
        self.found = Sets(self._passing(without=None))

    @property
    def sets(self) -> Flags:
        """The sets that match and pass all choices."""
        return self.found.mask

    def facets(self, names: tuple[str, ...], *, shown: int | None) -> tuple[Facet, ...]:
        """Facets with their counts: chosen values first, then the commonest, at most `shown` unless all are chosen.

        Those in which nothing is chosen count the sets found, all in one go; each other one counts what all choices but
        its own leave.
        """
        found: dict[str, Facet] = {}
        if any(name not in self._chosen for name in names):
            found = self._counted(names, self.found, shown)
        for name in self._chosen:
            if name in names:
                found |= self._counted((name,), Sets(self._passing(without=name)), shown)
        return tuple(found[name] for name in names)

    def _counted(self, names: tuple[str, ...], sets: Sets, shown: int | None) -> dict[str, Facet]:
        """Facets that count the same sets."""
        together = self.table.together(names)
        counts = together.counts(sets)
        first = self._with_a_choice(names[0], counts) if len(names) == 1 else []
        besides = [number for number, _ in first if number is not None]
        chosen = tuple(bucket for _, bucket in first)
        rest = _commonest(together, counts, besides, None if shown is None else max(shown - len(besides), 0))
        return {
            name: Facet(name=name, label=_ROWS[name].label, buckets=chosen + buckets, total_values=len(first) + held)
            for name, (buckets, held) in zip(names, rest, strict=True)
        }

    def _with_a_choice(self, name: str, counts: Counts) -> list[tuple[int | None, Bucket]]:
        """The chosen and excluded values of a facet with their numbers: those that no set has, and then by count."""
        values = self.table.facets[name]
        chosen, excluded = self._request.selected(name), self._request.selected(name, exclude=True)
        found: list[tuple[int | None, Bucket]] = []
        for slug in sorted({*chosen, *excluded}):
            number = values.places.get(slug)
            label = _ROWS[name].known(slug) if number is None else values.labels[number]
            if label:
                count = 0 if number is None else counts.item(number)
                found.append((number, Bucket(slug, label, count, slug in chosen, slug in excluded)))
        return sorted(found, key=lambda one: (one[0] is not None, -one[1].count, one[0] or 0))

    def histogram(self) -> tuple[YearCount, ...]:
        """Sets per year of asking, whatever years are chosen."""
        (years,) = self.facets(("jaar",), shown=None)
        return tuple(YearCount(year=int(year.value), sets=year.count) for year in sorted(years.buckets) if year.count)

    def label(self, name: str, slug: str) -> str:
        """The label of a facet's value; one that nobody knows is its own."""
        values = self.table.facets[name]
        return values.labels[values.places[slug]] if slug in values.places else _ROWS[name].known(slug) or slug

    def _passing(self, *, without: str | None) -> Flags:
        """The matching sets that pass dates and all facets, except the one left out."""
        passing = self._matching
        for name, mask in self._chosen.items():
            if name != without:
                passing = passing & mask
        return passing


def _chosen(table: FacetTable, request: SearchRequest, name: str) -> Flags:
    """The sets with any of the chosen values and none of the excluded ones."""
    chosen, excluded = request.selected(name), request.selected(name, exclude=True)
    without = ~table.sets_with(name, excluded)
    return table.sets_with(name, chosen) & without if chosen else without


def _commonest(
    together: Together, counts: Counts, besides: list[int], wanted: int | None
) -> Iterator[tuple[tuple[Bucket, ...], int]]:
    """For each facet its commonest values, equal ones in label order, and how many count anything; some left out."""
    if besides:
        counts = counts.copy()
        counts[besides] = 0
    size = len(together.firsts) - 1, len(together.slugs) if wanted is None else wanted
    best, most, held = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64), np.empty(size[0], dtype=np.int64)
    loops.commonest(counts, together.firsts, best, most, held)
    for numbers, there, found in zip(best.tolist(), most.tolist(), held.tolist(), strict=True):
        own = numbers[:found]
        slugs, labels = map(together.slugs.__getitem__, own), map(together.labels.__getitem__, own)
        yield tuple(map(Bucket, slugs, labels, there)), found


def _dated(generation: OpenGeneration, request: SearchRequest) -> Iterator[Flags]:
    """The sets that pass each date asked for: asked from, asked to, asked or answered since."""
    sets = generation.arrays.sets
    if request.asked_from:
        yield sets.asked >= request.asked_from.toordinal()
    if request.asked_to:
        yield (sets.asked <= request.asked_to.toordinal()) & (sets.asked != NO_DATE)
    if request.since:
        yield (sets.asked > request.since.toordinal()) | (sets.answered > request.since.toordinal())
