"""Linking only what can have changed gives the sets that linking everything gives, also when it was cut off before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from index import extraction
from index.extract.parts import Body, Part, Printed
from index.link import link
from index.parts_store import PartStore, row_of
from index.records import Block, BlockKind, DocumentKind, House, QuestionSet
from index.store import RecordStore
from index.ties import ties

DOCUMENTS = [f"d{number}" for number in range(6)]
NUMBERS = ["2001Z00001", "2001Z00002", "2010100010", "d1"]
PLACES = ["ah-tk-20002001-1", "ah-tk-20002001-2", "d2"]
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
HEADINGS = [name + "vragenvanhetlidaandeministeroverhetonderwerp" for name in ("bos", "tol")]


class CutOffError(Exception):
    """Stands for whatever ends the work."""


EXAMPLE = Part(
    document="d0",
    source="kvr",
    kind=DocumentKind.QUESTIONS,
    house=House.TWEEDE_KAMER,
    title="Het onderwerp",
    document_title="Over het onderwerp",
    body=Body(questions=(Printed(numbers=("1",), blocks=(Block(kind=BlockKind.PARAGRAPH, text="Ja?"),)),)),
    problems=(),
)


@st.composite
def parts(draw: st.DrawFn, document: str) -> Part:
    return replace(
        EXAMPLE,
        document=document,
        source=draw(st.sampled_from(["kvr", "koop"])),
        kind=draw(st.sampled_from([DocumentKind.QUESTIONS, DocumentKind.ANSWER])),
        numbers=tuple(draw(st.lists(st.sampled_from(NUMBERS), max_size=2, unique=True))),
        appendix=draw(st.none() | st.sampled_from(PLACES)),
        appendices=tuple(draw(st.lists(st.sampled_from(PLACES), max_size=1))),
        heading=draw(st.sampled_from(["", *HEADINGS])),
        asked_on=draw(st.sampled_from([None, date(2001, 5, 1), date(2001, 5, 2)])),
        oral=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def steps(draw: st.DrawFn) -> tuple[list[Part], list[str], int]:
    """Documents that are read, documents that go, and after how many sets linking is cut off."""
    read = draw(st.lists(st.sampled_from(DOCUMENTS), max_size=4, unique=True))
    gone = draw(st.lists(st.sampled_from(DOCUMENTS), max_size=2))
    return [draw(parts(document)) for document in read], gone, draw(st.integers(0, 3))


@settings(max_examples=60, deadline=None)
@given(st.lists(steps(), min_size=1, max_size=4))
def test_linking_what_is_touched_is_linking_everything(history: list[tuple[list[Part], list[str], int]]) -> None:
    published: dict[str, Part] = {}
    with TemporaryDirectory(dir=MEMORY) as folder, patch.object(extraction, "_LINK_AT_ONCE", 1):
        path = Path(folder) / "parts.sqlite"
        with PartStore(path) as held, RecordStore(Path(folder) / "records.sqlite") as store:
            for read, gone, cut_off in history:
                held.put([row_of(part, ties(part)) for part in read], dict.fromkeys(DOCUMENTS, 1))
                held.forget(gone)
                published |= {part.document: part for part in read}
                published = {document: part for document, part in published.items() if document not in gone}
                link_until(cut_off, path, held, store)
            extraction.link_touched(path, held, store, 1, lambda *_: None)
            assert told(store) == told(link(published[document] for document in sorted(published)))
            assert extraction.link_touched(path, held, store, 1, lambda *_: None) == (0, 0)


def told(every: Iterable[QuestionSet]) -> dict[str, QuestionSet]:
    """Records by id, without the problems that are noted when a record is kept."""
    return {record.id: replace(record, problems=()) for record in every}


def test_a_name_that_comes_free_goes_to_who_wanted_it(tmp_path: Path) -> None:
    first, second = (
        replace(EXAMPLE, document=name, numbers=("2010100010",), asked_on=date(2001, 5, day))
        for day, name in enumerate(("d1", "d2"), 1)
    )
    path = tmp_path / "parts.sqlite"
    with PartStore(path) as held, RecordStore(tmp_path / "records.sqlite") as store:
        held.put([row_of(part, ties(part)) for part in (first, second)], {"d1": 1, "d2": 1})
        extraction.link_touched(path, held, store, 1, lambda *_: None)
        assert sorted(store.ids()) == ["2010100010", "d2"]
        held.forget(["d1"])
        assert extraction.link_touched(path, held, store, 1, lambda *_: None) == (1, 1)
        assert store.ids() == ("2010100010",)


def link_until(sets: int, path: Path, held: PartStore, store: RecordStore) -> None:
    """Link so many sets, and be cut off between writing the next record and noting that it is written."""
    linking = held.link

    def cut_off(members: object) -> None:
        nonlocal sets
        sets -= 1
        if sets < 0:
            raise CutOffError
        linking(members)  # type: ignore[arg-type]

    with patch.object(PartStore, "link", lambda _, members: cut_off(members)):
        try:
            extraction.link_touched(path, held, store, 1, lambda *_: None)
        except CutOffError:
            return
