"""What an engine tells of everything it finds: records, figures, and what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corpus import EngineOf, old, stikstof, trein

from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from search.response import EventKind

TODAY = date(2023, 6, 1)


def ask(**params: str) -> SearchRequest:
    return SearchRequest.from_params(params.items())


def test_records_come_whole_and_in_the_order_asked_for(engine: EmbeddedEngine) -> None:
    assert list(engine.records(ask(sorteer="oud", per="10", pagina="7"), TODAY)) == [old(), stikstof(), trein()]
    assert list(engine.records(ask(q="stikstof"), TODAY)) == [stikstof()]


def test_the_list_of_all_sets_grows_at_its_end(engine: EmbeddedEngine) -> None:
    assert [(row.set_id, row.changed_on) for row in engine.listing()] == [
        (old().id, old().asked_on),
        (stikstof().id, stikstof().answered_on),
        (trein().id, trein().asked_on),
    ]


def test_sets_without_a_date_have_figures_of_their_own(engine_of: EngineOf) -> None:
    undated = replace(old(), id="zonder", asked_on=None)
    rows = engine_of([old(), undated]).statistics(ask(), TODAY).years
    assert [(row.year, row.figures.sets) for row in rows] == [(1998, 1), (None, 1)]


def test_new_means_asked_or_answered_on_a_later_day(engine: EmbeddedEngine) -> None:
    assert engine.search(ask(q="stikstof", sinds="2022-03-19"), TODAY).total.sets == 1
    assert engine.search(ask(q="stikstof", sinds="2022-03-20"), TODAY).total.sets == 0
    response = engine.search(ask(sinds="2022-03-20"), TODAY)
    assert response.sentence == "Vragen ingezonden of beantwoord na 20 maart 2022"
    assert [hit.id for hit in response.hits] == [trein().id]


def test_events_are_the_latest_and_the_answer_comes_first(engine_of: EngineOf) -> None:
    at_once = replace(stikstof(), answered_on=stikstof().asked_on)
    found = engine_of([at_once, trein()]).events(ask(), TODAY, 2)
    assert [(event.set_id, event.kind) for event in found] == [
        (trein().id, EventKind.ASKED),
        (at_once.id, EventKind.ANSWERED),
    ]
