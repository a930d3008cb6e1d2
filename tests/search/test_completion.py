"""Completion: what is offered to who is typing, in which order, and how many sets it finds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from corpus import EngineOf, old, paragraph, stikstof, trein
from hypothesis import given
from hypothesis import strategies as st

from index.phrases import LONGEST, _counted, _Words
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
pieces = st.lists(st.lists(st.integers(0, len(FORMS) - 1), max_size=7), min_size=1, max_size=6)


@given(pieces, st.integers(1, 3))
def test_phrases_are_counted_by_set(pieces: list[list[int]], least: int) -> None:
    """Two pieces of text a set; a phrase begins and ends with a word that says something, and crosses no bounds."""
    owners = [piece for piece, terms in enumerate(pieces) for _ in terms]
    terms = [term for piece in pieces for term in piece]
    words = _Words(np.array(terms, dtype=int), np.array(owners, dtype=int), np.array(owners, dtype=int) // 2)
    assert _counted(words, FORMS, least) == counted_one_by_one(pieces, least)


def counted_one_by_one(pieces: list[list[int]], least: int) -> dict[tuple[str, ...], int]:
    holding: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, piece in enumerate(pieces):
        for start, end in combinations(range(len(piece) + 1), 2):
            holding[tuple(FORMS[term] for term in piece[start:end])].add(number // 2)
    common = {phrase for phrase, sets in holding.items() if len(phrase) <= LONGEST and len(sets) >= least}
    return {phrase: len(holding[phrase]) for phrase in common if "de" not in {phrase[0], phrase[-1]}}
