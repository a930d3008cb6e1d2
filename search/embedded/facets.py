"""Exact counts of question sets per facet value: one match set, counted sideways for every facet."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from index.arrays import NO_DATE, FacetColumn
from index.facets import TERM_LABELS
from index.records import Term
from index.schema import FACETS
from search.embedded.generation import OpenGeneration
from search.request import SearchRequest
from search.response import Bucket, Facet, YearCount

Mask = npt.NDArray[np.bool_]

SHOWN_VALUES = 10
"""Values of a facet beside the results; all of them have a page of their own."""


class Selection:
    """The choices of a request as masks over the sets: dates, and for each facet what it lets through."""

    def __init__(self, generation: OpenGeneration, request: SearchRequest, today: date) -> None:
        self._generation = generation
        self._request = request
        self.columns = {**generation.arrays.facets, "termijn": term_column(generation, today)}
        self._dates = _asked_between(generation, request.asked_from, request.asked_to)
        self._dates &= _new_since(generation, request.since)
        self._facets = {f.facet: self._facet_mask(f.facet) for f in request.filters}

    def passing(self, matching: Mask, *, without: str | None = None) -> Mask:
        """The matching sets that pass dates and all facets, except the one left out."""
        masks = [mask for facet, mask in self._facets.items() if facet != without]
        passing = matching & self._dates
        for mask in masks:
            passing &= mask
        return passing

    def facet(self, name: str, matching: Mask, *, shown: int | None) -> Facet:
        """One facet with its counts, at most `shown` values besides the chosen ones."""
        column = self.columns[name]
        counts = count_values(column, self.passing(matching, without=name))
        chosen = set(self._request.selected(name))
        excluded = set(self._request.selected(name, exclude=True))
        buckets = [
            Bucket(value=slug, label=label, count=count, selected=slug in chosen, excluded=slug in excluded)
            for slug, label, count in zip(column.slugs, column.labels, counts.tolist(), strict=True)
            if count or slug in chosen or slug in excluded
        ]
        buckets.sort(key=lambda b: (not (b.selected or b.excluded), -b.count, b.label))
        kept = buckets[: max(shown, len(chosen) + len(excluded))] if shown is not None else buckets
        row = next(facet for facet in FACETS if facet.name == name)
        return Facet(name=name, label=row.label, buckets=tuple(kept), total_values=len(buckets))

    def histogram(self, matching: Mask) -> tuple[YearCount, ...]:
        """Sets per year of asking, whatever years are chosen."""
        column = self.columns["jaar"]
        counts = count_values(column, self.passing(matching, without="jaar"))
        years = zip(column.slugs, counts.tolist(), strict=True)
        return tuple(YearCount(year=int(slug), sets=count) for slug, count in sorted(years) if count)

    def _facet_mask(self, name: str) -> Mask:
        """Sets with any of the chosen values and none of the excluded ones."""
        column = self.columns[name]
        mask = np.ones(self._generation.set_count, dtype=bool)
        chosen, excluded = self._request.selected(name), self._request.selected(name, exclude=True)
        if chosen:
            mask &= sets_with(column, chosen, self._generation.set_count)
        if excluded:
            mask &= ~sets_with(column, excluded, self._generation.set_count)
        return mask


def sets_with(column: FacetColumn, slugs: tuple[str, ...], set_count: int) -> Mask:
    """Sets that have any of the values."""
    wanted = np.array([slug in slugs for slug in column.slugs], dtype=bool)
    mask = np.zeros(set_count, dtype=bool)
    if len(column.values):
        mask[column.sets[wanted[column.values]]] = True
    return mask


def count_values(column: FacetColumn, sets: Mask) -> npt.NDArray[np.int64]:
    """How many of the sets have each value; a set has a value at most once."""
    return np.bincount(column.values[sets[column.sets]], minlength=len(column.slugs))


def term_column(generation: OpenGeneration, today: date) -> FacetColumn:
    """The facet of terms as it stands today: answered sets as stored, waiting ones by the day."""
    stored = generation.arrays.facets["termijn"]
    order = [term.value for term in Term]
    places = np.array([order.index(slug) for slug in stored.slugs], dtype=np.int32)
    due = generation.arrays.sets.due
    waiting = np.flatnonzero(due != NO_DATE).astype(np.int32)
    late = due[waiting] < today.toordinal()
    states = np.where(late, order.index(Term.LATE.value), order.index(Term.RUNNING.value)).astype(np.int32)
    return FacetColumn(
        sets=np.concatenate((stored.sets, waiting)),
        values=np.concatenate((places[stored.values], states)) if len(stored.values) else states,
        slugs=tuple(order),
        labels=tuple(TERM_LABELS[Term(slug)] for slug in order),
    )


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
