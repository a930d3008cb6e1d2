"""Texts of historical files: whole again where a number cut them, apart where several run on in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from index.extract.kvrcuts import Raw, whole
from index.extract.kvrjoint import single_answers, single_questions
from index.extract.kvrtext import kvr_text
from index.extract.numbers import printed_numbers

NUMBERS = st.integers(0, 12).map(str) | st.sampled_from(["", "2 en 3", "1999", "2060790500"])
TEXTS = st.lists(st.sampled_from(["Ja.", "de dijk", "Is dat zo?", "met 4, 5 Het", "nr.", "2 en 3 De"]), max_size=4)


def answers(*printed: tuple[str, str]) -> list[Raw]:
    return [Raw(printed_numbers(heading), text, heading=heading, is_answer=True) for heading, text in printed]


@pytest.mark.parametrize(
    ("before", "heading", "after", "is_cut"),
    [
        ("Dat kost", "11", "miljoen.", True),
        ("Zie mijn antwoord op vraag", "2", "", True),
        ("Dat kost ca.", "11", "miljoen.", True),
        ("In het jaar 1999:", "4", "2000:", True),
        ("Dat is niet zo.", "7", "het is anders.", False),
        ("Dat is niet zo", "7", "De dijk is lek.", False),
        ("Antwoord van minister Duinker (ontvangen 12 maart 1986)", "7", "a. Ja.", False),
        ("Dat is zo", "7", "t/m 9 De dijk is lek.", False),
        ("Zie «De dijk»", "7", "«De sluis» is beter.", False),
    ],
)
def test_a_number_cuts_a_sentence_only_where_it_goes_on(before: str, heading: str, after: str, is_cut: bool) -> None:
    found = whole(answers(("1", before), (heading, after), ("2", "Ja.")), {"1", "2"})
    joined = len(found) == 2
    assert joined is is_cut
    if joined:
        assert found[0].text == f"{before} {heading} {after}".strip()
        assert found[0].mended == (heading,)


def test_the_next_number_begins_an_answer_unless_it_comes_again() -> None:
    once = whole(answers(("1", "op"), ("2", "en 3 maart."), ("3", "Ja.")), {"1", "2", "3"})
    again = whole(answers(("1", "op"), ("2", "en 3 maart."), ("2", "Ja.")), {"1", "2"})
    assert [raw.numbers for raw in once] == [("1",), ("2",), ("3",)]
    assert [raw.text for raw in again] == ["op 2 en 3 maart.", "Ja."]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ja. 2, 3 Neen.", ["1", "2 3"]),
        ("Ja. 2 Neen. 3 Ja.", ["1", "2", "3"]),
        ("Zie: 1. De dijk. 2. De sluis.", ["1"]),
        ("Ja. 2. De sluis. 3. Neen.", ["1", "2", "3"]),
        ("Ja. 3 Neen.", ["1"]),
        ("Zie art. 2 Wegenwet.", ["1"]),
        ("Ja. 2, 9 Neen.", ["1"]),
        ("Ja 2–3 Neen.", ["1", "2 3"]),
        ("Ja. Vragen 2 + 3 Neen.", ["1", "2 3"]),
        ("Het zijn de dijken 2 en 3 Dijk.", ["1"]),
    ],
)
def test_answers_that_run_on_are_those_that_are_missing(text: str, numbers: list[str]) -> None:
    found = single_answers(answers(("1", text)), ["1", "2", "3"])
    assert [" ".join(raw.numbers) for raw in found] == numbers


def test_answers_that_run_on_may_be_to_earlier_questions() -> None:
    found = single_answers(answers(("2", "Ja. 1 en 3 Neen."), ("4", "Ja.")), ["1", "2", "3", "4"])
    assert [raw.numbers for raw in found] == [("2",), ("1", "3"), ("4",)]


def test_a_reply_that_opens_with_numbers_is_to_those() -> None:
    assert [raw.numbers for raw in single_answers(answers(("", "1, 2 Ja.")), ["1", "2", "3"])] == [("1", "2")]
    assert [raw.numbers for raw in single_answers(answers(("", "1. Inleiding. 2. Meer.")), ["1", "2"])] == [()]


def test_questions_that_run_on_are_those_that_are_missing() -> None:
    found = single_questions(answers(("1", "Is dat zo? 2 Waarom? 5 Hoe dan?"), ("4", "Echt? 6 maart was het.")))
    assert [(raw.numbers, raw.text) for raw in found] == [
        (("1",), "Is dat zo?"),
        (("2",), "Waarom? 5 Hoe dan?"),
        (("4",), "Echt? 6 maart was het."),
    ]


def test_answers_that_stay_without_numbers_have_none_inferred() -> None:
    root = etree.fromstring(
        """<kvr><meta/><vragen><vraag nummer="1">Is dat zo?</vraag><vraag nummer="2">Waarom?</vraag></vragen>
        <antwoorden><antwoord>De sluis blijft open.</antwoord><antwoord>De dijk ook.</antwoord></antwoorden></kvr>"""
    )
    body = kvr_text(root, "KVR1").body
    assert [answer.numbers for answer in body.answers] == [(), ()]
    assert "number_inferred" not in [each.code for each in body.problems]


REPLY = "De sluis bij Schellinkdijk blijft dit jaar open, zo heb ik met de gemeente en de schippers afgesproken."


@pytest.mark.parametrize(
    ("dated", "printed", "expected"),
    [
        (f"17 mei 1993) {REPLY}", ("17", f"mei 1993) {REPLY}"), [((), REPLY)]),
        (f"17 mei 1993) 2 en 3 in {REPLY}", ("2 en 3", f"in {REPLY}"), [(("2", "3"), f"in {REPLY}")]),
    ],
)
def test_a_reply_that_also_stands_behind_its_date_stands_there_once(
    dated: str, printed: tuple[str, str], expected: list[tuple[tuple[str, ...], str]]
) -> None:
    root = etree.fromstring(
        f"""<kvr><meta><antwoorddata antwoorddatum="{dated}"/></meta>
        <vragen><vraag nummer="1">Is dat zo?</vraag><vraag nummer="2">Waarom?</vraag></vragen>
        <antwoorden><antwoord nummer="{printed[0]}">{printed[1]}</antwoord></antwoorden></kvr>"""
    )
    found = kvr_text(root, "KVR1").body.answers
    assert [(answer.numbers, " ".join(block.text for block in answer.blocks)) for answer in found] == expected


@given(st.lists(st.tuples(NUMBERS, TEXTS.map(" ".join)), max_size=8))
def test_no_word_is_lost(printed: list[tuple[str, str]]) -> None:
    raws = answers(*printed)
    found = single_answers(whole(raws, {"1", "2", "3"}), ["1", "2", "3", "4", "5"])
    assert letters(found) == letters(raws)


def letters(raws: list[Raw]) -> str:
    """The letters of texts, without the numbers and the words between them that tell what is answered."""
    return "".join(char for raw in raws for char in raw.text.replace(" en ", "") if char.isalpha())
