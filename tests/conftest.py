"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import pytest
from corpus import EngineOf, build_generation, old, stikstof, trein
from hypothesis import settings

from index.records import QuestionSet
from search.embedded.engine import EmbeddedEngine

# Times never decide a test; what a change must pass is the same every time, exploring is for our own machines.
settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")


@pytest.fixture(scope="session")
def engine_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineOf]:
    """A function that builds a generation of records and opens the engine on it."""
    engines: list[EmbeddedEngine] = []

    def build(records: Iterable[QuestionSet]) -> EmbeddedEngine:
        folder = tmp_path_factory.mktemp("data")
        build_generation(folder, records)
        engines.append(EmbeddedEngine(folder / "generations"))
        return engines[-1]

    yield build
    for engine in engines:
        engine.close()


@pytest.fixture(scope="session")
def engine(engine_of: EngineOf) -> EmbeddedEngine:
    """The engine over the small corpus."""
    return engine_of([stikstof(), trein(), old()])
