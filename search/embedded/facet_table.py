"""The facets of a generation: which sets have which values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from index.analysis import forms
from index.arrays import NO_DATE, Arrays, FacetColumn, Flags, offsets
from index.facets import TERM_LABELS
from index.records import Term
from search.embedded import loops
from search.embedded.sets import Sets

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.intp]


OFTEN = 200
"""Of a value that more than one set in so many has, a bit for every set is read sooner than the numbers of its sets."""


class FacetValues:
    """The values of one facet in label order, and which sets have which; a set has a value at most once.

    The sets of value n are `sets[of_value[n]:of_value[n + 1]]`.
    """

    def __init__(self, column: FacetColumn, set_count: int) -> None:
        self.slugs = column.slugs
        self.labels = column.labels
        self.places = {slug: number for number, slug in enumerate(column.slugs)}
        self._set_count = set_count
        self.sets = column.sets[_order(column.values, len(column.slugs))].astype(np.intp)
        self.of_value = offsets(np.bincount(column.values, minlength=len(column.slugs)))

    def holding(self, numbers: Iterable[int]) -> Flags:
        """The sets that have any of some values."""
        sets = np.zeros(self._set_count, dtype=bool)
        for number in numbers:
            sets[self.sets[self.of_value[number] : self.of_value[number + 1]]] = True
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

    A few sets are gone through one by one. Of many it is counted value by value which of its sets are among them, by
    bits where those are many too; and of most sets what the others have is taken from what all have.
    """

    def __init__(self, facets: Sequence[FacetValues], set_count: int) -> None:
        self.slugs = [slug for facet in facets for slug in facet.slugs]
        self.labels = [label for facet in facets for label in facet.labels]
        self.firsts = offsets(np.array([len(facet.slugs) for facet in facets]))
        self._set_count = set_count
        self._all = np.concatenate([np.diff(facet.of_value) for facet in facets])
        sets = np.concatenate([facet.sets for facet in facets])
        values = np.repeat(np.arange(len(self._all)), self._all)
        self._of_sets = values[_order(sets, set_count)].astype(np.uint32)
        self._set_offsets = offsets(np.bincount(sets, minlength=set_count)).astype(np.uint32)
        known = len(self._all) == len(self.slugs) and len(self._set_offsets) == set_count + 1
        assert known, "a facet has values or sets that are not there"  # the loops do not look
        often = self._all * OFTEN > set_count
        self._often = np.flatnonzero(often)
        self._bits = _words(_rows(sets[np.repeat(often, self._all)], self._all[often], set_count))
        self._sets = sets[~np.repeat(often, self._all)].astype(np.uint32)
        self._value_offsets = offsets(np.where(often, 0, self._all)).astype(np.uint32)
        self._few = set_count * (len(self._sets) + self._bits.size // 3) // (3 * len(values) + 1)

    def counts(self, sets: Sets) -> Counts:
        """How many of some sets have each value."""
        if sets.count * 2 > self._set_count:
            return self._all - self._counted(Sets(~sets.mask))
        return self._counted(sets)

    def _counted(self, sets: Sets) -> Counts:
        return self._from_set_to_set(sets.ordinals) if sets.count <= self._few else self._from_value_to_value(sets.mask)

    def _from_set_to_set(self, ordinals: Numbers) -> Counts:
        counts = np.zeros(len(self.slugs), dtype=np.int64)
        loops.count_values(ordinals, self._set_offsets, self._of_sets, counts)
        return counts

    def _from_value_to_value(self, chosen: Flags) -> Counts:
        counts = np.empty(len(self.slugs), dtype=np.int64)
        loops.count_sets(chosen, self._value_offsets, self._sets, counts)
        loops.count_words(_words(chosen), self._bits, self._often, counts)
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


def _rows(sets: Numbers, lengths: Counts, set_count: int) -> Flags:
    """A row of flags for each of so many sets, one group after the other."""
    flags = np.zeros((len(lengths), set_count), dtype=bool)
    flags[np.repeat(np.arange(len(lengths)), lengths), sets] = True
    return flags


def _words(flags: Flags) -> npt.NDArray[np.uint64]:
    """Flags, or rows of them, as bits: sixty-four in a number."""
    bits = np.packbits(flags, axis=-1)
    words = np.zeros((*flags.shape[:-1], -(-bits.shape[-1] // 8)), dtype=np.uint64)
    words.view(np.uint8)[..., : bits.shape[-1]] = bits
    return words


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
