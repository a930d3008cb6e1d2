"""Real names, outside the project: header sentences of November 2024, and everyone in the open data 2007-2024."""

from __future__ import annotations

import csv
import json
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from example_documents import SHARED

from index.extract.header import AnswerHeader, QuestionHeader, Sentence, answer_header, question_header
from index.persons import Mention, identify, persons
from index.records import House
from index.vocabulary import party

PAPERS = SHARED / "data" / "tweedekamer-2024-pdftext" / "questions.csv"
CASES = SHARED / "data" / "tk-odata-zaak" / "zaak-schriftelijke-vragen.jsonl.xz"
WEEK = 2024

ASKED = re.compile(
    r"((?:Mondelinge v|V)ragen (?:van|door) (?:het lid|de leden)(?! der Kamer)"
    r".{10,1500}?\(ingezonden \d+ \w+ \d{4}\s?\))"
)
ANSWERED = re.compile(r"((?:Antwoord|Mededeling) van .{5,600}?\(ontvangen \d+ \w+ \d{4}\s?\))")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (PAPERS.exists() and CASES.exists()), reason="de gedeelde gegevens ontbreken hier"),
]


@cache
def headers() -> tuple[list[QuestionHeader], list[AnswerHeader]]:
    """The sentences above the questions and above the answers, by the words they open and end with."""
    with PAPERS.open(encoding="utf-8", newline="") as file:
        texts = [re.sub(r"\s+", " ", row["text_content"]) for row in csv.DictReader(file)]
    asked = [question_header(Sentence(text=found.group(1))) for text in texts if (found := ASKED.search(text))]
    answered = [
        answer_header(Sentence(text=found.group(1)), House.TWEEDE_KAMER)
        for text in texts
        if (found := ANSWERED.search(text))
    ]
    return asked, answered


def test_modern_headers_are_understood() -> None:
    """Two of 49 run a word into the next ("Sportover"), which only a paper without lines can repair."""
    asked, answered = headers()
    assert (len(asked), len(answered)) == (49, 41)
    assert sum(header.understood for header in asked) >= 47
    assert all(member.party for header in asked for member in header.submitters)
    assert sum(all(who.ministry for who in header.asked) for header in asked) >= 46
    assert sum(all(who.ministry for who in header.answerers) for header in answered) == 41
    assert all(header.received_on and header.received_on.year == WEEK for header in answered)


def test_everyone_in_modern_headers_is_known() -> None:
    asked, answered = headers()
    members = {
        Mention(name=member.name, year=WEEK, party=party(member.party).facet if member.party else None)
        for header in asked
        for member in header.submitters
    }
    government = {
        Mention(name=who.name, year=WEEK, in_government=True)
        for header in answered
        for who in header.answerers
        if who.name
    }
    known = {person.slug for person in persons()}
    unknown = {mention.name for mention in members | government if identify(mention).slug not in known}
    assert unknown == {"Wingelaar"}  # sits since the autumn of 2024, in none of the lists


def registered() -> Iterator[tuple[str, int, bool]]:
    """Every name with its year, and whether it is one of government."""
    with lzma.open(CASES, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            year = date.fromisoformat(row["GestartOp"][:10]).year
            for name in filter(None, [row["Indiener"], *row["Medeindiener"].split(", ")]):
                yield name, year, False
            for name in filter(None, row["Gericht aan"].split(", ")):
                yield name, year, True


def test_everyone_in_the_open_data_is_one_person() -> None:
    """Names such as "Edith Schippers (E.I.)", "I.W. Opstelten", "Hirsch Ballin (EMH)": one slug each, in any year."""
    known = {person.slug for person in persons()}
    slugs = defaultdict[str, set[str]](set)
    outcome = Counter[bool]()
    for name, year, in_government in registered():
        found = identify(Mention(name=re.sub(r" \([^)]*\)$", "", name), year=year, in_government=in_government))
        slugs[name].add(found.slug)
        outcome[found.slug in known] += 1
    assert outcome.total() > 90_000
    assert outcome[False] == 0
    assert [name for name, found in slugs.items() if len(found) > 1] == []
