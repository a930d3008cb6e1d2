"""Footnotes that a letter lists at its end, and their marks in the text: "bericht? 1)" … "1) NRC, 3 mei 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.extract.labels import is_label
from index.extract.printed import Paragraph, PrintedNote
from index.extract.text import NOTE

_ITEM = re.compile(r"\s*(?:\[(?P<square>\d{1,3})\]|(?P<round>\d{1,3})\))\s*(?P<text>\S.*)$", re.DOTALL)
_LIST_MARK = re.compile(r"(?P<round>\d{1,3})[.)]$")
_MARK = re.compile(r"\s*\[(?P<square>\d{1,3})\]|(?<=\S)\s*(?<!\d)(?P<round>\d{1,3})\)")
_LISTED = "lijst-"
"""Sets the keys of these notes apart from those of footnotes that Word knows as such."""


def with_listed_notes(
    paragraphs: Sequence[Paragraph], notes: Sequence[PrintedNote]
) -> tuple[list[Paragraph], list[PrintedNote]]:
    """Paragraphs without the list of notes at their end, with NOTE for each mark; and all notes."""
    start = _start(paragraphs)
    listed = list(_listed(paragraphs[start:]))
    numbers = {note.number for note in listed}
    return [_marked(paragraph, numbers) for paragraph in paragraphs[:start]], [*notes, *listed]


def _start(paragraphs: Sequence[Paragraph]) -> int:
    """Where the list begins: at the last note 1 below all headings; the number of paragraphs when there is none."""
    below = max((at for at, each in enumerate(paragraphs) if is_label(each.text)), default=-1) + 1
    ones = [at for at in range(below, len(paragraphs)) if _number(paragraphs[at]) == "1"]
    if not ones:
        return len(paragraphs)
    certain = paragraphs[ones[-1]].text.startswith("[")
    return ones[-1] if certain or _is_referred_to(paragraphs[: ones[-1]]) else len(paragraphs)


def _is_referred_to(paragraphs: Sequence[Paragraph]) -> bool:
    return any(_marked(paragraph, {"1"}).notes != paragraph.notes for paragraph in paragraphs)


def _number(paragraph: Paragraph) -> str:
    """The number a note in the list opens with; empty when it has none."""
    printed, item = _LIST_MARK.match(paragraph.mark or ""), _ITEM.match(paragraph.text)
    if printed:
        return printed["round"]
    return (item["square"] or item["round"]) if item else ""


def _listed(paragraphs: Sequence[Paragraph]) -> Iterator[PrintedNote]:
    """The notes; a paragraph without the next number belongs to the note before it."""
    texts: list[str] = []
    for paragraph in paragraphs:
        if _number(paragraph) == str(len(texts) + 1):
            item = _ITEM.match(paragraph.text)
            texts.append(item["text"] if item and not paragraph.mark else paragraph.text)
        elif texts:
            texts[-1] += f" {paragraph.text}"
        while (inside := re.search(rf"\s*\[{len(texts) + 1}\]\s*", texts[-1])) is not None:
            whole = texts[-1]
            texts[-1:] = [whole[: inside.start()], whole[inside.end() :]]
    for number, text in enumerate(texts, 1):
        yield PrintedNote(number=str(number), text=text.strip(), key=f"{_LISTED}{number}")


def _marked(paragraph: Paragraph, numbers: set[str]) -> Paragraph:
    """The paragraph with NOTE for every "1)" and "[1]" that has a note; not for those that close a parenthesis."""
    found: list[str] = []
    pieces: list[str] = []
    place = 0
    for match in _MARK.finditer(paragraph.text):
        number, before = match["square"] or match["round"], paragraph.text[: match.start()]
        if number in numbers and not (match["round"] and before.count("(") > before.count(")")):
            pieces.append(paragraph.text[place : match.start()])
            found.append(f"{_LISTED}{number}")
            place = match.end()
    if not found:
        return paragraph
    text = NOTE.join([*pieces, paragraph.text[place:]])
    return replace(paragraph, text=text, notes=_in_order(paragraph, pieces, found))


def _in_order(paragraph: Paragraph, pieces: Sequence[str], found: Sequence[str]) -> tuple[str, ...]:
    """The keys of all notes of a paragraph in the order of their marks, the new ones among those it had."""
    had = iter(paragraph.notes)
    keys: list[str] = []
    for piece, key in zip(pieces, found, strict=True):
        keys += [next(had) for _ in range(piece.count(NOTE))]
        keys.append(key)
    return (*keys, *had)
