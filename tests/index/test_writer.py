"""Building generations: all or nothing, whatever happens on the way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from contents import plain
from corpus import build_generation, old, question, stikstof, trein
from whoosh.index import open_dir
from whoosh.query import And, Term

from index import arrays, generations, indexing
from index.inversion import invert
from index.store import RecordStore
from search.embedded.engine import EmbeddedEngine
from search.engine import NoGeneration
from search.request import SearchRequest

TODAY = date(2024, 1, 1)
Found = TypeVar("Found")


def names(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir() if place.is_dir())


def test_a_generation_is_a_whoosh_index_of_questions_with_their_sets_fields(tmp_path: Path) -> None:
    generation = build_generation(tmp_path, [stikstof(), trein(), old()])
    assert (generation.manifest.sets, generation.manifest.documents, generation.manifest.questions) == (3, 7, 7)
    whoosh_index = open_dir(str(generation.folder / "whoosh"))
    with whoosh_index.searcher() as searcher:
        query = And([Term("answer", "maatregelen"), Term("partij", "d66"), Term("ministerie", "lnv")])
        found = [hit.fields() for hit in searcher.search(query)]
    whoosh_index.close()
    assert found == [{"set_id": "2022Z90001", "place": 1}]


def test_a_set_without_questions_can_be_found(tmp_path: Path) -> None:
    build_generation(tmp_path, [replace(old(), questions=())])
    engine = EmbeddedEngine(tmp_path / "generations")
    response = engine.search(SearchRequest(q="financiële gevolgen"), TODAY)
    engine.close()
    assert [hit.id for hit in response.hits] == ["2979890010"]
    assert response.total.questions == 0
    assert response.hits[0].passages == ()


def test_an_empty_store_gives_an_empty_generation(tmp_path: Path) -> None:
    build_generation(tmp_path, [])
    engine = EmbeddedEngine(tmp_path / "generations")
    response = engine.search(SearchRequest(q="boer"), TODAY)
    coverage = engine.coverage()
    engine.close()
    assert (response.total.sets, response.hits, coverage.first_asked) == (0, (), None)


def test_several_processes_build_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "FEW", 0)
    records = [
        replace(trein(), id=f"2023Z{n:05d}", questions=(question(1, f"boer {n}"),) * (n % 3)) for n in range(999)
    ]
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace(records)
        ids = store.ids()
    begun = []

    def wait_for_the_other(first: int, *_: object) -> None:
        begun.append(first)
        if begun == list(range(0, first + 1, 100)):  # nobody else has begun anything
            time.sleep(0.5)

    alone = indexing.collect(store.path, ids, 1, lambda *_: None)
    together = indexing.collect(store.path, ids, 2, wait_for_the_other)
    assert [len(alone), len(together)] == [1, 2]
    assert all(each.rows for each in together)
    assert plain(invert(together)) == plain(invert(alone))


def test_the_running_engine_goes_over_and_old_generations_go(tmp_path: Path) -> None:
    build_generation(tmp_path, [stikstof()])
    engine = EmbeddedEngine(tmp_path / "generations")
    assert engine.coverage().sets == 1
    for record in (trein(), old()):
        build_generation(tmp_path, [record])
    wait_for(lambda: engine.coverage().sets == 3)
    engine.close()
    assert len(names(tmp_path / "generations")) == generations.KEPT_GENERATIONS


def test_a_generation_of_another_version_is_refused_with_a_sentence(tmp_path: Path) -> None:
    generation = build_generation(tmp_path, [old()])
    manifest = generation.folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"format": ', '"format": 99'), encoding="utf-8")
    with pytest.raises(NoGeneration, match="andere versie"):
        EmbeddedEngine(tmp_path / "generations")


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "generations"
    folder.mkdir()
    with generations.only_builder(folder), pytest.raises(generations.BuildError, match="al een index gebouwd"):
        build_generation(tmp_path, [old()])


def test_a_generation_that_does_not_add_up_is_not_switched_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build_generation(tmp_path, [stikstof()])
    save = arrays.save

    def save_damaged(contents: arrays.Arrays, stem: str) -> None:
        damaged = replace(contents.postings, begins=contents.postings.begins * 2)
        save(replace(contents, postings=damaged), stem)

    monkeypatch.setattr(arrays, "save", save_damaged)
    with pytest.raises(generations.BuildError, match="klopt niet"):
        build_generation(tmp_path, [trein()])
    assert generations.current_name(tmp_path / "generations") == first.manifest.id


BUILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from index import indexing, writer
from index.store import RecordStore

indexing.FEW = 0
folder = Path(sys.argv[1])
with RecordStore(folder / "records.sqlite") as store:
    print("building", flush=True)
    jobs = int(sys.argv[2])
    writer.build(store, folder / "generations", jobs=jobs, now=datetime.now(UTC), progress=lambda *_: None)
"""


def test_kill_9_during_a_build_leaves_the_old_generation(tmp_path: Path) -> None:
    records = [replace(stikstof(), id=f"2022Z{n:05d}") for n in range(150)]
    first = build_generation(tmp_path, records[:3])
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace(records)
    choice = random.Random(7)
    for _ in range(8):
        with subprocess.Popen([sys.executable, "-c", BUILD, str(tmp_path), "1"], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(choice.uniform(0, 0.35))
            process.send_signal(signal.SIGKILL)
        engine = EmbeddedEngine(tmp_path / "generations")
        sets = engine.search(SearchRequest(q="boer"), TODAY).total.sets
        assert sets == engine.coverage().sets
        assert sets in {3, 150}
        engine.close()
    last = build_generation(tmp_path, [])
    assert last.manifest.sets == 150
    assert last.manifest.id > first.manifest.id
    assert not [name for name in names(tmp_path / "generations") if name.endswith(".building")]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="zonder /proc is niet te zien welke processen er zijn")
def test_kill_9_leaves_no_helping_process_behind(tmp_path: Path) -> None:
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([replace(stikstof(), id=f"2022Z{n:05d}") for n in range(600)])
    with subprocess.Popen([sys.executable, "-c", BUILD, str(tmp_path), "3"], stderr=subprocess.DEVNULL) as process:
        helpers = wait_for(lambda: children(process.pid) if len(children(process.pid)) > 2 else [])
        process.send_signal(signal.SIGKILL)
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in helpers))
    assert build_generation(tmp_path, []).manifest.sets == 600


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="zonder /proc is niet te zien welke processen er zijn")
def test_a_helping_process_that_is_killed_ends_the_build(tmp_path: Path) -> None:
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([replace(stikstof(), id=f"2022Z{n:05d}") for n in range(600)])
    command = [sys.executable, "-c", BUILD, str(tmp_path), "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        (helper,) = wait_for(lambda: [pid for pid in children(process.pid) if b"spawn_main" in command_of(pid)])
        os.kill(int(helper), signal.SIGKILL)
        _, errors = process.communicate(timeout=60)
    assert process.returncode
    assert "door het systeem beëindigd" in errors
    assert build_generation(tmp_path, []).manifest.sets == 600


def command_of(pid: str) -> bytes:
    """What a process was started with."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def children(pid: int) -> list[str]:
    """The processes that a process started."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()


def wait_for(look: Callable[[], Found], seconds: float = 30) -> Found:
    """What a look gives once it gives anything; a failure when that takes too long."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return found
