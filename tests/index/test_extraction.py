"""From archive to records: what is read, what is linked anew, what falls away."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.archive import Archive, snapshot_of
from index.demo import DOCUMENTS
from index.extraction import ExtractionReport, update_records
from index.folders import Folders
from index.parts_store import PartStore
from index.records import Status
from index.snapshots import Form
from index.store import RecordStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)
QUESTIONS, ANSWER = "kv-2989990030", "ah-tk-19981999-9003"


def published(document: str) -> dict[Form, bytes]:
    """The forms in which the demonstration corpus has a document."""
    path = next(DOCUMENTS.rglob(f"{document}.xml"))
    return {Form.XML: path.read_bytes(), Form.METADATA: path.with_suffix(".metadata.xml").read_bytes()}


def publish(folders: Folders, document: str) -> None:
    with Archive(folders.archive) as archive:
        archive.claim()
        for form, body in published(document).items():
            archive.put("koop", snapshot_of(document, form, f"https://example.org/{document}", NOW, body))


def extract(folders: Folders, *ids: str, jobs: int = 1) -> ExtractionReport:
    return update_records(folders, ids=ids, jobs=jobs, progress=lambda *_: None)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def test_an_answer_joins_its_questions(folders: Folders) -> None:
    publish(folders, QUESTIONS)
    assert extract(folders).sets == 1
    with RecordStore(folders.records) as store:
        assert [record.status for record in store] == [Status.OPEN]
        set_id = store.ids()[0]
    publish(folders, ANSWER)
    report = extract(folders)
    assert (report.read, report.linked, report.sets) == (1, 1, 1)
    with RecordStore(folders.records) as store:
        assert [(record.id, record.status) for record in store] == [(set_id, Status.ANSWERED)]
        assert store.resolve(ANSWER) == set_id


def test_nothing_new_is_nothing_done(folders: Folders) -> None:
    publish(folders, QUESTIONS)
    extract(folders)
    report = extract(folders)
    assert (report.read, report.linked, report.changed) == (0, 0, False)


def test_a_withdrawn_document_leaves_its_set(folders: Folders) -> None:
    publish(folders, QUESTIONS)
    publish(folders, ANSWER)
    extract(folders)
    with Archive(folders.archive) as archive:
        archive.claim()
        archive.retire(ANSWER, [Form.XML, Form.METADATA], NOW, "404")
    extract(folders)
    with RecordStore(folders.records) as store:
        assert [record.status for record in store] == [Status.OPEN]
    with Archive(folders.archive) as archive:
        archive.claim()
        archive.retire(QUESTIONS, [Form.XML, Form.METADATA], NOW, "404")
    assert extract(folders).removed == 1
    with RecordStore(folders.records) as store:
        assert len(store) == 0


def test_another_reader_reads_everything_again(folders: Folders) -> None:
    publish(folders, QUESTIONS)
    publish(folders, ANSWER)
    extract(folders)
    with PartStore(folders.parts) as parts:
        parts.read_by("an older one")
    assert extract(folders).read == 2


def test_lost_parts_are_read_again(folders: Folders) -> None:
    publish(folders, QUESTIONS)
    extract(folders)
    folders.parts.unlink()
    assert (extract(folders).sets, extract(folders).read) == (1, 0)


def test_lost_records_are_made_again_without_reading(folders: Folders) -> None:
    publish(folders, QUESTIONS)
    publish(folders, ANSWER)
    extract(folders)
    for path in folders.root.glob("records.sqlite*"):
        path.unlink()
    report = extract(folders)
    assert (report.read, report.linked, report.sets) == (0, 1, 1)


def test_one_document_can_be_read_again(folders: Folders) -> None:
    publish(folders, QUESTIONS)
    publish(folders, ANSWER)
    extract(folders)
    report = extract(folders, ANSWER)
    assert (report.read, report.linked, report.sets) == (1, 1, 1)


def test_a_document_that_is_not_well_formed_stays_as_a_problem(folders: Folders) -> None:
    with Archive(folders.archive) as archive:
        archive.claim()
        archive.put("kvr", snapshot_of("KVR99999", Form.KVR, "kvr:KVR99999.xml", NOW, b"<kvr><meta>"))
    report = extract(folders)
    assert report.sets == 1
    with RecordStore(folders.records) as store:
        record = store.get(store.ids()[0])
    assert record is not None
    assert "not_well_formed" in {problem.code for problem in record.problems}
    assert {problem.document for problem in record.problems} == {"KVR99999"}


def test_several_processes_read_the_same(tmp_path: Path) -> None:
    documents = sorted(path.stem for path in DOCUMENTS.rglob("*-9*.xml") if ".metadata" not in path.name)
    both = [Folders(tmp_path / "one"), Folders(tmp_path / "two")]
    outcomes = []
    for jobs, place in enumerate(both, 1):
        for document in documents:
            publish(place, document)
        extract(place, jobs=jobs)
        with RecordStore(place.records) as store:
            outcomes.append(list(store))
    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0]) > 40
