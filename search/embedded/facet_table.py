"""The facets of a generation: which sets have which values, read in the way that counts them soonest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from index.analysis import forms
from index.arrays import NO_DATE, Arrays, FacetColumn, Flags, offsets, stretches
from index.facets import TERM_LABELS
from index.records import Term
from search.embedded.sets import Sets

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.intp]

VALUE_BITS = 24
VALUES = (1 << VALUE_BITS) - 1
_COUNT_BITS = 31
"""A number of 63 bits holds which facet, how many sets and which value."""


@dataclass(frozen=True, slots=True)
class Combinations:
    """For each set the number of its combination of values, and every combination with every value in it."""

    of_sets: Numbers
    numbers: Numbers
    values: Numbers

    @property
    def count(self) -> int:
        """How many combinations there are."""
        return int(self.of_sets.max(initial=-1)) + 1


class FacetValues:
    """The values of one facet in label order, and which sets have which; a set has a value at most once."""

    def __init__(self, column: FacetColumn, set_count: int) -> None:
        self.slugs = column.slugs
        self.labels = column.labels
        self.places = {slug: number for number, slug in enumerate(column.slugs)}
        self._set_count = set_count
        self.of_sets = column.values[_order(column.sets, set_count)].astype(np.intp)
        self.set_offsets = offsets(np.bincount(column.sets, minlength=set_count))
        self._sets = column.sets[_order(column.values, len(column.slugs))].astype(np.intp)
        self._of_value = offsets(np.bincount(column.values, minlength=len(column.slugs)))

    @cached_property
    def combinations(self) -> Combinations:
        """The combinations of values that sets have; most sets share one with others."""
        lengths = np.diff(self.set_offsets)
        numbers, count = np.zeros(self._set_count, dtype=np.intp), 1  # without values all are alike
        for place in range(int(lengths.max(initial=0))):
            longer = np.flatnonzero(lengths > place)  # those alike so far part by their next value
            codes = numbers[longer] * len(self.slugs) + self.of_sets[self.set_offsets[longer] + place]
            kinds, numbers[longer] = np.unique(codes, return_inverse=True)
            numbers[longer] += count
            count += len(kinds)
        kinds, first, numbers = np.unique(numbers, return_index=True, return_inverse=True)
        values = self.of_sets[stretches(self.set_offsets[first], self.set_offsets[first + 1])]
        return Combinations(numbers, np.repeat(np.arange(len(kinds)), lengths[first]), values)

    def holding(self, numbers: Iterable[int]) -> Flags:
        """The sets that have any of some values."""
        sets = np.zeros(self._set_count, dtype=bool)
        for number in numbers:
            sets[self._sets[self._of_value[number] : self._of_value[number + 1]]] = True
        return sets

    @cached_property
    def by_word(self) -> dict[str, set[int]]:
        """For each word of the slugs and labels the values that have it."""
        words: defaultdict[str, set[int]] = defaultdict(set)
        for number, pair in enumerate(zip(self.slugs, self.labels, strict=True)):
            for form in forms(" ".join(pair)):
                words[form].add(number)
        return words


class Together:
    """Facets that are counted in one go: their values are numbered on, facet after facet.

    A few sets are gone through one by one. Of many it is counted first how often each combination of values is there,
    and of most of them what the others have is taken from what all have.
    """

    def __init__(self, facets: Sequence[FacetValues], set_count: int) -> None:
        self.slugs = [slug for facet in facets for slug in facet.slugs]
        self.labels = [label for facet in facets for label in facet.labels]
        lengths = np.array([len(facet.slugs) for facet in facets])
        self.firsts = offsets(lengths)
        facet_of = np.repeat(np.arange(len(facets)), lengths)
        self.tags = (((facet_of + 1) << _COUNT_BITS) << VALUE_BITS) + np.arange(len(facet_of))
        self._set_count = set_count
        sets = np.concatenate([np.repeat(np.arange(set_count), np.diff(facet.set_offsets)) for facet in facets])
        values = np.concatenate([facet.of_sets + first for facet, first in zip(facets, self.firsts, strict=False)])
        self._of_sets = values[_order(sets, set_count)]
        self._set_offsets = offsets(np.bincount(sets, minlength=set_count))
        self._join(facets)
        self._few = set_count * len(self._holding) // (3 * len(values) + 1)
        self._all = self._from_set_to_set(np.arange(set_count))

    def _join(self, facets: Sequence[FacetValues]) -> None:
        """Number the combinations of all facets; `_holding` are those that hold each value, value after value."""
        known = [facet.combinations for facet in facets]
        firsts = offsets([each.count for each in known])
        columns = [each.of_sets + first for each, first in zip(known, firsts, strict=False)]
        self._combinations = np.stack(columns, axis=1).astype(np.int32)
        self._known = int(firsts[-1])
        values = np.concatenate([each.values + first for each, first in zip(known, self.firsts, strict=False)])
        numbers = np.concatenate([each.numbers + first for each, first in zip(known, firsts, strict=False)])
        order = _order(values, len(self.slugs))
        self._holding = numbers[order]
        self._begins = np.flatnonzero(np.diff(values[order], prepend=-1))  # of the values that any set has:
        self._used = values[order][self._begins]  # a sum over nothing would be what comes after it

    def counts(self, sets: Sets) -> Counts:
        """How many of some sets have each value."""
        if sets.count * 2 > self._set_count:
            return self._all - self._counted(Sets(~sets.mask))
        return self._counted(sets)

    def _counted(self, sets: Sets) -> Counts:
        return (self._from_set_to_set if sets.count <= self._few else self._by_combination)(sets.ordinals)

    def _from_set_to_set(self, ordinals: Numbers) -> Counts:
        own = stretches(self._set_offsets.take(ordinals), self._set_offsets.take(ordinals + 1))
        return np.bincount(self._of_sets.take(own), minlength=len(self.slugs))

    def _by_combination(self, ordinals: Numbers) -> Counts:
        there = np.bincount(self._combinations.take(ordinals, axis=0).reshape(-1), minlength=self._known)
        counts = np.zeros(len(self.slugs), dtype=np.int64)
        counts[self._used] = np.add.reduceat(there.take(self._holding), self._begins)
        return counts


class FacetTable:
    """All facets as they stand on one day."""

    def __init__(self, facets: dict[str, FacetValues], set_count: int) -> None:
        self.facets = facets
        self.set_count = set_count
        self._together: dict[tuple[str, ...], Together] = {}

    def together(self, names: tuple[str, ...]) -> Together:
        """Some facets, to be counted in one go."""
        if names not in self._together:
            self._together[names] = Together([self.facets[name] for name in names], self.set_count)
        return self._together[names]

    def sets_with(self, name: str, slugs: tuple[str, ...]) -> Flags:
        """The sets that have any of the values of a facet."""
        facet = self.facets[name]
        return facet.holding(facet.places[slug] for slug in slugs if slug in facet.places)

    def sets_labelled(self, name: str, words: tuple[str, ...]) -> Flags:
        """The sets with a value of a facet whose slug and label hold all these words."""
        facet = self.facets[name]
        return facet.holding(set.intersection(*(facet.by_word.get(word, set()) for word in words)))


def _order(numbers: npt.NDArray[Any], end: int) -> Numbers:
    """What puts numbers below an end in order, equal ones as they stand; of two bytes they are sorted soonest."""
    return np.argsort(numbers.astype(np.min_scalar_type(end)), kind="stable")


def facets_of(arrays: Arrays) -> FacetTable:
    """The facets of a generation as they were stored."""
    count = len(arrays.ids)
    return FacetTable({name: FacetValues(column, count) for name, column in arrays.facets.items()}, count)


def on_day(stored: FacetTable, arrays: Arrays, today: date) -> FacetTable:
    """The facets as they stand on a day, which only that of terms depends on."""
    terms = FacetValues(_terms(arrays, today), stored.set_count)
    return FacetTable({**stored.facets, "termijn": terms}, stored.set_count)


def _terms(arrays: Arrays, today: date) -> FacetColumn:
    """The facet of terms: of answered sets as stored, of waiting ones by the day."""
    stored = arrays.facets["termijn"]
    order = sorted((TERM_LABELS[term], term.value) for term in Term)
    numbers = {slug: number for number, (_, slug) in enumerate(order)}
    places = np.array([numbers[slug] for slug in stored.slugs], dtype=np.int32)
    waiting = np.flatnonzero(arrays.sets.due != NO_DATE).astype(np.int32)
    late = arrays.sets.due[waiting] < today.toordinal()
    states = np.where(late, numbers[Term.LATE.value], numbers[Term.RUNNING.value]).astype(np.int32)
    return FacetColumn(
        sets=np.concatenate((stored.sets, waiting)),
        values=np.concatenate((places[stored.values], states)) if len(places) else states,
        slugs=tuple(slug for _, slug in order),
        labels=tuple(label for label, _ in order),
    )
