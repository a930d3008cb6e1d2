"""How the last run of `crawl` or `update` went, kept beside the archive for whoever wants to know (`/status`)."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path

FILE = "last-run.json"
KEPT_FAILURES = 20


class Outcome(Enum):
    """How a run ended; `exit_code` is what cron and systemd see."""

    DONE = "gelukt"
    PARTLY = "onvolledig"  # something has to be tried again, which the next run does by itself
    FAILED = "mislukt"

    @property
    def exit_code(self) -> int:
        """0 done, 1 failed, 3 something has to be tried again; 2 is wrong use and 4 that another run is busy."""
        return {Outcome.DONE: 0, Outcome.PARTLY: 3, Outcome.FAILED: 1}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """A document that did not come as it should, and from when it is tried again."""

    document: str
    reason: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: when, how it ended, in one sentence, and what did not work (the first few, and how many).

    `waiting` are documents that a later run will fetch; `retries` the first documents to be tried again, from this run
    or earlier ones; `succeeded_at` is when a run last ended with everything done. `generation` is the index that the
    last update left in use, and `synced_at` the moment up to which that holds all that the sources had: an update that
    finds nothing new makes no other.
    """

    command: str
    started_at: str
    ended_at: str
    outcome: str
    sentence: str
    requests: int = 0
    failed: int = 0
    waiting: int = 0
    failures: tuple[tuple[str, str], ...] = ()
    retries: tuple[Retry, ...] = ()
    succeeded_at: str | None = None
    generation: str | None = None
    synced_at: str | None = None


def remember(folder: Path, run: Run) -> None:
    """Keep a run as the last one; in one step, so that who reads never sees half of it."""
    before = last_run(folder)
    kept = replace(run, failures=run.failures[:KEPT_FAILURES])
    if run.outcome == Outcome.DONE.value:
        kept = replace(kept, succeeded_at=run.ended_at)
    elif before:
        kept = replace(kept, succeeded_at=before.succeeded_at)
    if before and not run.generation:
        kept = replace(kept, generation=before.generation, synced_at=before.synced_at)
    new = folder / f"{FILE}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(kept), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / FILE)


def last_run(folder: Path) -> Run | None:
    """The last run below a data folder; None before the first, or when another version kept it."""
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        retries = tuple(Retry(**each) for each in told["retries"])
        return Run(**{**told, "failures": tuple(map(tuple, told["failures"])), "retries": retries})
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def iso(moment: datetime) -> str:
    """A moment to the second."""
    return moment.isoformat(timespec="seconds")
