"""A running site goes over to the next generation: no request fails or mixes two, and nothing of the old one stays."""

from __future__ import annotations

import gc
import os
import threading
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from corpus import old, stikstof, trein

from index import writer
from index.generations import Generation
from index.store import RecordStore
from search.embedded import serving
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from webui import create_app
from webui.settings import Settings

TODAY = date(2024, 1, 1)
SWITCHES = int(os.environ.get("SWITCHES", "20"))
OPEN_FILES = Path("/proc/self/fd")


def renewed(folder: Path, number: int) -> Generation:
    """The generation after one more set came in."""
    with RecordStore(folder / "records.sqlite") as store:
        store.replace([stikstof(), trein(), replace(old(), id=f"nr-{number}")])
        now = datetime(2026, 1, 1, tzinfo=UTC)
        renewal = writer.renew(store, folder / "generations", jobs=1, now=now, progress=lambda *_: None)
    assert renewal
    return renewal.generation


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)


def test_every_answer_comes_whole_from_one_generation(tmp_path: Path) -> None:
    first = renewed(tmp_path, 0)
    sets = {first.manifest.id: first.manifest.sets}
    engine = EmbeddedEngine(tmp_path / "generations")
    app = create_app(Settings(), engine, today=lambda: TODAY)
    over = threading.Event()

    def visit() -> set[tuple[str, int, int]]:
        client, seen = app.test_client(), set()
        while not over.is_set():
            found = client.get("/zoeken.json")
            held = client.get("/dekking.json")
            assert (found.status_code, held.status_code) == (200, 200)
            seen.add((found.json["snapshot"]["id"], found.json["total"]["sets"], len(found.json["hits"])))
            seen.add((held.json["snapshot"]["id"], held.json["sets"], held.json["figures"]["sets"]))
        return seen

    with ThreadPoolExecutor() as pool:
        visits = [pool.submit(visit) for _ in range(3)]
        for number in range(1, 4):
            made = renewed(tmp_path, number)
            sets[made.manifest.id] = made.manifest.sets
            wait_until(lambda made=made: engine.snapshot().id == made.manifest.id)
        over.set()
        seen = set.union(*(each.result() for each in visits))
    engine.close()
    assert {name for name, _, _ in seen} == sets.keys()
    assert all(sets[name] == total == shown for name, total, shown in seen)


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="without /proc it cannot be seen which files are open")
def test_switches_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "RESTS", 0)
    names = [renewed(tmp_path, number).manifest.id for number in range(2)]
    engine = EmbeddedEngine(tmp_path / "generations")
    held = []
    tracemalloc.start()
    for number in range(SWITCHES):
        (tmp_path / "generations" / "current").write_text(names[number % 2])
        wait_until(lambda number=number: engine.snapshot().id == names[number % 2])
        assert engine.search(SearchRequest(q="boer"), TODAY).total.sets == 2
        assert engine.similar(stikstof(), ())
        if number in {SWITCHES // 2, SWITCHES - 1}:
            gc.collect()
            held.append((opened(tmp_path), mapped(tmp_path), tracemalloc.get_traced_memory()[0]))
    tracemalloc.stop()
    engine.close()
    (files, maps, memory), (files_after, maps_after, memory_after) = held
    assert (files_after, maps_after) == (files, maps)
    assert memory_after - memory < 100_000


def test_who_asks_while_another_goes_over_opens_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "RESTS", 0)
    renewed(tmp_path, 0)
    held = serving.Serving(tmp_path / "generations", lambda *_: ())
    before = held.generation()
    made = renewed(tmp_path, 1)
    wait_until(lambda: held.generation().manifest.id == made.manifest.id)
    wait_until(nobody_goes_over)
    after = held.generation()
    held._look(before, (0, 0))  # as who took hold of the generation just before it was replaced
    wait_until(nobody_goes_over)
    assert held.generation() is after
    held.close()


def nobody_goes_over() -> bool:
    return all(thread.name != "next generation" for thread in threading.enumerate())


def opened(folder: Path) -> int:
    """How many files below a folder are open."""
    return sum(str(path.readlink()).startswith(str(folder)) for path in OPEN_FILES.iterdir() if path.is_symlink())


def mapped(folder: Path) -> int:
    """How many files below a folder are mapped into memory."""
    return Path("/proc/self/maps").read_text().count(str(folder))


def test_who_still_has_a_pruned_generation_open_can_go_on(tmp_path: Path) -> None:
    first = renewed(tmp_path, 0)
    engine = EmbeddedEngine(tmp_path / "generations")
    pinned = engine.pinned()
    for number in range(1, 4):
        renewed(tmp_path, number)
    assert not first.folder.exists()
    assert pinned.search(SearchRequest(q="boer"), TODAY).hits[0].title
    assert pinned.question_set("nr-0") == replace(old(), id="nr-0")
    assert pinned.snapshot().id == first.manifest.id
    wait_until(lambda: engine.snapshot().id != first.manifest.id)
    assert engine.coverage().sets == 6
    engine.close()


def test_a_site_goes_on_when_the_next_generation_is_of_another_version_or_gone(tmp_path: Path) -> None:
    first = renewed(tmp_path, 0)
    engine = EmbeddedEngine(tmp_path / "generations")
    second = renewed(tmp_path, 1)
    manifest = second.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": ', '"format": 99'))
    for _ in range(3):
        assert engine.snapshot().id == first.manifest.id
        time.sleep(0.05)
    (tmp_path / "generations" / "current").write_text("00007-gone")
    assert engine.coverage().sets == 3
    third = renewed(tmp_path, 2)
    wait_until(lambda: engine.snapshot().id == third.manifest.id)
    engine.close()
