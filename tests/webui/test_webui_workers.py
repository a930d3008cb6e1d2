"""Several processes serve one address, each taking up a new index by itself, and all end together."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from corpus import build_generation, old, stikstof

from index.store import RecordStore

ROOT = Path(__file__).parents[2]
CHILDREN = Path("/proc/self/task")

pytestmark = pytest.mark.skipif(
    not CHILDREN.exists(), reason="without /proc it cannot be seen which processes there are"
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    build_generation(tmp_path, [stikstof()])
    command = [sys.executable, "-m", "webui", "--data", str(tmp_path), "serve", "--port", "0", "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        assert process.stdout
        address = re.search(r"http://\S+?(?=/ )", process.stdout.readline())
        assert address
        yield process, address[0]
        process.kill()


def workers(process: subprocess.Popen[str]) -> list[int]:
    told = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8")
    return [int(pid) for pid in told.split()]


def sets(address: str) -> int:
    with urlopen(f"{address}/status", timeout=30) as answer:
        found: int = json.load(answer)["sets"]
        return found


def ended(process: subprocess.Popen[str], before: list[int]) -> int:
    """The exit status; none of the processes may be left."""
    status = process.wait(30)
    assert not [pid for pid in before if Path(f"/proc/{pid}").exists()]
    return status


def test_all_take_up_a_new_index(site: tuple[subprocess.Popen[str], str], tmp_path: Path) -> None:
    process, address = site
    assert {sets(address) for _ in range(6)} == {1}
    build_generation(tmp_path, [old()])
    with RecordStore(tmp_path / "records.sqlite") as store:
        assert len(store) == 2
    end = time.monotonic() + 30
    while {sets(address) for _ in range(12)} != {2}:
        assert time.monotonic() < end, "not all took it up"
    held = workers(process)
    assert len(held) == 2
    process.send_signal(signal.SIGTERM)
    assert ended(process, held) == 0


def test_when_one_ends_all_end(site: tuple[subprocess.Popen[str], str]) -> None:
    process, address = site
    assert sets(address) == 1
    held = workers(process)
    os.kill(held[0], signal.SIGKILL)
    assert ended(process, held) == 1
    assert process.stdout
    assert "de site is daarom beëindigd" in process.stdout.read()
