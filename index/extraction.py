"""Archive → records: read the documents that changed, and link anew the sets that they touch.

When the code or the vocabularies that read documents change, everything is read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from index.archive import Archive
from index.check import problems
from index.extract.document import extract
from index.fingerprint import fingerprint
from index.folders import Folders
from index.link import question_set
from index.meter import Progress
from index.parts_store import PartStore, Row, row_of
from index.processes import helpers
from index.records import QuestionSet
from index.store import RecordStore, SetRows, rows_of
from index.ties import Group, group, ties

T = TypeVar("T")
Task = TypeVar("Task")
Result = TypeVar("Result")

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


def update_records(folders: Folders, *, ids: Iterable[str] = (), jobs: int = 1, progress: Progress) -> ExtractionReport:
    """Bring the records up to the archive: read what changed since the last time, and the given documents anyhow.

    Every batch is kept before the next begins; work that was cut off, by whatever, goes on where it was.
    """
    with Archive(folders.archive) as archive, RecordStore(folders.records) as store, PartStore(folders.parts) as parts:
        published = archive.versions()
        parts.read_by(reader_version())
        read = parts.versions()
        wanted = _to_read(published, read, ids)
        _read(folders.archive, wanted, published, parts, jobs, progress)
        parts.forget(read.keys() - published.keys())
        linked, removed = link_touched(folders.parts, parts, store, jobs, progress)
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
    modules = ("link", "join", "ties", "check", "records", "vocabulary", "subjects", "persons", "identities")
    return fingerprint(modules, ("extract", "vocabularies"))


def _to_read(published: dict[str, int], read: dict[str, int], anyhow: Iterable[str]) -> list[str]:
    changed = {document for document, version in published.items() if read.get(document) != version}
    return sorted(changed | (published.keys() & set(anyhow)))


def _read(
    archive: Path, wanted: Sequence[str], versions: dict[str, int], parts: PartStore, jobs: int, progress: Progress
) -> None:
    """Extract documents and keep what was understood."""
    done = 0
    tasks = [(archive, batch) for batch in _batches(wanted, _READ_AT_ONCE)]
    for rows in _worked(_extract_batch, tasks, jobs):
        parts.put(rows, versions)
        done += len(rows)
        progress(done, len(wanted), "documenten gelezen")


def _worked(work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """The results of tasks in order, from several processes when there is enough to do."""
    if jobs == 1 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    with helpers(jobs) as pool:
        yield from pool.map(work, tasks)


def _extract_batch(task: tuple[Path, Sequence[str]]) -> list[Row]:
    path, documents = task
    with Archive(path) as archive:
        understood = [extract(document) for document in archive.documents(documents)]
    return [row_of(part, ties(part)) for part in understood]


def link_touched(path: Path, parts: PartStore, store: RecordStore, jobs: int, progress: Progress) -> tuple[int, int]:
    """Link the sets that are not as their documents are; returns how many were linked and how many are no more."""
    held = set(store.ids())
    parts.unlink(set(parts.memberships().values()) - held)  # their records are lost
    before = parts.memberships()
    sizes = Counter(before.values())
    groups = group(parts.ties_around(parts.unlinked()))
    touched = [one for one in groups if len(one.documents) != sizes[one.id] or _moved(one, before)]
    batches = list(_batches(touched, _LINK_AT_ONCE))
    linked = 0
    for batch, rows in zip(batches, _worked(_link_batch, [(path, batch) for batch in batches], jobs), strict=True):
        store.put(rows)
        parts.link((document, one.id) for one in batch for document in one.documents)
        linked += len(batch)
        progress(linked, len(touched), "sets gevormd")
    removed = held - set(parts.memberships().values())
    store.remove(removed)
    return linked, len(removed)


def _moved(one: Group, before: dict[str, str]) -> bool:
    """Whether a set has a document that was read anew or came from elsewhere."""
    return any(before.get(document) != one.id for document in one.documents)


def _link_batch(task: tuple[Path, Sequence[Group]]) -> list[SetRows]:
    path, groups = task
    with PartStore(path) as parts:
        return [rows_of(_record(parts, one)) for one in groups]


def _record(parts: PartStore, one: Group) -> QuestionSet:
    record = question_set(one.id, parts.parts(one.documents))
    return replace(record, problems=(*record.problems, *problems(record)))


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
