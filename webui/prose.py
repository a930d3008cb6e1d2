"""The running text of a record, ready to print: groups of blocks with marked words and linked footnotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from index.records import Block, BlockKind, Footnote, NoteMark
from search import public
from search.response import Snippet
from webui import links

Mark = Callable[[str], Snippet]
"""Gives a text whole, in pieces, the searched words marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLink:
    """A footnote mark in a text; without `href` when the document holds no such footnote."""

    number: str
    href: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a line: words, marked or not, or a footnote mark."""

    text: str = ""
    marked: bool = False
    note: NoteLink | None = None


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One block: its words, or the cells of a table."""

    line: Line = ()
    mark: str | None = None
    rows: tuple[tuple[Line, ...], ...] = ()
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Consecutive blocks of one kind."""

    kind: BlockKind
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote below its text; `back` leads to its mark."""

    number: str
    id: str
    line: Line
    href: str | None
    back: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A text with the footnotes that belong under it."""

    groups: tuple[Group, ...]
    notes: tuple[Note, ...] = ()


class Printer:
    """Prints the texts of one record: every text under its own `prefix`, so that ids differ on the page."""

    def __init__(self, mark: Mark, common: tuple[Footnote, ...] = ()) -> None:
        self._mark = mark
        self._common: Mapping[str, str] = {note.number: _note_id("set", note.number) for note in common}
        self._marked_ids: set[str] = set()
        self._note_ids: set[str] = set()

    def prose(self, blocks: tuple[Block, ...], footnotes: tuple[Footnote, ...], prefix: str) -> Prose:
        """The blocks in groups, with their footnotes."""
        targets = {**self._common, **{note.number: _note_id(prefix, note.number) for note in footnotes}}
        groups = tuple(
            Group(kind=kind, entries=tuple(self._entry(block, targets) for block in together))
            for kind, together in groupby(blocks, key=lambda block: block.kind)
        )
        return Prose(groups=groups, notes=self.notes(footnotes, prefix))

    def notes(self, footnotes: tuple[Footnote, ...], prefix: str) -> tuple[Note, ...]:
        """Footnotes as printed below the text whose marks were printed before."""
        return tuple(self._note(footnote, self._new_id(_note_id(prefix, footnote.number))) for footnote in footnotes)

    def line(self, text: str) -> Line:
        """A text without footnotes, the searched words marked."""
        return tuple(Piece(text=part, marked=marked) for part, marked in self._mark(text))

    def _new_id(self, wanted: str) -> str:
        """The id, with a letter more where the document printed one note number twice."""
        while wanted in self._note_ids:
            wanted += "x"
        self._note_ids.add(wanted)
        return wanted

    def _note(self, footnote: Footnote, own_id: str) -> Note:
        back = _mark_id(own_id)
        return Note(
            number=footnote.number,
            id=own_id,
            line=self.line(footnote.text),
            href=next(filter(None, map(links.outside, footnote.addresses)), None),
            back=f"#{back}" if back in self._marked_ids else None,
        )

    def _entry(self, block: Block, targets: Mapping[str, str]) -> Entry:
        if block.kind is BlockKind.TABLE:
            return Entry(rows=self._rows(block, targets))
        line = self._line(block.text, block.notes, targets)
        return Entry(line=line, mark=block.mark, href=links.outside(block.href))

    def _rows(self, block: Block, targets: Mapping[str, str]) -> tuple[tuple[Line, ...], ...]:
        """The cells of a table; a footnote mark goes to the cell that holds its place in the text."""
        waiting = sorted(block.notes, key=lambda note: note.at)
        end = 0
        rows = []
        for row in block.rows:
            cells = []
            for cell in row:
                start = max(block.text.find(cell, end), end)
                end = start + len(cell)
                here = [NoteMark(at=max(note.at - start, 0), number=note.number) for note in waiting if note.at <= end]
                waiting = waiting[len(here) :]
                cells.append(self._line(cell, tuple(here), targets))
            rows.append(tuple(cells))
        return tuple(rows)

    def _line(self, text: str, notes: tuple[NoteMark, ...], targets: Mapping[str, str]) -> Line:
        """The words of a text with the footnote marks in their places."""
        waiting = sorted(notes, key=lambda note: note.at)
        pieces: list[Piece] = []
        position = 0
        for part, marked in self._mark(text):
            end = position + len(part)
            while waiting and waiting[0].at < end:
                note = waiting.pop(0)
                pieces += [
                    Piece(text=text[position : note.at], marked=marked),
                    Piece(note=self._note_link(note, targets)),
                ]
                position = max(position, note.at)
            pieces.append(Piece(text=text[position:end], marked=marked))
            position = end
        pieces += [Piece(note=self._note_link(note, targets)) for note in waiting]
        return tuple(piece for piece in pieces if piece.text or piece.note)

    def _note_link(self, note: NoteMark, targets: Mapping[str, str]) -> NoteLink:
        target = targets.get(note.number)
        if target is None:
            return NoteLink(number=note.number)
        own_id = _mark_id(target)
        first = own_id not in self._marked_ids
        self._marked_ids.add(own_id)
        return NoteLink(number=note.number, href=f"#{target}", id=own_id if first else None)


def _note_id(prefix: str, number: str) -> str:
    return f"noot-{prefix}-{public.fragment(number)}"


def _mark_id(note_id: str) -> str:
    return f"bij-{note_id}"
