"""The record store: what goes in comes out, under every number it is known by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from corpus import old, stikstof, trein

from index.records import Problem, QuestionSet, Reference, ReferenceKind
from index.store import RecordStore


def test_records_come_out_as_they_went_in(tmp_path: Path) -> None:
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([stikstof(), trein(), old()])
        assert list(store) == [trein(), stikstof(), old()]
        assert len(store) == 3


@pytest.mark.parametrize("number", ["2022Z90001", "2022z90001", " kv-tk-2022Z90001", "ah-tk-20212022-9001"])
def test_every_number_leads_to_the_set(tmp_path: Path, number: str) -> None:
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([stikstof(), trein()])
        assert store.resolve(number) == "2022Z90001"
        assert store.resolve("2022Z9") is None


def test_a_sets_own_id_goes_before_an_alias(tmp_path: Path) -> None:
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([stikstof(), replace(trein(), aliases=("2022Z90001",))])
        assert store.resolve("2022Z90001") == "2022Z90001"


def test_replacing_takes_the_place_of_the_old_record(tmp_path: Path) -> None:
    problem = Problem(code="no_date", sentence="De datum ontbreekt.", document="kv")
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([replace(stikstof(), problems=(problem,)), trein()])
        assert store.problem_counts() == {"no_date": 1}
        store.replace([stikstof()])
        store.remove(["2023Z90002"])
        assert store.ids() == ("2022Z90001",)
        assert store.problem_counts() == {}
        assert store.resolve("2023Z90002") is None


def test_a_copy_is_whole_and_read_only(tmp_path: Path) -> None:
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([stikstof()])
        store.remember("synced_at", "2026-01-01")
        store.copy_to(tmp_path / "copy.sqlite")
        store.replace([trein()])
    with RecordStore(tmp_path / "copy.sqlite", read_only=True) as copy:
        assert copy.ids() == ("2022Z90001",)
        assert copy.state("synced_at") == "2026-01-01"


@pytest.mark.parametrize("record", [stikstof(), replace(trein(), questions=())])
def test_an_excerpt_is_the_record_and_its_questions_one_by_one(tmp_path: Path, record: QuestionSet) -> None:
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([record])
    with RecordStore(tmp_path / "records.sqlite", read_only=True) as store:
        excerpt = store.excerpt(record.id)
        assert excerpt is not None
        questions = tuple(excerpt.question(place) for place in range(excerpt.questions))
        assert replace(excerpt.record, questions=questions) == record
        assert store.excerpt("2022Z00000") is None


def mention(**named: object) -> Reference:
    return Reference(**{"kind": ReferenceKind.EARLIER, "text": "eerdere vragen", **named})


def test_a_reference_finds_its_set_by_number_or_by_member_and_day(tmp_path: Path) -> None:
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([stikstof(), trein(), old()])
        assert store.named(mention(id="ah-tk-20212022-9001")) == "2022Z90001"
        assert store.named(mention(member="Klaverweide", asked_on=date(2022, 3, 1))) == "2022Z90001"
        assert store.named(mention(member="Jongh-Prins", asked_on=date(2023, 5, 2))) == "2023Z90002"
        assert store.named(mention(id="2022Z00000", member="Klaverweide", asked_on=date(2022, 3, 1))) == "2022Z90001"
        assert store.named(mention(member="Klaverweide", asked_on=date(2022, 3, 2))) is None
        assert store.named(mention(member="Brandsteder")) is None


def test_member_and_day_mean_nothing_when_two_sets_fit(tmp_path: Path) -> None:
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([stikstof(), replace(stikstof(), id="2022Z90009", aliases=())])
        assert store.named(mention(member="Klaverweide", asked_on=date(2022, 3, 1))) is None


def test_mentions_are_found_back_and_forgotten(tmp_path: Path) -> None:
    asking = replace(
        trein(),
        references=(mention(id="KV-TK-2022Z90001"), mention(member="Brandsteder", asked_on=date(1998, 1, 5))),
    )
    with RecordStore(tmp_path / "records.sqlite") as store:
        store.replace([stikstof(), asking, old()])
        assert store.mentioning(stikstof()) == (asking.id,)
        assert store.mentioning(old()) == (asking.id,)
        assert store.mentioning(asking) == ()
        store.replace([trein()])
        assert store.mentioning(stikstof()) == ()
        store.replace([asking])
        store.remove([asking.id])
        assert store.mentioning(old()) == ()
