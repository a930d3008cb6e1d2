"""The terms that are running, as an agenda (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from index.records import QuestionSet
from webui import links
from webui.facts import lead

LINE = 75
"""Octets of a line; a longer one goes on in the next after a space."""


def agenda(name: str, records: Iterable[QuestionSet], root: str, built_at: datetime) -> str:
    """An all-day event on the last day of the term of each set."""
    waiting = ((record, record.term_ends_on) for record in records)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Vraagbaak//Termijnen//NL",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
        *(line for record, ends_on in waiting if ends_on for line in _event(record, ends_on, root, built_at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(record: QuestionSet, ends_on: date, root: str, built_at: datetime) -> Iterator[str]:
    address = root + links.question_set(record.id)
    told = f"{lead(record)}\n{address}"
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(record.id)}-termijn@{urlsplit(root).hostname}"
    yield f"DTSTAMP:{built_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{ends_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{ends_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'Laatste dag voor antwoord: {record.title}')}"
    yield f"DESCRIPTION:{_escaped(told)}"
    yield f"URL:{address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """Text in which commas, semicolons and line ends separate nothing."""
    spelled = {"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": ""}
    return "".join(spelled.get(char, char) for char in text)


def _folded(line: str) -> str:
    """The line broken where it grows over what a line may hold, never inside a character."""
    pieces, size = [""], 0
    for char in line:
        octets = len(char.encode("utf-8", "surrogatepass"))
        if size + octets > LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += char
        size += octets
    return "\r\n".join(pieces)
