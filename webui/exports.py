"""Taking a search away: every question found as a row of CSV, every set as JSON or a citation; a piece at a time.

A large export takes one of the few places there are. One that has to stop says so on its last line and then breaks the
connection off, so that neither people nor programs take it for the whole.
"""

from __future__ import annotations

import csv
import json
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

from index import facets
from index.json import public
from index.records import DocumentKind, Part, Question, QuestionSet, text_of
from search.engine import TooSlow
from search.response import Total
from webui import formats, links

MOST_SETS = 10_000
"""Sets in one export: some tens of seconds of reading; a larger one can be asked for year by year."""

LARGE = 500
"""Sets from which an export takes a place; a smaller one is there before anybody notices."""

AT_ONCE = 2
"""Large exports that one process makes at the same time; the other threads are for everybody else."""

PATIENCE = 300.0
"""Seconds that an export may take, which is longer when many others want something too."""

UNFINISHED = (
    "Let op: dit bestand is niet af, want het maken duurde te lang. Haal het nog eens op, met een filter erbij."
)

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that the text is UTF-8; together with semicolons a Dutch Excel opens the file right by itself."""


class Busy(Exception):  # noqa: N818 - it says what is the matter
    """All places for large exports are taken."""


class Places:
    """The places for large exports in this process."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(AT_ONCE)

    def take(self, pieces: Iterator[str]) -> Callable[[], object]:
        """Take a place until what is returned is called, or else until the pieces are gone, however they go."""
        if not self._free.acquire(blocking=False):
            raise Busy
        return weakref.finalize(pieces, self._free.release)


def cut(total: Total) -> str:
    """A sentence when an export does not hold everything; empty when it does."""
    if total.sets <= MOST_SETS:
        return ""
    return (
        f"Een export bevat ten hoogste {formats.number(MOST_SETS)} sets; deze zoekopdracht vindt er "
        f"{formats.number(total.sets)}. Haal de rest op met een filter, bijvoorbeeld jaar voor jaar."
    )


class _Line:
    """Takes what the csv module writes and hands it over as a piece of text."""

    def write(self, text: str) -> str:
        return text


def pieces_of(
    records: Iterable[QuestionSet], write: Callable[[QuestionSet], str], remark: Callable[[str], str], ending: str
) -> Iterator[str]:
    """The sets as they are written, one by one, with a remark at the end when that says something."""
    try:
        yield from map(write, islice(records, MOST_SETS))
    except TooSlow:
        yield remark(UNFINISHED)
        raise
    if ending:
        yield remark(ending)


def csv_pieces(records: Iterable[QuestionSet], root: str, today: date, ending: str) -> Iterator[str]:
    """The table in pieces, a row a question with the fields of its set; `ending` is a last row that says something."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield BYTE_ORDER_MARK + _written(writer, tuple(COLUMNS))
    yield from pieces_of(
        records,
        lambda record: "".join(_written(writer, row) for row in rows(record, root, today)),
        lambda sentence: _written(writer, (sentence,)),
        ending,
    )


def _written(writer: csv._writer, row: tuple[str, ...]) -> str:  # type: ignore[name-defined] # typeshed's own name
    piece: str = writer.writerow([_harmless(cell) for cell in row])
    return piece


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def rows(record: QuestionSet, root: str, today: date) -> Iterator[tuple[str, ...]]:
    """The rows of one set; one without questions still has a row."""
    of_set = [read(record, root, today) for read in SET_COLUMNS.values()]
    for question in record.questions or (Question(number="", blocks=()),):
        yield (*of_set, *(read(record, question, root) for read in QUESTION_COLUMNS.values()))


def _names(pairs: facets.Values) -> str:
    return "; ".join(dict.fromkeys(label for _, label in pairs))


def _government(record: QuestionSet, part: Part) -> str:
    return "; ".join(formats.addressee(person) for person in record.addressees if person.part is part)


def _term(record: QuestionSet, today: date) -> str:
    term = record.term(today)
    return term.value if term else ""


def _answer_paper(record: QuestionSet) -> str:
    papers = [d for d in record.documents if d.kind is DocumentKind.ANSWER and d.current]
    return next((document.address for document in papers if document.address), "")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


SET_COLUMNS: dict[str, Callable[[QuestionSet, str, date], str]] = {
    "nummer": lambda record, *_: record.id,
    "titel": lambda record, *_: record.title,
    "ingezonden": lambda record, *_: _iso(record.asked_on),
    "beantwoord": lambda record, *_: _iso(record.answered_on),
    "dagen": lambda record, *_: "" if record.days_to_answer is None else str(record.days_to_answer),
    "status": lambda record, *_: record.status.value,
    "termijn": lambda record, _, today: _term(record, today),
    "termijn_tot_en_met": lambda record, *_: _iso(record.term_ends_on),
    "indieners": lambda record, *_: _names(facets.submitters(record)),
    "fracties": lambda record, *_: _names(facets.parties(record)),
    "ministeries": lambda record, *_: _names(facets.ministries(record)),
    "gevraagd_aan": lambda record, *_: _government(record, Part.ASKED),
    "beantwoord_door": lambda record, *_: _government(record, Part.ANSWERED),
    "onderwerpen": lambda record, *_: "; ".join(topic.label for topic in record.topics),
    "kamer": lambda record, *_: record.house.value,
    "vergaderjaar": lambda record, *_: record.parliamentary_year or "",
    "aanhangselnummer": lambda record, *_: record.appendix_number or "",
    "officieel_stuk": lambda record, *_: _answer_paper(record),
}

QUESTION_COLUMNS: dict[str, Callable[[QuestionSet, Question, str], str]] = {
    "vraagnummer": lambda _, question, __: question.number,
    "vraag": lambda _, question, __: text_of(question.blocks),
    "antwoord": lambda _, question, __: text_of(question.answer.blocks) if question.answer else "",
    "antwoord_op": lambda _, question, __: ", ".join(question.answer.covers) if question.answer else "",
    "adres": lambda record, question, root: root + links.question_set(record.id, number=question.number or None),
}

COLUMNS = (*SET_COLUMNS, *QUESTION_COLUMNS)


def json_pieces(records: Iterable[QuestionSet], today: date, ending: str) -> Iterator[str]:
    """The sets whole, one a line; `ending` is an object of its own on the last line."""
    return pieces_of(
        records,
        lambda record: json.dumps(public(record, today), ensure_ascii=False) + "\n",
        lambda sentence: json.dumps({"remark": sentence}, ensure_ascii=False) + "\n",
        ending,
    )
