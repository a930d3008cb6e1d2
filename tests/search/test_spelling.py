"""Did you mean: which words are misspelled, what was meant by them, and when that is said."""

from __future__ import annotations

import csv
import lzma
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from corpus import EngineOf, old, question, stikstof, trein
from hypothesis import given
from hypothesis import strategies as st

from index.records import QuestionSet
from search.embedded.engine import EmbeddedEngine
from search.embedded.lexicon import SEEN_LEAST
from search.embedded.spelling import (
    _LETTERS,
    _SUBSTITUTION,
    DOUBLING,
    FIRST_LETTER,
    LONG,
    SWAP,
    Spelled,
    Speller,
    _Distances,
    sounds,
)
from search.query import typed_runs
from search.request import SearchRequest

TODAY = date(2023, 6, 1)
LISTS = Path(__file__).parent / "spelling"


def misspellings() -> list[dict[str, str]]:
    with (LISTS / "misspellings.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def speller() -> Speller:
    """Knows the words of the historical papers (`words.txt.xz`: word and texts), as the engine over them does."""
    lines = lzma.decompress((LISTS / "words.txt.xz").read_bytes()).decode().splitlines()
    counts = {word: int(count) for word, count in map(str.split, lines)}
    beside = {_pieces(row): int(row["naast elkaar"]) for row in misspellings()}
    return Speller(counts, lambda words: beside.get(words, 0), least=SEEN_LEAST)


def _pieces(row: dict[str, str]) -> tuple[str, ...]:
    return tuple((row["getypt"] if " " in row["getypt"] else row["bedoeld"]).split())


def written(speller: Speller, typed: str) -> str:
    words = typed.split()
    for change in reversed(speller.respellings(words)):
        words[change.first : change.end] = change.words
    return " ".join(words)


def test_what_was_meant_comes_first(speller: Speller) -> None:
    rows = misspellings()
    right = [row for row in rows if written(speller, row["getypt"]) == row["bedoeld"]]
    assert len(rows) == 500
    assert len(right) / len(rows) >= 0.94


def test_correct_words_are_left_alone(speller: Speller) -> None:
    words = (LISTS / "correct.txt").read_text(encoding="utf-8").split()
    alone = [word for word in words if not speller.respellings([word])]
    assert len(words) > 700
    assert len(alone) / len(words) >= 0.99


@pytest.mark.parametrize(
    ("one", "other"),
    [("beleit", "beleid"), ("mijzen", "meisen"), ("rauw", "rouw"), ("lach", "lag"), ("comissie", "kommissie")],
)
def test_words_that_sound_alike(one: str, other: str) -> None:
    assert sounds(f"{one}\n") == sounds(f"{other}\n")


letters = st.text("abdetz", min_size=1, max_size=9)


@given(letters, st.lists(letters, min_size=1, max_size=6))
def test_the_table_for_all_words_gives_what_the_plain_one_gives(typed: str, words: list[str]) -> None:
    lines = "".join(f"{word}\n" for word in words)
    found = _Distances(Spelled.of(f"{typed}\n"), Spelled.of(lines), 10).costs()
    np.testing.assert_allclose(found, [plain_cost(typed, word) for word in words], rtol=1e-5)


def plain_cost(typed: str, word: str) -> float:
    """The edit distance as a table of floats."""
    table = {(0, 0): 0.0}
    for i in range(len(typed) + 1):
        for j in range(len(word) + 1):
            ways = [table[0, 0]] if i == j == 0 else []
            first = FIRST_LETTER if i == 1 else 0.0
            if i:
                doubled = i > 1 and typed[i - 1] == typed[i - 2]
                ways.append(table[i - 1, j] + (DOUBLING if doubled else 1) + first)
            if j:
                doubled = j > 1 and word[j - 1] == word[j - 2]
                ways.append(table[i, j - 1] + (DOUBLING if doubled else 1) + (0 if j > 1 else FIRST_LETTER))
            if i and j:
                cost = float(_SUBSTITUTION[_LETTERS[ord(typed[i - 1])], _LETTERS[ord(word[j - 1])]])
                ways.append(table[i - 1, j - 1] + cost + (first if cost else 0))
            if i > 1 and j > 1 and typed[i - 2 : i] == word[j - 2 : j][::-1]:
                ways.append(table[i - 2, j - 2] + SWAP)
            table[i, j] = min(ways)
    return table[len(typed), len(word)]


@given(letters, letters)
def test_no_word_within_reach_is_passed_over(typed: str, word: str) -> None:
    """What one or two insertions, removals, swaps or substitutions away is, is looked at."""
    one, other = Spelled.of(f"{typed}\n"), Spelled.of(f"{word}\n")
    for mistakes in (1, 2):
        if _edits(typed, word) <= mistakes:
            assert one.near(other, mistakes)[0]


def _edits(one: str, other: str) -> int:
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, there in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != there)))
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


