"""The facets of a generation: which sets have which values, read in the way that counts them soonest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.analysis import forms
from index.arrays import NO_DATE, Arrays, FacetColumn, Flags, offsets, stretches
from index.facets import TERM_LABELS
from index.records import Term

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.intp]
Bits = npt.NDArray[np.uint64]

_BITS = 64
"""A facet of so many values at most has a row of bits for each, which says of every set whether it has the value."""

_FEW = 300
"""Fewer sets than this are gone through one by one rather than reading rows of bits."""

_SPARSE = 8
"""When fewer than one set in so many is wanted, going from set to set is quicker than from value to value."""


class Sets:
    """Some sets, in the forms in which facets are counted."""

    def __init__(self, mask: Flags) -> None:
        self.mask = mask
        self.count = int(np.count_nonzero(mask))

    @cached_property
    def ordinals(self) -> Numbers:
        """Their ordinals."""
        ordinals: Numbers = self.mask.nonzero()[0]
        return ordinals

    @cached_property
    def bits(self) -> Bits:
        """A bit for every set there is."""
        return _packed(self.mask)


class FacetValues:
    """The values of one facet in label order, and which sets have which; a set has a value at most once."""

    def __init__(self, column: FacetColumn, set_count: int) -> None:
        self.slugs = column.slugs
        self.labels = column.labels
        self.places = {slug: number for number, slug in enumerate(column.slugs)}
        self._set_count = set_count
        order = np.argsort(column.sets, kind="stable")
        self._values = column.values[order].astype(np.intp)
        self._of_set = offsets(np.bincount(column.sets, minlength=set_count))
        self._sets = column.sets[np.argsort(column.values, kind="stable")].astype(np.intp)
        self._of_value = offsets(np.bincount(column.values, minlength=len(column.slugs)))

    def counts(self, sets: Sets) -> Counts:
        """How many of some sets have each value."""
        if len(self.slugs) <= _BITS and sets.count >= _FEW:
            counts: Counts = np.bitwise_count(self._bits & sets.bits).sum(axis=-1, dtype=np.int64)
            return counts
        if len(self.slugs) <= _BITS or sets.count * _SPARSE < self._set_count:
            return self._from_set_to_set(sets.ordinals)
        return self._from_value_to_value(sets.mask)

    def _from_set_to_set(self, ordinals: Numbers) -> Counts:
        values = self._values.take(stretches(self._of_set.take(ordinals), self._of_set.take(ordinals + 1)))
        return np.bincount(values, minlength=len(self.slugs))

    def _from_value_to_value(self, mask: Flags) -> Counts:
        """The counts without a branch a pair."""
        counts = np.zeros(len(self.slugs), dtype=np.int64)
        if len(self._sets):
            held = mask.view(np.uint8).take(self._sets, mode="clip")  # clipping spares a look at every number
            counts[self._used] = np.add.reduceat(held, self._of_value[self._used], dtype=np.uint32)
        return counts

    @cached_property
    def _used(self) -> Numbers:
        """The values that any set has: a sum over no pairs would be the pair after them."""
        return np.flatnonzero(np.diff(self._of_value))

    @cached_property
    def _bits(self) -> Bits:
        masks = [self.holding([number]) for number in range(len(self.slugs))]
        return _packed(np.array(masks, dtype=bool).reshape(len(self.slugs), self._set_count))

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


class FacetTable:
    """All facets as they stand on one day."""

    def __init__(self, facets: dict[str, FacetValues]) -> None:
        self.facets = facets

    def sets_with(self, name: str, slugs: tuple[str, ...]) -> Flags:
        """The sets that have any of the values of a facet."""
        facet = self.facets[name]
        return facet.holding(facet.places[slug] for slug in slugs if slug in facet.places)

    def sets_labelled(self, name: str, words: tuple[str, ...]) -> Flags:
        """The sets with a value of a facet whose slug and label hold all these words."""
        facet = self.facets[name]
        return facet.holding(set.intersection(*(facet.by_word.get(word, set()) for word in words)))


def _packed(masks: Flags) -> Bits:
    """Masks as bits, 64 sets a number."""
    packed = np.packbits(masks, axis=-1)
    whole = np.zeros((*packed.shape[:-1], -(-packed.shape[-1] // 8) * 8), dtype=np.uint8)
    whole[..., : packed.shape[-1]] = packed
    return whole.view(np.uint64)


def facets_of(arrays: Arrays) -> FacetTable:
    """The facets of a generation as they were stored."""
    return FacetTable({name: FacetValues(column, len(arrays.ids)) for name, column in arrays.facets.items()})


def on_day(stored: FacetTable, arrays: Arrays, today: date) -> FacetTable:
    """The facets as they stand on a day, which only that of terms depends on."""
    return FacetTable({**stored.facets, "termijn": FacetValues(_terms(arrays, today), len(arrays.ids))})


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
