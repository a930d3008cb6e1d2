"""Some of the sets of a generation, in the forms in which they are counted, scored and ordered."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.arrays import Flags

Ordinals = npt.NDArray[np.intp]


class Sets:
    """Some sets, by a flag for every set there is."""

    def __init__(self, mask: Flags) -> None:
        self.mask = mask

    @cached_property
    def count(self) -> int:
        """How many they are."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def ordinals(self) -> Ordinals:
        """Their ordinals."""
        return self.mask.nonzero()[0]
