"""References between sets, both ways, in a real generation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corpus import EngineOf, old, stikstof, trein

from index.records import Reference, ReferenceKind
from search.response import Brief, Relations, Tie

BY_NUMBER = Reference(kind=ReferenceKind.SEE_ALSO, text="nr. 9001", id="ah-tk-20212022-9001", question="2")
BY_MEMBER = Reference(
    kind=ReferenceKind.SUPPLEMENTS,
    text="vragen van het lid Brandsteder, ingezonden 5 januari 1998",
    member="Brandsteder",
    asked_on=date(1998, 1, 5),
)
DOSSIER = Reference(kind=ReferenceKind.DOSSIER, text="Kamerstuk 27 400", id="kst-27400")
ELSEWHERE = Reference(kind=ReferenceKind.EARLIER, text="vraagnummer 2021Z00001", id="2021Z00001")
ITSELF = Reference(kind=ReferenceKind.SEE_ALSO, text="2023z90002", id="2023z90002")


def test_both_ways(engine_of: EngineOf) -> None:
    asking = replace(trein(), references=(BY_NUMBER, BY_MEMBER, DOSSIER, ELSEWHERE, ITSELF))
    engine = engine_of([stikstof(), asking, old()])
    this = Brief(id=asking.id, title=asking.title, asked_on=asking.asked_on)
    assert engine.relations(asking) == Relations(
        refers_to=(
            Tie(
                reference=BY_NUMBER,
                other=Brief(id="2022Z90001", title=stikstof().title, asked_on=date(2022, 3, 1)),
            ),
            Tie(reference=BY_MEMBER, other=Brief(id="2979890010", title=old().title, asked_on=date(1998, 1, 5))),
            Tie(reference=DOSSIER, other=None),
            Tie(reference=ELSEWHERE, other=None),
        ),
        referred_by=(),
    )
    assert engine.relations(stikstof()).referred_by == (Tie(reference=BY_NUMBER, other=this),)
    assert engine.relations(old()).referred_by == (Tie(reference=BY_MEMBER, other=this),)


def test_the_newest_set_that_refers_comes_first(engine_of: EngineOf) -> None:
    asking = replace(trein(), references=(BY_NUMBER,))
    older = replace(old(), references=(BY_NUMBER,))
    found = engine_of([stikstof(), asking, older]).relations(stikstof())
    assert [tie.other.id for tie in found.referred_by if tie.other] == [asking.id, older.id]
