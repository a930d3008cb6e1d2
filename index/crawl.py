"""A crawl: what the sources list and hold, brought into the archive; stopped at any moment it goes on later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from index.archive import Archive, snapshot_of
from index.cases import Cases
from index.fetch import Enough, Fetcher
from index.inquiries import Inquiries
from index.ledger import QUESTIONS, Ledger
from index.listing import Clock, Listing, Tally
from index.log import tell
from index.meter import Progress
from index.runs import KEPT_FAILURES, Retry
from index.snapshots import Form
from index.sources import kvr
from index.sources.koop import Hosts
from index.sources.kvr import Paper
from index.sources.tk import Service
from index.visiting import Visiting

KVR_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What one crawl did; `failures` are (id or window, reason) of what has to be tried again.

    `waiting` are documents left for a later run: beyond the limit, or resting after several tries. `unknown` are the
    places in the Aanhangsel that were asked for by name and not found; `stopped` says why it ended early; `retries`
    are the first documents that are tried again, with when.
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
    unknown: tuple[str, ...] = ()
    stopped: str = ""
    retries: tuple[Retry, ...] = ()

    def sentence(self) -> str:
        """The outcome in one Dutch line."""
        parts = [f"{self.fetched} opgehaald", f"{self.unchanged} onveranderd", f"{self.failed} mislukt"]
        parts += [f"{self.gone} verdwenen"] if self.gone else []
        parts += [f"{self.waiting} wachten"] if self.waiting else []
        parts += [f"{len(self.unknown)} nummers onvindbaar"] if self.unknown else []
        cost = f"{self.requests} verzoeken, " if self.requests else ""
        size = f"{self.bytes / 1e6:.1f}".replace(".", ",")
        told = f"{self.found} gevonden: {', '.join(parts)} ({cost}{size} MB, {self.seconds:.0f} s)."
        return f"{told} {self.stopped}".rstrip()


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def silent(_done: int, _total: int | None, _what: str) -> None:
    """Progress that nobody wants to see."""


@dataclass(slots=True, kw_only=True)
class _Run:
    """One crawl of the web under way: what it has come across and what it has cost."""

    archive: Archive
    fetcher: Fetcher
    clock: Clock
    tally: Tally = field(default_factory=Tally)
    begun: datetime = field(init=False)
    before: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.clock()
        self.before = (self.fetcher.requests, self.fetcher.bytes)

    @contextmanager
    def within_bounds(self) -> Iterator[None]:
        """Ends quietly at a bound, and minds hosts that asked to be left alone, now or in an earlier run."""
        ledger = Ledger(self.archive)
        ledger.heal_clock(self.clock())
        self.fetcher.rests.update(ledger.rests(self.clock()))
        try:
            yield
        except Enough as bound:
            self.tally.stopped = str(bound)
        ledger.remember_rests(self.fetcher.rests)

    def visiting(self, hosts: Hosts, progress: Progress) -> Visiting:
        """What fetches the documents of this run."""
        return Visiting(
            archive=self.archive,
            fetcher=self.fetcher,
            hosts=hosts,
            tally=self.tally,
            progress=progress,
            clock=self.clock,
        )

    def report(self) -> CrawlReport:
        tally = self.tally
        waiting = Ledger(self.archive).outstanding() - tally.failures.keys()
        report = CrawlReport(
            found=len(tally.found),
            fetched=len(tally.fetched),
            unchanged=len(tally.found - tally.fetched - tally.gone - tally.failures.keys() - waiting),
            failed=len(tally.failures),
            gone=len(tally.gone),
            requests=self.fetcher.requests - self.before[0],
            bytes=self.fetcher.bytes - self.before[1],
            seconds=max(0.0, (self.clock() - self.begun).total_seconds()),
            failures=tuple(tally.failures.items()),
            waiting=len(waiting),
            unknown=tuple(tally.unknown),
            stopped=tally.stopped,
            retries=Ledger(self.archive).retries(KEPT_FAILURES),
        )
        for what, reason in report.failures:
            tell("failed", f"{what}: {reason}", document=what, reason=reason)
        return report


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
    hosts, run = Hosts.at(base_url), _Run(archive=archive, fetcher=fetcher, clock=clock)
    listing = Listing(
        ledger=Ledger(archive), fetcher=fetcher, hosts=hosts, tally=run.tally, progress=progress, clock=clock
    )
    visiting = run.visiting(hosts, progress)
    with run.within_bounds():
        if ids:
            listing.list_ids(ids)
            visiting.visit_ids(ids, limit)
            return run.report()
        listed = listing.list_period(since, until, limit)
        if visiting.visit_due(limit) and listed and since is until is None:
            Ledger(archive).synced(clock())
            _search_for_missed(archive, listing, visiting)
    return run.report()


def _search_for_missed(archive: Archive, listing: Listing, visiting: Visiting) -> None:
    """Look for what listings failed to tell of: missing numbers, late answers, documents that silently left."""
    listing.inquire(Inquiries(archive, QUESTIONS))
    listing.reconcile()
    visiting.visit_due(None)


def crawl_tk(
    archive: Archive,
    fetcher: Fetcher,
    *,
    limit: int | None = None,
    progress: Progress = silent,
    clock: Clock = utc_now,
    base_url: str | None = None,
) -> CrawlReport:
    """Bring the cases of the Tweede Kamer up to date, and fetch the documents they tell of at the official site."""
    archive.claim()
    service, run = Service.at(base_url), _Run(archive=archive, fetcher=fetcher, clock=clock)
    cases = Cases(archive=archive, fetcher=fetcher, service=service, tally=run.tally, progress=progress, clock=clock)
    visiting = run.visiting(Hosts.at(base_url), progress)
    with run.within_bounds():
        complete = cases.bring_up_to_date()
        if visiting.visit_due(limit) and complete:
            Ledger(archive).synced(clock())
    return run.report()


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
        seconds=max(0.0, (clock() - begun).total_seconds()),
    )


def _put_papers(archive: Archive, batch: Iterable[Paper], now: datetime) -> int:
    """How many of these papers were new or changed."""
    with archive.transaction():
        snapshots = (snapshot_of(paper.id, Form.KVR, paper.address, now, paper.body) for paper in batch)
        return sum(archive.put(kvr.SOURCE, snapshot) for snapshot in snapshots)
