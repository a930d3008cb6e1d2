"""Which question numbers each printed question and answer has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, takewhile

from index.extract.blocks import Running
from index.extract.numbers import MOST_SECTIONS, Opening, opening_numbers, printed_numbers
from index.extract.parts import Printed
from index.extract.problems import problem
from index.extract.runs import span_order
from index.records import Block, BlockKind, Problem

_LINES = (BlockKind.PARAGRAPH, BlockKind.HEADING)

NEXT_AT_MOST = 3
"""How far a bare number inside the text may lie beyond the previous one: "2004 was het jaar" is no question 2004."""


@dataclass(frozen=True, slots=True)
class Section:
    """A printed question or answer before its number is known; `heading` is None where the markup has no number."""

    is_answer: bool
    heading: str | None
    running: Running


@dataclass(frozen=True, slots=True)
class Numbered:
    """Questions and answers with their numbers."""

    questions: tuple[Printed, ...]
    answers: tuple[Printed, ...]
    problems: tuple[Problem, ...]


class _Counting:
    """The state of going through a document in order."""

    def __init__(self, document: str, *, answers: int) -> None:
        self.document = document
        self.answers_printed = answers
        self.questions: list[Printed] = []
        self.answers: list[Printed] = []
        self.problems: list[Problem] = []
        self.seen: set[str] = set()
        self.last = 0
        self._answered: set[str] = set()
        self._first_waiting = 0
        self._again = defaultdict[str, Iterator[int]](lambda: count(2))

    def believes(self, opening: Opening, *, is_answer: bool) -> bool:
        """Whether numbers found inside a text can be the numbers of that question or answer."""
        if is_answer:
            return opening.named or self.seen.issuperset(opening.numbers)
        first = opening.numbers[0]
        return first not in self.seen and (opening.named or _value(first) <= self.last + NEXT_AT_MOST)

    def question(self, numbers: tuple[str, ...], running: Running) -> None:
        if not numbers:
            numbers = (str(self.last + 1),)
            self.problems.append(problem("number_inferred", self.document, f"vraag {numbers[0]}"))
        numbers = tuple(self._fresh(number) for number in numbers)
        self.seen.update(numbers)
        self.last = max(self.last, *map(_value, numbers))
        self.questions.append(Printed(numbers=numbers, blocks=running.blocks, footnotes=running.footnotes))

    def answer(self, numbers: tuple[str, ...], running: Running) -> None:
        if not numbers and self.answers_printed > 1:
            numbers = self._awaited()
            self.problems.append(problem("number_inferred", self.document, f"het antwoord op vraag {numbers[0]}"))
        self._answered.update(numbers)
        self.answers.append(Printed(numbers=numbers, blocks=running.blocks, footnotes=running.footnotes))

    def _awaited(self) -> tuple[str, ...]:
        """The numbers of the first printed question without an answer; of the last when all have one."""
        if not self.questions:
            return ("1",)
        while self._first_waiting < len(self.questions):
            numbers = self.questions[self._first_waiting].numbers
            if self._answered.isdisjoint(numbers):
                return numbers
            self._first_waiting += 1
        return self.questions[-1].numbers

    def _fresh(self, number: str) -> str:
        """The number, or one with a follow-up number when an earlier question has it."""
        if number not in self.seen:
            return number
        self.problems.append(problem("number_repeated", self.document, number))
        return next(name for again in self._again[number] if (name := f"{number}-{again}") not in self.seen)


def _value(number: str) -> int:
    """The number of a question or of one of its parts: "1a" is 1, "1-2" is the 1 that was printed again."""
    return int("".join(takewhile(str.isdecimal, number)) or 0)


def numbered(sections: Iterable[Section], document: str) -> Numbered:
    """The sections with their numbers: printed above them, else in their first words, else from their order."""
    printed = _bounded(list(sections))
    inside = not any(section.heading and printed_numbers(section.heading) for section in printed)
    counting = _Counting(document, answers=sum(section.is_answer for section in printed))
    for section in printed:
        numbers, running = printed_numbers(section.heading or ""), section.running
        if not numbers:
            numbers, running = _number_inside(counting, _with_heading(section), only_named=not inside)
        add = counting.answer if section.is_answer else counting.question
        add(numbers, running)
    if len(printed) == MOST_SECTIONS:
        counting.problems.append(problem("too_many_sections", document, str(MOST_SECTIONS)))
    return Numbered(tuple(counting.questions), tuple(counting.answers), tuple(counting.problems))


def _bounded(printed: list[Section]) -> list[Section]:
    """The sections, those beyond the number that a document can have as the end of the last."""
    kept, rest = printed[:MOST_SECTIONS], printed[MOST_SECTIONS:]
    if rest:
        running = [each.running for each in (kept[-1], *map(_with_heading, rest))]
        blocks = tuple(block for each in running for block in each.blocks)
        notes = tuple(note for each in running for note in each.footnotes)
        kept[-1] = replace(kept[-1], running=Running(blocks, notes))
    return kept


def _with_heading(section: Section) -> Section:
    """The section with the words that stand where its number should be; not those that only name it ("Antwoord")."""
    words = (section.heading or "").strip(" :.")
    if not words or words.lower() in ("vraag", "vragen", "antwoord", "antwoorden"):
        return section
    heading = Block(kind=BlockKind.HEADING, text=section.heading or "")
    return replace(section, running=replace(section.running, blocks=(heading, *section.running.blocks)))


def _number_inside(counting: _Counting, section: Section, *, only_named: bool) -> tuple[tuple[str, ...], Running]:
    """The numbers the text opens with, as in 2009-10 (<al>2 en 3 Ja.</al>), and the text without them.

    Where other sections have their number above them, a text opens with one only when it says so ("Vraag 2").
    """
    blocks = section.running.blocks
    place = _opening_place(blocks)
    opening = opening_numbers(blocks[place].text) if blocks else None
    named_enough = opening is not None and (opening.named or not only_named)
    if opening is None or not named_enough or not counting.believes(opening, is_answer=section.is_answer):
        return (), replace(section.running, blocks=_without_bare_word(blocks))
    rest = without_opening(blocks[place], opening.end)
    kept = (rest,) if rest.text or rest.notes else ()
    return opening.numbers, replace(section.running, blocks=(*blocks[:place], *kept, *blocks[place + 1 :]))


def _opening_place(blocks: tuple[Block, ...]) -> int:
    """Where a number can stand: in a heading that is nothing else ("Vraag 2"), or else in the first words below it."""
    below = next((place for place, block in enumerate(blocks) if block.kind is not BlockKind.HEADING), 0)
    opening = opening_numbers(blocks[0].text) if blocks else None
    return 0 if opening and opening.named and opening.end == len(blocks[0].text) else below


def without_opening(block: Block, length: int) -> Block:
    """The block without its first characters, its footnotes and spans still in place."""
    notes = tuple(replace(note, at=max(0, note.at - length)) for note in block.notes)
    moved = (replace(span, start=max(0, span.start - length), end=span.end - length) for span in block.spans)
    spans = tuple(sorted((span for span in moved if span.start < span.end), key=span_order))
    return replace(block, text=block.text[length:], notes=notes, spans=spans)


def _without_bare_word(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks without a first line that only says "Antwoord"."""
    bare = blocks and blocks[0].kind in _LINES and blocks[0].text.strip(" :.").lower() == "antwoord"
    return blocks[1:] if bare and len(blocks) > 1 else blocks
