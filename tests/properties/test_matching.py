"""What a request finds, counts and ranks is what the slow reference does, for any corpus and any request."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from corpora import TODAY, VALUES, corpora, requests
from corpus import build_generation
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import Held, Reference

from index.records import QuestionSet
from search.embedded.engine import EmbeddedEngine
from search.query import TextLeaf, leaves, parse
from search.request import SearchRequest, Sort
from search.response import SearchResponse


@settings(max_examples=60, deadline=None)
@given(corpora(), st.lists(requests(), min_size=1, max_size=8))
def test_the_engine_agrees_with_the_reference(corpus: list[QuestionSet], asked: list[SearchRequest]) -> None:
    with TemporaryDirectory() as folder:
        build_generation(Path(folder), corpus)
        engine = EmbeddedEngine(Path(folder) / "generations")
        for request in asked:
            check(engine, Reference(corpus, TODAY), request)
        engine.close()


def check(engine: EmbeddedEngine, reference: Reference, request: SearchRequest) -> None:
    response = engine.search(request, TODAY)
    tree = parse(request.q).tree
    matching, fallen_back = reference.matching(tree)
    expected = [held for held in matching if reference.passes(held, request)]
    assert {hit.id for hit in response.hits} == {held.record.id for held in expected}, request.q
    assert response.total.sets == len(expected)
    assert any("Geen enkele set" in note for note in response.notes) is fallen_back
    wanted = [leaf for leaf in dict.fromkeys(leaves(tree)) if isinstance(leaf, TextLeaf)]
    assert response.total.questions == matching_questions(reference, expected, wanted)
    for name in VALUES:
        counted = {b.value: b.count for b in engine.facet(request, name, TODAY).buckets if b.count}
        assert counted == reference.counts(matching, request, name), (request.q, name)
    years = {str(year.year): year.sets for year in response.histogram}
    assert years == reference.counts(matching, request, "jaar")
    check_order(reference, response, expected, wanted)


def matching_questions(reference: Reference, sets: list[Held], wanted: list[TextLeaf]) -> int:
    if not any(held.holds(leaf) for held in reference.sets for leaf in wanted):
        return sum(len(held.record.questions) for held in sets)
    return sum(len(set.union(*(held.questions_with(leaf) for leaf in wanted))) for held in sets)


def check_order(reference: Reference, response: SearchResponse, expected: list[Held], wanted: list[TextLeaf]) -> None:
    scores = {held.record.id: reference.score(held, wanted) for held in expected}
    newest = {held.record.id: place for place, held in enumerate(reference.sets)}
    for hit in response.hits:
        assert abs(hit.score - scores[hit.id]) < 0.001, (response.request.q, hit.id)
    if response.request.sort is Sort.NEWEST:
        assert [hit.id for hit in response.hits] == sorted(scores, key=newest.__getitem__)
    elif "nummer:" not in response.request.q:
        ranked = [(-round(scores[hit.id], 9), newest[hit.id]) for hit in response.hits]
        assert ranked == sorted(ranked), response.request.q
