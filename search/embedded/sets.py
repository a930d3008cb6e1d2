"""Some of the sets of a generation, in the forms in which they are counted, scored and ordered."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.arrays import Flags
from index.weights import Scores
from search.embedded import loops

Ordinals = npt.NDArray[np.intp]


class Sets:
    """Some sets, by a flag for every set there is."""

    def __init__(self, mask: Flags) -> None:
        self.mask = mask

    @cached_property
    def ordinals(self) -> Ordinals:
        """Their ordinals."""
        ordinals = np.empty(len(self.mask) + 1, dtype=np.intp)
        return ordinals[: loops.flagged(self.mask, ordinals)]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.ordinals)

    def zeros(self) -> Scores:
        """A zero for each of them, at its ordinal; for the other sets anything."""
        zeros = np.empty(len(self.mask))
        zeros[self.ordinals] = 0
        return zeros

    @cached_property
    def room(self) -> Scores:
        """Zeros to add up in, for who leaves zeros."""
        return self.zeros()
