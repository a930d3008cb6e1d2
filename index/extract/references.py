"""Mentions of other sets, and the words that take a set back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.extract.header import appendices_in
from index.extract.identifiers import page_address, set_number
from index.records import Block, Footnote, House, Reference, ReferenceKind, text_of

_SUPPLEMENTS = re.compile(r"ter\s+aanvulling\s+op\s+[^.]*", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:\d{4}[zZ]\d{5}|2\d{9})\b")
_WITHDRAWN = re.compile(
    r"\(ingetrokken\)|(?:als|worden|zijn|hierbij)\s+(?:hierbij\s+)?ingetrokken|trekt\s+(?:hierbij\s+)?(?:zijn|haar|de(?:ze)?)\s+vragen"
    r"|van\s+de\s+lijst\s+van\s+(?:nog\s+te\s+beantwoorden\s+)?vragen\s+afgevoerd",
    re.IGNORECASE,
)


def references(explanation: tuple[Block, ...], footnotes: Iterable[Footnote], house: House) -> tuple[Reference, ...]:
    """The sets these questions supplement, and the answers its notes point to."""
    text = text_of(explanation)
    notes = [note.text for note in footnotes]
    return tuple(dict.fromkeys([*_supplements(text, house), *_see_also([text, *notes], house)]))


def is_withdrawal(text: str) -> bool:
    """Whether the words of a notice or title take the questions back."""
    return bool(_WITHDRAWN.search(text))


def _supplements(text: str, house: House) -> Iterator[Reference]:
    for sentence in _SUPPLEMENTS.findall(text):
        numbers = [number for found in _NUMBER.findall(sentence) if (number := set_number(found))]
        numbers += [place.id for place in appendices_in(sentence, house)]
        for number in numbers:
            yield Reference(kind=ReferenceKind.SUPPLEMENTS, id=number, text=sentence.strip())


def _see_also(texts: Iterable[str], house: House) -> Iterator[Reference]:
    for text in texts:
        bare = _SUPPLEMENTS.sub("", text)
        for place in appendices_in(bare, house):
            yield Reference(kind=ReferenceKind.SEE_ALSO, id=place.id, text=bare.strip(), url=page_address(place.id))
