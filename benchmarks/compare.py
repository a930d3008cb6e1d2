"""Compare the engines on one corpus and one log of queries.

    python -m benchmarks.compare [--keep FOLDER] [--rounds N] [--share PART] [--without ENGINE ...]
                                 [--no-growth] [--write FILE]

Every engine builds in a process of its own, from the records on disk: reading them is a part of every build, and told
apart. Those that are soon done build three times, in turn, and the middle one counts. Then each answers the whole log
in a process of its own, as it would serve, and so several times by turns, in another order every time: whatever else
the machine does falls on all alike. A query's time is the median of its rounds. Wall time and CPU time of the asking
thread are both kept: on a busy machine the second is the steadier one.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import picture
from benchmarks.corpus import prepared, records, rows, write_share
from benchmarks.engines import Ask, engines, make_generation
from benchmarks.querylog import Query, queries

OURS = "vraagbaak"
SHARES = (0.125, 0.25, 0.5, 1, 4)
Times = dict[str, list[float]]
Answered = dict[str, list[Any]]
"""For each query the total, and the milliseconds by the wall and of the CPU, by these names."""

TURNS, SOON_DONE = 3, 60
"""Builds that take less than so many seconds are made so many times: the clock of a machine goes up and down."""

TOO_SLOW_FOR_MORE = 1000
"""Milliseconds from which a query is asked once: seconds need no median."""

_IN_A_STEP = "from benchmarks.compare import step; step()"
"""Without a main module: helping processes load that again, here with all engines. That of `vraagbaak` loads little."""


def main() -> None:
    """Build, ask, print."""
    options = _options()
    place: AbstractContextManager[str] = nullcontext(options.keep) if options.keep else TemporaryDirectory()
    with place as kept:
        folder = Path(kept)
        folder.mkdir(parents=True, exist_ok=True)
        store, share = prepared(folder), options.share
        names = [name for name in engines() if name not in options.without]
        _write_records(folder, share)
        steps = [("read", OURS), *(("build", name) for name in names), ("generation", OURS)]
        read, *built, served = _in_turns(steps, folder, share)
        builds = dict(zip(names, built, strict=True))
        log = queries(list(rows(records(store))))
        wall, cpu, agreeing = _ask_in_turn(names, folder, share, log, options.rounds)
        starts = {name: _in_process("start", name, folder, share) for name in names}
        growth = {} if options.no_growth else {part: _grown(folder, part) for part in SHARES}
    _print(builds, read, served, starts, wall, cpu, agreeing, log, growth)
    if options.write:
        picture.write(Path(options.write), cpu, log, growth)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", help="a folder to work in and leave behind")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--share", type=float, default=1, help="the part of the corpus to compare on")
    parser.add_argument("--without", nargs="*", default=[], help="engines to leave out")
    parser.add_argument("--no-growth", action="store_true", help="only the whole corpus")
    parser.add_argument("--write", help="a file for the picture")
    return parser.parse_args()


def _in_turns(steps: list[tuple[str, str]], folder: Path, share: float) -> list[dict[str, Any]]:
    """What steps took: of those that are soon done the middle one of several turns."""
    turns = [[_in_process(*step, folder, share) for step in steps]]
    for turn in range(2, TURNS + 1):
        turns.append(
            [
                _in_process(*step, folder, share, turn) if first["wall"] < SOON_DONE else first
                for step, first in zip(steps, turns[0], strict=True)
            ]
        )
    return [sorted(of_step, key=lambda measured: measured["wall"])[TURNS // 2] for of_step in zip(*turns, strict=True)]


def _in_process(what: str, name: str, folder: Path, share: float, turn: int = 1) -> dict[str, Any]:
    """Run one step in a process of its own, once a turn; what it measured is kept beside what it made."""
    place = _place(folder, name, share)
    told = place.parent / f"{place.name}.{what}.{turn}.json"
    if what == "start" or not told.exists():
        place.mkdir(parents=True, exist_ok=True)
        told.write_bytes(subprocess.run(_command(what, name, folder, share), check=True, stdout=subprocess.PIPE).stdout)
    measured: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return measured


def _command(what: str, name: str, folder: Path, share: float) -> list[str]:
    return [sys.executable, "-c", _IN_A_STEP, what, name, str(folder), str(share)]


def _write_records(folder: Path, share: float) -> None:
    """Write the records of a share of the papers; in a process of its own, so that only builds are measured."""
    if share != 1:
        _in_process("records", OURS, folder, share)


def _place(folder: Path, name: str, share: float) -> Path:
    return folder / f"{name.replace(' ', '-')}-{share:g}"


def step() -> None:
    """Do in this process what its arguments name, and print what was measured."""
    what, name, folder, share = sys.argv[1:]
    if what == "ask":
        _answer(_opened(name, Path(folder), float(share)))
    else:
        print(json.dumps(_measured(what, name, Path(folder), float(share))))


def _measured(what: str, name: str, folder: Path, share: float) -> dict[str, Any]:
    place = _place(folder, name, share)
    if what == "start":
        return _start(name, folder, share)
    if what == "records":
        return _timed(lambda: write_share(prepared(folder), share, _store(folder, share)))
    store = _store(folder, share)
    if what == "read":
        return _timed(lambda: deque(records(store), maxlen=0))
    if what == "generation":
        return _timed(lambda: make_generation(store, place))
    for made in place.iterdir():
        shutil.rmtree(made) if made.is_dir() else made.unlink()
    measured = _timed(lambda: engines()[name].build(store, place))
    size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    counted = [(len(record.questions), len(row.body.encode())) for record in records(store) for row in rows([record])]
    return {**measured, "questions": sum(n for n, _ in counted), "size": size, "text": sum(text for _, text in counted)}


def _store(folder: Path, share: float) -> Path:
    """The records of a share of the papers."""
    return folder / ("papers.sqlite" if share == 1 else f"papers-{share:g}.sqlite")


def _timed(work: Callable[[], None]) -> dict[str, float]:
    """Wall and CPU seconds of some work with its child processes, and megabytes it needed above what was there."""
    before, started, used = _peak(), time.perf_counter(), _used()
    work()
    return {"wall": time.perf_counter() - started, "cpu": _used() - used, "peak": _peak() - before, "in_all": _peak()}


def _peak() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


def _used() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_utime + resource.getrusage(kind).ru_stime for kind in kinds)


def _opened(name: str, folder: Path, share: float) -> Ask:
    return engines()[name].open(_place(folder, name, share))


def _start(name: str, folder: Path, share: float) -> dict[str, Any]:
    """How long opening and the first query take in a new process, and the memory after a round of common words."""
    first = Query("first", "and", ("kosten",))
    if name == OURS:
        import search.embedded.engine  # noqa: F401 - what a process loads once, before it opens anything
    base, started = _resident(), time.perf_counter()
    ask = _opened(name, folder, share)
    opened = time.perf_counter()
    ask(first)
    asked = time.perf_counter()
    for word in ("minister", "gemeente", "onderzoek", "kamer", "bericht", "vragen", "antwoord"):
        ask(Query("warm", "and", (word,)))
    return {"open": opened - started, "first": asked - opened, "resident": _resident(), "own": _resident() - base}


def _resident() -> float:
    """Megabytes in memory now, pages of mapped files among them."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _ask_in_turn(
    names: list[str], folder: Path, share: float, log: list[Query], rounds: int
) -> tuple[Times, Times, dict[str, float]]:
    """For each engine the milliseconds of every query, by the wall and of the CPU, and how often it counts as we do.

    Each answers the log as a whole, so that it finds in the caches of the processor what a server would find there, and
    a slow minute of the machine is but one of the times of a query.
    """
    taken: dict[str, list[Answered]] = {name: [] for name in names}
    shuffle = Random(0)
    with ExitStack() as running:
        asked = {name: running.enter_context(_asked(name, folder, share, log)) for name in names}
        for _ in range(rounds):
            for name in shuffle.sample(names, len(names)):
                taken[name].append(asked[name]())
    wall, cpu = (
        {name: [statistics.median(times) for times in _by_query(found, which)] for name, found in taken.items()}
        for which in ("wall", "cpu")
    )
    totals = {name: found[-1]["total"] for name, found in taken.items()}
    same = {name: sum(map(int.__eq__, totals[name], totals[OURS])) / len(log) for name in names}
    return wall, cpu, same


