"""The page “Is dit al gevraagd?”: a pasted draft, and for each of its questions the nearest that were asked before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from index.records import Part, QuestionSet, Status
from search.draft import LONGEST, Draft
from search.response import Asked, EarlierQuestion, Nearness, Snippet
from webui import formats, links
from webui.facts import Tie
from webui.pages import Head, Page

LARGEST = 500_000
"""Bytes of a form that are read; a draft of the longest length fits, however its letters are encoded."""

OFTEN, MOST_OFTEN = 2, 3
"""Sets near so many questions of a draft are named above them, so many at most."""

TOLD = {
    Nearness.SAME: "vrijwel dezelfde vraag",
    Nearness.CLOSE: "een nauw verwante vraag",
    Nearness.RELATED: "een verwante vraag",
    None: "niets dat erop lijkt",
}
"""What is said of a question by the nearest that was found."""

TITLE = "Is dit al gevraagd?"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierView:
    """An earlier question as printed."""

    nearness: str
    href: str
    title: Snippet
    label: str
    told: str
    question: Snippet
    answer: Snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedView:
    """A question of the draft with the earlier ones near it."""

    label: str
    id: str
    text: str
    nearest: tuple[EarlierView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPage(Page):
    """A form, and below it the earlier questions; `about` is the set looked into when the draft is one we hold."""

    template: ClassVar[str] = "asked.html"
    text: str = ""
    about: Tie | None = None
    remarks: tuple[str, ...] = ()
    summary: str = ""
    often: tuple[tuple[Tie, str], ...] = ()
    asked: tuple[AskedView, ...] = ()
    longest: str = formats.number(LONGEST)


def empty_page() -> AskedPage:
    """The page with nothing pasted yet."""
    return AskedPage(head=Head(title=TITLE, canonical=links.ASKED))


def too_long_page() -> AskedPage:
    """The page for a text that is not read at all."""
    sentence = f"Deze tekst is veel te lang. Plak ten hoogste {formats.number(LONGEST)} tekens."
    return AskedPage(head=Head(title=TITLE, noindex=True), remarks=(sentence,))


def too_slow_page(text: str) -> AskedPage:
    """The page for a draft that could not be looked into in time; the text stays, to try again."""
    sentence = "Het nakijken duurt te lang en is gestopt. Probeer het over een minuut nog eens, of met minder vragen."
    return AskedPage(head=Head(title=TITLE, noindex=True), text=text[:LONGEST], remarks=(sentence,))


def draft_page(text: str, draft: Draft, asked: tuple[Asked, ...]) -> AskedPage:
    """What was asked before of a pasted draft."""
    nothing = () if draft.questions else ("Er staat nog geen vraag in. Plak een of meer vragen in het vak.",)
    return AskedPage(
        head=Head(title=TITLE, noindex=True),
        text=text[:LONGEST],
        remarks=(*draft.notes, *nothing),
        summary=_summary(asked),
        often=_often(asked),
        asked=tuple(_asked(place, row) for place, row in enumerate(asked, 1)),
    )


def set_page(question_set: QuestionSet, asked: tuple[Asked, ...]) -> AskedPage:
    """What was asked before of a set that we hold."""
    return AskedPage(
        head=Head(title=f"Eerder gevraagd dan {question_set.id}", noindex=True),
        about=Tie(text=question_set.title, href=links.question_set(question_set.id)),
        summary=_summary(asked),
        often=_often(asked),
        asked=tuple(_asked(place, row) for place, row in enumerate(asked, 1)),
    )


def _summary(asked: tuple[Asked, ...]) -> str:
    """How many questions were asked before, in one sentence."""
    if not asked:
        return ""
    best = Counter(_best(row) for row in asked)
    told = [f"{words} bij {formats.number(best[nearness])}" for nearness, words in TOLD.items() if best[nearness]]
    return f"{formats.count(len(asked), 'vraag', 'vragen')} nagekeken: {formats.series(told)}."


def _best(row: Asked) -> Nearness | None:
    found = {each.nearness for each in row.nearest}
    return next((nearness for nearness in Nearness if nearness in found), None)


def _often(asked: tuple[Asked, ...]) -> tuple[tuple[Tie, str], ...]:
    """The sets that are near several questions, with to how many."""
    titles = {each.set_id: "".join(text for text, _ in each.title) for row in asked for each in row.nearest}
    near = (dict.fromkeys(each.set_id for each in row.nearest) for row in asked)
    counts = Counter(name for names in near for name in names).most_common(MOST_OFTEN)
    return tuple(
        (Tie(text=titles[name], href=links.question_set(name)), f"bij {count} vragen")
        for name, count in counts
        if count >= OFTEN
    )


def _asked(place: int, row: Asked) -> AskedView:
    return AskedView(
        label=f"Vraag {row.question.number}",
        id=f"vraag-{place}",
        text=row.question.text,
        nearest=tuple(map(_earlier, row.nearest)),
    )


def _earlier(found: EarlierQuestion) -> EarlierView:
    return EarlierView(
        nearness=found.nearness.value.capitalize(),
        href=links.question_set(found.set_id, number=found.number),
        title=found.title,
        label=formats.question_label(found.together or (found.number,)),
        told=_told(found),
        question=found.question,
        answer=found.answer,
    )


def _told(found: EarlierQuestion) -> str:
    """Who asked and who answered, and when."""
    people = formats.submitters(found.submitters)
    asked = f"Kamervragen {found.set_id}, gevraagd op {formats.day(found.asked_on)} door {people}"
    if found.status is not Status.ANSWERED:
        return f"{asked}; {formats.status(found.status).lower()}."
    by = formats.with_article(person for person in found.addressees if person.part is Part.ANSWERED)
    day = f" op {formats.day(found.answered_on)}" if found.answered_on else ""
    return f"{asked}; beantwoord{day}{f' door {by}' if by else ''}."
