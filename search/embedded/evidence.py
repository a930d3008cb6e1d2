"""Where one leaf of a query was found, and what it is worth to the sets that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log1p
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays import Flags, Ints, marked
from search.embedded.generation import OpenGeneration
from search.embedded.postings import Found, Lookup, Places, Weighed
from search.ranking import EXACT_FORM, SATURATION
from search.tree import TextLeaf, Word

Scores = npt.NDArray[np.float64]
Ordinals = npt.NDArray[np.int64]


class Chosen:
    """The sets that are scored, given in order: `slots` has for every set its place among them, the others share one.

    So the work grows with what is chosen, and nothing asks of every posting whether its set is.
    """

    def __init__(self, ordinals: Ordinals, set_count: int) -> None:
        self.count = len(ordinals)
        self.slots = np.empty(set_count, dtype=np.min_scalar_type(self.count))
        self.slots.fill(self.count)
        self.slots[ordinals] = np.arange(self.count)


@dataclass(frozen=True, slots=True)
class _Worth:
    """What was found counts so much in these sets; with `once` none stands here more than once."""

    sets: Ordinals
    amounts: npt.NDArray[Any]
    once: bool

    def held(self, set_count: int) -> int:
        """How many sets hold it."""
        return len(self.sets) if self.once else int(np.count_nonzero(marked(self.sets, set_count)))

    def part(self, stretch: slice) -> _Worth:
        """A stretch of it."""
        return _Worth(self.sets[stretch], self.amounts[stretch], self.once)


class Evidence:
    """Where one leaf was found: the sets with what it counts in each, and the texts when those are asked for."""

    def __init__(self, generation: OpenGeneration, lookup: Lookup, leaf: TextLeaf) -> None:
        self._generation = generation
        self._lookup = lookup
        self._leaf = leaf
        self._row = lookup.weighed(leaf)
        self._worth = self._of_texts(self.found) if self._row is None else _of_row(self._row)
        self.sets = marked(self._worth.sets, generation.set_count)

    def _of_texts(self, found: Found) -> _Worth:
        """The sets of texts, each as often as the leaf was found in a text of it."""
        weights = found.amounts * self._generation.text_weights.take(found.places, mode="clip")
        return _Worth(self._sets_of(found), weights, once=False)

    @cached_property
    def found(self) -> Found:
        """The texts that hold the leaf."""
        return self._lookup.find(self._leaf)

    @cached_property
    def plain(self) -> Flags:
        """The sets that hold the leaf itself, not only as part of a longer word."""
        found = self._plainly.sets
        return self.sets if len(found) == len(self._worth.sets) else marked(found, self._generation.set_count)

    @property
    def _plainly(self) -> _Worth:
        """What the leaf itself counts, not as part of a longer word."""
        return self._worth.part(slice((self._row or self.found).inside))

    @cached_property
    def documents(self) -> Flags:
        """The questions that hold the leaf in their own text, answer or notes."""
        held = self._lookup.questions(self._leaf)
        if held is not None:
            return held
        found = self._generation.text_documents.take(self.found.places, mode="clip")
        return marked(found, self._generation.doc_count + 1)[:-1]  # -1, a text of a whole set, marks the last one

    def add_scores(self, scores: Scores, chosen: Chosen, share: float = 1.0) -> None:
        """Add BM25F of the leaf to the scores of the chosen sets, and a share of it again for the exact form."""
        total = self._generation.set_count
        worth = share * _idf(total, self._plainly.held(total))
        if self._is_exact:
            scores += self._saturated(chosen, self._worth, worth * (1 + EXACT_FORM))
            return
        scores += self._saturated(chosen, self._worth, worth)
        if len(self._exact.sets):
            worth = share * EXACT_FORM * _idf(total, self._exact.held(total))
            scores += self._saturated(chosen, self._exact, worth)

    def _saturated(self, chosen: Chosen, found: _Worth, worth: float) -> Scores:
        """For every chosen set what was found in it is worth: much is worth little more than some."""
        slots = chosen.slots.take(found.sets, mode="clip")
        return _saturated(np.bincount(slots, found.amounts, chosen.count + 1)[:-1], worth)

    @property
    def _is_exact(self) -> bool:
        """Whether all that was found is the very form typed."""
        return isinstance(self._leaf, Word) and self._lookup.is_whole(self._leaf)

    @cached_property
    def _exact(self) -> _Worth:
        """What the very form typed counts."""
        if self._row is None or not isinstance(self._leaf, Word):
            return self._worth.part(slice(*self.found.exact))
        row = self._lookup.weighed_form(self._leaf)
        return self._of_texts(self._lookup.in_form(self._leaf)) if row is None else _of_row(row)

    def bm25f_of(self, documents: Ordinals) -> Scores:
        """BM25F of the leaf for some documents, given in order, by their own texts."""
        arrays = self._generation.arrays
        near = marked(arrays.documents.sets[documents], self._generation.set_count)
        candidates = near[self._text_sets]
        texts, frequencies = self.found.places[candidates], self.found.amounts[candidates]
        places = np.searchsorted(documents, arrays.texts.documents[texts])
        inside = documents[np.minimum(places, len(documents) - 1)] == arrays.texts.documents[texts]
        weights = frequencies[inside] * self._generation.text_boosts[texts[inside]]
        weighted = np.bincount(places[inside], weights=weights, minlength=len(documents))
        return _saturated(weighted, _idf(self._generation.doc_count, int(np.count_nonzero(self.documents))))

    @cached_property
    def _text_sets(self) -> Ordinals:
        """For each text that was found its set."""
        return self._worth.sets if self._row is None else self._sets_of(self.found)

    def _sets_of(self, found: Found) -> Ordinals:
        return self._generation.text_sets.take(found.places, mode="clip")

    def weights_in(self, ordinal: int) -> tuple[Places, Scores]:
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


def _of_row(row: Weighed) -> _Worth:
    return _Worth(
        row.sets.astype(np.intp), row.amounts, once=True
    )  # NumPy looks up twice as fast by numbers of this type


def _saturated(weighted: npt.NDArray[Any], worth: float) -> Scores:
    """BM25: the weighted occurrences saturate."""
    scores: Scores = weighted / (weighted + SATURATION)
    scores *= worth
    return scores


def _idf(total: int, found: int) -> float:
    """BM25: what few of all have is worth more."""
    return log1p((total - found + 0.5) / (found + 0.5))
