"""From a leaf of a query to its postings: which documents hold it, in which field, how often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.embedded.generation import OpenGeneration
from search.query import Phrase, Prefix, Word

Docs = npt.NDArray[np.int32]
Frequencies = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FieldHits:
    """The documents whose text in one field holds a leaf, and how often. A document may stand here more than once."""

    field: str
    docs: Docs
    frequencies: Frequencies


def word_hits(generation: OpenGeneration, word: Word) -> list[FieldHits]:
    """All forms of a word."""
    return _union(generation, generation.lexicon.family(word.form), word.fields)


def exact_hits(generation: OpenGeneration, word: Word) -> list[FieldHits]:
    """Only the very form typed."""
    term = generation.lexicon.term(word.form)
    return [] if term is None else _union(generation, [term], word.fields)


def prefix_hits(generation: OpenGeneration, prefix: Prefix) -> list[FieldHits]:
    """All forms that begin alike."""
    return _union(generation, generation.lexicon.beginning_with(prefix.form), prefix.fields)


def phrase_hits(generation: OpenGeneration, phrase: Phrase) -> list[FieldHits]:
    """The exact forms next to each other within one text."""
    found = [generation.lexicon.term(form) for form in phrase.forms]
    terms = [term for term in found if term is not None]
    if len(terms) < len(found):
        return []
    if len(terms) == 1:
        return _union(generation, terms, phrase.fields)
    hits = (_phrase_in_field(generation, phrase, terms, name) for name in phrase.fields)
    return [hit for hit in hits if len(hit.docs)]


def _union(generation: OpenGeneration, terms: Iterable[int], fields: Sequence[str]) -> list[FieldHits]:
    numbers = np.fromiter(terms, dtype=np.int64)
    return [hit for name in fields if len((hit := _union_in_field(generation, numbers, name)).docs)]


def _union_in_field(generation: OpenGeneration, terms: npt.NDArray[np.int64], name: str) -> FieldHits:
    field = generation.arrays.fields[name]
    spans = [(int(start), int(end)) for start, end in zip(field.offsets[terms], field.offsets[terms + 1], strict=True)]
    filled = [slice(start, end) for start, end in spans if end > start]
    if not filled:
        return FieldHits(name, np.zeros(0, np.int32), np.zeros(0, np.float32))
    docs = np.concatenate([field.docs[span] for span in filled])
    frequencies = np.concatenate([field.frequencies[span] for span in filled])
    return FieldHits(name, docs, frequencies.astype(np.float32))


def _phrase_in_field(generation: OpenGeneration, phrase: Phrase, terms: list[int], name: str) -> FieldHits:
    """Documents of one field that hold all the forms, kept where the positions are consecutive."""
    candidates = _docs_with_all(generation, terms, name)
    if not len(candidates):
        return FieldHits(name, candidates, np.zeros(0, np.float32))
    starts = _starts_in(generation, phrase.forms[0], name, candidates, 0)
    for shift, form in enumerate(phrase.forms[1:], 1):
        more = _starts_in(generation, form, name, candidates, shift)
        starts = {doc: kept for doc, places in starts.items() if (kept := places & more[doc])}
        candidates = np.array(sorted(starts), dtype=np.int32)
    frequencies = np.array([len(starts[int(doc)]) for doc in candidates], dtype=np.float32)
    return FieldHits(name, candidates, frequencies)


def _docs_with_all(generation: OpenGeneration, terms: list[int], name: str) -> Docs:
    field = generation.arrays.fields[name]
    lists = sorted((field.docs[field.offsets[t] : field.offsets[t + 1]] for t in set(terms)), key=len)
    docs = np.asarray(lists[0])
    for others in lists[1:]:
        docs = np.intersect1d(docs, others, assume_unique=True)
    return docs


def _starts_in(generation: OpenGeneration, form: str, name: str, docs: Docs, shift: int) -> dict[int, set[int]]:
    """For each document the positions at which a phrase would begin whose `shift`-th form this is."""
    starts: dict[int, set[int]] = {}
    lock, reader = generation.reading()
    with lock:
        matcher = reader.postings(name, form.encode())
        for doc in docs.tolist():
            matcher.skip_to(doc)
            starts[doc] = {place - shift for place in matcher.value_as("positions")}
    return starts
