"""The demonstration documents go through our own crawler, extractor and linker without a doubt or a loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from demo_documents import IDS, MODERN, TODAY, sets

from index.archive import Archive
from index.check import problems
from index.crawl import CrawlReport, crawl_koop
from index.demo import DOCUMENTS
from index.demo.server import serving
from index.demo.sru import DemoDocument, read_documents
from index.extract.document import extract
from index.fetch import Fetcher, FetchSettings
from index.link import link
from index.records import QuestionSet, Status, Term
from index.snapshots import Document, Form


def noon() -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


def crawl(archive: Archive, base_url: str) -> CrawlReport:
    with Fetcher(FetchSettings()) as fetcher:
        return crawl_koop(archive, fetcher, base_url=base_url, clock=noon)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Document]]:
    """The demonstration as our archive holds it after a crawl."""
    path = tmp_path_factory.mktemp("archief") / "archive.sqlite"
    with serving(MODERN) as base_url, Archive(path) as archive:
        report = crawl(archive, base_url)
        assert (report.fetched, report.unchanged, report.failed) == (len(IDS), 0, 0)
        yield {document.id: document for document in archive.documents()}


@pytest.fixture(scope="module")
def records(documents: dict[str, Document]) -> dict[str, QuestionSet]:
    return {record.id: record for record in link(extract(document) for document in documents.values())}


def test_the_archive_holds_the_bytes_of_every_file(documents: dict[str, Document]) -> None:
    assert sorted(documents) == IDS
    for name, document in documents.items():
        assert held(document, Form.XML) == (MODERN / f"{name}.xml").read_bytes()
        assert held(document, Form.METADATA) == (MODERN / f"{name}.metadata.xml").read_bytes()


def held(document: Document, form: Form) -> bytes:
    snapshot = document.form(form)
    assert snapshot is not None
    return snapshot.body


def test_a_second_crawl_fetches_nothing_new(tmp_path: Path) -> None:
    with serving(MODERN) as base_url, Archive(tmp_path / "archive.sqlite") as archive:
        crawl(archive, base_url)
        again = crawl(archive, base_url)
    assert (again.fetched, again.failed) == (0, 0)


def test_every_document_is_understood(documents: dict[str, Document]) -> None:
    assert [problem for document in documents.values() for problem in extract(document).problems] == []


def test_every_set_becomes_one_record_without_problems(records: dict[str, QuestionSet]) -> None:
    assert sorted(records) == sets()
    assert sorted(document.id for record in records.values() for document in record.documents) == IDS
    assert [problem for record in records.values() for problem in problems(record)] == []


def test_people_have_their_party_and_ministry(records: dict[str, QuestionSet]) -> None:
    for record in records.values():
        assert record.submitters
        assert record.addressees
        assert [submitter.name for submitter in record.submitters if submitter.party is None] == []
        assert [addressee.name for addressee in record.addressees if addressee.ministry is None] == []


def test_every_status_and_term_occurs(records: dict[str, QuestionSet]) -> None:
    assert {record.status for record in records.values()} == set(Status)
    assert {record.term(TODAY) for record in records.values()} == {*Term, None}


# All folders together, as the demonstration serves them


@pytest.fixture(scope="module")
def listed() -> tuple[DemoDocument, ...]:
    return read_documents(DOCUMENTS)


def test_no_two_documents_share_an_id(listed: tuple[DemoDocument, ...]) -> None:
    assert [name for name, times in Counter(document.id for document in listed).items() if times > 1] == []


def test_every_document_can_be_listed(listed: tuple[DemoDocument, ...]) -> None:
    for document in listed:
        assert document.values("DC.identifier") == (document.id,)
        assert len(document.values("DCTERMS.modified")) == 1, document.id
        assert document.values("OVERHEIDop.publicationName"), document.id
        assert document.text.is_file(), document.id
