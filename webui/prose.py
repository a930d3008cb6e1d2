"""The running text of a record, ready to print: groups of blocks with marked words, emphasis, links and footnotes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise, product
from operator import itemgetter
from urllib.parse import urlsplit

from index.records import CELL_GAP, ROW_GAP, Block, BlockKind, Footnote, NoteMark, Reach, Span, Style
from search import public
from search.response import Snippet
from webui import links

Mark = Callable[[str], Snippet]
"""Gives a text whole, in pieces, the searched words marked."""

DEEPEST = 8
"""Lists inside lists are printed up to this depth; what lies deeper stands at it."""

_TAGS = {
    Style.ITALIC: "em",
    Style.BOLD: "strong",
    Style.UNDERLINED: "u",
    Style.SUPERSCRIPT: "sup",
    Style.SUBSCRIPT: "sub",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLink:
    """A footnote mark in a text; without `href` when the document holds no such footnote."""

    number: str
    href: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a line: words, searched for or not, inside the elements `tags`; or a footnote mark."""

    text: str = ""
    marked: bool = False
    tags: tuple[str, ...] = ()
    note: NoteLink | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Pieces that together are one link, or none."""

    pieces: tuple[Piece, ...]
    href: str | None = None


Line = tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table, and how many columns and rows it fills."""

    line: Line
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One block: its words, or the cells of a table; below an item what else belongs to it."""

    line: Line = ()
    mark: str | None = None
    head: tuple[tuple[Cell, ...], ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    href: str | None = None
    below: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Consecutive blocks of one kind."""

    kind: BlockKind
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A link to another site with its words."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote below its text, with all addresses it gives; `back` leads to its mark."""

    number: str
    id: str
    line: Line
    addresses: tuple[Outside, ...]
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
        groups = tuple(self._groups([_within_depth(block) for block in blocks], 0, targets))
        return Prose(groups=groups, notes=self.notes(footnotes, prefix))

    def notes(self, footnotes: tuple[Footnote, ...], prefix: str) -> tuple[Note, ...]:
        """Footnotes as printed below the text whose marks were printed before."""
        return tuple(self._note(footnote, self._new_id(_note_id(prefix, footnote.number))) for footnote in footnotes)

    def line(self, text: str) -> Line:
        """A text without footnotes, the searched words marked."""
        return self._line(text, (), (), {})

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
            line=self._line(footnote.text, (), footnote.spans, {}),
            addresses=_outside(footnote.addresses),
            back=f"#{back}" if back in self._marked_ids else None,
        )

    def _groups(self, blocks: list[Block], depth: int, targets: Mapping[str, str]) -> Iterator[Group]:
        """Blocks inside `depth` lists: runs of one kind, and lists with everything that stands in them."""
        for kind, together in groupby(blocks, key=lambda block: _group_kind(block, depth)):
            if kind is BlockKind.ITEM:
                entries = tuple(self._item(item, depth, targets) for item in _items(list(together), depth))
            else:
                entries = tuple(self._entry(block, targets) for block in together)
            yield Group(kind=kind, entries=entries)

    def _item(self, blocks: list[Block], depth: int, targets: Mapping[str, str]) -> Entry:
        """One item of a list: its first paragraph, and below it its other paragraphs, lists and tables."""
        first, below = (blocks[0], blocks[1:]) if _is_item_of(blocks[0], depth) else (None, blocks)
        own = BlockKind.PARAGRAPH
        inner = [replace(block, kind=own, mark=None) if _is_item_of(block, depth) else block for block in below]
        entry = self._entry(first, targets) if first else Entry()
        return replace(entry, below=tuple(self._groups(inner, depth + 1, targets)))

    def _entry(self, block: Block, targets: Mapping[str, str]) -> Entry:
        if block.kind is BlockKind.TABLE:
            rows = tuple(self._rows(block, targets))
            return Entry(head=rows[: block.heading_rows], rows=rows[block.heading_rows :])
        line = self._line(block.text, block.notes, block.spans, targets)
        return Entry(line=line, mark=block.mark, href=links.outside(block.href))

    def _rows(self, block: Block, targets: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
        """The cells of a table, each with the footnote marks and spans that lie in it."""
        reaching = {(each.row, each.column): each for each in block.reaching}
        filled = {place for each in block.reaching for place in _filled(each)}
        start = 0
        for down, row in enumerate(block.rows):
            cells = []
            for across, cell in enumerate(row):
                notes, spans = _within(block, start, start + len(cell))
                if (down, across) not in filled:
                    line = self._line(cell, notes, spans, targets)
                    cells.append(_cell(line, reaching.get((down, across))))
                start += len(cell) + len(CELL_GAP)
            start += len(ROW_GAP) - len(CELL_GAP)
            yield tuple(cells)

    def _line(self, text: str, notes: Iterable[NoteMark], spans: Iterable[Span], targets: Mapping[str, str]) -> Line:
        """The words of a text with emphasis, links, searched words and footnote marks in their places."""
        placed = defaultdict[int, list[Piece]](list)
        for note in sorted(notes, key=lambda note: note.at):
            placed[min(note.at, len(text))].append(Piece(note=self._note_link(note, targets)))
        together = groupby(_pieces(text, self._mark(text), placed, tuple(spans)), key=itemgetter(0))
        return tuple(Stretch(href=href, pieces=tuple(piece for _, piece in pieces)) for href, pieces in together)

    def _note_link(self, note: NoteMark, targets: Mapping[str, str]) -> NoteLink:
        target = targets.get(note.number)
        if target is None:
            return NoteLink(number=note.number)
        own_id = _mark_id(target)
        first = own_id not in self._marked_ids
        self._marked_ids.add(own_id)
        return NoteLink(number=note.number, href=f"#{target}", id=own_id if first else None)


def _pieces(
    text: str, snippet: Snippet, placed: Mapping[int, list[Piece]], spans: tuple[Span, ...]
) -> Iterator[tuple[str | None, Piece]]:
    """The text cut wherever something begins, ends or stands, each piece with where it leads."""
    searched = _searched(snippet)
    bounds = {bound for span in spans for bound in (span.start, span.end)}
    cuts = sorted({0, len(text), *placed, *bounds, *searched, *searched.values()})
    waiting, open_spans, marked_until = deque(spans), list[Span](), 0
    for start, end in pairwise(cuts):
        yield from ((None, note) for note in placed.get(start, ()))
        while waiting and waiting[0].start <= start:
            open_spans.append(waiting.popleft())
        open_spans = [span for span in open_spans if span.end > start]
        marked_until = max(marked_until, searched.get(start, 0))
        tags = tuple(dict.fromkeys(_TAGS[span.style] for span in open_spans if span.style))
        href = next((found for span in reversed(open_spans) if (found := links.outside(span.href))), None)
        yield href, Piece(text=text[start:end], marked=start < marked_until, tags=tags)
    yield from ((None, note) for note in placed.get(len(text), ()))


def _searched(snippet: Snippet) -> dict[int, int]:
    """Where words that were searched for begin → where they end."""
    ends = [0, *accumulate(len(part) for part, _ in snippet)]
    return {start: end for (_, marked), (start, end) in zip(snippet, pairwise(ends), strict=True) if marked}


def _within_depth(block: Block) -> Block:
    return replace(block, level=DEEPEST) if block.level > DEEPEST else block


def _group_kind(block: Block, depth: int) -> BlockKind:
    """The kind of group a block belongs to: what stands deeper than `depth` lists is part of a list."""
    return BlockKind.ITEM if block.level > depth else block.kind


def _is_item_of(block: Block, depth: int) -> bool:
    return block.kind is BlockKind.ITEM and block.level <= depth


def _items(blocks: list[Block], depth: int) -> list[list[Block]]:
    """The blocks of a list by item; one without a mark goes on with the item before it, unless no item has a mark."""
    items: list[list[Block]] = []
    for block in blocks:
        own = _is_item_of(block, depth)
        goes_on = not own or (block.mark is None and items and items[-1][0].mark is not None)
        if items and goes_on:
            items[-1].append(block)
        else:
            items.append([block])
    return items


def _filled(reach: Reach) -> set[tuple[int, int]]:
    """The places that a cell fills besides its own."""
    rows, columns = range(reach.row, reach.row + reach.down), range(reach.column, reach.column + reach.across)
    return set(product(rows, columns)) - {(reach.row, reach.column)}


def _cell(line: Line, reach: Reach | None) -> Cell:
    return Cell(line=line, across=reach.across, down=reach.down) if reach else Cell(line=line)


def _within(block: Block, start: int, end: int) -> tuple[list[NoteMark], list[Span]]:
    """The footnote marks and spans in one cell of a table, placed in the text of the cell."""
    first, last = bisect_left(block.notes, start, key=_at), bisect_right(block.notes, end, key=_at)
    notes = [replace(note, at=note.at - start) for note in block.notes[first:last]]
    first, last = bisect_left(block.spans, start, key=_start), bisect_left(block.spans, end, key=_start)
    spans = [replace(span, start=span.start - start, end=span.end - start) for span in block.spans[first:last]]
    return notes, spans


def _at(note: NoteMark) -> int:
    return note.at


def _start(span: Span) -> int:
    return span.start


def _outside(addresses: tuple[str, ...]) -> tuple[Outside, ...]:
    """Links to the addresses of a footnote; where there are more, each with the name of its site."""
    hrefs = [href for href in map(links.outside, addresses) if href]
    if len(hrefs) == 1:
        return (Outside(text="naar de bron", href=hrefs[0]),)
    met: Counter[str] = Counter()
    found = []
    for href in hrefs:
        site = (urlsplit(href).hostname or href).removeprefix("www.")
        met[site] += 1
        found.append(Outside(text=f"naar {site}" + (f" ({met[site]})" if met[site] > 1 else ""), href=href))
    return tuple(found)


def _note_id(prefix: str, number: str) -> str:
    return f"noot-{prefix}-{public.fragment(number)}"


def _mark_id(note_id: str) -> str:
    return f"bij-{note_id}"
