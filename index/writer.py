"""Build a generation beside the current one, verify it, switch to it atomically, prune old ones.

A generation is a folder with a Whoosh index (`whoosh/`), a copy of the records (`sets.sqlite`) and `manifest.json`.
The file `current` names the one that serves; it is replaced in one step.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from index import segments
from index.arrays import Arrays
from index.indexing import collect
from index.meter import Progress
from index.phrases import write_phrases
from index.schema import TEXT_FIELDS
from index.store import RecordStore

FORMAT = 6
"""What a generation looks like inside and how its words were made; raise it when an older one can no longer be read."""

KEPT_GENERATIONS = 2


class BuildError(Exception):
    """The build cannot start or its result is not right; the sentence is for people."""


class OtherVersionError(Exception):
    """A generation that this version cannot read; the sentence is for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation is: its id, when it was built, how fresh its archive was, and what it holds."""

    id: str
    format: int
    built_at: datetime
    synced_at: datetime | None
    sets: int
    documents: int
    questions: int


@dataclass(frozen=True, slots=True)
class Generation:
    """A built generation on disk."""

    folder: Path
    manifest: Manifest


def build(store: RecordStore, folder: Path, *, jobs: int, now: datetime, progress: Progress) -> Generation:
    """A new, verified generation of all records in the store, already switched to."""
    folder.mkdir(parents=True, exist_ok=True)
    with _only_builder(folder):
        _remove_leftovers(folder)
        number = _next_number(folder)
        place = folder / f"{number:05d}-{os.getpid()}.building"  # a killed build's helpers never write in here
        place.mkdir()
        synced = store.state("synced_at")
        store.copy_to(place / "sets.sqlite")
        _write_index(place, jobs, progress)
        contents = segments.open_arrays(place / "whoosh")
        manifest = _write_manifest(place, number, contents, now, datetime.fromisoformat(synced) if synced else None)
        verify(place, contents)
        write_phrases(place, contents)
        final = place.rename(folder / manifest.id)
        _switch(folder, manifest.id)
        _prune(folder)
        return Generation(final, manifest)


def current_name(folder: Path) -> str | None:
    """The name of the generation that serves now; None before the first build."""
    try:
        return (folder / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def read_manifest(place: Path) -> Manifest:
    """The manifest of a generation's folder; raises OtherVersionError when another version of Vraagbaak built it."""
    row = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    if row.get("format") != FORMAT:
        raise OtherVersionError(f"De index in {place} is van een andere versie. Bouw hem opnieuw: vraagbaak build.")
    synced = row["synced_at"]
    times = {
        "built_at": datetime.fromisoformat(row["built_at"]),
        "synced_at": datetime.fromisoformat(synced) if synced else None,
    }
    return Manifest(**{**row, **times})


def _write_index(place: Path, jobs: int, progress: Progress) -> None:
    """Index every question of every record."""
    with RecordStore(place / "sets.sqlite", read_only=True) as records:
        ids = records.ids()
    collected = collect(place / "sets.sqlite", ids, jobs, progress)
    with segments.writing(place / "whoosh") as writer:
        for each in collected:
            writer.take(each)


def _write_manifest(place: Path, number: int, contents: Arrays, now: datetime, synced: datetime | None) -> Manifest:
    """The manifest, with an id of number and content: the same records give the same last part."""
    digest = sha256()
    with (place / "sets.sqlite").open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    manifest = Manifest(
        format=FORMAT,
        id=f"{number:05d}-{digest.hexdigest()[:8]}",
        built_at=now,
        synced_at=synced,
        sets=len(contents.ids),
        documents=len(contents.documents.sets),
        questions=int(contents.sets.questions.sum()),
    )
    row = {**asdict(manifest), "built_at": now.isoformat(), "synced_at": synced.isoformat() if synced else None}
    (place / "manifest.json").write_text(json.dumps(row, indent=1), encoding="utf-8")
    return manifest


def verify(place: Path, contents: Arrays) -> None:
    """Raise BuildError unless records and index tell the same story."""
    with RecordStore(place / "sets.sqlite", read_only=True) as records:
        _expect(records.ids() == contents.ids, "de records en de index noemen niet dezelfde sets")
    documents = int(contents.sets.first_documents[-1])
    _expect(documents == len(contents.documents.sets), "de index telt een ander aantal vragen dan de sets samen")
    for field in TEXT_FIELDS:
        _expect(_adds_up(contents, field.name), f"veld {field.name} telt een ander aantal woorden")


def _adds_up(contents: Arrays, field: str) -> bool:
    """Whether the postings of a field hold as many words as its texts."""
    first, end = contents.texts_of(field)
    texts = contents.postings.texts
    inside = (texts >= first) & (texts < end)
    counted = int(contents.postings.frequencies[inside].sum(dtype="int64"))
    return counted == int(contents.texts.lengths[first:end].sum(dtype="int64"))


def _expect(condition: bool, sentence: str) -> None:  # noqa: FBT001 - the condition is the point
    if not condition:
        raise BuildError(f"De nieuwe index klopt niet: {sentence}. De vorige index blijft in gebruik.")


@contextmanager
def _only_builder(folder: Path) -> Iterator[None]:
    """Hold the build lock; the system lets go of it when the process dies, however it dies."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError("Er wordt al een index gebouwd; wacht tot die klaar is.") from None
        yield


def _remove_leftovers(folder: Path) -> None:
    """Remove what a killed build left behind."""
    for place in folder.glob("*.building"):
        shutil.rmtree(place)


def _next_number(folder: Path) -> int:
    return 1 + max((int(place.name[:5]) for place in _generations(folder)), default=0)


def _generations(folder: Path) -> list[Path]:
    return sorted(place for place in folder.iterdir() if place.is_dir() and place.name[:5].isdigit())


def _switch(folder: Path, name: str) -> None:
    """Point `current` at a generation: readers see the old name or the new one, never half of one."""
    for path in (folder / name).rglob("*"):
        if path.is_file():
            _flush(path)
    temporary = folder / "current.new"
    temporary.write_text(name, encoding="utf-8")
    _flush(temporary)
    temporary.replace(folder / "current")
    _flush(folder)


def _flush(path: Path) -> None:
    """Make sure that a file (or the names in a folder) is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _prune(folder: Path) -> None:
    """Remove all but the newest generations; a reader that still has an older one open keeps its files."""
    for place in _generations(folder)[:-KEPT_GENERATIONS]:
        shutil.rmtree(place)
