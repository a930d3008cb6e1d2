"""The sentences above questions and answers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.extract.header import Sentence, answer_header, appendices_in, question_header
from index.records import House

SUBJECTS = st.sampled_from(
    [
        "het bericht «Nieuws over dijken» (Krant.nl, 16 november 2024)",
        "taal: een overzicht",
        "de inzet van honden aan zee",
    ]
)
ABOUT = st.sampled_from(["over", "inzake", "betreffende", "naar aanleiding van", "met betrekking tot"])
TO = st.sampled_from(["", " aan de Minister van Justitie", " aan de Ministers van Financiën en van Defensie"])


@given(subject=SUBJECTS, about=ABOUT, to=TO, day=st.dates(date(1984, 1, 1), date(2026, 12, 31)))
def test_the_parts_of_the_sentence(subject: str, about: str, to: str, day: date) -> None:
    printed = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    header = question_header(
        Sentence(text=f"Vragen van het lid Bos (SP){to} {about} {subject} (ingezonden {printed}).")
    )
    assert header.understood
    assert header.title == subject[0].upper() + subject[1:]
    assert [member.name for member in header.submitters] == ["Bos"]
    assert len(header.asked) == to.count("van")
    assert header.asked_on == day


def test_a_senate_sentence() -> None:
    header = question_header(
        Sentence(
            text="Vragen van het lid Hulst (PVV) op 2 juli 2019 medegedeeld aan de Minister van Defensie inzake x y."
        )
    )
    assert (header.title, header.asked_on, header.asked[0].ministry) == ("X y", date(2019, 7, 2), "def")


def test_marked_up_parts_are_believed() -> None:
    text = "Vragen van het lid Bos (SP) aan de Minister van Defensie over vragen over vragen (ingezonden 1 mei 2020)."
    header = question_header(Sentence(text=text, subject="vragen over vragen", iso_dates=("2020-05-02",)))
    assert (header.title, header.asked_on) == ("Vragen over vragen", date(2020, 5, 2))


def test_an_impossible_encoded_date_gives_way_to_the_printed_one() -> None:
    header = question_header(
        Sentence(text="Vragen van het lid Bos (SP) over x (ingezonden 1 mei 2020).", iso_dates=("2020-02-30",))
    )
    assert header.asked_on == date(2020, 5, 1)


@pytest.mark.parametrize("text", ["Iets heel anders", "", "Vragen"])
def test_what_is_no_header_is_not_understood(text: str) -> None:
    assert not question_header(Sentence(text=text)).understood


def test_oral_questions() -> None:
    assert question_header(
        Sentence(text="Mondelinge vragen van het lid Bos (SP) aan de Minister van Defensie over x.")
    ).oral


@pytest.mark.parametrize(
    "text",
    [
        "Zie ook Aanhangsel Handelingen, vergaderjaar 2024-2025, nr. 9.",
        "Zie ook Aanhangsel Handelingen, vergaderjaar 2024–2025,nr. 9",
        "Zie Aanhangsel Handelingen nr. 9, Vergaderjaar 2024–2025",
        "zie ook Aanhangsel Handelingen, nr. 9, vergaderjaar 2024-25",
    ],
)
def test_places_in_the_appendix(text: str) -> None:
    assert [place.id for place in appendices_in(text, House.TWEEDE_KAMER)] == ["ah-tk-20242025-9"]


def test_several_places_at_once() -> None:
    found = appendices_in("Aanhangsel Handelingen nrs. 16, 17 en 18, vergaderjaar 1998–1999", House.TWEEDE_KAMER)
    assert [place.number for place in found] == ["16", "17", "18"]


def test_a_notice_is_recognised() -> None:
    sentence = Sentence(text="Mededeling van Minister X (Defensie) (ontvangen 3 mei 2021).")
    header = answer_header(sentence, House.TWEEDE_KAMER)
    assert header.notice
    assert header.received_on == date(2021, 5, 3)


MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
