"""Crawls of the replica from begin to end: complete, nothing twice, and what happened since."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from replica_service import SAMPLE, StartReplica, crawl

from index.archive import Archive
from index.snapshots import Document, Form

pytestmark = pytest.mark.shared


def archived(path: Path) -> dict[str, Document]:
    with Archive(path) as archive:
        return {document.id: document for document in archive.documents()}


def test_everything_is_fetched_once_and_then_only_what_changed(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--hold", "20"), tmp_path / "archive.sqlite"
    first = crawl(replica, path)
    assert first.failures == ()
    assert set(archived(path)) == set(replica.documents())
    assert first.fetched == first.found == len(replica.documents()) > 300

    stats = replica.stats()
    assert stats["documents"]["not_served"] == 0
    assert stats["documents"]["most_times_served"] == 1
    assert stats["connections"]["maximum"] == 1
    assert all(agent.startswith("Vraagbaak/") for agent in stats["user_agents"])

    replica.order(reset_stats=True)
    changed = set(replica.order(change={"count": 5})["change"])
    released = set(replica.order(release={"count": 3})["release"])
    second = crawl(replica, path)
    assert released <= set(archived(path)) == set(replica.documents())
    served = set(replica.ask("/served")["served"])
    answered = {document for document in served - changed - released if document.startswith("kv-")}
    assert len(answered) <= len(released)  # a question changes when its answer comes
    assert served == changed | released | answered
    assert second.fetched == len(served)

    replica.order(reset_stats=True)
    assert crawl(replica, path).fetched == 0
    assert replica.ask("/served")["served"] == {}


def test_every_document_has_its_listing_its_metadata_and_one_form_with_its_words(
    start_replica: StartReplica, tmp_path: Path
) -> None:
    replica, path = (
        start_replica("--kvr", SAMPLE, "--limit", "80", "--metadata-only", "20"),
        tmp_path / "archive.sqlite",
    )
    crawl(replica, path)
    bodies = {Form.XML: 0, Form.HTML: 0, Form.PDF: 0}
    for document in archived(path).values():
        listing, metadata, body = document.snapshots[0], *document.snapshots[1:]
        assert (listing.form, metadata.form) == (Form.LISTING, Form.METADATA)
        assert document.id.encode() in listing.body
        bodies[body.form] += 1
    assert bodies[Form.XML] > bodies[Form.PDF] > bodies[Form.HTML] == 0


def test_a_limited_crawl_goes_on_where_it_stopped(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "40"), tmp_path / "archive.sqlite"
    assert crawl(replica, path, limit=10).fetched == 10
    with Archive(path) as archive:
        assert archive.synced_at() is None
    assert crawl(replica, path, limit=10).fetched == 10
    rest = crawl(replica, path)
    assert rest.fetched == len(replica.documents()) - 20
    assert replica.stats()["documents"]["most_times_served"] == 1
    with Archive(path) as archive:
        assert archive.synced_at() is not None


def test_a_period_is_kept_to(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "80"), tmp_path / "archive.sqlite"
    crawl(replica, path, since=date(2000, 1, 1), until=date(2004, 12, 31))
    wanted = {document for document, day in replica.documents().items() if "2000-01-01" <= day <= "2004-12-31"}
    assert set(archived(path)) == wanted != set()
    crawl(replica, path)
    assert set(archived(path)) == set(replica.documents())


def test_named_documents_are_fetched_and_others_left_alone(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "20"), tmp_path / "archive.sqlite"
    wanted = sorted(replica.documents())[:3]
    report = crawl(replica, path, ids=[*wanted, "ah-tk-18001801-1"])
    assert sorted(archived(path)) == wanted
    assert report.failures == (("ah-tk-18001801-1", "de zoekdienst kent dit nummer niet"),)


@pytest.mark.parametrize("mode", ["404", "410", "tombstone"])
def test_a_document_that_disappears_is_gone_but_not_forgotten(
    start_replica: StartReplica, tmp_path: Path, mode: str
) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "10"), tmp_path / "archive.sqlite"
    crawl(replica, path)
    gone = min(replica.documents())
    replica.order(vanish={"ids": [gone], "mode": mode})
    assert crawl(replica, path, ids=[gone]).gone == 1
    with Archive(path) as archive:
        assert archive.document(gone) is None
        assert {tombstone.form for tombstone in archive.tombstones(gone)} == {Form.LISTING, Form.METADATA, Form.XML}
        assert [snapshot.form for snapshot in archive.history(gone)]
        assert gone not in archive.versions()

    replica.order(restore={"all": True})
    assert crawl(replica, path, ids=[gone]).fetched == 1
    assert gone in archived(path)


def test_a_document_that_is_no_longer_listed_is_looked_for(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "30"), tmp_path / "archive.sqlite"
    crawl(replica, path)
    gone = sorted(replica.documents())[:2]
    replica.order(vanish={"ids": gone})
    assert crawl(replica, path, since=date(1980, 1, 1)).gone == 2
    assert set(archived(path)) == set(replica.documents())


def test_a_provisional_document_gives_way_to_the_final_one(start_replica: StartReplica, tmp_path: Path) -> None:
    options = ("--limit", "60", "--clock", "2003-06-30", "--provisional", "100")
    replica, path = start_replica("--kvr", SAMPLE, *options), tmp_path / "archive.sqlite"
    crawl(replica, path)
    for _ in range(12):
        provisional = {document for document in replica.documents() if document.removeprefix("ah-").isdigit()}
        if provisional:
            break
        replica.order(advance_days=9)
        crawl(replica, path)
    assert provisional
    assert provisional <= set(archived(path))
    assert all(archived(path)[document].form(Form.PDF) for document in provisional)
    replica.order(advance_days=11)
    crawl(replica, path)
    assert set(archived(path)) == set(replica.documents())
    assert not provisional & set(archived(path))


def test_as_time_goes_by_every_crawl_has_everything_published_so_far(
    start_replica: StartReplica, tmp_path: Path
) -> None:
    options = ("--limit", "150", "--clock", "1997-12-31")
    replica, path = start_replica("--kvr", SAMPLE, *options), tmp_path / "archive.sqlite"
    sizes = []
    for _ in range(6):
        crawl(replica, path)
        assert set(archived(path)) == set(replica.documents())
        sizes.append(len(archived(path)))
        replica.order(advance_days=300)
    assert sizes == sorted(set(sizes))
    assert replica.stats()["documents"]["served_again_unchanged"] == 0


def test_a_wrong_estimate_of_the_count_loses_nothing(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = (
        start_replica("--kvr", SAMPLE, "--limit", "60", "--estimate-error", "60"),
        tmp_path / "archive.sqlite",
    )
    crawl(replica, path)
    assert set(archived(path)) == set(replica.documents())


def test_records_naming_the_official_hosts_lead_nowhere_else(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "10", "--addresses", "official"), tmp_path / "a.sqlite"
    assert crawl(replica, path).failures == ()
    addresses = {snapshot.address for document in archived(path).values() for snapshot in document.snapshots}
    assert all(address.startswith(replica.base) for address in addresses)


def test_the_day_of_synchronisation_is_that_of_the_clock(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "5"), tmp_path / "archive.sqlite"
    moment = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
    crawl(replica, path, clock=lambda: moment)
    with Archive(path) as archive:
        assert archive.synced_at() == moment
