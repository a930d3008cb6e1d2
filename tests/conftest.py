"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from corpus import EngineOf, build_generation, old, stikstof, trein
from hypothesis import settings

from index.records import QuestionSet
from search.embedded.engine import EmbeddedEngine

# Times never decide a test; what a change must pass is the same every time, exploring is for our own machines.
settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")


@pytest.fixture(scope="module")
def engine_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineOf]:
    """A function that builds a generation of records and opens the engine on it."""
    with ExitStack() as opened:
        yield lambda records: opened.enter_context(_engine(tmp_path_factory.mktemp("data"), records))


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    """The engine over the small corpus."""
    with _engine(tmp_path_factory.mktemp("data"), [stikstof(), trein(), old()]) as opened:
        yield opened


@contextmanager
def _engine(folder: Path, records: Iterable[QuestionSet]) -> Iterator[EmbeddedEngine]:
    build_generation(folder, records)
    with closing(EmbeddedEngine(folder / "generations")) as engine:
        yield engine
