"""The demonstration corpus along the whole road: served, crawled, extracted, linked, built, searched."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index import generations
from index.demo import road
from index.folders import Folders
from index.meter import Meter
from index.persons import UNCLEAR, persons
from index.records import Status, Term
from index.store import RecordStore
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return road.prepare(tmp_path_factory.mktemp("demo"), Meter(io.StringIO()))


@pytest.fixture(scope="module")
def demo(folders: Folders) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(folders.generations)
    yield engine
    engine.close()


def test_it_shows_everything_it_should(folders: Folders) -> None:
    with RecordStore(folders.records) as store:
        records = list(store)
    assert len(records) >= 60
    assert {record.status for record in records} == set(Status)
    assert {record.term(TODAY) for record in records} >= set(Term)
    assert any(len(question.together) > 1 for record in records for question in record.questions)
    assert any(q.answer and len(q.answer.covers) > 1 for record in records for q in record.questions)
    assert any(record.postponements and record.status is Status.ANSWERED for record in records)
    assert any(question.footnotes for record in records for question in record.questions)
    years = {record.asked_on.year for record in records if record.asked_on}
    assert min(years) < 2000
    assert max(years) > 2024


def test_the_road_loses_no_document(folders: Folders) -> None:
    published = {path.stem for path in road.DOCUMENTS.rglob("*.xml") if not path.name.endswith(".metadata.xml")}
    with RecordStore(folders.records) as store:
        assert {number for number in published if store.resolve(number) is None} == set()


def test_its_people_are_invented(folders: Folders) -> None:
    known = {person.slug for person in persons()}
    with RecordStore(folders.records) as store:
        slugs = {who.slug for record in store for who in (*record.submitters, *record.addressees) if who.slug}
    assert len(slugs) > 60
    assert not slugs & known
    assert not any(slug.endswith(UNCLEAR) for slug in slugs)


def test_a_second_time_does_nothing(folders: Folders) -> None:
    before = generations.current_name(folders.generations)
    assert road.prepare(folders.root.parent, Meter(io.StringIO())) == folders
    assert generations.current_name(folders.generations) == before


def test_another_corpus_takes_the_place_of_the_old(folders: Folders, tmp_path: Path) -> None:
    stale = tmp_path / "demo-00000000"
    stale.mkdir()
    road.prepare(tmp_path, Meter(io.StringIO()))
    assert not stale.exists()
    assert (tmp_path / folders.root.name).exists()


def test_it_can_be_searched(demo: EmbeddedEngine) -> None:
    response = demo.search(SearchRequest.from_params([("q", "boeren stikstof")]), TODAY)
    assert response.total.sets >= 1
    assert response.hits[0].passages
    facets = {facet.name: facet for facet in response.facets}
    assert facets["ministerie"].buckets
