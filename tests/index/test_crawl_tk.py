"""The cases of the Tweede Kamer: harvested, followed by their changes, and joined to what the official site has."""

from __future__ import annotations

import json
import lzma
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from example_documents import SHARED
from official_site import Paper, Site
from pytest_httpserver import HTTPServer
from tk_service import PAGE_SIZE, Row, TkService, case, guid, paper, whole
from werkzeug import Response

from index import cases as crawling
from index.archive import Archive
from index.crawl import CrawlReport, crawl_koop, crawl_tk
from index.extract.document import extract
from index.extract.published import appendix
from index.fetch import Fetcher, FetchSettings, Forbidden
from index.link import link
from index.records import DocumentKind
from index.snapshots import Form
from index.sources.tk import WrongService

NOON = datetime(2024, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ROWS = SHARED / "data" / "tk-odata-zaak" / "zaak-schriftelijke-vragen.jsonl.xz"


@pytest.fixture
def service(httpserver: HTTPServer) -> TkService:
    return TkService(httpserver)


@pytest.fixture
def site(service: TkService, httpserver: HTTPServer) -> Site:
    """The official site beside the service; it answers whatever the service does not."""
    assert service.httpserver is httpserver
    return Site(httpserver)


def crawl(site: Site, archive: Archive, *, now: datetime = NOON, **options: Any) -> CrawlReport:
    with Fetcher(FetchSettings(tries=2), sleep=lambda _: None) as fetcher:
        return crawl_tk(archive, fetcher, base_url=site.base, clock=lambda: now, **options)


def kept(archive: Archive, number: str) -> Row:
    document = archive.document(f"zaak-{number}")
    assert document
    snapshot = document.form(Form.CASE)
    assert snapshot
    row: Row = json.loads(snapshot.body)
    return row


def test_every_case_is_archived_as_it_is_given(service: TkService, site: Site, archive: Archive) -> None:
    service.add(*(case(f"2023Z{n:05}", started="2023-05-01") for n in range(3 * PAGE_SIZE + 1)))
    report = crawl(site, archive)
    assert (report.fetched, report.failures) == (3 * PAGE_SIZE + 1, ())
    assert kept(archive, "2023Z00700") == service.cases[guid("2023Z00700")]
    assert archive.synced_at() == NOON
    assert crawl(site, archive).fetched == 0


def test_other_cases_are_left(service: TkService, site: Site, archive: Archive) -> None:
    service.add(case("2024Z00001"), case("2024Z00002", Soort="Motie"), case("2024Z00003", Verwijderd=True))
    assert crawl(site, archive).fetched == 1


def test_a_mirror_that_names_the_official_address_is_still_the_one_asked(
    service: TkService, site: Site, archive: Archive
) -> None:
    service.official = "https://gegevensmagazijn.voorbeeld.invalid"
    service.add(*(case(f"2024Z{n:05}") for n in range(PAGE_SIZE + 5)))
    assert crawl(site, archive).fetched == PAGE_SIZE + 5


def test_a_period_that_is_not_given_whole_is_asked_for_again(service: TkService, site: Site, archive: Archive) -> None:
    service.add(*(case(f"2024Z{n:05}") for n in range(PAGE_SIZE + 5)))
    service.forgets_rest = True
    ((_, reason),) = crawl(site, archive).failures
    assert reason == f"de Tweede Kamer telt {PAGE_SIZE + 5} zaken maar geeft er {PAGE_SIZE}"
    assert archive.synced_at() is None
    service.forgets_rest = False
    assert crawl(site, archive).failures == ()
    assert len(list(archive.ids())) == PAGE_SIZE + 5


@pytest.mark.parametrize(
    "answer",
    [
        Response("<html>Storing</html>"),
        Response('{"error": {"code": "BadRequest", "message": "no"}}'),
        Response('{"value": ['),
        Response("[]"),
        Response(status=404),
        Response(status=500),
    ],
)
def test_an_answer_that_is_none_is_told_and_tried_again(
    service: TkService, site: Site, archive: Archive, answer: Response
) -> None:
    service.add(case("2024Z00001"))
    service.answer = lambda _: answer
    report = crawl(site, archive)
    assert report.failures
    assert list(archive.ids()) == []
    service.answer = lambda _: None
    assert crawl(site, archive).fetched == 1


def test_a_case_that_cannot_be_read_does_not_keep_others_away(service: TkService, site: Site, archive: Archive) -> None:
    odd = case("2024Z00002")
    service.add(case("2024Z00001"), odd, case("2024Z00003"))
    crawl(site, archive)
    del odd["Afgedaan"]
    report = crawl(site, archive, now=NOON + 2 * DAY)
    assert [document for document, _ in report.failures] == ["zaak-2024Z00002"]
    assert len(list(archive.ids())) == 3


# What a case says of documents


def test_documents_that_a_case_names_are_fetched_at_the_official_site(
    service: TkService, site: Site, archive: Archive
) -> None:
    papers = [
        paper("2024Z00001", "Schriftelijke vragen", published="kv-tk-2024Z00001"),
        paper("2024Z00001", "Antwoord schriftelijke vragen", appendix="232401244"),
        paper("2024Z00001", "Brief regering", published="blg-1"),
    ]
    service.add(case("2024Z00001", Document=papers))
    site.papers = {"kv-tk-2024Z00001": Paper(NOON.date()), "ah-tk-20232024-1244": Paper(NOON.date())}
    report = crawl(site, archive)
    assert (report.fetched, report.failures) == (3, ())
    assert set(archive.ids()) == {"zaak-2024Z00001", *site.papers}
    assert site.searches == []
    assert crawl(site, archive).fetched == 0
    assert site.asked["/kv-tk-2024Z00001.xml"] == 1


def test_a_new_version_of_a_document_is_fetched(service: TkService, site: Site, archive: Archive) -> None:
    told = paper("2024Z00001", "Schriftelijke vragen", published="kv-tk-2024Z00001")
    service.add(case("2024Z00001", Document=[told]))
    site.papers = {"kv-tk-2024Z00001": Paper(NOON.date())}
    crawl(site, archive)
    told["DocumentVersie"][0]["Versienummer"] = 2
    site.papers["kv-tk-2024Z00001"].replies = {".xml": Response(b"<officiele-publicatie>Anders</officiele-publicatie>")}
    assert crawl(site, archive, now=NOON + 2 * DAY).fetched == 2


def test_what_the_search_service_lists_too_is_visited_once_more_and_no_more(
    service: TkService, site: Site, archive: Archive
) -> None:
    told = paper("2024Z00001", "Schriftelijke vragen", published="kv-tk-2024Z00001")
    service.add(case("2024Z00001", Document=[told]))
    site.papers = {"kv-tk-2024Z00001": Paper(date(2024, 2, 1))}
    crawl(site, archive)
    with Fetcher(FetchSettings(), sleep=lambda _: None) as fetcher:
        first = crawl_koop(archive, fetcher, base_url=site.base, clock=lambda: NOON)
        again = crawl_koop(archive, fetcher, base_url=site.base, clock=lambda: NOON)
    assert (first.failures, first.fetched, again.requests) == ((), 0, 2)
    document = archive.document("kv-tk-2024Z00001")
    assert document
    assert document.form(Form.LISTING)
    assert crawl(site, archive).fetched == 0


def test_the_two_sources_make_one_set(service: TkService, site: Site, archive: Archive) -> None:
    told = paper("2024Z00001", "Schriftelijke vragen", published="kv-tk-2024Z00001")
    service.add(case("2024Z00001", closed=True, Document=[told]))
    site.papers = {"kv-tk-2024Z00001": Paper(NOON.date())}
    crawl(site, archive)
    (record,) = link(extract(document) for document in archive.documents())
    assert {document.kind for document in record.documents} == {DocumentKind.QUESTIONS, DocumentKind.CASE}
    assert {member.party for member in record.submitters} == {"vvd"}
    assert "case_answer_elsewhere" in {doubt.code for doubt in record.problems}


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("242501244", "ah-tk-20242025-1244"),
        ("151601580", "ah-tk-20152016-1580"),
        ("990000012", "ah-tk-19992000-12"),
        ("242601244", None),
        ("2080904690", None),
        ("", None),
        (None, None),
    ],
)
def test_the_place_that_a_number_of_the_tweede_kamer_means(number: str | None, place: str | None) -> None:
    assert appendix(number) == place


