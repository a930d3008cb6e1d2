"""A Word letter → printed paragraphs and their footnotes.

A .docx file is a zip archive of XML: the text, the footnotes, the marks of lists, and the addresses behind links.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from index.extract.blocks import Element
from index.extract.labels import is_label
from index.extract.listednotes import with_listed_notes
from index.extract.printed import Paragraph, PrintedNote
from index.extract.text import NOTE, heal
from index.extract.wordlists import ListMarks

MOST_BYTES = 20_000_000
"""The longest real letter has some 100 kB of XML."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TEXT, _NOTES, _LINKS = (
    "word/document.xml",
    ("word/footnotes.xml", "word/endnotes.xml"),
    "word/_rels/footnotes.xml.rels",
)
_NOT_PRINTED = frozenset({f"{W}txbxContent", f"{W}del", f"{W}moveFrom"})
_REFERENCES = {f"{W}footnoteReference": "word/footnotes.xml", f"{W}endnoteReference": "word/endnotes.xml"}
_SPACES = frozenset({f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"})


class UnreadableWordError(Exception):
    """A file that is no Word document, or a damaged one."""


def word_paragraphs(body: bytes) -> tuple[list[Paragraph], list[PrintedNote]]:
    """The paragraphs of a letter and its footnotes; raises UnreadableWordError."""
    parts = _parts(body)
    if _TEXT not in parts:
        raise UnreadableWordError("er is geen tekst in")
    reader = _Reader(parts)
    return with_listed_notes(reader.paragraphs(), reader.notes)


def _parts(body: bytes) -> dict[str, Element]:
    """The XML files inside, parsed."""
    wanted = (_TEXT, *_NOTES, _LINKS, "word/numbering.xml")
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            present = [archive.getinfo(name) for name in wanted if name in archive.namelist()]
            if sum(info.file_size for info in present) > MOST_BYTES:
                raise UnreadableWordError("te groot")
            return {info.filename: _parsed(archive.read(info)) for info in present}
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, ValueError, OSError) as error:
        raise UnreadableWordError(str(error)) from error
    except (RuntimeError, NotImplementedError) as error:  # locked with a password, or packed in another way
        raise UnreadableWordError(str(error)) from error


def _parsed(body: bytes) -> Element:
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


@dataclass(slots=True)
class _Reader:
    """Reads the text of one letter; `notes` are those met so far, numbered as Word numbers them."""

    parts: dict[str, Element]
    notes: list[PrintedNote] = field(default_factory=list)
    _marks: ListMarks = field(init=False)

    def __post_init__(self) -> None:
        self._marks = ListMarks(self.parts.get("word/numbering.xml"))

    def paragraphs(self) -> list[Paragraph]:
        """All paragraphs in order; a table below the first heading of a question is kept as one."""
        found: list[Paragraph] = []
        headed = False
        body = next(self.parts[_TEXT].iter(f"{W}body"), self.parts[_TEXT])
        for element in _flattened(body):
            if element.tag == f"{W}tbl":
                found += [self._table(element)] if headed else self._cells(element)
            else:
                found.append(self._paragraph(element))
            headed = headed or any(is_label(each.text) for each in found[-1:])
        return [each for each in found if each.text or each.rows]

    def _cells(self, table: Element) -> list[Paragraph]:
        return [self._paragraph(element) for element in table.iter(f"{W}p") if _is_printed(element)]

    def _table(self, table: Element) -> Paragraph:
        rows = tuple(
            tuple(" ".join(each.text for each in self._cells(cell) if each.text) for cell in row.iterchildren(f"{W}tc"))
            for row in table.iter(f"{W}tr")
        )
        return Paragraph(text="\n".join(" | ".join(row) for row in rows), rows=tuple(row for row in rows if row))

    def _paragraph(self, element: Element) -> Paragraph:
        numbers: list[str] = []
        text = heal("".join(self._pieces(element, numbers)))
        mark = self._marks.mark(element) if text else None
        return Paragraph(text=text, notes=tuple(numbers), mark=mark, apart=_is_apart(element))

    def _pieces(self, element: Element, numbers: list[str]) -> Iterator[str]:
        for piece in element.iter(f"{W}t", f"{W}noBreakHyphen", *_SPACES, *_REFERENCES):
            if not _is_printed(piece, element):
                continue
            if piece.tag in _REFERENCES:
                numbers.append(self._note(_REFERENCES[piece.tag], piece.get(f"{W}id", "")))
                yield NOTE
            elif piece.tag in _SPACES:
                yield " "
            else:
                yield piece.text or "" if piece.tag == f"{W}t" else "-"

    def _note(self, part: str, identifier: str) -> str:
        """The number of the next footnote, which is read here."""
        number = str(len(self.notes) + 1)
        notes = self.parts[part].iterchildren() if part in self.parts else ()
        element = next((each for each in notes if each.get(f"{W}id") == identifier), None)
        text, addresses = self._note_text(element) if element is not None else ("", ())
        self.notes.append(PrintedNote(number=number, text=text, key=number, addresses=addresses))
        return number

    def _note_text(self, element: Element) -> tuple[str, tuple[str, ...]]:
        texts = ["".join(self._pieces(paragraph, [])) for paragraph in element.iter(f"{W}p")]
        links = (link.get(_ID, "") for link in element.iter(f"{W}hyperlink"))
        found = [address for link in links if (address := self._address(link))]
        return heal(" ".join(texts)), tuple(dict.fromkeys(found))

    def _address(self, link: str) -> str | None:
        """The web address behind a link in a footnote."""
        relations = self.parts.get(_LINKS, ())
        target = next((each.get("Target", "") for each in relations if each.get("Id") == link), "")
        return target if target.startswith(("http://", "https://")) else None


def _flattened(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, whatever is wrapped around them."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _NOT_PRINTED:
            yield from _flattened(child)


def _is_printed(piece: Element, within: Element | None = None) -> bool:
    """Whether a piece of text is in no text box and not struck out."""
    for ancestor in piece.iterancestors():
        if ancestor is within:
            return True
        if ancestor.tag in _NOT_PRINTED:
            return False
    return True


def _is_apart(paragraph: Element) -> bool:
    """Whether all words of a paragraph are bold, italic or underlined."""
    runs = [run for run in paragraph.iter(f"{W}r") if any(text.text for text in run.iterchildren(f"{W}t"))]
    return bool(runs) and all(_is_set_apart(run) for run in runs)


def _is_set_apart(run: Element) -> bool:
    styles: Sequence[Element] = [style for each in run.iterchildren(f"{W}rPr") for style in each]
    return any(
        style.tag in (f"{W}b", f"{W}i", f"{W}u") and style.get(f"{W}val") not in ("0", "false", "none")
        for style in styles
    )
