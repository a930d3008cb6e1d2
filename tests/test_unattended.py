"""Commands that nobody watches: what cron, systemd and the status page get to know, and disks that fail."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.archive import Archive
from index.archive_file import claim
from index.cli import vraagbaak
from index.demo import DOCUMENTS
from index.demo.server import serving
from index.folders import Folders
from index.generations import current_name
from index.runs import KEPT_FAILURES, Outcome, Run, last_run, remember
from index.store import RecordStore

ROOT = Path(__file__).parents[1]
# Even the administrator obeys the rights of files without these.
MERE_MORTAL = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(DOCUMENTS) as address:
        yield address


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(vraagbaak, ["--data", str(data), *arguments], catch_exceptions=False)


def update(data: Path, address: str, *arguments: str) -> Result:
    return run(data, "update", "--base-url", address, "--jobs", "1", *arguments)


@cache
def prepared(address: str, folder: Path) -> Path:
    """A data folder after an update, to be copied."""
    data = folder / "prepared"
    assert update(data, address).exit_code == 0
    return data


def in_process(
    data: Path, *arguments: str, limits: Callable[[], None] | None = None, prefix: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    command = [*prefix, sys.executable, "-m", "index", "--data", str(data), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, cwd="/", preexec_fn=limits
    )


# What is told


def test_a_run_is_remembered(tmp_path: Path, address: str) -> None:
    assert update(tmp_path, address).exit_code == 0
    told = last_run(tmp_path)
    assert told
    assert (told.command, told.outcome, told.failures) == ("update", "gelukt", ())
    assert told.succeeded_at == told.ended_at >= told.started_at
    assert told.requests > 60


def test_an_update_that_finds_nothing_new_is_known_to_have_looked(tmp_path: Path, address: str) -> None:
    shutil.copytree(prepared(address, tmp_path.parent), tmp_path, dirs_exist_ok=True)
    first = last_run(tmp_path)
    assert update(tmp_path, address).exit_code == 0
    second = last_run(tmp_path)
    assert first
    assert second
    assert first.generation == second.generation == current_name(tmp_path / "generations")
    assert first.synced_at
    assert second.synced_at
    assert datetime.fromisoformat(first.synced_at) < datetime.fromisoformat(second.synced_at)
    assert run(tmp_path, "crawl", "--base-url", address).exit_code == 0
    third = last_run(tmp_path)
    assert third
    assert (third.command, third.generation, third.synced_at) == ("crawl", second.generation, second.synced_at)


def test_a_run_that_could_not_do_everything_is_told_by_its_exit_status(tmp_path: Path, address: str) -> None:
    update(tmp_path, address)
    succeeded = last_run(tmp_path)
    outcome = run(tmp_path, "crawl", "--base-url", address, "--id", "ah-tk-18001801-1")
    assert outcome.exit_code == Outcome.PARTLY.exit_code == 3
    assert "ah-tk-18001801-1: de zoekdienst kent dit nummer niet" in outcome.stderr
    told = last_run(tmp_path)
    assert told
    assert succeeded
    assert (told.outcome, told.failed) == ("onvolledig", 1)
    assert told.failures == (("ah-tk-18001801-1", "de zoekdienst kent dit nummer niet"),)
    assert told.succeeded_at == succeeded.succeeded_at


def test_a_run_that_failed_is_remembered(tmp_path: Path) -> None:
    assert run(tmp_path, "crawl", "--base-url", "ftp://x").exit_code == Outcome.FAILED.exit_code == 1
    told = last_run(tmp_path)
    assert told
    assert told.outcome == "mislukt"
    assert "is geen webadres" in told.sentence


def test_only_the_first_failures_are_kept(tmp_path: Path) -> None:
    failures = tuple((f"ah-{n}", "status 503") for n in range(100))
    row = Run(command="crawl", started_at="", ended_at="", outcome="onvolledig", sentence="", failed=100)
    remember(tmp_path, Run(**{**{n: getattr(row, n) for n in row.__slots__}, "failures": failures}))
    told = last_run(tmp_path)
    assert told
    assert (told.failed, told.failures) == (100, failures[:KEPT_FAILURES])
    assert [path.name for path in tmp_path.iterdir()] == ["last-run.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"iets": 1}', '{"failures": []}'])
def test_what_another_version_kept_is_no_run(tmp_path: Path, text: str) -> None:
    (tmp_path / "last-run.json").write_text(text)
    assert last_run(tmp_path) is None


def test_the_log_for_machines_is_an_object_a_line(tmp_path: Path, address: str) -> None:
    outcome = update(tmp_path, address, "--log-json")
    assert outcome.exit_code == 0
    events = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert {event["event"] for event in events} == {"begun", "document", "result"}
    assert all(event.keys() >= {"at", "event", "sentence"} for event in events)
    documents = [event for event in events if event["event"] == "document"]
    crawled = next(event for event in events if event.get("source") == "koop")
    assert crawled["fetched"] == len(documents) == len({event["document"] for event in documents})
    assert crawled["requests"] > 0
    assert outcome.stderr == ""


def test_failures_are_events_too(tmp_path: Path, address: str) -> None:
    outcome = run(tmp_path, "crawl", "--base-url", address, "--id", "ah-tk-18001801-1", "--log-json")
    events = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert outcome.exit_code == 3
    assert [event["document"] for event in events if event["event"] == "failed"] == ["ah-tk-18001801-1"]
    assert events[-1]["event"] == "ended"
    assert events[-1]["exit_code"] == 3


def test_manners_can_be_set(tmp_path: Path, address: str) -> None:
    outcome = run(tmp_path, "crawl", "--base-url", address, "--max-requests", "10")
    assert outcome.exit_code == 0
    assert "De grens van 10 verzoeken is bereikt." in outcome.stdout
    assert run(tmp_path, "crawl", "--base-url", address, "--hours", "25:00-06:00").exit_code == 2
    assert run(tmp_path, "crawl", "--base-url", address, "--since", "2026-02-29").exit_code == 2
    assert run(tmp_path, "crawl", "--base-url", address, "--hours", "00:00-00:00").stdout.startswith("0 gevonden")
    assert run(tmp_path, "update", "--base-url", address, "--source", "kvr").exit_code == 2


def test_with_strict_robots_only_the_open_source_is_asked(tmp_path: Path, address: str) -> None:
    outcome = update(tmp_path, address, "--strict-robots")
    assert outcome.exit_code == 3  # the demonstration has no open data of the Tweede Kamer
    assert "de Tweede Kamer antwoordt met status 404" in outcome.stderr
    assert "zoekdienst" not in outcome.output


# One at a time


def test_a_second_update_beside_the_first_is_refused_and_changes_nothing(tmp_path: Path, address: str) -> None:
    update(tmp_path, address)
    before = last_run(tmp_path)
    for command in ("update", "extract", "build"):
        with closing(claim(Folders(tmp_path).records)):
            outcome = in_process(tmp_path, command, *(["--base-url", address] if command == "update" else []))
        assert outcome.returncode == 4, outcome.stderr
        assert "schrijft al een andere opdracht" in outcome.stderr
        assert "Traceback" not in outcome.stderr
    assert last_run(tmp_path) == before
    assert update(tmp_path, address).exit_code == 0


# Disks


def smallest(size: int) -> Callable[[], None]:
    """No file may become larger than this, as on a disk that is full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.parametrize("size", [20_000, 60_000, 150_000, 300_000])
