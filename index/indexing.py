"""Write the Whoosh documents of all records, in several processes when asked."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from index import whoosh_parts
from index.meter import Progress
from index.records import Question, QuestionSet, text_of
from index.schema import FACETS
from index.store import RecordStore

_LOOK_EVERY = 0.2
"""Seconds between two looks at how far the other processes are."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A stretch of sets for one process: where the records are, which sets, and which part of the index they make."""

    records: Path
    ids: Sequence[str]
    folder: Path
    part: int
    parent: int


class OrphanedError(Exception):
    """The build that this process worked for is gone."""


def write_documents(
    records: Path, ids: Sequence[str], folder: Path, jobs: int, meanwhile: Callable[[], None], progress: Progress
) -> None:
    """Index all sets in `jobs` parts below `folder`; `meanwhile` is other work to do while the processes are busy."""
    tasks = [_Task(records, stretch, folder, n, os.getpid()) for n, stretch in enumerate(_stretches(ids, jobs))]
    if len(tasks) == 1:
        meanwhile()
        _write_part(tasks[0], lambda done: _tell(done, len(ids), progress))
        return
    context = get_context("spawn")
    done = context.Value("q", 0)
    with context.Pool(len(tasks), _start_process, (done,)) as pool:
        outcome = pool.map_async(_write_part_beside_others, tasks, chunksize=1)
        meanwhile()
        while not outcome.ready():
            _tell(done.value, len(ids), progress)
            outcome.wait(_LOOK_EVERY)
        outcome.get()


def _tell(done: int, total: int, progress: Progress) -> None:
    """Say how far it is; putting the index in order after the last set takes as long as what went before."""
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
    """Share the counter; Ctrl-C is for the process that asked for the work, which then ends the others."""
    global _done  # noqa: PLW0603 - the only way into the processes of a pool
    _done = done
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _write_part_beside_others(task: _Task) -> None:
    last = 0

    def report(done: int) -> None:
        nonlocal last
        with _done.get_lock():
            _done.value += done - last
        last = done
        if os.getppid() != task.parent:
            raise OrphanedError(f"the build of part {task.part} was killed")

    _write_part(task, report)


def _write_part(task: _Task, report: Callable[[int], None]) -> None:
    with (
        RecordStore(task.records, read_only=True) as records,
        whoosh_parts.writing(task.folder, task.part) as writer,
    ):
        for done, set_id in enumerate(task.ids, 1):
            record = records.get(set_id)
            assert record is not None, set_id
            for fields in documents(record):
                writer.add_document(**fields)
            report(done)


def documents(record: QuestionSet) -> Iterable[dict[str, object]]:
    """The Whoosh documents of a set: one a question, or one for the set alone when it has none."""
    if not record.questions:
        return (to_fields(record, None, -1),)
    return (to_fields(record, question, place) for place, question in enumerate(record.questions))


def to_fields(record: QuestionSet, question: Question | None, place: int) -> dict[str, object]:
    """The Whoosh document of one question (None: the set has none) with its set's fields beside it."""
    answer = question.answer if question else None
    notes = [*(question.footnotes if question else ()), *(answer.footnotes if answer else ())]
    texts = {
        "title": record.title,
        "question": text_of(question.blocks) if question else "",
        "answer": text_of(answer.blocks) if answer else "",
        "notes": "\n".join(note.text for note in notes),
        "context": _context(record) if place <= 0 else "",
    }
    facet_values = {facet.name: ",".join({slug for slug, _ in facet.values(record)}) for facet in FACETS}
    return {
        "set_id": record.id,
        "place": place,
        "number": question.number if question else "",
        "asked": record.asked_on.isoformat() if record.asked_on else "",
        **{name: text for name, text in texts.items() if text},
        **{name: slugs for name, slugs in facet_values.items() if slugs},
    }


def _context(record: QuestionSet) -> str:
    """What belongs to the set as a whole: explanation, notices and notes without a place."""
    notices = [text_of(notice.blocks) for notice in record.postponements]
    return "\n".join([text_of(record.explanation), *notices, *(note.text for note in record.footnotes)])
