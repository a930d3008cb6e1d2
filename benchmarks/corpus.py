"""The question sets that every engine indexes: each historical paper a set of its own, or the demonstration corpus."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.collecting import texts_of
from index.demo.road import prepare
from index.folders import Folders
from index.link import question_set
from index.meter import Meter
from index.parts_store import PartStore
from index.records import QuestionSet
from index.schema import FACETS, TEXT_FIELDS
from index.store import RecordStore

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
COUNTED = ("indiener", "partij", "ministerie", "onderwerp")
"""The facets that every engine counts."""

_VALUES = {facet.name: facet.values for facet in FACETS}


@dataclass(frozen=True, slots=True)
class Row:
    """A set as the other engines take it: one text, and the values of four facets."""

    id: str
    body: str
    facets: dict[str, tuple[str, ...]]


def prepared(folder: Path) -> Path:
    """The file of records, made when it is not there yet."""
    store = folder / "papers.sqlite"
    if not store.exists():
        papers = sorted((SHARED / "kvr-xml").glob("*.tar.xz"))
        if papers:
            _read_papers(folder, papers, store)
        else:
            with Meter() as meter:
                demo = prepare(folder / "demo", meter)
            with RecordStore(demo.records) as records:
                records.copy_to(store)
    return store


def _read_papers(folder: Path, papers: Sequence[Path], store: Path) -> None:
    """Read the historical papers and leave each of them alone, so that no engine gains by how we link them."""
    for command in (["crawl", "--source", "kvr", *(f"--path={path}" for path in papers)], ["extract"]):
        subprocess.run([sys.executable, "-m", "index", "--data", str(folder), *command], check=True, stdout=sys.stderr)
    with PartStore(Folders(folder).parts) as parts, RecordStore(store) as records:
        names = [tie.document for tie in parts.ties()]
        for first in range(0, len(names), 500):
            records.replace(question_set(name, parts.parts([name])) for name in names[first : first + 500])


def write_share(store: Path, share: float, target: Path) -> None:
    """Write a share of the sets, evenly chosen, as records; more than all of them by repetition under other ids."""
    every = list(records(store))
    chosen = every[:: round(1 / share)] if share <= 1 else _repeated(every, round(share))
    with RecordStore(target) as written:
        written.replace(chosen)


def _repeated(sets: Sequence[QuestionSet], times: int) -> Iterator[QuestionSet]:
    return (replace(record, id=f"{record.id}-{copy}", aliases=()) for copy in range(times) for record in sets)


def records(store: Path) -> Iterator[QuestionSet]:
    """All sets of a store, read one by one."""
    with RecordStore(store, read_only=True) as papers:
        yield from papers


def rows(sets: Iterable[QuestionSet]) -> Iterator[Row]:
    """The sets as the other engines take them."""
    return map(_row, sets)


def _row(record: QuestionSet) -> Row:
    facets = {name: tuple(slug for slug in dict(_VALUES[name](record))) for name in COUNTED}
    return Row(record.id, _body(record), facets)


def question_rows(sets: Iterable[QuestionSet]) -> Iterator[Row]:
    """A row for each question with its answer; the title stands with all of them."""
    for record in sets:
        row = _row(record)
        fields = [texts_of(record, name) for name in ("question", "answer", "notes")]
        for texts in zip(*fields, strict=True):
            pieces = [record.title, *(piece for text in texts for piece in text)]
            yield Row(record.id, "\n".join(pieces), row.facets)


def _body(record: QuestionSet) -> str:
    pieces = (piece for field in TEXT_FIELDS for text in texts_of(record, field.name) for piece in text)
    return "\n".join(piece for piece in pieces if piece)
