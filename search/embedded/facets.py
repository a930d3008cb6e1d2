"""Exact counts of question sets per facet value: one match set, counted sideways for every facet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce

import numpy as np

from index.arrays import NO_DATE, Flags
from index.schema import FACETS
from search.embedded.facet_table import Counts, FacetTable, Sets
from search.embedded.generation import OpenGeneration
from search.request import SearchRequest
from search.response import Bucket, Facet, YearCount

SHOWN_VALUES = 10
"""Values of a facet beside the results; all of them have a page of their own."""

_MANY = 100
"""More values than this are sorted out before they are sorted."""

_ROWS = {facet.name: facet for facet in FACETS}


class Selection:
    """The choices of a request applied to the sets that match: what passes, and what each value would leave."""

    def __init__(self, generation: OpenGeneration, request: SearchRequest, today: date, matching: Flags) -> None:
        self.table = generation.facets(today)
        self._request = request
        self._matching = reduce(np.logical_and, _dated(generation, request), matching)
        self._chosen = {f.facet: _chosen(self.table, request, f.facet) for f in request.filters}
        self.sets = self._passing(without=None)
        self._passed: dict[str | None, Sets] = {}

    def facet(self, name: str, *, shown: int | None) -> Facet:
        """One facet with its counts: chosen values first, then the commonest, at most `shown` unless all are chosen."""
        counts = self._counted(name)
        first = self._with_a_choice(name, counts) if name in self._chosen else []
        besides = [number for number, _ in first if number is not None]
        rest, held = _commonest(counts, None if shown is None else max(shown - len(besides), 0), besides)
        values = self.table.facets[name]
        return Facet(
            name=name,
            label=_ROWS[name].label,
            buckets=(
                *(bucket for _, bucket in first),
                *(Bucket(values.slugs[number], values.labels[number], counts.item(number)) for number in rest),
            ),
            total_values=len(first) + held,
        )

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
        years = zip(self.table.facets["jaar"].slugs, self._counted("jaar").tolist(), strict=True)
        return tuple(YearCount(year=int(slug), sets=count) for slug, count in sorted(years) if count)

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

    def _counted(self, name: str) -> Counts:
        """The counts of one facet's values, of the sets that pass all choices but its own."""
        own = name if name in self._chosen else None
        if own not in self._passed:
            self._passed[own] = Sets(self.sets if own is None else self._passing(without=own))
        return self.table.facets[name].counts(self._passed[own])


def _chosen(table: FacetTable, request: SearchRequest, name: str) -> Flags:
    """The sets with any of the chosen values and none of the excluded ones."""
    chosen, excluded = request.selected(name), request.selected(name, exclude=True)
    without = ~table.sets_with(name, excluded)
    return table.sets_with(name, chosen) & without if chosen else without


def _commonest(counts: Counts, wanted: int | None, besides: list[int]) -> tuple[list[int], int]:
    """The values with the highest counts, equal ones in label order, and how many count anything; some left out."""
    if besides:
        counts = counts.copy()
        counts[besides] = 0
    held = counts.nonzero()[0]
    all_held, own = len(held), counts[held]
    if wanted and all_held > max(wanted, _MANY):
        kept = own >= np.partition(own, all_held - wanted)[all_held - wanted]
        held, own = held[kept], own[kept]
    return held[(-own).argsort(kind="stable")[:wanted]].tolist(), all_held


def _dated(generation: OpenGeneration, request: SearchRequest) -> Iterator[Flags]:
    """The sets that pass each date asked for: asked from, asked to, asked or answered since."""
    sets = generation.arrays.sets
    if request.asked_from:
        yield sets.asked >= request.asked_from.toordinal()
    if request.asked_to:
        yield (sets.asked <= request.asked_to.toordinal()) & (sets.asked != NO_DATE)
    if request.since:
        yield (sets.asked > request.since.toordinal()) | (sets.answered > request.since.toordinal())
