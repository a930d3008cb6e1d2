"""The arrays of one segment: postings, columns and facets as NumPy files that are mapped into memory.

A *set* has an ordinal; ordinals run from the newest set to the oldest, so that equal scores come out newest first. A
*document* is a question with its answer (or a set that has no questions); documents lie in the order of their sets.
A *text* is what one field holds of one set (title, context) or one document (question, answer, notes). Texts are
numbered field by field, so that one list of postings serves all fields and a field is a range of texts.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.cores import on_all_cores
from index.schema import TEXT_FIELDS

Ints = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]
Positions = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.unsignedinteger[Any]]
Flags = npt.NDArray[np.bool_]

_Columns = TypeVar("_Columns")

MOST = np.iinfo(np.uint8).max
"""How often one posting can have its term."""

NO_DATE = -1
"""The day number of a missing date; real ones are `date.toordinal()`."""

FIELD_ORDER = tuple(sorted(TEXT_FIELDS, key=lambda field: not field.of_set))
"""The text fields in the order of their texts: those of sets before those of questions."""


Strings = tuple[str, ...]
"""Strings in order."""


def place_of(wanted: str, strings: Strings) -> int | None:
    """The place of a string among ordered ones."""
    place = bisect_left(strings, wanted)
    return place if place < len(strings) and strings[place] == wanted else None


def beginning_with(prefix: str, strings: Strings) -> tuple[int, int]:
    """The range of places whose string begins with a prefix."""
    return bisect_left(strings, prefix), bisect_left(strings, prefix + "\U0010ffff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word forms, stems and term numbers.

    Terms are numbered by stem and then by form, so that all forms of a stem (its family) are a range of terms, and
    their postings one stretch of the arrays: stem s has the terms `families[s]` up to `families[s + 1]`. The forms
    themselves lie in alphabetical order; `term_of` gives each its term, `places` each term the place of its form.
    """

    forms: Strings
    term_of: Ints
    places: Ints
    stems: Strings
    families: Ints

    @property
    def stem_of(self) -> Ints:
        """For each term the number of its stem."""
        return np.repeat(np.arange(len(self.stems), dtype=np.int32), np.diff(self.families))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compounds:
    """Words written as one, by the words they are made of.

    Term t is made of the terms `parts[part_offsets[t]:part_offsets[t + 1]]` (two, or none), and the terms that hold a
    word of stem s, at whatever depth, are `wholes[whole_offsets[s]:whole_offsets[s + 1]]`.
    """

    part_offsets: Offsets
    parts: Ints
    whole_offsets: Offsets
    wholes: Ints

    def holding(self, stem: int) -> Ints:
        """The terms that hold a word of a stem."""
        return self.wholes[self.whole_offsets.item(stem) : self.whole_offsets.item(stem + 1)]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often the term of each posting is in its text, read like an array by a stretch or by numbers of postings."""

    begins: npt.NDArray[np.uint8]

    def __getitem__(self, postings: slice | npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.uint8]:
        if not isinstance(postings, slice):
            counts: npt.NDArray[np.uint8] = self.begins[postings + 1] - self.begins[postings]
            return counts
        first, end, _ = postings.indices(len(self.begins) - 1)
        return self.begins[first + 1 : end + 1] - self.begins[first:end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """Where every word stands.

    Term t is found in `texts[offsets[t]:offsets[t + 1]]`, at the positions in those texts that `positions` has from
    `position_offsets[t]` up to `position_offsets[t + 1]`. Positions number the words of a text, with a gap wherever a
    footnote in it ends. Where those of each posting begin is in `begins`, by its lowest eight bits only, so that the
    differences are how many there are; at the postings in `turns` these have come around to zero. A text that holds a
    term more than MOST times has several postings in a row.
    """

    offsets: Offsets
    texts: Ints
    begins: npt.NDArray[np.uint8]
    turns: Ints
    position_offsets: Offsets
    positions: Counts

    @classmethod
    def of(
        cls,
        *,
        offsets: Offsets,
        texts: Ints,
        frequencies: npt.NDArray[np.integer[Any]],
        position_offsets: Offsets,
        positions: Counts,
    ) -> Postings:
        """The postings with these frequencies; where one is too high for a posting, others go before it."""
        high = np.flatnonzero(frequencies > MOST)
        more = (frequencies[high] - 1) // MOST
        before = np.repeat(high, more)
        counts = frequencies.astype(np.uint8)
        counts[high] = frequencies[high] - MOST * more
        begins = np.zeros(len(counts) + len(before) + 1, dtype=np.uint8)
        np.cumsum(np.insert(counts, before, MOST), dtype=np.uint8, out=begins[1:])
        return cls(
            offsets=offsets + np.searchsorted(before, offsets),
            texts=np.insert(texts, before, texts[before]),
            begins=begins,
            turns=(np.flatnonzero(begins[1:] < begins[:-1]) + 1).astype(np.int32),
            position_offsets=position_offsets,
            positions=positions,
        )

    @property
    def frequencies(self) -> Frequencies:
        """How often the term of each posting is in its text."""
        return Frequencies(self.begins)

    def begin(self, postings: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Where the positions of some postings begin."""
        wanted = postings.astype(self.turns.dtype)  # of another type than the turns, these would be copied each time
        turned = np.searchsorted(self.turns, wanted, side="right")
        begin: npt.NDArray[np.int64] = turned * (MOST + 1) + self.begins[postings]
        return begin


