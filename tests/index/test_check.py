"""What cannot be right is said; what is right raises nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.check import coverage, problems
from index.records import (
    Addressee,
    Answer,
    Block,
    BlockKind,
    House,
    Part,
    Postponement,
    Question,
    QuestionSet,
    Role,
    Status,
    Submitter,
)

BLOCKS = (Block(kind=BlockKind.PARAGRAPH, text="Tekst"),)


def question(number: str, *, answered: bool = True) -> Question:
    answer = Answer(covers=(number,), blocks=BLOCKS, document="ah-tk-20192020-1")
    return Question(number=number, blocks=BLOCKS, answer=answer if answered else None)


def notice(day: date) -> Postponement:
    return Postponement(on=day, blocks=BLOCKS, document="ah-tk-20192020-2")


SOUND = QuestionSet(
    id="2020Z00001",
    source="koop",
    house=House.TWEEDE_KAMER,
    title="Het onderwerp",
    status=Status.ANSWERED,
    asked_on=date(2020, 1, 6),
    answered_on=date(2020, 1, 27),
    submitters=(Submitter(name="Bos", slug="bos", party="sp", party_printed="SP"),),
    addressees=(Addressee(part=Part.ASKED, role=Role.MINISTER, ministry="def", ministry_printed="Defensie"),),
    questions=(question("1"), question("2")),
)


def test_a_sound_set_has_no_problems() -> None:
    assert problems(SOUND) == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (replace(SOUND, questions=()), "no_questions"),
        (replace(SOUND, asked_on=None), "no_asked_date"),
        (replace(SOUND, answered_on=None), "no_answered_date"),
        (replace(SOUND, answered_on=date(2020, 1, 2)), "answered_before_asked"),
        (replace(SOUND, id="KVR1", asked_on=date(1500, 1, 1)), "impossible_date"),
        (replace(SOUND, postponements=(notice(date(2020, 1, 3)),)), "notice_before_asked"),
        (replace(SOUND, asked_on=None, postponements=(notice(date(202, 1, 3)),)), "no_asked_date impossible_date"),
        (replace(SOUND, asked_on=date(2018, 1, 6)), "year_differs"),
        (replace(SOUND, questions=(question("1"), question("3"))), "number_gap"),
        (replace(SOUND, questions=(question("1"), question("2", answered=False))), "question_unanswered"),
        (replace(SOUND, submitters=()), "no_submitter"),
        (replace(SOUND, submitters=(Submitter(name="Bos", slug="bos"),)), "no_party"),
        (replace(SOUND, addressees=()), "no_addressee"),
        (replace(SOUND, addressees=(Addressee(part=Part.ASKED, name="Bos"),)), "no_ministry"),
        (replace(SOUND, title=""), "no_title"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_mistake_has_its_code(changed: QuestionSet, code: str) -> None:
    assert [problem.code for problem in problems(changed)] == code.split()


def test_problems_are_not_said_twice() -> None:
    changed = replace(SOUND, questions=())
    assert problems(replace(changed, problems=problems(changed))) == ()


def test_coverage_counts_per_year() -> None:
    later = replace(
        SOUND, id="2021Z00001", asked_on=date(2021, 1, 6), answered_on=None, status=Status.OPEN, questions=()
    )
    counted = coverage([SOUND, later, replace(later, id="2021Z00002")])
    assert [(year.year, year.sets, year.questions, year.answered_sets) for year in counted.years] == [
        (2020, 1, 2, 1),
        (2021, 2, 0, 0),
    ]
    assert counted.sets == 3
    assert counted.problems == (("no_questions", 2),)
