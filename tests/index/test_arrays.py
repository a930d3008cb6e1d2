"""Arrays of a segment: small on disk, and nothing is lost by that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from corpus import old, question
from hypothesis import given
from hypothesis import strategies as st

from index import arrays, segments
from index.arrays import Postings
from index.collecting import Collector
from search.embedded.postings import Lookup
from search.tree import ALL_TEXTS, Near, Phrase, Word


def postings(frequencies: list[int]) -> Postings:
    """Postings of one term that is found so many times in each of its texts."""
    count, words = len(frequencies), sum(frequencies)
    return Postings.of(
        offsets=np.array([0, count]),
        texts=np.arange(count, dtype=np.int32),
        frequencies=np.array(frequencies, dtype=np.int64),
        position_offsets=np.array([0, words]),
        positions=np.zeros(words, dtype=np.uint8),
    )


@given(st.lists(st.integers(1, 800) | st.integers(1, 3)), st.data())
def test_frequencies_and_beginnings_are_what_they_were(frequencies: list[int], data: st.DataObject) -> None:
    held, texts = postings(frequencies), range(len(frequencies))
    counts = held.frequencies[:].tolist()
    assert np.bincount(held.texts, counts, len(frequencies)).tolist() == frequencies
    assert held.texts.tolist() == [text for text in texts for _ in range(-(-frequencies[text] // 255))]
    assert held.offsets.tolist() == [0, len(counts)]
    assert held.begin(np.arange(len(counts) + 1)).tolist() == [0, *np.cumsum(counts).tolist()]
    first, end = sorted(data.draw(st.tuples(*[st.integers(0, len(counts))] * 2)))
    some = np.array(data.draw(st.lists(st.integers(0, len(counts) - 1))) if counts else [], dtype=np.int64)
    assert held.frequencies[first:end].tolist() == counts[first:end]
    assert held.frequencies[some].tolist() == [counts[one] for one in some.tolist()]


@pytest.mark.parametrize(("words", "kind"), [(100, np.uint8), (1_000, np.uint16), (70_000, np.uint32)])
def test_words_are_found_at_the_end_of_a_long_text(tmp_path: Path, words: int, kind: type) -> None:
    text = f"{'zee ' * words} rode boot"
    collector = Collector()
    collector.add(replace(old(), questions=(question(1, text, "rode boot"), question(2, "boot rode", text))))
    with segments.writing(tmp_path) as writer:
        writer.take(collector.collected())
    held = segments.open_arrays(tmp_path)
    lookup, zee = Lookup(held), Word("zee", ALL_TEXTS)
    for leaf in (Phrase(("zee", "rode", "boot"), ALL_TEXTS), Near((zee, Word("boot", ALL_TEXTS)), (2,))):
        assert lookup.find(leaf).amounts.tolist() == [1, 1]
    found = lookup.find(zee)
    assert np.bincount(found.places, found.amounts)[found.places[[0, -1]]].tolist() == [words, words]
    assert held.postings.positions.dtype == kind


def test_offsets_take_four_bytes_on_disk(tmp_path: Path) -> None:
    small, large = np.array([0, 2**31 - 1]), np.array([0, 2**31])
    for name, offsets in {"small": small, "large": large}.items():
        arrays._save_array(str(tmp_path / name), offsets)
    kept = {name: np.load(tmp_path / f"{name}.npy") for name in ("small", "large")}
    assert {name: one.dtype for name, one in kept.items()} == {"small": np.int32, "large": np.int64}
    assert kept["large"].tolist() == large.tolist()
