"""The number above a question or an answer, in all its spellings."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_IN_A_RANGE = 100

# Longer numbers are amounts or telephone numbers.
_ONE = r"(?<!\d)\d{1,6}(?!\d)"
_RANGE = re.compile(rf"({_ONE})\s*(?:t/m|tot\s+en\s+met|-)\s*({_ONE})(?![a-z])|({_ONE}[a-z]?)(?![a-z])")
# As in: 1a t/m 1c
_LETTERS = re.compile(r"\b(\d{1,6})([a-z])\s*(?:t/m|tot\s+en\s+met|-)\s*(?:\1)?([a-z])\b")
# A heading that has Roman numbers and no others: Vraag IV · Antwoord II en III. They are shown as the usual ones.
_ROMAN = re.compile(r"(?:(?i:vra(?:ag|gen)|antwoord(?:en)?|op|de|en|t/m|tot|met)|[IVX\s,/&.:)-])+")
_ROMAN_NUMBER = re.compile(r"\b[IVX]{1,5}\b")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
# As in: 3en 4 · 1t/m 4
_GLUED_WORD = re.compile(r"(\d)(en|t/m|tot)(?![a-z])")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_DASHES = re.compile(r"[\u2010-\u2015]")
_LIST = r"\d{1,3}[a-z]?(?:\s*(?:,\s*en\b|,|/|&|-|–|\ben\b|t/m|tot\s+en\s+met)\s*\d{1,3}[a-z]?)*"
# As in: Vraag 1 · Antwoord op de vragen 2 en 3: · 4. Kent u … · 2 t/m 6 Ja. · 1a. Kent u …
_LEADING = re.compile(
    rf"(?:(?P<word>vra(?:ag|gen)|antwoord(?:en)?)\s+(?:op\s+)?(?:de\s+)?(?:vra(?:ag|gen)\s+)?)?"
    rf"(?P<numbers>{_LIST})\s*(?P<mark>[.:)])?(?:\s+|$)",
    re.IGNORECASE,
)


def printed_numbers(heading: str) -> tuple[str, ...]:
    """The question numbers of a heading: "Vraag 2, 4 t/m 6" → 2, 4, 5, 6; empty when it has none."""
    plain = _DASHES.sub("-", " ".join(_in_digits(heading).lower().split()))
    plain = _GLUED_WORD.sub(r"\1 \2 ", plain)
    plain = _LETTERS.sub(_lettered, plain)
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
    if match is None or (match["numbers"][-1].isalpha() and not (match["word"] or match["mark"])):
        return None
    return Opening(printed_numbers(match["numbers"]), match.end(), bool(match["word"]))


def _in_digits(heading: str) -> str:
    """The heading with its Roman numbers in digits, when nothing in it can be anything else."""
    return _ROMAN_NUMBER.sub(_roman, heading) if _ROMAN.fullmatch(heading) else heading


def _roman(match: re.Match[str]) -> str:
    values = [_ROMAN_DIGITS[digit] for digit in match.group()]
    following = [*values[1:], 0]
    return str(sum(-value if value < after else value for value, after in zip(values, following, strict=True)))


def _lettered(match: re.Match[str]) -> str:
    """The letters between: "1a t/m 1c" → "1a, 1b, 1c"."""
    number, first, last = match.groups()
    return ", ".join(f"{number}{chr(letter)}" for letter in range(ord(first), ord(last) + 1)) or match.group()


def _expanded(match: re.Match[str]) -> list[str]:
    first, last, single = match.groups()
    if single:
        return [_LEADING_ZEROS.sub("", single)]
    start, stop = int(first), int(last)
    if start < stop <= start + MOST_IN_A_RANGE:
        return [str(number) for number in range(start, stop + 1)]
    return [str(start), str(stop)]


MOST_SECTIONS = 2000
"""What a document prints beyond so many questions and answers stands with the last of them."""

MOST_QUESTIONS = 200
"""The longest set known has 93 questions; a number far beyond is a year or an amount that was taken for one."""


def is_unlikely(numbers: tuple[str, ...]) -> bool:
    """Whether all of these numbers are too high for a question."""
    return bool(numbers) and all(number.isdigit() and int(number) > MOST_QUESTIONS for number in numbers)
