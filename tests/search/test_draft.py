"""Drafts as people paste them: numbered or not, with a title, answers and notes; nothing pasted is an error."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.draft import LONGEST, MOST, read_draft

OFFICIAL = """Vragen van het lid Zomerdijk (SP) aan de minister van Onderwijs over lekkende
daken (ingezonden 3 mei 2024).

1.
Kent u het bericht ‘Emmers in de klas’?
1)
2. Hoeveel scholen
   hebben zo’n dak?

3 Gaat u in
2025 alle daken nakijken voor de
4 miljoen leerlingen?
[1] https://www.voorbeeld.nl/emmers
1) Dagblad van de Dijk, 2 mei 2024
"""
ANSWERED = """Vraag 1
Kent u dit?
Antwoord op vraag 1
Ja.
2 Ook dat.
Vraag 2, 3 en 4:
En dat?
Antwoord
Neen.
Vraag 5: Wat nu?"""
LOOSE = """Lekkende daken

In mei viel een plafond neer.
Hoe kan dat?

Wie betaalt het herstel?
En wanneer?

Graag spoedig antwoord."""


@pytest.mark.parametrize(
    ("pasted", "title", "questions"),
    [
        (
            OFFICIAL,
            "lekkende daken",
            [
                ("1", "Kent u het bericht ‘Emmers in de klas’?"),
                ("2", "Hoeveel scholen hebben zo’n dak?"),
                ("3", "Gaat u in 2025 alle daken nakijken voor de 4 miljoen leerlingen?"),
            ],
        ),
        (ANSWERED, "", [("1", "Kent u dit?"), ("2, 3 en 4", "En dat?"), ("5", "Wat nu?")]),
        (
            LOOSE,
            "Lekkende daken",
            [
                ("1", "In mei viel een plafond neer. Hoe kan dat?"),
                ("2", "Wie betaalt het herstel? En wanneer? Graag spoedig antwoord."),
            ],
        ),
        ("Kent u dit?\nWat vindt u ervan?\n", "", [("1", "Kent u dit?"), ("2", "Wat vindt u ervan?")]),
        ("1) a?\n2) b?", "", [("1", "a?"), ("2", "b?")]),
        (
            "Daken van scholen\n1\nKent u dit?\n2\nEn dat?",
            "Daken van scholen",
            [("1", "Kent u dit?"), ("2", "En dat?")],
        ),
        ("lekkende daken", "", [("1", "lekkende daken")]),
        ("Hoe lang\nduurt het?", "", [("1", "Hoe lang duurt het?")]),
        ("da\u00adken\0?", "", [("1", "daken?")]),
        ("", "", []),
        (" \n\t\n", "", []),
        ("1.\n2.\n3.", "", [("1", "1. 2. 3.")]),
    ],
)
def test_reads(pasted: str, title: str, questions: list[tuple[str, str]]) -> None:
    draft = read_draft(pasted)
    assert draft.title == title
    assert [(question.number, question.text) for question in draft.questions] == questions
    assert draft.notes == ()


def test_what_is_too_much_is_left_out_and_told() -> None:
    many = "\n".join(f"{number}. Kent u bericht {number}?" for number in range(1, MOST + 3))
    draft = read_draft(many)
    assert len(draft.questions) == MOST
    assert draft.notes == (f"Het zijn {MOST + 2} vragen; de eerste {MOST} zijn nagekeken.",)
    long = read_draft("dak " * LONGEST)
    assert len(long.questions[0].text) <= LONGEST
    assert long.notes == ("De tekst is te lang; de eerste 60.000 tekens zijn gelezen.",)


PIECES = st.sampled_from(
    [
        "1",
        "2.",
        "3)",
        "Vraag 1",
        "vragen 2 en 3:",
        "Antwoord",
        "[1]",
        "¹",
        "https://a.nl",
        "\n",
        "\n\n",
        " ",
        "Kent u?",
        "über",
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_anything_is_read_and_nothing_is_made_up(pasted: str) -> None:
    draft = read_draft(pasted)
    printed = "".join(char for char in pasted if char.isprintable())
    for question in draft.questions:
        assert question.text.strip()
        assert all(word in printed for word in re.findall(r"\w+", question.text))


@pytest.mark.parametrize("piece", [" ", "1,", "1 ", "Antwoord ", "over ", "1. ", "?\n", "(ingezonden "])
def test_no_text_takes_long(piece: str) -> None:
    """Would not end in our time if an expression took the square of the length."""
    read_draft("Vragen over " + piece * (LONGEST // len(piece)) + "x")
