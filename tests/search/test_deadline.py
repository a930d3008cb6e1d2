"""A question that takes too long ends, at any step, and the next one is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import pytest
from corpus import build_generation, old, stikstof, trein

from search.draft import read_draft
from search.embedded.deadline import Deadline
from search.embedded.engine import EmbeddedEngine
from search.embedded.neighbours import Neighbours
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


def test_whatever_is_asked_in_one_request_has_one_time_together(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    record = engine.question_set(stikstof().id)
    assert record
    late = engine.pinned(-1)
    asked: tuple[Callable[[], object], ...] = (
        lambda: late.search(WANTED, TODAY),
        lambda: late.count(WANTED, TODAY),
        lambda: late.place(WANTED, record.id, TODAY),
        lambda: late.facet(WANTED, "partij", TODAY),
        lambda: next(late.records(WANTED, TODAY)),
        lambda: late.statistics(WANTED, TODAY),
        lambda: late.events(WANTED, TODAY, 5),
        lambda: late.question_set(record.id),
        lambda: late.relations(record),
        lambda: late.similar(record, ()),
        lambda: late.earlier(record),
        lambda: late.already_asked(read_draft("1. Wie bewaakt de boeren?")),
        lambda: late.explain(WANTED, record, TODAY),
        lambda: late.marking("boer"),
        lambda: late.complete("stik", 3, TODAY),
    )
    for ask in asked:
        with pytest.raises(TooSlow):
            ask()
    assert late.pinned().count(WANTED, TODAY) == engine.count(WANTED, TODAY)
    engine.close()


def test_records_and_drafts_stop_between_two_of_them(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    long = engine.pinned(60)
    records = long.records(SearchRequest(), TODAY)
    assert next(records)
    long._deadline()._end = 0
    with pytest.raises(TooSlow):
        next(records)
    short = engine.pinned(60)
    draft = read_draft("1. Wie bewaakt de boeren?\n2. Wanneer rijdt de trein?")
    with patch.object(Neighbours, "nearest_documents", ending(short)), pytest.raises(TooSlow):
        short.already_asked(draft)
    engine.close()


def ending(engine: EmbeddedEngine) -> Callable[..., tuple[npt.NDArray[np.intp], list[float]]]:
    """Something that finds nothing until the time is over."""

    def found(*_: object) -> tuple[npt.NDArray[np.intp], list[float]]:
        engine._deadline()._end = 0
        return np.array([], dtype=np.intp), []

    return found


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
    assert list(engine._make_ready(engine._generation(), TODAY))
    engine.close()
