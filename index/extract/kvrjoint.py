"""What runs on in one text of a historical file → questions and answers of their own.

<vraag nummer="9">… waarom niet? 10 Is het waar …?</vraag><antwoord nummer="1">Ja. 2, 3 en 5 Het rapport …</antwoord>
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from index.extract.kvrcuts import Raw, value_of
from index.extract.numbers import printed_numbers
from index.extract.text import BREAK, NOTE

_JOINED = r"\s*(?:,|\+|-|–|e ?n|t ?/ ?m|tot en met)\s*"
_LIST = rf"\d{{1,2}}(?:{_JOINED}\d{{1,2}})*"
_ANSWER_INSIDE = re.compile(
    r"(?:(?<=[.?!»)])|(?<=[.?!]['’*])|(?<=\bJa)|(?<=\bNee)|(?<=\bNeen))\s+"
    rf"(?:Vra(?:ag|gen)\s+)?(?P<numbers>{_LIST})(?P<dot>\.?)\s+(?=[A-Z«])"
)
# Not the sections of a letter: 1. Inleiding …
_ANSWER_FIRST = re.compile(rf"\s*(?P<numbers>{_LIST})\.?\s+(?=[A-Z«])(?!I ?n ?l ?e ?i ?d ?i ?n ?g\b)")
_QUESTION_INSIDE = re.compile(rf"(?<=\?)['’\s{NOTE}]*\s(?P<number>\d{{1,2}})\.?\s+(?=[A-Z«])")
_AND = re.compile(r"e ?n|t ?/ ?m|tot")
_BEFORE_NUMBER = re.compile(r"(?<![\w.])(?:ca|nrs?|artt?|blz|pag)\.$")
"""What a number belongs to that stands behind it: nr. 2, art. 7."""

LONGEST_SHORTENING = 5
_SPACED = re.compile(r"t ?/ ?m")


def single_questions(questions: Sequence[Raw]) -> list[Raw]:
    """The questions, each of its own, that ran on behind another question mark under a number that is missing."""
    seen = {number for raw in questions for number in raw.numbers}
    found = []
    for place, raw in enumerate(questions):
        later = [value_of(number) for after in questions[place + 1 :] for number in after.numbers]
        following = min((number for number in later if raw.numbers and number > value_of(raw.numbers[0])), default=100)
        found += _questions_in(raw, following, seen)
    return found


def _questions_in(raw: Raw, following: int, seen: Collection[str]) -> list[Raw]:
    for inside in _QUESTION_INSIDE.finditer(raw.text) if raw.numbers else ():
        number, asks = inside["number"], raw.text.rfind("?") > inside.end()
        if asks and number not in seen and value_of(raw.numbers[0]) < int(number) < following:
            first, second = split_notes(raw, raw.text[: inside.start("number")].rstrip(), raw.text[inside.end() :])
            return [first, *_questions_in(replace(second, numbers=(number,)), following, seen)]
    return [raw]


def single_answers(answers: Sequence[Raw], asked: Sequence[str]) -> list[Raw]:
    """The answers, each of its own, that ran on in the one before: "… voor. 6 en 7 In opdracht van …"."""
    opened = _with_first_numbers(answers, asked)
    printed = {number for raw in opened for number in raw.numbers}
    waiting = [number for number in asked if number not in printed]
    found = []
    for raw in opened:
        later = (value_of(number) for after in opened for number in after.numbers[:1])
        following = min((number for number in later if raw.numbers and number > value_of(raw.numbers[-1])), default=100)
        found += _answers_in(raw, following, waiting, printed)
    return found


def _with_first_numbers(answers: Sequence[Raw], asked: Collection[str]) -> list[Raw]:
    """The answers; one without a number has those that it opens with: "1 t/m 8 Op het …"."""
    printed = {number for raw in answers for number in raw.numbers}
    found = []
    for raw in answers:
        first = _ANSWER_FIRST.match(raw.text) if not raw.numbers else None
        numbers = _listed(first["numbers"]) if first else ()
        fits = numbers[:1] and numbers[0] in asked and printed.isdisjoint(numbers)
        found.append(replace(raw, numbers=numbers, text=raw.text[first.end() :]) if first and fits else raw)
    return found


def _answers_in(raw: Raw, following: int, waiting: Sequence[str], printed: Collection[str]) -> list[Raw]:
    """The answer, and those that run on in it."""
    for inside in _ANSWER_INSIDE.finditer(raw.text) if raw.numbers else ():
        numbers = _listed(inside["numbers"])
        if _BEFORE_NUMBER.search(raw.text, max(0, inside.start() - LONGEST_SHORTENING), inside.start()):
            continue
        if _are_between(inside["numbers"], raw, following) or _are_missing(numbers, raw, waiting, printed):
            if inside["dot"] and len(numbers) == 1 and _is_item(numbers[0], raw.text, inside.start()):
                continue
            first, rest = split_notes(raw, raw.text[: inside.start()], raw.text[inside.end() :])
            left = [number for number in waiting if number not in numbers]
            return [first, *_answers_in(replace(rest, numbers=numbers), following, left, {*printed, *numbers})]
    return [raw]


def _is_item(number: str, text: str, end: int) -> bool:
    """Whether a number with a full stop goes on with a list: "1. De dijk. 2. De sluis."."""
    place = text.rfind(f"{value_of(number) - 1}. ", 0, end)
    return place == 0 or (place > 0 and text[place - 1].isspace())


def _are_between(listed: str, raw: Raw, following: int) -> bool:
    """Whether a list lies between the numbers of its answer and of the next: "… voor. 6 en 7 In opdracht van …"."""
    numbers = _listed(listed)
    return (
        bool(_AND.search(listed))
        and value_of(raw.numbers[-1]) < value_of(numbers[0]) <= value_of(numbers[-1]) < following
    )


def _are_missing(numbers: Sequence[str], raw: Raw, waiting: Sequence[str], printed: Collection[str]) -> bool:
    """Whether these are questions without an answer: two or more, or the first one after those of this answer."""
    if len(numbers) > 1:
        return len({*numbers}.intersection(waiting)) > 1 and {*numbers}.isdisjoint(printed)
    after = (value_of(number) for number in waiting if value_of(number) > value_of(raw.numbers[0]))
    return value_of(numbers[0]) == min(after, default=None)


def _listed(printed: str) -> tuple[str, ...]:
    return printed_numbers(_SPACED.sub("t/m", printed))


def with_opening_placed(answers: Sequence[Raw], asked: Sequence[str], *, is_letter: bool) -> list[Raw]:
    """The answers; a first text without a number opens a letter about the next, or answers the questions before it."""
    if len(answers) < 2 or answers[0].numbers or not answers[1].numbers:
        return list(answers)
    opening, first = answers[:2]
    before = tuple(number for number in asked if value_of(number) < value_of(first.numbers[0]))
    if before and not (is_letter and first.numbers[0] in asked):
        return [replace(opening, numbers=before), *answers[1:]]
    text, notes = f"{opening.text}{BREAK}{first.text}", opening.notes + first.notes
    return [replace(first, text=text, notes=notes, mended=opening.mended + first.mended), *answers[2:]]


def split_notes(raw: Raw, before: str, after: str) -> tuple[Raw, Raw]:
    """Two pieces of one text, each with the footnotes whose marks it holds."""
    kept, passed = before.count(NOTE), len(raw.notes) - after.count(NOTE)
    return replace(raw, text=before, notes=raw.notes[:kept]), Raw((), after.strip(), raw.notes[passed:])
