"""A PDF → printed paragraphs and their footnotes, with the help of where and how large everything is printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from index.extract.furniture import is_furniture
from index.extract.labels import are_named, is_label
from index.extract.letterhead import opens_sentence, stands_in_head
from index.extract.linebreaks import joined, words_of
from index.extract.pdflines import Line
from index.extract.plaintext import Marker, split_pages
from index.extract.printed import Paragraph, PrintedNote
from index.extract.text import NOTE

_BULLET = re.compile(r"(?P<mark>[•▪‣◦·–—-])\s+(?=\S)")
_ENUMERATED = re.compile(r"(?P<mark>(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
_ENDS = re.compile(r"[.?!:;)»”’\"']$")
_SMALLER = 0.92  # of the size of the body: what is set smaller may be a footnote
_WIDER = 1.45  # of the usual distance between lines: what is farther apart is another paragraph
_HANGING = 4.0  # points to the right of the first line of its paragraph: a line that hangs under a mark
_TIGHT = 2.0  # points a word needs beyond its own width to be sure that it would have fitted
_MANY = 10  # so many lines tell where full lines end, whatever two of them do
_STRAY = 0.1  # the share of short lines that may go on in mid-sentence before short lines tell nothing
_LONGEST_HEADING = 150


@dataclass(slots=True)
class _Group:
    """Lines that make one paragraph."""

    lines: list[Line]
    mark: str | None = None
    marked: int = 0


@dataclass(slots=True)
class _Notes:
    """The footnotes at the feet of the pages, in order."""

    lines: list[list[Line]] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)


def pdf_paragraphs(lines: Sequence[Line]) -> tuple[list[Paragraph], list[PrintedNote]]:
    """The paragraphs of the body, and the footnotes."""
    if not any(line.notes for line in lines):
        return _without_type(lines)
    words = words_of(line.text for line in lines)
    split = _split_notes(_without_furniture(lines), _body_size(lines))
    notes = [_note(group, words) for group in split.lines]
    known = {note.number for note in notes}
    return [_paragraph(group, words) for group in _groups([_with_known(line, known) for line in split.body])], notes


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines without running heads and feet; a page number stands at the height of one."""
    heights = {(line.page, round(line.y)) for line in lines if is_furniture(line.text)}
    return [line for line in lines if (line.page, round(line.y)) not in heights]


def _with_known(line: Line, known: set[str]) -> Line:
    """The line with raised numbers that are no footnote (10⁶) as its text."""
    if known.issuperset(line.notes):
        return line
    numbers = iter(line.notes)
    text = "".join(piece if piece != NOTE or (number := next(numbers)) in known else number for piece in line.text)
    return replace(line, text=text, notes=tuple(number for number in line.notes if number in known))


def _without_type(lines: Sequence[Line]) -> tuple[list[Paragraph], list[PrintedNote]]:
    """The paragraphs of a PDF that raises no number: footnotes are to be known by their words."""
    pages = [list(page) for _, page in groupby(_without_furniture(lines), key=lambda line: line.page)]
    body, notes, words = split_pages(pages, lambda line: line.text)
    marker = Marker(len(notes), named=are_named(line.text for line in lines))
    marked = [replace(line, text=(found := marker.marked(line.text)).text, notes=found.notes) for line in body]
    return [_paragraph(group, words) for group in _groups(marked)], notes


def _body_size(lines: Iterable[Line]) -> float:
    """The size most of the text is set in."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=sizes.__getitem__, default=0.0)


def _split_notes(lines: Sequence[Line], body_size: float) -> _Notes:
    """Small lines that open with a raised number, and the small ones below them, are footnotes; the rest is body."""
    split = _Notes()
    open_note = False
    for line in lines:
        small = line.size < body_size * _SMALLER
        if small and line.opens_with_mark:
            split.lines.append([line])
            open_note = True
        elif small and open_note:
            split.lines[-1].append(line)
        else:
            split.body.append(line)
            open_note = False
    return split


def _note(lines: Sequence[Line], words: frozenset[str]) -> PrintedNote:
    number = lines[0].notes[0]
    texts = [line.plain for line in lines]
    return PrintedNote(number=number, text=joined(texts, words), key=number)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the text is set: where full lines end, the distance between lines, and whether questions have named headings.

    `right` is None where the ends of lines tell nothing.
    """

    right: float | None
    leading: float
    named: bool


