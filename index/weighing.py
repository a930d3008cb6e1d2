"""Postings of texts → how much common words count for each set, for ranking; worked out when an index is made."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.arrays import (
    Compounds,
    Ints,
    Lexicon,
    Postings,
    SetPostings,
    TextColumns,
    marked,
    offsets,
    stretches,
    text_ranges,
)
from index.weights import COMPOUND, FIELD_WEIGHTS, FieldWeight

Weights = npt.NDArray[np.float64]
Sets = npt.NDArray[np.int64]
Lengths = npt.NDArray[np.int64]

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
        self._lexicon = lexicon
        self._compounds = compounds
        self._weights = weights
        self._sets = sets
        self._rows: list[tuple[Sets, npt.NDArray[np.float32]]] = []

    def rows(self) -> SetPostings:
        """The rows of all common words, and after them those of their forms."""
        words, inside = self._words()
        forms = self._forms()
        held, amounts = zip(*self._rows, strict=True) if self._rows else ((), ())
        return SetPostings(
            word_offsets=offsets(words),
            inside=inside,
            form_offsets=offsets(forms) + int(words.sum()),
            sets=np.concatenate([np.zeros(0, dtype=np.int64), *held]).astype(np.min_scalar_type(self._sets)),
            weights=np.concatenate([np.zeros(0, dtype=np.float32), *amounts]),
        )

    def _words(self) -> tuple[Lengths, Ints]:
        """Add the row of every common word; of each word the length of its row, and how many sets hold it itself."""
        starts = self._postings.offsets[self._lexicon.families]
        lengths, inside = np.zeros((2, len(starts) - 1), dtype=np.int64)
        for word in np.flatnonzero(np.diff(starts) >= COMMON).tolist():
            own, plain = self._summed(slice(int(starts[word]), int(starts[word + 1])))
            longer, holding = self._summed(inside_longer(word, self._postings, self._compounds))
            held = np.concatenate((np.flatnonzero(plain), np.flatnonzero(holding & ~plain)))
            self._rows.append((held, (own + COMPOUND * longer)[held].astype(np.float32)))
            lengths[word], inside[word] = len(held), np.count_nonzero(plain)
        return lengths, inside.astype(np.int32)

    def _forms(self) -> Lengths:
        """Add the row of every common form of a common word that has more to it; of each form the length of its row."""
        families = np.diff(self._lexicon.families)
        more = np.repeat((families > 1) | (np.diff(self._compounds.whole_offsets) > 0), families)
        lengths = np.zeros(len(more), dtype=np.int64)
        for form in np.flatnonzero(more & (np.diff(self._postings.offsets) >= COMMON)).tolist():
            own, plain = self._summed(slice(*self._postings.offsets[form : form + 2].tolist()))
            held = np.flatnonzero(plain)
            self._rows.append((held, own[held].astype(np.float32)))
            lengths[form] = len(held)
        return lengths

    def _summed(self, part: slice | npt.NDArray[np.int64]) -> tuple[Weights, npt.NDArray[np.bool_]]:
        """For every set the weighted occurrences in some postings, and whether it has any: they may weigh nothing."""
        texts = self._postings.texts[part]
        sets = self._set_of[texts]
        weighed = self._postings.frequencies[part] * self._weights[texts]
        return np.bincount(sets, weighed, self._sets).astype(np.float64), marked(sets, self._sets)
