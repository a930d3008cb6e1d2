"""Crawls of a replica that fails in every way it knows: complete in the end, and nothing wrong in the archive."""

from __future__ import annotations

from pathlib import Path

import pytest
from replica_service import SAMPLE, Replica, StartReplica, crawl

from index.archive import Archive
from index.snapshots import Form
from index.sources.forms import GOOD, judge

pytestmark = pytest.mark.shared

FAULTS = {
    "error_503": 1,
    "reset": 4,
    "truncate": 4,
    "wrong_length": 4,
    "html200": 4,
    "fout404": 4,
    "malformed": 4,
    "sru_empty": 20,
    "sru_500": 10,
}
MOST_RUNS = 5


def bodies(path: Path) -> dict[tuple[str, Form], bytes]:
    """The current bytes of each form, listings aside: those name the address of the service."""
    with Archive(path) as archive:
        forms = (snapshot for document in archive.documents() for snapshot in document.snapshots)
        return {(form.document, form.form): form.body for form in forms if form.form is not Form.LISTING}


def crawl_until_complete(replica: Replica, path: Path) -> int:
    """How many crawls it took until nothing was left to try again."""
    for run in range(1, MOST_RUNS + 1):
        if not crawl(replica, path).failures:
            return run
    return MOST_RUNS + 1


def in_percent(share: dict[str, int]) -> dict[str, dict[str, int]]:
    return {fault: {"percent": percent} for fault, percent in share.items()}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_faulty_service_costs_runs_but_no_documents(start_replica: StartReplica, tmp_path: Path, seed: int) -> None:
    replica = start_replica("--kvr", SAMPLE, "--limit", "60", "--metadata-only", "0", "--seed", str(seed))
    crawl(replica, tmp_path / "clean.sqlite")
    replica.order(faults=in_percent(FAULTS), reset_stats=True)
    runs = crawl_until_complete(replica, tmp_path / "faulty.sqlite")
    assert 1 < runs <= MOST_RUNS
    faults = replica.stats()["faults"]
    assert faults.keys() >= FAULTS.keys() - {"sru_500", "sru_empty"}
    assert bodies(tmp_path / "faulty.sqlite") == bodies(tmp_path / "clean.sqlite")
    assert replica.stats()["documents"]["served_again_unchanged"] == 0


def test_xml_that_is_always_an_error_page_is_kept_as_a_web_page(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "30"), tmp_path / "archive.sqlite"
    replica.order(faults={"html200": {"percent": 15, "sticky": True}})
    runs = [crawl(replica, path) for _ in range(5)]
    assert runs[0].failures
    held = bodies(path)
    assert all(judge(form, body) == GOOD for (_, form), body in held.items())
    assert any(form is Form.HTML for _, form in held)
    kept = {document for document, form in held if form is not Form.METADATA}
    assert kept | {document for document, _ in runs[-1].failures} == set(replica.documents())


def test_a_search_service_that_is_down_is_left_alone(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "5"), tmp_path / "archive.sqlite"
    replica.order(faults={"sru_500": {"percent": 100}})
    report = crawl(replica, path)
    assert (report.found, report.failed) == (0, 2)
    assert all(reason == "status 500" for _, reason in report.failures)
    assert report.requests < 15
    with Archive(path) as archive:
        assert archive.synced_at() is None
    replica.order(clear=True)
    assert crawl(replica, path).fetched == len(replica.documents())


def test_documents_that_are_listed_but_not_there_are_tried_again(start_replica: StartReplica, tmp_path: Path) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "20"), tmp_path / "archive.sqlite"
    missing = sorted(replica.documents())[:2]
    replica.order(vanish={"ids": missing, "in_sru": True})
    report = crawl(replica, path)
    assert sorted(document for document, _ in report.failures) == missing
    replica.order(restore={"all": True})
    assert crawl(replica, path).fetched == 2


def test_a_document_that_changes_while_it_is_fetched_is_fetched_again(
    start_replica: StartReplica, tmp_path: Path
) -> None:
    replica, path = start_replica("--kvr", SAMPLE, "--limit", "30"), tmp_path / "archive.sqlite"
    replica.order(faults={"change": {"percent": 30}})
    crawl(replica, path)
    crawl(replica, path)
    replica.order(clear=True)
    crawl(replica, tmp_path / "clean.sqlite")
    assert bodies(path) == bodies(tmp_path / "clean.sqlite")
