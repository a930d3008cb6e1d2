"""A found set as it is shown: its title and its best questions with what matched marked, and what a search lacked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from index.analysis import fold, printed_words
from index.json import Excerpt, ministries
from index.records import Question, text_of
from search.embedded.search import Search
from search.embedded.sets import Ordinals
from search.embedded.snippets import Marker
from search.response import (
    Hit,
    Passage,
    Snippet,
)
from search.tree import Hyphened, TextLeaf, Word

LENGTHS = (260, 130, 130)
"""Characters shown of each of the questions of a hit, and of their answers: the best one so that it can be read."""


def hits(search: Search, ordinals: Ordinals) -> tuple[Hit, ...]:
    """Found sets as they are shown, each with its best questions."""
    best, scores, forms_of = search.best_questions(ordinals), search.scores(ordinals), cache(search.generation.forms_of)

    @cache
    def markers(shown: tuple[TextLeaf, ...]) -> dict[str, Marker]:
        """For each field that is shown the marker of what is looked for in it."""
        return {field: Marker(shown, forms_of, field) for field in ("title", "question", "answer")}

    return tuple(
        _hit(search, ordinal, score, best[ordinal], markers(search.evaluation.shown_in(ordinal)))
        for ordinal, score in zip(ordinals.tolist(), scores, strict=True)
    )


def _hit(search: Search, ordinal: int, score: float, matching: list[int], markers: dict[str, Marker]) -> Hit:
    """A set as shown; `matching` are the places of its matching questions, the best first."""
    search.deadline.check()
    excerpt = search.generation.excerpt(ordinal)
    record = excerpt.record
    title, passages = markers["title"].mark(record.title), tuple(_passages(excerpt, matching, markers))
    via = search.evaluation.via(ordinal)
    printed = _printed(title, *(snippet for one in passages for snippet in (one.question, one.answer))) if via else {}
    return Hit(
        id=record.id,
        title=title,
        asked_on=record.asked_on,
        answered_on=record.answered_on,
        days_to_answer=record.days_to_answer,
        status=record.status,
        term=record.term(search.today),
        submitters=record.submitters,
        addressees=record.addressees,
        ministries=tuple(ministries(record)),
        topics=record.topics,
        score=round(score, 3),
        questions=excerpt.questions,
        matching_questions=len(matching) if search.searched else excerpt.questions,
        passages=passages,
        via=tuple(printed.get(form, form) for form in via),
        missing=tuple(map(_written, search.evaluation.missing(ordinal))),
    )


def _printed(*snippets: Snippet) -> dict[str, str]:
    """How each marked word that is shown is printed first, by its form."""
    marked = (word for snippet in snippets for text, fits in snippet if fits for word in printed_words(text))
    return {fold(word): word for word in reversed(list(marked))}


def _passages(excerpt: Excerpt, matching: list[int], markers: dict[str, Marker]) -> Iterator[Passage]:
    """The best questions of a set, in the order of their numbers; its first question when only its title matched."""
    best = _printed_apart(excerpt, matching or list(range(excerpt.questions))[:1])
    for length, (_, question) in sorted(zip(LENGTHS, best, strict=False), key=lambda one: one[1][0]):
        yield _passage(question, markers, length)


def _printed_apart(excerpt: Excerpt, places: list[int]) -> Iterator[tuple[int, Question]]:
    """The questions at some places, of those printed together the first."""
    seen: set[tuple[str, ...]] = set()
    for place in places:
        question = excerpt.question(place)
        if not question.together or question.together not in seen:
            seen.add(question.together)
            yield place, question


def _passage(question: Question, markers: dict[str, Marker], length: int) -> Passage:
    """One question with its answer, of each at most about so many characters."""
    answer = text_of(question.answer.blocks) if question.answer else ""
    return Passage(
        number=question.number,
        together=question.together,
        question=markers["question"].passage(text_of(question.blocks), length),
        answer=markers["answer"].passage(answer, length),
    )


def unknown_words(search: Search) -> tuple[str, ...]:
    """The typed words that no set holds, when sets are found by the others."""
    return tuple(map(_written, search.evaluation.matches.unknown)) if search.total else ()


def parts_instead(search: Search) -> tuple[str, ...]:
    """When sets are found by the parts of the only word that any set holds, those parts."""
    known = len(search.evaluation.wanted) - len(search.evaluation.matches.unknown)
    alone = search.complete is not None and known == 1
    return tuple(part.form for part in search.evaluation.parts) if alone else ()


def _written(leaf: TextLeaf) -> str:
    """A bare word as it was typed, folded."""
    return leaf.form if isinstance(leaf, Word) else "-".join(leaf.forms) if isinstance(leaf, Hyphened) else ""
