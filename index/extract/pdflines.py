"""The lines of a PDF, each with its place, its size and the raised numbers in it.

PDFium reads the file: the library of Chromium, made for files that nobody trusts. It gives every character with its
place on the page.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from index.extract.text import NOTE

MOST_PAGES = 300
MOST_CHARACTERS = 400_000
"""The longest real answer has some 70,000; a file beyond this costs seconds and is no answer."""

_BROKEN = "\x02"
_RAISED = 0.8  # of the size of its line: a figure that is smaller and higher is a mark
_GAP = 2.5  # times the size: what is farther to the right is no longer the same line
_LONGEST_NAME = 200
_SET_APART = re.compile(rb"bold|black|heavy|italic|oblique", re.IGNORECASE)
_NO_NOTE = re.compile(r"(?:\b[kcdm]?m|CO)$")
"""What stands before a raised number that is none: square metres, a formula."""


@dataclass(frozen=True, slots=True)
class _Character:
    char: str
    x0: float
    x1: float
    y: float
    size: float
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line. NOTE stands in the text for each raised number of `notes`; `first_word` is how wide that is.

    `is_broken` says that its last word goes on in the next line, `apart` that all of it is italic or bold.
    """

    text: str
    notes: tuple[str, ...]
    page: int
    x0: float
    x1: float
    y: float
    size: float
    first_word: float
    apart: bool

    @property
    def is_broken(self) -> bool:
        """Whether the last word goes on in the next line."""
        return self.text.endswith("-")

    @property
    def opens_with_mark(self) -> bool:
        """Whether a raised number stands before its first word."""
        return self.text.startswith(NOTE)

    @property
    def plain(self) -> str:
        """The text without marks of notes."""
        return self.text.replace(NOTE, "").strip()


class UnreadablePdfError(Exception):
    """A PDF that cannot be read: damaged or locked."""


class LongPdfError(Exception):
    """A PDF with more pages or text than any answer has."""


def pdf_lines(body: bytes) -> list[Line]:
    """All lines in reading order; raises UnreadablePdfError and LongPdfError."""
    try:
        with pypdfium2.PdfDocument(body) as document:
            if len(document) > MOST_PAGES:
                raise LongPdfError(f"{len(document)} bladzijden")
            return list(_lines(document))
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdfError(str(error)) from error


def _lines(document: pypdfium2.PdfDocument) -> Iterator[Line]:
    left = MOST_CHARACTERS
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        left -= text.count_chars()
        if left < 0:
            raise LongPdfError(f"meer dan {MOST_CHARACTERS} tekens")
        for characters in _rows(list(_characters(text))):
            if line := _line(text, characters, number):
                yield line


def _characters(text: pypdfium2.PdfTextPage) -> Iterator[_Character]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    for index in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, index))
        if char in "\r\n":
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        yield _Character(char, x.value, box.right, y.value, box.top - box.bottom, index)


def _rows(characters: Sequence[_Character]) -> Iterator[list[_Character]]:
    """The characters of each line: those that follow each other at one height, without a wide gap between them."""
    row: list[_Character] = []
    for character in characters:
        if row and not _follows(row, character):
            yield row
            row = []
        row.append(character)
    if row:
        yield row


def _follows(row: Sequence[_Character], character: _Character) -> bool:
    if character.char.isspace():
        return True
    last = next((each for each in reversed(row) if not each.char.isspace()), None)
    if last is None:
        return True
    size = max(last.size, character.size)
    level = abs(character.y - last.y) < size * 0.6
    return level and -size < character.x0 - last.x1 < size * _GAP


def _line(text: pypdfium2.PdfTextPage, row: Sequence[_Character], page: int) -> Line | None:
    printed = [character for character in row if not character.char.isspace()]
    if not printed:
        return None
    size, y = median(each.size for each in printed), median(each.y for each in printed)
    words, notes = _words(row, size, y)
    return Line(
        text=words,
        notes=notes,
        page=page,
        x0=printed[0].x0,
        x1=printed[-1].x1,
        y=y,
        size=size,
        first_word=_first_word(row),
        apart=all(_is_apart(text, each) for each in (printed[0], printed[len(printed) // 2], printed[-1])),
    )


def _words(row: Sequence[_Character], size: float, y: float) -> tuple[str, tuple[str, ...]]:
    """The text of a line with NOTE for every raised number, and the numbers."""
    text, notes, raised = "", list[str](), ""
    for character in [*row, None]:
        if character and _is_raised(character, size, y):
            raised += character.char
            continue
        if raised and not (character and character.char.isspace() and character.size < size * _RAISED):
            found = re.findall(r"\d+", raised)
            is_text = not found or bool(_NO_NOTE.search(text))
            text += raised if is_text else NOTE * len(found) + " " * raised.endswith(" ")
            notes += [] if is_text else found
            raised = ""
        if character:
            text += "-" if character.char == _BROKEN else character.char
    return " ".join(text.split()), tuple(notes)


def _is_raised(character: _Character, size: float, y: float) -> bool:
    small = character.size < size * _RAISED and character.y > y + size * 0.1
    return small and (character.char.isdigit() or character.char in ", ")


def _first_word(row: Sequence[_Character]) -> float:
    """The width of the first word."""
    end = row[0].x0
    for character in row:
        if character.char.isspace() and end > row[0].x0:
            break
        end = character.x1
    return end - row[0].x0


def _is_apart(text: pypdfium2.PdfTextPage, character: _Character) -> bool:
    """Whether a character is italic or bold, by the name of its font: the flags of real files are not to be trusted."""
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    pdfium.FPDFText_GetFontInfo(text, character.index, name, _LONGEST_NAME, ctypes.c_int())
    return bool(_SET_APART.search(name.value))
