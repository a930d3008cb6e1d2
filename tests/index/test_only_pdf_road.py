"""A document that is published as a PDF only, from the site to its record."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from example_documents import EXAMPLES
from pytest_httpserver import HTTPServer
from test_crawl_koop import NOON, TODAY, Paper, Site
from werkzeug import Response

from index.archive import Archive
from index.crawl import crawl_koop
from index.extraction import update_records
from index.fetch import Fetcher, FetchSettings
from index.folders import Folders
from index.records import QuestionSet, Status, TextForm
from index.store import RecordStore

PROVISIONAL = "ah-9915999"
FOLDER = EXAMPLES / "pdf-answer"
MISSING = Response(status=404)


def crawled(folders: Folders, site: Site, moment: datetime) -> tuple[QuestionSet, ...]:
    with Archive(folders.archive) as archive, Fetcher(FetchSettings(), sleep=lambda _: None) as fetcher:
        crawl_koop(archive, fetcher, base_url=site.base, clock=lambda: moment)
    update_records(folders, progress=lambda *_: None)
    with RecordStore(folders.records) as store:
        return tuple(store)


@pytest.fixture
def site(httpserver: HTTPServer) -> Site:
    site = Site(httpserver)
    replies = {
        ".xml": MISSING,
        ".html": MISSING,
        ".pdf": Response((FOLDER / f"{PROVISIONAL}.pdf").read_bytes()),
        "/metadata.xml": Response((FOLDER / f"{PROVISIONAL}.metadata.xml").read_bytes()),
    }
    site.papers = {PROVISIONAL: Paper(TODAY - timedelta(days=2), replies=replies)}
    return site


def test_a_pdf_becomes_a_whole_record(site: Site, tmp_path: Path) -> None:
    (record,) = crawled(Folders(tmp_path), site, NOON)
    assert (record.id, record.status, record.appendix_number) == ("2024Z90140", Status.ANSWERED, "9014")
    assert [question.number for question in record.questions] == ["1", "2", "3", "4"]
    assert all(question.answer for question in record.questions)
    assert [member.party for member in record.submitters] == ["sp", "d66"]
    assert [source.read_from for source in record.documents] == [TextForm.PDF]
    assert [problem.code for problem in record.problems] == ["read_from_pdf"]
