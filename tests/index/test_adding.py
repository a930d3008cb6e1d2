"""Adding to a generation: what is carried over, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from contents import contents
from corpus import build_generation, old, question

from index import segments, writer
from index.phrases import Phrases, read_phrases
from index.records import QuestionSet
from index.store import RecordStore
from search.embedded.engine import EmbeddedEngine

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SUBJECTS = ["stikstof", "woningbouw", "asielopvang"]


def about(number: int, subject: str) -> QuestionSet:
    asked = (question(1, f"Waarom is er {subject}?"),)
    return replace(old(), id=f"set-{number}", aliases=(), title=f"De {subject}", questions=asked)


def add(folder: Path, records: Sequence[QuestionSet] = (), gone: Sequence[str] = ()) -> Phrases:
    """The phrases of a generation after these sets came and went."""
    with RecordStore(folder / "records.sqlite") as store:
        store.replace(records)
        store.remove(gone)
        renewal = writer.renew(store, folder / "generations", jobs=1, now=NOW, progress=lambda *_: None)
    assert renewal
    assert renewal.changes, renewal.why_anew
    return read_phrases(renewal.generation.folder)


def test_phrases_are_counted_anew_once_enough_sets_have_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PHRASES_LAST", 4)  # one in four sets
    build = [about(number, SUBJECTS[number % 2]) for number in range(12)]
    built = read_phrases(build_generation(tmp_path, build).folder)
    assert set(built.texts) == {"stikstof", "woningbouw"}
    assert add(tmp_path, [about(0, "asielopvang")]) == built
    assert add(tmp_path, [about(2, "asielopvang")]) == built
    renewed = add(tmp_path, [about(4, "asielopvang")])
    assert dict(zip(renewed.texts, renewed.counts, strict=True)) == {"woningbouw": 6, "stikstof": 3, "asielopvang": 3}
    assert add(tmp_path, gone=["set-0"]) == renewed


def test_a_phrase_that_no_set_has_any_more_is_not_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "PHRASES_LAST", 1)
    build_generation(tmp_path, [about(number, SUBJECTS[number // 4]) for number in range(12)])
    assert "stikstof" in add(tmp_path, gone=[f"set-{number}" for number in range(4)]).texts
    engine = EmbeddedEngine(tmp_path / "generations")
    offered = [engine.complete(typed, 5, date(2026, 1, 1)) for typed in ("stik", "woni")]
    engine.close()
    assert [[one.text for one in some] for some in offered] == [[], ["woningbouw"]]


def test_all_of_an_index_can_go_and_come_back(tmp_path: Path) -> None:
    records = [about(number, SUBJECTS[number % 3]) for number in range(6)]
    records += [about(6, "stikstof " * 600), about(7, "stikstof " * 80_000)]
    first = build_generation(tmp_path, records)
    before = contents(first.folder)
    for record in (records[6], records[3]):
        add(tmp_path, gone=[record.id])
        add(tmp_path, [record])
    add(tmp_path, gone=[record.id for record in records])
    add(tmp_path, records)
    last = max((tmp_path / "generations").glob("0*"))
    assert contents(last) == before
    kinds = [
        {name: getattr(getattr(segments.open_arrays(place / "whoosh"), part), name).dtype for name in names}
        for place in (build_generation(tmp_path, []).folder, last)
        for part, names in (("postings", ("texts", "positions", "offsets")),)
    ]
    assert kinds[0] == kinds[1]
