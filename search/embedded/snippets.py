"""Marking the words that matched, in a whole text or in the part of it worth showing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from index.analysis import fold, stem, word_matches
from search.response import Snippet
from search.tree import Phrase, Prefix, TextLeaf, Word, words_of

PASSAGE_LENGTH = 260
"""Characters of a question or answer shown with a hit."""

_KEPT = 2
"""Letters at the beginning of a word that its stem keeps: most words need no stemming to be known not to fit."""

_SENTENCE_START = re.compile(r"(?<=[.?!:;])\s+|\n+")


class Marker:
    """Finds in a text the words that a query looks for."""

    def __init__(
        self, leaves: Iterable[TextLeaf], compounds: Callable[[Word], Iterable[str]], field: str | None = None
    ) -> None:
        """Mark what leaves look for, in one field or in any; `compounds` gives the longer words with a word in them."""
        typed = [one for leaf in leaves for one in words_of(leaf)]
        wanted = [*typed, *(name for one in typed if isinstance(one, Word) for name in one.names)]
        here = [leaf for leaf in wanted if field is None or field in leaf.fields]
        words = [leaf for leaf in here if isinstance(leaf, Word)]
        stems = {stem(form) for word in words for form in (word.form, *word.joined)}
        longer = {form for word in words for form in compounds(word)}
        self._known = _Known(stems, longer, tuple(leaf.form for leaf in here if isinstance(leaf, Prefix)))
        self._phrases = {leaf.forms for leaf in here if isinstance(leaf, Phrase)}

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of everything that matches, in order and without overlap."""
        found = list(word_matches(text))
        marked = [self._known[match.group()] for match in found]
        if self._phrases:
            _mark_phrases(self._phrases, [fold(match.group()) for match in found], marked)
        spans: list[tuple[int, int]] = []
        for start, end in (match.span() for match, fits in zip(found, marked, strict=True) if fits):
            if spans and text[spans[-1][1] : start].isspace():
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return spans

    def mark(self, text: str) -> Snippet:
        """The whole text, in pieces that matched and pieces that did not."""
        return _pieces(text, self.spans(text), 0, len(text))

    def passage(self, text: str, length: int = PASSAGE_LENGTH) -> Snippet:
        """The part of a text that holds most different matches, begun at a sentence where that is near."""
        spans = self.spans(text)
        start = _best_start(text, spans, length)
        end = _word_end(text, start + length)
        pieces = _pieces(text, spans, start, end)
        before = (("… ", False),) if start else ()
        after = ((" …", False),) if end < len(text) else ()
        return (*before, *pieces, *after)


class _Known(dict[str, bool]):
    """Whether a printed word is looked for; each word is looked at once."""

    def __init__(self, stems: set[str], longer: set[str], prefixes: tuple[str, ...]) -> None:
        super().__init__()
        self._stems = stems
        self._longer = longer
        self._prefixes = prefixes
        self._beginnings = tuple({one[:_KEPT] for one in (*stems, *longer, *prefixes)})

    def __missing__(self, word: str) -> bool:
        form = fold(word)
        self[word] = fits = form.startswith(self._beginnings) and self._fits(form)
        return fits

    def _fits(self, form: str) -> bool:
        return form in self._longer or form.startswith(self._prefixes) or stem(form) in self._stems


def _mark_phrases(phrases: set[tuple[str, ...]], forms: list[str], marked: list[bool]) -> None:
    """Mark the words of every phrase that stands in the text, given as its forms."""
    first_forms = {phrase[0] for phrase in phrases}
    for place in (place for place, form in enumerate(forms) if form in first_forms):
        for phrase in phrases:
            if tuple(forms[place : place + len(phrase)]) == phrase:
                marked[place : place + len(phrase)] = [True] * len(phrase)


def _best_start(text: str, spans: list[tuple[int, int]], length: int) -> int:
    """Where a part of the given length begins that holds as many different matching words as can be."""
    if not spans or spans[-1][1] <= length:
        return 0
    starts = [start for start, _ in spans]
    best = max(starts, key=lambda start: (_variety(text, spans, start, length), -start))
    lead = max(0, best - length // 3)
    sentences = [match.end() for match in _SENTENCE_START.finditer(text, lead, best)]
    return sentences[0] if sentences else (text.find(" ", lead) + 1 if lead else 0)


def _variety(text: str, spans: Iterable[tuple[int, int]], start: int, length: int) -> tuple[int, int]:
    inside = [text[a:b].lower() for a, b in spans if start <= a and b <= start + length]
    return len(set(inside)), len(inside)


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