@given(st.lists(st.text("abcdeijkoz'é1", max_size=LONG + 4), max_size=4))
def test_nothing_typed_is_too_odd(speller_of_few: Speller, words: list[str]) -> None:
    places = [place for change in speller_of_few.respellings(words) for place in (change.first, change.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(words) for place in places)


@pytest.fixture(scope="module")
def speller_of_few() -> Speller:
    return Speller({"bezoek": 900, "kiezen": 500, "de": 9000, "zee": 40}, lambda _: 1)


def test_without_words_there_is_nothing_to_suggest() -> None:
    assert Speller({}, lambda _: 0).respellings(["stikstof"]) == []


@pytest.mark.parametrize(
    ("query", "runs"),
    [
        ("hoog watter", [["hoog", "watter"]]),
        ("hoog OF watter", [["hoog"], ["watter"]]),
        ("hoog -watter", [["hoog"], ["watter"]]),
        ('"hoog watter" dijk', [["hoog"], ["watter"], ["dijk"]]),
        ("(hoog watter) dijk", [["hoog", "watter"], ["dijk"]]),
        ("titel:hoog watter", [["hoog", "watter"]]),
        ("partij:vdd watter", [["watter"]]),
        ("partij:(vdd OF cdaa) watter", [["watter"]]),
        ("partij:(vdd OF (cdaa)) (watter)", [["watter"]]),
        ("jaar:2001 datum:2001-01 nummer:abc watter", [["watter"]]),
        ("wat* nos.nl F-16 art. 68 watter", [["watter"]]),
        ("kinder-opvang watter", [["kinder"], ["opvang"], ["watter"]]),
        ("Coördinatie", [["coordinatie"]]),
        ("* ( ) \" '", []),
        ("", []),
    ],
)
def test_words_that_are_looked_at(query: str, runs: list[list[str]]) -> None:
    found = list(typed_runs(query))
    assert [[word.form for word in run] for run in found] == runs


@given(st.text(max_size=60))
def test_words_lie_in_order_in_any_query(query: str) -> None:
    places = [place for run in typed_runs(query) for word in run for place in (word.start, word.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(query) for place in places)


def suggestion(engine: EmbeddedEngine, q: str, **params: str) -> str | None:
    return engine.search(SearchRequest.from_params([("q", q), *params.items()]), TODAY).suggestion


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("stikstoff", "stikstof"),
        ("passende maatreglen", "passende maatregelen"),
        ('"passende maatreglen"', '"passende maatregelen"'),
        ("titel:veluvse OF trein", "titel:Veluwse OF trein"),
        ("kinder opfang toeslag", "kinderopvangtoeslag"),
        ("kinder opvang toeslag", None),  # finds it as it is
        ("stikstof", None),
        ("maatregel", None),
        ("stikstof*", None),
        ("partij:stikstoff", None),
        ("", None),
    ],
)
def test_a_query_as_it_was_meant(engine: EmbeddedEngine, query: str, meant: str | None) -> None:
    assert suggestion(engine, query) == meant


def test_one_word_that_is_two(engine_of: EngineOf) -> None:
    records = [_about(stikstof(), number, "Is de gevaarlijke stof weg?") for number in range(30)]
    assert suggestion(engine_of(records), "gevaarlijkestof") == "gevaarlijke stof"


def _about(record: QuestionSet, number: int, text: str) -> QuestionSet:
    return replace(record, id=f"2022Z{number:05d}", aliases=(), questions=(question(1, text),))


def test_what_would_find_nothing_here_is_not_suggested(engine: EmbeddedEngine) -> None:
    assert suggestion(engine, "stikstoff", jaar="2022") == "stikstof"
    assert suggestion(engine, "stikstoff", jaar="1998") is None


def test_accents_and_capitals_are_as_printed(engine_of: EngineOf) -> None:
    assert suggestion(engine_of([old(), trein()]), "finansiele gevolgen") == "financiële gevolgen"
    assert suggestion(engine_of([trein()]), "wageningn") == "Wageningen"
