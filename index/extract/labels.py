"""The printed heading of a question or an answer, in all its spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.extract.numbers import printed_numbers

_ONE = r"\d{1,3}[a-z]?\b"
_NUMBERS = rf"{_ONE}(?:(?:\s*(?:,\s*en\b|,|/|&|-|–|\ben\b|t/m|tot\s+en\s+met)\s*|\s+){_ONE})*"
# As in: Vraag 1 · Vragen 2 t/m 5 · Antwoord op de vragen 2, 3 en 4: · Antwoord vraag 4-7: · Antwoord
_NAMED = re.compile(
    rf"\s*(?P<word>vra(?:ag|gen)|antwoord(?:en)?)(?:\s+op)?(?:\s+de)?(?:\s+vra(?:ag|gen))?"
    rf"(?:\s*(?P<numbers>{_NUMBERS}))?\s*(?P<mark>[.:)]+)?\s*(?P<rest>.?)",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(r"\s*(?P<number>\d{1,3})\s*(?P<mark>[.)]?)(?:\s+|$)(?P<rest>.?)", re.DOTALL)
_MARK = re.compile(r"(\d{1,3})[.)]?$")
_ALONE = re.compile(r"\s*\d{1,3}(?:\s*(?:,\s*en\b|,|/|&|-|–|\ben\b|t/m|tot\s+en\s+met)\s*\d{1,3})*\s*[.):]?\s*$")
_REMARK = re.compile(r"\s*(?P<name>mededeling|toelichting)\s*[.:]?\s*$", re.IGNORECASE)


NEXT_AT_MOST = 3
"""How far a number that stands alone may lie beyond the previous one, where the paper leaves out a number."""


@dataclass(frozen=True, slots=True)
class Label:
    """A heading: the element it opens, its own text, and how many characters of the paragraph it takes."""

    tag: str
    text: str
    length: int


@dataclass(slots=True)
class Labels:
    """Reads the headings of one document in order; `named` says that its questions are headed "Vraag 1".

    Where they are not, a bare number heads a question when it is the next one, and when it does not go on with a list
    that an answer began. In an `answered` paper that heads its answers by bare numbers too, the number of a question
    that was asked heads the answer to it.
    """

    named: bool
    answered: bool = False
    _asked: set[int] = field(default_factory=set)
    _waiting: list[int] = field(default_factory=list)
    _answering: bool = False
    _in_list: int = 0

    def label(self, text: str, mark: str | None = None) -> Label | None:
        """The heading a paragraph opens with; None when it has none."""
        found = (
            _remark(text) or (None if mark else _named_label(text) or self._alone(text)) or self._numbered(text, mark)
        )
        if found and found.tag != "kamervraagopmerking":
            self._in_list = 0
        return found

    def _alone(self, text: str) -> Label | None:
        """Questions that stand together under their numbers alone, or an answer under those of its questions."""
        if self.named or not _ALONE.match(text):
            return None
        numbers = [int(number) for number in printed_numbers(text)]
        if self.answered and numbers[0] in self._waiting[:NEXT_AT_MOST] and set(numbers) <= set(self._waiting):
            self._waiting = [number for number in self._waiting if number not in numbers]
            self._answering = True
            return Label("antwoord", text.strip(), len(text))
        left_out = min(set(range(1, self._last + 2)) - self._asked)
        together = len(numbers) > 1 and numbers[0] in (left_out, self._last + 1) and not self._in_list
        if (together or (self.answered and numbers == [left_out])) and self._asked.isdisjoint(numbers):
            return self._question(numbers, text.strip(), len(text))
        return None

    @property
    def _last(self) -> int:
        return max(self._asked, default=0)

    def _question(self, numbers: list[int], heading: str, length: int) -> Label:
        self._asked.update(numbers)
        self._waiting = sorted({*self._waiting, *numbers})
        self._answering = False
        return Label("vraag", heading, length)

    def _numbered(self, text: str, mark: str | None) -> Label | None:
        """A question that is headed by its number alone."""
        printed = _MARK.match(mark or "")
        opening = None if mark else _BARE.match(text)
        if self.named or not (printed or opening):
            return None
        number = int(printed[1] if printed else opening["number"] if opening else 0)
        if opening and opening["rest"] and not opening["mark"]:
            return None
        among_answers = self._answering and self._waiting
        alone = opening is not None and not opening["rest"] and not among_answers
        furthest = self._last + (NEXT_AT_MOST if alone else 1)
        if self._goes_on_with_list(number) or not self._last < number <= furthest:
            return None
        return self._question([number], str(number), opening.start("rest") if opening else 0)

    def _goes_on_with_list(self, number: int) -> bool:
        """Whether this is an item of a list inside an answer, which began with a 1 of its own."""
        if number == 1 and self._last:
            self._in_list = 1
        elif self._in_list and number == self._in_list + 1:
            self._in_list = number
        else:
            return False
        return True


def are_named(texts: Iterable[str]) -> bool:
    """Whether the questions of a document are headed "Vraag 1", not by a number alone."""
    return any(is_named_question(text) for text in texts)


def are_answers_named(texts: Iterable[str]) -> bool:
    """Whether the answers of a document are headed "Antwoord", not by a number alone."""
    return any((label := _named_label(text)) is not None and label.tag == "antwoord" for text in texts)


def is_named_question(text: str) -> bool:
    """Whether a paragraph is headed "Vraag 1"."""
    label = _named_label(text)
    return label is not None and label.tag == "vraag"


def is_label(text: str, *, named: bool = True) -> bool:
    """Whether a line is a heading and nothing else; in a document without "Vraag 1" a number alone is one too."""
    label = _named_label(text) or _remark(text)
    if label is not None:
        return label.length >= len(text.rstrip())
    return not named and bool(_ALONE.match(text))


def numbers_apart(heading: str) -> tuple[str, ...]:
    """The question numbers a heading names."""
    return printed_numbers(heading)


def _named_label(text: str) -> Label | None:
    match = _NAMED.match(text)
    if not match or (match["rest"] and not match["mark"]):
        return None
    is_question = match["word"].lower().startswith("vra")
    if match["word"].islower() or (is_question and not match["numbers"]):
        return None
    if match["rest"] and match["mark"] != ":" and not match["numbers"]:
        return None
    return Label("vraag" if is_question else "antwoord", text[: match.start("rest")].strip(), match.start("rest"))


def _remark(text: str) -> Label | None:
    match = _REMARK.match(text)
    return Label("kamervraagopmerking", match["name"], len(text)) if match else None
