"""The demonstration documents of 2010–2026: complete, and consistent with each other."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from babel.dates import format_date
from demo_documents import (
    IDS,
    OTHER_HOUSE,
    QUESTIONER,
    QUESTIONS,
    REPLIER,
    REPLIES,
    TODAY,
    body,
    is_notice,
    metadata,
    on,
    one,
    questions,
    replies_to,
    set_of,
    sets,
    words,
)
from lxml import etree

import index

WITHOUT_QUESTIONS = {"2012Z90004", "2018Z90013", OTHER_HOUSE}  # as in reality, some sets exist only as an answer
MANDATORY = (
    "DC.title",
    "DC.creator",
    "DCTERMS.language",
    "DCTERMS.issued",
    "DCTERMS.available",
    "OVERHEID.category",
    "OVERHEID.organisationType",
    "OVERHEIDop.publicationName",
    "OVERHEIDop.documentStatus",
    "OVERHEIDop.vergaderjaar",
    "OVERHEIDop.vraagnummer",
    "OVERHEIDop.indiener",
    "OVERHEIDop.ontvanger",
)


def numbers(headings: Iterable[str]) -> Counter[int]:
    return Counter(number for heading in headings for number in numbers_in(heading))


def numbers_in(heading: str) -> list[int]:
    found = [int(number) for number in re.findall(r"\d+", heading)]
    return list(range(found[0], found[1] + 1)) if "t/m" in heading else found


def headings(document: str, tag: str) -> list[str]:
    return [str(found.findtext("nr")) for found in body(document).iter(tag)]


def parliamentary_year(day: date) -> str:
    """The year that begins on the third Tuesday of September."""
    september = date(day.year, 9, 15)
    begin = september + timedelta(days=(1 - september.weekday()) % 7)
    first = day.year if day >= begin else day.year - 1
    return f"{first}-{first + 1}"


# Every document


@pytest.mark.parametrize("document", IDS)
def test_the_markup_is_that_of_the_publisher(document: str) -> None:
    root = body(document)
    assert (root.tag, [child.tag for child in root]) == ("officiele-publicatie", ["metadata", "kamervragen"])
    assert not any("{" in str(element.tag) for element in root.iter())
    assert root.xpath("not(//al[not(normalize-space())])")
    assert root.xpath("not(//nr[not(normalize-space())])")


@pytest.mark.parametrize("document", IDS)
def test_metadata_is_complete_and_names_the_document(document: str) -> None:
    assert [name for name in MANDATORY if name not in metadata(document)] == []
    assert one(document, "DC.identifier") == document


@pytest.mark.parametrize("document", IDS)
def test_dates_agree(document: str) -> None:
    name = "OVERHEIDop.datumIndiening" if document in QUESTIONS else "OVERHEIDop.datumOntvangst"
    said = body(document).xpath(f"//{QUESTIONER if document in QUESTIONS else REPLIER}/datum/@isodatum")
    assert [one(document, name)] == said == [one(document, "DCTERMS.issued")]
    assert on(document, "DCTERMS.issued") <= on(document, "DCTERMS.available") <= TODAY
    assert one(document, "OVERHEIDop.vergaderjaar") == parliamentary_year(on(document, "DCTERMS.issued"))


@pytest.mark.parametrize("document", IDS)
def test_printed_dates_are_the_marked_dates(document: str) -> None:
    for found in body(document).iter("datum"):
        day = date.fromisoformat(str(found.attrib["isodatum"]))
        assert found.text == format_date(day, "d MMMM y", locale="nl")


@pytest.mark.parametrize("document", IDS)
def test_footnotes_are_numbered_through(document: str) -> None:
    printed = [found.text for found in body(document).iter("noot.nr")]
    marks = [found.attrib["id"] for found in body(document).iter("noot")]
    assert printed == [str(place) for place in range(1, len(printed) + 1)]
    assert len(marks) == len(set(marks))


@pytest.mark.parametrize("document", IDS)
def test_every_question_has_its_own_number(document: str) -> None:
    counted = numbers(headings(document, "vraag"))
    assert counted == Counter(range(1, len(counted) + 1))
    assert 3 <= len(counted) <= 12


@pytest.mark.parametrize("document", IDS)
def test_topics_are_those_of_the_publisher(document: str) -> None:
    assert set(metadata(document)["OVERHEID.category"]) <= official_topics()


@cache
def official_topics() -> set[str]:
    path = Path(index.__file__).parent / "vocabularies" / "topics.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["label"] for row in csv.DictReader(lines)}


# Documents of one set


@pytest.mark.parametrize("document", QUESTIONS)
def test_a_question_document_names_its_replies(document: str) -> None:
    assert document == f"kv-tk-{set_of(document)}"
    assert body(document).findtext(".//kamervraagnummer") == set_of(document)
    assert sorted(metadata(document).get("OVERHEIDop.aanhangsel", [])) == replies_to(set_of(document))


@pytest.mark.parametrize("document", REPLIES)
def test_a_reply_is_named_after_its_appendix_number(document: str) -> None:
    number, year = one(document, "OVERHEIDop.aanhangselNummer"), one(document, "OVERHEIDop.vergaderjaar")
    assert re.fullmatch(rf"ah-(tk|ek)-{year.replace('-', '')}-{number}(-n1)?", document)
    assert body(document).findtext(".//kamervraagnummer") == number


@pytest.mark.parametrize("document", REPLIES)
def test_a_reply_repeats_the_questions(document: str) -> None:
    original = f"kv-tk-{set_of(document)}"
    if set_of(document) in WITHOUT_QUESTIONS:
        assert original not in QUESTIONS
        return
    asked, repeated = (questions(each) for each in (original, document))
    assert numbers(asked) == numbers(repeated)
    assert [heading for heading in asked if heading in repeated and asked[heading] != repeated[heading]] == []
    assert words(one_of(original, QUESTIONER)) == words(one_of(document, QUESTIONER))


def one_of(document: str, path: str) -> etree._Element:
    (found,) = body(document).iterfind(f".//{path}")
    return found


@pytest.mark.parametrize("document", [document for document in REPLIES if not is_notice(document)])
def test_an_answer_leaves_no_question_out(document: str) -> None:
    assert numbers(headings(document, "antwoord")) == numbers(headings(document, "vraag"))


@pytest.mark.parametrize("document", [document for document in REPLIES if is_notice(document)])
def test_a_notice_answers_nothing_but_says_why(document: str) -> None:
    assert headings(document, "antwoord") == []
    assert body(document).xpath("count(//kamervraagopmerking[tussenkop = 'Mededeling']/al)") == 1


@pytest.mark.parametrize("document", REPLIES)
def test_see_also_names_a_document_that_is_there(document: str) -> None:
    mentions = re.findall(r"Zie ook .*?(\d{4})[-–](\d{4}), nr\. ?(\d+)", words(one_of(document, REPLIER)))
    assert [m for m in mentions if f"ah-tk-{m[0]}{m[1]}-{m[2]}" not in REPLIES] == []


def test_supplements_name_a_set_that_is_there() -> None:
    mentions = {m for document in IDS for m in re.findall(r"\(vraagnummer (\w+)\)", words(body(document)))}
    assert len(mentions) == 3
    assert mentions <= set(sets())


def test_numbers_cannot_be_mistaken_for_real_ones() -> None:
    assert [each for each in sets() if not re.fullmatch(r"20\d\dZ9\d{4}|223249\d{3}", each)] == []
    assert [each for each in REPLIES if int(one(each, "OVERHEIDop.aanhangselNummer")) < 9000] == []
