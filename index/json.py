"""Question sets as JSON: whole and strict for ourselves, in the published form for everyone else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import get_args, get_origin

from cattrs import Converter
from cattrs.cols import homogenous_tuple_structure_factory

from index import facets
from index.published import (
    AddresseeJson,
    AnswerJson,
    FootnoteJson,
    QuestionJson,
    QuestionSetJson,
    ReferenceJson,
    SubmitterJson,
)
from index.records import Addressee, Answer, Footnote, Question, QuestionSet, Reference, Submitter, text_of
from index.subjects import is_known_topic
from index.vocabulary import ministry, party


def _converter() -> Converter:
    made = Converter(forbid_extra_keys=True, omit_if_default=True, unstruct_collection_overrides={tuple: list})
    made.register_unstructure_hook(date, date.isoformat)
    made.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    # by itself the converter looks up how to read every single thing in a tuple, and goes through a class for an enum
    made.register_structure_hook_factory(_of_one_kind, homogenous_tuple_structure_factory)
    made.register_structure_hook_factory(_is_enum, _members_by_value)
    return made


def _is_enum(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _members_by_value(kind: type[Enum]) -> Callable[[str, object], Enum]:
    members = {member.value: member for member in kind}
    return lambda value, _: members[value]


def _of_one_kind(kind: object) -> bool:
    """Whether this is the type of a tuple of any length."""
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)


converter = _converter()
"""Records to JSON-ready values and back: an unknown key, a missing key or a wrong value is an error."""


def to_json(question_set: QuestionSet) -> str:
    """The whole record as one line of JSON."""
    return json.dumps(converter.unstructure(question_set), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> QuestionSet:
    """The record `to_json` wrote."""
    return converter.structure(json.loads(text), QuestionSet)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A record without its questions, and a way to read any of these."""

    record: QuestionSet
    _questions: list[object]

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return len(self._questions)

    def question(self, place: int) -> Question:
        """One of the questions."""
        return converter.structure(self._questions[place], Question)


def excerpt_from_json(text: str) -> Excerpt:
    """The record `to_json` wrote, for who needs few of its questions: reading these is most of the work."""
    row = json.loads(text)
    questions = row.pop("questions", [])
    return Excerpt(converter.structure(row, QuestionSet), questions)


def public(question_set: QuestionSet, today: date) -> QuestionSetJson:
    """The published form of one question set: plain text, facet values, and its term as of `today`."""
    term = question_set.term(today)
    return {
        "id": question_set.id,
        "title": question_set.title,
        "asked_on": _iso(question_set.asked_on),
        "answered_on": _iso(question_set.answered_on),
        "days_to_answer": question_set.days_to_answer,
        "status": question_set.status.value,
        "term": term.value if term else None,
        "term_ends_on": _iso(question_set.term_ends_on),
        "submitters": [submitter(member) for member in question_set.submitters],
        "addressees": [_addressee(who) for who in question_set.addressees],
        "ministries": ministries(question_set),
        "topics": [subject.slug for subject in question_set.topics if is_known_topic(subject)],
        "house": question_set.house.value,
        "parliamentary_year": question_set.parliamentary_year,
        "appendix_number": question_set.appendix_number,
        "questions": [_question(question) for question in question_set.questions],
        "postponements": [
            {"on": _iso(notice.on), "by": [_addressee(who) for who in notice.by], "text": text_of(notice.blocks)}
            for notice in question_set.postponements
        ],
        "references": [_reference(reference) for reference in question_set.references],
        "documents": [
            {"id": document.id, "kind": document.kind.value, "title": document.title, "url": document.address}
            for document in question_set.documents
        ],
        "problems": [
            {"code": doubt.code, "sentence": doubt.sentence, "document": doubt.document}
            for doubt in question_set.problems
        ],
    }


def submitter(member: Submitter) -> SubmitterJson:
    """A member with the party under its usual abbreviation, or as printed when it is not known."""
    label = party(member.party).abbreviation if member.party else member.party_printed
    return {"name": member.name, "party": label, "slug": member.slug}


def ministries(question_set: QuestionSet) -> list[str]:
    """The facet values of every ministry asked or answering, each once."""
    return list(dict.fromkeys(slug for slug, _ in facets.ministries(question_set)))


def ministry_value(who: Addressee) -> str | None:
    """The facet value of a ministry."""
    return ministry(who.ministry).facet if who.ministry else None


def _reference(reference: Reference) -> ReferenceJson:
    return {
        "kind": reference.kind.value,
        "id": reference.id,
        "url": reference.url,
        "text": reference.text,
        "member": reference.member,
        "asked_on": _iso(reference.asked_on),
        "question": reference.question,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _addressee(who: Addressee) -> AddresseeJson:
    return {
        "part": who.part.value,
        "role": who.role.value if who.role else None,
        "ministry": ministry_value(who),
        "ministry_printed": who.ministry_printed,
        "name": who.name,
        "slug": who.slug,
    }


def _question(question: Question) -> QuestionJson:
    notes = question.footnotes + (question.answer.footnotes if question.answer else ())
    return {
        "number": question.number,
        "text": text_of(question.blocks),
        "answer": _answer(question.answer) if question.answer else None,
        "footnotes": [_footnote(note) for note in dict.fromkeys(notes)],
    }


def _answer(answer: Answer) -> AnswerJson:
    return {"covers": list(answer.covers), "text": text_of(answer.blocks), "see": list(answer.see)}


def _footnote(note: Footnote) -> FootnoteJson:
    return {"number": note.number, "text": note.text, "urls": list(note.addresses)}
