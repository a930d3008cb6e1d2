"""What an update costs after the crawl: reading what changed, and adding it to the index; and how that grows.

    python -m benchmarks.renewal FOLDER [--changed 30] [--gone 3] [--shares 0.25 0.5 1]

FOLDER is a data folder after `extract`, such as that of `make road`; it is copied. For each share of its documents
the others are taken out, the index is built, some documents are changed and some go, and then the two steps are timed.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

from index import writer
from index.archive import Archive, snapshot_of
from index.crawl import silent
from index.extraction import update_records
from index.folders import Folders
from index.snapshots import Form
from index.store import RecordStore

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
Times = tuple[float, float]
"""Seconds on the clock, and of CPU."""


def main() -> None:
    """Measure, and print a table."""
    arguments = _arguments()
    print("share of the documents | sets | reading s (CPU) | adding s (CPU) | changed sets | peak MB")
    for share in arguments.shares:
        with TemporaryDirectory() as folder, get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
            folders = Folders(Path(folder))
            pool.apply(_build, (Folders(arguments.folder), folders, share))
            pool.apply(_change, (folders, arguments.changed, arguments.gone))
            print(f"{share:g} | {pool.apply(measured, (folders,))}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.renewal", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--changed", type=int, default=30)
    parser.add_argument("--gone", type=int, default=3)
    parser.add_argument("--shares", type=float, nargs="+", default=[0.25, 0.5, 1.0])
    return parser.parse_args()


def measured(folders: Folders) -> str:
    """The rest of the row, in a process of its own for the peak of its memory."""
    begun = _now()
    update_records(folders, jobs=1, progress=silent)
    read = _now()
    with RecordStore(folders.records) as store:
        renewal = writer.renew(store, folders.generations, jobs=1, now=MOMENT, progress=silent)
        sets = len(store)
    added = _now()
    assert renewal, "nothing had changed"
    assert renewal.changes, renewal.why_anew
    touched = len(renewal.changes.put) + len(renewal.changes.removed)
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    return f"{sets} | {_told(begun, read)} | {_told(read, added)} | {touched} | {peak:.0f}"


def _build(here: Folders, there: Folders, share: float) -> None:
    """A data folder with an index of a share of the documents."""
    for path, copy in ((here.archive, there.archive), (here.parts, there.parts), (here.records, there.records)):
        shutil.copyfile(path, copy)
    with Archive(there.archive) as archive:
        kept = set(_evenly(list(archive.ids()), round(archive.counts().documents * share)))
        _retire(archive, [document for document in archive.ids() if document not in kept])
    update_records(there, jobs=1, progress=silent)
    with RecordStore(there.records) as store:
        writer.build(store, there.generations, jobs=1, now=MOMENT, progress=silent)


def _change(folders: Folders, changed: int, gone: int) -> None:
    """Give some documents another word, and take some out."""
    with Archive(folders.archive) as archive:
        chosen = _evenly(list(archive.ids()), changed + gone)
        with archive.transaction():
            for document in archive.documents(chosen[:changed]):
                for snapshot in document.snapshots:
                    body = snapshot.body.replace(b" de ", b" dezelfde ", 3)
                    changed_to = snapshot_of(document.id, snapshot.form, snapshot.address, MOMENT, body)
                    archive.put(document.source, changed_to)
        _retire(archive, chosen[changed:])


def _retire(archive: Archive, documents: Sequence[str]) -> None:
    with archive.transaction():
        for document in documents:
            archive.retire(document, list(Form), MOMENT, "left out")


def _evenly(items: Sequence[str], count: int) -> list[str]:
    """So many of some things, from all over."""
    return [items[place * len(items) // count] for place in range(count)]


def _now() -> Times:
    used = getrusage(RUSAGE_SELF)
    return time.perf_counter(), used.ru_utime + used.ru_stime


def _told(before: Times, after: Times) -> str:
    return f"{after[0] - before[0]:.1f} ({after[1] - before[1]:.1f})"


if __name__ == "__main__":
    main()
