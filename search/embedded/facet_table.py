"""All facets of a generation as one table, so that one pass over it counts every value of every facet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.analysis import forms
from index.arrays import NO_DATE, Arrays, FacetColumn, Ints, Offsets, offsets, stretches
from index.facets import TERM_LABELS
from index.records import Term

Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.intp]

_SPARSE = 16
"""When fewer than one set in so many is wanted, going from set to set is quicker than reading the whole table."""

_FEW_VALUES = 64
"""A facet of so many values at most has a row of bits for each, which says of every set whether it has the value."""


@dataclass(frozen=True)
class FacetValues:
    """The values of one facet in label order; value n has the number `first + n` in the table."""

    first: int
    slugs: tuple[str, ...]
    labels: tuple[str, ...]

    @cached_property
    def numbers(self) -> slice:
        """The facet's part of all values."""
        return slice(self.first, self.first + len(self.slugs))

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of each value within the facet, by its slug."""
        return {slug: number for number, slug in enumerate(self.slugs)}


class FacetTable:
    """Pairs of a set and a value of any facet, in the order of sets."""

    def __init__(self, set_count: int, sets: Ints, values: Numbers, facets: dict[str, FacetValues]) -> None:
        self.facets = facets
        self._set_count = set_count
        self._sets = sets
        self._values = values
        self._value_count = sum(len(facet.slugs) for facet in facets.values())
        self._bits: dict[str, npt.NDArray[np.uint64]] = {}

    @cached_property
    def _starts(self) -> Offsets:
        return offsets(np.bincount(self._sets, minlength=self._set_count))

    @cached_property
    def _by_value(self) -> tuple[Numbers, Offsets]:
        """The sets in the order of their values, and where each value begins."""
        starts = offsets(np.bincount(self._values, minlength=self._value_count))
        return self._sets[np.argsort(self._values, kind="stable")].astype(np.intp), starts

    @cached_property
    def _all(self) -> Counts:
        """The counts over all sets."""
        return np.diff(self._by_value[1])

    @cached_property
    def _by_word(self) -> dict[str, dict[str, set[int]]]:
        """For each facet and each word of its slugs and labels the values that have it."""
        found: dict[str, dict[str, set[int]]] = {}
        for name, facet in self.facets.items():
            words: defaultdict[str, set[int]] = defaultdict(set)
            for number, pair in enumerate(zip(facet.slugs, facet.labels, strict=True), facet.first):
                for form in forms(" ".join(pair)):
                    words[form].add(number)
            found[name] = words
        return found

    def counting(self, sets: Mask) -> Counting:
        """How many of the sets have each value, to be asked a facet at a time."""
        wanted = int(np.count_nonzero(sets))
        if wanted * _SPARSE < self._set_count:
            return Counting(self, sets, self._few(sets))
        if (self._set_count - wanted) * _SPARSE < self._set_count:
            return Counting(self, sets, self._all - self._few(~sets))
        return Counting(self, sets, None)

    def _few(self, sets: Mask) -> Counts:
        """The counts of all values, going from set to set."""
        ordinals = sets.nonzero()[0]
        values = self._values[stretches(self._starts.take(ordinals), self._starts.take(ordinals + 1))]
        return np.bincount(values, minlength=self._value_count)

    def many(self, sets: Mask, name: str) -> Counts:
        """The counts of one facet's values in one pass, without a branch a pair."""
        if len(self.facets[name].slugs) <= _FEW_VALUES:
            return self._of_bits(sets, name)
        (sets_of, starts), numbers = self._by_value, self.facets[name].numbers
        begin = starts[numbers]
        held = starts[numbers.start + 1 : numbers.stop + 1] > begin
        counts = np.zeros(len(begin), dtype=np.int64)
        if held.any():
            # clipping spares a look at every number
            own = sets.view(np.uint8).take(sets_of[begin[0] : starts[numbers.stop]], mode="clip")
            counts[held] = np.add.reduceat(own, begin[held] - begin[0], dtype=np.uint32)
        return counts

    def _of_bits(self, sets: Mask, name: str) -> Counts:
        """The counts of the values of a facet that has few."""
        if name not in self._bits:
            slugs = self.facets[name].slugs
            masks = [self.sets_with(name, (slug,)) for slug in slugs]
            self._bits[name] = _packed(np.array(masks, dtype=bool).reshape(len(slugs), self._set_count))
        counts: Counts = np.bitwise_count(self._bits[name] & _packed(sets)).sum(axis=-1, dtype=np.int64)
        return counts

    def sets_with(self, name: str, slugs: tuple[str, ...]) -> Mask:
        """The sets that have any of the values of a facet."""
        facet = self.facets[name]
        return self._holding([facet.first + facet.places[slug] for slug in slugs if slug in facet.places])

    def sets_labelled(self, name: str, words: tuple[str, ...]) -> Mask:
        """The sets with a value of a facet whose slug and label hold all these words."""
        by_word = self._by_word[name]
        return self._holding(sorted(set.intersection(*(by_word.get(word, set()) for word in words))))

    def _holding(self, numbers: list[int]) -> Mask:
        sets_of, starts = self._by_value
        sets = np.zeros(self._set_count, dtype=bool)
        for number in numbers:
            sets[sets_of[starts[number] : starts[number + 1]]] = True
        return sets


class Counting:
    """How many of some sets have each value of each facet; a set has a value at most once."""

    def __init__(self, table: FacetTable, sets: Mask, counted: Counts | None) -> None:
        self._table = table
        self._sets = sets
        self._counted = counted

    def of(self, name: str) -> Counts:
        """The counts of one facet's values."""
        if self._counted is None:
            return self._table.many(self._sets, name)
        return self._counted[self._table.facets[name].numbers]


def _packed(masks: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint64]:
    """Masks as bits, 64 sets a number."""
    packed = np.packbits(masks, axis=-1)
    whole = np.zeros((*packed.shape[:-1], -(-packed.shape[-1] // 8) * 8), dtype=np.uint8)
    whole[..., : packed.shape[-1]] = packed
    return whole.view(np.uint64)


def table_of(arrays: Arrays, today: date) -> FacetTable:
    """The facets of a generation as they stand on a day."""
    columns = {**arrays.facets, "termijn": _terms(arrays, today)}
    facets, first = {}, 0
    for name, column in columns.items():
        facets[name] = FacetValues(first, column.slugs, column.labels)
        first += len(column.slugs)
    sets = np.concatenate([column.sets for column in columns.values()])
    values = np.concatenate([column.values + facets[name].first for name, column in columns.items()])
    order = np.argsort(sets, kind="stable")
    return FacetTable(len(arrays.ids), sets[order], values[order].astype(np.intp), facets)


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
