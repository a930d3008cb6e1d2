"""Long work under one roof: progress, one at a time, a sentence for what goes wrong, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import click

from index import runs
from index.archive_file import ArchiveBusy, claim
from index.cli import Failure
from index.crawl import CrawlReport, silent, utc_now
from index.disk import disk_trouble_told
from index.folders import Folders
from index.log import tell, telling
from index.meter import Meter, Progress
from index.processes import HelperGone
from index.runs import Outcome, Run


class Incomplete(Failure):
    """The work is done, but something has to be tried again; the next run does that by itself."""

    exit_code = Outcome.PARTLY.exit_code

    def __init__(self) -> None:
        super().__init__("Niet alles is gelukt; een volgende keer wordt het opnieuw geprobeerd.")


@contextmanager
def stoppable(folders: Folders) -> Iterator[Meter]:
    """A meter for long work that may be stopped with Ctrl-C at any moment, on a disk that may fail."""
    try:
        with disk_trouble_told(folders.root), Meter() as meter:
            yield meter
    except HelperGone as gone:
        raise Failure(str(gone)) from gone
    except KeyboardInterrupt:
        raise Failure("Gestopt. Alles tot hier is bewaard; de volgende keer gaat het verder waar het bleef.") from None


@contextmanager
def alone(folders: Folders) -> Iterator[None]:
    """Be the only one that makes records and generations below a data folder; raises ArchiveBusy when another is."""
    with disk_trouble_told(folders.root):
        folders.root.mkdir(parents=True, exist_ok=True)
        held = claim(folders.records)
    with closing(held):
        yield


@dataclass(slots=True)
class Work:
    """A run of `crawl` or `update` under way: its meter, what its crawls reported, which index serves and how fresh."""

    folders: Folders
    command: str
    as_json: bool
    meter: Progress = silent
    started_at: datetime = field(default_factory=utc_now)
    crawls: list[CrawlReport] = field(default_factory=list)
    serving: tuple[str, str | None] | None = None

    def crawled(self, source: str, report: CrawlReport) -> None:
        """Take in what a crawl did."""
        self.crawls.append(report)
        facts = {name: getattr(report, name) for name in ("found", "fetched", "unchanged", "failed", "gone", "waiting")}
        cost = {"requests": report.requests, "bytes": report.bytes, "seconds": round(report.seconds, 1)}
        self.say(report.sentence(), source=source, **facts, **cost, unknown=report.unknown, stopped=report.stopped)

    def say(self, sentence: str, **facts: Any) -> None:
        """A result: on standard output for people, among the events for machines."""
        if self.as_json:
            tell("result", sentence, **facts)
        else:
            click.echo(sentence)

    def finish(self) -> None:
        """Keep how the run went; raises Incomplete when something has to be tried again."""
        failed = sum(len(report.failures) for report in self.crawls)
        self._remember(Outcome.PARTLY if failed else Outcome.DONE, " ".join(each.sentence() for each in self.crawls))
        if failed:
            raise Incomplete

    def fail(self, sentence: str) -> None:
        """Keep that the run failed; a disk that cannot be written on has been told of already."""
        try:
            self._remember(Outcome.FAILED, sentence)
        except OSError as error:
            tell("failed", f"Hoe deze opdracht afliep kon niet worden bewaard: {error}")

    def _remember(self, outcome: Outcome, sentence: str) -> None:
        failures = tuple(failure for report in self.crawls for failure in report.failures)
        run = Run(
            command=self.command,
            started_at=runs.iso(self.started_at),
            ended_at=runs.iso(utc_now()),
            outcome=outcome.value,
            sentence=sentence,
            requests=sum(report.requests for report in self.crawls),
            failed=len(failures),
            waiting=self.crawls[-1].waiting if self.crawls else 0,
            failures=failures,
            retries=self.crawls[-1].retries if self.crawls else (),
            generation=self.serving[0] if self.serving else None,
            synced_at=self.serving[1] if self.serving else None,
        )
        runs.remember(self.folders.root, run)


@contextmanager
def working(folders: Folders, command: str, *, as_json: bool) -> Iterator[Work]:
    """A run that is told of as it goes and remembered when it ends, however that is."""
    with telling(as_json=as_json):
        work = Work(folders, command, as_json)
        tell("begun", f"{command} begint", command=command, routine=True)
        try:
            with stoppable(folders) as meter:
                work.meter = silent if as_json else meter
                yield work
                work.finish()
        except Failure as failure:
            _ended_badly(work, failure)


def _ended_badly(work: Work, failure: Failure) -> None:
    """Remember a failure and raise it; a run that found another busy leaves what is known of that one alone."""
    if not isinstance(failure, ArchiveBusy | Incomplete):
        work.fail(failure.message)
    if not work.as_json:
        raise failure
    tell("ended", failure.message, exit_code=failure.exit_code)
    raise click.exceptions.Exit(failure.exit_code)
