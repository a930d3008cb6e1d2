"""No query takes more than its budget, and what is cut is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from corpus import EngineOf, old, question
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.embedded import matching, postings
from search.embedded.engine import EmbeddedEngine
from search.embedded.evidence import Evidence
from search.embedded.generation import OpenGeneration
from search.query import parse
from search.request import SearchRequest
from search.tree import parts

TODAY = date(2024, 6, 1)
VOCABULARY = [
    *("rood", "rode", "boot", "zee", "ro*", "bo*", '"rode boot"', '"', "(", ")", "EN", "OF", "NIET", "-", "-rood", "*"),
    *("VLAK/3", "VLAK", "VLAK/0", "titel:", "vraag:rood", "partij:vvd", "datum:2020..", "jaar:1998", "🙂", "\0"),
]

typed = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(VOCABULARY), max_size=80).map(" ".join))


@pytest.fixture(scope="module")
def engine(engine_of: EngineOf) -> EmbeddedEngine:
    asked = (question(1, "rode boot op zee", "rood rode boten"), question(2, "rood", "zee"))
    return engine_of([replace(old(), id=f"set-{n}", aliases=(), questions=asked[: n % 3]) for n in range(30)])


@settings(max_examples=150)
@given(typed)
def test_whatever_is_typed_is_answered(engine: EmbeddedEngine, query: str) -> None:
    response = engine.search(SearchRequest(q=query), TODAY)
    assert response.total.sets >= len(response.hits)
    assert response.total.questions <= 30


@settings(max_examples=50)
@example("roodd", 0)
@given(typed, st.integers(0, 200))
def test_what_is_read_stays_within_the_budget(engine: EmbeddedEngine, query: str, budget: int) -> None:
    read: Counter[postings.Lookup] = Counter()

    def counting(generation: OpenGeneration, lookup: postings.Lookup, leaf: postings.TextLeaf) -> Evidence:
        read[lookup] += lookup.cost(leaf)
        return Evidence(generation, lookup, leaf)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "BUDGET", budget)
        patch.setattr(matching, "Evidence", counting)
        response = engine.search(SearchRequest(q=query), TODAY)
    assert max(read.values(), default=0) <= budget  # the query that is suggested has a budget of its own
    wanted = engine.search(SearchRequest(q=query), TODAY)
    if response.total != wanted.total:
        assert any("te zwaar" in note for note in response.notes)


def test_a_wide_prefix_stands_for_its_commonest_words(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "MAX_FORMS", 1)
    monkeypatch.setattr(matching, "MAX_FORMS", 1)
    response = engine.search(SearchRequest(q="ro*"), TODAY)
    assert any("te veel woorden" in note for note in response.notes)
    assert response.total.sets == 20


def test_any_depth_is_read(engine: EmbeddedEngine) -> None:
    deep = "rood OF (zee EN (" * 2_000 + "boot" + "))" * 2_000
    tree, depth = parse(deep).tree, 0
    while tree and parts(tree):
        tree, depth = parts(tree)[-1], depth + 1
    assert depth == 4_000
    assert engine.search(SearchRequest(q=deep), TODAY).total.sets == 20
