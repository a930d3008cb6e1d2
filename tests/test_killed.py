"""An update that is killed at any step: what serves stays whole, and the next one needs no help."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from contents import contents
from test_unattended import run

from index.archive import Archive
from index.demo import DOCUMENTS
from index.demo.server import serving
from index.folders import Folders
from index.generations import current_name
from index.segments import open_arrays
from index.writer import verify

KILLING = Path(__file__).with_name("killing.py")
PAPERS = 80  # two files each
STEPS = (  # in the order an update takes them, so that each run comes as far as the next
    ("index.archive", "Archive.put", 20),
    ("index.parts_store", "PartStore.put", 1),
    ("index.store", "RecordStore.put", 1),
    ("index.parts_store", "PartStore.link", 1),
    ("index.writer", "catch_up", 1),
    ("index.arrays", "_save_array", 12),
    ("index.writer", "verify", 1),
    ("index.generations", "_flush", 20),
    ("index.generations", "Path.replace", 1),
    ("index.writer", "prune", 1),
)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A service of some of the demonstration papers."""
    few = tmp_path / "published" / "older"
    few.mkdir(parents=True)
    for path in sorted((DOCUMENTS / "older").iterdir())[:PAPERS]:
        shutil.copy(path, few)
    with serving(few.parent) as address:
        yield address


def killed(data: Path, address: str, module: str, name: str, call: int) -> None:
    command = [sys.executable, str(KILLING), module, name, str(call), "--data", str(data)]
    update = ["update", "--base-url", address, "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    ended = subprocess.run([*command, *update], env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL, (name, ended.stderr)


def serves_whole(folders: Folders) -> str:
    """The name of the generation that serves, whose records and index are one."""
    name = current_name(folders.generations)
    assert name
    place = folders.generations / name
    verify(place, open_arrays(place / "whoosh"))
    return name


def test_killed_at_every_step(tmp_path: Path, address: str) -> None:
    folders, undisturbed = Folders(tmp_path / "killed"), Folders(tmp_path / "undisturbed")
    run(folders.root, "crawl", "--base-url", address, "--limit", "10")
    run(folders.root, "extract", "--jobs", "1")
    run(folders.root, "build", "--jobs", "1")
    first = serves_whole(folders)
    for module, name, call in STEPS:
        killed(folders.root, address, module, name, call)
        served = serves_whole(folders)
        assert (served == first) is (name != "prune"), name
    last = run(folders.root, "update", "--base-url", address, "--jobs", "1")
    assert last.exit_code == 0, last.output
    assert run(undisturbed.root, "update", "--base-url", address, "--jobs", "1").exit_code == 0
    ours, theirs = (contents(each.generations / serves_whole(each)) for each in (folders, undisturbed))
    assert ours == theirs
    assert [place.name for place in folders.generations.iterdir() if place.name.endswith(".building")] == []
    with Archive(folders.archive) as archive, Archive(undisturbed.archive) as clean:
        assert list(archive.ids()) == list(clean.ids())
        assert [len(archive.history(name)) for name in archive.ids()] == [
            len(clean.history(name)) for name in clean.ids()
        ]
