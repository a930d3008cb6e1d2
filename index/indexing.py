"""Take in the words of all records, in several processes when asked."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from index.collecting import Collected, Collector
from index.meter import Progress
from index.store import RecordStore

_LOOK_EVERY = 0.2
"""Seconds between two looks at how far the other processes are."""

_TELL_EVERY = 100
"""Sets between two reports of a process."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A stretch of sets for one process: where the records are, which sets, and who asked for it."""

    records: Path
    ids: Sequence[str]
    parent: int


class OrphanedError(Exception):
    """The build that this process worked for is gone."""


def collect(records: Path, ids: Sequence[str], jobs: int, progress: Progress) -> list[Collected]:
    """All sets taken in, in at most `jobs` stretches."""
    tasks = [_Task(records, stretch, os.getpid()) for stretch in _stretches(ids, jobs)]
    if len(tasks) == 1:
        return [_collect(tasks[0], lambda done: _tell(done, len(ids), progress))]
    context = get_context("spawn")
    done = context.Value("q", 0)
    with context.Pool(len(tasks), _start_process, (done,)) as pool:
        outcome = pool.map_async(_collect_beside_others, tasks, chunksize=1)
        while not outcome.ready():
            _tell(done.value, len(ids), progress)
            outcome.wait(_LOOK_EVERY)
        return outcome.get()


def _tell(done: int, total: int, progress: Progress) -> None:
    """Say how far it is."""
    if done < total:
        progress(done, total, "sets geïndexeerd")
    else:
        progress(done, None, "sets geïndexeerd; de index wordt nu weggeschreven")


def _stretches(ids: Sequence[str], jobs: int) -> list[Sequence[str]]:
    """The sets in as many stretches as there are jobs, none of them empty unless there are no sets at all."""
    size = max(1, -(-len(ids) // jobs))
    return [ids[start : start + size] for start in range(0, len(ids), size)] or [()]


_done: Synchronized[int]


def _start_process(done: Synchronized[int]) -> None:
    """Share the counter; Ctrl-C is for the process that asked for the work, which then ends the others.

    No record refers to itself, so nothing is left for the garbage collector; looking for it took a sixth of the time.
    """
    global _done  # noqa: PLW0603 - the only way into the processes of a pool
    _done = done
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _collect_beside_others(task: _Task) -> Collected:
    last = 0

    def report(done: int) -> None:
        nonlocal last
        with _done.get_lock():
            _done.value += done - last
        last = done
        if os.getppid() != task.parent:
            raise OrphanedError("the build that this process worked for was killed")

    return _collect(task, report)


def _collect(task: _Task, report: Callable[[int], None]) -> Collected:
    collector = Collector()
    with RecordStore(task.records, read_only=True) as records:
        for done, set_id in enumerate(task.ids, 1):
            record = records.get(set_id)
            assert record is not None, set_id
            collector.add(record)
            if done % _TELL_EVERY == 0 or done == len(task.ids):
                report(done)
    return collector.collected()
