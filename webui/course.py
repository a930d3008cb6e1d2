"""The course of a postponed set: asked, postponed, the end of its term, answered; a step for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.records import Postponement, QuestionSet, Status, Term
from webui import formats
from webui.prose import Printer, Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happened to a set, or is to happen; `day` orders the steps, `on` says it."""

    day: date
    on: str
    what: str
    prose: Prose | None = None


def course(question_set: QuestionSet, printer: Printer, today: date) -> tuple[Step, ...]:
    """What happened, in order; nothing for a set without notices, whose dates are told on top."""
    if not question_set.postponements:
        return ()
    dated = (
        (question_set.asked_on, "Ingezonden"),
        (question_set.term_ends_on, "Laatste dag van de termijn"),
        (question_set.answered_on, _answered(question_set, today)),
    )
    steps = [Step(day=day, on=formats.day(day), what=what) for day, what in dated if day]
    notices = [_notice(question_set, place, printer) for place in range(len(question_set.postponements))]
    return tuple(sorted([*steps[:1], *notices, *steps[1:]], key=lambda step: step.day))


def _notice(question_set: QuestionSet, place: int, printer: Printer) -> Step:
    notice: Postponement = question_set.postponements[place]
    kind = "Mededeling" if question_set.status is Status.WITHDRAWN else "Uitstelbericht"
    sender = formats.with_article(notice.by)
    return Step(
        day=notice.on or question_set.asked_on or date.min,
        on=formats.day(notice.on),
        what=f"{kind} van {sender}" if sender else kind,
        prose=printer.prose(notice.blocks, (), f"uitstel{place + 1}"),
    )


def _answered(question_set: QuestionSet, today: date) -> str:
    after = f", na {formats.days(question_set.days_to_answer)}" if question_set.days_to_answer is not None else ""
    return f"Beantwoord{after}{', te laat' if question_set.term(today) is Term.LATE else ''}"