# Changes


def test_a_case_that_is_not_closed_is_looked_at_every_day(service: TkService, site: Site, archive: Archive) -> None:
    service.add(case("2023Z00001", started="2023-01-09"), case("2023Z00002", started="2023-01-09", closed=True))
    crawl(site, archive)
    service.add(case("2023Z00001", started="2023-01-09", closed=True))
    assert crawl(site, archive, now=NOON + DAY / 2).fetched == 0
    assert crawl(site, archive, now=NOON + 2 * DAY).fetched == 1
    assert kept(archive, "2023Z00001")["Afgedaan"] is True


@pytest.mark.parametrize(
    ("category", "changed"),
    [
        ("Zaak", guid("2023Z00001")),
        ("ZaakActor", guid("2023Z00001 Indiener Voorbeeld (V.)")),
        ("Document", guid("2023Z00001 Schriftelijke vragen")),
        ("DocumentVersie", guid("2023Z00001 Schriftelijke vragen versie")),
    ],
)
def test_a_change_in_the_feed_makes_its_case_be_looked_at(
    service: TkService, site: Site, archive: Archive, category: str, changed: str
) -> None:
    told = case("2023Z00001", started="2023-01-09", closed=True, Document=[paper("2023Z00001", "Schriftelijke vragen")])
    service.add(told)
    crawl(site, archive)
    told["Onderwerp"] = "Een beter onderwerp"
    service.change(category, changed)
    assert crawl(site, archive).fetched == 1
    assert kept(archive, "2023Z00001")["Onderwerp"] == "Een beter onderwerp"
    asked = service.asked["odata"]
    crawl(site, archive)
    assert service.asked["odata"] == asked + 1  # the cases of the last days, and nothing else


