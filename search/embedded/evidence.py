"""Where one leaf of a query was found, and what it is worth to the sets that hold it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.arrays import Flags, Ints, marked, questions_marked
from index.weights import EXACT_FORM, Scores, amounts_of, rarity, saturated
from search.embedded.generation import OpenGeneration
from search.embedded.postings import Found, Lookup, Places, Weighed
from search.embedded.sets import Ordinals, Sets
from search.tree import TextLeaf, Word

_FEW = 500
"""So few texts are weighed sooner than it is found out which have to be."""


class _InTexts:
    """How much something counts that was found in texts; `text_sets` are the sets of these."""

    def __init__(self, generation: OpenGeneration, found: Found, text_sets: Ordinals | None = None) -> None:
        self._generation = generation
        self.found = found
        self.text_sets = generation.text_sets.take(found.places, mode="clip") if text_sets is None else text_sets

    def part(self, first: int, end: int) -> _InTexts:
        """The same for a stretch of the texts."""
        found = Found(self.found.places[first:end], self.found.amounts[first:end])
        return _InTexts(self._generation, found, self.text_sets[first:end])

    @cached_property
    def sets(self) -> Flags:
        """The sets that it was found in."""
        return marked(self.text_sets, self._generation.set_count)

    @property
    def count(self) -> int:
        """How many these are."""
        return int(np.count_nonzero(self.sets))

    @cached_property
    def documents(self) -> Flags:
        """The questions that it was found in."""
        found = self._generation.text_documents.take(self.found.places, mode="clip")
        return questions_marked(found, self._generation.doc_count)

    def amounts(self, chosen: Sets) -> Scores:
        """How much it counts in each of some sets; of many texts only theirs are weighed."""
        sets, places, amounts = self.text_sets, self.found.places, self.found.amounts
        if len(sets) > _FEW and (self.sets > chosen.mask).any():
            here = chosen.mask.take(sets, mode="clip").nonzero()[0]
            sets, places, amounts = sets.take(here), places.take(here), amounts.take(here)
        weights = amounts * self._generation.text_weights.take(places, mode="clip")
        summed: Scores = np.bincount(sets, weights, len(chosen.mask))  # type: ignore[assignment] # whole numbers only without weights
        return summed.take(chosen.ordinals, mode="clip")

    def scores(self, chosen: Sets, holding: int) -> Scores:
        """BM25F for each of some sets of what `holding` sets have."""
        return saturated(self.amounts(chosen), rarity(self._generation.set_count, holding))


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
            self._worth = np.zeros(generation.set_count, dtype=np.float32)
            self._worth[self._row.sets] = self._row.scores
            if self._beside is not None:
                self._add(self._beside, self._row)
            self.sets = self._worth != 0

    @cached_property
    def _beside(self) -> _InTexts | None:
        """What a common word is besides what was weighed."""
        found = None if self._word is None else self._lookup.beside(self._word)
        return None if found is None else _InTexts(self._generation, found)

    def _add(self, beside: _InTexts, row: Weighed) -> None:
        """Let what stands beside the word saturate together with it, in the few sets that have it."""
        chosen = Sets(beside.sets)
        sets = chosen.ordinals
        places = row.sets.searchsorted(sets)
        known = row.sets.take(places, mode="clip") == sets
        plain = np.where(known, row.plain.take(places, mode="clip"), 0)
        more = saturated(amounts_of(plain, row.most) + beside.amounts(chosen), row.most) - plain
        self._worth[sets] += np.maximum(more, np.finfo(np.float32).tiny)

    @cached_property
    def _in_texts(self) -> _InTexts:
        return _InTexts(self._generation, self._lookup.find(self._leaf))

    @property
    def found(self) -> Found:
        """The texts that hold the leaf."""
        return self._in_texts.found

    @property
    def anywhere(self) -> bool:
        """Whether any set holds the leaf."""
        return self._row is not None or len(self.found.places) > 0

    def scores(self, chosen: Sets) -> Scores:
        """BM25F of the leaf for each of some sets, with a share of it again for the very form typed."""
        if self._row is None:
            scores = self._in_texts.scores(chosen, self._own_count)
        else:
            scores = self._worth.take(chosen.ordinals, mode="clip").astype(np.float64)
        if self._row is None and self._word is not None and self._word.is_whole:
            scores *= 1 + EXACT_FORM
        elif self._exact:
            scores += EXACT_FORM * self._exact.scores(chosen, self._exact.count)
        return scores

    @property
    def _own_count(self) -> int:
        """How many sets hold a form of the leaf's own; if none does, those that hold it in another."""
        held = 0 if self.found.own is None else self._in_texts.part(0, self.found.own).count
        return held or int(np.count_nonzero(self.plain))

    @cached_property
    def _exact(self) -> _InTexts | None:
        """Where the very form typed was found; None when it is nowhere or counted already."""
        if self._row is not None and self._word is not None:
            as_typed = self._row.as_typed
            return None if as_typed else _InTexts(self._generation, self._lookup.in_form(self._word))
        first, end = self.found.exact
        return self._in_texts.part(first, end) if end > first else None

    @cached_property
    def plain(self) -> Flags:
        """The sets that hold the leaf itself, not only as part of a longer word."""
        if self.found.inside is None:
            return self.sets
        return marked(self._in_texts.text_sets[: self.found.inside], self._generation.set_count)

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

    def held_by(self, documents: Ordinals) -> Flags:
        """Which of some questions hold the leaf; of a very common word only their own bits are read."""
        if self._bits is None:
            return self.documents.take(documents)
        bytes_, first = self._bits.take(documents >> 3), np.uint8(128)
        held: Flags = bytes_ & (first >> (documents & 7).astype(np.uint8)) != 0
        return held if self._beside is None else held | self._beside.documents.take(documents)

    def bm25f_of(self, documents: Ordinals) -> Scores:
        """BM25F of the leaf for some documents, given in order, by their own texts."""
        arrays = self._generation.arrays
        near = marked(arrays.documents.sets[documents], self._generation.set_count)
        candidates = near[self._in_texts.text_sets]
        texts, frequencies = self.found.places[candidates], self.found.amounts[candidates]
        places = np.searchsorted(documents, arrays.texts.documents[texts])
        inside = documents[np.minimum(places, len(documents) - 1)] == arrays.texts.documents[texts]
        weights = frequencies[inside] * self._generation.text_boosts[texts[inside]]
        weighted = np.bincount(places[inside], weights=weights, minlength=len(documents))
        return saturated(weighted, rarity(self._generation.doc_count, int(np.count_nonzero(self.documents))))

    def weights_in(self, ordinal: int) -> tuple[Places, Scores]:
        """The texts of one set that hold the leaf and count for it, and how much; the exact form counts again."""
        amounts = self.found.amounts.astype(np.float64)
        amounts[slice(*self.found.exact)] *= 1 + EXACT_FORM
        weights = amounts * self._generation.text_weights[self.found.places]
        here = (self._in_texts.text_sets == ordinal) & (weights > 0)
        texts, at = np.unique(self.found.places[here], return_inverse=True)
        return texts, np.bincount(at, weights[here], len(texts)).astype(np.float64)

    def inside(self, ordinal: int) -> Ints:
        """The texts of one set that hold the leaf as part of a longer word."""
        longer = slice(self.found.inside, None)
        texts: Ints = self.found.places[longer][self._in_texts.text_sets[longer] == ordinal]
        return texts
