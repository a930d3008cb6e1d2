"""The markup of about 1995 to 2009: all questions first, all answers after.

    <vraagdoc><body>
      <vragen><vraagnummer/><titel/><omschr>Vragen van …</omschr><vraag><nr>1</nr><al>…</al></vraag><toelicht/></vragen>
      <reactie><omschr>Antwoord van …</omschr><antwoord><nr>1 en 2</nr><al>…</al></antwoord></reactie>

A bare `al` below `reactie` is a notice, or one short answer to everything; one below `vragen` explains them.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.extract.blocks import Element, Reader, children, plain
from index.extract.header import Sentence
from index.extract.modern import reading_problems
from index.extract.numbering import Section, numbered
from index.extract.parts import Body

_KNOWN = frozenset({"vraagnummer", "titel", "omschr", "vraag", "antwoord", "toelicht", "noot"})


def sentences(root: Element) -> tuple[Sentence | None, Sentence | None]:
    """The sentence above the questions and the one above the answer."""
    return _sentence(root, "vragen"), _sentence(root, "reactie")


def body(root: Element, document: str) -> Body:
    """The running text of the document; bare text below `reactie` is returned as the notice."""
    reader = Reader(root)
    count = numbered(list(_sections(root, reader)), document)
    explanation = reader.read(*root.iter("toelicht"), *_bare(root, "vragen"))
    bare = reader.read(*_bare(root, "reactie"))
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
        yield Section(element.tag == "antwoord", *reader.section(element))


def _bare(root: Element, half: str) -> list[Element]:
    """What stands in a half of the document without being one of its parts."""
    return [child for part in root.iter(half) for child in part if child.tag not in _KNOWN]


def _sentence(root: Element, part: str) -> Sentence | None:
    texts = [plain(text) for section in root.iter(part) for text in children(section, "omschr")]
    return Sentence(text=texts[0]) if texts else None
