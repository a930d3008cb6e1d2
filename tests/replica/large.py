"""The faults at full size, by hand: python tests/replica/large.py SETS FOLDER; prints what it cost and found."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from replica_service import PAPERS, Replica, crawl, running
from test_faults import FAULTS, bodies, in_percent

from index.archive import Archive
from index.sources.forms import GOOD, judge

MORE_FAULTS = {"slow": 2, "change": 1, "vanish": 1}
MOST_RUNS = 40


def main(sets: str, folder: Path) -> None:
    with ExitStack() as stack:
        papers = ("--kvr", str(PAPERS / "KVR-1994-2008.tar.xz"), "--limit", sets)
        replica = running(stack, folder / "replica.log", (*papers, "--slow-seconds", "0.2"))
        replica.order(faults=in_percent(FAULTS | MORE_FAULTS))
        faulty, clean = folder / "faulty.sqlite", folder / "clean.sqlite"
        crawl_in_full(replica, faulty)
        told("faults met", replica.stats()["faults"])
        replica.order(clear=True, restore={"all": True})
        crawl_in_full(replica, faulty, days=9)
        replica.order(change={"count": 20}, rate_limit={"requests": 10, "window": 30}, reset_stats=True)
        crawl_in_full(replica, faulty, days=9)
        told("when counted", replica.stats())
        replica.order(rate_limit=None)
        crawl_in_full(replica, clean)
        compare(replica, faulty, clean)


def crawl_in_full(replica: Replica, path: Path, days: int = 0) -> None:
    """Crawl until nothing is left to try again, or nothing more comes; some days on, what rested is tried again."""
    for run in range(1, MOST_RUNS + 1):
        begun = time.monotonic()
        report = crawl(replica, path, clock=lambda: datetime.now(UTC) + timedelta(days=days))
        told(f"run {run} ({time.monotonic() - begun:.0f} s)", report.sentence())
        if not report.failures:
            return
        if not report.fetched:
            told("left", sorted({reason for _, reason in report.failures}))
            return


def compare(replica: Replica, faulty: Path, clean: Path) -> None:
    """Whether the two archives hold the same, and nothing that is no document."""
    ours, theirs = bodies(faulty), bodies(clean)
    wrong = [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]
    told("documents", {"service": len(replica.documents()), "archive": len({name for name, _ in ours})})
    told("forms that differ from a crawl without faults", wrong)
    with Archive(faulty) as archive:
        every = [kept for name in archive.ids() for kept in archive.history(name)]
    bad = [
        (kept.document, kept.form)
        for kept in every
        if kept.form.value != "listing" and judge(kept.form, kept.body) != GOOD
    ]
    told("snapshots ever kept", len(every))
    told("of which no document", bad)


def told(what: str, value: object) -> None:
    print(f"{what}: {value}", flush=True)  # noqa: T201 - its purpose


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