def test_a_full_disk_gets_a_sentence_and_the_next_run_needs_no_help(tmp_path: Path, address: str, size: int) -> None:
    outcome = in_process(tmp_path, "crawl", "--base-url", address, limits=smallest(size))
    assert outcome.returncode == 1, outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert "is vol" in outcome.stderr or "geeft een fout" in outcome.stderr
    again = in_process(tmp_path, "crawl", "--base-url", address)
    assert again.returncode == 0, again.stderr
    with closing(sqlite3.connect(tmp_path / "archive.sqlite")) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    everything = tmp_path / "anew"
    in_process(everything, "crawl", "--base-url", address)
    with Archive(tmp_path / "archive.sqlite") as archive, Archive(everything / "archive.sqlite") as clean:
        assert list(archive.ids()) == list(clean.ids())
        for document in clean.documents():
            held = archive.document(document.id)
            assert held
            assert [kept.sha256 for kept in held.snapshots] == [kept.sha256 for kept in document.snapshots]


def test_a_full_disk_while_records_are_made_gets_a_sentence(tmp_path: Path, address: str) -> None:
    run(tmp_path, "crawl", "--base-url", address)
    for command in ("extract", "build"):
        outcome = in_process(tmp_path, command, "--jobs", "1", limits=smallest(30_000))
        assert outcome.returncode == 1, outcome.stderr
        assert "Traceback" not in outcome.stderr
        again = in_process(tmp_path, command, "--jobs", "1")
        assert again.returncode == 0, again.stderr
    with RecordStore(Folders(tmp_path).records) as store:
        assert len(store) > 50