def test_an_answer_in_the_feed_leads_to_its_case_by_reference(service: TkService, site: Site, archive: Archive) -> None:
    service.add(case("2023Z00001", started="2023-01-09", closed=True))
    crawl(site, archive)
    service.cases[guid("2023Z00001")]["Document"] = [paper("2023Z00001", "Antwoord schriftelijke vragen")]
    content = f"<soort>Antwoord schriftelijke vragen</soort><zaak ref='{guid('2023Z00001')}'/>"
    service.change("Document", guid("nieuw"), content)
    assert crawl(site, archive).fetched == 1


def test_changes_from_before_the_harvest_cost_nothing(service: TkService, site: Site, archive: Archive) -> None:
    service.add(case("2023Z00001", started="2023-01-09", closed=True))
    for n in range(PAGE_SIZE + 1):
        service.change("Zaak", guid("2023Z00001"), "<soort>Schriftelijke vragen</soort>", at="2023-02-01T00:00:00Z")
        service.change("Document", guid(f"motie {n}"), "<soort>Motie</soort>")
    report = crawl(site, archive)
    assert report.failures == ()
    assert not any("Id eq" in question for question in service.filters)
    assert service.asked["feed Zaak"] == 3


def test_following_goes_on_where_it_stopped(
    service: TkService, site: Site, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawling, "FEED_PAGES", 1)
    for _ in range(2 * PAGE_SIZE):
        service.change("Zaak", guid("iets"), "<soort>Motie</soort>")
    crawl(site, archive)
    assert archive.synced_at() is None
    crawl(site, archive)
    assert archive.synced_at() is None
    crawl(site, archive)
    assert archive.synced_at() == NOON


def test_a_case_that_is_deleted_is_gone_but_not_forgotten(service: TkService, site: Site, archive: Archive) -> None:
    service.add(case("2023Z00001", started="2023-01-09", closed=True), case("2023Z00002", started="2023-01-09"))
    crawl(site, archive)
    service.cases[guid("2023Z00001")]["Verwijderd"] = True
    service.change("Zaak", guid("2023Z00001"))
    assert crawl(site, archive).gone == 1
    assert set(archive.ids()) == {"zaak-2023Z00002"}
    assert len(archive.history("zaak-2023Z00001")) == 1


def test_a_case_that_silently_leaves_is_noticed_by_looking_back(
    service: TkService, site: Site, archive: Archive
) -> None:
    service.add(*(case(f"2023Z{n:05}", started="2023-01-09", closed=True) for n in range(3)))
    crawl(site, archive)
    del service.cases[guid("2023Z00001")]
    periods = (NOON.date() - date(2007, 1, 1)).days // crawling.PERIOD.days + 2
    gone = [crawl(site, archive, now=NOON + days * DAY).gone for days in range(1, periods)]
    assert sum(gone) == 1
    assert set(archive.ids()) == {"zaak-2023Z00000", "zaak-2023Z00002"}


def test_a_service_that_forgets_hundreds_of_cases_is_not_believed(
    service: TkService, site: Site, archive: Archive
) -> None:
    service.add(*(case(f"2024Z{n:05}", started="2024-03-05") for n in range(crawling.MOST_LOST + 1)))
    crawl(site, archive)
    service.cases.clear()
    report = crawl(site, archive)
    assert report.gone == 0
    assert any("wordt niet geloofd" in reason for _, reason in report.failures)


