"""One generation, open for reading: its arrays, its lexicon, its records and its Whoosh index."""

from __future__ import annotations

import threading
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from whoosh.reading import IndexReader

from index import arrays, writer
from index.analysis import stem
from index.arrays import Arrays, Floats, Ints
from index.records import QuestionSet
from index.store import RecordStore
from index.whoosh_parts import open_reader
from search.embedded.relations import relations
from search.ranking import FIELD_WEIGHTS, FieldWeight
from search.response import Relations


@dataclass(slots=True)
class Lexicon:
    """Word forms ↔ term numbers ↔ stems."""

    forms: tuple[str, ...]
    stems: tuple[str, ...]
    stem_of: Ints
    _numbers: dict[str, int] = field(init=False)
    _stem_numbers: dict[str, int] = field(init=False)
    _by_stem: npt.NDArray[np.int64] = field(init=False)
    _stem_starts: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self._numbers = {form: number for number, form in enumerate(self.forms)}
        self._stem_numbers = {stem_form: number for number, stem_form in enumerate(self.stems)}
        self._by_stem = np.argsort(self.stem_of, kind="stable")
        counts = np.bincount(self.stem_of, minlength=len(self.stems))
        self._stem_starts = np.concatenate(([0], np.cumsum(counts)))

    def term(self, form: str) -> int | None:
        """The term number of a form."""
        return self._numbers.get(form)

    def family(self, form: str) -> list[int]:
        """The terms that share the stem of a form, which need not occur itself."""
        number = self._stem_numbers.get(stem(form))
        if number is None:
            return []
        start, end = self._stem_starts[number : number + 2]
        return [int(term) for term in self._by_stem[start:end]]

    def beginning_with(self, prefix: str) -> range:
        """The terms whose form begins with a prefix."""
        return range(bisect_left(self.forms, prefix), bisect_left(self.forms, prefix + "\U0010ffff"))


class OpenGeneration:
    """A generation in use. Everything is read-only, so that threads and processes can share it."""

    def __init__(self, place: Path) -> None:
        self.manifest = writer.read_manifest(place)
        self.arrays: Arrays = arrays.load(place / "arrays")
        self.lexicon = Lexicon(self.arrays.forms, self.arrays.stems, self.arrays.stem_of)
        self.set_count = len(self.arrays.sets.ids)
        self.doc_count = len(self.arrays.doc_set)
        self._records = RecordStore(place / "sets.sqlite", read_only=True)
        self._records_lock = threading.Lock()
        self._reader = open_reader(place / "whoosh")
        self._reader_lock = threading.Lock()

    def close(self) -> None:
        """Let go of all files."""
        self._reader.close()
        self._records.close()

    def record(self, set_id: str) -> QuestionSet | None:
        """The record of one set."""
        with self._records_lock:
            return self._records.get(set_id)

    def resolve(self, number: str) -> str | None:
        """The id of the set known by a number."""
        with self._records_lock:
            return self._records.resolve(number)

    def relations(self, record: QuestionSet) -> Relations:
        """What a set refers to and what refers to it."""
        with self._records_lock:
            return relations(record, self._records)

    def reading(self) -> tuple[threading.Lock, IndexReader]:
        """The Whoosh reader and the lock to hold while reading positions from it: its files have one read position."""
        return self._reader_lock, self._reader

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """The ordinal of each set."""
        return {set_id: ordinal for ordinal, set_id in enumerate(self.arrays.sets.ids)}

    @cached_property
    def docs_by_set(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Documents in the order of their sets and questions, and where each set begins in that order."""
        order = np.lexsort((self.arrays.doc_question, self.arrays.doc_set))
        counts = np.bincount(self.arrays.doc_set, minlength=self.set_count)
        return order, np.concatenate(([0], np.cumsum(counts)))

    def docs_of(self, ordinal: int) -> npt.NDArray[np.int64]:
        """The documents of one set in the order of its questions."""
        order, starts = self.docs_by_set
        return order[starts[ordinal] : starts[ordinal + 1]]

    @cached_property
    def norms(self) -> dict[str, npt.NDArray[np.float64]]:
        """For each text field the weight of one occurrence in each set: the field's boost, less in a longer text."""
        return {name: self._norm(name, weight) for name, weight in FIELD_WEIGHTS.items()}

    def _norm(self, name: str, weight: FieldWeight) -> npt.NDArray[np.float64]:
        lengths = self._set_lengths(name)
        average = float(lengths.mean()) if len(lengths) else 0.0
        length = (1.0 - weight.length_norm) + weight.length_norm * lengths.astype(np.float64) / (average or 1.0)
        return np.asarray(weight.boost / length, dtype=np.float64)

    def _set_lengths(self, name: str) -> Floats:
        """The words of each set in one field, repeats left out."""
        postings = self.arrays.fields[name]
        weights = postings.lengths * postings.share
        return np.bincount(self.arrays.doc_set, weights=weights, minlength=self.set_count).astype(np.float32)
