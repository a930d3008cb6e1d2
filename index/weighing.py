"""Postings of texts → how much common words count for each set, for ranking; worked out when an index is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.arrays import (
    Compounds,
    Flags,
    Lexicon,
    Postings,
    SetPostings,
    TextColumns,
    marked,
    offsets,
    stretches,
    text_ranges,
)
from index.cores import on_all_cores
from index.weights import COMPOUND, EXACT_FORM, FIELD_WEIGHTS, FieldWeight, rarity, saturated

Weights = npt.NDArray[np.float64]
Kept = npt.NDArray[np.float32]
Sets = npt.NDArray[np.int64]

COMMON = 3_000
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
    """What one word is worth to every set that holds it, and when it is typed in each of its common forms."""

    sets: Sets
    plain: int
    scores: Kept
    forms: dict[int, Kept]


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
        """The rows of all common words, and those of their forms."""
        words = np.flatnonzero(np.diff(self._postings.offsets[self._families]) >= COMMON)
        rows = on_all_cores(self._row, words.tolist())
        forms = {term: scores for row in rows for term, scores in row.forms.items()}
        none = np.zeros(0, dtype=np.float32)
        sets = np.concatenate([np.zeros(0, dtype=np.int64), *(row.sets for row in rows)])
        return SetPostings(
            words=words.astype(np.int32),
            offsets=offsets([len(row.sets) for row in rows]),
            plain=np.array([row.plain for row in rows], dtype=np.int32),
            sets=sets.astype(np.min_scalar_type(self._sets)),
            scores=np.concatenate([none, *(row.scores for row in rows)]),
            forms=np.array(list(forms), dtype=np.int32),
            form_offsets=offsets(list(map(len, forms.values()))),
            form_scores=np.concatenate([none, *forms.values()]),
        )

    def _row(self, word: int) -> _Row:
        """The row of a common word, with the longer words that hold it."""
        first, end = self._families[word : word + 2].tolist()
        own, plain = self._summed(slice(*self._postings.offsets[[first, end]].tolist()))
        longer, inside = self._summed(inside_longer(word, self._postings, self._compounds))
        sets = np.flatnonzero(plain | inside)
        scores = self._scores((own + COMPOUND * longer)[sets], plain)
        more = end - first > 1 or inside.any()
        common = [term for term in range(first, end) if more and self._is_common(term)]
        forms = {term: _kept(scores + self._of_form(term, sets)) for term in common}
        return _Row(sets, int(np.count_nonzero(plain)), _kept(scores), forms)

    def _is_common(self, term: int) -> bool:
        return bool(self._postings.offsets[term + 1] - self._postings.offsets[term] >= COMMON)

    def _of_form(self, term: int, sets: Sets) -> Weights:
        """What a form adds to its word in some sets."""
        own, holding = self._summed(slice(*self._postings.offsets[term : term + 2].tolist()))
        return EXACT_FORM * self._scores(own[sets], holding)

    def _scores(self, amounts: Weights, holding: Flags) -> Weights:
        """What is worth so much to sets; `holding` tells of all sets which hold it, in so many words."""
        return saturated(amounts, rarity(self._sets, int(np.count_nonzero(holding))))

    def _summed(self, part: slice | npt.NDArray[np.int64]) -> tuple[Weights, Flags]:
        """For every set the weighted occurrences in some postings, and whether it has any: they may weigh nothing."""
        texts = self._postings.texts[part]
        sets = self._set_of[texts]
        weighed = self._postings.frequencies[part] * self._weights[texts]
        return np.bincount(sets, weighed, self._sets).astype(np.float64, copy=False), marked(sets, self._sets)


def _kept(scores: Weights) -> Kept:
    """Scores as they are kept: what is worth nothing is worth as little as can be, for it is there."""
    return np.maximum(scores.astype(np.float32), np.finfo(np.float32).tiny)
