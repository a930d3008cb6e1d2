"""Generations on disk: what each is, which one serves, and how the next takes its place.

A generation is a folder with a Whoosh index (`whoosh/`), the records (`sets.sqlite`) and `manifest.json`. The file
`current` names the one that serves; it is replaced in one step.
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
from pathlib import Path

FORMAT = 11
"""What a generation looks like inside and how its words were made; raise it when an older one can no longer be read."""

CURRENT = "current"
"""The file that names the generation that serves."""

KEPT_GENERATIONS = 2


class BuildError(Exception):
    """The build cannot start or its result is not right; the sentence is for people."""


class OtherVersionError(Exception):
    """A generation that this version cannot read; the sentence is for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation is: its id, when and by which code it was built, how fresh its archive was, what it holds.

    `phrases_at` is the number of the moment (`index.changes`) at which its phrases were counted.
    """

    id: str
    format: int
    made_by: str
    built_at: datetime
    synced_at: datetime | None
    sets: int
    documents: int
    questions: int
    phrases_at: int


@dataclass(frozen=True, slots=True)
class Generation:
    """A built generation on disk."""

    folder: Path
    manifest: Manifest

    def sentence(self) -> str:
        """What it is in Dutch, without a full stop."""
        return f"Index {self.manifest.id}: {self.manifest.sets} sets, {self.manifest.questions} vragen"


def current_name(folder: Path) -> str | None:
    """The name of the generation that serves now; None before the first build."""
    try:
        return (folder / CURRENT).read_text(encoding="utf-8").strip()
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


def write_manifest(place: Path, manifest: Manifest) -> None:
    """Write what a generation is into its folder."""
    synced = manifest.synced_at.isoformat() if manifest.synced_at else None
    row = {**asdict(manifest), "built_at": manifest.built_at.isoformat(), "synced_at": synced}
    (place / "manifest.json").write_text(json.dumps(row, indent=1), encoding="utf-8")


@contextmanager
def only_builder(folder: Path) -> Iterator[None]:
    """Hold the build lock; the system lets go of it when the process dies, however it dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError("Er wordt al een index gebouwd; wacht tot die klaar is.") from None
        yield


def new_place(folder: Path) -> tuple[int, Path]:
    """The number of the next generation and an empty folder to make it in; what killed builds left goes."""
    _clear(folder)
    number = 1 + max(map(_number, _finished(folder)), default=0)
    place = folder / f"{number:05d}-{os.getpid()}.building"  # a killed build's helpers never write in here
    place.mkdir()
    return number, place


def switch(place: Path, name: str) -> Path:
    """Let a finished generation serve: readers see the old one or the new one, never half of one."""
    for path in (*place.rglob("*"), place):
        _flush(path)
    folder = place.parent
    final = place.rename(folder / name)
    temporary = folder / "current.new"
    temporary.write_text(name, encoding="utf-8")
    _flush(temporary)
    temporary.replace(folder / CURRENT)
    _flush(folder)
    return final


def prune(folder: Path) -> None:
    """Remove all but the newest generations; a reader that still has an older one open keeps its files."""
    for place in _finished(folder)[:-KEPT_GENERATIONS]:
        shutil.rmtree(place)


def remove_leftovers(folder: Path) -> None:
    """Remove what a killed build left behind, when no other is under way."""
    with only_builder(folder):
        _clear(folder)


def _clear(folder: Path) -> None:
    """Remove half a generation, or a whole one that never came to serve."""
    for place in folder.glob("*.building"):
        shutil.rmtree(place)
    name = current_name(folder)
    for place in _finished(folder):
        if name is None or _number(place) > _number(folder / name):
            shutil.rmtree(place)


def _number(place: Path) -> int:
    return int(place.name.partition("-")[0])


def _finished(folder: Path) -> list[Path]:
    """The generations, by number; half a one has another ending."""
    names = (place for place in folder.iterdir() if place.is_dir() and not place.suffix)
    return sorted((place for place in names if place.name.partition("-")[0].isdigit()), key=_number)


def _flush(path: Path) -> None:
    """Make sure that a file (or the names in a folder) is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
