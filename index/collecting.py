"""Records → words and rows: every text is cut once, many of them together, and only numbers are kept."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.arrays import FIELD_ORDER, NO_DATE, Ints
from index.cutting import Cutter
from index.records import Question, QuestionSet, Status, text_of
from index.schema import FACETS

TOGETHER = 4_000_000
"""Letters of text that are cut together: the more, the less often a word is looked up, and the more memory it takes."""

Name = tuple[str, str]
"""A value as a set prints it: slug and label."""


@dataclass(frozen=True, slots=True)
class SetRow:
    """What is kept of a set besides its words.

    Days are `date.toordinal()` or NO_DATE. `repeats` are fields with the place of a question whose text there only
    repeats an earlier one; `facets` are the values of all facets.
    """

    id: str
    asked: int
    answered: int
    due: int
    questions: int
    repeats: tuple[tuple[str, int], ...]
    facets: tuple[tuple[str, Name], ...]

    @property
    def documents(self) -> int:
        """Documents of the set: one a question, or one for the set alone."""
        return max(1, self.questions)

    @property
    def age(self) -> tuple[int, str]:
        """Sorts sets from new to old, those without a date last."""
        return (-self.asked, self.id)


@dataclass(frozen=True, slots=True)
class Stream:
    """The words of one field in the order they stand.

    `words` are numbers of forms; piece n has `lengths[n]` of them and belongs to set or document `owners[n]`, counted
    within what was collected. A text has a piece for each part that no phrase may cross out of.
    """

    words: Ints
    lengths: Ints
    owners: Ints


@dataclass(frozen=True, slots=True)
class Collected:
    """A stretch of sets taken in: their rows, the forms of their words, and for each field the words themselves."""

    rows: list[SetRow]
    forms: list[str]
    streams: dict[str, Stream]


class Collector:
    """Takes in records one by one."""

    def __init__(self) -> None:
        self._rows: list[SetRow] = []
        self._documents = 0
        self._cutter = Cutter()
        self._fields = {field.name: _GrowingStream(self._cutter) for field in FIELD_ORDER}

    def add(self, record: QuestionSet) -> None:
        """Take in one set."""
        for field in FIELD_ORDER:
            owner = len(self._rows) if field.of_set else self._documents
            for place, pieces in enumerate(_TEXTS[field.name](record)):
                for piece in pieces:
                    self._fields[field.name].add(owner + place, piece)
        row = row_of(record)
        self._rows.append(row)
        self._documents += row.documents

    def collected(self) -> Collected:
        """All that was taken in."""
        streams = {name: stream.stream() for name, stream in self._fields.items()}
        return Collected(self._rows, self._cutter.forms, streams)


class _GrowingStream:
    """A stream while it is being collected: what was cut of it, and the pieces that are to be cut together."""

    def __init__(self, cutter: Cutter) -> None:
        self._cutter = cutter
        self._owners = array("i")
        self._cut: list[tuple[Ints, Ints]] = []
        self._waiting: list[str] = []
        self._letters = 0

    def add(self, owner: int, piece: str) -> None:
        """Take in a piece of the text of a set or document."""
        self._owners.append(owner)
        self._waiting.append(piece)
        self._letters += len(piece)
        if self._letters > TOGETHER:
            self._cut_waiting()

    def _cut_waiting(self) -> None:
        self._cut.append(self._cutter.cut(self._waiting))
        self._waiting, self._letters = [], 0

    def stream(self) -> Stream:
        """All of it; pieces without words are left out."""
        self._cut_waiting()
        words, lengths = (np.concatenate(each) for each in zip(*self._cut, strict=True))
        owners = np.array(self._owners, dtype=np.int32)
        return Stream(words, lengths[lengths > 0], owners[lengths > 0])


Pieces = tuple[str, ...]


def _title(record: QuestionSet) -> Iterator[Pieces]:
    yield (record.title,)


def _context(record: QuestionSet) -> Iterator[Pieces]:
    """What belongs to the set as a whole: explanation, notices and notes without a place."""
    notices = (text_of(notice.blocks) for notice in record.postponements)
    yield (text_of(record.explanation), *notices, *(note.text for note in record.footnotes))


def _questions(record: QuestionSet) -> Iterator[Pieces]:
    return ((text_of(question.blocks),) for question in record.questions)


def _answers(record: QuestionSet) -> Iterator[Pieces]:
    return ((text_of(question.answer.blocks),) if question.answer else () for question in record.questions)


def _notes(record: QuestionSet) -> Iterator[Pieces]:
    for question in record.questions:
        answered = question.answer.footnotes if question.answer else ()
        yield tuple(note.text for note in (*question.footnotes, *answered))


_TEXTS = {"title": _title, "context": _context, "question": _questions, "answer": _answers, "notes": _notes}


def texts_of(record: QuestionSet, field: str) -> list[Pieces]:
    """The texts of one field: one for the set, or one for each of its questions."""
    return list(_TEXTS[field](record))


def row_of(record: QuestionSet) -> SetRow:
    """The row of a set."""
    return SetRow(
        id=record.id,
        asked=record.asked_on.toordinal() if record.asked_on else NO_DATE,
        answered=record.answered_on.toordinal() if record.answered_on else NO_DATE,
        due=_due(record),
        questions=len(record.questions),
        repeats=tuple(_repeats(record.questions)),
        facets=tuple((facet.name, value) for facet in FACETS for value in dict(facet.values(record)).items()),
    )


def _repeats(questions: tuple[Question, ...]) -> Iterator[tuple[str, int]]:
    """The questions that only repeat a text that an earlier one of the same printed block already has."""
    first_block: set[tuple[str, ...]] = set()
    first_answer: set[tuple[str, ...]] = set()
    for place, question in enumerate(questions):
        if question.together and question.together in first_block:
            yield "question", place
        first_block.add(question.together)
        covers = question.answer.covers if question.answer else ()
        if len(covers) > 1 and covers in first_answer:
            yield "answer", place
        first_answer.add(covers)


def _due(record: QuestionSet) -> int:
    """The last day of the term of a set that still waits for its answer."""
    if record.term_ends_on is None or record.status in {Status.ANSWERED, Status.WITHDRAWN}:
        return NO_DATE
    return record.term_ends_on.toordinal()
