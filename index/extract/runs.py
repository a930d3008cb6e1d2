"""A run of text while it is being read: its words, the footnotes in it, and which of its words are set apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NamedTuple

from index.extract.addresses import printed_addresses
from index.extract.text import NOTE, Places, heal_around, place_notes
from index.records import Block, BlockKind, NoteMark, Span, Style


class Settled(NamedTuple):
    """Healed text with the places of its footnote marks and of the words set apart in it."""

    text: str
    notes: tuple[NoteMark, ...] = ()
    spans: tuple[Span, ...] = ()

    def block(self, kind: BlockKind, *, mark: str | None = None, level: int = 0) -> Block | None:
        """The text as a block; None when it has neither words nor footnotes."""
        if not self.text and not self.notes:
            return None
        return Block(kind=kind, text=self.text, mark=mark, level=level, notes=self.notes, spans=self.spans)


class _Apart(NamedTuple):
    """Words set apart in text that is not yet healed."""

    start: int
    end: int
    style: Style | None
    href: str | None


@dataclass(slots=True)
class Run:
    """Text that is being read; NOTE stands in it for a footnote mark."""

    length: int = 0
    _pieces: list[str] = field(default_factory=list)
    _numbers: list[str] = field(default_factory=list)
    _apart: list[_Apart] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        """More text."""
        if text:
            self._pieces.append(text)
            self.length += len(text)

    def add_note(self, number: str) -> None:
        """A footnote mark."""
        self._pieces.append(NOTE)
        self._numbers.append(number)
        self.length += 1

    def set_apart(self, start: int, *, style: Style | None = None, href: str | None = None) -> None:
        """The words from `start` up to here are emphasised, or a link."""
        self._apart.append(_Apart(start, self.length, style, href))

    def settled(self) -> Settled:
        """The text healed, with everything in its place."""
        bounds = sorted({bound for each in self._apart for bound in (each.start, each.end)})
        return _settle("".join(self._pieces), self._numbers, bounds, self._apart)


def settled(text: str, numbers: Iterable[str]) -> Settled:
    """Text in which NOTE stands for the footnotes with these numbers, healed."""
    return _settle(text, numbers, (), ())


def together(parts: Iterable[Settled], gap: str) -> Settled:
    """Texts as one, set apart by a gap, their footnotes and spans still in place."""
    texts, notes, spans = list[str](), list[NoteMark](), list[Span]()
    start = 0
    for part in parts:
        texts.append(part.text)
        notes += [replace(note, at=note.at + start) for note in part.notes]
        spans += [replace(span, start=span.start + start, end=span.end + start) for span in part.spans]
        start += len(part.text) + len(gap)
    return Settled(gap.join(texts), tuple(notes), tuple(spans))


def _settle(text: str, numbers: Iterable[str], bounds: Places, apart: Iterable[_Apart]) -> Settled:
    healed, places = heal_around(text, bounds)
    placed = place_notes(healed, places)
    notes = tuple(NoteMark(at=at, number=number) for at, number in zip(placed.notes, numbers, strict=True))
    moved = dict(zip(bounds, placed.places, strict=True))
    spans = _apart_spans(placed.text, apart, moved) if moved else set()
    return Settled(placed.text, notes, tuple(sorted(spans | _printed(placed.text, spans), key=span_order)))


def _printed(text: str, spans: set[Span]) -> set[Span]:
    """Links for the web addresses that a text prints, where it has none yet."""
    found = [Span(start=start, end=end, href=href) for start, end, href in printed_addresses(text)]
    links = sorted((span.start, span.end) for span in spans if span.href) if found else []
    starts = [start for start, _ in links]
    reached = [0, *accumulate((end for _, end in links), max)]
    return {each for each in found if reached[bisect_left(starts, each.end)] <= each.start}


def _apart_spans(text: str, apart: Iterable[_Apart], moved: dict[int, int]) -> set[Span]:
    """The spans without white space at their ends; what has no words left is no span."""
    found = set()
    for each in apart:
        inside = text[moved[each.start] : moved[each.end]]
        start = moved[each.start] + len(inside) - len(inside.lstrip())
        end = start + len(inside.strip())
        if start < end:
            found.add(Span(start=start, end=end, style=each.style, href=each.href))
    return found


def span_order(span: Span) -> tuple[int, int, str, str]:
    """Sorts spans by their start, the wider before the narrower."""
    return (span.start, -span.end, span.style.value if span.style else "", span.href or "")
