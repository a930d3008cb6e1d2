"""Searching: a request to a response."""

from __future__ import annotations

from pathlib import Path

from search.engine import Engine


def open_engine(folder: Path) -> Engine:
    """The engine that serves the generations in a folder; raises NoGeneration when there is none yet."""
    from search.embedded.engine import EmbeddedEngine  # noqa: PLC0415 - reading a request needs no engine

    return EmbeddedEngine(folder)
