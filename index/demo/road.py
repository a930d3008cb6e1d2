"""The demonstration corpus, brought along the real road: served, crawled, extracted, linked, built."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from index import writer
from index.archive import Archive
from index.crawl import crawl_koop
from index.demo import DOCUMENTS
from index.demo.server import serving
from index.extraction import update_records
from index.fetch import Fetcher, FetchSettings
from index.folders import Folders
from index.meter import Meter
from index.store import RecordStore


def prepare(data: Path, meter: Meter) -> Folders:
    """The folders of the demonstration, with a generation of the corpus that ships now; quick when it is there."""
    folders = Folders(data / f"demo-{fingerprint()[:8]}")
    for older in data.glob("demo-*"):
        if older != folders.root:
            shutil.rmtree(older)
    _fetch(folders, meter)
    update_records(folders, progress=meter)
    with RecordStore(folders.records) as store:
        writer.renew(store, folders.generations, jobs=1, now=datetime.now(UTC), progress=meter)
    return folders


def _fetch(folders: Folders, meter: Meter) -> None:
    with serving(DOCUMENTS) as base_url, Archive(folders.archive) as archive, Fetcher(FetchSettings()) as fetcher:
        report = crawl_koop(archive, fetcher, base_url=base_url, progress=meter)
    if report.failures:
        raise RuntimeError(f"the demonstration corpus did not arrive whole: {report.failures}")


def fingerprint() -> str:
    """A hash of the shipped documents and of all code that works on them: a change of either starts anew."""
    digest = sha256()
    package = DOCUMENTS.parents[1]
    for path in sorted(path for path in package.rglob("*") if path.suffix in {".xml", ".py", ".csv"}):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
