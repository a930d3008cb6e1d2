"""Texts cut together give the words that each of them gives alone."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis import forms
from index.cutting import Cutter

ODD = " \n\t\x00\x1c\x85\xa0\u2028'’`´sS6d_-.,éÉΣİĳß\u0301"
TEXTS = st.lists(st.text(st.characters() | st.sampled_from(ODD), max_size=40), max_size=6)
# around the lengths at which words are looked at in another way, with beginnings that many of them share
BEGINNINGS = st.builds(str.__mul__, st.sampled_from("aéB"), st.integers(0, 70))
WORDS = st.builds(str.__add__, BEGINNINGS, st.text("ab", max_size=3))
SENTENCES = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=6)


def cut(cutter: Cutter, texts: Sequence[str]) -> list[list[str]]:
    """The words of each text."""
    words, lengths = cutter.cut(texts)
    found = iter(words.tolist())
    return [[cutter.forms[next(found)] for _ in range(length)] for length in lengths.tolist()]


@given(st.lists(TEXTS | SENTENCES, min_size=1, max_size=3))
@example([["adaptatieperiode adaptatieperiodes", "adaptatieperiode"]])  # sixteen letters, and the same with one more
@example([[]])
def test_texts_cut_together_give_the_words_of_each(batches: list[list[str]]) -> None:
    cutter = Cutter()
    assert [cut(cutter, texts) for texts in batches] == [[forms(text) for text in texts] for texts in batches]


def test_a_form_has_one_number() -> None:
    cutter = Cutter()
    one, _ = cutter.cut(["Stikstof, stikstof", "«stikstof»"])
    other, _ = cutter.cut(["stikstof"])
    assert {*one.tolist(), *other.tolist()} == {0}
    assert cutter.forms == ["stikstof"]
