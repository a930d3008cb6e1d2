"""The page of one question set: every question with its answer, in the order of the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import ClassVar

from index.records import Answer, Question, QuestionSet, Status, Term, text_of
from search import public
from search.request import SearchRequest
from search.response import Brief, Place, Relations, Similar
from webui import citations, formats, links, structured
from webui.course import Step, course
from webui.facts import Fact, Source, Tie, facts, lead, sources
from webui.pages import Alternate, Head, Page
from webui.prose import Line, Mark, Note, Printer, Prose
from webui.relations import Group, referred_by, refers_to

LONG = 6
"""Printed questions from which a set has a table of contents."""
OPENING = 90
"""Characters of a question in that table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One printed question, which may carry several numbers; the first anchor is that of the block."""

    label: str
    opening: str
    anchors: tuple[str, ...]
    prose: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeView:
    """An answer that another answer refers to, with its text when the set holds it."""

    label: str
    href: str
    prose: Prose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteView:
    """A citation to copy, and the files of it for reference managers."""

    text: str
    wikipedia: str
    files: tuple[Tie, ...]


CITE_FILES = (("ris", "RIS"), ("bib", "BibTeX"), ("csl.json", "CSL-JSON"))

Cite = Callable[[str | None], CiteView]
"""The citation of the answer to one question of a set; of the whole set without a number."""


def cite_view(question_set: QuestionSet, number: str | None, root: str, today: date) -> CiteView:
    """How to cite a set or one of its answers."""
    citation = citations.cite(question_set, number, root, today)
    return CiteView(
        text=citations.text(citation),
        wikipedia=citations.wikipedia(citation),
        files=tuple(
            Tie(text=name, href=links.question_set_as(question_set.id, form, number)) for form, name in CITE_FILES
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer under the questions it is printed with; `scope` says when it covers others too."""

    label: str
    scope: str | None
    prose: Prose
    see: tuple[SeeView, ...]
    cite: CiteView


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Questions that stand under each other with their answers; `missing` says which have none, and why."""

    questions: tuple[QuestionView, ...]
    answers: tuple[AnswerView, ...]
    missing: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where the set stands in the search it was found with, with the ways to the results and to its neighbours."""

    place: str
    back: str
    before: Tie | None = None
    after: Tie | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSetPage(Page):
    """One question set with everything its record holds."""

    template: ClassVar[str] = "question_set.html"
    question_set: QuestionSet
    title: Line
    status: str
    late: bool
    lead: str
    facts: tuple[Fact, ...]
    contents: tuple[QuestionView, ...]
    exchanges: tuple[Exchange, ...]
    explanation: Prose
    notes: tuple[Note, ...]
    course: tuple[Step, ...]
    refers_to: tuple[Group, ...]
    referred_by: tuple[Group, ...]
    similar: tuple[Similar, ...]
    sources: tuple[Source, ...]
    cite: CiteView
    follow: str
    found: Found | None


def question_set_page(
    question_set: QuestionSet,
    request: SearchRequest,
    *,
    today: date,
    mark: Mark,
    relations: Relations,
    place: Place | None,
    similar: tuple[Similar, ...],
    root: str,
) -> QuestionSetPage:
    """The page of a question set; `request` is the search it was found with, whose words `mark` marks.

    `place` is where it stands in that search.
    """
    printer = Printer(mark, question_set.footnotes)
    cite = partial(cite_view, question_set, root=root, today=today)
    exchanges = _exchanges(question_set, printer, cite)
    explanation = printer.prose(question_set.explanation, (), "toelichting")
    return QuestionSetPage(
        head=_head(question_set, request, root),
        question_set=question_set,
        title=printer.line(question_set.title),
        status=formats.status(question_set.status),
        late=is_late(question_set, today),
        lead=lead(question_set),
        facts=facts(question_set, today),
        contents=_contents(exchanges),
        exchanges=exchanges,
        explanation=explanation,
        notes=printer.notes(question_set.footnotes, "set"),
        course=course(question_set, printer, today),
        refers_to=refers_to(question_set, relations),
        referred_by=referred_by(relations),
        similar=similar,
        sources=sources(question_set),
        cite=cite(None),
        follow=links.question_set_as(question_set.id, "atom"),
        found=_found(request, place) if request.params() else None,
    )


def is_late(question_set: QuestionSet, today: date) -> bool:
    """Whether the answer came, or is, too late."""
    return question_set.term(today) is Term.LATE


def _head(question_set: QuestionSet, request: SearchRequest, root: str) -> Head:
    forms = (("application/json", "JSON", "json"), ("application/atom+xml", "Meldingen over deze set", "atom"))
    return Head(
        title=f"{question_set.title} – Kamervragen {question_set.id}",
        q=request.q,
        canonical=links.question_set(question_set.id),
        alternates=tuple(
            Alternate(type=media, title=title, href=links.question_set_as(question_set.id, form))
            for media, title, form in forms
        ),
        structured=structured.question_set(question_set, root),
    )


