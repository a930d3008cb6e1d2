"""Printed lines without markup: headings, line ends, notes and heads of letters."""

from __future__ import annotations

import pytest
from example_documents import document

from index.extract.document import extract
from index.extract.labels import Labels, is_label
from index.extract.linebreaks import joined, words_of
from index.extract.numbers import printed_numbers
from index.extract.parts import Part
from index.extract.plaintext import Marker
from index.extract.text import NOTE
from index.records import text_of
from index.snapshots import Form

HEADINGS = [
    ("Vraag 1", "vraag", "1"),
    ("Vraag 2 en 3", "vraag", "2 3"),
    ("Vraag 4, 5, 7 en 8", "vraag", "4 5 7 8"),
    ("Vragen 2 t/m 5", "vraag", "2 3 4 5"),
    ("Vraag 7, 8, 9 10 en 11", "vraag", "7 8 9 10 11"),
    ("Antwoord 2, 3", "antwoord", "2 3"),
    ("Antwoorden 5 en 6", "antwoord", "5 6"),
    ("Antwoord op vraag 3 en 4", "antwoord", "3 4"),
    ("Antwoord op de vragen 7, 8, en 9", "antwoord", "7 8 9"),
    ("Antwoord vragen 1,2,3,4 en 5", "antwoord", "1 2 3 4 5"),
    ("Antwoord vraag 4-7:", "antwoord", "4 5 6 7"),
    ("Antwoord 5:", "antwoord", "5"),
    ("Antwoord", "antwoord", ""),
    ("Antwoord: ", "antwoord", ""),
    ("Mededeling", "kamervraagopmerking", ""),
    ("Toelichting:", "kamervraagopmerking", ""),
]
NO_HEADINGS = [
    "Vraag 3 van het lid Heemstra is nieuw.",
    "antwoord op vraag 5).",
    "Antwoord krijgt u later.",
    "Vragen",
    "Mededelingen doe ik later.",
    "In 2023 was het anders.",
]


@pytest.mark.parametrize(("text", "tag", "numbers"), HEADINGS)
def test_headings(text: str, tag: str, numbers: str) -> None:
    label = Labels(named=True).label(text)
    assert label is not None
    assert (label.tag, " ".join(printed_numbers(label.text))) == (tag, numbers)
    assert is_label(text)


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_what_is_no_heading(text: str) -> None:
    assert Labels(named=True).label(text) is None


def test_a_bare_number_heads_the_next_question_but_no_item_of_a_list() -> None:
    labels = Labels(named=False)
    texts = ["1. Kent u dit?", "Antwoord", "1. ten eerste", "2. ten tweede", "Vervolg", "2. Wat nu?", "Antwoord", "3"]
    found = [label.tag if (label := labels.label(text)) else "" for text in texts]
    assert found == ["vraag", "antwoord", "", "", "", "vraag", "antwoord", "vraag"]


def headed(*texts: str) -> list[str]:
    labels = Labels(named=False, answered=True)
    return [f"{label.tag} {label.text}" if (label := labels.label(text)) else "" for text in texts]


def test_bare_numbers_that_were_asked_head_the_answers() -> None:
    assert headed("1", "2", "3", "1/2", "5", "3") == ["vraag 1", "vraag 2", "vraag 3", "antwoord 1/2", "", "antwoord 3"]
    assert headed("1", "1", "2 en 3", "3. een", "2, 3") == [
        "vraag 1",
        "antwoord 1",
        "vraag 2 en 3",
        "",
        "antwoord 2, 3",
    ]
    assert headed("1 en 3", "1 en 3", "2", "2") == ["vraag 1 en 3", "antwoord 1 en 3", "vraag 2", "antwoord 2"]
    assert headed("1.", "2.", "3.", "1 en 3.", "4.", "2 en 4.")[3:] == [
        "antwoord 1 en 3.",
        "vraag 4.",
        "antwoord 2 en 4.",
    ]
    assert headed("1. Kent u dit?", "2. En dit?", "1. ten eerste", "2. ten tweede")[2:] == ["", ""]


LINES = [
    ("de burge-", "meester komt", "de burgemeester komt"),
    ("in-", "en uitvoer", "in- en uitvoer"),
    ("de PVV-", "fractie", "de PVV-fractie"),
    ("een oud-", "minister", "een oud-minister"),
    ("de zee-", "egel", "de zee-egel"),
    ("het mvo-", "convenant", "het mvo-convenant"),
    ("één-op-", "één", "één-op-één"),
    ("(alleen-", "staand)", "(alleenstaand)"),
    ("in 2021-", "2024", "in 2021-2024"),
    ("de ENTSO-E-", "verordening", "de ENTSO-E-verordening"),
    ("maatregelen/", "projecten", "maatregelen/projecten"),
    ("zie https://krant.example/een-lang-", "bericht. Ook", "zie https://krant.example/een-lang-bericht. Ook"),
    ("zie (https://krant.example/stukken/", "nr-12)", "zie (https://krant.example/stukken/nr-12)"),
    ("zie https://krant.example", "Dat is al", "zie https://krant.example Dat is al"),
]