def _groups(lines: Sequence[Line]) -> list[_Group]:
    """The lines of each paragraph."""
    if not lines:
        return []
    setting = _Setting(_right_edge(lines), _leading(lines), are_named(line.text for line in lines))
    groups = [_group(lines[0], lines[1] if len(lines) > 1 else None)]
    for before, (line, following) in zip(lines, pairwise([*lines[1:], None]), strict=False):
        assert line is not None, "only the last of the pairs has no line"
        if _begins(groups[-1], before, line, setting):
            groups.append(_group(line, following))
        else:
            groups[-1].lines.append(line)
    return groups


def _group(line: Line, following: Line | None) -> _Group:
    """A new paragraph; an item of a list when it opens with a bullet, or with a number the next line hangs under."""
    match = _BULLET.match(line.text)
    if not match and following and following.x0 > line.x0 + _HANGING:
        match = _ENUMERATED.match(line.text)
    return _Group([line], match["mark"], match.end()) if match else _Group([line])


def _begins(group: _Group, before: Line, line: Line, setting: _Setting) -> bool:
    """Whether a line begins a paragraph: it stands apart, or it would have fitted on the line before it."""
    if any(is_label(text, named=setting.named) or stands_in_head(text) for text in (line.text, before.text)):
        return True
    if line.apart is not before.apart and setting.right is not None:
        return True
    if opens_sentence(line.text) or abs(line.size - before.size) > before.size * 0.1:
        return True
    if line.page == before.page and not 0 < before.y - line.y < setting.leading * _WIDER:
        return True
    hangs = line.x0 > group.lines[0].x0 + _HANGING
    if hangs is (group.mark is None) or (group.mark is None and line.x0 < group.lines[0].x0 - _HANGING):
        return True
    return setting.right is not None and _had_room(before, line, setting.right) and _can_end(before, line, setting)


def _can_end(before: Line, line: Line, setting: _Setting) -> bool:
    """Whether words allow the end of a paragraph between two lines: no sentence goes on from one to the other."""
    if _ENDS.search(before.plain):
        return not line.text[0].islower()
    half = setting.right is not None and before.x1 < (before.x0 + setting.right) / 2
    return half and not line.text[0].islower()


def _had_room(before: Line, line: Line, right: float) -> bool:
    """Whether the first word of a line would have fitted on the line before it."""
    return not before.is_broken and before.x1 + line.first_word + _TIGHT < right


def _right_edge(lines: Sequence[Line]) -> float | None:
    """Where full lines end; None when lines do not end there for want of room, as sentences that go on show."""
    ends = sorted(line.x1 for line in lines)
    right = ends[-3] if len(ends) > _MANY else ends[-1]
    short = [(above, below) for above, below in pairwise(lines) if _had_room(above, below, right)]
    going_on = sum(below.text[0].islower() and above.text[-1].isalpha() for above, below in short)
    return right if going_on <= len(short) * _STRAY else None


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance between lines."""
    steps = Counter(round(above.y - below.y, 1) for above, below in pairwise(lines) if above.page == below.page)
    usual = Counter({step: count for step, count in steps.items() if step > 0})
    return max(usual, key=usual.__getitem__, default=0.0)


def _is_heading(text: str) -> bool:
    """Whether words in another type can be a heading: few, and no sentence."""
    return len(text) <= _LONGEST_HEADING and not text.endswith((".", "?", "!")) and not is_label(text)


def _paragraph(group: _Group, words: frozenset[str]) -> Paragraph:
    text = joined([line.text for line in group.lines], words)
    return Paragraph(
        text=text[group.marked :],
        notes=tuple(number for line in group.lines for number in line.notes),
        mark=group.mark,
        apart=group.mark is None and all(line.apart for line in group.lines) and _is_heading(text),
    )
