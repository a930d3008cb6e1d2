"""The number above a question or an answer, in all its spellings."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_IN_A_RANGE = 100

# Longer numbers are amounts or telephone numbers.
_ONE = r"(?<!\d)\d{1,6}(?!\d)"
_RANGE = re.compile(rf"({_ONE})\s*(?:t/m|tot\s+en\s+met|-)\s*({_ONE})|({_ONE}[a-z]?)(?![a-z])")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_DASHES = re.compile(r"[\u2010-\u2015]")
_LIST = r"\d{1,3}(?:\s*(?:,\s*en\b|,|/|&|-|–|\ben\b|t/m|tot\s+en\s+met)\s*\d{1,3})*"
# As in: Vraag 1 · Antwoord op de vragen 2 en 3: · 4. Kent u … · 2 t/m 6 Ja.
_LEADING = re.compile(
    rf"(?:(?P<word>vra(?:ag|gen)|antwoord(?:en)?)\s+(?:op\s+)?(?:de\s+)?(?:vra(?:ag|gen)\s+)?)?"
    rf"(?P<numbers>{_LIST})\s*(?P<mark>[.:)])?(?:\s+|$)",
    re.IGNORECASE,
)


def printed_numbers(heading: str) -> tuple[str, ...]:
    """The question numbers of a heading: "Vraag 2, 4 t/m 6" → 2, 4, 5, 6; empty when it has none."""
    plain = _DASHES.sub("-", " ".join(heading.lower().split()))
    numbers = [number for match in _RANGE.finditer(plain) for number in _expanded(match)]
    return tuple(dict.fromkeys(numbers))


class Opening(NamedTuple):
    """The numbers a paragraph opens with, where its own words begin, and whether a word says what the numbers are."""

    numbers: tuple[str, ...]
    end: int
    named: bool


def opening_numbers(text: str) -> Opening | None:
    """The numbers a paragraph opens with ("2 en 3 Ja.", "Vraag 1"); None when it opens with words."""
    match = _LEADING.match(text)
    return Opening(printed_numbers(match["numbers"]), match.end(), bool(match["word"])) if match else None


def _expanded(match: re.Match[str]) -> list[str]:
    first, last, single = match.groups()
    if single:
        return [_LEADING_ZEROS.sub("", single)]
    start, stop = int(first), int(last)
    if start < stop <= start + MOST_IN_A_RANGE:
        return [str(number) for number in range(start, stop + 1)]
    return [str(start), str(stop)]


MOST_QUESTIONS = 200
"""The longest set known has 93 questions; a number far beyond is a year or an amount that was taken for one."""


def is_unlikely(numbers: tuple[str, ...]) -> bool:
    """Whether this is one number, and too high for a question."""
    return len(numbers) == 1 and numbers[0].isdigit() and int(numbers[0]) > MOST_QUESTIONS
