"""Every count on a page is the count that plain Python sets give, for any corpus and any request."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from corpus import build_generation, old, question
from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import Addressee, Part, QuestionSet, Status, Submitter, Term
from index.schema import FACETS
from search.embedded.engine import EmbeddedEngine
from search.request import Filter, SearchRequest, canonical
from search.response import EventKind, Figures

TODAY = date(2024, 6, 1)
WORDS = ["boer", "boeren", "trein", "water", "dijk", "dijken"]
STEMS = {"boeren": "boer", "dijken": "dijk"}
FACET_VALUES = {
    "indiener": ["jansma", "pietersen", "tol"],
    "partij": ["vvd", "cda", "sp"],
    "ministerie": ["fin", "bz"],
    "jaar": ["2023", "2024"],
    "status": ["open", "beantwoord"],
    "termijn": ["loopt-nog", "te-laat", "op-tijd"],
}

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@st.composite
def question_sets(draw: st.DrawFn, number: int) -> QuestionSet:
    people = draw(st.lists(st.sampled_from(FACET_VALUES["indiener"]), max_size=2, unique=True))
    asked = date(2023, 6, 1) + timedelta(days=draw(st.integers(0, 364)))
    answered = draw(st.booleans())
    bodies = draw(st.lists(st.tuples(texts, texts), max_size=3))
    return replace(
        old(),
        id=f"set-{number}",
        title=draw(texts),
        aliases=(),
        status=Status.ANSWERED if answered else Status.OPEN,
        asked_on=asked,
        answered_on=asked + timedelta(days=draw(st.integers(0, 60))) if answered else None,
        submitters=tuple(
            Submitter(name=slug.title(), slug=slug, party=draw(st.sampled_from(FACET_VALUES["partij"])))
            for slug in people
        ),
        addressees=tuple(
            Addressee(part=Part.ASKED, ministry=key)
            for key in draw(st.lists(st.sampled_from(FACET_VALUES["ministerie"]), max_size=2))
        ),
        questions=tuple(
            question(place, text, answer if answered else None) for place, (text, answer) in enumerate(bodies, 1)
        ),
    )


@st.composite
def corpora(draw: st.DrawFn) -> list[QuestionSet]:
    size = draw(st.integers(1, 8))
    return [draw(question_sets(number)) for number in range(size)]


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    filters = []
    for facet in draw(st.lists(st.sampled_from(sorted(FACET_VALUES)), max_size=3, unique=True)):
        values = draw(st.lists(st.sampled_from(FACET_VALUES[facet]), min_size=1, max_size=2, unique=True))
        filters.append(Filter(facet, tuple(sorted(values)), draw(st.booleans())))
    return SearchRequest(
        q=" ".join(draw(st.lists(st.sampled_from(WORDS), max_size=2))),
        filters=canonical(filters),
        asked_from=draw(st.none() | st.dates(date(2023, 6, 1), date(2024, 6, 1))),
        since=draw(st.none() | st.dates(date(2023, 6, 1), date(2024, 6, 1))),
        per_page=100,
    )


def values_of(record: QuestionSet, facet: str) -> set[str]:
    if facet == "termijn":
        term = record.term(TODAY)
        return {term.value} if term else set()
    row = next(row for row in FACETS if row.name == facet)
    return {slug for slug, _ in row.values(record)}


def has_words(record: QuestionSet, query: str) -> bool:
    parts = [record.title]
    for asked in record.questions:
        parts += [block.text for block in (*asked.blocks, *(asked.answer.blocks if asked.answer else ()))]
    held = {STEMS.get(word, word) for word in " ".join(parts).split()}
    return all(STEMS.get(word, word) in held for word in query.split())


def passes(record: QuestionSet, request: SearchRequest, without: str | None = None) -> bool:
    if request.asked_from and (record.asked_on is None or record.asked_on < request.asked_from):
        return False
    days = [day for day in (record.asked_on, record.answered_on) if day]
    if request.since and not any(day > request.since for day in days):
        return False
    return all(
        bool(values_of(record, f.facet) & set(f.values)) is not f.exclude for f in request.filters if f.facet != without
    )


@settings(max_examples=30, deadline=None)
@given(corpora(), st.lists(requests(), min_size=1, max_size=8))
def test_counts_are_exact(corpus: list[QuestionSet], asked: list[SearchRequest]) -> None:
    with TemporaryDirectory() as folder:
        build_generation(Path(folder), corpus)
        engine = EmbeddedEngine(Path(folder) / "generations")
        for request in asked:
            check(engine, corpus, request)
        engine.close()


def check(engine: EmbeddedEngine, corpus: list[QuestionSet], request: SearchRequest) -> None:
    response = engine.search(request, TODAY)
    holding = [record for record in corpus if has_words(record, request.q)]
    if not holding:
        return  # the fallback to most of the words has tests of its own
    expected = {record.id for record in holding if passes(record, request)}
    assert {hit.id for hit in response.hits} == expected
    assert response.total.sets == len(expected)
    for name in FACET_VALUES:
        counted = Counter(v for r in holding if passes(r, request, without=name) for v in values_of(r, name))
        facet = engine.facet(request, name, TODAY)
        assert {b.value: b.count for b in facet.buckets if b.count} == dict(counted), name
        assert {b.value for b in facet.buckets if b.selected} <= set(request.selected(name))
    found = [record for record in corpus if record.id in expected]
    assert {record.id for record in engine.records(request, TODAY)} == expected
    assert response.figures == figures_of(found)
    statistics = engine.statistics(request, TODAY)
    assert statistics.total == figures_of(found)
    by_year = {year: [r for r in found if r.asked_on and r.asked_on.year == year] for year in (2023, 2024)}
    assert {row.year: row.figures for row in statistics.years} == {
        year: figures_of(sets) for year, sets in by_year.items() if sets
    }
    check_events(engine, found, request)


def figures_of(found: list[QuestionSet]) -> Figures:
    terms = Counter(record.term(TODAY) for record in found)
    days = [record.days_to_answer for record in found if record.days_to_answer is not None]
    waiting = [record for record in found if record.status is Status.OPEN]
    return Figures(
        sets=len(found),
        questions=sum(len(record.questions) for record in found),
        answered=len(found) - len(waiting),
        waiting=len(waiting),
        on_time=terms[Term.ON_TIME],
        after_postponement=terms[Term.AFTER_POSTPONEMENT],
        late=terms[Term.LATE],
        running=terms[Term.RUNNING],
        overdue=sum(record.term(TODAY) is Term.LATE for record in waiting),
        median_days=median(days) if days else None,
    )


def check_events(engine: EmbeddedEngine, found: list[QuestionSet], request: SearchRequest) -> None:
    """The latest events are those of the records: none left out, none from the future or from before `since`."""
    events = engine.events(request, TODAY, 5)
    days = [
        (day, kind, record.id)
        for record in found
        for day, kind in ((record.asked_on, EventKind.ASKED), (record.answered_on, EventKind.ANSWERED))
        if day and (request.since or date.min) < day <= TODAY
    ]
    assert [event.day for event in events] == sorted((day for day, *_ in days), reverse=True)[:5]
    assert {(event.day, event.kind, event.set_id) for event in events} <= set(days)


@settings(max_examples=20, deadline=None)
@given(corpora(), requests())
def test_a_click_on_a_value_finds_what_it_counted(corpus: list[QuestionSet], request: SearchRequest) -> None:
    with TemporaryDirectory() as folder:
        build_generation(Path(folder), corpus)
        engine = EmbeddedEngine(Path(folder) / "generations")
        for facet in engine.search(request, TODAY).facets:
            if request.selected(facet.name) or request.selected(facet.name, exclude=True):
                continue
            for bucket in facet.buckets:
                clicked = engine.search(request.toggled(facet.name, bucket.value), TODAY)
                assert clicked.total.sets == bucket.count
        engine.close()