@pytest.mark.parametrize(
    "step", ["shutil.copyfile", "os.link", "index.writer.write_manifest", "index.generations._flush"]
)
def test_a_full_disk_while_adding_to_the_index_leaves_what_serves(
    tmp_path: Path, address: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    folders = Folders(tmp_path)
    shutil.copytree(prepared(address, tmp_path.parent), tmp_path, dirs_exist_ok=True)
    served = current_name(folders.generations)
    changed_title(folders)
    with monkeypatch.context() as patch:
        patch.setattr(step, full)
        outcome = update(tmp_path, address)
    assert outcome.exit_code == 1
    assert "is vol" in outcome.stderr
    assert current_name(folders.generations) == served
    again = update(tmp_path, address)
    assert again.exit_code == 0, again.stderr
    assert "1 sets toegevoegd of vervangen" in again.stdout
    assert not list(folders.generations.glob("*.building"))


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is not here")
@pytest.mark.parametrize("commands", [[], ["crawl"]], ids=["empty", "used"])
def test_a_folder_that_may_not_be_written_in_gets_a_sentence(tmp_path: Path, address: str, commands: list[str]) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for command in commands:
        run(data, command, "--base-url", address)
    for path in (*data.iterdir(), data):
        path.chmod(0o555 if path.is_dir() else 0o444)
    prefix = MERE_MORTAL if os.geteuid() == 0 else ()
    try:
        for command in ("crawl", "update"):
            outcome = in_process(data, command, "--base-url", address, prefix=prefix)
            assert outcome.returncode == 1, outcome.stderr
            assert f"In {data} kan niet worden geschreven" in outcome.stderr
            assert "Traceback" not in outcome.stderr
    finally:
        data.chmod(0o755)


def changed_title(folders: Folders) -> None:
    """One set more to bring up to date."""
    with RecordStore(folders.records) as store:
        store.replace([replace(next(iter(store)), title="Een nieuwe titel")])


def below(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder, with its size and when it was written."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is not here")
@pytest.mark.parametrize("command", ["extract", "build", "update"])
@pytest.mark.parametrize("closed", ["", "generations"], ids=["data", "generations"])
def test_where_nothing_may_be_written_what_serves_goes_on(
    tmp_path: Path, address: str, command: str, closed: str
) -> None:
    folders = Folders(tmp_path / "data")
    shutil.copytree(prepared(address, tmp_path.parent), folders.root)
    changed_title(folders)
    shut = folders.root / closed
    before = below(folders.generations)
    for path in (shut, *shut.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    prefix = MERE_MORTAL if os.geteuid() == 0 else ()
    arguments = (command, "--jobs", "1", *(("--base-url", address) if command == "update" else ()))
    try:
        outcome = in_process(folders.root, *arguments, prefix=prefix)
    finally:
        for path in (shut, *shut.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert "Traceback" not in outcome.stderr
    if command == "extract" and closed:
        assert outcome.returncode == 0, outcome.stderr
    else:
        assert outcome.returncode == 1, outcome.stderr
        assert f"In {shut} kan niet worden geschreven" in outcome.stderr
    assert below(folders.generations) == before
    again = in_process(folders.root, *arguments)
    assert again.returncode == 0, again.stderr
    assert not list(folders.generations.glob("*.building"))
    if command != "extract":
        assert "Een nieuwe titel" in told_titles(folders)


def told_titles(folders: Folders) -> set[str]:
    """The titles in the index in use."""
    place = folders.generations / (current_name(folders.generations) or "")
    with RecordStore(place / "sets.sqlite", read_only=True) as store:
        return {record.title for record in store}


# Copies


def test_an_archive_can_be_copied_while_it_is_written_in(tmp_path: Path, address: str) -> None:
    run(tmp_path, "crawl", "--base-url", address, "--limit", "20")
    target = tmp_path / "copy" / "archive.sqlite"
    target.parent.mkdir()
    with Archive(Folders(tmp_path).archive) as writer, writer.transaction() as db:
        db.execute("INSERT INTO fact VALUES ('half', 'done')")
        outcome = run(tmp_path, "copy", str(target))
    assert outcome.exit_code == 0, outcome.output
    with Archive(target) as copy, Archive(Folders(tmp_path).archive) as original:
        assert list(copy.documents()) == list(original.documents())
        assert copy.rows("SELECT * FROM fact WHERE name = 'half'") == []
        assert copy.rows("PRAGMA journal_mode") == [("wal",)]
    assert run(target.parent, "crawl", "--base-url", address).exit_code == 0
    assert "bestaat al" in run(tmp_path, "copy", str(target)).stderr
    assert sorted(path.name for path in target.parent.glob("*.new*")) == []
