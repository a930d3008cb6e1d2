"""The archive: nothing is lost, nothing changes, one writes while others read."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from index.archive import Archive, ArchiveCounts, Validators, snapshot_of
from index.archive_file import ArchiveBusy, NotAnArchive
from index.snapshots import Form, Snapshot

MOMENT = datetime(2026, 1, 5, 12, 30, 15, 123456, tzinfo=UTC)


def snapshot(document: str = "ah-tk-20252026-1", body: bytes = b"<a/>", form: Form = Form.XML) -> Snapshot:
    return snapshot_of(document, form, f"http://voorbeeld.invalid/{document}", MOMENT, body)


def test_a_snapshot_comes_back_as_it_was(archive: Archive) -> None:
    kept = snapshot(body=bytes(range(256)) * 100)
    assert archive.put("koop", kept)
    document = archive.document(kept.document)
    assert document
    assert (document.id, document.source, document.snapshots) == (kept.document, "koop", (kept,))


def test_the_same_bytes_are_kept_once(archive: Archive) -> None:
    assert archive.put("koop", snapshot())
    before = archive.versions()
    assert not archive.put("koop", snapshot(), Validators('"2"'))
    assert archive.versions() == before
    assert archive.validators("ah-tk-20252026-1") == {Form.XML: Validators('"2"')}


def test_a_new_version_takes_the_place_of_the_old_which_stays_in_the_history(archive: Archive) -> None:
    versions = [snapshot(body=body) for body in (b"1", b"2", b"1")]
    assert [archive.put("koop", version) for version in versions] == [True, True, True]
    assert archive.history("ah-tk-20252026-1") == tuple(versions)
    document = archive.document("ah-tk-20252026-1")
    assert document
    assert document.snapshots == (versions[-1],)


def test_a_retired_document_is_gone_with_a_tombstone(archive: Archive) -> None:
    archive.put("koop", snapshot())
    assert archive.retire("ah-tk-20252026-1", Form, MOMENT, "status 410")
    assert archive.document("ah-tk-20252026-1") is None
    assert list(archive.ids()) == []
    (tombstone,) = archive.tombstones("ah-tk-20252026-1")
    assert (tombstone.form, tombstone.seen_at, tombstone.reason) == (Form.XML, MOMENT, "status 410")
    assert archive.history("ah-tk-20252026-1") == (snapshot(),)
    assert not archive.retire("ah-tk-20252026-1", Form, MOMENT, "status 410")
    assert archive.counts().gone == 1


def test_versions_tell_of_new_changed_and_gone_documents(archive: Archive) -> None:
    for document in ("a", "b", "c", "e"):
        archive.put("koop", snapshot(document))
    archive.put("koop", snapshot("e", form=Form.METADATA))
    before = archive.versions()
    assert list(before) == ["a", "b", "c", "e"]
    archive.put("koop", snapshot("d"))
    archive.put("koop", snapshot("b", b"nieuw"))
    archive.retire("a", [Form.XML], MOMENT, "status 404")
    archive.retire("e", [Form.METADATA], MOMENT, "status 404")
    after = archive.versions()
    assert list(after) == ["b", "c", "d", "e"]
    assert after["c"] == before["c"]
    assert after["b"] > before["b"]
    assert after["e"] > before["e"]


def test_documents_come_in_order_of_id_with_their_forms_in_a_fixed_order(archive: Archive) -> None:
    for document in ("kv-9", "ah-10", "ah-1"):
        for form in (Form.PDF, Form.METADATA, Form.LISTING):
            archive.put("koop", snapshot(document, form.value.encode(), form))
    documents = list(archive.documents())
    assert [held.id for held in documents] == list(archive.ids()) == ["ah-1", "ah-10", "kv-9"]
    for held in documents:
        assert [kept.form for kept in held.snapshots] == [Form.LISTING, Form.METADATA, Form.PDF]
    assert [held.id for held in archive.documents(["kv-9", "onbekend", "ah-1", "kv-9"])] == ["ah-1", "kv-9"]


def test_more_documents_than_one_batch_are_all_listed(archive: Archive) -> None:
    names = sorted(f"kv-{number}" for number in range(1201))
    with archive.transaction():
        for name in names:
            archive.put("koop", snapshot(name))
    assert list(archive.ids()) == names


def test_documents_can_be_read_while_they_are_written(archive: Archive) -> None:
    for name in ("a", "b", "c"):
        archive.put("koop", snapshot(name))
    seen = []
    for document in archive.documents():
        archive.put("koop", snapshot(document.id, b"anders"))
        archive.retire("c", Form, MOMENT, "weg")
        seen.append(document.id)
    assert seen == ["a", "b"]


def test_a_transaction_that_breaks_off_leaves_nothing(archive: Archive) -> None:
    def break_off() -> None:
        with archive.transaction():
            archive.put("koop", snapshot("a"))
            with archive.transaction():
                archive.put("koop", snapshot("b"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert archive.counts() == ArchiveCounts(documents=0, snapshots=0, gone=0, pending=0, failed=0, packed_bytes=0)
    assert archive.put("koop", snapshot("a"))


@pytest.mark.parametrize("statement", ["UPDATE snapshot SET form = 'pdf'", "DELETE FROM snapshot", "DELETE FROM blob"])
def test_history_cannot_be_rewritten(archive: Archive, statement: str) -> None:
    archive.put("koop", snapshot())
    with pytest.raises(sqlite3.IntegrityError, match="never"), archive.transaction() as db:
        db.execute(statement)
    assert archive.document("ah-tk-20252026-1")


def test_bytes_that_were_damaged_on_disk_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    with Archive(path) as archive:
        archive.put("koop", snapshot("a", b"a"))
        archive.put("koop", snapshot("b", b"b"))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TRIGGER no_blob_changes")
        db.execute("UPDATE blob SET packed = (SELECT max(packed) FROM blob)")
    with Archive(path) as archive, pytest.raises(ValueError, match="do not have the hash"):
        list(archive.documents())


def test_a_second_writer_is_told_to_wait_and_readers_are_not(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    with Archive(path) as writer, Archive(path) as other:
        writer.put("koop", snapshot("a"))
        with pytest.raises(ArchiveBusy, match="schrijft al een andere opdracht"):
            other.put("koop", snapshot("b"))
        assert list(other.ids()) == ["a"]
        with writer.transaction():
            writer.put("koop", snapshot("c"))
            assert list(other.ids()) == ["a"]
        assert list(other.ids()) == ["a", "c"]
    with Archive(path) as writer:
        assert writer.put("koop", snapshot("b"))


def _write_and_die(path: Path, name: str) -> None:
    archive = Archive(path)
    archive.put("koop", snapshot(name))
    os._exit(7)


def test_a_writer_that_died_is_no_longer_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    process = multiprocessing.get_context("spawn").Process(target=_write_and_die, args=(path, "a"))
    process.start()
    process.join(30)
    assert process.exitcode == 7
    with Archive(path) as archive:
        assert archive.put("koop", snapshot("b"))
        assert list(archive.ids()) == ["a", "b"]


def test_only_one_file_is_left_after_closing(tmp_path: Path) -> None:
    path = tmp_path / "map" / "archive.sqlite"
    with Archive(path) as archive:
        archive.put("koop", snapshot())
    left = {file.name: file.stat().st_size for file in path.parent.iterdir()}
    assert left.keys() == {"archive.sqlite", "archive.sqlite.lock"}
    assert left["archive.sqlite.lock"] == 0


def test_another_file_is_not_taken_for_an_archive(tmp_path: Path) -> None:
    text = tmp_path / "tekst"
    text.write_text("geen database, " * 1000)
    with pytest.raises(NotAnArchive, match="geen archief"):
        Archive(text)
    other = tmp_path / "ander.sqlite"
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE iets (a)")
    with pytest.raises(NotAnArchive, match="geen archief"):
        Archive(other)
    assert text.read_text() == "geen database, " * 1000


def test_an_archive_of_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    with Archive(path):
        pass
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(NotAnArchive):
        Archive(path)


NAMES = st.sampled_from(["a", "b", "kv-tk-2018z12433"])
FORMS = st.sampled_from(Form)
BODIES = st.binary(max_size=3)


class ArchiveAgainstModel(RuleBasedStateMachine):
    """Any sequence of puts and retirements leaves the whole history and exactly what is current."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.archive = Archive(Path(self.folder.name) / "archive.sqlite")
        self.current: dict[tuple[str, Form], Snapshot] = {}
        self.history: list[Snapshot] = []
        self.moment = MOMENT

    def teardown(self) -> None:
        self.archive.close()
        self.folder.cleanup()

    @rule(name=NAMES, form=FORMS, body=BODIES)
    def put(self, name: str, form: Form, body: bytes) -> None:
        self.moment += timedelta(seconds=1)
        new = snapshot_of(name, form, f"x:{name}", self.moment, body)
        held = self.current.get((name, form))
        before = self.archive.versions().get(name, 0)
        assert self.archive.put("koop", new) is (held is None or held.body != body)
        if held is None or held.body != body:
            self.current[name, form] = new
            self.history.append(new)
            assert self.archive.versions()[name] > before

    @rule(name=NAMES, forms=st.sets(FORMS))
    def retire(self, name: str, forms: set[Form]) -> None:
        there = {form for form in forms if (name, form) in self.current}
        before = len(self.archive.tombstones(name))
        assert self.archive.retire(name, forms, self.moment, "weg") is bool(there)
        assert len(self.archive.tombstones(name)) == before + len(there)
        for form in there:
            del self.current[name, form]

    @rule()
    def reopen(self) -> None:
        path = self.archive.path
        self.archive.close()
        self.archive = Archive(path)

    @invariant()
    def what_is_current_and_what_was(self) -> None:
        held = {(kept.document, kept.form): kept for doc in self.archive.documents() for kept in doc.snapshots}
        assert held == self.current
        for name in ("a", "b", "kv-tk-2018z12433"):
            assert self.archive.history(name) == tuple(kept for kept in self.history if kept.document == name)


ArchiveAgainstModel.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestArchiveAgainstModel = ArchiveAgainstModel.TestCase


@given(body=st.binary(max_size=5000))
@settings(max_examples=50, deadline=None)
def test_any_bytes_are_kept_exactly(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    with Archive(tmp_path_factory.mktemp("archive") / "archive.sqlite") as archive:
        archive.put("kvr", snapshot(body=body, form=Form.KVR))
        assert archive.history("ah-tk-20252026-1")[0].body == body
