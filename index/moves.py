"""Where the things in a row end up when some of them leave and others come in between."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.arrays import Flags, Ints, Offsets

GONE = -1
"""The new place of what left."""

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Moves:
    """A row that changed: which of the old things stay, the places of those that came, which places are of old ones."""

    kept: Flags
    new: Offsets
    of_old: Flags

    def carry(self, old: npt.NDArray[Scalar], new: npt.NDArray[Any]) -> npt.NDArray[Scalar]:
        """What is told of each thing in the row as it became, from what was told of the old ones and of the new."""
        result = np.empty(len(self.of_old), dtype=old.dtype)
        result[self.of_old] = old[self.kept]
        result[self.new] = new
        return result

    @property
    def old(self) -> Ints:
        """The place of each old thing, GONE for those that left."""
        places = np.full(len(self.kept), GONE, dtype=np.int32)
        places[self.kept] = np.flatnonzero(self.of_old)
        return places


def interleaved(kept: Flags, before: npt.NDArray[np.integer[Any]]) -> Moves:
    """The row without what is not kept and with what came: each before the old thing that is told, in order."""
    gone = np.flatnonzero(~kept)
    new = before - np.searchsorted(gone, before) + np.arange(len(before))
    of_old = np.ones(len(kept) - len(gone) + len(new), dtype=bool)
    of_old[new] = False
    return Moves(kept, new, of_old)


@dataclass(frozen=True, slots=True)
class Union:
    """A row without doubles that others joined: where each of those was or came before, whether it was, where it is."""

    moves: Moves
    at: Offsets
    known: Flags
    new: Ints

    @property
    def old(self) -> Ints:
        """The place of each old thing, GONE for those that left."""
        return self.moves.old

    def carry(self, old: npt.NDArray[Scalar], new: npt.NDArray[Any]) -> npt.NDArray[Scalar]:
        """What is told of each; what was there already keeps what was told of it."""
        return self.moves.carry(old, new[~self.known])


def united(kept: Flags, at: Offsets, known: Flags) -> Union:
    """The row of what is kept or known, and of the others before the old thing that is told of them."""
    kept = kept.copy()
    kept[at[known]] = True
    moves = interleaved(kept, at[~known])
    new = np.empty(len(at), dtype=np.int32)
    new[known], new[~known] = moves.old[at[known]], moves.new
    return Union(moves, at, known, new)


def places_among(wanted: Sequence[str], ordered: Sequence[str]) -> tuple[Offsets, Flags]:
    """Where strings stand among ordered ones or would, and whether they do."""
    at = np.array([bisect_left(ordered, one) for one in wanted], dtype=np.int64)
    known = [place < len(ordered) and ordered[place] == one for place, one in zip(at.tolist(), wanted, strict=True)]
    return at, np.array(known, dtype=bool)


def bisected(values: npt.NDArray[Any], first: Offsets, end: Offsets, wanted: npt.NDArray[Any]) -> Offsets:
    """For each wanted value its place in a stretch of ordered values."""
    while len(open_ := np.flatnonzero(first < end)):
        middle = (first[open_] + end[open_]) // 2
        right = values[middle] < wanted[open_]
        first = first.copy()
        first[open_[right]] = middle[right] + 1
        end = end.copy()
        end[open_[~right]] = middle[~right]
    return first
