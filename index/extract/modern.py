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

from index.extract.blocks import Element, Reader, Running, children, plain
from index.extract.header import Sentence
from index.extract.numbering import Section, numbered
from index.extract.parts import Body
from index.extract.problems import problem
from index.extract.text import heal
from index.records import Block, BlockKind, Problem

_REMARKS = ("kamervraagopmerking", "toelicht", "kamervraagbijlage")


def has_text(root: Element) -> bool:
    """Whether the document holds more than its metadata; thousands of real ones do not."""
    return any(plain(section) for section in root.iter("vraag", "antwoord", "kamervraagomschrijving", *_REMARKS))


def sentences(root: Element) -> tuple[Sentence | None, Sentence | None]:
    """The sentence above the questions and the one above the answer."""
    found = {element.get("type", "vraag"): _sentence(element) for element in root.iter("kamervraagomschrijving")}
    return found.get("vraag"), found.get("antwoord")


def body(root: Element, document: str) -> Body:
    """The running text of the document."""
    reader = Reader(root)
    count = numbered(list(_sections(root, reader)), document)
    notice, explanation = _remarks(root, reader)
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


def _sections(root: Element, reader: Reader) -> Iterator[Section]:
    for element in root.iter("vraag", "antwoord"):
        headings = [plain(number) for number in children(element, "nr")]
        yield Section(element.tag == "antwoord", headings[0] if headings else None, reader.read(element))


def _remarks(root: Element, reader: Reader) -> tuple[Running, Running]:
    """The notice and the explanation; each without the heading that only names it."""
    notices, explanations = list[Running](), list[Running]()
    for element in root.iter(*_REMARKS):
        running = reader.read(element)
        label, blocks = _label(running.blocks)
        into = notices if label.startswith("mededeling") else explanations
        into.append(Running(blocks, running.footnotes))
    return _joined(notices), _joined(explanations)


def _label(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    first = blocks[0].text.lower().strip(" :.") if blocks and blocks[0].kind is BlockKind.HEADING else ""
    return (first, blocks[1:]) if first in ("mededeling", "toelichting") else (first, blocks)


def _joined(parts: list[Running]) -> Running:
    return Running(
        tuple(block for part in parts for block in part.blocks),
        tuple(note for part in parts for note in part.footnotes),
    )


def _sentence(element: Element) -> Sentence:
    subject = " ".join(plain(child) for child in element.iter("kamervraagonderwerp"))
    dates = tuple(date.get("isodatum", "") for date in element.iter("datum"))
    return Sentence(text=heal(plain(element)), subject=subject, iso_dates=dates)
