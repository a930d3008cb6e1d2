"""The markup since 2010: questions and answers as siblings in the order they are printed.

    <officiele-publicatie><kamervragen>
      <kamervraagomschrijving type="vraag">Vragen van … (ingezonden <datum isodatum="2025-01-06">…</datum>).
      <vraag><nr status="officieel">Vraag 1</nr><al>…</al></vraag>
      <antwoord><nr status="officieel">Antwoord 1</nr><al>…</al></antwoord>
      <kamervraagopmerking><tussenkop>Mededeling</tussenkop><al>…</al></kamervraagopmerking>

Documents of 2009-10 have no `nr`: the number is inside the first `al` (see `numbering`).
"""

from __future__ import annotations

from collections.abc import Iterator

from index.extract.blocks import Element, Reader, Running, plain
from index.extract.header import Sentence
from index.extract.numbering import Section, numbered
from index.extract.parts import Body
from index.extract.problems import problem
from index.extract.text import heal
from index.records import BlockKind, Problem

_NUMBERED = ("vraag", "antwoord")
_HEADER = "kamervraagomschrijving"
_REMARKS = ("kamervraagopmerking", "toelicht", "kamervraagbijlage")
_OWN_PARTS = (*_NUMBERED, _HEADER, *_REMARKS)
_WITHOUT_TEXT = frozenset({"metadata", "meta", "kamervraagkop", "kamervraagnummer", "noten", "noot"})
"""What is no running text, or is read elsewhere."""


def has_text(root: Element) -> bool:
    """Whether the document holds more than its metadata; thousands of real ones do not."""
    return any(plain(part) for part in _parts(root))


def sentences(root: Element) -> tuple[Sentence | None, Sentence | None]:
    """The sentence above the questions and the one above the answer."""
    found = {element.get("type", "vraag"): _sentence(element) for element in root.iter(_HEADER)}
    return found.get("vraag"), found.get("antwoord")


def body(root: Element, document: str) -> Body:
    """The running text of the document."""
    reader = Reader(root)
    sections, notices, explanations = list[Section](), list[Running](), list[Running]()
    replying = False
    for element in _parts(root):
        if element.tag in _NUMBERED:
            sections.append(Section(element.tag == "antwoord", *reader.section(element)))
        elif element.tag == _HEADER:
            replying = element.get("type") == "antwoord"
        else:
            label, running = _remark(element, reader)
            is_notice = label == "mededeling" or (replying and element.tag not in _REMARKS)
            (notices if is_notice else explanations).append(running)
    count, notice, explanation = numbered(sections, document), _joined(notices), _joined(explanations)
    return Body(
        questions=count.questions,
        answers=count.answers,
        notice=notice.blocks,
        explanation=explanation.blocks,
        footnotes=(*notice.footnotes, *explanation.footnotes, *reader.unplaced()),
        problems=(*count.problems, *reading_problems(reader, document)),
    )


def reading_problems(reader: Reader, document: str) -> tuple[Problem, ...]:
    """What was odd while the text was read."""
    return (
        *(problem("unknown_element", document, name) for name in dict.fromkeys(reader.unknown)),
        *(problem("note_without_text", document, number) for number in reader.missing),
    )


def _parts(element: Element) -> Iterator[Element]:
    """Header sentences, questions, answers and remarks in order, and what stands bare among them."""
    for child in element:
        if child.tag in _OWN_PARTS:
            yield child
        elif child.tag == "kamervragen" or _holds_parts(child):
            yield from _parts(child)
        elif child.tag not in _WITHOUT_TEXT:
            yield child


def _holds_parts(element: Element) -> bool:
    return element.tag not in _WITHOUT_TEXT and next(element.iter(*_OWN_PARTS), None) is not None


def _remark(element: Element, reader: Reader) -> tuple[str, Running]:
    """What names a remark ("mededeling", "toelichting"; empty for none), and the remark without it."""
    running = reader.read(element)
    first = running.blocks[0] if running.blocks else None
    label = first.text.lower().strip(" :.") if first and first.kind is BlockKind.HEADING else ""
    if label not in ("mededeling", "toelichting"):
        return label.partition(" ")[0], running
    return label, Running(running.blocks[1:], running.footnotes)


def _joined(parts: list[Running]) -> Running:
    return Running(
        tuple(block for part in parts for block in part.blocks),
        tuple(note for part in parts for note in part.footnotes),
    )


def _sentence(element: Element) -> Sentence:
    subject = " ".join(plain(child) for child in element.iter("kamervraagonderwerp"))
    dates = tuple(date.get("isodatum", "") for date in element.iter("datum"))
    return Sentence(text=heal(plain(element)), subject=subject, iso_dates=dates)
