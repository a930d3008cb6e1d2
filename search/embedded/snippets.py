"""Marking the words that matched, in a whole text or in the part of it worth showing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import compress, count

from index.analysis import fold, words_apart
from search.response import Snippet
from search.tree import Phrase, Prefix, TextLeaf, Word, words_of

_SENTENCE_START = re.compile(r"(?<=[.?!:;])\s+|\n+")


class Marker:
    """Finds in a text the words that a query looks for."""

    def __init__(
        self, leaves: Iterable[TextLeaf], forms_of: Callable[[Word], Iterable[str]], field: str | None = None
    ) -> None:
        """Mark what leaves look for, in one field or in any; `forms_of` gives all forms that a word stands for."""
        typed = [one for leaf in leaves for one in words_of(leaf)]
        wanted = [*typed, *(name for one in typed if isinstance(one, Word) for name in one.names)]
        here = [leaf for leaf in wanted if field is None or field in leaf.fields]
        self._forms = {form for leaf in here if isinstance(leaf, Word) for form in forms_of(leaf)}
        self._prefixes = tuple(leaf.form for leaf in here if isinstance(leaf, Prefix))
        self._phrases = {leaf.forms for leaf in here if isinstance(leaf, Phrase)}

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of everything that matches, in order and without overlap."""
        words = words_apart(text)
        spans: list[tuple[int, int]] = []
        start = last = 0
        for place in self._places(words):
            start += sum(map(len, words[last:place])) + place - last
            last, end = place, start + len(words[place])
            if spans and text[spans[-1][1] : start].isspace():
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return spans

    def _places(self, words: list[str]) -> list[int]:
        """Which of the words of a text are looked for, in order."""
        found = set(compress(count(), map(self._forms.__contains__, map(fold, words))))
        if self._prefixes:
            found.update(place for place, word in enumerate(words) if fold(word).startswith(self._prefixes))
        if self._phrases:
            found.update(_places_of_phrases(self._phrases, list(map(fold, words))))
        return sorted(found)

    def mark(self, text: str) -> Snippet:
        """The whole text, in pieces that matched and pieces that did not."""
        return _pieces(text, self.spans(text), 0, len(text))

    def passage(self, text: str, length: int) -> Snippet:
        """The part of a text, about so long, with most different matches, begun at a sentence where that is near."""
        spans = self.spans(text)
        start = _best_start(text, spans, length)
        end = _word_end(text, start + length)
        pieces = _pieces(text, spans, start, end)
        before = (("… ", False),) if start else ()
        after = ((" …", False),) if end < len(text) else ()
        return (*before, *pieces, *after)


def _places_of_phrases(phrases: set[tuple[str, ...]], forms: list[str]) -> Iterator[int]:
    """The places of the words of every phrase that stands in a text, given as its forms."""
    first_forms = {phrase[0] for phrase in phrases}
    filled = [place for place, form in enumerate(forms) if form]
    for at in (at for at, place in enumerate(filled) if forms[place] in first_forms):
        for phrase in phrases:
            places = filled[at : at + len(phrase)]
            if tuple(forms[place] for place in places) == phrase:
                yield from places


def _best_start(text: str, spans: list[tuple[int, int]], length: int) -> int:
    """Where a part of the given length begins that holds as many different matching words as can be."""
    if not spans or spans[-1][1] <= length:
        return 0
    best = max(range(len(spans)), key=_variety(text, spans, length))
    lead = max(0, spans[best][0] - length // 3)
    sentences = [match.end() for match in _SENTENCE_START.finditer(text, lead, spans[best][0])]
    return sentences[0] if sentences else (text.find(" ", lead) + 1 if lead else 0)


def _variety(text: str, spans: list[tuple[int, int]], length: int) -> Callable[[int], tuple[int, int]]:
    """How many different matches, and how many, stand in a part of the given length that begins with one of them."""
    words, ends = [text[start:end].lower() for start, end in spans], [end for _, end in spans]

    def variety(first: int) -> tuple[int, int]:
        inside = words[first : bisect_right(ends, spans[first][0] + length)]
        return len(set(inside)), len(inside)

    return variety


def _word_end(text: str, end: int) -> int:
    """The end of the word at `end`."""
    if end >= len(text):
        return len(text)
    space = text.find(" ", end)
    return len(text) if space < 0 else space


def _pieces(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Snippet:
    """The text from start to end, cut where a match begins or ends."""
    pieces: list[tuple[str, bool]] = []
    place = start
    for first, last in spans:
        if first < place or last > end:
            continue
        pieces += [(text[place:first], False), (text[first:last], True)]
        place = last
    pieces.append((text[place:end], False))
    return tuple((piece, matched) for piece, matched in pieces if piece)
