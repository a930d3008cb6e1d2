"""A crawl of a small site of our own: how windows are cut, and what becomes of each kind of reply."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from official_site import BODIES, ERROR_PAGE, HTML, XML, Paper, Site
from werkzeug import Response

from index.archive import Archive
from index.crawl import CrawlReport, crawl_koop, silent
from index.fetch import Fetcher, FetchSettings, Forbidden
from index.ledger import ENOUGH_TRIES, TRIES_AT_ONCE, Ledger
from index.listing import FIRST_DAY, MOST_MISSING, Listing, Tally, WrongPeriod
from index.snapshots import Form
from index.sources.koop import Hosts, WrongAddress
from index.sources.sru import PUBLICATIONS, WrongId

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()
DAY = timedelta(days=1)


def crawl(site: Site, archive: Archive, *, now: datetime = NOON, **options: Any) -> CrawlReport:
    with Fetcher(FetchSettings(tries=2), sleep=lambda _: None) as fetcher:
        return crawl_koop(archive, fetcher, base_url=site.base, clock=lambda: now, **options)


def forms(archive: Archive, document: str) -> set[Form]:
    kept = archive.document(document)
    return {snapshot.form for snapshot in kept.snapshots} if kept else set()


# Listing


def listed(archive: Archive) -> set[str]:
    return set(Ledger(archive).due(NOON))


def list_only(site: Site, archive: Archive, since: date | None = None) -> bool:
    """Whether everything could be listed; no document is visited."""
    with Fetcher(FetchSettings(tries=2), sleep=lambda _: None) as fetcher:
        listing = Listing(
            ledger=Ledger(archive),
            fetcher=fetcher,
            hosts=Hosts.at(site.base),
            tally=Tally(),
            progress=silent,
            clock=lambda: NOON,
        )
        return listing.list_period(since, None, None)


def test_a_period_with_too_many_documents_is_cut_until_it_can_be_read(site: Site, archive: Archive) -> None:
    site.papers = {f"ah-{n}": Paper(date(2000, 1, 1) + timedelta(days=n % 9000)) for n in range(12_000)}
    assert list_only(site, archive)
    assert listed(archive) == set(site.papers)
    assert len(site.searches) < 40


def test_a_day_on_which_everything_changed_is_cut_by_date(site: Site, archive: Archive) -> None:
    wave = date(2022, 3, 9)
    site.papers = {f"ah-{n}": Paper(wave, dated=date(1995, 1, 1) + timedelta(days=n % 8000)) for n in range(11_000)}
    site.papers |= {f"kv-{n}": Paper(wave, dated=None) for n in range(500)}
    site.papers |= {"ah-later": Paper(TODAY - DAY)}
    assert list_only(site, archive)
    assert listed(archive) == set(site.papers)
    site.searches.clear()
    assert list_only(site, archive)
    assert len(site.searches) == 2


def test_an_empty_past_costs_one_question_a_publication(site: Site, archive: Archive) -> None:
    crawl(site, archive)
    assert len(site.searches) == 2


def test_listing_stops_when_there_is_enough_for_the_limit(site: Site, archive: Archive) -> None:
    site.papers = {f"ah-{n}": Paper(date(2000, 1, 1) + timedelta(days=n)) for n in range(6000)}
    report = crawl(site, archive, limit=3)
    assert report.fetched == 3
    assert report.found < 6000
    assert report.waiting == report.found - 3


def test_the_first_answer_being_empty_is_no_reason_to_stop(site: Site, archive: Archive) -> None:
    site.papers = {"ah-1": Paper(TODAY - DAY)}
    empty = "<r:numberOfRecords>1</r:numberOfRecords>"
    answers = iter([Response(f'<r:searchRetrieveResponse xmlns:r="x">{empty}</r:searchRetrieveResponse>'), ERROR_PAGE])
    honest = site._search
    site._search = lambda request: next(answers, None) or honest(request)  # type: ignore[method-assign]
    assert crawl(site, archive).fetched == 1


def test_a_count_that_is_far_too_low_does_not_hide_documents(site: Site, archive: Archive) -> None:
    site.papers = {f"ah-{n}": Paper(TODAY - timedelta(days=10 + n % 2)) for n in range(10_500)}
    site.count = 10
    assert list_only(site, archive, since=TODAY - 15 * DAY)
    assert listed(archive) == set(site.papers)


def test_a_day_that_cannot_be_read_is_told_and_not_taken_for_done(site: Site, archive: Archive) -> None:
    site.papers = {f"ah-{n}": Paper(TODAY - DAY) for n in range(10_500)}
    assert not list_only(site, archive)
    first, *_ = Ledger(archive).windows_to_list(PUBLICATIONS[1], FIRST_DAY, TODAY)
    assert first.last >= TODAY - DAY


def test_a_document_that_a_whole_listing_leaves_out_is_looked_for(site: Site, archive: Archive) -> None:
    site.papers = {f"ah-{n}": Paper(TODAY - n * DAY) for n in range(2, 8)}
    crawl(site, archive)
    del site.papers["ah-4"]
    assert crawl(site, archive).gone == 0
    report = crawl(site, archive, since=TODAY - 5 * DAY)
    assert (report.gone, report.failures) == (1, ())
    assert set(archive.ids()) == set(site.papers)


def test_a_listing_that_forgets_hundreds_of_documents_is_not_believed(site: Site, archive: Archive) -> None:
    papers = {f"ah-{n}": Paper(TODAY - 5 * DAY) for n in range(MOST_MISSING + 1)}
    site.papers = dict(papers)
    crawl(site, archive)
    site.papers.clear()
    report = crawl(site, archive, since=TODAY - 10 * DAY)
    ((window, reason),) = report.failures
    assert window == "Kamervragen (Aanhangsel), 2026-02-28 t/m 2026-03-10"
    assert "201 documenten" in reason
    assert set(archive.ids()) == set(papers)


# Visiting


def test_named_documents_are_visited_whether_they_are_due_or_not(site: Site, archive: Archive) -> None:
    site.papers = {
        "ah-1": Paper(TODAY - DAY),
        "ah-2": Paper(TODAY - DAY),
        "stb-1": Paper(TODAY, publication="Staatsblad"),
    }
    report = crawl(site, archive, ids=["ah-1", "ah-1", "stb-1"])
    assert report.failures == (("stb-1", "de zoekdienst kent dit nummer niet"),)
    assert list(archive.ids()) == ["ah-1"]
    site.papers["ah-1"].replies = {".xml": Response(XML % b"anders")}
    assert crawl(site, archive, ids=["ah-1"]).fetched == 1
    assert archive.synced_at() is None


@pytest.mark.parametrize("status", [404, 410])
def test_a_document_that_was_there_and_is_not_any_more_is_gone(site: Site, archive: Archive, status: int) -> None:
    site.papers = {"ah-1": Paper(TODAY - DAY)}
    crawl(site, archive)
    site.papers["ah-1"].replies = dict.fromkeys(BODIES, Response(status=status))
    report = crawl(site, archive, ids=["ah-1"])
    assert (report.gone, report.failures) == (1, ())
    assert "1 verdwenen" in report.sentence()
    assert forms(archive, "ah-1") == set()
    assert len(archive.history("ah-1")) == len(archive.tombstones("ah-1")) == 3


def test_a_document_that_never_was_there_is_tried_again(site: Site, archive: Archive) -> None:
    site.papers = {"ah-1": Paper(TODAY - DAY, replies=dict.fromkeys(BODIES, Response(status=404)))}
    report = crawl(site, archive)
    assert (report.gone, report.failed) == (0, 1)
    site.papers["ah-1"].replies = {}
    assert crawl(site, archive).fetched == 1


def test_a_page_that_says_the_document_was_removed_is_believed(site: Site, archive: Archive) -> None:
    page = Response(b"<html>Deze publicatie is op verzoek van de Kamer verwijderd.</html>")
    site.papers = {"ah-1": Paper(TODAY - DAY, replies={".xml": Response(status=404), ".html": page})}
    assert crawl(site, archive).gone == 1
    assert site.asked.keys() == {"/robots.txt", "/ah-1.xml", "/ah-1.html"}


def test_a_page_that_leads_in_circles_is_left(site: Site, archive: Archive) -> None:
    circle = Response(status=302, headers={"Location": "/ah-1.xml"})
    site.papers = {"ah-1": Paper(TODAY - DAY, replies={".xml": circle})}
    assert crawl(site, archive).failures == (("ah-1", "xml: verwijst steeds verder"),)


def test_a_document_is_archived_with_its_record_its_metadata_and_its_words(site: Site, archive: Archive) -> None:
    site.papers = {"ah-1": Paper(TODAY - DAY)}
    report = crawl(site, archive)
    assert (report.found, report.fetched, report.failures) == (1, 1, ())
    assert forms(archive, "ah-1") == {Form.LISTING, Form.METADATA, Form.XML}
    assert site.asked == {"/robots.txt": 1, "/ah-1.xml": 1, "/ah-1/metadata.xml": 1}
    assert archive.synced_at() == NOON


@pytest.mark.parametrize(
    ("replies", "form", "settled"),
    [
        ({".xml": Response(status=404)}, Form.HTML, True),
        ({".xml": Response(b"<officiele-publicatie/>")}, Form.HTML, True),
        ({".xml": Response(status=404), ".html": Response(HTML + b"<")}, Form.PDF, False),
        ({".xml": ERROR_PAGE}, Form.HTML, False),
        ({".xml": Response(status=302, headers={"Location": "/fout404.html"})}, Form.HTML, False),
        ({".xml": Response(status=302, headers={"Location": "http://ander.invalid/"})}, Form.HTML, False),
        ({".xml": Response(status=403)}, Form.HTML, False),
        ({".xml": Response(status=500)}, Form.HTML, False),
        ({".xml": Response(b"<officiele-publicatie>")}, Form.HTML, False),
    ],
)
def test_what_comes_in_the_place_of_xml(
    site: Site, archive: Archive, replies: dict[str, Response], form: Form, settled: bool
) -> None:
    site.papers = {"ah-1": Paper(TODAY - DAY, replies=replies)}
    report = crawl(site, archive)
    assert forms(archive, "ah-1") == {Form.LISTING, Form.METADATA, form}
    assert bool(report.failures) is not settled
    assert ("ah-1" in listed(archive)) is not settled


def test_a_redirect_on_the_same_host_is_followed(site: Site, archive: Archive) -> None:
    moved = Response(status=301, headers={"Location": "/ah-2.xml"})
    site.papers = {"ah-1": Paper(TODAY - DAY, replies={".xml": moved}), "ah-2": Paper(TODAY - DAY)}
    assert crawl(site, archive).failures == ()
    kept = archive.document("ah-1")
    assert kept
    xml = kept.form(Form.XML)
    assert xml
    assert (xml.address, xml.body) == (f"{site.base}/ah-2.xml", XML % b"ah-2")


def test_xml_that_comes_later_takes_the_place_of_the_web_page(site: Site, archive: Archive) -> None:
    site.papers = {"ah-1": Paper(TODAY - DAY, replies={".xml": ERROR_PAGE})}
    crawl(site, archive)
    site.papers["ah-1"].replies.clear()
    report = crawl(site, archive)
    assert (report.fetched, report.failures) == (1, ())
    assert forms(archive, "ah-1") == {Form.LISTING, Form.METADATA, Form.XML}
    assert {snapshot.form for snapshot in archive.history("ah-1")} == {Form.LISTING, Form.METADATA, Form.XML, Form.HTML}


def test_an_error_page_does_not_take_the_place_of_good_xml(site: Site, archive: Archive) -> None:
    site.papers = {"ah-1": Paper(TODAY - 2 * DAY)}
    crawl(site, archive)
    site.papers["ah-1"] = Paper(TODAY - DAY, replies={".xml": ERROR_PAGE})
    report = crawl(site, archive)
    assert report.failures == (("ah-1", "xml: webpagina in plaats van XML"),)
    assert forms(archive, "ah-1") == {Form.LISTING, Form.METADATA, Form.XML}


def test_a_web_page_is_enough_after_many_tries_over_days(site: Site, archive: Archive) -> None:
    site.papers = {"ah-1": Paper(TODAY - DAY, replies={".xml": ERROR_PAGE})}
    runs = [crawl(site, archive, now=NOON + days * DAY) for days in [0] * TRIES_AT_ONCE + list(range(1, 100))]
    assert sum(bool(run.failures) for run in runs) == ENOUGH_TRIES - 1
    assert site.asked["/ah-1.xml"] == ENOUGH_TRIES
    assert Ledger(archive).outstanding() == set()


def test_a_resting_document_is_counted_as_waiting(site: Site, archive: Archive) -> None:
    site.papers = {"ah-1": Paper(TODAY - DAY, replies=dict.fromkeys(BODIES, ERROR_PAGE))}
    for _ in range(TRIES_AT_ONCE):
        assert crawl(site, archive).failed == 1
    report = crawl(site, archive)
    assert (report.failed, report.waiting) == (0, 1)
    assert report.sentence().startswith("1 gevonden: 0 opgehaald, 0 onveranderd, 0 mislukt, 1 wachten (")
    assert list(archive.ids()) == []


def test_a_document_without_words_in_any_form_is_kept_with_its_metadata(site: Site, archive: Archive) -> None:
    site.papers = {"ah-1": Paper(TODAY - DAY, replies=dict.fromkeys([".xml", ".html", ".pdf"], Response(status=404)))}
    assert crawl(site, archive).failures == ()
    assert forms(archive, "ah-1") == {Form.LISTING, Form.METADATA}


def test_a_document_fetched_on_the_day_it_changed_is_asked_for_again_when_the_day_is_over(
    site: Site, archive: Archive
) -> None:
    site.papers = {"ah-1": Paper(TODAY)}
    crawl(site, archive)
    assert crawl(site, archive).requests == 3  # robots.txt and two searches
    site.papers["ah-1"].replies = {".xml": Response(XML % b"toch")}
    tomorrow = crawl(site, archive, now=NOON + DAY)
    assert tomorrow.fetched == 1
    assert crawl(site, archive, now=NOON + 2 * DAY).fetched == 0
    assert site.asked["/ah-1.xml"] == 2


def test_a_changed_document_is_asked_for_conditionally(site: Site, archive: Archive) -> None:
    site.papers = {"ah-1": Paper(TODAY - 3 * DAY)}
    crawl(site, archive)
    site.papers["ah-1"].modified = TODAY - DAY
    report = crawl(site, archive)
    assert (report.fetched, report.unchanged) == (0, 1)
    assert report.bytes < 1000
    assert [snapshot.form for snapshot in archive.history("ah-1")].count(Form.LISTING) == 2


def test_what_robots_txt_forbids_is_left_and_told(site: Site, archive: Archive) -> None:
    site.papers = {"ah-1": Paper(TODAY - DAY), "ah-2": Paper(TODAY - DAY)}
    site.robots = "User-agent: *\nDisallow: /ah-1"
    report = crawl(site, archive)
    assert list(archive.ids()) == ["ah-2"]
    ((document, reason),) = report.failures
    assert document == "ah-1"
    assert "robots.txt" in reason
    assert not any(path.startswith("/ah-1") for path in site.asked)


def test_a_site_that_goes_down_ends_the_crawl_and_the_next_goes_on(site: Site, archive: Archive) -> None:
    down = dict.fromkeys(BODIES, Response(status=503))
    site.papers = {f"ah-{n}": Paper(TODAY - DAY, replies=down) for n in range(50)}
    report = crawl(site, archive)
    assert report.requests < 20
    assert any("antwoordt niet meer" in reason for _, reason in report.failures)
    assert report.waiting + report.failed == 50
    assert archive.synced_at() is None
    for paper in site.papers.values():
        paper.replies = {}
    assert crawl(site, archive).fetched == 50


def test_a_search_service_that_may_not_be_asked_is_not(site: Site, archive: Archive) -> None:
    site.robots = "User-agent: *\nDisallow: /sru"
    settings = FetchSettings(search_despite_robots=False)
    with Fetcher(settings) as fetcher, pytest.raises(Forbidden, match="staat programma’s niet toe"):
        crawl_koop(archive, fetcher, base_url=site.base)
    assert site.searches == []


# Mistakes


@pytest.mark.parametrize("address", ["127.0.0.1:8890", "ftp://voorbeeld.invalid", "http://", ""])
def test_an_address_that_is_none_is_a_mistake(archive: Archive, address: str) -> None:
    with Fetcher(FetchSettings()) as fetcher, pytest.raises(WrongAddress, match="is geen webadres"):
        crawl_koop(archive, fetcher, base_url=address)


def test_a_period_that_ends_before_it_begins_is_a_mistake(site: Site, archive: Archive) -> None:
    with pytest.raises(WrongPeriod, match=r"2026-03-10 tot en met 2026-03-09"):
        crawl(site, archive, since=TODAY, until=TODAY - DAY)


def test_an_id_that_is_none_is_a_mistake(site: Site, archive: Archive) -> None:
    with pytest.raises(WrongId, match="is geen documentnummer"):
        crawl(site, archive, ids=['ah-1" or "'])
