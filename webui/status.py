"""How the site is doing: how fresh it is, how the last run went, and what is tried again; as a page and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar, TypedDict

from index.runs import Outcome, Retry, Run
from search.engine import Engine
from search.public import SnapshotJson, snapshot_json
from search.response import SnapshotMark
from webui import formats, links
from webui.pages import Head, Page, coverage_line

QUIET = timedelta(days=2)
"""So long nothing has to come in before it is worth a look."""


class FailureJson(TypedDict):
    """Wat in de laatste ronde niet lukte."""

    what: str
    reason: str


class RetryJson(TypedDict):
    """Wat opnieuw wordt geprobeerd."""

    document: str
    reason: str
    due: Annotated[str, "vanaf dit moment"]


class RunJson(TypedDict):
    """De laatste ronde van ophalen en bijwerken."""

    command: str
    started_at: str
    ended_at: str
    outcome: Annotated[str, "gelukt, onvolledig of mislukt"]
    sentence: str
    requests: int
    failed: int
    waiting: Annotated[int, "documenten die een volgende ronde worden opgehaald"]
    succeeded_at: Annotated[str | None, "het einde van de laatste ronde waarin alles lukte"]
    failures: list[FailureJson]
    retries: list[RetryJson]


class StatusJson(TypedDict):
    """De toestand van de site."""

    status: Annotated[str, "ok of let-op"]
    attention: Annotated[list[str], "wat de aandacht van de beheerder vraagt, in zinnen"]
    snapshot: SnapshotJson
    sets: int
    questions: int
    last_run: RunJson | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage(Page):
    """The state of the site as printed."""

    template: ClassVar[str] = "status.html"
    attention: tuple[str, ...]
    coverage: str
    snapshot: SnapshotMark
    run: Run | None
    started_at: datetime | None
    succeeded_at: datetime | None
    retries: tuple[tuple[Retry, datetime], ...]


def status_page(engine: Engine, run: Run | None, today: date) -> StatusPage:
    """The state of the site for people."""
    snapshot = _as_fresh_as_known(engine.snapshot(), run)
    return StatusPage(
        head=Head(title="Status van Vraagbaak", canonical=links.STATUS),
        attention=tuple(attention(run, today)),
        coverage=coverage_line(engine.coverage(), snapshot),
        snapshot=snapshot,
        run=run,
        started_at=_moment(run.started_at) if run else None,
        succeeded_at=_moment(run.succeeded_at) if run else None,
        retries=tuple((retry, datetime.fromisoformat(retry.due)) for retry in run.retries) if run else (),
    )


def status_json(engine: Engine, run: Run | None, today: date) -> StatusJson:
    """The state of the site for machines."""
    coverage, asks = engine.coverage(), list(attention(run, today))
    return {
        "status": "let-op" if asks else "ok",
        "attention": asks,
        "snapshot": snapshot_json(_as_fresh_as_known(engine.snapshot(), run)),
        "sets": coverage.sets,
        "questions": coverage.questions,
        "last_run": _run_json(run) if run else None,
    }


def attention(run: Run | None, today: date) -> Iterator[str]:
    """What whoever runs the site should look at, in sentences."""
    if run is None:
        return
    if run.outcome == Outcome.FAILED.value:
        yield f"De laatste ronde is mislukt: {run.sentence}"
    ended, succeeded = _moment(run.ended_at), _moment(run.succeeded_at)
    if _long_ago(ended, today):
        yield f"Sinds {formats.moment(ended)} is er geen ronde geweest."
    elif _long_ago(succeeded, today):
        yield f"Sinds {formats.moment(succeeded)} is er geen ronde geweest waarin alles lukte."


def _as_fresh_as_known(snapshot: SnapshotMark, run: Run | None) -> SnapshotMark:
    """The snapshot as fresh as the last update found it: that makes no other when nothing is new."""
    synced = _moment(run.synced_at) if run and run.generation == snapshot.id else None
    return replace(snapshot, synced_at=synced or snapshot.synced_at)


def _long_ago(moment: datetime | None, today: date) -> bool:
    return moment is not None and today - moment.date() > QUIET


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _run_json(run: Run) -> RunJson:
    return {
        "command": run.command,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "outcome": run.outcome,
        "sentence": run.sentence,
        "requests": run.requests,
        "failed": run.failed,
        "waiting": run.waiting,
        "succeeded_at": run.succeeded_at,
        "failures": [{"what": what, "reason": reason} for what, reason in run.failures],
        "retries": [{"document": each.document, "reason": each.reason, "due": each.due} for each in run.retries],
    }
