"""Every example document gives exactly the record beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from example_documents import EXAMPLES, documents_in

from index.extract.document import extract
from index.json import converter, from_json, to_json
from index.link import link
from index.records import QuestionSet

CASES = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_documents_give_the_expected_records(folder: Path) -> None:
    question_sets = link(extract(document) for document in documents_in(folder))
    assert question_sets == _expected(folder, question_sets)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_records_survive_json(folder: Path) -> None:
    for question_set in link(extract(document) for document in documents_in(folder)):
        assert from_json(to_json(question_set)) == question_set


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_order_of_documents_does_not_matter(folder: Path) -> None:
    parts = [extract(document) for document in documents_in(folder)]
    assert set(link(parts)) == set(link(reversed(parts)))


def _expected(folder: Path, understood: tuple[QuestionSet, ...]) -> tuple[QuestionSet, ...]:
    path = folder / "expected.json"
    if not path.exists():
        rows = converter.unstructure(understood)
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{path} was missing and has been written: review it")
    return converter.structure(json.loads(path.read_text(encoding="utf-8")), tuple[QuestionSet, ...])