def _found(request: SearchRequest, place: Place | None) -> Found:
    """The way back to the results; with the neighbours when the search still finds the set."""
    if place is None:
        return Found(place="", back=links.search(request))
    return Found(
        place=f"Resultaat {formats.number(place.number)} van {formats.number(place.total)}",
        back=links.search(links.at(request, place.number)),
        before=_neighbour(place.before, links.at(request, place.number - 1)),
        after=_neighbour(place.after, links.at(request, place.number + 1)),
    )


def _neighbour(other: Brief | None, request: SearchRequest) -> Tie | None:
    return Tie(text=other.title, href=links.question_set(other.id, request)) if other else None


def _contents(exchanges: tuple[Exchange, ...]) -> tuple[QuestionView, ...]:
    """The table of contents of a long set; short sets go without."""
    printed = tuple(question for exchange in exchanges for question in exchange.questions)
    return printed if len(printed) >= LONG else ()


def _exchanges(question_set: QuestionSet, printer: Printer, cite: Cite) -> tuple[Exchange, ...]:
    writer = _Writer(question_set, printer, cite)
    return tuple(writer.exchange(run) for run in _runs(question_set.questions))


def _runs(questions: tuple[Question, ...]) -> list[list[Question]]:
    """The questions in order, those in one run that were printed as one or that share an answer."""
    runs: list[list[Question]] = []
    for question in questions:
        if runs and _belong_together(runs[-1][-1], question):
            runs[-1].append(question)
        else:
            runs.append([question])
    return runs


def _belong_together(one: Question, other: Question) -> bool:
    if one.together and one.together == other.together:
        return True
    return one.answer is not None and len(one.answer.covers) > 1 and one.answer == other.answer


def _by_block(row: tuple[int, Question]) -> object:
    """Equal for neighbours that were printed as one question."""
    place, question = row
    return (question.together, question.blocks) if question.together else place


class _Writer:
    """Writes the exchanges of one set from top to bottom, every anchor once."""

    def __init__(self, question_set: QuestionSet, printer: Printer, cite: Cite) -> None:
        self._set = question_set
        self._printer = printer
        self._cite = cite
        self._anchors: set[str] = set()
        self._answers: dict[str, Answer] = {q.number: q.answer for q in question_set.questions if q.answer}

    def exchange(self, questions: list[Question]) -> Exchange:
        blocks = [[question for _, question in block] for _, block in groupby(enumerate(questions), _by_block)]
        views = tuple(self._question(block) for block in blocks)
        answered = groupby((question for question in questions if question.answer), lambda question: question.answer)
        rows = enumerate((answer, [q.number for q in under]) for answer, under in answered if answer)
        return Exchange(
            questions=views,
            answers=tuple(self._answer(answer, here, f"{views[0].anchors[0]}-a{n}") for n, (answer, here) in rows),
            missing=self._missing([question.number for question in questions if question.answer is None]),
        )

    def _question(self, block: list[Question]) -> QuestionView:
        anchors = tuple(self._anchor(question.number) for question in block)
        return QuestionView(
            label=formats.question_label([question.number for question in block]),
            opening=formats.shortened(text_of(block[0].blocks), OPENING),
            anchors=anchors,
            prose=self._printer.prose(block[0].blocks, block[0].footnotes, anchors[0]),
        )

    def _anchor(self, number: str) -> str:
        """The anchor of a number; a number printed twice by mistake gets a letter more."""
        anchor = public.anchor(number)
        while anchor in self._anchors:
            anchor += "x"
        self._anchors.add(anchor)
        return anchor

    def _answer(self, answer: Answer, here: list[str], prefix: str) -> AnswerView:
        elsewhere = set(answer.covers) - set(here)
        return AnswerView(
            label=f"Antwoord op vraag {formats.series(here)}",
            scope=f"Dit antwoord is gegeven op vraag {formats.series(answer.covers)} samen." if elsewhere else None,
            prose=self._printer.prose(answer.blocks, answer.footnotes, prefix),
            see=tuple(self._see(number, prefix) for number in answer.see),
            cite=self._cite(here[0]),
        )

    def _see(self, number: str, prefix: str) -> SeeView:
        answer = self._answers.get(number)
        return SeeView(
            label=f"het antwoord op vraag {number}",
            href=f"#{public.anchor(number)}",
            prose=self._printer.prose(answer.blocks, (), f"{prefix}-zie-{number}") if answer else None,
        )

    def _missing(self, numbers: list[str]) -> str | None:
        if not numbers:
            return None
        which = formats.question_label(numbers)
        match self._set.status:
            case Status.ANSWERED:
                return f"{which}: in de gepubliceerde stukken is hierbij geen antwoord gevonden."
            case Status.WITHDRAWN:
                return f"{which}: ingetrokken."
            case Status.OPEN | Status.POSTPONED:
                return f"{which}: nog niet beantwoord."
