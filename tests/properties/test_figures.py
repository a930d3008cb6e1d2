"""What a search tells besides its hits is what their records say: figures by year, and the latest events."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from corpora import TODAY, corpora, requests
from corpus import build_generation
from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import QuestionSet, Status, Term
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from search.response import EventKind, Figures


@settings(max_examples=40, deadline=None)
@given(corpora(), st.lists(requests(), min_size=1, max_size=8))
def test_figures_and_events_are_those_of_the_records(corpus: list[QuestionSet], asked: list[SearchRequest]) -> None:
    with TemporaryDirectory() as folder:
        build_generation(Path(folder), corpus)
        engine = EmbeddedEngine(Path(folder) / "generations")
        for request in asked:
            check(engine, corpus, request)
        engine.close()


def check(engine: EmbeddedEngine, corpus: list[QuestionSet], request: SearchRequest) -> None:
    response = engine.search(request, TODAY)
    records = list(engine.records(request, TODAY))
    assert [record.id for record in records] == [hit.id for hit in response.hits]
    found = [record for record in corpus if record.id in {each.id for each in records}]
    assert response.figures == figures_of(found)
    statistics = engine.statistics(request, TODAY)
    assert statistics.total == figures_of(found)
    by_year = {year: [r for r in found if (r.asked_on and r.asked_on.year) == year] for year in (None, 2023, 2024)}
    told = {row.year: row.figures for row in statistics.years}
    assert told == {year: figures_of(sets) for year, sets in by_year.items() if sets}
    check_events(engine, found, request)


def figures_of(found: list[QuestionSet]) -> Figures:
    terms = Counter(record.term(TODAY) for record in found)
    days = [record.days_to_answer for record in found if record.days_to_answer is not None]
    waiting = [record for record in found if record.status in {Status.OPEN, Status.POSTPONED}]
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
