"""Kills at random moments, by hand: python tests/replica/kills.py KILLS SETS FOLDER.

Crawl, extract, build and update are started and killed again and again while the service publishes changes, as long as
it has documents that did not change yet; beside them the site answers all the time. In the end an update without help
must leave what one run in an empty folder gives.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Self

from replica_service import PAPERS, Replica, running
from test_faults import bodies

from index.folders import Folders
from index.generations import current_name
from index.segments import open_arrays
from index.store import RecordStore
from index.writer import verify
from search.embedded.engine import EmbeddedEngine
from search.engine import NoGeneration
from search.request import SearchRequest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests"))
COMMANDS = ("crawl", "extract", "build", "update", "update", "update")
LONGEST = 4.0
"""Seconds after which a command is killed at the latest: most of them take less, undisturbed."""

CHANGED = 8


def main(kills: str, sets: str, folder: Path) -> None:
    with ExitStack() as stack:
        papers = ("--kvr", str(PAPERS / "KVR-1994-2008.tar.xz"), "--limit", sets, "--metadata-only", "0")
        replica = running(stack, folder / "replica.log", papers)
        killed, clean = Folders(folder / "killed"), Folders(folder / "clean")
        visitor = stack.enter_context(Visitor(killed.generations))
        told("killed in", kill_often(replica, killed, int(kills)))
        told("the next update", run(replica, killed, "update"))
        told("and one more", run(replica, killed, "update"))
        told("an update in an empty folder", run(replica, clean, "update"))
        compare(killed, clean)
        told("answers of the site meanwhile", visitor.answers)
        told("generations seen", len(visitor.seen))
        told("answers that were a mixture or failed", visitor.wrong)


def kill_often(replica: Replica, folders: Folders, kills: int) -> dict[str, int]:
    """How often each command was under way when it was killed; what serves is whole after each kill."""
    done = dict.fromkeys(COMMANDS, 0)
    unchanged = sorted(replica.documents())  # a second change on one day is seen the day after
    random.shuffle(unchanged)
    while sum(done.values()) < kills:
        command = random.choice(COMMANDS)
        with start(replica, folders, command) as process:
            time.sleep(random.uniform(0.5, LONGEST))
            done[command] += process.poll() is None
            process.kill()
        if sum(done.values()) % 10 == 0:
            run(replica, folders, "update")
        unchanged, changing = unchanged[CHANGED:], unchanged[:CHANGED]
        if changing:
            replica.order(change={"ids": changing})
        if name := current_name(folders.generations):
            place = folders.generations / name
            verify(place, open_arrays(place / "whoosh"))
    return done


def start(replica: Replica, folders: Folders, command: str) -> subprocess.Popen[str]:
    asked = ["--base-url", replica.base] if command in {"crawl", "update"} else ["--jobs", "2"]
    whole = [sys.executable, "-m", "index", "--data", str(folders.root), command, *asked]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(whole, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def run(replica: Replica, folders: Folders, command: str) -> tuple[int, str]:
    """The exit status of a command that nobody disturbs, and what it told."""
    with start(replica, folders, command) as process:
        output, _ = process.communicate()
    return process.returncode, " | ".join(output.splitlines()[-4:])


def compare(killed: Folders, clean: Folders) -> None:
    """Whether two data folders hold the same."""
    from contents import contents

    ours, theirs = bodies(killed.archive), bodies(clean.archive)
    told("documents", len({name for name, _ in theirs}))
    told("forms that differ", [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)])
    with RecordStore(killed.records) as one, RecordStore(clean.records) as other:
        told("records that differ", [a.id for a, b in zip(one, other, strict=True) if a != b])
    served = [contents(each.generations / (current_name(each.generations) or "")) for each in (killed, clean)]
    told("the generations hold the same", served[0] == served[1])
    told("folders left", sorted(place.name for place in killed.generations.iterdir()))


class Visitor:
    """Asks the site all the time, and holds every answer against the generation that it names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._visit)
        self.answers, self.seen, self.wrong = 0, set[str](), list[object]()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _visit(self) -> None:
        engine = self._engine()
        while engine and not self._over.wait(0.05):
            held = engine.pinned()
            found, coverage = held.search(SearchRequest(q="minister"), date(2026, 1, 1)), held.coverage()
            shown = [held.question_set(hit.id) for hit in found.hits]
            whole = held.search(SearchRequest(), date(2026, 1, 1)).total.sets == coverage.sets and None not in shown
            self.answers += 1
            self.seen.add(found.snapshot.id)
            self.wrong += [] if whole else [found.snapshot.id]

    def _engine(self) -> EmbeddedEngine | None:
        """The engine once there is something to serve."""
        while not self._over.wait(0.2):
            try:
                return EmbeddedEngine(self._folder)
            except NoGeneration:
                continue
        return None


def told(what: str, value: object) -> None:
    print(f"{what}: {value}", flush=True)  # noqa: T201 - its purpose


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
