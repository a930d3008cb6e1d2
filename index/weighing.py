"""Postings of texts → how much common words count for each set, for ranking; worked out when an index is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays import (
    Compounds,
    Lexicon,
    Offsets,
    Postings,
    SetPostings,
    TextColumns,
    marked,
    offsets,
    stretches,
    text_ranges,
)
from index.cores import on_all_cores
from index.weights import COMPOUND, FIELD_WEIGHTS, FieldWeight

Weights = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
SetNumbers = npt.NDArray[np.unsignedinteger[Any]]

COMMON = 2_000
"""Words in fewer texts are weighed when they are looked for: that is as quick, and they are most of all words."""


def text_weights(texts: TextColumns, sets: int, documents: int) -> Weights:
    """For each text what one occurrence in it adds to its set: the field's boost, less where that field is long."""
    weights = np.empty(len(texts.sets))
    for name, (first, end) in text_ranges(sets, documents).items():
        weights[first:end] = _norms(texts, slice(first, end), sets, FIELD_WEIGHTS[name])[texts.sets[first:end]]
    weights[texts.repeated] = 0.0
    return weights


def _norms(texts: TextColumns, field: slice, sets: int, weight: FieldWeight) -> npt.NDArray[np.float64]:
    """For each set the weight of one occurrence in one field; what only repeats does not make a text longer."""
    lengths = texts.lengths[field] * ~texts.repeated[field]
    in_set = np.bincount(texts.sets[field], weights=lengths, minlength=sets)
    average = float(in_set.mean()) if len(in_set) else 0.0
    length = (1.0 - weight.length_norm) + weight.length_norm * in_set / (average or 1.0)
    return np.asarray(weight.boost / length)


def weighed(
    postings: Postings, texts: TextColumns, lexicon: Lexicon, compounds: Compounds, sets: int, documents: int
) -> SetPostings:
    """What every common word counts for every set that holds it, and what each of its common forms does alone."""
    return _Weighing(postings, texts, lexicon, compounds, text_weights(texts, sets, documents), sets).rows()


def inside_longer(word: int, postings: Postings, compounds: Compounds) -> npt.NDArray[np.int64]:
    """The places of the postings of all longer words that a word is a part of."""
    wholes = compounds.holding(word)
    return stretches(postings.offsets[wholes], postings.offsets[wholes + 1])


@dataclass(frozen=True, slots=True)
class _Row:
    """The sets that hold a word, those that hold it itself before the others, and what it counts for each."""

    sets: SetNumbers
    weights: npt.NDArray[np.float32]
    inside: int


class _Weighing:
    """Weighs words one by one, each over all sets at once."""

    def __init__(
        self,
        postings: Postings,
        texts: TextColumns,
        lexicon: Lexicon,
        compounds: Compounds,
        weights: Weights,
        sets: int,
    ) -> None:
        self._postings = postings
        self._set_of = texts.sets.astype(np.intp)  # the type that NumPy counts with
        self._families = lexicon.families
        self._compounds = compounds
        self._weights = weights
        self._sets = sets

    def rows(self) -> SetPostings:
        """The rows of all common words, and after them those of their forms."""
        words, forms = self._common_words(), self._common_forms()
        of_words, of_forms = on_all_cores(self._word, words.tolist()), on_all_cores(self._form, forms.tolist())
        inside = np.zeros(len(self._families) - 1, dtype=np.int32)
        inside[words] = [row.inside for row in of_words]
        word_offsets = _offsets(words, of_words, len(inside))
        rows = [*of_words, *of_forms]
        return SetPostings(
            word_offsets=word_offsets,
            inside=inside,
            form_offsets=_offsets(forms, of_forms, len(self._postings.offsets) - 1) + word_offsets[-1],
            sets=np.concatenate([self._sets_as_kept(np.zeros(0)), *(row.sets for row in rows)]),
            weights=np.concatenate([np.zeros(0, dtype=np.float32), *(row.weights for row in rows)]),
        )

    def _sets_as_kept(self, sets: npt.NDArray[Any]) -> SetNumbers:
        """Ordinals of sets, in as few bytes as will do for all of them."""
        return sets.astype(np.min_scalar_type(self._sets))

    def _common_words(self) -> Numbers:
        return np.flatnonzero(np.diff(self._postings.offsets[self._families]) >= COMMON)

    def _common_forms(self) -> Numbers:
        """Every common form of a word that has more to it."""
        families = np.diff(self._families)
        more = np.repeat((families > 1) | (np.diff(self._compounds.whole_offsets) > 0), families)
        return np.flatnonzero(more & (np.diff(self._postings.offsets) >= COMMON))

    def _word(self, word: int) -> _Row:
        first, end = self._postings.offsets[self._families[word : word + 2]].tolist()
        own, plain = self._summed(slice(first, end))
        longer, holding = self._summed(inside_longer(word, self._postings, self._compounds))
        held = np.concatenate((np.flatnonzero(plain), np.flatnonzero(holding & ~plain)))
        weights = (own + COMPOUND * longer)[held].astype(np.float32)
        return _Row(self._sets_as_kept(held), weights, int(np.count_nonzero(plain)))

    def _form(self, form: int) -> _Row:
        own, plain = self._summed(slice(*self._postings.offsets[form : form + 2].tolist()))
        held = np.flatnonzero(plain)
        return _Row(self._sets_as_kept(held), own[held].astype(np.float32), len(held))

    def _summed(self, part: slice | npt.NDArray[np.int64]) -> tuple[Weights, npt.NDArray[np.bool_]]:
        """For every set the weighted occurrences in some postings, and whether it has any: they may weigh nothing."""
        texts = self._postings.texts[part]
        sets = self._set_of[texts]
        weighed = self._postings.frequencies[part] * self._weights[texts]
        summed = np.bincount(sets, weighed, self._sets).astype(np.float64, copy=False)
        return summed, marked(sets, self._sets)


def _offsets(numbers: Numbers, rows: list[_Row], count: int) -> Offsets:
    """Where the row of each of so many words begins, when only those of these numbers have one."""
    lengths = np.zeros(count, dtype=np.int64)
    lengths[numbers] = [len(row.sets) for row in rows]
    return offsets(lengths)
