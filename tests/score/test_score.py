"""What is understood of real papers does not become less without anybody saying so (`make score` tells more)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.score import (
    FULL,
    REPLICA,
    SAMPLE,
    Outcome,
    Score,
    changes,
    drops,
    measured,
    pin,
    pinned,
    shortfalls,
)

FALLS_SHORT = {
    ("kvr scanned", "answer text"): "answers that stand among the questions in the file",
    ("kvr scanned", "answer numbers"): "the truth lacks first answers that stand behind the date of the reply",
    ("kvr scanned", "question text"): "the truth keeps questions together that run on in one another",
}


def score(**outcome: int | set[str]) -> Score:
    return {"modern": {"party": Outcome(**outcome)}}  # type: ignore[arg-type]


@pytest.mark.shared
@pytest.mark.skipif(not REPLICA.exists(), reason="de gedeelde documenten ontbreken hier")
def test_a_sample_is_understood_as_well_as_when_it_was_pinned(tmp_path: Path) -> None:
    before = pinned(SAMPLE)
    assert before
    assert drops(before, measured(SAMPLE, tmp_path, jobs=1)) == []


def test_a_share_that_fell_is_a_drop() -> None:
    before, after = score(right=9, said=10, known=9), score(right=9, said=11, known=9)
    assert drops(before, before) == drops(after, before) == []
    assert drops(before, after) == ["modern, party: precision 81.818%, was 90.000%"]
    assert drops(before, {}) == ["modern, party: recall 0.000%, was 100.000%"]


def test_what_was_gained_and_lost_is_named() -> None:
    before, after = score(wrong={"a", "b"}), score(wrong={"b", "c", "d"})
    assert changes(before, after) == ["modern, party: +1 (a) -2 (c, d)"]
    assert changes(before, before) == []


def test_pinned_figures_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.score.PINNED", tmp_path)
    kept = score(right=1, said=2, known=3, wrong={"a"})
    pin(SAMPLE, kept)
    assert pinned(SAMPLE) == kept


def test_what_is_pinned_is_what_is_wanted() -> None:
    """Figures that fall short are named here with the reason, not hidden in a file."""
    assert shortfalls(pinned(FULL)) == FALLS_SHORT.keys()
