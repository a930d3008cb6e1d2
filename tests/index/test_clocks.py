"""A clock that jumps, an hour or a day, between runs and in the middle of one: nothing is lost or goes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from contents import contents
from official_site import XML, Paper, Site
from werkzeug import Response

from index import generations, writer
from index.archive import Archive
from index.crawl import crawl_koop
from index.extraction import update_records
from index.fetch import Fetcher, FetchSettings
from index.folders import Folders
from index.listing import Clock
from index.store import RecordStore

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ROUNDS = 5


def update(site: Site, data: Path, clock: Clock) -> None:
    """One run from the site to the index in use."""
    folders = Folders(data)
    with Archive(folders.archive) as archive, Fetcher(FetchSettings(tries=1), sleep=lambda _: None) as fetcher:
        assert crawl_koop(archive, fetcher, base_url=site.base, clock=clock).failures == ()
    update_records(folders, jobs=1, progress=lambda *_: None)
    with RecordStore(folders.records) as store:
        writer.renew(store, folders.generations, jobs=1, now=clock(), progress=lambda *_: None)


def publish(site: Site, published: dict[str, tuple[int, str]]) -> None:
    """What the site has from now on: of each document the day of its change, and a word in it."""
    for name, (days, word) in published.items():
        reply = Response(XML % word.encode())
        site.papers[f"ah-tk-20252026-{name}"] = Paper((NOON + days * DAY).date(), replies={".xml": reply})


@pytest.mark.parametrize("seed", range(4))
def test_a_clock_that_jumps_at_any_moment_loses_nothing(site: Site, tmp_path: Path, seed: int) -> None:
    chance, published, served = Random(seed), {}, []

    def jumping() -> datetime:
        return NOON + len(served) * DAY + chance.choice([-DAY, -HOUR, timedelta(0), HOUR, DAY])

    while len(served) < ROUNDS:
        published |= {str(len(served) + 2): (len(served), "nieuw"), "1": (len(served), f"ronde {len(served)}")}
        publish(site, published)
        update(site, tmp_path / "jumping", jumping)
        served.append(generations.current_name(tmp_path / "jumping" / "generations") or "")
    for data in ("jumping", "right"):
        publish(site, published)
        update(site, tmp_path / data, lambda: NOON + ROUNDS * DAY)
    folders = [Folders(tmp_path / data).generations for data in ("jumping", "right")]
    names = [generations.current_name(folder) or "" for folder in folders]
    assert contents(folders[0] / names[0]) == contents(folders[1] / names[1])
    assert served == sorted(served)
    kept = sorted(place.name for place in folders[0].iterdir() if place.is_dir())
    assert len(kept) == generations.KEPT_GENERATIONS
    assert names[0] == kept[-1]


@pytest.mark.parametrize("jump", [-DAY, -HOUR, HOUR, DAY])
def test_what_was_listed_by_another_clock_is_fetched_at_once(site: Site, archive: Archive, jump: timedelta) -> None:
    site.papers = {f"ah-{n}": Paper((NOON - DAY).date()) for n in range(3)}
    with Fetcher(FetchSettings(tries=1), sleep=lambda _: None) as fetcher:
        crawl_koop(archive, fetcher, base_url=site.base, clock=lambda: NOON, limit=1)
        report = crawl_koop(archive, fetcher, base_url=site.base, clock=lambda: NOON + jump)
    assert (report.fetched, report.waiting) == (2, 0)


def test_generations_are_numbered_on_beyond_five_digits(tmp_path: Path) -> None:
    for number in (99_998, 99_999, 100_000, 100_001):
        with generations.only_builder(tmp_path):
            found, place = generations.new_place(tmp_path)
            assert found in {number, 1}
            generations.switch(place, f"{number:05d}-abc")
            generations.prune(tmp_path)
    assert generations.current_name(tmp_path) == "100001-abc"
    assert {place.name for place in tmp_path.iterdir() if place.is_dir()} == {"100000-abc", "100001-abc"}
