"""Starts the replica of the official services where it is present."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from replica_service import REPLICA, StartReplica, running


@pytest.fixture
def start_replica(tmp_path: Path) -> Iterator[StartReplica]:
    """A function that starts a replica with arguments; all end with the test."""
    if not REPLICA.is_dir():
        pytest.skip(f"the replica is not at {REPLICA}")
    with ExitStack() as stack:
        yield lambda *arguments: running(stack, tmp_path / "replica.log", arguments)