@dataclass(frozen=True, kw_only=True)
class SetPostings:
    """What common words are worth to every set that holds them, over all its texts: `index.weighing` works it out.

    `words` are the stems of common words, in order. The word at place n of these, with the longer words that hold it,
    is in `sets[offsets[n]:offsets[n + 1]]`, in order, and worth to them what `scores` says, never nothing. `plain[n]`
    of these sets hold the word itself. `forms` are the common forms that are not all there is of such a word, as terms:
    typed in the form at place m, the word is worth to the same sets what `form_scores` says from `form_offsets[m]` on.
    """

    words: Ints
    offsets: Offsets
    plain: Ints
    sets: npt.NDArray[np.unsignedinteger[Any]]
    scores: npt.NDArray[np.float32]
    forms: Ints
    form_offsets: Offsets
    form_scores: npt.NDArray[np.float32]

    @cached_property
    def word_places(self) -> dict[int, int]:
        """The place of each common word by its stem."""
        return _places(self.words)

    @cached_property
    def form_places(self) -> dict[int, int]:
        """The place of each common form by its term."""
        return _places(self.forms)


@dataclass(frozen=True, kw_only=True)
class QuestionBits:
    """Which questions hold very common words: `words` are their stems, with a row of bits for each."""

    words: Ints
    bits: npt.NDArray[np.uint8]

    @cached_property
    def places(self) -> dict[int, int]:
        """The place of each very common word by its stem."""
        return _places(self.words)


def _places(numbers: Ints) -> dict[int, int]:
    return {number: place for place, number in enumerate(numbers.tolist())}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextColumns:
    """Of each text: its set, its document (-1: it belongs to the set), its words, where its first word stands.

    `repeated` marks a text that only repeats an earlier one of its set: a joint answer stands with every question it
    covers but counts once.
    """

    sets: Ints
    documents: Ints
    lengths: Ints
    starts: Positions
    repeated: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentColumns:
    """Of each document its set and the place of its question in the record, -1 for a set without questions."""

    sets: Ints
    places: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class SetColumns:
    """Of each set: days asked and answered (NO_DATE: unknown), its number of questions, and its first document.

    `due` is the last day of a term that has not been met yet, NO_DATE for sets that wait for nothing.
    `first_documents` has one entry more than there are sets.
    """

    asked: Ints
    answered: Ints
    due: Ints
    questions: Ints
    first_documents: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetColumn:
    """Which sets have which values of one facet, in the order of sets; slugs and labels by number, in label order.

    `otherwise` are the pairs whose set prints another label than the usual one, with that label.
    """

    sets: Ints
    values: Ints
    slugs: tuple[str, ...]
    labels: tuple[str, ...]
    otherwise: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Arrays:
    """Everything the engine evaluates with."""

    ids: tuple[str, ...]
    lexicon: Lexicon
    compounds: Compounds
    postings: Postings
    weighed: SetPostings
    holding: QuestionBits
    texts: TextColumns
    documents: DocumentColumns
    sets: SetColumns
    facets: dict[str, FacetColumn]

    @property
    def positions(self) -> Positions:
        """The position of every posting in the whole segment."""
        postings = self.postings
        return standing(postings.positions, self.texts.starts[postings.texts], postings.frequencies[:])

    def texts_of(self, field: str) -> tuple[int, int]:
        """The range of the texts of one field."""
        return text_ranges(len(self.ids), len(self.documents.sets))[field]


def standing(positions: npt.NDArray[Any], starts: Positions, counts: npt.NDArray[Any]) -> Positions:
    """Positions in texts → positions in the whole segment, given where each text starts and how many are in it.

    There is a gap behind every text too, so that words that follow on one another always share a text.
    """
    found: Positions = np.repeat(starts, counts) + positions
    return found


def text_ranges(sets: int, documents: int) -> dict[str, tuple[int, int]]:
    """For each field the range of its texts."""
    ranges, start = {}, 0
    for field in FIELD_ORDER:
        end = start + (sets if field.of_set else documents)
        ranges[field.name] = (start, end)
        start = end
    return ranges


