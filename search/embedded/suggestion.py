"""A query → the same query as it was most likely meant, with the words as they are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from index.analysis import fold, printed_words
from index.collecting import texts_of
from search.embedded.generation import OpenGeneration
from search.embedded.lexicon import NAMED
from search.embedded.postings import Lookup
from search.query import Typed, typed_runs
from search.tree import ALL_TEXTS, Phrase

MOST_WORDS = 12
"""Words of a query that are looked at; longer ones are no typing but pasting."""

LOOKED_AT = 3
"""Texts in which is looked how a word is printed."""


def respelled(generation: OpenGeneration, query: str) -> str | None:
    """The query with the words in it that were meant; None when all are well as they are."""
    written, place = [], 0
    for words, meant in _changes(generation, query):
        written += [query[place : words[0].start], " ".join(printed(generation, form) for form in meant)]
        place = words[-1].end
    return "".join((*written, query[place:])) if written else None


def _changes(generation: OpenGeneration, query: str) -> Iterator[tuple[list[Typed], tuple[str, ...]]]:
    """Words of the query in order, with the forms that they should be."""
    left = MOST_WORDS
    for run in typed_runs(query):
        looked_at = run[:left]
        for change in generation.speller.respellings([word.form for word in looked_at]):
            yield looked_at[change.first : change.end], change.words
        left -= len(looked_at)


def printed(generation: OpenGeneration, form: str) -> str:
    """A form as it is mostly printed, with its capitals and accents."""
    found = Counter(word for word in _printings(generation, form) if fold(word) == form)
    return max(found, key=lambda word: (found[word], word), default=form)


def _printings(generation: OpenGeneration, form: str) -> Iterator[str]:
    """The words of a few texts that hold a form, or else of the labels that do."""
    arrays = generation.arrays
    texts = Lookup(arrays).find(Phrase((form,), ALL_TEXTS)).places
    for text in texts[:: max(1, len(texts) // LOOKED_AT)][-LOOKED_AT:].tolist():
        record = generation.record(arrays.ids[arrays.texts.sets[text]])
        assert record is not None, arrays.texts.sets[text]
        for field in ALL_TEXTS:
            for pieces in texts_of(record, field):
                yield from printed_words(" ".join(pieces))
    if not len(texts):
        for name in NAMED:
            yield from printed_words(" ".join(arrays.facets[name].labels))
