"""What listings fail to tell of is looked for: missing numbers, late answers, documents that silently left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from official_site import Paper, Site

from index import inquiries
from index.archive import Archive
from index.crawl import CrawlReport, crawl_koop
from index.fetch import Fetcher, FetchSettings
from index.listing import Listing
from index.sources.sru import PUBLICATIONS

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()
DAY = timedelta(days=1)
KV, AH = PUBLICATIONS


@pytest.fixture
def only_inquiries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listing the past once more would find some of it too."""
    monkeypatch.setattr(Listing, "reconcile", lambda _: None)


def crawl(site: Site, archive: Archive, *, now: datetime = NOON, **options: Any) -> CrawlReport:
    with Fetcher(FetchSettings(tries=2), sleep=lambda _: None) as fetcher:
        return crawl_koop(archive, fetcher, base_url=site.base, clock=lambda: now, **options)


def answers(*numbers: int) -> dict[str, Paper]:
    return {f"ah-tk-20252026-{number}": Paper(TODAY - 9 * DAY) for number in numbers}


@pytest.mark.usefixtures("only_inquiries")
def test_a_number_that_is_missing_is_asked_for_and_fetched(site: Site, archive: Archive) -> None:
    site.papers = answers(1, 2, 4, 5)
    crawl(site, archive)
    hidden = "ah-tk-20252026-3"
    site.papers[hidden] = Paper(TODAY - 900 * DAY)  # no window of a later run has it
    report = crawl(site, archive, now=NOON + 2 * DAY)
    assert (report.fetched, report.unknown) == (1, ())
    assert hidden in set(archive.ids())


@pytest.mark.usefixtures("only_inquiries")
def test_a_number_that_nobody_knows_is_asked_for_less_and_less_and_then_no_more(site: Site, archive: Archive) -> None:
    site.papers = answers(1, 2, 4, 5)
    asked = []
    for day in range(200):
        if crawl(site, archive, now=NOON + day * DAY).unknown:
            asked.append(day)
    assert len(asked) == inquiries.MOST_TRIES
    rests = [later - earlier for earlier, later in pairwise(asked)]
    assert rests == sorted(rests)
    assert rests[0] == 1
    assert max(rests) <= inquiries.LONGEST_REST.days


def test_a_run_asks_for_no_more_than_it_may(site: Site, archive: Archive) -> None:
    site.papers = answers(*range(1, 200), *range(400, 600))
    first = crawl(site, archive)
    second = crawl(site, archive)
    assert len(first.unknown) == len(second.unknown) == inquiries.MOST_AT_ONCE
    assert not set(first.unknown) & set(second.unknown)


def test_a_sample_has_no_holes(site: Site, archive: Archive) -> None:
    site.papers = answers(1, 400, 800)
    assert crawl(site, archive).unknown == ()
    assert not any("dt.identifier" in question for question in site.searches)


def test_a_limited_crawl_asks_for_no_numbers(site: Site, archive: Archive) -> None:
    site.papers = answers(1, 2, 4, 5)
    crawl(site, archive, limit=2)
    crawl(site, archive, since=TODAY - 10 * DAY)
    assert not any("dt.identifier" in question for question in site.searches)


@pytest.mark.usefixtures("only_inquiries")
def test_the_answer_of_an_open_set_is_asked_for_until_it_is_there(site: Site, archive: Archive) -> None:
    site.papers = {"kv-tk-2026Z00001": Paper(TODAY - 20 * DAY, publication=KV, number="2026Z00001")}
    site.papers["ah-other"] = Paper(TODAY - DAY)
    crawl(site, archive)
    assert not any("vraagnummer" in question for question in site.searches)  # it was only just listed
    reply = Paper(TODAY - 900 * DAY, number="2026Z00001", notice=True)
    site.papers["ah-1183001"] = reply
    assert crawl(site, archive, now=NOON + 8 * DAY).fetched == 1
    site.papers["ah-1183002"] = Paper(TODAY - 900 * DAY, number="2026Z00001")
    assert crawl(site, archive, now=NOON + 9 * DAY).fetched == 0  # not every day
    assert crawl(site, archive, now=NOON + 16 * DAY).fetched == 1
    site.searches.clear()
    crawl(site, archive, now=NOON + 30 * DAY)
    assert not any("vraagnummer" in question for question in site.searches)


def test_questions_of_years_ago_are_not_asked_after(site: Site, archive: Archive) -> None:
    site.papers = {"kv-2000100840": Paper(TODAY - 2 * inquiries.PATIENCE, publication=KV, number="2000100840")}
    for day in (0, 8, 16):
        crawl(site, archive, now=NOON + day * DAY)
    assert not any("vraagnummer" in question for question in site.searches)


def test_a_document_that_silently_leaves_is_noticed_in_time(site: Site, archive: Archive) -> None:
    site.papers = {f"ah-{n}": Paper(TODAY - (400 + n) * DAY) for n in range(30)} | {"ah-new": Paper(TODAY - DAY)}
    crawl(site, archive)
    del site.papers["ah-7"]
    gone = [crawl(site, archive, now=NOON + day * DAY).gone for day in range(1, 4)]
    assert sum(gone) == 1
    assert set(archive.ids()) == set(site.papers)


def test_the_past_is_listed_again_part_by_part_one_a_day(
    site: Site, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ledger.RECONCILED_AT_ONCE", 10)
    site.papers = {f"ah-{n}": Paper(TODAY - (10 + n) * DAY) for n in range(30)}
    crawl(site, archive)
    removed = ["ah-2", "ah-15", "ah-28"]
    for name in removed:
        del site.papers[name]
    gone = [crawl(site, archive, now=NOON + day * DAY / 2).gone for day in range(2, 12)]
    assert sum(gone) == 3
    assert max(gone) == 1  # no run looks at everything
    assert set(archive.ids()) == set(site.papers)
