"""A question that takes too long ends, at any step, and the next one is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from corpus import build_generation, old, stikstof, trein

from search.embedded.deadline import Deadline
from search.embedded.engine import EmbeddedEngine
from search.engine import TooSlow
from search.request import SearchRequest

TODAY = date(2024, 1, 1)
WANTED = SearchRequest(q="boer OF (trein NIET maatregelen) boeren")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_generation(tmp_path, [stikstof(), trein(), old()])
    return tmp_path / "generations"


def test_every_question_has_its_time(folder: Path) -> None:
    engine = EmbeddedEngine(folder, patience=-1)
    for ask in (engine.search, engine.statistics, engine.count):
        with pytest.raises(TooSlow):
            ask(WANTED, TODAY)
    with pytest.raises(TooSlow):
        engine.facet(WANTED, "partij", TODAY)
    engine.close()


def test_it_can_end_at_any_step_and_leaves_nothing_behind(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    whole = engine.search(WANTED, TODAY)
    stopped = 0
    for last in range(1, 200):
        seen = iter(range(last))

        def check(_: Deadline, seen: Iterator[int] = seen) -> None:
            if next(seen, None) is None:
                raise TooSlow

        with patch.object(Deadline, "check", check):
            try:
                engine.search(WANTED, TODAY)
            except TooSlow:
                stopped += 1
            else:
                break
    assert stopped > 10
    assert engine.search(WANTED, TODAY).hits == whole.hits
    engine.close()


def test_the_next_generation_may_take_longer_to_get_ready(folder: Path) -> None:
    engine = EmbeddedEngine(folder, patience=-1)
    engine._make_ready(engine._generation(), TODAY)
    engine.close()
