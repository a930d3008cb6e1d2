"""From text to words: what counts as one word, and which words are the same."""

from __future__ import annotations

import lzma
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fold, forms, stem, word_matches, words_apart

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "snowball-dutch" / "dutch_porter"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kent u het bericht?", ["kent", "u", "het", "bericht"]),
        ("coördinatie één ĳs", ["coordinatie", "een", "ijs"]),
        ("auto’s foto's", ["auto's", "foto's"]),
        ("D66 D'66 D’66", ["d66", "d66", "d66"]),
        ("zo’n zon", ["zo", "n", "zon"]),
        ("'s-Gravenhage", ["s", "gravenhage"]),
        ("F-35, art. 68, 5G", ["f", "35", "art", "68", "5g"]),
        ("PvdA/GroenLinks", ["pvda", "groenlinks"]),
        ("onder_streept", ["onder", "streept"]),
        ("«Straße»", ["strasse"]),
        ("", []),
        ("🙂 – …", []),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("boer", "boeren"), ("toeslag", "toeslagen"), ("gemeente", "gemeenten"), ("auto", "auto's"), ("vraag", "vragen")],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("gas", "gast"), ("water", "wat"), ("zon", "zo"), ("gas", "megastal")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    found = list(word_matches(text))
    assert [fold(word.group()) for word in found] == forms(text)
    assert all(one.end() <= two.start() for one, two in pairwise(found))


@given(st.text() | st.text("aSé5'’`_- .½İ\n"))
def test_words_cut_apart_are_the_words_and_stand_where_they_say(text: str) -> None:
    ends = [end + place for place, end in enumerate(accumulate(map(len, words_apart(text))))]
    assert ends[-1] == len(text)
    cut = [(end - len(word), end) for word, end in zip(words_apart(text), ends, strict=True) if word]
    assert cut == [word.span() for word in word_matches(text)]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    for form in forms(text):
        assert fold(form) == form


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="de woordenlijst van Snowball ligt buiten het project")
def test_stems_are_those_of_snowball() -> None:
    lists = []
    for name in ("voc", "output"):
        path = next(SHARED.glob(f"*{name}*"))
        opener = lzma.open if path.suffix == ".xz" else open
        with opener(path, "rt", encoding="utf-8") as file:
            lists.append(file.read().split("\n"))
    pairs = [(word, wanted) for word, wanted in zip(*lists, strict=True) if word and "'" not in word]
    assert len(pairs) > 40_000
    assert all(stem(word) == wanted for word, wanted in pairs)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="de woordenlijst van Snowball ligt buiten het project")
def test_a_stem_keeps_how_a_word_begins() -> None:
    with lzma.open(next(SHARED.glob("*voc*")), "rt", encoding="utf-8") as file:
        words = [word for word in file.read().split("\n") if word]
    assert [word for word in words if not fold(word).startswith(stem(fold(word))[:2])] == []
