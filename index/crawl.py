"""A crawl: what the sources list and hold, brought into the archive; stopped at any moment it goes on later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from index.archive import Archive, snapshot_of
from index.fetch import Fetcher
from index.ledger import Ledger
from index.listing import Clock, Listing, Tally
from index.meter import Progress
from index.snapshots import Form
from index.sources import kvr
from index.sources.koop import Hosts
from index.sources.kvr import Paper
from index.visiting import Visiting

KVR_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What one crawl did; `failures` are (id or window, reason) of what has to be tried again.

    `waiting` are documents left for a later run: beyond the limit, or resting after several tries.
    """

    found: int
    fetched: int
    unchanged: int
    failed: int
    gone: int
    requests: int
    bytes: int
    seconds: float
    failures: tuple[tuple[str, str], ...] = ()
    waiting: int = 0

    def sentence(self) -> str:
        """The outcome in one Dutch line."""
        parts = [f"{self.fetched} opgehaald", f"{self.unchanged} onveranderd", f"{self.failed} mislukt"]
        parts += [f"{self.gone} verdwenen"] if self.gone else []
        parts += [f"{self.waiting} wachten"] if self.waiting else []
        cost = f"{self.requests} verzoeken, " if self.requests else ""
        size = f"{self.bytes / 1e6:.1f}".replace(".", ",")
        return f"{self.found} gevonden: {', '.join(parts)} ({cost}{size} MB, {self.seconds:.0f} s)."


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def silent(_done: int, _total: int | None, _what: str) -> None:
    """Progress that nobody wants to see."""


def crawl_koop(
    archive: Archive,
    fetcher: Fetcher,
    *,
    since: date | None = None,
    until: date | None = None,
    ids: Sequence[str] = (),
    limit: int | None = None,
    progress: Progress = silent,
    clock: Clock = utc_now,
    base_url: str | None = None,
) -> CrawlReport:
    """List what is new or changed at the official publications and fetch it; with `ids` only those documents."""
    archive.claim()
    begun, before = clock(), (fetcher.requests, fetcher.bytes)
    tally, hosts, ledger = Tally(), Hosts.at(base_url), Ledger(archive)
    listing = Listing(ledger=ledger, fetcher=fetcher, hosts=hosts, tally=tally, progress=progress, clock=clock)
    visiting = Visiting(archive=archive, fetcher=fetcher, hosts=hosts, tally=tally, progress=progress, clock=clock)
    if ids:
        listing.list_ids(ids)
        visiting.visit_ids(ids, limit)
    else:
        complete = listing.list_period(since, until, limit)
        if visiting.visit_due(limit) and complete and since is until is None:
            ledger.synced(clock())
    cost = (fetcher.requests - before[0], fetcher.bytes - before[1])
    return _report(tally, ledger.outstanding() - tally.failures.keys(), cost, (clock() - begun).total_seconds())


def _report(tally: Tally, waiting: set[str], cost: tuple[int, int], seconds: float) -> CrawlReport:
    requests, received = cost
    return CrawlReport(
        found=len(tally.found),
        fetched=len(tally.fetched),
        unchanged=len(tally.found - tally.fetched - tally.gone - tally.failures.keys() - waiting),
        failed=len(tally.failures),
        gone=len(tally.gone),
        requests=requests,
        bytes=received,
        seconds=seconds,
        failures=tuple(tally.failures.items()),
        waiting=len(waiting),
    )


def crawl_kvr(
    archive: Archive,
    paths: Iterable[Path],
    *,
    limit: int | None = None,
    progress: Progress = silent,
    clock: Clock = utc_now,
) -> CrawlReport:
    """Bring historical question papers into the archive."""
    archive.claim()
    begun = clock()
    found = fetched = size = 0
    every = islice(kvr.papers(paths), limit)
    while batch := tuple(islice(every, KVR_BATCH)):
        fetched += _put_papers(archive, batch, clock())
        found += len(batch)
        size += sum(len(paper.body) for paper in batch)
        progress(found, None, batch[-1].id)
    if limit is None:
        Ledger(archive).synced(clock())
    return CrawlReport(
        found=found,
        fetched=fetched,
        unchanged=found - fetched,
        failed=0,
        gone=0,
        requests=0,
        bytes=size,
        seconds=(clock() - begun).total_seconds(),
    )


def _put_papers(archive: Archive, batch: Iterable[Paper], now: datetime) -> int:
    """How many of these papers were new or changed."""
    with archive.transaction():
        snapshots = (snapshot_of(paper.id, Form.KVR, paper.address, now, paper.body) for paper in batch)
        return sum(archive.put(kvr.SOURCE, snapshot) for snapshot in snapshots)
