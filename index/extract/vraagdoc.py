"""The markup of about 1995 to 2009: all questions first, all answers after.

    <vraagdoc><body>
      <vragen><vraagnummer/><titel/><omschr>Vragen van …</omschr><vraag><nr>1</nr><al>…</al></vraag><toelicht/></vragen>
      <reactie><omschr>Antwoord van …</omschr><antwoord><nr>1 en 2</nr><al>…</al></antwoord></reactie>

A bare `al` below `reactie` is a notice, or one short answer to everything.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.extract.blocks import Element, Reader, children, plain
from index.extract.header import Sentence
from index.extract.modern import reading_problems
from index.extract.numbering import Section, numbered
from index.extract.parts import Body

_NUMBERS = ("nr", "nummer")


def sentences(root: Element) -> tuple[Sentence | None, Sentence | None]:
    """The sentence above the questions and the one above the answer."""
    return _sentence(root, "vragen"), _sentence(root, "reactie")


def body(root: Element, document: str) -> Body:
    """The running text of the document; bare text below `reactie` is returned as the notice."""
    reader = Reader(root)
    count = numbered(list(_sections(root, reader)), document)
    explanation = reader.read(*root.iter("toelicht"))
    bare = reader.read(*_bare(root))
    return Body(
        questions=count.questions,
        answers=count.answers,
        notice=bare.blocks,
        explanation=explanation.blocks,
        footnotes=(*bare.footnotes, *explanation.footnotes, *reader.unplaced()),
        problems=(*count.problems, *reading_problems(reader, document)),
    )


def _sections(root: Element, reader: Reader) -> Iterator[Section]:
    for element in root.iter("vraag", "antwoord"):
        headings = [plain(number) for number in children(element, *_NUMBERS)]
        yield Section(element.tag == "antwoord", headings[0] if headings else None, reader.read(element))


def _bare(root: Element) -> list[Element]:
    known = {"omschr", "antwoord", "toelicht", "noot", "titel"}
    return [child for reaction in root.iter("reactie") for child in reaction if child.tag not in known]


def _sentence(root: Element, part: str) -> Sentence | None:
    texts = [plain(text) for section in root.iter(part) for text in children(section, "omschr")]
    return Sentence(text=texts[0]) if texts else None
