"""Visitors at once: python -m benchmarks.load ADDRESS [options]; prints what they met.

Each visitor asks for pages as a browser does over one connection, and reads some time in between. The queries are a
mix of plain words, phrases, filters and heavy ones. With --switching the site meanwhile goes over from one generation
to another and back, and requests around a switch are told apart.
"""

from __future__ import annotations

import json
import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import click
import numpy as np

QUERIES = (
    *(
        "stikstof",
        "asielzoekers",
        "betuweroute kosten",
        "gemeente* NIET asiel",
        '"passende maatregelen"',
        "de het een van",
    ),
    *(
        "minister",
        "titel:varkenspest",
        "ziekenhuis wachtlijst",
        "onderwijs VLAK/5 lerarentekort",
        "(a OF b) melk",
        "x" * 600,
    ),
)
ENDINGS = (*("",) * 40, *(".json",) * 5, *(".atom",) * 4, ".csv")
PAGES = ("/", "/help", "/dekking", "/status", "/facet/partij", "/facet/ministerie?q=minister", "/partijen/vvd")
READING = 1.0
TIMEOUT = 240.0

AROUND = {
    "in the first second after a switch": (0.0, 1.0),
    "in the four seconds after that": (1.0, 5.0),
    "in one second, ten seconds after": (10.0, 11.0),
}
"""Seconds after a switch in which a request must have been under way to be counted there.

Slow requests are under way in more seconds than quick ones; so seconds are held against seconds.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status, when it was asked for and when it was whole (by a clock in seconds)."""

    kind: str
    status: str
    begun: float
    ended: float


@dataclass(slots=True)
class Met:
    """What visitors met, and when the site was told to switch."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    answers: list[Answer] = field(default_factory=list)
    switches: list[float] = field(default_factory=list)

    def add(self, answer: Answer) -> None:
        with self.lock:
            self.answers.append(answer)

    def around(self, first: float, last: float) -> list[Answer]:
        """The answers that were being made between so many seconds after any switch."""
        return [a for a in self.answers if any(a.begun < at + last and a.ended > at + first for at in self.switches)]


def some_address(chance: random.Random) -> str:
    """An address as a visitor would ask for it."""
    if chance.random() < 0.3:
        return chance.choice(PAGES)
    params = {"q": chance.choice(QUERIES), "pagina": str(chance.randint(1, 3)), "jaar": str(chance.randint(1995, 2008))}
    kept = {name: value for name, value in params.items() if name == "q" or chance.random() < 0.3}
    return f"/zoeken{chance.choice(ENDINGS)}?{urlencode(kept)}"


def visit(address: str, met: Met, until: float, seed: int) -> None:
    """One visitor, until the time is over."""
    chance, place = random.Random(seed), urlsplit(address)
    line = HTTPConnection(place.hostname or "", place.port, timeout=TIMEOUT)
    while time.monotonic() < until:
        asked, begun = some_address(chance), time.monotonic()
        try:
            line.request("GET", asked, headers={"Accept": "text/html"})
            answer = line.getresponse()
            answer.read()
            status = str(answer.status)
        except (OSError, HTTPException) as error:
            line.close()
            status = type(error).__name__
        met.add(Answer("export" if ".csv" in asked else "page", status, begun, time.monotonic()))
        time.sleep(chance.uniform(0, 2 * READING))


def switch(folder: Path, met: Met, until: float, every: float) -> None:
    """Let the two newest generations serve in turn, a switch every so many seconds."""
    for name in cycle(reversed(two_generations(folder))):
        if time.monotonic() + every > until:
            return
        time.sleep(every)
        (folder / "current.new").write_text(name)
        (folder / "current.new").replace(folder / "current")
        met.switches.append(time.monotonic())


def two_generations(folder: Path) -> list[str]:
    """The names of the two newest generations, the one that serves last; a copy is made where there is only one."""
    names = sorted(place.name for place in folder.iterdir() if place.is_dir())[-2:]
    current = (folder / "current").read_text().strip()
    if names == [current]:
        copy = f"{int(current[:5]) + 1:05d}-copy"
        shutil.copytree(folder / current, folder / copy)
        manifest = folder / copy / "manifest.json"
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "id": copy}))
        names.append(copy)
    return sorted(names, key=lambda name: name == current)


def held_by(pids: tuple[int, ...]) -> dict[str, int]:
    """What processes hold: megabytes of their own, open files, mapped files."""
    places = [Path("/proc") / str(pid) for pid in pids]
    told = "".join((place / "smaps_rollup").read_text() for place in places).splitlines()
    return {
        "private MB": sum(int(line.split()[1]) for line in told if line.startswith("Private_Dirty")) // 1024,
        "open files": sum(len(list((place / "fd").iterdir())) for place in places),
        "mapped files": sum((place / "maps").read_text().count(".npy") for place in places),
    }


def lines(met: Met, seconds: float) -> Iterator[str]:
    """What is printed of it."""
    statuses = Counter(f"{answer.kind} {answer.status}" for answer in met.answers)
    yield f"{len(met.answers)} answers, {len(met.answers) / seconds:.1f} a second; {dict(sorted(statuses.items()))}"
    pages = Met(answers=[answer for answer in met.answers if answer.kind == "page"], switches=met.switches)
    yield from ("pages: " + _times(pages.answers), "exports: " + _times([a for a in met.answers if a.kind != "page"]))
    if met.switches:
        yield f"{len(met.switches)} switches; pages that were under way"
        yield from (f"  {name}: {_times(pages.around(*span))}" for name, span in AROUND.items())


def _times(answers: list[Answer]) -> str:
    if not answers:
        return "none"
    taken = [(answer.ended - answer.begun) * 1000 for answer in answers]
    p50, p95, p99 = np.percentile(taken, [50, 95, 99]).tolist()
    return f"{len(taken)}, ms: p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f}, most {max(taken):.0f}"


@click.command()
@click.argument("address")
@click.option("--visitors", default=50)
@click.option("--seconds", default=300.0)
@click.option("--pid", "pids", type=int, multiple=True, help="A process that serves; what it holds is told.")
@click.option("--switching", type=click.Path(path_type=Path), help="The generations that the site serves from.")
@click.option("--every", default=20.0, help="Seconds between two switches.")
def main(
    address: str, *, visitors: int, seconds: float, pids: tuple[int, ...], switching: Path | None, every: float
) -> None:
    """Let visitors loose on a site, and tell what they met."""
    if switching:
        two_generations(switching)
    met, until = Met(), time.monotonic() + seconds
    crowd = [threading.Thread(target=visit, args=(address, met, until, seed)) for seed in range(visitors)]
    if switching:
        crowd.append(threading.Thread(target=switch, args=(switching, met, until, every)))
    for one in crowd:
        one.start()
    while time.monotonic() < until:
        click.echo(f"held: {held_by(pids)}")
        time.sleep(min(30.0, seconds / 10))
    for one in crowd:
        one.join()
    click.echo("\n".join(lines(met, seconds)))
    click.echo(f"held: {held_by(pids)}")


if __name__ == "__main__":
    main()
