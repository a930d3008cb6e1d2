"""An explanation adds up to the score, names every place of every word, and says it in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from corpora import corpora, requests
from corpus import build_generation, old, others, stikstof, trein
from hypothesis import given, settings
from hypothesis import strategies as st
from test_engine import TODAY, search

from index.records import QuestionSet
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest, Sort
from search.response import Bonus, Explanation
from search.terminal import Terminal, explained_lines


def explain(engine: EmbeddedEngine, q: str, record: QuestionSet, **params: str) -> Explanation:
    request = SearchRequest.from_params([("q", q), *params.items()])
    return engine.explain(request, record, TODAY)


def check(engine: EmbeddedEngine, request: SearchRequest, day: date) -> None:
    """Every hit is found, its parts add up to its score, and the places of a word to that of the word."""
    for hit in engine.search(request, day).hits:
        record = engine.question_set(hit.id)
        assert record
        explanation = engine.explain(request, record, day)
        assert explanation.found
        assert round(explanation.score, 3) == pytest.approx(hit.score, abs=1e-9), (request.q, hit.id)
        for word in explanation.words:
            assert sum(place.score for place in word.places) == pytest.approx(word.score), (request.q, word.written)
            assert all(place.forms for place in word.places), (request.q, word)


@pytest.mark.parametrize(
    "q",
    [
        "boeren",
        "boer stikstof",
        "stikstof zwerfkei",
        "“passende maatregelen” gemeente",
        "toeslag",
        "kinderopvangtoeslag trein",
        "kinderop* OF stikstof",
        "titel:boeren vraag:maatregelen",
        "gemeente VLAK/4 maatregelen",
        "(gemeente OF dorp) VLAK/4 maatregelen",
        "nos.nl",
        "'s-Gravenhage",
        "overleg",
        "maatregelen NIET trein",
        "",
        "2022Z90001",
        "partij:d66",
    ],
)
def test_the_parts_are_the_score(engine: EmbeddedEngine, q: str) -> None:
    check(engine, SearchRequest.from_params([("q", q)]), TODAY)


@settings(max_examples=20)
@given(corpora(), st.lists(requests(), min_size=1, max_size=4))
def test_in_any_corpus_the_parts_are_the_score(corpus: list[QuestionSet], asked: list[SearchRequest]) -> None:
    with TemporaryDirectory() as folder:
        build_generation(Path(folder), corpus)
        engine = EmbeddedEngine(Path(folder) / "generations")
        for request in asked:
            if request.sort is Sort.RELEVANCE:
                check(engine, request, TODAY)
        engine.close()


def test_each_word_is_told_with_its_places_and_forms(engine: EmbeddedEngine) -> None:
    explanation = explain(engine, "boeren maatregelen", stikstof())
    boeren, maatregelen = explanation.words
    assert (boeren.written, boeren.part, boeren.sets, explanation.sets) == ("boeren", False, 2, 3)
    assert {(p.field, p.number): p.forms for p in boeren.places} == {
        ("title", None): (("boeren", 1),),
        ("question", "1"): (("boer", 1),),
        ("question", "3"): (("boeren", 1),),
    }
    assert boeren.places[0].field == "title"
    assert [(p.field, p.number) for p in maatregelen.places] == [("question", "2"), ("answer", "2")]
    assert explanation.missing == ()


def test_what_lifts_a_set_as_a_whole_is_told(engine: EmbeddedEngine) -> None:
    kinds = [bonus for bonus, _ in explain(engine, "gemeente stikstof", stikstof()).bonuses]
    assert Bonus.ONE_QUESTION in kinds
    assert all(score > 0 for _, score in explain(engine, "gemeente stikstof", stikstof()).bonuses)


def test_what_a_set_lacks_is_told(engine: EmbeddedEngine) -> None:
    explanation = explain(engine, "stikstof trein", stikstof())
    assert explanation.missing == ("trein",)
    assert [word.written for word in explanation.words] == ["stikstof"]


def test_a_set_that_is_not_found_is_told_so(engine: EmbeddedEngine) -> None:
    assert not explain(engine, "stikstof", stikstof(), partij="cda").found
    assert not explain(engine, "stikstof NIET boeren", stikstof()).found
    assert explain(engine, "stikstof", old()).words == ()


def test_parts_of_words_are_named_as_such(engine_of: object) -> None:
    engine = engine_of([stikstof(), trein(), old(), *others()])  # type: ignore[operator]
    for word in explain(engine, "kinderopvangtoeslag", trein()).words:
        assert word.part is (word.written != "kinderopvangtoeslag")


def test_in_words(engine: EmbeddedEngine) -> None:
    told = list(explained_lines(explain(engine, "boeren zwerfkei", stikstof()), Terminal(colour=False, width=None)))
    assert told[:4] == [
        "Stikstof en de Veluwse boeren",
        "/vragen/2022Z90001",
        "Zo veel droeg elk woord bij aan de plaats van deze set.",
        "Niet in deze set: zwerfkei.",
    ]
    assert "boeren (staat in 2 van de 3 sets)" in told[4]
    assert "de titel: 1× boeren" in told[5]
    assert told[-1].strip().startswith("100%  score ")
    assert search(engine, "boeren zwerfkei").hits[0].score == pytest.approx(
        float(told[-1].rpartition(" ")[2].replace(",", "."))
    )
