"""How much a run may ask of others, when, and what outlives a run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from official_site import Paper, Site
from pytest_httpserver import HTTPServer
from werkzeug import Response

from index.archive import Archive
from index.crawl import CrawlReport, crawl_koop
from index.fetch import Fetcher, FetchSettings
from index.ledger import LONGEST_REST, Ledger
from index.pace import NO_BOUNDS, Bounds, Hours

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def site(httpserver: HTTPServer) -> Site:
    site = Site(httpserver)
    site.papers = {f"ah-{n}": Paper(TODAY - DAY) for n in range(10)}
    return site


def crawl(site: Site, archive: Archive, bounds: Bounds = NO_BOUNDS, *, now: datetime = NOON) -> CrawlReport:
    settings = replace(FetchSettings(tries=2), bounds=bounds)
    with Fetcher(settings, sleep=lambda _: None, now=lambda: now) as fetcher:
        return crawl_koop(archive, fetcher, base_url=site.base, clock=lambda: now)


def test_a_run_makes_no_more_requests_than_it_may(site: Site, archive: Archive) -> None:
    runs = []
    while not runs or runs[-1].stopped:
        runs.append(crawl(site, archive, Bounds(requests=10)))
        assert runs[-1].requests <= 10
    assert sum(run.fetched for run in runs) == len(site.papers)
    assert runs[0].stopped == "De grens van 10 verzoeken is bereikt."
    assert runs[0].sentence().endswith("De grens van 10 verzoeken is bereikt.")
    assert all(run.failures == () for run in runs)
    assert max(count for path, count in site.asked.items() if path.endswith(".xml")) == 2  # at worst broken off once


def test_a_run_receives_no_more_than_it_may(site: Site, archive: Archive) -> None:
    large = b"<officiele-publicatie>%s</officiele-publicatie>" % (b"tekst " * 10_000)
    for paper in site.papers.values():
        paper.replies = {".xml": Response(large)}
    report = crawl(site, archive, Bounds(bytes=200_000))
    assert report.stopped == "De grens van 0 MB is bereikt."
    assert 200_000 <= report.bytes <= 200_000 + 2 * len(large)
    assert crawl(site, archive).fetched == 10 - report.fetched


@pytest.mark.parametrize(("hour", "allowed"), [(22, False), (23, True), (3, True), (6, False), (12, False)])
def test_pages_are_only_fetched_in_the_hours_that_are_asked(
    site: Site, archive: Archive, hour: int, allowed: bool
) -> None:
    bounds = Bounds(hours=Hours(time(23), time(6)))
    report = crawl(site, archive, bounds, now=NOON.replace(hour=hour))
    assert (report.requests > 0) is allowed
    assert report.stopped == ("" if allowed else "Ophalen mag alleen tussen 23:00-06:00.")


def test_hours_within_a_day() -> None:
    hours = Hours(time(1, 30), time(6))
    assert [hours.include(time(h, m)) for h, m in ((1, 29), (1, 30), (5, 59), (6, 0))] == [False, True, True, False]


def test_a_host_that_asks_for_a_long_rest_gets_it_from_later_runs_too(site: Site, archive: Archive) -> None:
    honest = site.answer
    site._search = lambda _: Response(status=503, headers={"Retry-After": "7200"})  # type: ignore[method-assign]
    first = crawl(site, archive)
    assert any("vraagt 7200 seconden te wachten" in reason for _, reason in first.failures)
    again = crawl(site, archive, now=NOON + timedelta(hours=1))
    assert again.requests == 0
    assert any("vroeg om rust tot" in reason for _, reason in again.failures)
    del site._search  # type: ignore[method-assign]
    assert site.answer == honest
    assert crawl(site, archive, now=NOON + timedelta(hours=3)).fetched == 10


# Clocks


def test_a_clock_that_ran_ahead_puts_nothing_off_for_long(site: Site, archive: Archive) -> None:
    ahead = NOON + 3000 * DAY
    for paper in site.papers.values():
        paper.replies = {".xml": Response(status=503), ".html": Response(status=503), ".pdf": Response(status=503)}
    for _ in range(30):
        crawl(site, archive, now=ahead)
    for paper in site.papers.values():
        paper.replies = {}
    site.papers["ah-new"] = Paper(TODAY - DAY)
    assert crawl(site, archive).fetched == 11
    assert Ledger(archive).due(NOON + LONGEST_REST) == ()


def test_a_clock_that_was_behind_only_delays(site: Site, archive: Archive) -> None:
    assert crawl(site, archive, now=datetime(1990, 1, 1, tzinfo=UTC)).found == 0
    report = crawl(site, archive)
    assert (report.fetched, report.failures) == (10, ())
    assert report.seconds >= 0


def test_a_clock_that_jumps_back_and_forth_loses_no_documents(site: Site, archive: Archive) -> None:
    for number, days in enumerate([0, 400, -300, 5, -1, 900, 6]):
        site.papers[f"ah-late-{number}"] = Paper(TODAY + number * DAY)
        crawl(site, archive, now=NOON + days * DAY)
    final = crawl(site, archive, now=NOON + 10 * DAY)
    assert final.failures == ()
    assert set(archive.ids()) == set(site.papers)
