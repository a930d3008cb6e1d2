"""The number above a question or an answer, in every spelling that occurs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.extract.blocks import Running
from index.extract.numbering import Section, numbered
from index.extract.numbers import MOST_SECTIONS, opening_numbers, printed_numbers
from index.records import Block, BlockKind

NUMBERS = st.lists(st.integers(1, 91), min_size=1, max_size=9, unique=True).map(sorted)
WORDS = st.sampled_from(
    ["Vraag ", "Vragen ", "Antwoord ", "Antwoorden ", "Antwoord op vraag ", "Antwoord vragen ", "Antwoord vraag ", ""]
)
SEPARATORS = st.sampled_from([", ", ",", "/", " en ", " & ", " , "])
ENDINGS = st.sampled_from(["", ".", ":", " "])


@pytest.mark.parametrize(
    ("heading", "numbers"),
    [
        ("Vraag 1", "1"),
        ("Vraag 2 en 3", "2 3"),
        ("Vraag 5, 6 en 7", "5 6 7"),
        ("Vraag 4, 5, 7 en 8", "4 5 7 8"),
        ("Vraag 2 t/m 6", "2 3 4 5 6"),
        ("Antwoord vragen 1,2,3,4 en 5", "1 2 3 4 5"),
        ("Antwoord vraag 4-7:", "4 5 6 7"),
        ("Antwoord vraag 4–7:", "4 5 6 7"),
        ("Antwoorden 5 en\u00a06", "5 6"),
        ("2/3/4/5/6", "2 3 4 5 6"),
        ("Vragen 3 tot en met 5 en 9", "3 4 5 9"),
        ("Vraag 1a", "1a"),
        ("3en 4", "3 4"),
        ("1t/m 3", "1 2 3"),
        ("Vraag 1A en 1B", "1a 1b"),
        ("Vraag 1a t/m 1c", "1a 1b 1c"),
        ("Antwoord 2a-c", "2a 2b 2c"),
        ("Vraag I", "1"),
        ("Vragen II, III en V", "2 3 5"),
        ("Antwoord op vraag IV t/m VI:", "4 5 6"),
        ("IX", "9"),
        ("Inleiding", ""),
        ("I. Inleiding", ""),
        ("Antwoord op vraag 3 en 4", "3 4"),
        ("Antwoord 5:", "5"),
        ("Vraag 2 & 3", "2 3"),
        ("1.", "1"),
        ("Antwoord", ""),
        ("Antwoord:", ""),
        ("", ""),
    ],
)
def test_headings_of_real_documents(heading: str, numbers: str) -> None:
    assert " ".join(printed_numbers(heading)) == numbers


@given(numbers=NUMBERS, word=WORDS, separator=SEPARATORS, ending=ENDINGS)
def test_every_list_comes_back(numbers: list[int], word: str, separator: str, ending: str) -> None:
    heading = word + separator.join(map(str, numbers)) + ending
    assert printed_numbers(heading) == tuple(map(str, numbers))


@given(start=st.integers(1, 80), length=st.integers(1, 20), dash=st.sampled_from([" t/m ", "-", "–", " tot en met "]))
def test_every_range_comes_back(start: int, length: int, dash: str) -> None:
    expected = tuple(str(number) for number in range(start, start + length + 1))
    assert printed_numbers(f"Vraag {start}{dash}{start + length}") == expected


@given(st.text(max_size=60))
def test_no_heading_breaks_it(heading: str) -> None:
    assert all(number[0].isdigit() for number in printed_numbers(heading))


@given(numbers=NUMBERS, word=WORDS, mark=st.sampled_from([" ", ". ", ": "]))
def test_numbers_open_a_paragraph(numbers: list[int], word: str, mark: str) -> None:
    head = word + ", ".join(map(str, numbers)) + mark
    opening = opening_numbers(head + "Kent u het bericht?")
    assert opening is not None
    assert opening.numbers == tuple(map(str, numbers))
    assert opening.end == len(head)


@pytest.mark.parametrize("text", ["Kent u vraag 3?", "De 2 leden", "Ja.", "12e jaargang", ""])
def test_words_do_not_open_with_a_number(text: str) -> None:
    assert opening_numbers(text) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1a. Kent u dit?", ("1a",)), ("2b) En dit?", ("2b",)), ("Vraag 3c Waarom?", ("3c",)), ("3d printers", None)],
)
def test_parts_of_a_question_open_with_their_letter(text: str, numbers: tuple[str, ...] | None) -> None:
    opening = opening_numbers(text)
    assert (opening.numbers if opening else None) == numbers


def test_a_document_has_no_more_sections_than_can_be() -> None:
    words = Running((Block(kind=BlockKind.PARAGRAPH, text="Waarom?"),))
    sections = [Section(False, str(number), words) for number in range(1, MOST_SECTIONS + 3)]
    found = numbered(sections, "ah-1")
    assert len(found.questions) == MOST_SECTIONS
    assert [block.text for block in found.questions[-1].blocks] == ["Waarom?", "2001", "Waarom?", "2002", "Waarom?"]
    assert [each.code for each in found.problems] == ["too_many_sections"]