def offsets(lengths: npt.NDArray[Any] | list[int]) -> Offsets:
    """Where each of a row of stretches begins, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))


def marked(places: npt.NDArray[Any] | list[int], count: int) -> Flags:
    """So many flags, set at the given places."""
    flags = np.zeros(count, dtype=bool)
    flags[places] = True
    return flags


def questions_marked(documents: npt.NDArray[Any], count: int) -> Flags:
    """So many flags, set for the documents of some texts; those of a text of a whole set, -1, set none."""
    return marked(documents, count + 1)[:-1]  # -1 marks the last one


def stretches(starts: npt.NDArray[Any], ends: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """The numbers from each start up to its end, one stretch after the other."""
    lengths = ends - starts
    reached = lengths.cumsum(dtype=np.int64)
    before = starts + lengths - reached  # what to add to the place in the row to get the number that stands there
    numbers: npt.NDArray[np.int64] = np.arange(reached[-1] if len(reached) else 0) + before.repeat(lengths)
    return numbers


def save(arrays: Arrays, stem: str) -> None:
    """Write all arrays into files whose names begin with `stem`."""
    on_all_cores(lambda named: _save_array(f"{stem}.{named[0]}.npy", named[1]), _named(arrays))
    _save_json(f"{stem}.ids.json", arrays.ids)
    _save_json(f"{stem}.forms.json", arrays.lexicon.forms)
    _save_json(f"{stem}.stems.json", arrays.lexicon.stems)
    names = {name: (facet.slugs, facet.labels, facet.otherwise) for name, facet in arrays.facets.items()}
    _save_json(f"{stem}.facets.json", names)


def _named(arrays: Arrays) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """All arrays with their names."""
    for name in ("compounds", "postings", "weighed", "holding", "texts", "documents", "sets"):
        columns = getattr(arrays, name)
        for column in fields(columns):
            yield f"{name}.{column.name}", getattr(columns, column.name)
    for name in ("term_of", "places", "families"):
        yield f"lexicon.{name}", getattr(arrays.lexicon, name)
    for name, facet in arrays.facets.items():
        yield f"facet.{name}.sets", facet.sets
        yield f"facet.{name}.values", facet.values


def load(stem: str) -> Arrays:
    """The arrays that `save` wrote, mapped into memory rather than read."""
    names = _load_json(f"{stem}.facets.json")
    return Arrays(
        ids=tuple(_load_json(f"{stem}.ids.json")),
        lexicon=Lexicon(
            forms=tuple(_load_json(f"{stem}.forms.json")),
            term_of=_load_array(f"{stem}.lexicon.term_of.npy"),
            places=_load_array(f"{stem}.lexicon.places.npy"),
            stems=tuple(_load_json(f"{stem}.stems.json")),
            families=_load_array(f"{stem}.lexicon.families.npy"),
        ),
        compounds=_load_columns(f"{stem}.compounds", Compounds),
        postings=_load_columns(f"{stem}.postings", Postings),
        weighed=_load_columns(f"{stem}.weighed", SetPostings),
        holding=_load_columns(f"{stem}.holding", QuestionBits),
        texts=_load_columns(f"{stem}.texts", TextColumns),
        documents=_load_columns(f"{stem}.documents", DocumentColumns),
        sets=_load_columns(f"{stem}.sets", SetColumns),
        facets={name: _load_facet(f"{stem}.facet.{name}", rows) for name, rows in names.items()},
    )


def _load_columns(stem: str, kind: type[_Columns]) -> _Columns:
    return kind(**{column.name: _load_array(f"{stem}.{column.name}.npy") for column in fields(kind)})  # type: ignore[arg-type] # one of the dataclasses above


def _load_facet(stem: str, names: tuple[list[str], list[str], list[tuple[int, str]]]) -> FacetColumn:
    slugs, labels, otherwise = names
    return FacetColumn(
        sets=_load_array(f"{stem}.sets.npy"),
        values=_load_array(f"{stem}.values.npy"),
        slugs=tuple(slugs),
        labels=tuple(labels),
        otherwise=tuple((pair, label) for pair, label in otherwise),
    )


def _save_array(path: str, array: npt.NDArray[Any]) -> None:
    """Write one array; numbers of eight bytes in four when they fit."""
    fits = array.dtype == np.int64 and array.max(initial=0) <= np.iinfo(np.int32).max
    np.save(path, array.astype(np.int32) if fits else array, allow_pickle=False)


def _load_array(path: str) -> Any:
    """One array, of the type it was saved with; a plain view, because slices of a memmap are slow to make."""
    return np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)


def _save_json(path: str, value: object) -> None:
    Path(path).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _load_json(path: str) -> Any:
    return json.loads(Path(path).read_text(encoding="utf-8"))
