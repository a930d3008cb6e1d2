"""No document disappears between the archive and the records, whatever is in it and whatever happens to it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from damage import damaged
from hypothesis import given, settings
from hypothesis import strategies as st

from index.archive import Archive, snapshot_of
from index.check import stages
from index.extraction import update_records
from index.folders import Folders
from index.parts_store import PartStore
from index.snapshots import Form
from index.store import RecordStore

EXAMPLES = sorted((Path(__file__).parents[1] / "documents").rglob("*.xml"))
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)

# A file of the examples; the seed of the damage done to it, None when it stays whole.
FILES = st.tuples(st.sampled_from(EXAMPLES), st.none() | st.integers(0, 2**32))
ROUNDS = st.lists(
    st.tuples(st.lists(FILES, max_size=6), st.lists(st.sampled_from(EXAMPLES), max_size=2)), min_size=1, max_size=3
)
NAMES = st.sets(st.sampled_from("abcdefgh"))


@settings(max_examples=25)
@given(ROUNDS)
def test_every_archived_document_is_in_a_set_or_oral(
    rounds: list[tuple[list[tuple[Path, int | None]], list[Path]]],
) -> None:
    with TemporaryDirectory() as folder:
        folders = Folders(Path(folder))
        for published, gone in rounds:
            with Archive(folders.archive) as archive:
                for file, seed in published:
                    publish(archive, file, seed)
                for file in gone:
                    archive.retire(name_of(file), Form, MOMENT, "weg")
            report = update_records(folders, progress=lambda *_: None)
            check(folders)
            assert update_records(folders, progress=lambda *_: None).read == 0
            assert not update_records(folders, progress=lambda *_: None).changed
            assert report.documents == len(list_of(folders))


def publish(archive: Archive, file: Path, seed: int | None) -> None:
    historical = file.parent.name.startswith("kvr")
    form = Form.KVR if historical else Form.METADATA if file.name.endswith(".metadata.xml") else Form.XML
    broken = "damaged" in file.parts  # no XML that more damage could be done in
    body = file.read_bytes()
    if seed is not None and not broken:
        body = damaged(body, seed, longest=1000)
    archive.put("kvr" if historical else "koop", snapshot_of(name_of(file), form, file.name, MOMENT, body))


def name_of(file: Path) -> str:
    return file.name.removesuffix(".xml").removesuffix(".metadata")


def list_of(folders: Folders) -> set[str]:
    with Archive(folders.archive) as archive:
        return set(archive.ids())


def check(folders: Folders) -> None:
    with RecordStore(folders.records) as store, PartStore(folders.parts) as parts:
        read = {entry.document for entry in parts.entries()}
        at = stages(list_of(folders), read, set(parts.oral()), store.documents())
        assert at.complete
        assert at.archived == at.linked + len(at.oral)
        told = [document.id for record in store for document in record.documents]
        assert len(told) == len(set(told)) == at.linked


@given(NAMES, NAMES, NAMES, NAMES)
def test_the_places_of_documents_add_up(archived: set[str], read: set[str], oral: set[str], linked: set[str]) -> None:
    at = stages(archived, read, oral, linked)
    assert at.archived == at.linked + len(at.oral) + len(at.unread) + len(at.nowhere)
    assert at.complete == (read == archived and linked <= archived <= linked | oral)
