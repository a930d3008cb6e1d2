"""A crawl that is killed at any moment loses nothing, and the next one goes on where it stopped."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from replica_service import SAMPLE, Replica, StartReplica, crawl

from index.archive import Archive
from index.archive_file import ArchiveBusy

pytestmark = pytest.mark.shared

KILLS = 10
MOST_REQUESTS = 40  # before a kill: robots.txt and listing first, then two for each document
FORMS_OF_ONE_DOCUMENT = 2
SCRIPT = Path(__file__).with_name("crawling.py")


def start_crawl(replica: Replica, path: Path) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), replica.base, str(path)], env={**os.environ, "PYTHONPATH": root}
    )


def wait_for_requests(replica: Replica, number: int) -> None:
    before = replica.stats()["requests"]
    deadline = time.monotonic() + 120
    while replica.stats()["requests"] < before + number:
        assert time.monotonic() < deadline, "the crawl makes no requests"
        time.sleep(0.01)


def test_ten_kills_at_random_moments_cost_at_most_the_document_under_way(
    start_replica: StartReplica, tmp_path: Path
) -> None:
    options = ("--limit", "200", "--slow", "100", "--slow-seconds", "0.01")
    replica, path = start_replica("--kvr", SAMPLE, *options), tmp_path / "a.sqlite"
    interrupted = 0
    for _ in range(KILLS):
        with start_crawl(replica, path) as process:
            wait_for_requests(replica, random.randint(1, MOST_REQUESTS))
            interrupted += process.poll() is None
            process.kill()
    with Archive(path) as archive:
        halfway = archive.counts().documents
    report = crawl(replica, path)

    everything = set(replica.documents())
    assert interrupted > KILLS / 2
    assert halfway > 0
    assert report.failures == ()
    assert report.fetched == len(everything) - halfway
    with Archive(path) as archive:
        assert set(archive.ids()) == everything
        assert sum(len(document.snapshots) for document in archive.documents()) == 3 * len(everything)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert replica.stats()["documents"]["not_served"] == 0
    assert replica.stats()["documents"]["served_again_unchanged"] <= KILLS * FORMS_OF_ONE_DOCUMENT


def test_a_second_crawl_beside_the_first_is_refused_but_reading_is_not(
    start_replica: StartReplica, tmp_path: Path
) -> None:
    replica, path = (
        start_replica("--kvr", SAMPLE, "--limit", "50", "--slow", "100", "--slow-seconds", "0.01"),
        tmp_path / "a.sqlite",
    )
    with start_crawl(replica, path) as process:
        wait_for_requests(replica, 5)
        with pytest.raises(ArchiveBusy, match="schrijft al een andere opdracht"):
            crawl(replica, path)
        with Archive(path) as archive:
            assert len(list(archive.documents())) == len(list(archive.ids()))
        process.kill()
    assert crawl(replica, path).failures == ()
