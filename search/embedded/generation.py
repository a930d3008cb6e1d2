"""One generation, open for reading: its arrays, what every search needs of them, and its records."""

from __future__ import annotations

import threading
import weakref
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import generations, segments
from index.arrays import Arrays, place_of
from index.json import Excerpt
from index.phrases import read_phrases
from index.records import QuestionSet
from index.schema import TEXT_FIELDS
from index.series import SeriesYear, series_of_names
from index.store import RecordStore
from index.weighing import text_weights
from index.weights import FIELD_WEIGHTS
from search.embedded.completion import Completer, completer_of
from search.embedded.facet_table import FacetTable, facets_of, on_day
from search.embedded.lexicon import speller_of
from search.embedded.postings import Lookup
from search.embedded.relations import relations
from search.embedded.spelling import Speller
from search.people import ROLES, Names, Namesake, names_of
from search.response import Relations
from search.tree import Word

Weights = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]


class OpenGeneration:
    """A generation in use. Everything is read-only, so that threads and processes can share it."""

    def __init__(self, place: Path) -> None:
        self.manifest = generations.read_manifest(place)
        self.arrays = segments.open_arrays(place / "whoosh")
        self._phrases = read_phrases(place)  # now: later the folder may have been pruned
        self.set_count = len(self.arrays.ids)
        self.doc_count = len(self.arrays.documents.sets)
        self._records = RecordStore(place / "sets.sqlite", read_only=True)
        self.close = weakref.finalize(self, self._records.close)  # at the latest when the last request is done with it
        self._records_lock = threading.Lock()
        self._stored_facets = facets_of(self.arrays)
        self.names = _names(self.arrays)
        self._table: tuple[date, FacetTable] | None = None
        self.counted: dict[str, int] = {}
        """How many sets have the words of a phrase, of phrases that were offered before."""

    def record(self, set_id: str) -> QuestionSet | None:
        """The record of one set."""
        with self._records_lock:
            return self._records.get(set_id)

    def held(self, ordinal: int) -> QuestionSet:
        """The record of the set with an ordinal."""
        record = self.record(self.arrays.ids[ordinal])
        assert record is not None, self.arrays.ids[ordinal]
        return record

    def excerpt(self, ordinal: int) -> Excerpt:
        """The same, of which the questions are read as they are asked for."""
        with self._records_lock:
            excerpt = self._records.excerpt(self.arrays.ids[ordinal])
        assert excerpt is not None, self.arrays.ids[ordinal]
        return excerpt

    def resolve(self, number: str) -> str | None:
        """The id of the set known by a number."""
        with self._records_lock:
            return self._records.resolve(number)

    def relations(self, record: QuestionSet) -> Relations:
        """What a set refers to and what refers to it."""
        with self._records_lock:
            return relations(record, self._records)

    def family_of(self, word: Word) -> list[str]:
        """All forms that a word has, alone and written as one with the words beside it."""
        lookup = Lookup(self.arrays)
        terms = [pair for form in (word.form, *word.joined) for pair in lookup.terms(Word(form, word.fields))]
        return lookup.forms(term for first, end in terms for term in range(first, end))

    def forms_of(self, word: Word) -> list[str]:
        """All forms that a word stands for: its own, and the longer words that it is a part of."""
        lookup = Lookup(self.arrays)
        return [*self.family_of(word), *lookup.forms(lookup.known(word).wholes.tolist())]

    @property
    def day(self) -> date | None:
        """The day that was last asked about."""
        return self._table[0] if self._table else None

    def facets(self, today: date) -> FacetTable:
        """The facets as they stand on a day."""
        if self._table is None or self._table[0] != today:
            self._table = (today, on_day(self._stored_facets, self.arrays, today))
        return self._table[1]

    @cached_property
    def series(self) -> tuple[SeriesYear, ...]:
        """How complete the numbers of the Aanhangsel are, by the papers of the sets held."""
        with self._records_lock:
            return series_of_names(self._records.appendices())

    def is_held(self, form: str) -> bool:
        """Whether any text holds a form."""
        return place_of(form, self.arrays.lexicon.forms) is not None

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """The ordinal of each set."""
        return {set_id: ordinal for ordinal, set_id in enumerate(self.arrays.ids)}

    @cached_property
    def speller(self) -> Speller:
        """What knows the words of this generation; made when a query first has a word that may be misspelled."""
        return speller_of(self.arrays)

    @cached_property
    def completer(self) -> Completer:
        """What knows everything that can be offered to who is typing; made when somebody first is."""
        return completer_of(self.arrays, self._phrases)

    @cached_property
    def text_sets(self) -> Numbers:
        """For each text its set, in the type that NumPy counts with."""
        return self.arrays.texts.sets.astype(np.intp)

    @cached_property
    def text_documents(self) -> Numbers:
        """For each text its document, -1 for a text of a set, in the same type."""
        return self.arrays.texts.documents.astype(np.intp)

    @cached_property
    def text_boosts(self) -> Weights:
        """For each text the boost of its field."""
        boosts = np.empty(len(self.arrays.texts.sets))
        for field in TEXT_FIELDS:
            boosts[slice(*self.arrays.texts_of(field.name))] = FIELD_WEIGHTS[field.name].boost
        return boosts

    @cached_property
    def text_weights(self) -> Weights:
        """For each text what one occurrence in it adds to its set: the field's boost, less in a longer text."""
        return text_weights(self.arrays.texts, self.set_count, self.doc_count)


def _names(arrays: Arrays) -> Names:
    """Everyone who asked or answered, by name."""
    columns = {facet: arrays.facets[facet] for facet in ROLES}
    return names_of(
        Namesake(facet, slug, label)
        for facet, column in columns.items()
        for slug, label in zip(column.slugs, column.labels, strict=True)
    )
