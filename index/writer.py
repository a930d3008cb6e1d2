"""The next generation, made beside the current one: whole, or the current one with what changed since."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np

from index import segments
from index.arrays import Arrays
from index.changes import Changes, Moment, catch_up
from index.fingerprint import fingerprint
from index.generations import (
    FORMAT,
    BuildError,
    Generation,
    Manifest,
    OtherVersionError,
    current_name,
    new_place,
    only_builder,
    prune,
    read_manifest,
    remove_leftovers,
    switch,
    write_manifest,
)
from index.indexing import collect
from index.meter import Progress
from index.phrases import write_phrases
from index.store import RecordStore

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK}
"""What disks say that have no hard links, or no more of them."""

PHRASES_LAST = 200
"""Until one in so many sets has changed, what is offered to who is typing stays as it was counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """A generation that came to serve, and how it came about."""

    generation: Generation
    changes: Changes | None
    why_anew: str | None

    def sentence(self) -> str:
        """The outcome in Dutch."""
        built = self.generation.sentence()
        if self.changes is None:
            return f"De index is in zijn geheel gebouwd: {self.why_anew}. {built}."
        gone = len(self.changes.removed)
        return f"{built}; {len(self.changes.put)} sets toegevoegd of vervangen{f', {gone} vervallen' * bool(gone)}."


@cache
def made_by() -> str:
    """A fingerprint of the code, the vocabularies and the packages that make a generation."""
    packages = "".join(version(name) for name in ("numpy", "PyStemmer", "whoosh3"))
    return sha256((fingerprint((), ("", "vocabularies")) + packages).encode()).hexdigest()


def renew(store: RecordStore, folder: Path, *, jobs: int, now: datetime, progress: Progress) -> Renewal | None:
    """Let what the store holds be served, at the least cost; None when it is already."""
    why = _why_anew(store, folder)
    if why is None:
        if _moment(_current(folder)) == store.last_moment():
            remove_leftovers(folder)
            return None
        try:
            return _add(store, folder, jobs=jobs, now=now, progress=progress)
        except BuildError as error:
            why = f"toevoegen lukte niet ({error})"
    return Renewal(generation=build(store, folder, jobs=jobs, now=now, progress=progress), changes=None, why_anew=why)


def build(store: RecordStore, folder: Path, *, jobs: int, now: datetime, progress: Progress) -> Generation:
    """A new, verified generation of all records in the store, already switched to."""

    def fill(place: Path) -> None:
        store.copy_to(place / "sets.sqlite")
        with RecordStore(place / "sets.sqlite", read_only=True) as records:
            ids = records.ids()
        collected = collect(place / "sets.sqlite", ids, jobs, progress)
        with segments.writing(place / "whoosh") as writer:
            for each in collected:
                writer.take(each)

    return _make(folder, now, fill)


def _add(store: RecordStore, folder: Path, *, jobs: int, now: datetime, progress: Progress) -> Renewal:
    """A new generation like the current one, with what changed in the store since."""
    current, changes = _current(folder), Changes(put=(), removed=())

    def fill(place: Path) -> None:
        nonlocal changes
        shutil.copyfile(current / "sets.sqlite", place / "sets.sqlite")
        _link_all(current / "whoosh", place / "whoosh")
        changes = catch_up(place / "sets.sqlite", store.path)
        collected = collect(place / "sets.sqlite", changes.put, jobs, progress)
        with segments.writing(place / "whoosh") as writer:
            for each in collected:
                writer.replace(each, removed=changes.removed)

    return Renewal(generation=_make(folder, now, fill, current), changes=changes, why_anew=None)


def _link_all(folder: Path, target: Path) -> None:
    """The same files in another folder."""
    target.mkdir()
    for path in folder.iterdir():
        _link(path, target / path.name)


