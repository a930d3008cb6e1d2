"""What is understood of real papers does not become less without anybody saying so (`make score` tells more)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.score import REPLICA, SAMPLE, Outcome, Score, drops, measured, pinned


def score(**outcome: int | set[str]) -> Score:
    return {"modern": {"party": Outcome(**outcome)}}  # type: ignore[arg-type]


@pytest.mark.shared
@pytest.mark.skipif(not REPLICA.exists(), reason="de gedeelde documenten ontbreken hier")
def test_a_sample_is_understood_as_well_as_when_it_was_pinned(tmp_path: Path) -> None:
    before = pinned(SAMPLE)
    assert before
    assert drops(before, measured(SAMPLE, tmp_path, jobs=1)) == []
