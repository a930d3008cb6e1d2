"""Tables of the official markup (CALS) → rows of equal length, with every cell at its place.

<tgroup cols="3"><colspec colname="a"/><colspec colname="b"/><colspec colname="c"/>
  <thead><row><entry morerows="1">Jaar</entry><entry namest="b" nameend="c">Aantal</entry></row>…</thead>
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from index.extract.runs import Settled, together
from index.records import CELL_GAP, ROW_GAP, Block, BlockKind, Reach

Element = etree._Element  # noqa: SLF001  lxml gives its element class no public name
Cell = Callable[[Element], Settled]

MOST_COLUMNS = 200
"""No printed table is wider; a span that reaches further is damage."""

_PARTS = frozenset({"tgroup", "thead", "tbody", "tfoot", "row"})
_CELLS = frozenset({"entry", "entrytbl", "colspec", "spanspec"})
_NOTHING = Settled("")


def table(group: Element, cell: Cell, level: int) -> Block | None:
    """The table of one `tgroup`, its head first; None when it has no rows."""
    printed = sorted(_rows(group), key=lambda row: not _is_head(row))
    grid = _Grid(_columns(group))
    rows = [grid.row(row, cell) for row in printed]
    width = max(map(len, rows), default=0)
    rows = [row + [_NOTHING] * (width - len(row)) for row in rows]
    whole = together((together(row, CELL_GAP) for row in rows), ROW_GAP)
    if not width:
        return None
    head = sum(map(_is_head, printed))
    return Block(
        kind=BlockKind.TABLE,
        text=whole.text,
        level=level,
        rows=tuple(tuple(each.text for each in row) for row in rows),
        heading_rows=head,
        reaching=tuple(_within(grid.reaching, head, len(rows))),
        notes=whole.notes,
        spans=whole.spans,
    )


@dataclass(slots=True)
class _Grid:
    """Places the cells of one row after another; `taken` are the columns that cells of rows above still fill."""

    columns: dict[str, int]
    taken: dict[int, int] = field(default_factory=dict)
    reaching: list[Reach] = field(default_factory=list)
    _rows: int = 0

    def row(self, row: Element, cell: Cell) -> list[Settled]:
        """The cells of a row, empty where a cell beside or above reaches over a place."""
        cells: list[Settled] = []
        filled: dict[int, int] = {}
        for entry in row.iterchildren("entry", "entrytbl"):
            start = self._start(entry, len(cells))
            end, below = self._end(entry, start), _number(entry.get("morerows", ""))
            cells += [_NOTHING] * (start - len(cells)) + [cell(entry)] + [_NOTHING] * (end - start)
            filled |= dict.fromkeys(range(start, end + 1), below)
            self.reaching.append(Reach(row=self._rows, column=start, down=below + 1, across=end - start + 1))
        above = {place: left - 1 for place, left in self.taken.items()}
        self.taken = {place: left for place, left in (above | filled).items() if left > 0}
        self._rows += 1
        return cells

    def _start(self, entry: Element, free: int) -> int:
        """The first free column from the one that the entry names on."""
        named = self.columns.get(entry.get("namest") or entry.get("colname") or "", free)
        place = max(free, named)
        while place in self.taken:
            place += 1
        return place

    def _end(self, entry: Element, start: int) -> int:
        """The last column that the entry reaches: the one it names, or the last before a place that is taken."""
        named = min(self.columns.get(entry.get("nameend", ""), start), MOST_COLUMNS)
        return next((place - 1 for place in range(start + 1, named + 1) if place in self.taken), max(start, named))


def _within(reaching: Iterable[Reach], head: int, rows: int) -> Iterator[Reach]:
    """The cells that fill several places, each ending with the head or with the table."""
    for each in reaching:
        down = min(each.down, (head if each.row < head else rows) - each.row)
        if down > 1 or each.across > 1:
            yield replace(each, down=down)


def _columns(group: Element) -> dict[str, int]:
    """Columns by name; a table has its column names in its own `colspec` elements, its head may have others."""
    specs = [spec for parent in ("thead/colspec", "colspec") for spec in enumerate(group.iterfind(parent))]
    return {spec.get("colname", ""): place for place, spec in specs if place < MOST_COLUMNS}


def _rows(element: Element) -> Iterator[Element]:
    """The rows of a table, not those of a table inside one of its cells."""
    for child in element:
        if child.tag == "row":
            yield child
        elif child.tag in _PARTS:
            yield from _rows(child)


def strays(element: Element) -> Iterator[Element]:
    """What stands in a table outside its cells and is no part of a table."""
    for child in element:
        if child.tag in _PARTS:
            yield from strays(child)
        elif child.tag not in _CELLS:
            yield child


def _is_head(row: Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0