def test_a_feed_without_a_way_on_is_told(service: TkService, site: Site, archive: Archive) -> None:
    service.feed["Zaak"] = ["<entry><title>x</title></entry>"]
    assert ("wijzigingen van Zaak", "de Tweede Kamer zegt niet waar de wijzigingen verdergaan") in crawl(
        site, archive
    ).failures


@pytest.mark.parametrize("puts", [1, 100, PAGE_SIZE, PAGE_SIZE + 1, 2 * PAGE_SIZE + 3])
def test_a_crawl_that_is_broken_off_anywhere_goes_on(
    service: TkService, site: Site, archive: Archive, monkeypatch: pytest.MonkeyPatch, puts: int
) -> None:
    service.add(*(case(f"2023Z{n:05}", started="2023-05-01") for n in range(2 * PAGE_SIZE + 10)))
    left = iter(range(puts))
    honest = crawling.snapshot_of

    def breaks_off(*arguments: Any) -> Any:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return honest(*arguments)

    monkeypatch.setattr(crawling, "snapshot_of", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        crawl(site, archive)
    assert archive.counts().documents == puts // PAGE_SIZE * PAGE_SIZE  # whole pages, and no half ones
    monkeypatch.undo()
    assert crawl(site, archive).failures == ()
    assert len(list(archive.ids())) == archive.counts().snapshots == len(service.cases)


# Manners


def test_a_service_that_is_down_is_left_alone(service: TkService, site: Site, archive: Archive) -> None:
    service.answer = lambda _: Response(status=503)
    report = crawl(site, archive)
    assert report.requests < 30
    assert archive.synced_at() is None


def test_with_strict_robots_an_interface_that_may_not_be_asked_is_not(
    service: TkService, site: Site, archive: Archive
) -> None:
    site.robots = "User-agent: *\nDisallow: /OData"
    settings = FetchSettings(search_despite_robots=False)
    with Fetcher(settings) as fetcher, pytest.raises(Forbidden, match="staat programma’s niet toe"):
        crawl_tk(archive, fetcher, base_url=site.base)
    assert service.asked["odata"] == 0


def test_an_address_that_is_none_is_a_mistake(archive: Archive) -> None:
    with Fetcher(FetchSettings()) as fetcher, pytest.raises(WrongService, match="is geen webadres"):
        crawl_tk(archive, fetcher, base_url="127.0.0.1")


# Real cases


@pytest.mark.shared
@pytest.mark.skipif(not ROWS.exists(), reason=f"the real cases are not at {ROWS}")
def test_real_cases_arrive_complete_and_are_understood(service: TkService, site: Site, archive: Archive) -> None:
    with lzma.open(ROWS, "rt", encoding="utf-8") as lines:
        rows = [whole(json.loads(line)) for place, line in enumerate(lines) if place % 20 == 0]
    service.add(*rows)
    report = crawl(site, archive, now=datetime(2024, 10, 10, 12, tzinfo=UTC))
    assert (report.fetched, report.failures) == (len(rows), ())
    records = {record.id: record for record in link(extract(document) for document in archive.documents())}
    assert records.keys() == {row["Nummer"] for row in rows}
    for row in rows:
        record = records[row["Nummer"]]
        assert record.title == " ".join(row["Onderwerp"].split())
        assert str(record.asked_on) == row["GestartOp"][:10]
        assert (record.status.value == "beantwoord") is row["Afgedaan"]
        signed = [each for each in row["ZaakActor"] if "ndiener" in each["Relatie"]]
        assert len(record.submitters) == len({(each["Relatie"], each["ActorNaam"]) for each in signed})


def test_a_clock_that_ran_ahead_hides_no_later_case(service: TkService, site: Site, archive: Archive) -> None:
    crawl(site, archive, now=NOON + 400 * DAY)
    service.add(case("2024Z00009", started="2024-03-09"))
    assert crawl(site, archive).fetched == 1


@pytest.mark.parametrize("ahead", [timedelta(hours=1), DAY])
def test_a_change_after_a_clock_ran_ahead_is_seen(
    service: TkService, site: Site, archive: Archive, ahead: timedelta
) -> None:
    told = case("2023Z00001", started="2023-01-09", closed=True)
    service.add(told)
    crawl(site, archive, now=NOON + ahead)
    told["Onderwerp"] = "Een beter onderwerp"
    service.change("Zaak", guid("2023Z00001"), at=(NOON + ahead / 2).isoformat())
    assert crawl(site, archive, now=NOON + ahead / 4).fetched == 1
