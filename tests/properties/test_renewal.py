"""A generation that was added to, however often and in whatever order, is the one that building anew gives."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from contents import contents, rows
from corpora import TODAY, VALUES, question_sets, requests
from hypothesis import given, settings
from hypothesis import strategies as st

from index import writer
from index.records import QuestionSet
from index.store import RecordStore
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MOST = 5
NOTED = ("moment", "change", "state")
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


@st.composite
def steps(draw: st.DrawFn) -> tuple[list[QuestionSet], list[str]]:
    """What one extraction does to the store: sets that come or are replaced, and sets that go."""
    numbers = draw(st.lists(st.integers(0, MOST), max_size=3, unique=True))
    gone = draw(st.lists(st.integers(0, MOST), max_size=2, unique=True))
    return [draw(question_sets(number)) for number in numbers], [f"set-{number}" for number in gone]


def renewed(store: RecordStore, folder: Path) -> writer.Renewal | None:
    return writer.renew(store, folder, jobs=1, now=NOW, progress=lambda *_: None)


@settings(max_examples=10, deadline=None)
@given(st.lists(steps(), min_size=1, max_size=4), st.lists(requests(), min_size=1, max_size=3))
def test_adding_gives_what_building_anew_gives(
    history: list[tuple[list[QuestionSet], list[str]]], asked: list[SearchRequest]
) -> None:
    with TemporaryDirectory(dir=MEMORY) as name:
        added, anew = Path(name) / "added", Path(name) / "anew"
        with RecordStore(Path(name) / "records.sqlite") as store:
            renewed(store, added)
            for put, gone in history:
                store.remove(gone)
                store.replace(put)
                before = store.last_moment()
                renewal = renewed(store, added)
                assert store.last_moment() == before
                assert renewal is None or renewal.changes is not None, "it was built anew"
                assert renewed(store, added) is None
            writer.build(store, anew, jobs=1, now=NOW, progress=lambda *_: None)
        engines = EmbeddedEngine(added), EmbeddedEngine(anew)
        assert contents(added / engines[0].snapshot().id) == contents(anew / engines[1].snapshot().id)
        places = [
            folder / engine.snapshot().id / "sets.sqlite" for folder, engine in zip((added, anew), engines, strict=True)
        ]
        assert rows(places[0], NOTED) == rows(places[1], NOTED)
        for request in asked:
            answers = [engine.search(request, TODAY) for engine in engines]
            assert (answers[0].total, answers[0].hits) == (answers[1].total, answers[1].hits)
            for facet in VALUES:
                assert engines[0].facet(request, facet, TODAY) == engines[1].facet(request, facet, TODAY)
        for engine in engines:
            engine.close()
