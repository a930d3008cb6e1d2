"""An archive of an earlier layout becomes one of today when it is opened, and a crawl goes on in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from index.archive import Archive
from index.archive_file import LAYOUT
from index.crawl import CrawlReport, crawl_koop
from index.demo import DOCUMENTS
from index.demo.server import serving
from index.fetch import Fetcher, FetchSettings

LAYOUT_1 = Path(__file__).with_name("archive-layout-1.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(DOCUMENTS / "older") as address:
        yield address


def crawl(path: Path, address: str, limit: int | None = None) -> CrawlReport:
    with Archive(path) as archive, Fetcher(FetchSettings(backoff=0.01)) as fetcher:
        return crawl_koop(archive, fetcher, base_url=address, limit=limit)


def in_layout_1(archive: Path, target: Path) -> None:
    """What an archive holds, as it was kept in layout 1."""
    with closing(sqlite3.connect(target, isolation_level=None)) as db:
        db.executescript(LAYOUT_1)
        db.execute("ATTACH ? AS today", (str(archive),))
        tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        for (table,) in db.execute(tables).fetchall():
            db.execute(f"INSERT INTO main.{table} SELECT * FROM today.{table}")


def layout(path: Path) -> tuple[int, dict[str, str]]:
    """The number of a layout, and how each of its tables, indexes and triggers is made."""
    with closing(sqlite3.connect(path)) as db:
        made = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        return db.execute("PRAGMA user_version").fetchone()[0], {name: " ".join(sql.split()) for name, sql in made}


def contents(path: Path) -> list[object]:
    with Archive(path) as archive:
        return [(document, archive.history(document.id)) for document in archive.documents()]


def test_an_archive_of_layout_1_upgrades_itself_and_the_crawl_goes_on(tmp_path: Path, address: str) -> None:
    part, earlier, whole = (tmp_path / f"{name}.sqlite" for name in ("part", "earlier", "whole"))
    crawl(part, address, limit=10)
    crawl(whole, address)
    in_layout_1(part, earlier)
    assert layout(earlier)[0] == 1

    with ThreadPoolExecutor() as pool:  # several commands may be the first at once
        for held in pool.map(contents, [earlier] * 4):
            assert held == contents(part)
    assert layout(earlier) == layout(part) == layout(whole)
    assert layout(earlier)[0] == LAYOUT

    report = crawl(earlier, address)
    with Archive(earlier) as archive, Archive(whole) as anew:
        assert list(archive.ids()) == list(anew.ids())
        assert archive.rows("SELECT * FROM described") == anew.rows("SELECT * FROM described")
        assert all(len(archive.history(name)) == len(anew.history(name)) for name in anew.ids())
        assert report.fetched == len(list(anew.ids())) - 10
