"""Completion: what is offered to who is typing, in which order, and how many sets it finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from corpus import EngineOf, old, paragraph, stikstof, trein
from hypothesis import given
from hypothesis import strategies as st

from index.phrases import LONGEST, _growing, _Words
from index.records import Question, QuestionSet
from search.embedded.completion import MOST_VALUES
from search.embedded.engine import EmbeddedEngine
from search.request import Filter, SearchRequest
from search.response import Completion

TODAY = date(2023, 6, 1)

TITLES = (
    "Nachtvluchten op Schiphol",
    "De nachtvluchten op Schiphol en de coördinatie daarvan",
    "Coördinatie van de nachtvluchten boven Ede",
    "Het bericht over het openbaar vervoer",
    "Het openbaar vervoer in Ede",
)


def about(title: str, number: int) -> QuestionSet:
    texts = (title, f"Bent u bereid dat te doen? {title}", "Kunt u dat toelichten?")
    questions = tuple(Question(number=str(n), blocks=paragraph(text)) for n, text in enumerate(texts, 1))
    record = (stikstof, trein)[number % 2]()
    return replace(record, id=f"2022Z{number:05d}", title=title, aliases=(), questions=questions)


@pytest.fixture(scope="module")
def engine(engine_of: EngineOf) -> EmbeddedEngine:
    return engine_of([*(about(title, number) for number, title in enumerate(TITLES)), old()])


def offered(engine: EmbeddedEngine, typed: str) -> list[str]:
    return [completion.text for completion in engine.complete(typed, 8, TODAY)]


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("nacht", ["nachtvluchten", "nachtvluchten op schiphol"]),
        ("NACHTVLUCHTEN O", ["nachtvluchten op schiphol"]),
        ("nachtvluchten", ["nachtvluchten", "nachtvluchten op schiphol"]),
        ("nachtvluchten ", ["nachtvluchten", "nachtvluchten op schiphol"]),
        ("vervo", ["vervoer", "openbaar vervoer"]),
        ("coord", ["coördinatie"]),
        ("coörd", ["coördinatie"]),
        ("klaver", ["Klaverweide"]),
        ("prins", ["De Jongh-Prins"]),
        ("de jon", ["De Jongh-Prins"]),
        ("edense", []),
        ("", []),
        ("  ", []),
        ("*\"'(", []),
        ("x" * 101, []),
    ],
)
def test_what_is_offered(engine: EmbeddedEngine, typed: str, texts: list[str]) -> None:
    assert offered(engine, typed) == texts


def test_what_says_nothing_is_not_offered(engine: EmbeddedEngine) -> None:
    for typed in ("ben", "kun", "toelich", "beri"):
        assert offered(engine, typed) == [], typed


def test_a_former_name_leads_to_the_value_of_today(engine: EmbeddedEngine) -> None:
    (found,) = (one for one in engine.complete("verkeer en wat", 8, TODAY) if one.facet == "ministerie")
    assert found == Completion(
        text="Infrastructuur en Waterstaat", sets=2, facet="ministerie", value="ienw", also="Verkeer en Waterstaat"
    )
    assert any(one.value == "ienw" and one.also for one in engine.complete("v&w", 8, TODAY))


def test_the_last_word_is_made_whole_behind_others(engine: EmbeddedEngine) -> None:
    assert offered(engine, "ede vervo") == ["ede vervoer"]
    assert offered(engine, "Ede nacht") == ["Ede nachtvluchten"]
    assert offered(engine, "schiphol vervo") == []  # no set has both
    assert offered(engine, "titel:ede vervo") == ["titel:ede vervoer"]
    assert offered(engine, "ede OF vervo") == []
    assert offered(engine, "de vervo") == []


@pytest.mark.parametrize("typed", ["n", "s", "ede", "openb", "d", "klaver", "ede v", "infra", "ver"])
def test_every_count_is_what_the_search_finds(engine: EmbeddedEngine, typed: str) -> None:
    found = engine.complete(typed, 8, TODAY)
    for one in found:
        wanted = SearchRequest(filters=(Filter(one.facet, (one.value,)),)) if one.facet and one.value else None
        response = engine.search(wanted or SearchRequest(q=one.text), TODAY)
        holding = response.total.sets if response.complete is None else response.complete
        assert holding == one.sets > 0, one
    assert sum(one.facet is not None for one in found) <= MOST_VALUES


@given(st.text(max_size=30))
def test_anything_can_be_typed(engine: EmbeddedEngine, typed: str) -> None:
    assert len(engine.complete(typed, 5, TODAY)) <= 5


FORMS = ["boot", "de", "kade", "mast", "vlag"]
Set = tuple[list[int], list[int]]
piece = st.lists(st.integers(0, len(FORMS) - 1), max_size=7)


@given(st.lists(st.tuples(piece, piece), min_size=1, max_size=6), st.integers(1, 3))
def test_phrases_are_counted_by_set(sets: list[Set], least: int) -> None:
    """A set has a title and a question; phrases begin and end with a word that says something, and cross no bounds."""
    pieces = [*(title for title, _ in sets), *(question for _, question in sets)]
    owners = np.array([number for number, terms in enumerate(pieces) for _ in terms], dtype=int)
    words = _Words(np.array([term for terms in pieces for term in terms], dtype=int), owners, owners % len(sets))
    telling = np.array([form != "de" for form in FORMS])
    counted = {
        phrase: (count, in_titles)
        for found in _growing(words, telling, sum(len(title) for title, _ in sets), least)
        for phrase, count, in_titles in zip(found.phrases, found.counts, found.in_titles, strict=True)
        if count >= least and telling[phrase[-1]]
    }
    assert counted == counted_one_by_one(sets, least)


def counted_one_by_one(sets: list[Set], least: int) -> dict[tuple[int, ...], tuple[int, int]]:
    in_titles = Counter(phrase for title, _ in sets for phrase in phrases_in(title))
    counts = Counter(phrase for title, question in sets for phrase in phrases_in(title) | phrases_in(question))
    return {phrase: (counts[phrase], count) for phrase, count in in_titles.items() if counts[phrase] >= least}


def phrases_in(terms: list[int]) -> set[tuple[int, ...]]:
    found = {tuple(terms[start:end]) for start, end in combinations(range(len(terms) + 1), 2)}
    return {phrase for phrase in found if len(phrase) <= LONGEST and "de" not in {FORMS[phrase[0]], FORMS[phrase[-1]]}}
