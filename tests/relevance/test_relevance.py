"""The order of hits does not become worse without anybody saying so (`make evaluate` tells more)."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from benchmarks.relevance import JUDGED, TESTS, answers, below, chance, change, floors, judged, measured, pinned, told

SAMPLE = 40
"""Queries of the cheapest test, asked in seconds."""


@pytest.mark.shared
@pytest.mark.skipif(not JUDGED.exists(), reason="de beoordeelde zoekvragen liggen buiten het project")
def test_a_sample_is_ordered_as_well_as_it_was(tmp_path: Path) -> None:
    run = {"sample": measured(answers(tmp_path), list(islice(judged("qa"), SAMPLE)))}
    assert below(run, floors()) == []


def test_what_was_pinned_is_above_the_floors() -> None:
    held = pinned("full")
    assert set(held) == set(TESTS)
    assert below(held, floors()) == []


def test_a_mean_below_its_floor_is_told() -> None:
    run = {"qa": {"Q1": (0.5, 1.0, 1.0), "Q2": (0.0, 1.0, 1.0)}}
    assert below(run, {"qa": {"ndcg@10": 0.25}}) == []
    assert below(run, {"qa": {"ndcg@10": 0.3}}) == ["qa: ndcg@10 0.2500 is below 0.3"]


def test_chance_is_that_of_paired_signs() -> None:
    assert chance([0.0] * 50) == 1.0
    assert chance([1.0] * 4) == pytest.approx(2 / 2**4, abs=0.02)
    assert chance([1.0] * 20) < 0.001


def test_gains_and_losses_are_named() -> None:
    before = {"a": (0.0, 0.0, 0.0), "b": (1.0, 0.0, 0.0), "c": (1.0, 0.0, 0.0)}
    now = {"a": (0.5, 0.0, 0.0), "b": (0.9, 0.0, 0.0), "c": (1.0, 0.0, 0.0)}
    changed = change(before, now)
    assert (changed.gained, changed.lost) == (["a"], ["b"])
    assert (changed.before, changed.now) == (pytest.approx(2 / 3), pytest.approx(0.8))
    assert "+1: a" in "\n".join(told({"qa": now}, {"qa": before}))
