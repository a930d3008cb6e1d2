"""The arrays of a generation: postings, columns and facets as NumPy files that are mapped into memory.

A *document* is a question with its answer and has the number Whoosh gave it. A *set* has an ordinal; ordinals run from
the newest set to the oldest, so that equal scores come out newest first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.schema import FACETS, TEXT_FIELDS

Ints = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]
Counts = npt.NDArray[np.uint16]
Floats = npt.NDArray[np.float32]

NO_DATE = -1
"""The day number of a missing date; real ones are `date.toordinal()`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPostings:
    """All postings of one text field: those of term t are `docs[offsets[t]:offsets[t + 1]]` with their `frequencies`.

    `lengths` are words per document; `share` is how much of the document's text counts for its set: a joint answer
    stands with every question it covers but counts once.
    """

    offsets: Offsets
    docs: Ints
    frequencies: Counts
    lengths: Ints
    share: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetColumn:
    """Which sets have which values of one facet: pairs of set ordinal and value number; slugs and labels by number."""

    sets: Ints
    values: Ints
    slugs: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetColumns:
    """One value a set: ids by ordinal, days asked and answered (NO_DATE: unknown), and the number of questions.

    `due` is the last day of a term that has not been met yet, NO_DATE for sets that wait for nothing.
    """

    ids: tuple[str, ...]
    asked: Ints
    answered: Ints
    due: Ints
    questions: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """Everything the engine evaluates with.

    `forms` are all word forms in order (their place is the term number), `stem_of` gives each the number of its stem
    in `stems`. `doc_question` is the place of the question in its record, -1 for a set without questions.
    """

    forms: tuple[str, ...]
    stems: tuple[str, ...]
    stem_of: Ints
    fields: dict[str, FieldPostings]
    doc_set: Ints
    doc_question: Ints
    sets: SetColumns
    facets: dict[str, FacetColumn]


def save(arrays: Arrays, folder: Path) -> None:
    """Write all arrays into a new folder."""
    folder.mkdir()
    _save_lines(folder / "forms.txt", arrays.forms)
    _save_lines(folder / "stems.txt", arrays.stems)
    _save_all(folder, "lexicon", stem_of=arrays.stem_of)
    _save_all(folder, "documents", set=arrays.doc_set, question=arrays.doc_question)
    sets = arrays.sets
    _save_all(folder, "sets", asked=sets.asked, answered=sets.answered, due=sets.due, questions=sets.questions)
    _save_json(folder / "sets.ids.json", sets.ids)
    for name, field in arrays.fields.items():
        columns = {column: getattr(field, column) for column in FieldPostings.__slots__}
        _save_all(folder, name, **columns)
    for name, facet in arrays.facets.items():
        _save_all(folder, f"facet-{name}", sets=facet.sets, values=facet.values)
        _save_json(folder / f"facet-{name}.labels.json", list(zip(facet.slugs, facet.labels, strict=True)))


def load(folder: Path) -> Arrays:
    """The arrays of a folder, mapped into memory rather than read."""
    return Arrays(
        forms=_load_lines(folder / "forms.txt"),
        stems=_load_lines(folder / "stems.txt"),
        stem_of=_load(folder, "lexicon", "stem_of"),
        fields={f.name: _load_field(folder, f.name) for f in TEXT_FIELDS},
        doc_set=_load(folder, "documents", "set"),
        doc_question=_load(folder, "documents", "question"),
        sets=SetColumns(
            ids=tuple(json.loads((folder / "sets.ids.json").read_text(encoding="utf-8"))),
            asked=_load(folder, "sets", "asked"),
            answered=_load(folder, "sets", "answered"),
            due=_load(folder, "sets", "due"),
            questions=_load(folder, "sets", "questions"),
        ),
        facets={f.name: _load_facet(folder, f.name) for f in FACETS},
    )


def _load_field(folder: Path, name: str) -> FieldPostings:
    return FieldPostings(**{column: _load(folder, name, column) for column in FieldPostings.__slots__})


def _load_facet(folder: Path, name: str) -> FacetColumn:
    labels = json.loads((folder / f"facet-{name}.labels.json").read_text(encoding="utf-8"))
    return FacetColumn(
        sets=_load(folder, f"facet-{name}", "sets"),
        values=_load(folder, f"facet-{name}", "values"),
        slugs=tuple(slug for slug, _ in labels),
        labels=tuple(label for _, label in labels),
    )


def _save_all(folder: Path, stem: str, **arrays: npt.NDArray[np.generic]) -> None:
    for name, array in arrays.items():
        np.save(folder / f"{stem}.{name}.npy", array, allow_pickle=False)


def _load(folder: Path, stem: str, name: str) -> Any:
    """One array, of the type it was saved with."""
    path = folder / f"{stem}.{name}.npy"
    return np.load(path, mmap_mode="r", allow_pickle=False)


def _save_lines(path: Path, lines: tuple[str, ...]) -> None:
    path.write_text("\n".join(lines), encoding="utf-8")


def _load_lines(path: Path) -> tuple[str, ...]:
    text = path.read_text(encoding="utf-8")
    return tuple(text.split("\n")) if text else ()


def _save_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
