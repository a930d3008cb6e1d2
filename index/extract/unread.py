"""Words that stand in a document and not in what was understood of it: nothing may be lost without being told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.extract.blocks import Element
from index.extract.parts import Body, Printed
from index.extract.problems import problem
from index.extract.text import heal
from index.records import Block, Problem
from index.vocabulary import fold

SHORTEST = 4
"""Shorter words stand in numbers and headings, which are read as what they say."""

MOST_TOLD = 8

_SAID_OTHERWISE = frozenset({"tekstregel", "titel", "kamervraagnummer", "vraagnummer"})
_HEADINGS = frozenset({"vraag", "vragen", "antwoord", "antwoorden", "toelichting", "mededeling"})


def unread(root: Element, body: Body, sentences: Iterable[str], document: str) -> Iterator[Problem]:
    """A problem that names the first lost words, when there are any."""
    told = " ".join([*sentences, *_texts(body)])
    known = set(told.split())
    left = [word for word in dict.fromkeys(_words(root)) if word not in known and len(word) >= SHORTEST]
    if left:
        # A word may have been healed, or joined to its neighbour; then its letters are still there.
        folded = fold(told)
        lost = [word for word in left if fold(heal(word)) not in folded and _says_something(word)]
        if lost:
            yield problem("text_unread", document, " ".join(lost[:MOST_TOLD]))


def _says_something(word: str) -> bool:
    letters = fold(word).strip("0123456789")
    return len(letters) >= SHORTEST and letters not in _HEADINGS


def _words(element: Element) -> Iterator[str]:
    """The words below an element as they stand there, in order."""
    if not _is_said_otherwise(element):
        yield from (element.text or "").split()
        for child in element:
            yield from _words(child)
            yield from (child.tail or "").split()


def _is_said_otherwise(element: Element) -> bool:
    """Whether an element gives a fact and no running text, such as the title of an old document."""
    return element.tag in _SAID_OTHERWISE or (element.tag == "titel" and _is_old(element))


def _is_old(title: Element) -> bool:
    parent = title.getparent()
    return parent is not None and parent.tag == "vragen"


def _texts(body: Body) -> Iterator[str]:
    for printed in (*body.questions, *body.answers, Printed(numbers=(), blocks=body.notice + body.explanation)):
        yield from map(_text, printed.blocks)
        yield from (note.text for note in printed.footnotes)
    yield from (note.text for note in body.footnotes)


def _text(block: Block) -> str:
    return f"{block.mark} {block.text}" if block.mark else block.text
