"""The answer to a search as lines for a terminal: with colour and to its width, or plain for a pipe."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import click

from index.facets import STATUS_LABELS, TERM_LABELS
from index.records import Part, Status, Submitter, Term
from search import dutch, reasons
from search.describe import completed, timing
from search.draft import Draft
from search.public import address_of
from search.response import (
    Asked,
    EarlierQuestion,
    Explanation,
    Hit,
    Nearness,
    Passage,
    SearchResponse,
    Snippet,
)

WIDEST = 100
"""Longer lines are hard to read, however wide the window is."""

INDENT = "    "
STATUS_COLOURS = {
    Status.ANSWERED: "green",
    Status.OPEN: "yellow",
    Status.POSTPONED: "yellow",
    Status.WITHDRAWN: "white",
}
WORTH_SAYING = {Term.LATE: "red", Term.RUNNING: "cyan"}
"""States of a term that are told beside the status."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the output can do: colours, and a number of characters on a line (None: as long as it comes)."""

    colour: bool
    width: int | None

    @classmethod
    def standard(cls, environ: Mapping[str, str] = os.environ) -> Terminal:
        """The terminal that standard output is; plain and unbroken when it is none, uncoloured when NO_COLOR is set."""
        if not sys.stdout.isatty():
            return cls(colour=False, width=None)
        width = min(shutil.get_terminal_size().columns, WIDEST)
        return cls(colour=not environ.get("NO_COLOR") and environ.get("TERM") != "dumb", width=width)

    def style(self, text: str, **how: object) -> str:
        """The text in a style, where there are styles."""
        return click.style(text, **how) if self.colour and how else text  # type: ignore[arg-type] # what click.style takes

    def marked(self, snippet: Snippet, **how: object) -> str:
        """The snippet on one line, what matched standing out."""
        pieces = (self.style(text, **(MATCH if match else how)) for text, match in snippet)
        return " ".join("".join(pieces).split())

    def wrapped(self, text: str, indent: str = "", first: str | None = None) -> Iterator[str]:
        """The text as lines that fit, under each other; codes of colours take no room."""
        opening = indent if first is None else first
        if self.width is None:
            yield opening + text
            return
        room = max(20, self.width - len(indent))
        for place, line in enumerate(_lines(text, room)):
            yield (indent if place else opening) + line


MATCH = {"bold": True, "fg": "yellow"}


def _lines(text: str, room: int) -> Iterator[str]:
    """Lines of at most so many visible characters; a word that is longer has a line of its own."""
    line, length = "", 0
    for word in text.split(" "):
        size = len(click.unstyle(word))
        if line and length + 1 + size > room:
            yield line
            line, length = word, size
        else:
            line, length = (f"{line} {word}", length + 1 + size) if line else (word, size)
    yield line


def lines(response: SearchResponse, terminal: Terminal) -> Iterator[str]:
    """The whole answer: what was searched, how it was read, the hits, and where one is."""
    sets, questions = response.total.sets, response.total.questions
    counted = f"{dutch.count(sets, 'set', 'sets')}, {dutch.count(questions, 'vraag', 'vragen')}"
    yield from terminal.wrapped(f"{terminal.style(response.sentence, bold=True)}: {counted}")
    timed = "; ".join(timing(response.figures))
    yield from (terminal.style(line, dim=True) for line in terminal.wrapped(timed) if line)
    for note in (*response.notes, *completed(response)):
        yield from terminal.wrapped(note)
    if response.suggestion:
        yield f"Bedoelde u: {terminal.style(response.suggestion, bold=True)}?"
    for reading in response.readings:
        options = (f"--{f.facet} {value}" for f in reading.request.filters for value in f.values)
        yield from terminal.wrapped(f"{reading.label} {' '.join(options)}")
    first = 1 + (response.request.page - 1) * response.request.per_page
    for place, hit in enumerate(response.hits, first):
        yield ""
        yield from _hit(place, hit, terminal)
    yield ""
    page = f"pagina {response.request.page} van {response.pages}"
    yield terminal.style(f"{page} · stand {response.snapshot.id} · {response.took_ms:.0f} ms", dim=True)


def asked_lines(draft: Draft, asked: Iterable[Asked], terminal: Terminal) -> Iterator[str]:
    """Each question of a draft, and under it the earlier ones near it."""
    for note in draft.notes:
        yield from terminal.wrapped(note)
    for place, row in enumerate(asked):
        yield from [""] if place or draft.notes else []
        label = f"{row.question.number}. "
        yield from terminal.wrapped(
            terminal.style(row.question.text, bold=True), INDENT, first=label.rjust(len(INDENT))
        )
        for found in row.nearest:
            yield ""
            yield from _earlier(found, terminal)
        if not row.nearest:
            yield f"{INDENT}Niets dat erop lijkt."


