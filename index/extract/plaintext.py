"""Plain text that was taken from a PDF or a letter → printed paragraphs and their footnotes.

Text from a PDF still has its page furniture, and at the foot of each page the footnotes, their number against the
first word ("1De Telegraaf, …"). Text from a letter has its notes at the end ("1) NRC, …").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from index.extract.furniture import is_furniture
from index.extract.labels import are_named, is_label
from index.extract.linebreaks import joined, words_of
from index.extract.listednotes import with_listed_notes
from index.extract.printed import Paragraph, PrintedNote
from index.extract.text import NOTE

L = TypeVar("L")

LONGEST_DATE = 20
"""How far back from a number is looked for what it may be a mark of."""

# What a note opens with against its number: a word, a quotation, or a year ("22023 Annual report" is note 2).
_NOTE_TEXT = re.compile(r"[^\W\d_]|[«“‘(\"'&]|(?:19|20)\d\d\b")
_YEAR = r"\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\s(?:19|20)\d\d"
_GLUED = re.compile(
    rf"(?P<before>^|{_YEAR}|[^\W\d_]|(?<!\d)[.,:]|\.(?=\d{{1,2}}$)|[)»”’'?!;%])"
    r"(?P<numbers>\d{1,3}(?:(?:\s|,\s?|\s?en\s)\d{1,3}(?!\d))*)(?=[\s.,;:?!)»”]|$)"
)
_SURE = re.compile(rf"(?:[a-zà-ÿ]{{3}}[?!»”’)]{{0,2}}|[a-zà-ÿ]{{5}}\.|{_YEAR})$")
"""What surely has a mark against it when a number follows: a word in small letters, or a year that is too long."""


def text_paragraphs(text: str) -> tuple[list[Paragraph], list[PrintedNote]]:
    """The paragraphs of plain text and the footnotes."""
    lines = text.splitlines()
    if any(is_furniture(line) for line in lines):
        return _from_pages(lines)
    return with_listed_notes([Paragraph(text=line.strip()) for line in lines if line.strip()], [])


# Text from a PDF


def _from_pages(lines: Sequence[str]) -> tuple[list[Paragraph], list[PrintedNote]]:
    body, notes, words = split_pages(list(_pages(lines)), str)
    named = are_named(lines)
    marker = Marker(len(notes), named=named)
    marked = [marker.marked(line) for line in body]
    return [_joined(part, words) for part in _joinable(marked, named=named)], notes


def split_pages(
    pages: Sequence[Sequence[L]], text_of: Callable[[L], str]
) -> tuple[list[L], list[PrintedNote], frozenset[str]]:
    """The lines of the body of all pages, the notes at their feet, and all words of the document."""
    body: list[L] = []
    notes: list[list[str]] = []
    for page in pages:
        texts = [text_of(line) for line in page]
        start = _start_of_notes(texts, len(notes) + 1)
        body += page[:start]
        for text in texts[start:]:
            if _is_note(text, len(notes) + 1):
                notes.append([])
            notes[-1].append(text)
    words = words_of(text_of(line) for page in pages for line in page)
    return body, [_printed_note(at, note, words) for at, note in enumerate(notes, 1)], words


def _pages(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each page without its furniture."""
    page: list[str] = []
    for line, following in pairwise([*lines, ""]):
        if not is_furniture(line):
            page += [line] if line.strip() else []
        elif not is_furniture(following):
            yield page
            page = []
    yield page


def _start_of_notes(page: Sequence[str], number: int) -> int:
    """Where the notes at the foot of a page begin, below all headings; its length when there are none."""
    below = max((at for at, text in enumerate(page) if is_label(text)), default=-1) + 1
    return next((at for at in range(below, len(page)) if _is_note(page[at], number)), len(page))


def _is_note(line: str, number: int) -> bool:
    opening = line.lstrip()
    return opening.startswith(str(number)) and bool(_NOTE_TEXT.match(opening.removeprefix(str(number))))


def _printed_note(number: int, lines: Sequence[str], words: frozenset[str]) -> PrintedNote:
    return PrintedNote(number=str(number), text=joined(lines, words).removeprefix(str(number)), key=str(number))


def _joinable(lines: Sequence[Paragraph], *, named: bool) -> Iterator[list[Paragraph]]:
    """Lines that run on: a heading stands alone, and so does every line above the first one."""
    run: list[Paragraph] = []
    headed = False
    for line in lines:
        if is_label(line.text, named=named):
            yield from [run] if run else []
            yield [line]
            run, headed = [], True
        elif headed:
            run.append(line)
        else:
            yield [line]
    if run:
        yield run


def _joined(lines: Sequence[Paragraph], words: frozenset[str]) -> Paragraph:
    notes = tuple(number for line in lines for number in line.notes)
    return Paragraph(text=joined([line.text for line in lines], words), notes=notes)


class Marker:
    """Finds the marks of footnotes that lost their raised type: the next number against a word, or one met before."""

    def __init__(self, notes: int, *, named: bool) -> None:
        self._notes = notes
        self._named = named
        self._last = 0

    def marked(self, text: str) -> Paragraph:
        """The text as a paragraph with its marks."""
        found: list[str] = []

        def mark(match: re.Match[str]) -> str:
            end = match.end("before")
            sure = bool(_SURE.search(text, max(0, end - LONGEST_DATE), end))
            end, before = 0, len(found)
            for number in re.finditer(r"\d+", match["numbers"]):
                marks = self._marks(number.group(), sure=sure)
                if not marks:
                    break
                found.extend(marks)
                end = number.end()
            return match["before"] + NOTE * (len(found) - before) + match["numbers"][end:]

        if is_label(text, named=self._named):
            return Paragraph(text=text)
        return Paragraph(text=_GLUED.sub(mark, text), notes=tuple(found))

    def _marks(self, digits: str, *, sure: bool) -> Sequence[str]:
        """The notes that digits refer to: one, or several run together; none when they are no marks."""
        for marks in ([digits], [*digits] if sure else []):
            numbers = [int(mark) for mark in marks]
            last = self._last
            for number in numbers:
                last += number == last + 1 <= self._notes
            again = all(0 < number <= last for number in numbers)
            if again and (sure or last > self._last) and numbers == sorted(set(numbers)):
                self._last = last
                return marks
        return ()
