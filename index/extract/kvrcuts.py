"""Texts of a historical file that its makers cut in two where a line began with a number, whole again.

<antwoord nummer="1">… was in de jaren</antwoord><antwoord nummer="2007 en 2008">€ 4 miljoen beschikbaar. …</antwoord>
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from string import ascii_lowercase

from index.extract.numbers import MOST_SECTIONS, is_unlikely
from index.extract.text import NOTE
from index.records import Footnote

# A sentence is over; so is a header, whose last words are a date: (Ontvangen 12 maart 1986).
_OVER = re.compile(r"(?:[.?!]|\d{4}\s*[)}])$")
_SHORTENED = re.compile(r"(?<![\w.])(?:ca|nrs?|artt?|blz|pag|jl|j\.l|mln|d\.?d)\.$")
_QUOTED = ("»", "”", '"', "'", "’")
# What opens a text although it begins with no capital: «Ja» · a. Neen. · t/m 5 Ja. · 11 Is het waar …
_OPENS = re.compile(
    r"[«“„\"'‘(>]|[a-d](?:[.)]|\s[A-Z])|(?:,|en|e n|t/m|tot en met)\s*\d+\s+[A-Z«]|"
    r"\d+(?:\s*(?:,|en|t/m)\s*\d+)*\s+[A-Z«]"
)
LONGEST_END = 60
"""How much of a text tells whether its last sentence is over."""

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Raw:
    """A question or answer as one run of text in which NOTE stands for its footnotes.

    `heading` are its numbers as printed; `mended` those at which its text had been cut in two.
    """

    numbers: tuple[str, ...]
    text: str
    notes: tuple[Footnote, ...] = ()
    heading: str = ""
    is_answer: bool = False
    mended: tuple[str, ...] = ()


def whole(raws: Sequence[Raw], asked: Collection[str] = ()) -> list[Raw]:
    """Questions, or the answers to what was asked, in which no number that stands inside a sentence begins another."""
    found: list[list[Raw]] = []
    last = 0
    last_places = {raw.numbers[:1]: place for place, raw in enumerate(raws)}
    for place, (raw, following) in enumerate(zip_longest(raws, raws[1:])):
        again = last_places[raw.numbers[:1]] > place
        is_next = _is_next(raw, last, asked, following.numbers[:1] if following else (), again=again)
        if found and (len(found) == MOST_SECTIONS or _is_cut(_end_of(found[-1]), raw, is_next=is_next)):
            found[-1].append(raw)
        else:
            found.append([raw if found else _without_impossible_number(raw)])
            last = value_of(found[-1][0].numbers[-1]) if found[-1][0].numbers else 0
    return [raw for raw in map(_joined, found) if raw.text.strip()]


def _joined(pieces: Sequence[Raw]) -> Raw:
    """A text with what was taken for the next ones because a line began with a number: "op 12 juli / 2004 heb ik"."""
    first, *others = pieces
    words = [first.text.rstrip()]
    for rest in others:
        words += ["" if words[-1].endswith("(") else " ", rest.heading]
        words += ["" if rest.text.startswith(tuple(",.;:)")) else " ", rest.text.rstrip()]
    notes = tuple(note for raw in pieces for note in raw.notes)
    return replace(first, text="".join(words).rstrip(), notes=notes, mended=tuple(raw.heading for raw in others))


def _end_of(pieces: Sequence[Raw]) -> str:
    """The last words of a text: where a number stood alone, that."""
    words = _words(pieces[-1].text[-LONGEST_END:])
    return words or (pieces[-1].heading if len(pieces) > 1 else "")


def _is_next(raw: Raw, last: int, asked: Collection[str], following: tuple[str, ...], *, again: bool) -> bool:
    """Whether a number is the one to come: after the last, if it does not come again; or of a later question."""
    if not raw.numbers:
        return False
    number = raw.numbers[0]
    if value_of(number) == last + 1:
        return not again
    return (
        number in asked and value_of(number) > last and all(value_of(after) > value_of(number) for after in following)
    )


def _is_cut(before: str, raw: Raw, *, is_next: bool) -> bool:
    """Whether a text is the rest of the one that ends in these words."""
    if is_unlikely(raw.numbers):
        return True
    if is_next or not before or (_OVER.search(before) and not _SHORTENED.search(before)):
        return False
    words = _words(raw.text)
    if before.endswith(_QUOTED):
        return words[:1].islower() and not _OPENS.match(words)
    # A number alone after a question is how a scanner read its question mark.
    return not (words[:1].isupper() or _OPENS.match(words)) if words else raw.is_answer


def _words(text: str) -> str:
    return text.replace(NOTE, "").strip()


def _without_impossible_number(raw: Raw) -> Raw:
    """The first text; a number that no question has is part of it, or the year of the date that stood above it."""
    if raw.numbers and not is_unlikely(raw.numbers):
        return raw
    text = raw.text if _YEAR.fullmatch(raw.heading) else f"{raw.heading} {raw.text}".strip()
    return replace(raw, numbers=(), text=text)


def value_of(number: str) -> int:
    """The number of a question or of one of its parts: "1a" is 1."""
    return int(number.rstrip(ascii_lowercase))
