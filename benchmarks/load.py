"""Visitors at once: python -m benchmarks.load ADDRESS [VISITORS] [SECONDS] [PID …]; prints what they met.

Each visitor asks for pages as a browser does over one connection, and reads some time in between. PIDs are processes
that serve: their memory is read along the way. The queries are a mix of plain words, phrases, filters and heavy ones.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

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
TIMEOUT = 60.0


@dataclass(slots=True)
class Met:
    """What visitors met: milliseconds by kind of page, and answers by status."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    times: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    def add(self, status: str, seconds: float) -> None:
        with self.lock:
            self.times.append(seconds * 1000)
            self.statuses[status] += 1


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
        begun = time.monotonic()
        try:
            line.request("GET", some_address(chance), headers={"Accept": "text/html"})
            answer = line.getresponse()
            answer.read()
            status = str(answer.status)
        except (OSError, HTTPException) as error:
            line.close()
            status = type(error).__name__
        met.add(status, time.monotonic() - begun)
        time.sleep(chance.uniform(0, 2 * READING))


def memory(pids: list[str]) -> int:
    """Megabytes that these processes hold for themselves."""
    told = "".join(Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids)
    return sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Private_Dirty")) // 1024


def main(address: str, visitors: str = "50", seconds: str = "300", *pids: str) -> None:
    met, until = Met(), time.monotonic() + float(seconds)
    crowd = [threading.Thread(target=visit, args=(address, met, until, seed)) for seed in range(int(visitors))]
    for visitor in crowd:
        visitor.start()
    held = []
    while time.monotonic() < until:
        held.append(memory(list(pids)))
        time.sleep(min(10.0, float(seconds) / 10))
    for visitor in crowd:
        visitor.join()
    p50, p95, p99 = np.percentile(met.times, [50, 95, 99]).round().tolist()
    print(f"{len(met.times)} answers, {len(met.times) / float(seconds):.1f} a second; {dict(met.statuses)}")
    print(f"ms: p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f}, most {max(met.times):.0f}")
    print(f"private MB along the way: {held}")


if __name__ == "__main__":
    main(*sys.argv[1:])