@pytest.mark.parametrize(("first", "second", "whole"), LINES)
def test_line_ends(first: str, second: str, whole: str) -> None:
    assert joined([first, second], words_of([first, second])) == whole


@pytest.mark.parametrize(
    ("elsewhere", "whole"),
    [("een auto-bus", "de auto-bus"), ("de autobus", "de autobus"), ("auto en bus", "de auto-bus")],
)
def test_the_document_decides_about_its_hyphens(elsewhere: str, whole: str) -> None:
    lines = ["de auto-", "bus", elsewhere]
    assert joined(lines[:2], words_of(lines)) == whole


def read(*lines: str) -> Part:
    return extract(document("ah-tk-20242025-9050", "koop", [(Form.TEXT, "\n".join(lines).encode())]))


QUESTIONS = (
    "2024Z90500",
    "(ingezonden 1 november 2024)",
    "Vragen van de leden Pijlstaart (SP) en Heemstra (CDA) aan de minister van Justitie en Veiligheid over sloten",
)


def test_a_set_of_questions_without_numbers_has_one_a_paragraph() -> None:
    part = extract(
        document(
            "kv-tk-2024Z90500", "koop", [(Form.TEXT, "\n\n".join([*QUESTIONS, "Kent u dit?", "En dat?"]).encode())]
        )
    )
    assert [(each.numbers, text_of(each.blocks)) for each in part.body.questions] == [
        (("1",), "Kent u dit?"),
        (("2",), "En dat?"),
    ]
    assert [problem.code for problem in part.problems].count("number_inferred") == 2
    assert part.asked_on is not None
    assert part.asked_on.isoformat() == "2024-11-01"


def test_a_notice_without_heading() -> None:
    part = read(
        "AH 12",
        "Mededeling van minister Paulissen (Justitie en Veiligheid) (ontvangen 2 mei 2024)",
        "Het duurt langer.",
    )
    assert text_of(part.body.notice) == "Het duurt langer."
    assert part.kind.value == "mededeling"


def test_marks_that_lost_their_raised_type() -> None:
    marker = Marker(4, named=True)
    texts = [
        "op 3 mei 20241 staat",
        "de brief2. Ja",
        "in artikel 0,3 en H3",
        "dat bericht1 is",
        "waarom niet?123",
        "in 2021.",
        "Zie vraag 2.4",
    ]
    found = [(each.text.replace(NOTE, "*"), each.notes) for each in map(marker.marked, texts)]
    assert found == [
        ("op 3 mei 2024* staat", ("1",)),
        ("de brief*. Ja", ("2",)),
        ("in artikel 0,3 en H*", ("3",)),
        ("dat bericht* is", ("1",)),
        ("waarom niet?***", ("1", "2", "3")),
        ("in 2021.", ()),
        ("Zie vraag 2.*", ("4",)),
    ]


PAGES = """Tweede Kamer der Staten-Generaal2
Vergaderjaar 2024–2025 Aanhangsel van de Handelingen
9050
Vragen van het lid Pijlstaart (SP) aan de Minister van Justitie en
Veiligheid over sloten (ingezonden 1 mei 2024).
Antwoord van Minister Paulissen (Justitie en Veiligheid) (ontvangen 2 juni
2024).
Vraag 1
Kent u het bericht?1 Wat vindt u van de twee
2, 3 en van de rest?
1De Krant, 1 april 2024
2Het Blad,
3 april 2024
3Kamerstuk 12
ah-tk-20242025-9050
Tweede Kamer, vergaderjaar 2024–2025, Aanhangsel 1
Antwoord 1
Ja.
Tweede Kamer, vergaderjaar 2024–2025, Aanhangsel 2"""


def test_footnotes_of_text_from_a_pdf() -> None:
    part = read(*PAGES.splitlines())
    assert text_of(part.body.questions[0].blocks) == "Kent u het bericht? Wat vindt u van de twee en van de rest?"
    notes = [(note.number, note.text) for note in part.body.questions[0].footnotes]
    assert notes == [("1", "De Krant, 1 april 2024"), ("2", "Het Blad, 3 april 2024"), ("3", "Kamerstuk 12")]
    assert part.appendix == "ah-tk-20242025-9050"
    assert text_of(part.body.answers[0].blocks) == "Ja."
