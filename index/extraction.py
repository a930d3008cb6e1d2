"""Archive → records: read the documents that changed, and link anew the sets that they touch.

When the code or the vocabularies that read documents change, everything is read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from index.archive import Archive
from index.check import problems
from index.extract import extract
from index.folders import Folders
from index.link import question_set
from index.meter import Progress
from index.parts_store import PartStore, row_of
from index.records import QuestionSet
from index.store import RecordStore
from index.ties import Group, group, ties

Row = tuple[str, bool, str, str]
T = TypeVar("T")

_READ_AT_ONCE = 100
_LINK_AT_ONCE = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionReport:
    """What one extraction did, and what there is now."""

    documents: int
    read: int
    linked: int
    removed: int
    sets: int
    oral: int
    problems: int

    @property
    def changed(self) -> bool:
        """Whether any record is other than before."""
        return bool(self.linked or self.removed)

    def sentence(self) -> str:
        """The outcome in one Dutch line."""
        parts = [f"{self.read} van {self.documents} documenten gelezen", f"{self.linked} sets gevormd"]
        parts += [f"{self.removed} sets vervallen"] if self.removed else []
        parts += [f"{self.oral} documenten zijn mondelinge vragen en geen set"] if self.oral else []
        return f"{self.sets} sets met {self.problems} problemen ({', '.join(parts)})."


def update_records(
    folders: Folders, *, ids: Iterable[str] | None = None, jobs: int = 1, progress: Progress
) -> ExtractionReport:
    """Bring the records up to the archive: what changed since the last time, or the given documents."""
    with Archive(folders.archive) as archive, RecordStore(folders.records) as store, PartStore(folders.parts) as parts:
        sequence = archive.sequence()
        wanted = sorted(set(ids)) if ids is not None else _changed(archive, store, parts)
        linked, removed = 0, 0
        if wanted:
            published = set(archive.ids())
            _read(folders.archive, [one for one in wanted if one in published], parts, jobs, progress)
            parts.forget(one for one in wanted if one not in published)
            linked, removed = _link(parts, store, set(wanted), progress)
        if ids is None:
            store.remember("sequence", str(sequence))
            store.remember("reader", reader_version())
        synced = archive.synced_at()
        if synced:
            store.remember("synced_at", synced.isoformat())
        return ExtractionReport(
            documents=len(parts),
            read=len(wanted),
            linked=linked,
            removed=removed,
            sets=len(store),
            oral=len(parts.oral()),
            problems=store.problem_counts().total(),
        )


@cache
def reader_version() -> str:
    """A fingerprint of everything that decides how a document is read."""
    digest = sha256()
    for file in sorted(_reading_files(files("index")), key=lambda file: file.name):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _reading_files(package: Traversable) -> Iterator[Traversable]:
    modules = ("link", "join", "ties", "check", "records", "vocabulary", "subjects", "persons", "identities")
    yield from (package / f"{name}.py" for name in modules)
    for folder in ("extract", "vocabularies"):
        yield from (file for file in (package / folder).iterdir() if file.name.endswith((".py", ".csv")))


def _changed(archive: Archive, store: RecordStore, parts: PartStore) -> list[str]:
    """The documents to read: all of them for a new reader or a lost store, else those that changed since last time."""
    known = store.state("sequence")
    current = known is not None and store.state("reader") == reader_version() and len(parts) > 0
    return list(archive.changed_since(int(known or 0) if current else 0))


def _read(archive: Path, wanted: Sequence[str], parts: PartStore, jobs: int, progress: Progress) -> None:
    """Extract documents, in several processes when asked, and keep what was understood."""
    done = 0
    for rows in _extracted(archive, list(_batches(wanted, _READ_AT_ONCE)), jobs):
        parts.put(rows)
        done += len(rows)
        progress(done, len(wanted), "documenten gelezen")


def _extracted(archive: Path, batches: list[Sequence[str]], jobs: int) -> Iterator[list[Row]]:
    if jobs == 1 or len(batches) < 2:
        yield from (_extract_batch((archive, batch)) for batch in batches)
        return
    with get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(_extract_batch, [(archive, batch) for batch in batches])


def _extract_batch(task: tuple[Path, Sequence[str]]) -> list[Row]:
    path, documents = task
    with Archive(path) as archive:
        understood = [extract(document) for document in archive.documents(documents)]
    return [row_of(part, ties(part)) for part in understood]


def _link(parts: PartStore, store: RecordStore, changed: set[str], progress: Progress) -> tuple[int, int]:
    """Link the sets that changed documents touch; returns how many were linked and how many are no more."""
    before = parts.memberships()
    sizes = Counter(before.values())
    groups = group(parts.ties())
    touched = [one for one in groups if len(one.documents) != sizes[one.id] or _touched(one, changed, before)]
    linked = 0
    for batch in _batches(touched, _LINK_AT_ONCE):
        store.replace([_record(parts, one) for one in batch])
        linked += len(batch)
        progress(linked, len(touched), "sets gevormd")
    now = {document: one.id for one in groups for document in one.documents}
    removed = set(before.values()) - {one.id for one in groups}
    store.replace((), removed=removed)
    parts.set_memberships(now.items(), gone=before.keys() - now.keys())
    return linked, len(removed)


def _touched(one: Group, changed: set[str], before: dict[str, str]) -> bool:
    """Whether a set has a document that changed or came from elsewhere."""
    return any(document in changed or before.get(document) != one.id for document in one.documents)


def _record(parts: PartStore, one: Group) -> QuestionSet:
    record = question_set(one.id, parts.parts(one.documents))
    return replace(record, problems=(*record.problems, *problems(record)))


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
