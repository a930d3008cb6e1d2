"""Known words with their counts → what a misspelled one most likely means.

A noisy channel: of the words that could have been mistyped or misheard as the one typed, the one that explains it best
is common and cheap to reach. Cost is counted in letters (keys that lie close, sounds that are alike) and in sounds (ei
and ij, au and ou, a final d and t are one), whichever is less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]
Costs = npt.NDArray[np.float32]

SHORTEST = 4
"""Shorter words have too many neighbours to be sure of anything."""

LONGEST = 40
"""Longer words are not compared."""

LONG = 8
"""Words of so many letters can hold two mistakes, shorter ones only one."""

SOUND = 0.6
"""What it costs to write the same sounds in other letters."""

FIRST_LETTER = 0.4
"""What a mistake in the first letter costs besides: people seldom make it."""

DOUBLING = 0.5
"""What it costs to write a letter twice, or once where it should be twice."""

SWAP = 0.8
"""What it costs to write two letters in the wrong order."""

PRICE = 4.0
"""How much commoner (as a natural logarithm) a word must be to make up for one whole mistake."""

PRICE_IN_PAPERS = 3.0
"""The same when a long word is seen now and then as it was typed: the papers have mistakes too."""

CERTAIN = 2.0
"""By how much (the same measure) a word must explain what was typed better than the typed word itself does."""

UNKNOWN = 0.02
"""How often a word that is nowhere counts as seen, in a collection that is `LARGE`; in a smaller one less."""

LARGE = 10_000_000
"""Words seen in a large collection."""

WELL_BUILT = 2.0
"""The same for a word that is nowhere but made of common ones."""

KNOWN = 3.0
"""How much more a word that is somewhere counts than it is seen."""

RARE = 3
"""A short word that is seen so often is no mistake."""

COMMON = 20
"""A word that is seen so often is no mistake at all, and makes sense as a part of another."""

SHORTEST_PART = 4
ENDINGS = ("en", "s", "e", "je", "jes", "tje", "tjes", "de", "te", "er", "ers")
LINKS = ("", "s", "en", "e")

TOGETHER = 10
"""Two words are one when that is so many times commoner than the two beside each other."""

MOST_JOINED = 3
"""So many words can be one that was typed in pieces."""

BESIDE = 3
"""One word is two when these stand beside each other so often."""

_PLAIN = re.compile(rf"[a-z]{{1,{LONGEST}}}")
_ALIKE = ("dt", "ck", "sz", "fv", "iy", "bp", "gh", "mn", "ei", "kq")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KINDS = 28
"""No letter, 26 letters, any other character."""

_LETTERS = np.full(128, _KINDS - 1, dtype=np.uint8)
_LETTERS[ord("a") : ord("z") + 1] = np.arange(1, 27)
_LETTERS[ord("\n")] = 0

# In this order, in text that has a line for each word. Plain replacements: they are quick over a whole lexicon.
_SOUNDS: tuple[tuple[str, str], ...] = (
    *(("ij", "ei"), ("ey", "ei"), ("y", "ei"), ("auw", "au"), ("ouw", "au"), ("ou", "au")),
    *(("sch\n", "s\n"), ("sche\n", "se\n"), ("ch", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("q", "k")),
    *(("ce", "se"), ("ci", "si"), ("c", "k"), ("x", "ks"), ("z", "s"), ("v", "f"), ("ie", "i")),
    *(("dt\n", "t\n"), ("d\n", "t\n"), ("b\n", "p\n")),
    *((2 * letter, letter) for letter in ascii_lowercase),
)


def sounds(lines: str) -> str:
    """Words, each with a line end behind it, as they sound: what Dutch writes in two ways is written in one."""
    for written, sound in _SOUNDS:
        lines = lines.replace(written, sound)
    return lines


def _substitutions() -> Costs:
    """What it costs to type one letter for another: less for keys that lie close and sounds that are alike."""
    costs = np.ones((_KINDS, _KINDS), dtype=np.float32)
    np.fill_diagonal(costs, 0)
    for pairs, cost in ((_neighbouring_keys(), 0.8), (_ALIKE, 0.5)):
        for pair in pairs:
            first, second = _LETTERS[[ord(letter) for letter in pair]]
            costs[first, second] = costs[second, first] = cost
    return costs


def _neighbouring_keys() -> list[str]:
    beside = [one + other for row in _ROWS for one, other in pairwise(row)]
    below = [one + other for row, under in pairwise(_ROWS) for one, other in zip(row, under, strict=False)]
    return beside + below


_SUBSTITUTION = _substitutions()


@dataclass(frozen=True, slots=True)
class Spelled:
    """Words as rows of letter numbers, with their lengths, and as bits which letters each has once and twice."""

    codes: Codes
    lengths: Numbers
    letters: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, lines: str) -> Spelled:
        """The words of a text that has a line for each."""
        flat = _LETTERS[np.frombuffer(lines.encode(), dtype=np.uint8)]
        ends = np.flatnonzero(flat == 0)
        starts = np.append(0, ends + 1)[:-1]
        lengths = ends - starts
        within = np.arange(int(lengths.max(initial=1)))
        places = np.minimum(starts[:, None] + within, len(flat) - 1)
        codes = np.where(within < lengths[:, None], flat[places], np.uint8(0))
        return cls(codes, lengths, _letters(codes))

    def near(self, other: Spelled, mistakes: int) -> npt.NDArray[np.bool_]:
        """Which words may be so many mistakes from the one word of `other`: all that are, and some that are not."""
        differing = np.bitwise_count(self.letters ^ other.letters[0])
        near: npt.NDArray[np.bool_] = differing <= 2 * mistakes
        near &= np.abs(self.lengths - other.lengths[0]) <= mistakes
        return near

    def some(self, places: Numbers) -> Spelled:
        """Some of the words."""
        lengths = self.lengths[places]
        return Spelled(self.codes[places, : lengths.max(initial=0)], lengths, self.letters[places])


def _letters(codes: Codes) -> npt.NDArray[np.uint64]:
    """For each word a bit for every letter it has, and one for every letter it has twice."""
    rows = np.arange(len(codes))[:, None] * _KINDS
    times = np.bincount((rows + codes).ravel(), minlength=len(codes) * _KINDS).reshape(-1, _KINDS)
    bits = np.uint64(1) << np.arange(2 * _KINDS, dtype=np.uint64)
    bits[[0, _KINDS]] = 0
    return (np.hstack((times >= 1, times >= 2)) @ bits).astype(np.uint64)


class _Distances:
    """The table of an edit distance from one typed word to many others at once: a cell is a cost for each of them.

    Only cells within `band` of the diagonal are filled in; what lies outside costs more than anybody asks for.
    """

    def __init__(self, typed: Spelled, words: Spelled, band: int) -> None:
        self.typed = typed.codes[0][: typed.lengths[0]].tolist()
        self.words = words
        self.band = band
        self.columns = list(np.ascontiguousarray(words.codes.T))
        self.far = np.full(len(words.lengths), 99, dtype=np.float32)
        self.extra = [self._insertion(j) for j in range(len(self.columns))]

    def _insertion(self, place: int) -> Costs:
        """What it costs to have left out the letter at a place of each word."""
        if not place:
            return np.full(len(self.far), 1 + FIRST_LETTER, dtype=np.float32)
        twice = self.columns[place] == self.columns[place - 1]
        return np.where(twice, np.float32(DOUBLING), np.float32(1))

    def costs(self) -> Costs:
        """The cost of each word."""
        rows = [self._first_row()]
        for i in range(1, len(self.typed) + 1):
            rows.append(self._row(i, rows))
        return np.stack(rows[-1])[self.words.lengths, np.arange(len(self.far))]

    def _first_row(self) -> list[Costs]:
        row = [np.zeros_like(self.far)]
        for j, cost in enumerate(self.extra):
            row.append(row[-1] + cost if j < self.band else self.far)
        return row

    def _row(self, i: int, rows: list[list[Costs]]) -> list[Costs]:
        above, row = rows[-1], [self.far] * (len(self.columns) + 1)
        first = FIRST_LETTER if i == 1 else 0.0
        doubled = i > 1 and self.typed[i - 1] == self.typed[i - 2]
        removal = np.float32((DOUBLING if doubled else 1) + first)
        if i <= self.band:
            row[0] = above[0] + removal
        substitution = _SUBSTITUTION[self.typed[i - 1]] + np.float32(first) * (_SUBSTITUTION[self.typed[i - 1]] > 0)
        for j in range(max(1, i - self.band), min(len(self.columns), i + self.band) + 1):
            cost = above[j - 1] + substitution[self.columns[j - 1]]
            np.minimum(cost, above[j] + removal, out=cost)
            np.minimum(cost, row[j - 1] + self.extra[j - 1], out=cost)
            if i > 1 and j > 1:
                swapped = (self.columns[j - 1] == self.typed[i - 2]) & (self.columns[j - 2] == self.typed[i - 1])
                np.minimum(cost, rows[-2][j - 2] + np.float32(SWAP), out=cost, where=swapped)
            row[j] = cost
        return row


@dataclass(frozen=True, slots=True)
class Respelling:
    """Words of a run, from `first` up to `end`, that should be written otherwise."""

    first: int
    end: int
    words: tuple[str, ...]


class Speller:
    """Knows words with how often each is seen, and which stand beside each other; finds what was meant."""

    def __init__(self, counts: Mapping[str, int], beside: Callable[[tuple[str, ...]], int], *, least: int = 1) -> None:
        """`beside` tells how often words stand beside each other; only what is seen `least` times is suggested."""
        self._counts = counts
        self._beside = beside
        self._least = least
        self._words = [word for word, count in counts.items() if count >= least and _PLAIN.fullmatch(word)]
        self._seen = np.array([counts[word] for word in self._words], dtype=np.int64)
        self._unknown = UNKNOWN * float(np.sqrt(min(1.0, max(1, sum(counts.values())) / LARGE)))
        lines = "".join(f"{word}\n" for word in self._words)
        self._spelled, self._sounding = Spelled.of(lines), Spelled.of(sounds(lines))

    def respellings(self, run: Sequence[str]) -> list[Respelling]:
        """What should be written otherwise in words that were typed one after another."""
        found, place = [], 0
        while place < len(run):
            respelling = self._joined(run, place) or self._respelled(run[place], place)
            if respelling:
                found.append(respelling)
            place = respelling.end if respelling else place + 1
        return found

    def _joined(self, run: Sequence[str], first: int) -> Respelling | None:
        """The words from a place on as one, when it is that."""
        for end in range(min(len(run), first + MOST_JOINED), first + 1, -1):
            pieces = tuple(run[first:end])
            whole = self._whole(pieces)
            if whole and self._counts[whole] > TOGETHER * self._beside(pieces):
                return Respelling(first, end, (whole,))
        return None

    def _whole(self, pieces: tuple[str, ...]) -> str | None:
        """The word that pieces are; misspelled when one of them is no word either."""
        whole = "".join(pieces)
        if self._count(whole) >= self._least:
            return whole
        return self.meant(whole) if not all(map(self._count, pieces)) else None

    def _respelled(self, word: str, place: int) -> Respelling | None:
        meant = self.meant(word)
        words = (meant,) if meant else self._split(word)
        return Respelling(place, place + 1, words) if words else None

    def _split(self, word: str) -> tuple[str, ...] | None:
        """The two words that were typed as one; the commoner pair when there are several."""
        if self._count(word) or len(word) < LONG:
            return None
        halves = ((word[:place], word[place:]) for place in range(2, len(word) - 1))
        known = [pair for pair in halves if all(self._count(half) >= COMMON for half in pair)]
        counted = [(self._beside(pair), pair) for pair in known]
        often, pair = max(counted, default=(0, None))
        return pair if often >= BESIDE else None

    def meant(self, typed: str) -> str | None:
        """The word that was most likely meant; None when the typed one is well as it is."""
        if self._is_sound(typed):
            return None
        seen = self._count(typed)
        own = float(np.log(KNOWN * seen or (WELL_BUILT if self._is_built_well(typed) else self._unknown)))
        places, costs = self._near(typed, own)
        if not len(places):
            return None
        price = PRICE_IN_PAPERS if seen and len(typed) >= LONG else PRICE
        scores = np.log(self._seen[places]) - price * costs
        best = int(np.argmax(scores))
        return self._words[places[best]] if scores[best] - own > CERTAIN else None

    def _is_sound(self, typed: str) -> bool:
        """Whether a word need not be looked at: too short or too long to say anything, or known."""
        if not _PLAIN.fullmatch(typed) or len(typed) < SHORTEST:
            return True
        return self._count(typed) >= (COMMON if len(typed) >= LONG else RARE)

    def _near(self, typed: str, own: float) -> tuple[Numbers, Costs]:
        """The words near a typed one that are common enough to be meant, with what each costs."""
        mistakes = 2 if len(typed) >= LONG else 1
        spelled, sounding = Spelled.of(f"{typed}\n"), Spelled.of(sounds(f"{typed}\n"))
        near = self._spelled.near(spelled, mistakes) | self._sounding.near(sounding, 1)
        places = np.flatnonzero(near & (self._seen > np.exp(own + CERTAIN)))
        by_letter = _Distances(spelled, self._spelled.some(places), 2).costs()
        by_sound = _Distances(sounding, self._sounding.some(places), 2).costs()
        costs = np.minimum(by_letter, by_sound + np.float32(SOUND))
        kept = costs <= mistakes
        return places[kept], costs[kept]

    def _is_built_well(self, typed: str) -> bool:
        """Whether a word is a common one with an ending, or made of two common ones."""
        if any(self._is_common(typed.removesuffix(ending)) for ending in ENDINGS if typed.endswith(ending)):
            return True
        cuts = range(SHORTEST_PART, len(typed) - SHORTEST_PART + 1)
        return any(self._is_common(typed[cut:]) and self._is_first_part(typed[:cut]) for cut in cuts)

    def _is_first_part(self, part: str) -> bool:
        return any(self._is_common(part.removesuffix(link)) for link in LINKS if part.endswith(link))

    def _is_common(self, part: str) -> bool:
        return len(part) >= SHORTEST_PART and self._count(part) >= COMMON

    def _count(self, word: str) -> int:
        return self._counts.get(word, 0)
