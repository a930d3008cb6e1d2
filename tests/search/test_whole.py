"""What an engine tells of everything it finds: records, figures, and what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corpus import EngineOf, old, stikstof, trein

from index.records import House
from search.embedded.engine import EmbeddedEngine
from search.embedded.relations import brief
from search.request import SearchRequest
from search.response import EventKind

TODAY = date(2023, 6, 1)


def ask(**params: str) -> SearchRequest:
    return SearchRequest.from_params(params.items())


def test_records_come_whole_and_in_the_order_asked_for(engine: EmbeddedEngine) -> None:
    assert list(engine.records(ask(sorteer="oud", per="10", pagina="7"), TODAY)) == [old(), stikstof(), trein()]
    assert list(engine.records(ask(q="stikstof"), TODAY)) == [stikstof()]


def test_counting_is_searching_without_the_rest(engine: EmbeddedEngine) -> None:
    for request in (ask(), ask(q="stikstof"), ask(q="stikstof", jaar="1998"), ask(q="nergens")):
        assert engine.count(request, TODAY) == engine.search(request, TODAY).total.sets


def test_a_set_knows_its_place_in_a_search(engine: EmbeddedEngine) -> None:
    first, middle, last = (
        engine.place(ask(sorteer="oud"), record.id, TODAY) for record in (old(), stikstof(), trein())
    )
    assert first
    assert middle
    assert last
    assert [place.number for place in (first, middle, last)] == [1, 2, 3]
    assert (first.before, middle.before, middle.after, last.after) == (None, brief(old()), brief(trein()), None)
    assert middle.total == 3
    assert engine.place(ask(q="stikstof"), trein().id, TODAY) is None
    assert engine.place(ask(), "2000Z00000", TODAY) is None


def test_the_series_is_that_of_the_papers_held(engine_of: EngineOf) -> None:
    names = ("ah-ek-20992100-1", "ah-ek-20992100-4", "AH-EK-20992100-AH3", "ah-ek-20992100-12a", "kv-ek-1")
    rows = engine_of([replace(stikstof(), aliases=names)]).series()
    (year,) = [row for row in rows if row.year == "2099-2100"]
    assert (year.house, year.highest, year.held, year.absent) == (House.EERSTE_KAMER, 4, 3, (2,))


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
