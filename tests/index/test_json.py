"""The published form of a question set."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from cattrs.errors import ClassValidationError
from example_documents import EXAMPLES

from index.json import converter, excerpt_from_json, from_json, public, to_json
from index.records import QuestionSet, Reference, ReferenceKind
from index.subjects import topic


@pytest.fixture
def answered() -> QuestionSet:
    text = (EXAMPLES / "notice-then-answer" / "expected.json").read_text(encoding="utf-8")
    return converter.structure(json.loads(text)[0], QuestionSet)


def test_the_published_form_has_exactly_the_promised_keys(answered: QuestionSet) -> None:
    assert list(public(answered, date(2020, 1, 1))) == [
        "id",
        "title",
        "asked_on",
        "answered_on",
        "days_to_answer",
        "status",
        "term",
        "term_ends_on",
        "submitters",
        "addressees",
        "ministries",
        "topics",
        "house",
        "parliamentary_year",
        "appendix_number",
        "questions",
        "postponements",
        "references",
        "documents",
        "problems",
    ]


def test_the_published_form_in_full(answered: QuestionSet) -> None:
    published = public(answered, date(2020, 1, 1))
    assert json.loads(json.dumps(published)) == published
    assert (published["days_to_answer"], published["status"], published["term"]) == (36, "beantwoord", "na-uitstel")
    assert published["term_ends_on"] == (answered.asked_on + timedelta(days=42)).isoformat()
    assert published["ministries"] == ["jenv"]
    assert [who["part"] for who in published["addressees"]] == ["gevraagd", "gevraagd", "beantwoord", "mede-namens"]
    assert published["questions"][0] == {
        "number": "1",
        "text": "Kent u het bericht?",
        "answer": {"covers": ["1"], "text": "Ja.", "see": []},
        "footnotes": [],
    }


def test_references_and_listed_topics_are_published(answered: QuestionSet) -> None:
    told = Reference(
        kind=ReferenceKind.EARLIER,
        text="vragen van het lid Vos, ingezonden 2 mei 2019",
        member="Vos",
        asked_on=date(2019, 5, 2),
        question="1",
    )
    topics = (topic("Verkeer | Spoor", "x"), topic("Verkeer | Zeppelins", "x"))
    published = public(replace(answered, references=(told,), topics=topics), date(2020, 1, 1))
    assert published["topics"] == ["verkeer/spoor"]
    assert published["references"] == [
        {
            "kind": "eerdere-vragen",
            "id": None,
            "url": None,
            "text": "vragen van het lid Vos, ingezonden 2 mei 2019",
            "member": "Vos",
            "asked_on": "2019-05-02",
            "question": "1",
        }
    ]


def test_unknown_keys_are_refused(answered: QuestionSet) -> None:
    odd = {**json.loads(to_json(answered)), "onbekend": 1}
    with pytest.raises(ClassValidationError):
        from_json(json.dumps(odd))
    with pytest.raises(ClassValidationError):
        excerpt_from_json(json.dumps(odd))


def test_unknown_keys_of_a_question_are_refused_when_it_is_read(answered: QuestionSet) -> None:
    row = json.loads(to_json(answered))
    row["questions"][0]["onbekend"] = 1
    with pytest.raises(ClassValidationError):
        excerpt_from_json(json.dumps(row)).question(0)
