"""Records as JSON: the strict form kept on disk, and the public form that addresses and commands give."""

from __future__ import annotations

import json
from datetime import date

from cattrs import Converter

from index.records import QuestionSet

converter = Converter(forbid_extra_keys=True)
converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
converter.register_unstructure_hook(date, date.isoformat)


def to_json(question_set: QuestionSet) -> str:
    """A record as JSON."""
    return json.dumps(converter.unstructure(question_set), ensure_ascii=False)


def from_json(text: str) -> QuestionSet:
    """The record that `to_json` wrote; anything else is an error."""
    return converter.structure(json.loads(text), QuestionSet)