def _by_query(rounds: list[Answered], which: str) -> Iterator[tuple[float, ...]]:
    """For each query what it took in every round."""
    return zip(*(found[which] for found in rounds), strict=True)


@contextmanager
def _asked(name: str, folder: Path, share: float, log: list[Query]) -> Iterator[Callable[[], Answered]]:
    """A process in which an engine answers the log as often as this is called."""
    command = _command("ask", name, folder, share)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        told, heard = process.stdin, process.stdout
        told.write(json.dumps([asdict(query) for query in log]) + "\n")

        def ask() -> Answered:
            told.write("\n")
            told.flush()
            found: Answered = json.loads(heard.readline())
            return found

        yield ask


def _answer(ask: Ask) -> None:
    """Answer a log that comes in, as often as a line comes after it; what took seconds is not asked again."""
    log = [Query(**{**row, "words": tuple(row["words"])}) for row in json.loads(sys.stdin.readline())]
    found: Answered = {"total": [0] * len(log), "wall": [0.0] * len(log), "cpu": [0.0] * len(log)}
    gc.collect()
    gc.freeze()  # as the site does before it serves: garbage is not looked for among all that an engine holds
    for _ in sys.stdin:
        for place, query in enumerate(log):
            if found["wall"][place] < TOO_SLOW_FOR_MORE:
                used, started = time.thread_time(), time.perf_counter()
                found["total"][place] = ask(query).total
                found["wall"][place] = (time.perf_counter() - started) * 1000
                found["cpu"][place] = (time.thread_time() - used) * 1000
        print(json.dumps(found), flush=True)


