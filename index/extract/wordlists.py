"""The marks that Word prints before the items of a list; the text itself does not hold them."""

from __future__ import annotations

import re
from collections import defaultdict

from index.extract.blocks import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%(\d)")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_DEEPEST = 8


class ListMarks:
    """Counts the items of every list of one letter."""

    def __init__(self, numbering: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Element) -> None:
        shapes = {shape.get(f"{W}abstractNumId", ""): shape for shape in numbering.iter(f"{W}abstractNum")}
        for number in numbering.iterchildren(f"{W}num"):
            shape = shapes.get(_value(number, "abstractNumId"))
            if shape is not None:
                levels = {_whole(level.get(f"{W}ilvl", "")): level for level in shape.iterchildren(f"{W}lvl")}
                self._levels[number.get(f"{W}numId", "")] = levels

    def mark(self, paragraph: Element) -> str | None:
        """The mark of the next item; None when the paragraph is none."""
        place = next(paragraph.iter(f"{W}numPr"), None)
        if place is None or _value(place, "numId") in ("", "0"):
            return None
        number, depth = _value(place, "numId"), min(_whole(_value(place, "ilvl")), _DEEPEST)
        counts = self._counts[number]
        counts[depth] = counts.get(depth, self._start(number, depth) - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return self._printed(number, depth)

    def _start(self, number: str, depth: int) -> int:
        level = self._levels.get(number, {}).get(depth)
        return _whole(_value(level, "start") or "1") if level is not None else 1

    def _printed(self, number: str, depth: int) -> str:
        level = self._levels.get(number, {}).get(depth)
        if level is None or _value(level, "numFmt") == "bullet":
            return "•"
        return _PLACE.sub(lambda match: self._count(number, int(match[1]) - 1), _value(level, "lvlText")) or "•"

    def _count(self, number: str, depth: int) -> str:
        count = self._counts[number].get(depth, self._start(number, depth))
        level = self._levels[number].get(depth)
        kind = _value(level, "numFmt") if level is not None else "decimal"
        if kind in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
            letter = chr(ord("a") + count - 1)
            return letter.upper() if kind == "upperLetter" else letter
        if kind in ("lowerRoman", "upperRoman") and 1 <= count < len(_ROMAN):
            return _ROMAN[count].upper() if kind == "upperRoman" else _ROMAN[count]
        return str(count)


def _value(parent: Element, name: str) -> str:
    """The value of a child: <w:numId w:val="3"/> → "3"."""
    child = next(parent.iterchildren(f"{W}{name}"), None)
    return child.get(f"{W}val", "") if child is not None else ""


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
