"""Words that stand in a document and not in what was understood of it: nothing may be lost without being told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from index.extract.blocks import Element
from index.extract.parts import Body, Printed
from index.extract.problems import problem
from index.extract.text import heal
from index.records import Block, Problem
from index.vocabulary import fold

SHORTEST = 4
"""Shorter words stand in numbers and headings, which are read as what they say."""

MOST_TOLD = 8

MOST_LOOKED_FOR = 1000
"""Of that many words that are not there as they were printed, one at least is lost and not only healed."""

_SAID_OTHERWISE = frozenset({"tekstregel", "titel", "kamervraagnummer", "vraagnummer"})
_HEADINGS = frozenset({"vraag", "vragen", "antwoord", "antwoorden", "toelichting", "mededeling"})


def unread(root: Element, body: Body, sentences: Iterable[str], document: str) -> Iterator[Problem]:
    """A problem that names the first lost words, when there are any."""
    told, printed = " ".join([*sentences, *_texts(body)]), list(_words(root))
    left = Counter(printed) - Counter(told.split())
    if left:
        lost = _lost(islice(left, MOST_LOOKED_FOR), fold(heal(" ".join(printed))), fold(told))
        if shown := list(islice(lost, MOST_TOLD)):
            yield problem("text_unread", document, " ".join(shown))


def _lost(left: Iterable[str], printed: str, told: str) -> Iterator[str]:
    """The words that are printed more often than told; one that was healed or joined still has its letters there."""
    for word in filter(_says_something, left):
        folded = fold(heal(word))
        if told.count(folded) < printed.count(folded):
            yield word


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