def _grown(folder: Path, share: float) -> dict[str, Any]:
    """Our build and our times, and those of tantivy where it is, at a share of the corpus."""
    _write_records(folder, share)
    build = _in_process("generation", OURS, folder, share)
    names = [name for name in (OURS, "tantivy") if name in engines()]
    for name in names[1:]:
        _in_process("build", name, folder, share)
    log = queries(list(rows(records(prepared(folder)))))
    _, cpu, _ = _ask_in_turn(names, folder, share, log, 3)
    return {"build": build, "cpu": cpu}


def _print(
    builds: dict[str, Any],
    read: dict[str, Any],
    served: dict[str, Any],
    starts: dict[str, Any],
    wall: Times,
    cpu: Times,
    agreeing: dict[str, float],
    log: list[Query],
    growth: dict[float, Any],
) -> None:
    print(f"{builds[OURS]['questions']} questions, {len(log)} queries, load {os.getloadavg()[0]:.1f}\n")
    _table(
        "build: CPU s|wall s|questions a CPU s|index MB|x text|peak MB|open ms|first ms|resident MB",
        {
            name: (
                f"{b['cpu']:.1f}|{b['wall']:.1f}|{b['questions'] / b['cpu']:.0f}|{b['size'] / 1e6:.0f}|"
                f"{b['size'] / b['text']:.2f}|{b['peak']:.0f}|{starts[name]['open'] * 1000:.0f}|"
                f"{starts[name]['first'] * 1000:.0f}|{starts[name]['resident']:.0f}"
            )
            for name, b in builds.items()
        },
    )
    print(f"reading the records, which is part of every build: {read['cpu']:.1f} s of CPU\n")
    print(
        f"a whole generation of ours, records and all, with two processes: {served['wall']:.1f} s by the wall, "
        f"{served['cpu']:.1f} s of CPU, {served['in_all']:.0f} MB\n"
    )
    for label, times in (("CPU ms a query", cpu), ("wall ms a query", wall)):
        _table(
            f"{label}: p50|p95|max|ours is x its p50|x its p95|same total as ours",
            {
                name: "|".join(
                    [
                        *(f"{_at(own, part):.2f}" for part in (0.5, 0.95, 1)),
                        *(f"{_at(times[OURS], part) / _at(own, part):.3f}" for part in (0.5, 0.95)),
                        f"{agreeing[name] * 100:.0f} %",
                    ]
                )
                for name, own in times.items()
            },
        )
    kinds = list(dict.fromkeys(query.kind for query in log))
    _table(
        "median CPU ms: " + "|".join(kinds),
        {
            name: "|".join(f"{statistics.median(_of_kind(own, log, kind)):.2f}" for kind in kinds)
            for name, own in cpu.items()
        },
    )
    if growth:
        _table(
            "growth: build wall s|p50 ms|p95 ms|max ms|tantivy p50|tantivy p95",
            {
                f"{share:g}": "|".join(
                    [
                        f"{at['build']['wall']:.0f}",
                        *(f"{_at(at['cpu'][OURS], part):.2f}" for part in (0.5, 0.95, 1)),
                        *(f"{_at(at['cpu']['tantivy'], part):.2f}" for part in (0.5, 0.95) if "tantivy" in at["cpu"]),
                    ]
                )
                for share, at in growth.items()
            },
        )


def _of_kind(times: list[float], log: list[Query], kind: str) -> list[float]:
    return [each for each, query in zip(times, log, strict=True) if query.kind == kind]


def _at(times: Iterable[float], part: float) -> float:
    """The time that this part of the queries stays within."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _table(head: str, lines: dict[str, str]) -> None:
    columns = head.count("|") + 1
    print(f"| {head.replace(': ', ' | ', 1).replace('|', ' | ')} |".replace("  |  ", " | "))
    print("|---|" + "--:|" * columns)
    for name, line in lines.items():
        print(f"| {name} | {line.replace('|', ' | ')} |")
    print(flush=True)


if __name__ == "__main__":
    main()
