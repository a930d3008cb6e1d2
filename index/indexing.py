"""Take in the words of all records, in several processes when asked.

Each process takes some more sets as soon as it is done with those it had, so that all are done at the same time. The
one that asked for the work takes part: it is well on its way before the others have started.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from index.collecting import Collected, Collector
from index.cores import without_collecting_garbage
from index.meter import Progress
from index.processes import SPAWN, helpers
from index.store import RecordStore

FEW = 2_000
"""So few sets are taken in before another process has started and could be of any help."""

_STRETCH = 100
"""Sets that a process takes at a time."""


@dataclass(frozen=True, slots=True)
class _Task:
    """Where the records are, and which sets are to be taken in."""

    records: Path
    ids: Sequence[str]


def collect(records: Path, ids: Sequence[str], jobs: int, progress: Progress) -> list[Collected]:
    """All sets taken in, by at most `jobs` processes, this one among them."""

    def tell(first: int) -> None:
        progress(first, len(ids), "sets geïndexeerd")

    task = _Task(records, ids)
    with without_collecting_garbage():
        if jobs == 1 or len(ids) <= FEW:
            collected = [_collect(task, range(0, len(ids), _STRETCH), tell)]
        else:
            collected = _collect_together(task, jobs - 1, tell)
    progress(len(ids), None, "sets geïndexeerd; de index wordt nu weggeschreven")
    return collected


def _collect_together(task: _Task, others: int, tell: Callable[[int], None]) -> list[Collected]:
    begun = SPAWN.Value("q", 0)
    with helpers(others, _share, begun) as pool:
        theirs = [pool.submit(_collect_beside, task) for _ in range(others)]
        try:
            own = _collect(task, _stretches(begun, len(task.ids)), tell)
            return [own, *(each.result() for each in theirs)]
        finally:
            begun.value = len(task.ids)  # when this one is stopped, nothing is left to begin for the others


_begun: Synchronized[int]


def _share(begun: Synchronized[int]) -> None:
    """Let a process know how far all are."""
    global _begun  # noqa: PLW0603 - the only way into the processes of a pool
    _begun = begun
    gc.disable()


def _collect_beside(task: _Task) -> Collected:
    return _collect(task, _stretches(_begun, len(task.ids)), lambda _: None)


def _stretches(begun: Synchronized[int], count: int) -> Iterator[int]:
    """Where stretches begin that no other process has begun."""
    while True:
        with begun.get_lock():
            first = begun.value
            begun.value += _STRETCH
        if first >= count:
            return
        yield first


def _collect(task: _Task, stretches: Iterable[int], tell: Callable[[int], None]) -> Collected:
    collector = Collector()
    with RecordStore(task.records, read_only=True) as records:
        for first in stretches:
            tell(first)
            for set_id in task.ids[first : first + _STRETCH]:
                record = records.get(set_id)
                assert record is not None, set_id
                collector.add(record)
    return collector.collected()
