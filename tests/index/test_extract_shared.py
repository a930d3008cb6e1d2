"""Real papers, outside the project: how much of them is understood, against what is known to be in them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from example_documents import SHARED, document, documents_in

from index.extract import Part, extract
from index.extract.text import heal
from index.link import link
from index.records import Part as Capacity
from index.records import QuestionSet, text_of
from index.snapshots import Form
from index.vocabulary import find_ministry, find_party, fold

SAMPLE = SHARED / "data" / "kvr-xml" / "sample"
REPLICA = SHARED / "tools" / "replica"
ARCHIVE = SHARED / "data" / "kvr-xml" / "KVR-1994-2008.tar.xz"
SETS = 400

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SAMPLE.exists() and ARCHIVE.exists()), reason="de gedeelde documenten ontbreken hier"),
]

# Measured over 2,500 sets, then a little lower, because a smaller sample weighs each oddity more.
FLOORS = {
    "id": 1.0,
    "asked": 1.0,
    "answered": 0.99,
    "documents": 1.0,
    "names": 0.995,
    "parties": 0.995,
    "title": 0.995,
    "question numbers": 0.995,
    "question text": 0.99,
    "answer numbers": 0.995,
    "answer text": 0.99,
    "answerer": 0.98,
    "footnotes": 0.99,
    "explanation": 0.995,
    "postponements": 0.99,
}


@cache
def sample_parts() -> tuple[Part, ...]:
    files = sorted(SAMPLE.glob("*.xml"))
    return tuple(extract(document(file.stem, "kvr", [(Form.KVR, file.read_bytes())])) for file in files)


def test_every_sample_file_is_in_exactly_one_set() -> None:
    question_sets = link(sample_parts())
    held = Counter(name for found in question_sets for name in {found.id, *found.aliases})
    assert len(sample_parts()) == 420
    assert {held[part.document] for part in sample_parts()} == {1}
    assert len({found.id for found in question_sets}) == len(question_sets)


def test_most_samples_are_understood() -> None:
    parts = sample_parts()
    assert sum(bool(part.body.questions) for part in parts) / len(parts) >= 0.98
    assert sum(bool(part.submitters) for part in parts) / len(parts) >= 0.99
    assert sum(part.asked_on is not None for part in parts) / len(parts) >= 0.99
    assert sum(bool(part.title) for part in parts) / len(parts) >= 0.99


def test_published_forms_give_back_the_truth(tmp_path: Path) -> None:
    truth = export(tmp_path)
    question_sets = link(extract(found) for found in documents_in(tmp_path / "out"))
    by_name = {name: found for found in question_sets for name in (*found.aliases, found.id)}
    assert len(question_sets) == len(truth)
    right, seen = Counter[str](), Counter[str]()
    for known in truth:
        for field, is_right in comparison(by_name[known["main_document"]], known):
            seen[field] += 1
            right[field] += is_right
    shares = {field: right[field] / seen[field] for field in FLOORS}
    assert {field: share for field, share in shares.items() if share < FLOORS[field]} == {}


def export(folder: Path) -> list[dict[str, Any]]:
    """The truth of sets whose documents were written to `out` below the folder."""
    order = ["build", "--kvr", str(ARCHIVE), "--limit", str(SETS), "--export", str(folder / "out")]
    command = [sys.executable, "-B", str(REPLICA), *order, "--truth", str(folder / "truth.jsonl")]
    subprocess.run(command, check=True, capture_output=True)
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]


def comparison(found: QuestionSet, known: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Field by field, whether the record says what is known."""
    yield "id", found.id == known["question_number"]
    yield "asked", found.asked_on is not None and found.asked_on.isoformat() == known["asked"]
    yield "answered", (found.answered_on.isoformat() if found.answered_on else None) == known["answered"]
    yield "documents", {each.id for each in found.documents} == {each["id"] for each in known["documents"]}
    yield "names", [same(member.name) for member in found.submitters] == [same(m["name"]) for m in known["submitters"]]
    yield "parties", [member.party for member in found.submitters] == [party(m["party"]) for m in known["submitters"]]
    if any(each["text_in_pdf_only"] for each in known["documents"]):
        return
    yield "title", same(found.title) == same(known["subject"])
    yield "explanation", same(text_of(found.explanation)) == same(known["explanation"] or "")
    yield "postponements", notices(found) == [same(each["text"]) for each in known["postponements"]]
    yield "footnotes", footnotes(found) == {(str(n["number"]), same(n["text"])) for n in known["footnotes"]}
    yield from question_comparison(found, known)
    yield from answer_comparison(found, known)


def question_comparison(found: QuestionSet, known: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    numbers = [str(question["number"]) for question in known["questions"]]
    yield "question numbers", [question.number for question in found.questions] == numbers
    for question in found.questions:
        own = question.together or (question.number,)
        texts = [each["text"] for each in known["questions"] if str(each["number"]) in own]
        yield "question text", same(text_of(question.blocks)) == same("\n".join(texts))


def answer_comparison(found: QuestionSet, known: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    texts = {str(number): each["text"] for each in known["answers"] for number in each["numbers"]}
    answers = {question.number: question.answer for question in found.questions if question.answer}
    yield "answer numbers", set(answers) == set(texts)
    for number in answers.keys() & texts.keys():
        yield "answer text", same(text_of(answers[number].blocks)) == same(texts[number])
    if known["answerers"]:
        last = known["answerers"][-1]
        who = [(same(each.name or ""), each.ministry) for each in found.addressees if each.part is Capacity.ANSWERED]
        yield "answerer", who == [(same(last["name"]), ministry(last["ministry"]))]


def notices(found: QuestionSet) -> list[str]:
    return [same(text_of(notice.blocks)) for notice in found.postponements]


def footnotes(found: QuestionSet) -> set[tuple[str, str]]:
    answers = [question.answer for question in found.questions if question.answer]
    groups = [question.footnotes for question in found.questions] + [answer.footnotes for answer in answers]
    return {(note.number, same(note.text)) for group in [*groups, found.footnotes] for note in group}


def same(text: str) -> str:
    return fold(heal(text))


def party(printed: str | None) -> str | None:
    known = find_party(printed) if printed else None
    return known.key if known else None


def ministry(printed: str | None) -> str | None:
    known = find_ministry(printed) if printed else None
    return known.key if known else None
