"""Where one leaf of a query was found, and what it is worth to the sets that hold it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.arrays import Flags, Ints, marked, questions_marked
from index.weights import EXACT_FORM, SATURATION, Scores, amounts_of, rarity, saturated
from search.embedded import loops
from search.embedded.generation import OpenGeneration
from search.embedded.postings import Found, Lookup, Weighed
from search.embedded.sets import Ordinals, Sets
from search.tree import TextLeaf, Word


class _InTexts:
    """Something that was found in texts: the sets that hold it, and what it counts in each.

    `plain` are those that hold it itself, not only as part of a longer word; `own_count` of these have it in a form of
    its own (if none has, in another).
    """

    def __init__(self, generation: OpenGeneration, found: Found) -> None:
        self._generation = generation
        self.found = found
        self.sets: Flags = np.zeros(generation.set_count, dtype=bool)
        inside = len(found.places) if found.inside is None else found.inside
        own = inside if found.own is None else found.own
        held, joined = self._mark(0, own), self._mark(own, inside) if own < inside else 0
        self.own_count = held or joined
        self.plain = self.sets
        if inside < len(found.places):
            self.plain = self.sets.copy()
            self._mark(inside, len(found.places))

    def _mark(self, first: int, end: int) -> int:
        """Flag the sets of a stretch of the texts; gives how many are new."""
        return loops.mark(self.found.places[first:end], self._generation.arrays.texts.sets, self.sets)

    @property
    def documents(self) -> Flags:
        """The questions that it was found in."""
        found = self._generation.arrays.texts.documents.take(self.found.places)
        return questions_marked(found, self._generation.doc_count)

    def add(self, scores: Scores, chosen: Sets, worth: float) -> None:
        """Add BM25F of what is worth so much to the scores of some sets, which are at their ordinals."""
        loops.weigh(
            self.found.places,
            self.found.amounts,
            self._generation.arrays.texts.sets,
            self._generation.text_weights,
            chosen.mask,
            chosen.ordinals,
            worth,
            SATURATION,
            chosen.room,
            scores,
        )


class Evidence:
    """Where one leaf was found: how much it counts for every set, and the texts when those are asked for."""

    def __init__(self, generation: OpenGeneration, lookup: Lookup, leaf: TextLeaf) -> None:
        self._generation = generation
        self._lookup = lookup
        self._leaf = leaf
        self._word = lookup.known(leaf) if isinstance(leaf, Word) else None
        self._row = None if self._word is None else lookup.weighed(self._word)
        if self._row is None:
            self.sets = self._in_texts.sets
        else:
            self.sets = np.zeros(generation.set_count, dtype=bool)
            loops.flag(self._row.sets, self.sets)
            if self._beside is not None:
                self.sets |= self._beside.sets

    @cached_property
    def _beside(self) -> _InTexts | None:
        """What a common word is besides what was weighed."""
        found = None if self._word is None else self._lookup.beside(self._word)
        return None if found is None else _InTexts(self._generation, found)

    def _more(self, beside: _InTexts, row: Weighed) -> tuple[Ordinals, Scores]:
        """The few sets that have what stands beside a common word, with what it adds: both saturate together."""
        chosen = Sets(beside.sets)
        places = row.sets.searchsorted(chosen.ordinals.astype(row.sets.dtype))
        known = row.sets.take(places, mode="clip") == chosen.ordinals
        plain = np.where(known, row.plain.take(places, mode="clip"), 0)
        alone = chosen.zeros()
        beside.add(alone, chosen, 1.0)
        amounts = amounts_of(plain, row.most) + amounts_of(alone[chosen.ordinals], 1.0)
        return chosen.ordinals, saturated(amounts, row.most) - plain

    @cached_property
    def _in_texts(self) -> _InTexts:
        return _InTexts(self._generation, self.found)

    @cached_property
    def found(self) -> Found:
        """The texts that hold the leaf."""
        return self._lookup.find(self._leaf)

    @property
    def anywhere(self) -> bool:
        """Whether any set holds the leaf."""
        return self._row is not None or len(self.found.places) > 0

    def scores(self, chosen: Sets) -> Scores:
        """BM25F of the leaf for each of some sets, with a share of it again for the very form typed."""
        scores = chosen.zeros()
        self.add(scores, chosen, 1.0)
        return scores.take(chosen.ordinals)

    def add(self, scores: Scores, chosen: Sets, share: float) -> None:
        """Add a share of that to the scores of some sets, which are at their ordinals."""
        if self._row is not None:
            loops.add(self._row.sets, self._row.scores, share, scores)
            if self._beside is not None:
                ordinals, more = self._more(self._beside, self._row)
                scores[ordinals] += share * more
        else:
            twice = 1 + EXACT_FORM if self._is_typed else 1.0
            self._in_texts.add(scores, chosen, share * twice * self._rarity(self._in_texts))
        if self._exact:
            self._exact.add(scores, chosen, share * EXACT_FORM * self._rarity(self._exact))

    @property
    def _is_typed(self) -> bool:
        """Whether it is found in the very form typed wherever it is found."""
        return self._row is None and self._word is not None and self._word.is_whole

    def _rarity(self, held: _InTexts) -> float:
        return rarity(self._generation.set_count, held.own_count)

    @cached_property
    def _exact(self) -> _InTexts | None:
        """Where the very form typed was found; None when it is nowhere or counted already."""
        if self._row is not None and self._word is not None:
            as_typed = self._row.as_typed
            return None if as_typed else _InTexts(self._generation, self._lookup.in_form(self._word))
        first, end = (0, 0) if self._is_typed else self.found.exact
        found = Found(self.found.places[first:end], self.found.amounts[first:end])
        return _InTexts(self._generation, found) if end > first else None

    @property
    def plain(self) -> Flags:
        """The sets that hold the leaf itself, not only as part of a longer word."""
        return self._in_texts.plain

    @cached_property
    def documents(self) -> Flags:
        """The questions that hold the leaf in their own text, answer or notes."""
        if self._bits is None:
            return self._in_texts.documents
        held = np.unpackbits(self._bits, count=self._generation.doc_count).view(np.bool_)
        return held if self._beside is None else held | self._beside.documents

    @cached_property
    def _bits(self) -> npt.NDArray[np.uint8] | None:
        return None if self._word is None else self._lookup.questions(self._word)

    def count_held(self, ordinals: Ordinals, before: int, held: npt.NDArray[np.uint16]) -> None:
        """Count one more for the questions of some sets that hold the leaf and have counted so many before."""
        arrays = self._generation.arrays
        if self._bits is None:
            loops.count_held(self.found.places, arrays.texts.documents, before, held)
            return
        loops.count_bits(self._bits, ordinals, arrays.sets.first_documents, before, held)
        if self._beside is not None:
            loops.count_held(self._beside.found.places, arrays.texts.documents, before, held)

    @cached_property
    def _text_sets(self) -> Ints:
        """For each of the texts its set."""
        return self._generation.arrays.texts.sets[self.found.places]

    def bm25f_of(self, documents: Ordinals) -> Scores:
        """BM25F of the leaf for some documents, given in order, by their own texts."""
        arrays = self._generation.arrays
        near = marked(arrays.documents.sets[documents], self._generation.set_count)
        weighted = np.zeros(len(documents))
        texts, found = arrays.texts, self.found
        boosts = self._generation.text_boosts
        loops.weigh_documents(
            found.places, found.amounts, texts.sets, texts.documents, boosts, near, documents, weighted
        )
        return saturated(weighted, rarity(self._generation.doc_count, int(np.count_nonzero(self.documents))))

    def weights_in(self, ordinal: int) -> tuple[Ints, Scores]:
        """The texts of one set that hold the leaf and count for it, and how much; the exact form counts again."""
        amounts = self.found.amounts.astype(np.float64)
        amounts[slice(*self.found.exact)] *= 1 + EXACT_FORM
        weights = amounts * self._generation.text_weights[self.found.places]
        here = (self._text_sets == ordinal) & (weights > 0)
        texts, at = np.unique(self.found.places[here], return_inverse=True)
        return texts, np.bincount(at, weights[here], len(texts)).astype(np.float64)

    def inside(self, ordinal: int) -> Ints:
        """The texts of one set that hold the leaf as part of a longer word."""
        longer = slice(self.found.inside, None)
        texts: Ints = self.found.places[longer][self._text_sets[longer] == ordinal]
        return texts
