"""What a request finds, counts and ranks is what the slow reference does, for any corpus and any request."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from corpora import TODAY, VALUES, corpora, requests
from corpus import build_generation, old, question
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import Held, Reference, text_leaves

from index import compounds, holding, weighing
from index.records import QuestionSet
from search.embedded import matching, spots
from search.embedded.engine import EmbeddedEngine
from search.query import ParsedQuery
from search.ranking import NAMED
from search.request import SearchRequest, Sort
from search.response import SearchResponse
from search.tree import TextLeaf


@settings(max_examples=60, deadline=None)
@given(
    corpora(),
    st.lists(requests(), min_size=1, max_size=8),
    st.sampled_from([1, 2, 3, 100]),
    st.sampled_from([1, 3, 99]),
    st.sampled_from([0, 20_000]),
)
def test_the_engine_agrees_with_the_reference(
    corpus: list[QuestionSet], asked: list[SearchRequest], enough: int, common: int, heavy: int
) -> None:
    with (
        TemporaryDirectory() as folder,
        patch.object(matching, "ENOUGH", enough),
        patch.object(compounds, "KNOWN", 1),
        patch.object(weighing, "COMMON", common),
        patch.object(holding, "SHARE", 1000 // common),
        patch.object(spots, "HEAVY", heavy),
    ):
        build_generation(Path(folder), corpus)
        engine = EmbeddedEngine(Path(folder) / "generations")
        for request in asked:
            check(engine, Reference(corpus, TODAY), request, enough)
        engine.close()


BESIDE = [
    "rood boot",
    "rode boot zee",
    "boot rood zee",
    "ov",
    "ov rood",
    "zvw boot",
    "openbaar vervoer",
    "rood EN boot",
]


@pytest.mark.parametrize("common", [1, 3, 99])
def test_what_stands_beside_a_common_word_counts_with_it(common: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["rood roodboot boot", "roodboot", "rode boten roodboten", "ov zvw", "openbaar vervoer", "boot zee rood"]
    texts += ["zee", "zorgverzekeringswet zee", "rode zee"]
    corpus = [
        replace(old(), id=f"set-{n}", title=text, questions=(question(1, texts[n - 1]), question(2, "ov rood")))
        for n, text in enumerate(texts)
    ]
    for module, name, number in ((compounds, "KNOWN", 1), (weighing, "COMMON", common), (holding, "SHARE", 1000)):
        monkeypatch.setattr(module, name, number)
    with TemporaryDirectory() as folder:
        build_generation(Path(folder), corpus)
        engine = EmbeddedEngine(Path(folder) / "generations")
        for query in BESIDE:
            check(engine, Reference(corpus, TODAY), SearchRequest(q=query), matching.ENOUGH)
        engine.close()


def check(engine: EmbeddedEngine, reference: Reference, request: SearchRequest, enough: int) -> None:
    response = engine.search(request, TODAY)
    parsed = reference.parsed(request.q)
    found, complete = reference.matching(parsed, enough)
    expected = [held for held in found if reference.passes(held, request)]
    assert {hit.id for hit in response.hits} == {held.record.id for held in expected}, request.q
    assert response.total.sets == len(expected)
    assert response.complete == (
        None if complete is None else sum(reference.passes(held, request) for held in complete)
    )
    wanted = text_leaves(parsed)
    shown = [*wanted, *(reference.parts(wanted) if complete is not None else [])]
    assert response.total.questions == matching_questions(reference, expected, parsed, shown)
    for name in VALUES:
        counted = {b.value: b.count for b in engine.facet(request, name, TODAY).buckets if b.count}
        assert counted == reference.counts(found, request, name), (request.q, name)
    years = {str(year.year): year.sets for year in response.histogram}
    assert years == reference.counts(found, request, "jaar")
    scores = {
        held.record.id: reference.score(held, wanted, complete=complete is not None and held in complete)
        + NAMED * reference.is_named(held, parsed)
        for held in expected
    }
    check_order(reference, response, scores)


def matching_questions(reference: Reference, sets: list[Held], parsed: ParsedQuery, shown: list[TextLeaf]) -> int:
    known = reference.known
    if not any(held.holds(leaf, known) for held in reference.sets for leaf in text_leaves(parsed)):
        return sum(len(held.record.questions) for held in sets)
    named = [held for held in sets if reference.is_named(held, parsed)]
    others = [held for held in sets if held not in named]
    whole = sum(len(held.record.questions) for held in named)
    return whole + sum(len(set.union(*(held.questions_with(leaf, known) for leaf in shown))) for held in others)


def check_order(reference: Reference, response: SearchResponse, scores: dict[str, float]) -> None:
    newest = {held.record.id: place for place, held in enumerate(reference.sets)}
    for hit in response.hits:
        assert abs(hit.score - scores[hit.id]) < 0.001, (response.request.q, hit.id)
    if response.request.sort is Sort.NEWEST:
        assert [hit.id for hit in response.hits] == sorted(scores, key=newest.__getitem__)
    elif "nummer:" not in response.request.q:
        ranked = [(-round(scores[hit.id], 9), newest[hit.id]) for hit in response.hits]
        assert ranked == sorted(ranked), response.request.q
