"""A phrase or VLAK → where it stands: words whose positions are side by side, or near one another.

Positions are counted within texts, and a list of texts is shorter than one of positions: what words share is looked for
among their texts first, and only in those among their positions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays import Arrays, Flags, Ints, Offsets, Positions, marked, standing, stretches
from search.embedded import loops
from search.tree import ALL_TEXTS, Hyphened, Near, Or, Phrase, Prefix, TextLeaf, Word

HEAVY = 20_000
"""From so many postings on it pays to see first which texts hold all parts of a VLAK."""

TermRange = tuple[int, int]
Numbers = npt.NDArray[np.int64]
Leaf = TextLeaf | Or


@dataclass(frozen=True, slots=True)
class Spots:
    """Places in texts, in order."""

    texts: Ints
    places: Numbers

    def only(self, kept: Flags) -> Spots:
        """Some of the spots."""
        numbers = kept.nonzero()[0]
        return Spots(self.texts.take(numbers), self.places.take(numbers))

    def moved(self, words: int) -> Spots:
        """The spots so many words further on."""
        return Spots(self.texts, self.places + words)


_NOWHERE = Spots(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64))


class Standing:
    """Looks up where phrases and VLAK stand in the arrays of one generation; `terms` tells the terms of a leaf."""

    def __init__(self, arrays: Arrays, terms: Callable[[Word | Prefix | Phrase], list[TermRange]]) -> None:
        self._arrays = arrays
        self._postings = arrays.postings
        self._terms = terms

    def phrase(self, phrase: Phrase) -> Spots:
        """Where a phrase begins: where its rarest word has the others beside it."""
        terms = self._words(phrase)
        rarest, *others = sorted(range(len(terms)), key=lambda place: self._size(terms[place]))
        if not terms[rarest]:
            return _NOWHERE
        spots = self._spots(terms[rarest][0], phrase.fields).moved(-rarest)
        for place in others:
            spots = self._beside(spots, place, terms[place][0])
        return spots

    def near(self, near: Near) -> Ints:
        """The text of each of the words of the last part of a VLAK that stand near what is before them."""
        among = self._marked(near) if self._weight(near) > HEAVY else None
        texts = np.searchsorted(self._arrays.texts.starts, self._near(near, among), side="right") - 1
        return texts.astype(np.int32)

    def _words(self, phrase: Phrase) -> list[list[TermRange]]:
        """The terms of each word of a phrase."""
        return [self._terms(Phrase((form,), phrase.fields)) for form in phrase.forms]

    def _size(self, terms: list[TermRange]) -> int:
        """How many postings terms have."""
        return sum(self._postings.offsets.item(end) - self._postings.offsets.item(first) for first, end in terms)

    def _spots(self, term: TermRange, fields: Sequence[str]) -> Spots:
        """All spots of a term in some fields; its texts in one field are a stretch of all."""
        postings, positions = _span(self._postings.offsets, term), _span(self._postings.position_offsets, term)
        if fields == ALL_TEXTS:
            return self._spots_of(postings, positions)
        ranges = np.array(sorted(map(self._arrays.texts_of, fields)), dtype=np.int32)
        cuts = np.searchsorted(self._postings.texts[postings], ranges) + postings.start
        places = self._postings.begin(cuts.reshape(-1)).reshape(-1, 2)
        parts = [
            self._spots_of(slice(*cut), slice(*at)) for cut, at in zip(cuts.tolist(), places.tolist(), strict=True)
        ]
        return Spots(np.concatenate([part.texts for part in parts]), np.concatenate([part.places for part in parts]))

    def _spots_of(self, postings: slice, positions: slice) -> Spots:
        """All spots of a stretch of postings and their positions."""
        texts = np.repeat(self._postings.texts[postings], self._postings.frequencies[postings])
        return Spots(texts, self._postings.positions[positions].astype(np.int64))

    def _beside(self, spots: Spots, distance: int, term: TermRange) -> Spots:
        """The spots that have a term so far behind them."""
        postings = _span(self._postings.offsets, term)
        held, flags = self._postings, np.zeros(len(spots.texts), dtype=bool)
        texts = held.texts, postings.start, postings.stop
        loops.stand_beside(spots.texts, spots.places, distance, *texts, held.begins, held.turns, held.positions, flags)
        return spots.only(flags)

    def _absolute(self, spots: Spots) -> Positions:
        """The positions of spots in the whole segment."""
        return self._arrays.texts.starts[spots.texts] + spots.places.astype(np.uint32)

    def _near(self, near: Near, among: Flags | None) -> Positions:
        """The positions of the last part's words that stand near the part before, itself near the one before that."""
        kept = self._positions(near.parts[0], among)
        for part, distance in zip(near.parts[1:], near.distances, strict=True):
            here = self._positions(part, among)
            kept = here[_near(kept, here, distance)]
        return kept

    def _positions(self, leaf: Leaf, among: Flags | None) -> Positions:
        """All positions of a leaf's words (or of those of any leaf under an Or) in some texts, in order."""
        match leaf:
            case Or() | Hyphened():
                return np.unique(np.concatenate([self._positions(one, among) for one in _either(leaf)]))
            case Phrase(forms):
                starts = self._absolute(self.phrase(leaf))
                return np.unique(np.concatenate([starts + np.uint32(shift) for shift in range(len(forms))]))
            case Near():
                return self._near(leaf, among)
            case _:
                return np.sort(self._positions_of(leaf, among))

    def _positions_of(self, leaf: Word | Prefix, among: Flags | None) -> Positions:
        """The positions of all terms of a leaf in some texts."""
        postings, texts = self._read(self._terms(leaf))
        if among is not None:
            kept = among[texts]
            postings, texts = postings[kept], texts[kept]
        if leaf.fields != ALL_TEXTS:
            kept = in_fields(self._arrays, texts, leaf.fields)
            postings, texts = postings[kept], texts[kept]
        counts, first = self._postings.frequencies[postings], self._postings.begin(postings)
        positions = self._postings.positions[stretches(first, first + counts)]
        return standing(positions, self._arrays.texts.starts[texts], counts)

    def _read(self, terms: list[TermRange]) -> tuple[Numbers, Ints]:
        """The numbers of the postings of some terms, and their texts."""
        if len(terms) == 1:
            span = _span(self._postings.offsets, terms[0])
            return np.arange(span.start, span.stop), self._postings.texts[span]
        ranges = self._postings.offsets[np.array(terms, dtype=np.int64).reshape(-1, 2)]
        postings = stretches(ranges[:, 0], ranges[:, 1])
        return postings, self._postings.texts[postings]

    def _weight(self, leaf: Leaf) -> int:
        """About how many postings have to be read for a leaf."""
        match leaf:
            case Or() | Hyphened():
                return sum(map(self._weight, _either(leaf)))
            case Near(parts):
                return sum(map(self._weight, parts))
            case Phrase():
                return min(map(self._size, self._words(leaf)))
            case _:
                return self._size(self._terms(leaf))

    def _marked(self, leaf: Leaf) -> Flags:
        """The texts that may hold a leaf: of a phrase those of its rarest word, of a VLAK those of all its parts."""
        match leaf:
            case Or() | Hyphened():
                return reduce(np.logical_or, map(self._marked, _either(leaf)))
            case Near(parts):
                return reduce(np.logical_and, map(self._marked, parts))
            case Phrase():
                terms = min(self._words(leaf), key=self._size)
            case _:
                terms = self._terms(leaf)
        return marked(self._read(terms)[1], len(self._arrays.texts.sets))


def in_fields(arrays: Arrays, texts: npt.NDArray[np.integer[Any]], fields: Sequence[str]) -> Flags:
    """Which texts are in some fields."""
    kept = np.zeros(len(texts), dtype=bool)
    for first, end in map(arrays.texts_of, fields):
        kept |= (texts >= first) & (texts < end)
    return kept


def _either(leaf: Or | Hyphened) -> tuple[Leaf, ...]:
    """The leaves of which any will do."""
    return leaf.ways if isinstance(leaf, Hyphened) else leaf.nodes  # type: ignore[return-value] # query.near lets only leaves in


def _span(offsets: Offsets, terms: TermRange) -> slice:
    """The stretch of a range of terms."""
    return slice(offsets.item(terms[0]), offsets.item(terms[1]))


def _near(kept: Positions, here: Positions, distance: int) -> Flags:
    """Which positions have another within a distance; both in order."""
    if not len(kept):
        return np.zeros(len(here), dtype=bool)
    at = np.searchsorted(kept, here)
    before, there = kept[np.maximum(at, 1) - 1], kept.take(at, mode="clip")
    behind = kept.take(at + (there == here), mode="clip")
    near: Flags = (before < here) & (here - before <= distance) | (behind > here) & (behind - here <= distance)
    return near
