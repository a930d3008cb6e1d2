"""Time the whole road over the historical files: archive, records, generation, searches.

    python -m benchmarks.road [--keep FOLDER] [--limit N] [PATH ...]

Prints wall seconds, CPU seconds and peak memory of each stage, sizes on disk, and the times of searches.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from index.folders import Folders
from search import open_engine
from search.engine import Engine
from search.request import SearchRequest

HISTORICAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "kvr-xml"
ROUNDS = 5
SEARCHES = (
    {"q": "minister"},
    {"q": "asielzoekers"},
    {"q": "betuweroute kosten"},
    {"q": "“passende maatregelen”"},
    {"q": "gemeent* NIET asiel"},
    {"q": "ziekenhuis wachtlijst", "ministerie": "vws", "partij": "sp"},
    {"q": "varkenspest", "sorteer": "nieuw"},
    {"q": "", "status": "open"},
    {"q": "de minister van de"},
)


def main() -> None:
    """Run all stages and print what they took."""
    options = _options()
    place: AbstractContextManager[str] = nullcontext(options.keep) if options.keep else TemporaryDirectory()
    with place as data:
        crawl = ["crawl", "--source", "kvr", *(f"--path={path}" for path in options.paths)]
        limit = [f"--limit={options.limit}"] if options.limit else []
        print("| stage | wall s | CPU s | peak MB |\n|---|--:|--:|--:|")
        for command in ([*crawl, *limit], ["extract"], ["build"]):
            _stage(data, command)
        _sizes(Folders(Path(data)))
        _searches(Folders(Path(data)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", help="a folder to work in and leave behind")
    parser.add_argument("--limit", type=int)
    parser.add_argument("paths", nargs="*", type=Path, default=sorted(HISTORICAL.glob("*.tar.xz")))
    options = parser.parse_args()
    if not options.paths:
        parser.error("no historical files found; name them")
    return options


def _stage(data: str, command: list[str]) -> None:
    """Run one command of the command line and print a row of the table."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "index", "--data", data, *command], check=True, stdout=sys.stderr)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"| {command[0]} | {wall:.0f} | {cpu:.0f} | {after.ru_maxrss / 1024:.0f} |", flush=True)


def _sizes(folders: Folders) -> None:
    print("\n| on disk | MB |\n|---|--:|")
    for name, path in (("archive", folders.archive), ("records", folders.records), ("parts", folders.parts)):
        print(f"| {name} | {path.stat().st_size / 1e6:.0f} |")
    generation = folders.generations / (folders.generations / "current").read_text(encoding="utf-8")
    size = sum(file.stat().st_size for file in (generation / "whoosh").rglob("*") if file.is_file())
    print(f"| generation, index | {size / 1e6:.0f} |")


def _searches(folders: Folders) -> None:
    """Print the counts and the median time of each search; the first round is the cold one."""
    started = time.perf_counter()
    engine = open_engine(folders.generations)
    print(f"\nopened in {(time.perf_counter() - started) * 1000:.0f} ms\n")
    print("| search | sets | questions | first ms | median ms |\n|---|--:|--:|--:|--:|")
    for params in SEARCHES:
        _search(engine, SearchRequest.from_params(params.items()))
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of the searching process {usage:.0f} MB; {os.cpu_count()} cores")


def _search(engine: Engine, request: SearchRequest) -> None:
    responses = [engine.search(request, date(2008, 12, 31)) for _ in range(ROUNDS + 1)]
    times = [response.took_ms for response in responses]
    total = responses[0].total
    median = statistics.median(times[1:])
    print(f"| {responses[0].sentence} | {total.sets} | {total.questions} | {times[0]:.0f} | {median:.1f} |")


if __name__ == "__main__":
    main()
