"""Real papers, outside the project: each is in one set, and most are understood (tests/score tells how well)."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from example_documents import SHARED, document

from index.extract.document import extract
from index.extract.parts import Part
from index.link import link
from index.snapshots import Form

SAMPLE = SHARED / "data" / "kvr-xml" / "sample"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SAMPLE.exists(), reason="de gedeelde documenten ontbreken hier"),
]


@cache
def sample_parts() -> tuple[Part, ...]:
    files = sorted(SAMPLE.glob("*.xml"))
    return tuple(extract(document(file.stem, "kvr", [(Form.KVR, file.read_bytes())])) for file in files)


def test_every_sample_file_is_in_exactly_one_set() -> None:
    question_sets = link(sample_parts())
    held = Counter(name for found in question_sets for name in {found.id, *found.aliases})
    assert len(sample_parts()) == 420
    assert {held[part.document] for part in sample_parts()} == {1}
    assert len({found.id for found in question_sets}) == len(question_sets)


def test_most_samples_are_understood() -> None:
    parts = sample_parts()
    assert sum(bool(part.body.questions) for part in parts) / len(parts) >= 0.98
    assert sum(bool(part.submitters) for part in parts) / len(parts) >= 0.99
    assert sum(part.asked_on is not None for part in parts) / len(parts) >= 0.99
    assert sum(bool(part.title) for part in parts) / len(parts) >= 0.99
