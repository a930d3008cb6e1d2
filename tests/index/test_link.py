"""Which documents make one set, and what the set says then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import zip_longest

import pytest

from index.extract.parts import Body, Part, Printed
from index.extract.references import mentioned, referral
from index.link import link
from index.records import (
    Addressee,
    Block,
    BlockKind,
    DocumentKind,
    Footnote,
    House,
    NoteMark,
    Problem,
    QuestionSet,
    Status,
    Submitter,
)
from index.records import Part as Capacity

HEADING = "vragenvanhetlidbosaandeministervandefensieoverhetonderwerp"


def text(words: str) -> tuple[Block, ...]:
    return (Block(kind=BlockKind.PARAGRAPH, text=words),)


def paper(document: str, *, source: str = "kvr", numbers: tuple[str, ...] = (), day: int = 1) -> Part:
    """A question document of May 2001."""
    return Part(
        document=document,
        source=source,
        kind=DocumentKind.QUESTIONS,
        house=House.TWEEDE_KAMER,
        title="Het onderwerp",
        document_title="Vragen over het onderwerp",
        body=Body(questions=(Printed(numbers=("1",), blocks=text("Waarom?")),)),
        numbers=numbers,
        heading=HEADING,
        asked_on=date(2001, 5, day),
        problems=(),
    )


def reply(part: Part, document: str, number: str, *printed: Printed, day: int = 20) -> Part:
    """An answer to a paper."""
    return replace(
        part,
        document=document,
        kind=DocumentKind.ANSWER,
        body=replace(part.body, answers=printed),
        appendix=f"ah-tk-20002001-{number}",
        appendix_number=number,
        received_on=date(2001, 5, day),
    )


def test_one_heading_and_day_make_one_set() -> None:
    asked = replace(paper("KVR1"), numbers=())
    (found,) = link([asked, reply(asked, "KVR2", "7", Printed(numbers=("1",), blocks=text("Daarom.")))])
    assert found.id == "KVR1"
    assert found.status is Status.ANSWERED
    assert found.aliases == ("KVR2", "ah-tk-20002001-7")


def test_everyone_who_answered_is_named_the_last_first() -> None:
    asked = paper("KVR1")
    waal = Addressee(part=Capacity.ANSWERED, name="De Waal", ministry="def", ministry_printed="Defensie")
    braak = replace(waal, name="Braak", ministry="fin", ministry_printed="Financiën")
    absent = replace(braak, part=Capacity.ON_BEHALF, name=None)
    answer = Printed(numbers=("1",), blocks=text("Daarom."))
    first = replace(reply(asked, "KVR2", "7", answer), answerers=(waal, absent))
    further = replace(reply(asked, "KVR3", "8", answer, day=28), answerers=(braak,), appendices=(first.appendix or "",))
    (found,) = link([first, further])
    assert [(who.part.value, who.name) for who in found.addressees] == [
        ("beantwoord", "Braak"),
        ("beantwoord", "De Waal"),
        ("mede-namens", None),
    ]
    assert [document.received_on for document in found.documents] == [date(2001, 5, 20), date(2001, 5, 28)]
    (same,) = link([first, replace(further, answerers=())])
    assert [who.name for who in same.addressees] == ["De Waal", None]


def joint(numbers: tuple[str, ...], *texts: str, marks: tuple[str, ...] = ()) -> Printed:
    """A printed block of several questions, each paragraph with its footnote mark."""
    blocks = tuple(
        Block(kind=BlockKind.PARAGRAPH, text=words, notes=tuple(NoteMark(at=0, number=n) for n in mark))
        for words, mark in zip_longest(texts, marks, fillvalue="")
    )
    return Printed(numbers=numbers, blocks=blocks, footnotes=tuple(Footnote(number=n, text="Bron") for n in marks if n))


def test_questions_joined_in_the_answer_are_apart_again_where_the_question_document_has_the_same_texts() -> None:
    asked = replace(paper("KVR1"), body=Body(questions=(joint(("1",), "Waarom?"), joint(("2",), "Hoe?", "En dan?"))))
    answered = reply(asked, "KVR2", "7", Printed(numbers=("1", "2"), blocks=text("Daarom.")))
    answered = replace(
        answered,
        body=replace(answered.body, questions=(joint(("1", "2"), "Waarom?", "Hoe?", "En dan?", marks=("", "4")),)),
    )
    (found,) = link([asked, answered])
    assert [(q.number, q.together, [b.text for b in q.blocks]) for q in found.questions] == [
        ("1", (), ["Waarom?"]),
        ("2", (), ["Hoe?", "En dan?"]),
    ]
    assert [[note.number for note in q.footnotes] for q in found.questions] == [[], ["4"]]
    assert {q.answer.covers for q in found.questions if q.answer} == {("1", "2")}


def test_questions_stay_joined_where_the_texts_differ() -> None:
    asked = replace(paper("KVR1"), body=Body(questions=(joint(("1",), "Waarom?"), joint(("2",), "Hoe dan?"))))
    answered = reply(asked, "KVR2", "7", Printed(numbers=("1", "2"), blocks=text("Daarom.")))
    answered = replace(answered, body=replace(answered.body, questions=(joint(("1", "2"), "Waarom?", "Hoe?"),)))
    (found,) = link([asked, answered])
    assert [question.together for question in found.questions] == [("1", "2"), ("1", "2")]


def test_an_unknown_value_is_told_once_however_many_documents_have_it() -> None:
    unknown = Problem(code="unknown_topic", sentence="Het onderwerp “Kaas” is niet bekend.", document="KVR1")
    asked = replace(paper("KVR1"), problems=(unknown,))
    again = replace(reply(asked, "KVR2", "7"), problems=(replace(unknown, document="KVR2"),))
    (found,) = link([asked, again])
    assert [each for each in found.problems if each.code == "unknown_topic"] == [unknown]


def test_two_case_numbers_are_two_sets_whatever_else_they_share() -> None:
    first = paper("kv-tk-2010Z00001", source="koop", numbers=("2010Z00001",))
    second = paper("kv-tk-2010Z00002", source="koop", numbers=("2010Z00002",))
    assert [found.id for found in link([first, second])] == ["2010Z00001", "2010Z00002"]


def test_one_old_number_on_two_days_is_a_misprint() -> None:
    first = paper("KVR1", numbers=("2000100010",))
    other = replace(paper("KVR2", numbers=("2000100010",), day=9), heading="vragenvanhetlidsmitoveriets")
    assert {found.id for found in link([first, other])} == {"2000100010", "KVR2"}
    assert [problem.code for problem in link([first, other])[1].problems] == ["identifier_taken"]


def test_the_publisher_and_the_historical_file_share_a_number() -> None:
    old = paper("KVR1", numbers=("2000100010",))
    official = replace(paper("kv-2000100010", source="koop", numbers=("2000100010",)), heading="")
    (found,) = link([old, official])
    assert found.id == "2000100010"
    assert {document.id for document in found.documents} == {"KVR1", "kv-2000100010"}


def test_see_also_does_not_marry_strangers() -> None:
    ours = replace(paper("KVR1"), numbers=("2000100010",))
    theirs = replace(paper("KVR2"), numbers=("2000100020",), heading="vragenvanhetlidsmitaandeministeroveriets")
    theirs = reply(theirs, "KVR2", "8", Printed(numbers=("1",), blocks=text("Daarom.")))
    assert len(link([replace(ours, appendices=("ah-tk-20002001-8",)), theirs])) == 2


def test_oral_questions_make_no_set() -> None:
    assert link([replace(paper("kv-tk-2024Z00001"), oral=True)]) == ()


def test_the_term_ends_with_the_first_answer() -> None:
    asked = paper("KVR1")
    first = reply(asked, "KVR2", "7", Printed(numbers=("1",), blocks=text("Daarom.")))
    further = reply(asked, "KVR3", "8", Printed(numbers=("1",), blocks=text("Toch niet.")), day=30)
    found = only(link([asked, first, further]))
    assert found.answered_on == date(2001, 5, 20)
    assert found.appendix_number == "8"
    assert answer_text(found) == "Toch niet."
    assert [document.current for document in found.documents] == [True, False, True]


def test_a_question_the_answer_leaves_out_comes_from_the_paper() -> None:
    asked = paper("KVR1")
    whole = replace(asked, body=Body(questions=tuple(Printed(numbers=(n,), blocks=text(n)) for n in "123")))
    answer = replace(
        reply(asked, "KVR2", "7", Printed(numbers=("2",), blocks=text("Daarom."))),
        body=Body(questions=(whole.body.questions[1],), answers=(Printed(numbers=("2",), blocks=text("Daarom.")),)),
    )
    found = only(link([whole, answer]))
    assert [(question.number, question.answer is not None) for question in found.questions] == [
        ("1", False),
        ("2", True),
        ("3", False),
    ]


def version(document: str, *answers: str, **facts: object) -> Part:
    """One version of the answer at a place in the Aanhangsel."""
    printed = tuple(Printed(numbers=(str(number),), blocks=text(words)) for number, words in enumerate(answers, 1))
    base = paper(document, source="koop", numbers=("2024Z00001",))
    place = "ah-tk-20232024-5"
    own = replace(base, kind=DocumentKind.ANSWER, appendix=place, body=replace(base.body, answers=printed))
    return replace(own, **facts)


def test_a_replaced_version_adds_nothing_to_the_new_one() -> None:
    old, new = version("ah-1", "Ja.", "Nee."), version("ah-1-h1", "Toch niet.", revision="h1")
    found = only(link([old, new]))
    assert [question.number for question in found.questions if question.answer] == ["1"]
    assert {each.id: each.current for each in found.documents} == {"ah-1": False, "ah-1-h1": True}


def test_the_final_document_speaks_even_when_it_is_dated_earlier() -> None:
    draft = version("ah-99", "Voorlopig.", provisional=True, received_on=date(2000, 3, 9))
    final = version("ah-tk-20232024-5", "Definitief.", received_on=date(2000, 3, 1))
    assert answer_text(only(link([draft, final]))) == "Definitief."


def test_a_provisional_text_stands_until_the_final_one_can_be_read() -> None:
    draft, final = version("ah-99", "Voorlopig.", provisional=True), version("ah-tk-20232024-5", body=Body())
    assert answer_text(only(link([draft, final]))) == "Voorlopig."


@pytest.mark.parametrize(
    ("asked", "answered", "covers"),
    [
        (("1a", "1b", "2"), ("1", "2"), {"1a": ("1a", "1b"), "1b": ("1a", "1b"), "2": ("2",)}),
        (("1", "2"), ("1a", "1b", "2"), {"1": ("1",), "2": ("2",)}),
        (("1a", "1b"), ("1a", "1b"), {"1a": ("1a",), "1b": ("1b",)}),
    ],
)
def test_numbers_with_letters(
    asked: tuple[str, ...], answered: tuple[str, ...], covers: dict[str, tuple[str, ...]]
) -> None:
    part = version("ah-1")
    questions = tuple(Printed(numbers=(number,), blocks=text(f"vraag {number}")) for number in asked)
    answers = tuple(Printed(numbers=(number,), blocks=text(f"antwoord {number}")) for number in answered)
    found = only(link([replace(part, body=replace(part.body, questions=questions, answers=answers))]))
    assert {q.number: q.answer.covers for q in found.questions if q.answer} == covers


def test_referrals() -> None:
    assert referral("Zie het antwoord op vraag 7.") == ("7",)
    assert referral("Ik verwijs u naar mijn antwoord op de vragen 2, 3 en 5.") == ("2", "3", "5")
    assert referral("Zie het antwoord op vraag 2 van het lid Bos (2019Z00001).") == ()
    assert referral("Ja, dat klopt.") == ()


def only(found: tuple[QuestionSet, ...]) -> QuestionSet:
    (question_set,) = found
    return question_set


def answer_text(found: QuestionSet) -> str:
    answer = found.questions[0].answer
    assert answer is not None
    return answer.blocks[0].text


def test_a_notice_that_names_its_own_questions_refers_to_nothing() -> None:
    day = date(2001, 5, 1)
    words = "Uw brief met nummer 2000109990. De vragen van het lid Bos, ingezonden 1 mei 2001, vergen meer tijd."
    own = mentioned(words, House.TWEEDE_KAMER, day)
    other = mentioned("vragen van het lid Bos, ingezonden 30 april 2001", House.TWEEDE_KAMER, day)
    assert [(each.id, each.member) for each in own] == [("2000109990", None), (None, "Bos")]
    bos = Submitter(name="Bos", slug="bos")
    (found,) = link([replace(paper("KVR90"), submitters=(bos,), references=(*own, *other))])
    assert found.references == other
    numbered = paper("ah-tk-20002001-9", numbers=("2001Z09990",))
    assert link([replace(numbered, references=own[:1])])[0].references == ()
    assert link([replace(numbered, numbers=("2001Z00001",), references=own[:1])])[0].references == own[:1]


def test_a_set_whose_every_name_is_taken_is_called_after_its_document() -> None:
    """Two answers of different days that claim one place in the Aanhangsel, and have no number."""
    answers = [
        replace(reply(paper(f"d{day}", source="koop", day=day), f"d{day}", "7"), heading=f"{HEADING}{day}")
        for day in (1, 2)
    ]
    assert {found.id for found in link(answers)} == {"ah-tk-20002001-7", "d2"}