def _link(path: Path, target: Path) -> None:
    """The same file under another name: no file of a generation is ever written twice, so one copy on disk will do."""
    try:
        os.link(path, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(path, target)


def _make(folder: Path, now: datetime, fill: Callable[[Path], None], previous: Path | None = None) -> Generation:
    """A generation whose records and index are filled in, verified and switched to."""
    with only_builder(folder):
        number, place = new_place(folder)
        fill(place)
        contents = segments.open_arrays(place / "whoosh")
        verify(place, contents)
        manifest = _manifest(place, number, contents, now, _with_phrases(place, contents, previous))
        write_manifest(place, manifest)
        final = switch(place, manifest.id)
        prune(folder)
        return Generation(final, manifest)


def _with_phrases(place: Path, contents: Arrays, previous: Path | None) -> int:
    """Put phrases beside an index, those of the previous one while few sets have changed; tells when they were counted.

    Phrases of all papers change little from one day to the next, and what is offered is looked up before it is shown.
    """
    with RecordStore(place / "sets.sqlite", read_only=True) as records:
        counted_at = read_manifest(previous).phrases_at if previous else 0
        if previous and records.changed_since(counted_at) * PHRASES_LAST < len(contents.ids):
            _link(previous / "phrases.json", place / "phrases.json")
            return counted_at
        write_phrases(place, contents)
        return records.last_moment().number


def _why_anew(store: RecordStore, folder: Path) -> str | None:
    """Why nothing can be added to the current generation; None when that can be done."""
    if current_name(folder) is None:
        return "er was er nog geen"
    try:
        manifest = read_manifest(_current(folder))
    except FileNotFoundError:
        return "de vorige is er niet meer"
    except OtherVersionError:
        return "de vorige heeft een andere vorm"
    if manifest.made_by != made_by():
        return "de vorige is van een andere versie van Vraagbaak of van haar lijsten"
    if manifest.sets and not store.has_been_at(_moment(_current(folder))):
        return "de gegevens zijn opnieuw gemaakt of teruggezet"
    return None


def _current(folder: Path) -> Path:
    return folder / (current_name(folder) or "")


def _moment(place: Path) -> Moment:
    """How far the store was when a generation was made."""
    with RecordStore(place / "sets.sqlite", read_only=True) as records:
        return records.last_moment()


def _manifest(place: Path, number: int, contents: Arrays, now: datetime, phrases_at: int) -> Manifest:
    """The manifest, with an id of number and store: the same store at the same moment gives the same last part."""
    with RecordStore(place / "sets.sqlite", read_only=True) as records:
        synced = records.state("synced_at")
        moment = records.last_moment()
    digest = sha256(f"{moment.token} {made_by()}".encode()).hexdigest()
    return Manifest(
        format=FORMAT,
        id=f"{number:05d}-{digest[:8]}",
        made_by=made_by(),
        built_at=now,
        synced_at=datetime.fromisoformat(synced) if synced else None,
        sets=len(contents.ids),
        documents=len(contents.documents.sets),
        questions=int(contents.sets.questions.sum()),
        phrases_at=phrases_at,
    )


def verify(place: Path, contents: Arrays) -> None:
    """Raise BuildError unless records and index tell the same story."""
    with RecordStore(place / "sets.sqlite", read_only=True) as records:
        _expect(records.ids() == contents.ids, "de records en de index noemen niet dezelfde sets")
    documents = int(contents.sets.first_documents[-1])
    _expect(documents == len(contents.documents.sets), "de index telt een ander aantal vragen dan de sets samen")
    postings, texts = contents.postings, contents.texts
    counted = np.bincount(postings.texts, postings.frequencies[:], len(texts.lengths))
    _expect(np.array_equal(counted, texts.lengths), "de index telt in een tekst een ander aantal woorden")
    _expect(len(postings.positions) == int(counted.sum()), "niet elk woord in de index heeft een plaats")


def _expect(condition: bool, sentence: str) -> None:  # noqa: FBT001 - the condition is the point
    if not condition:
        raise BuildError(f"De nieuwe index klopt niet: {sentence}. De vorige index blijft in gebruik.")
