"""The words of one generation: how often each is seen, in texts and in the labels of facets."""

from __future__ import annotations

from collections import Counter

import numpy as np

from index.analysis import forms
from index.arrays import Arrays
from search.embedded.postings import Lookup
from search.embedded.spelling import Speller
from search.tree import ALL_TEXTS, Phrase

NAMED = ("indiener", "bewindspersoon", "partij", "ministerie", "onderwerp")
"""Facets whose labels are words that people type."""

SEEN_LEAST = 5
SETS_FOR_THAT = 5_000
"""In a collection of so many sets a word that is suggested must be seen so often: rarer ones may be mistakes too."""


def speller_of(arrays: Arrays) -> Speller:
    """A speller that knows the words of a generation."""
    least = max(1, SEEN_LEAST * min(len(arrays.ids), SETS_FOR_THAT) // SETS_FOR_THAT)
    return Speller(seen(arrays), lambda words: _beside(arrays, words), least=least)


def seen(arrays: Arrays) -> dict[str, int]:
    """The words of texts and of labels of facets, with how many texts or sets have each."""
    counts = np.diff(arrays.postings.offsets)[arrays.lexicon.term_of]
    known = dict(zip(arrays.lexicon.forms, counts.tolist(), strict=True))
    for form, sets in _named(arrays).items():
        known[form] = max(sets, known.get(form, 0))
    return known


def _named(arrays: Arrays) -> Counter[str]:
    """The words in labels of facets, with how many sets have such a label."""
    named: Counter[str] = Counter()
    for name in NAMED:
        column = arrays.facets[name]
        sets = np.bincount(column.values, minlength=len(column.labels)).tolist()
        for label, count in zip(column.labels, sets, strict=True):
            named.update(dict.fromkeys(forms(label), count))
    return named


def _beside(arrays: Arrays, words: tuple[str, ...]) -> int:
    """In how many texts words stand beside each other."""
    return len(Lookup(arrays).find(Phrase(words, ALL_TEXTS)).places)
