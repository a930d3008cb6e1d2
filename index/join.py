"""Printed questions and printed answers → numbered questions, each with its answer."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from index.extract.dates import in_words
from index.extract.parts import Part, Printed
from index.extract.problems import problem
from index.extract.references import is_same_as_above, referral
from index.records import Answer, Block, BlockKind, Problem, Question, text_of

_PART_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Joined:
    """The questions of a set with their answers, and what did not fit."""

    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]


def joined_questions(main: Part | None, others: Sequence[Part], answering: Sequence[Part]) -> Joined:
    """The questions of the main document with the answers of the answering documents, the newest first."""
    asked = {question.number: question for question in _asked(main, others)}
    answers, problems = _answers(answering, tuple(asked))
    for number in answers:
        if number not in asked:
            problems.append(problem("question_missing", answers[number].document, number))
    everything = _in_order([*asked, *answers])
    questions = tuple(
        replace(asked.get(number) or Question(number=number, blocks=()), answer=_seeing(answers.get(number), asked))
        for number in everything
    )
    return Joined(_seeing_above(questions), tuple(problems))


def _asked(main: Part | None, others: Iterable[Part]) -> list[Question]:
    """The questions of the main document, completed from an earlier one that has the whole series."""
    if main is None:
        return []
    own = _apart(_exploded(main.body.questions), [_exploded(other.body.questions) for other in others])
    numbers = {question.number for question in own}
    for other in others:
        series = [question.number for question in _exploded(other.body.questions)]
        if numbers < set(series) and series == [str(number) for number in range(1, len(series) + 1)]:
            missing = [question for question in _exploded(other.body.questions) if question.number not in numbers]
            return sorted([*own, *missing], key=lambda question: _order(question.number))
    return own


def _apart(own: list[Question], others: Iterable[list[Question]]) -> list[Question]:
    """Questions printed in one block, apart again where another document prints the very same texts apart."""
    for other in others:
        alone = {question.number: len(question.blocks) for question in other if not question.together}
        texts = {question.number: [block.text for block in question.blocks] for question in other}
        for numbers in dict.fromkeys(question.together for question in own if question.together):
            block = next(question for question in own if question.together == numbers)
            printed = [text for number in numbers if number in alone for text in texts[number]]
            if alone.keys() >= set(numbers) and printed == [each.text for each in block.blocks]:
                parts = _divided(block, [(number, alone[number]) for number in numbers])
                own = [parts.get(question.number, question) for question in own]
    return own


def _divided(block: Question, lengths: list[tuple[str, int]]) -> dict[str, Question]:
    """The questions of a printed block by number, each with its own paragraphs and the footnotes marked in them."""
    parts: dict[str, Question] = {}
    start = 0
    for number, length in lengths:
        blocks = block.blocks[start : start + length]
        marks = {mark.number for each in blocks for mark in each.notes}
        notes = tuple(note for note in block.footnotes if note.number in marks)
        parts[number] = Question(number=number, blocks=blocks, footnotes=notes)
        start += length
    return parts


def _exploded(printed: Iterable[Printed]) -> list[Question]:
    return [
        Question(
            number=number,
            blocks=block.blocks,
            together=block.numbers if len(block.numbers) > 1 else (),
            footnotes=block.footnotes,
        )
        for block in printed
        for number in block.numbers
    ]


def _answers(answering: Sequence[Part], numbers: tuple[str, ...]) -> tuple[dict[str, Answer], list[Problem]]:
    """Answer by question number: of each number the newest, of a document both when it has two."""
    found: dict[str, Answer] = {}
    problems: list[Problem] = []
    for part in answering:
        own, doubts = _answers_of(part, numbers)
        problems += doubts
        general = [answer for answer in part.body.answers if not answer.numbers]
        if general and any(answer.numbers for older in answering if older is not part for answer in older.body.answers):
            continue
        found = {**own, **found}
    return _with_further(found, answering), problems


def _answers_of(part: Part, numbers: tuple[str, ...]) -> tuple[dict[str, Answer], list[Problem]]:
    found: dict[str, Answer] = {}
    problems = []
    parts = _parts(numbers)
    for printed in part.body.answers:
        covers = _answered(printed.numbers, parts) or numbers or ("1",)
        if not printed.numbers and len(covers) > 1:
            problems.append(problem("unnumbered_answer", part.document))
        answer = Answer(covers=covers, blocks=printed.blocks, footnotes=printed.footnotes, document=part.document)
        for number in covers:
            if number in found:
                problems.append(problem("answer_repeated", part.document, number))
            found[number] = _merged(found[number], answer) if number in found else answer
    return found, problems


def _parts(asked: Iterable[str]) -> dict[str, list[str]]:
    """The questions by number, and those that are parts of one by the number of the whole."""
    parts: dict[str, list[str]] = {}
    for number in asked:
        parts.setdefault(number.rstrip(_PART_LETTERS), []).append(number)
    return parts | {number: [number] for number in asked}


def _answered(printed: Iterable[str], parts: dict[str, list[str]]) -> tuple[str, ...]:
    """The questions an answer is given to: "Antwoord 1" to 1a and 1b, "Antwoord 1a" to question 1 with its parts."""
    found: list[str] = []
    for number in printed:
        whole = number.rstrip(_PART_LETTERS)
        found += parts.get(number) or [whole if whole in parts.get(whole, ()) else number]
    return tuple(dict.fromkeys(found))


def _merged(first: Answer, second: Answer) -> Answer:
    covers = tuple(dict.fromkeys(first.covers + second.covers))
    return replace(
        first, covers=covers, blocks=first.blocks + second.blocks, footnotes=first.footnotes + second.footnotes
    )


def _with_further(found: dict[str, Answer], answering: Sequence[Part]) -> dict[str, Answer]:
    """A further answer in general words replaces no numbered answer; it follows the last one."""
    further = [
        (part, printed)
        for part in answering
        for printed in part.body.answers
        if not printed.numbers and found and not any(answer.document == part.document for answer in found.values())
    ]
    for part, printed in reversed(further):
        last = max(found, key=_order)
        day = f" (ontvangen {in_words(part.received_on)})" if part.received_on else ""
        heading = Block(kind=BlockKind.HEADING, text=f"Nader antwoord{day}")
        blocks = (*found[last].blocks, heading, *printed.blocks)
        found[last] = replace(found[last], blocks=blocks, footnotes=found[last].footnotes + printed.footnotes)
    return found


def _seeing(answer: Answer | None, asked: Container[str]) -> Answer | None:
    seen = referral(text_of(answer.blocks)) if answer else ()
    if answer is None or not seen:
        return answer
    return replace(answer, see=tuple(number for number in seen if number in asked and number not in answer.covers))


def _seeing_above(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """The questions, an answer that says "Idem" referring to the answer above it."""
    seen: list[Question] = []
    above: Question | None = None
    for question in questions:
        if seen and seen[-1].answer and (question.answer is None or seen[-1].number not in question.answer.covers):
            above = seen[-1]
        answer = question.answer
        if answer and above and not answer.see and is_same_as_above(text_of(answer.blocks)):
            answer = replace(answer, see=(above.number,))
        seen.append(replace(question, answer=answer))
    return tuple(seen)


def _in_order(numbers: Iterable[str]) -> list[str]:
    """Every number once, in order: "Vraag 1 en 3" is printed before "Vraag 2". A restarted count stays as printed."""
    once = list(dict.fromkeys(numbers))
    return once if any("-" in number for number in once) else sorted(once, key=_order)


def _order(number: str) -> tuple[int, str]:
    digits = re.match(r"\d+", number)
    return (int(digits.group()) if digits else 0, number)
