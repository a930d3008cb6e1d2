"""Texts → their words as numbers, of many texts at once.

Texts are laid end to end as bytes, in which everything that is in no word is a blank. What stands between two blanks, a
chunk, is nearly always a word. Sorting brings chunks that are alike together, so that of each only one has to be looked
up, or cut into words when it was not seen before.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from index.analysis import MAX_FORM_LENGTH, forms
from index.arrays import Ints, offsets, stretches

_Letters = npt.NDArray[np.uint64]

_WIDTH = 8
"""Bytes of a chunk that are looked at as one number."""

_LONGEST = 2 * _WIDTH
"""Bytes of the chunks that are brought together: one in sixty is longer."""

_MASKS = np.array([256**length - 1 for length in range(_WIDTH + 1)], dtype=np.uint64)
"""Leave of such a number the first so many bytes."""

_MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
"""Odd numbers without any pattern: times these, the highest bits depend on every letter."""

_BLANK = b" "
_AFTER = _BLANK * _LONGEST
"""What has to follow on the last chunk for its bytes to be looked at as numbers."""

# A letter or digit as small letter; an apostrophe may be in a word, and so may every byte of what is not ASCII.
_KEPT = string.ascii_letters + string.digits + "'`"
_FOLDED = bytes(byte if byte > 127 else ord(chr(byte).lower() if chr(byte) in _KEPT else " ") for byte in range(256))


class Cutter:
    """Cuts texts into words, and numbers the forms of words as they first come."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._words = _WordsOfChunks(self._numbers)

    @property
    def forms(self) -> list[str]:
        """The forms by their number."""
        return list(self._numbers)

    def cut(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        """The words of some texts, one behind the other, as numbers of forms; and how many each text has."""
        written = [text.encode(errors="replace") for text in texts]  # half a character is in no word, nor is "?"
        chunks = _Chunks.of(_BLANK.join(written))
        one_of_each, kinds = chunks.alike()
        words = [self._words[chunk] for chunk in chunks.read(one_of_each)]
        numbers, reached = _in_words(words, kinds)
        first = chunks.before(offsets(np.array([len(text) + 1 for text in written])))
        return numbers, np.diff(reached[first]).astype(np.int32)


class _Numbers(dict[str, int]):
    """Strings, numbered as they are first asked for."""

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self)
        return number


class _WordsOfChunks(dict[bytes, tuple[int, ...]]):
    """The words of chunks as numbers of forms, cut when they are first asked for: mostly the chunk as it is."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, chunk: bytes) -> tuple[int, ...]:
        found = [chunk.decode()[:MAX_FORM_LENGTH]] if chunk.isalnum() else forms(chunk.decode())
        words = self[chunk] = tuple(self._numbers[form] for form in found)
        return words


@dataclass(frozen=True, slots=True)
class _Chunks:
    """Where chunks begin and end in the bytes of texts, of which the first is a blank."""

    data: bytes
    starts: Ints
    ends: Ints

    @classmethod
    def of(cls, texts: bytes) -> _Chunks:
        """The chunks of texts with blanks between them."""
        data = (_BLANK + texts + _AFTER).translate(_FOLDED)
        inside = np.frombuffer(data, dtype=np.uint8) != ord(_BLANK)
        edges = np.flatnonzero(inside[1:] != inside[:-1]).astype(np.int32) + 1
        return cls(data, edges[::2].copy(), edges[1::2].copy())

    def before(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """How many chunks stand before each place in the texts."""
        return np.searchsorted(self.starts, places + len(_BLANK))

    def read(self, chunks: Ints) -> Iterator[bytes]:
        """Some of the chunks."""
        stretches_ = zip(self.starts[chunks].tolist(), self.ends[chunks].tolist(), strict=True)
        return (self.data[start:end] for start, end in stretches_)

    def alike(self) -> tuple[Ints, Ints]:
        """One chunk of every kind, and the kind of each chunk; a kind may be there more than once."""
        letters = self._letters(0), self._letters(_WIDTH)
        order = _order(letters)
        long = (self.ends - self.starts)[order] > _LONGEST
        first = np.ones(len(order), dtype=bool)
        first[1:] = long[1:] | long[:-1]
        for column in letters:
            ordered = column[order]
            first[1:] |= ordered[1:] != ordered[:-1]
        kinds = np.empty(len(order), dtype=np.int32)
        kinds[order] = np.cumsum(first, dtype=np.int32) - 1
        return order[first], kinds

    def _letters(self, skipped: int) -> _Letters:
        """The bytes of each chunk after so many of them, as a number; zero behind its end."""
        from_here = np.ndarray(len(self.data) - _LONGEST, "<u8", self.data, offset=skipped, strides=(1,))
        letters: _Letters = from_here[self.starts] & _MASKS[np.clip(self.ends - self.starts - skipped, 0, _WIDTH)]
        return letters


def _order(letters: tuple[_Letters, _Letters]) -> Ints:
    """An order in which chunks that are alike follow on one another.

    The place of each stands in the lowest bits of what is sorted: NumPy sorts numbers ten times as fast as it finds an
    order. Different chunks whose highest bits mix to the same number may lie through each other.
    """
    bits = np.uint64(len(letters[0]).bit_length())
    mixed = letters[0] * _MIXERS[0] + letters[1] * _MIXERS[1]
    mixed = (mixed >> bits << bits) | np.arange(len(mixed), dtype=np.uint64)
    mixed.sort()
    order: Ints = (mixed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32)
    return order


def _in_words(words: Sequence[tuple[int, ...]], kinds: Ints) -> tuple[Ints, npt.NDArray[np.int64]]:
    """The words of chunks, given the words of every kind of chunk; and where the words of each chunk begin."""
    numbers = np.fromiter(chain.from_iterable(words), dtype=np.int32)
    lengths = np.fromiter(map(len, words), dtype=np.int32, count=len(words))
    first, length = offsets(lengths)[kinds], lengths[kinds]
    reached = offsets(length)
    places = first.repeat(length)
    more = np.flatnonzero(length > 1)
    places[stretches(reached[more], reached[more + 1])] = stretches(first[more], first[more] + length[more])
    return numbers[places], reached