def explained_lines(explanation: Explanation, terminal: Terminal) -> Iterator[str]:
    """What every word adds to the place of a set, and where it stands."""
    yield from terminal.wrapped(terminal.style(explanation.title, bold=True))
    yield terminal.style(address_of(explanation.set_id), fg="blue", underline=True)
    for sentence in (reasons.opening(explanation), reasons.lacking(explanation)):
        yield from terminal.wrapped(sentence) if sentence else ()
    for word in explanation.words:
        told = f"{terminal.style(word.written, bold=True)} ({reasons.rarity(word, explanation)})"
        yield from _part(word.score, told, "", explanation, terminal)
        for place in word.places:
            yield from _part(place.score, reasons.where(place), INDENT, explanation, terminal)
    for bonus, score in explanation.bonuses:
        yield from _part(score, f"extra: {bonus.value}", "", explanation, terminal)
    if explanation.words:
        yield f"{'100%':>5}  score {reasons.score(explanation)}"


def _part(score: float, told: str, indent: str, explanation: Explanation, terminal: Terminal) -> Iterator[str]:
    share = f"{indent}{reasons.share(score, explanation):>5}  "
    yield from terminal.wrapped(told, " " * len(share), first=share)


def _earlier(found: EarlierQuestion, terminal: Terminal) -> Iterator[str]:
    title = terminal.marked(found.title, bold=True)
    nearness = terminal.style(found.nearness.value, fg="green" if found.nearness is Nearness.SAME else "cyan")
    yield from terminal.wrapped(f"{title} ({nearness})", INDENT)
    yield from terminal.wrapped(_exchange(found), INDENT)
    yield INDENT + terminal.style(address_of(found.set_id, found.number), fg="blue", underline=True)
    passage = Passage(number=found.number, together=found.together, question=found.question, answer=found.answer)
    yield from _passage(passage, terminal)


def _exchange(found: EarlierQuestion) -> str:
    """Who asked and who answered, and when."""
    answered = [person.name or person.ministry_printed for person in found.addressees if person.part is Part.ANSWERED]
    by = f" door {', '.join(name for name in answered if name)}" if any(answered) else ""
    state = STATUS_LABELS[found.status].lower()
    if found.status is Status.ANSWERED:
        state = f"beantwoord {_day(found.answered_on)}{by}"
    return f"{_people(found.submitters)} · {_day(found.asked_on)} · {state}"


def _hit(place: int, hit: Hit, terminal: Terminal) -> Iterator[str]:
    number = f"{place}. ".rjust(len(INDENT))
    yield from terminal.wrapped(terminal.marked(hit.title, bold=True), INDENT, first=number)
    yield from terminal.wrapped(_about(hit, terminal), INDENT)
    yield INDENT + terminal.style(address_of(hit.id), fg="blue", underline=True)
    for label, words in (("gevonden via", hit.via), ("zonder", hit.missing)):
        if words:
            yield from terminal.wrapped(f"{label} {', '.join(words)}", INDENT)
    for passage in hit.passages:
        yield from _passage(passage, terminal)


def _about(hit: Hit, terminal: Terminal) -> str:
    return f"{_people(hit.submitters)} · {_day(hit.asked_on)} · {_state(hit, terminal)}"


def _people(submitters: Iterable[Submitter]) -> str:
    people = ", ".join(f"{p.name} ({p.party_printed})" if p.party_printed else p.name for p in submitters)
    return people or "indiener onbekend"


def _day(day: date | None) -> str:
    return dutch.day(day) if day else "datum onbekend"


def _state(hit: Hit, terminal: Terminal) -> str:
    waited = f" na {dutch.days(hit.days_to_answer)}" if hit.days_to_answer is not None else ""
    status = terminal.style(f"{STATUS_LABELS[hit.status].lower()}{waited}", fg=STATUS_COLOURS[hit.status])
    if hit.term not in WORTH_SAYING:
        return status
    return f"{status}, {terminal.style(TERM_LABELS[hit.term].lower(), fg=WORTH_SAYING[hit.term])}"


def _passage(passage: Passage, terminal: Terminal) -> Iterator[str]:
    label = f"{INDENT}{passage.number}  "
    yield from terminal.wrapped(terminal.marked(passage.question), " " * len(label), first=label)
    if passage.answer:
        arrow = f"{' ' * len(label)}→ "
        yield from terminal.wrapped(terminal.marked(passage.answer, dim=True), " " * len(arrow), first=arrow)
