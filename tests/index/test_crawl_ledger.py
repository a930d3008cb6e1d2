"""The crawl's notes: which days are still to be listed, which documents are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.archive import Archive, snapshot_of
from index.ledger import LONGEST_REST, TRIES_AT_ONCE, Ledger, next_try
from index.snapshots import Form
from index.sources.sru import PUBLICATIONS, Listed, Window

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)
KV, AH = PUBLICATIONS


def listed(document: str = "ah-1", modified: date = TODAY) -> Listed:
    return Listed(
        id=document,
        publication=AH,
        modified=modified,
        version=modified.isoformat(),
        provisional=False,
        has_xml=True,
        record=f"<gzd>{document}</gzd>".encode(),
    )


@pytest.fixture
def ledger(archive: Archive) -> Ledger:
    return Ledger(archive)


def test_at_first_everything_is_to_be_listed(ledger: Ledger) -> None:
    assert ledger.windows_to_list(AH, FIRST, TODAY) == (Window(FIRST, TODAY),)


def test_after_a_crawl_the_last_days_are_listed_again(ledger: Ledger) -> None:
    ledger.note([listed(modified=TODAY)], NOW)
    ledger.window_done(AH, Window(FIRST, TODAY), TODAY)
    ledger.window_done(KV, Window(FIRST, TODAY), TODAY)
    assert ledger.windows_to_list(AH, FIRST, TODAY) == (Window(TODAY - DAY, TODAY),)
    assert ledger.windows_to_list(AH, FIRST, TODAY + 3 * DAY) == (Window(TODAY - DAY, TODAY + 3 * DAY),)
    assert ledger.windows_to_list(KV, FIRST, TODAY) == (Window(FIRST, TODAY),)


def test_a_service_that_lags_behind_is_asked_again_from_its_newest_change(ledger: Ledger) -> None:
    ledger.note([listed(modified=date(2026, 2, 1))], NOW)
    ledger.window_done(AH, Window(FIRST, TODAY), TODAY)
    ledger.note([listed("ah-2", modified=TODAY)], NOW)  # by a listing that was broken off
    assert ledger.windows_to_list(AH, FIRST, TODAY) == (Window(date(2026, 2, 1), TODAY),)


def test_a_gap_is_listed_with_a_day_before_it(ledger: Ledger) -> None:
    ledger.note([listed()], NOW)
    ledger.window_done(AH, Window(FIRST, date(2026, 1, 20)), TODAY)
    ledger.window_done(AH, Window(date(2026, 2, 1), date(2026, 2, 20)), TODAY)
    assert ledger.windows_to_list(AH, FIRST, date(2026, 2, 20)) == (Window(date(2026, 1, 20), date(2026, 1, 31)),)


def test_windows_stay_few_however_often_they_are_listed(ledger: Ledger, archive: Archive) -> None:
    for day in range(400):
        ledger.note([listed(modified=TODAY + day * DAY)], NOW)
        window = Window(TODAY + (day - 2) * DAY, TODAY + day * DAY)
        for _ in range(2):
            ledger.window_done(AH, window, TODAY + day * DAY)
    assert archive.rows("SELECT count(*) FROM listed_window") == [(1,)]
    assert ledger.windows_to_list(AH, TODAY, TODAY + 399 * DAY) == (Window(TODAY + 398 * DAY, TODAY + 399 * DAY),)


@given(
    done=st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 30), st.integers(-5, 60), st.integers(0, 90)), max_size=6
    )
)
@settings(max_examples=60, deadline=None)
def test_every_day_not_seen_to_its_end_is_listed(done: list[tuple[int, int, int, int]]) -> None:
    last = FIRST + 90 * DAY
    with TemporaryDirectory() as folder, Archive(Path(folder) / "archive.sqlite") as archive:
        ledger = Ledger(archive)
        for begin, length, later, newest in done:
            ledger.note([listed(modified=FIRST + newest * DAY)], NOW)
            window = Window(FIRST + begin * DAY, FIRST + (begin + length) * DAY)
            ledger.window_done(AH, window, window.last + later * DAY)
        planned = ledger.windows_to_list(AH, FIRST, last)
    for number in range(91):
        seen = any(b <= number <= b + n and number < b + n + later and number <= top for b, n, later, top in done)
        day = FIRST + number * DAY
        assert seen or any(window.first <= day <= window.last for window in planned)
    assert all(FIRST <= window.first <= window.last <= last for window in planned)


def test_what_is_new_or_changed_is_due_and_the_rest_is_not(ledger: Ledger, archive: Archive) -> None:
    ledger.note([listed("a"), listed("b", TODAY - DAY)], NOW)
    assert ledger.due(NOW) == ("a", "b")
    for document in ("a", "b"):
        archive.put("koop", snapshot_of(document, Form.XML, "x:", NOW, b""))
        ledger.settle(document)
    assert ledger.due(NOW) == ()
    ledger.note([listed("a"), listed("b")], NOW)
    assert ledger.due(NOW) == ("b",)


def test_a_gone_document_that_is_listed_again_is_due(ledger: Ledger) -> None:
    ledger.note([listed()], NOW)
    ledger.settle("ah-1")
    ledger.note([listed()], NOW)
    assert ledger.due(NOW) == ("ah-1",)


def test_the_record_waits_in_the_ledger_until_it_is_archived(ledger: Ledger) -> None:
    ledger.note([listed()], NOW)
    known = ledger.known("ah-1")
    assert known
    assert (known.listing, known.attempts, known.modified) == (b"<gzd>ah-1</gzd>", 0, TODAY)
    ledger.listing_archived("ah-1")
    assert ledger.known("ah-1") == replace(known, listing=None)
    assert ledger.known("ah-2") is None


def test_a_document_that_falls_short_goes_to_the_end_of_the_line(ledger: Ledger) -> None:
    ledger.note([listed("a"), listed("b")], NOW)
    ledger.fall_short("a", "xml: geen XML", NOW)
    assert ledger.due(NOW) == ("b", "a")
    assert ledger.outstanding() == {"a", "b"}
    ledger.note([listed("a", TODAY + DAY)], NOW)
    known = ledger.known("a")
    assert known
    assert known.attempts == 0


def test_tries_come_at_once_and_then_further_and_further_apart() -> None:
    rests = [next_try(attempts, NOW) - NOW for attempts in range(40)]
    assert rests[:TRIES_AT_ONCE] == [timedelta(0)] * TRIES_AT_ONCE
    assert rests[TRIES_AT_ONCE : TRIES_AT_ONCE + 3] == [DAY, 2 * DAY, 4 * DAY]
    assert rests == sorted(rests)
    assert max(rests) == LONGEST_REST
