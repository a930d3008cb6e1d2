"""Extraction that is killed goes on where it was, and ends with the very records of an undisturbed one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.archive import Archive, snapshot_of
from index.check import stages
from index.extraction import update_records
from index.folders import Folders
from index.parts_store import PartStore
from index.records import QuestionSet
from index.snapshots import Form
from index.store import RecordStore

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = (REPOSITORY / "tests/documents/kvr-open/V000190020.xml").read_text(encoding="utf-8")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DOCUMENTS = 900
KILLS = 8


def publish(folders: Folders, documents: range) -> None:
    """Papers like the example, each about something else on a day of its own."""
    with Archive(folders.archive) as archive, archive.transaction():
        for number in documents:
            body = EXAMPLE.replace("V000190020", f"V{number:09}").replace("00190020", f"{number:08}")
            body = body.replace("bakkerswinkels", f"bakkerswinkels in wijk {number}")
            name = f"V{number:09}"
            archive.put("kvr", snapshot_of(name, Form.KVR, f"kvr:{name}.xml", NOW, body.encode()))


def start(folders: Folders) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "index", "--data", str(folders.root), "extract", "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def read(folders: Folders) -> int:
    with PartStore(folders.parts) as parts:
        return len(parts)


def wait_until_reading(folders: Folders, process: subprocess.Popen[str]) -> None:
    before = read(folders)
    while process.poll() is None and read(folders) == before:
        time.sleep(0.01)


def records(folders: Folders) -> list[QuestionSet]:
    with Archive(folders.archive) as archive, RecordStore(folders.records) as store, PartStore(folders.parts) as parts:
        done = {entry.document for entry in parts.entries()}
        assert stages(set(archive.ids()), done, set(parts.oral()), store.documents()).complete
        return list(store)


@pytest.fixture
def undisturbed(tmp_path: Path) -> Folders:
    folders = Folders(tmp_path / "undisturbed")
    publish(folders, range(1, DOCUMENTS))
    update_records(folders, progress=lambda *_: None)
    return folders


def test_killed_at_random_moments(tmp_path: Path, undisturbed: Folders) -> None:
    folders = Folders(tmp_path / "killed")
    publish(folders, range(1, DOCUMENTS))
    interrupted, sizes = 0, []
    for _ in range(KILLS):
        with start(folders) as process:
            wait_until_reading(folders, process)
            time.sleep(random.uniform(0, 0.2))
            interrupted += process.poll() is None
            process.kill()
        sizes.append(read(folders))
    report = update_records(folders, progress=lambda *_: None)
    assert interrupted > 0
    assert sizes == sorted(sizes)
    assert sizes[0] > 0
    assert report.read == DOCUMENTS - 1 - sizes[-1]
    assert records(folders) == records(undisturbed)
    assert not update_records(folders, progress=lambda *_: None).changed


def test_stopped_by_hand(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    publish(folders, range(1, DOCUMENTS))
    with start(folders) as process:
        wait_until_reading(folders, process)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode in (0, 1)
    assert "Traceback" not in errors
    assert process.returncode == 0 or "Gestopt" in errors
    assert read(folders) > 0
