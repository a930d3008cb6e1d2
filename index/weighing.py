"""Postings of texts → how much each word counts for each set: what ranking reads, worked out when an index is made."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from index.arrays import Offsets, Postings, SetPostings, TextColumns, offsets, text_ranges
from index.weights import FIELD_WEIGHTS, FieldWeight

Weights = npt.NDArray[np.float64]

_BLOCK = 4_000_000
"""Postings summed at a time, so that memory stays bounded whatever the corpus."""


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


def weighed(postings: Postings, texts: TextColumns, weights: Weights, sets: int) -> SetPostings:
    """The weighted occurrences of every term in every set that holds it, the sets of a term in their order."""
    parts = [_block(postings, texts, weights, sets, first, end) for first, end in _blocks(postings.offsets)]
    counts, held, sums = zip(*parts, strict=True) if parts else ((), (), ())
    return SetPostings(
        offsets=offsets(np.concatenate([np.zeros(0, dtype=np.int64), *counts])),
        sets=np.concatenate([np.zeros(0, dtype=np.int64), *held]).astype(np.min_scalar_type(sets)),
        weights=np.concatenate([np.zeros(0, dtype=np.float32), *sums]),
    )


def _blocks(starts: Offsets) -> Iterator[tuple[int, int]]:
    """Ranges of terms with about as many postings each."""
    first, terms = 0, len(starts) - 1
    while first < terms:
        end = max(first + 1, int(np.searchsorted(starts, starts[first] + _BLOCK, side="right")) - 1)
        yield first, end
        first = end


def _block(
    postings: Postings, texts: TextColumns, weights: Weights, sets: int, first: int, end: int
) -> tuple[Offsets, npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """For a range of terms: how many sets hold each, which, and their weights."""
    inside = slice(int(postings.offsets[first]), int(postings.offsets[end]))
    held = postings.texts[inside]
    terms = np.repeat(np.arange(end - first, dtype=np.int64), np.diff(postings.offsets[first : end + 1]))
    key = terms * sets + texts.sets[held]
    order = np.argsort(key, kind="stable")  # the sets of a term lie in a few ascending runs already
    ordered = key[order]
    begins = np.flatnonzero(np.diff(ordered, prepend=-1))
    found, of_set = np.divmod(ordered[begins], sets)
    occurrences = (postings.frequencies[inside] * weights[held])[order]
    sums = np.add.reduceat(occurrences, begins) if len(begins) else occurrences
    return np.bincount(found, minlength=end - first), of_set, sums.astype(np.float32)
