"""The compiled loops give what plain Python gives, check the places they read from files, and need no cache."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import MOST, Postings
from search.embedded import loops

SETS = 12
TEXTS = 30

few = st.integers(0, 5)
texts_found = st.lists(st.integers(0, TEXTS - 1), max_size=20)
sets_of_texts = st.lists(st.integers(0, SETS - 1), min_size=TEXTS, max_size=TEXTS)
numbers = st.lists(few, min_size=1, max_size=30)


def ints(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(values, dtype=np.int32)


@given(st.lists(numbers, min_size=1, max_size=4), st.integers(0, 12))
def test_the_commonest_values_come_by_count_and_then_as_they_stand(facets: list[list[int]], wanted: int) -> None:
    counts = np.array([count for facet in facets for count in facet])
    firsts = np.cumsum([0, *map(len, facets)])
    best, most = np.empty((2, len(facets), wanted), dtype=np.int64)
    held = np.empty(len(facets), dtype=np.int64)
    loops.commonest(counts, firsts, best, most, held)
    for place, (facet, first) in enumerate(zip(facets, firsts.tolist(), strict=False)):
        there = [value for value, count in enumerate(facet) if count]
        expected = sorted(there, key=lambda value: -facet[value])[:wanted]
        assert held[place] == len(there)
        assert best[place, : len(expected)].tolist() == [first + value for value in expected]
        assert most[place, : len(expected)].tolist() == [facet[value] for value in expected]


@given(numbers, st.integers(1, 30), st.sampled_from([np.int64, np.float64]))
def test_the_foremost_are_the_least_and_equal_ones_as_they_stand(
    keys: list[int], wanted: int, kind: type[np.int64 | np.float64]
) -> None:
    places = np.empty(min(wanted, len(keys)), dtype=np.int64)
    loops.foremost(np.array(keys, dtype=kind), places)
    assert places.tolist() == sorted(range(len(keys)), key=keys.__getitem__)[:wanted]


@given(st.lists(st.lists(few, max_size=4), min_size=SETS, max_size=SETS), st.sets(st.integers(0, SETS - 1)))
def test_values_are_counted_as_often_as_sets_have_them(values: list[list[int]], chosen: set[int]) -> None:
    counts = np.zeros(6, dtype=np.int64)
    offsets = np.cumsum([0, *map(len, values)], dtype=np.uint32)
    flat = np.array([value for held in values for value in held], dtype=np.uint32)
    loops.count_values(np.array(sorted(chosen), dtype=np.int64), offsets, flat, counts)
    expected = Counter(value for ordinal in chosen for value in values[ordinal])
    assert counts.tolist() == [expected[value] for value in range(6)]


@given(texts_found, sets_of_texts, st.sets(st.integers(0, SETS - 1)), st.data())
def test_sets_are_weighed_by_what_their_texts_hold(
    texts: list[int], set_of: list[int], chosen: set[int], data: st.DataObject
) -> None:
    amounts = data.draw(st.lists(st.integers(1, 9), min_size=len(texts), max_size=len(texts)))
    weights = data.draw(st.lists(st.sampled_from([0.0, 0.25, 1.0, 3.0]), min_size=TEXTS, max_size=TEXTS))
    mask = np.array([ordinal in chosen for ordinal in range(SETS)])
    ordinals, room, scores = mask.nonzero()[0], np.where(mask, 0, np.nan), np.where(mask, 1, np.nan)
    counted = np.array(amounts, dtype=np.float32)
    loops.weigh(ints(texts), counted, ints(set_of), np.array(weights), mask, ordinals, 2.0, 1.5, room, scores)
    for ordinal in chosen:
        amount = sum(n * weights[text] for text, n in zip(texts, amounts, strict=True) if set_of[text] == ordinal)
        assert scores[ordinal] == pytest.approx(1 + 2.0 * amount / (amount + 1.5))
        assert room[ordinal] == 0


@given(
    st.lists(st.lists(st.tuples(st.integers(0, TEXTS - 1), st.integers(1, MOST))), min_size=4, max_size=4), st.data()
)
def test_the_texts_of_terms_are_gathered_one_term_after_the_other(
    terms: list[list[tuple[int, int]]], data: st.DataObject
) -> None:
    wanted = data.draw(st.lists(st.integers(0, 3), max_size=5))
    rows = [row for term in terms for row in term]
    offsets = np.cumsum([0, *map(len, terms)], dtype=data.draw(st.sampled_from([np.int32, np.int64])))
    begins = np.cumsum([0, *(often for _, often in rows)], dtype=np.uint8)
    expected = [row for term in wanted for row in terms[term]]
    assert loops.size_of(offsets, ints(wanted)) == len(expected)
    places, amounts = np.zeros(len(expected) + 1, dtype=np.int32), np.zeros(len(expected) + 1, dtype=np.float32)
    end = loops.gather(ints([text for text, _ in rows]), begins, offsets, ints(wanted), 0.5, 1, places, amounts)
    assert end == len(expected) + 1
    assert list(zip(places[1:].tolist(), amounts[1:].tolist(), strict=True)) == [(t, n / 2) for t, n in expected]


@given(st.dictionaries(st.integers(0, SETS - 1), few), st.sampled_from([np.uint8, np.uint16, np.uint32]))
def test_sets_are_flagged_and_have_their_scores_added(held: dict[int, int], kind: type[np.unsignedinteger]) -> None:
    sets, flags, scores = np.array(list(held), dtype=kind), np.zeros(SETS, dtype=bool), np.ones(SETS)
    loops.flag(sets, flags)
    loops.add(sets, np.array(list(held.values()), dtype=np.float32), 2.0, scores)
    assert set(np.flatnonzero(flags).tolist()) == set(held)
    assert scores.tolist() == [1 + 2 * held.get(ordinal, 0) for ordinal in range(SETS)]


@given(st.sets(st.integers(0, SETS - 1)))
def test_what_is_flagged_is_told_in_order(held: set[int]) -> None:
    flags, ordinals = np.array([ordinal in held for ordinal in range(SETS)]), np.empty(SETS + 1, dtype=np.int64)
    count = loops.flagged(flags, ordinals)
    assert ordinals[:count].tolist() == sorted(held)


@given(texts_found, st.sets(st.integers(0, SETS - 1)), st.data())
def test_questions_are_weighed_by_their_own_texts(texts: list[int], near: set[int], data: st.DataObject) -> None:
    """A set has two texts of its own, which are no question's, and one of its only question."""
    set_of = [text // 3 % SETS for text in range(3 * SETS)]
    document_of = [text // 3 if text % 3 == 2 else -1 for text in range(3 * SETS)]
    amounts = data.draw(st.lists(st.integers(1, 9), min_size=len(texts), max_size=len(texts)))
    wanted = sorted(data.draw(st.sets(st.sampled_from(sorted(near))))) if near else []
    mask, sums = np.array([ordinal in near for ordinal in range(SETS)]), np.zeros(len(wanted))
    counted, weights = np.array(amounts, dtype=np.float32), np.full(3 * SETS, 2.0)
    documents = np.array(wanted, dtype=np.int64)
    loops.weigh_documents(ints(texts), counted, ints(set_of), ints(document_of), weights, mask, documents, sums)
    held = [(document_of[text], amount) for text, amount in zip(texts, amounts, strict=True)]
    assert sums.tolist() == [2.0 * sum(amount for document, amount in held if document == one) for one in wanted]


@given(texts_found, sets_of_texts)
def test_marking_tells_how_many_sets_are_new(texts: list[int], set_of: list[int]) -> None:
    flags = np.zeros(SETS, dtype=bool)
    first = loops.mark(ints(texts[::2]), ints(set_of), flags)
    assert first == np.count_nonzero(flags)
    assert first + loops.mark(ints(texts[1::2]), ints(set_of), flags) == np.count_nonzero(flags)
    assert set(np.flatnonzero(flags).tolist()) == {set_of[text] for text in texts}


@given(st.lists(st.lists(st.integers(0, 3), min_size=SETS, max_size=SETS), min_size=1, max_size=4), st.booleans())
def test_a_question_counts_every_leaf_that_it_holds(leaves: list[list[int]], as_bits: bool) -> None:
    """A set has two questions; of a leaf it is told which of them hold it: none, the first, the second, both."""
    held, ordinals = np.full(2 * SETS, 1, dtype=np.uint16), np.arange(SETS)
    firsts, documents = ints(list(range(0, 2 * SETS + 1, 2))), ints([-1, *range(2 * SETS)])
    loops.count_none(ordinals, firsts, held)
    for before, leaf in enumerate(leaves):
        holding = [2 * ordinal + place for ordinal, which in enumerate(leaf) for place in (0, 1) if which >> place & 1]
        if as_bits:
            bits = np.packbits([document in holding for document in range(2 * SETS)])
            loops.count_bits(bits, ordinals, firsts, before, held)
        else:
            loops.count_held(ints([0, *(document + 1 for document in holding)]), documents, before, held)
    flags = np.zeros(SETS, dtype=bool)
    loops.any_counting(ordinals, firsts, held, len(leaves), flags)
    expected = [any(all(leaf[o] >> place & 1 for leaf in leaves) for place in (0, 1)) for o in range(SETS)]
    assert flags.tolist() == expected


@given(st.data(), st.integers(-3, 3), st.sampled_from([np.uint8, np.uint16, np.uint32]))
def test_a_spot_is_kept_when_the_word_stands_so_far_behind_it(
    data: st.DataObject, distance: int, kind: type[np.unsignedinteger]
) -> None:
    """Of three terms the middle one is looked for; a text may have it more often than one posting can tell."""
    places = st.sets(st.integers(0, 12), min_size=1)
    often = st.just(set(range(MOST + 9)) if kind is not np.uint8 else set(range(200)))
    terms = [data.draw(st.dictionaries(st.integers(0, 5), places | often, max_size=4)) for _ in range(3)]
    rows = [(text, sorted(term[text])) for term in terms for text in sorted(term)]
    positions = np.array([place for _, row in rows for place in row], dtype=kind)
    postings = Postings.of(
        offsets=np.cumsum([0, *map(len, terms)]),
        texts=ints([text for text, _ in rows]),
        frequencies=np.array([len(row) for _, row in rows], dtype=np.int64),
        position_offsets=np.cumsum([0, *(sum(map(len, term.values())) for term in terms)]),
        positions=positions,
    )
    spots = sorted(data.draw(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 14)), max_size=12)))
    flags = np.zeros(len(spots), dtype=bool)
    spot_texts = ints([text for text, _ in spots])
    spot_places = np.array([place for _, place in spots], dtype=np.int64)
    stretch = postings.texts, int(postings.offsets[1]), int(postings.offsets[2])
    loops.stand_beside(
        spot_texts, spot_places, distance, *stretch, postings.begins, postings.turns, postings.positions, flags
    )
    assert flags.tolist() == [place + distance in terms[1].get(text, ()) for text, place in spots]


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        loops.mark(ints([TEXTS]), ints([0] * TEXTS), np.zeros(SETS, dtype=bool))
    with pytest.raises(IndexError):
        loops.mark(ints([0]), ints([SETS] * TEXTS), np.zeros(SETS, dtype=bool))
    with pytest.raises(IndexError):
        loops.flag(np.array([SETS], dtype=np.uint16), np.zeros(SETS, dtype=bool))
    texts, begins, room = ints([1, 2]), np.array([0, 1, 2], dtype=np.uint8), np.zeros(2, dtype=np.int32)
    amounts = np.zeros(2, dtype=np.float32)
    for offsets, terms in (
        ([0, 2], [1]),
        ([0, 2], [-1]),
        ([0, 3], [0]),
        ([-1, 1], [0]),
        ([2, 1], [0]),
        ([0, 2], [0, 0]),
    ):
        with pytest.raises(IndexError):
            loops.gather(texts, begins, ints(offsets), ints(terms), 1.0, 0, room, amounts)


def test_without_a_folder_to_write_in_the_loops_are_compiled_all_the_same(tmp_path: Path) -> None:
    """The package lies where nothing may be written, as under systemd; a file in place of a folder does as much."""
    root = Path(__file__).parents[2]
    for package in ("index", "search"):
        copytree(root / package, tmp_path / package, ignore=lambda *_: ["__pycache__"])
    (tmp_path / "search/embedded/__pycache__").write_text("no folder")
    environment = {**os.environ, "HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null", "PYTHONPATH": str(tmp_path)}
    environment.pop("NUMBA_CACHE_DIR", None)
    asked = (
        "import numpy; from search.embedded import loops; print(loops.__file__, loops.size_of(*2 * [numpy.int32([])]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == [str(tmp_path / "search/embedded/loops.py"), "0"]
    assert run.stderr.count("NUMBA_CACHE_DIR") == 1
