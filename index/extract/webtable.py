"""A table of a web page → a table of the official markup, cells that reach over several places included."""

from __future__ import annotations

from collections.abc import Callable

from index.extract.blocks import Element
from index.extract.markup import add

MOST_COLUMNS = 200
"""Beyond this a span is a slip of the pen."""


def add_table(target: Element, table: Element, into: Callable[[Element, Element], None]) -> None:
    """The table as a last child of the target; `into` gives the content of a cell."""
    made = add(target, "table")
    for caption in table.iter("caption"):
        into(add(made, "title"), caption)
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    head = _head(rows)
    group = add(made, "tgroup")
    taken: set[tuple[int, int]] = set()
    for tag, lines, first in (("thead", rows[:head], 0), ("tbody", rows[head:], head)):
        section = add(group, tag) if lines else group
        for at, row in enumerate(lines, first):
            _add_row(add(section, "row"), row, range(at, len(rows)), taken, into)
    _add_columns(group, 1 + max((column for _, column in taken), default=0))


def _head(rows: list[Element]) -> int:
    """How many rows at the top are the head: those in `thead`, else those of head cells only."""
    for at, row in enumerate(rows):
        in_head = next(row.iterancestors()).tag == "thead"
        if not in_head and (not len(row) or any(cell.tag != "th" for cell in row)):
            return at
    return 0


def _add_row(
    target: Element,
    row: Element,
    below: range,
    taken: set[tuple[int, int]],
    into: Callable[[Element, Element], None],
) -> None:
    """A row, its cells where no cell from above reaches; `below` are the places of this row and the next ones."""
    column = 0
    for cell in row.iterchildren("td", "th"):
        while (below.start, column) in taken:
            column += 1
        wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
        taken.update((down, column + right) for down in below[:high] for right in range(wide))
        entry = add(target, "entry", colname=f"col{column + 1}")
        if wide > 1:
            entry.set("namest", f"col{column + 1}")
            entry.set("nameend", f"col{column + wide}")
        if high > 1:
            entry.set("morerows", str(high - 1))
        into(entry, cell)


def _span(cell: Element, name: str) -> int:
    printed = cell.get(name, "1")
    return min(max(1, int(printed)), MOST_COLUMNS) if printed.isascii() and printed.isdigit() else 1


def _add_columns(group: Element, count: int) -> None:
    group.set("cols", str(count))
    for place in range(count):
        column = add(group, "colspec", colname=f"col{place + 1}", colnum=str(place + 1))
        group.insert(place, column)
