"""How long one question to the engine may take."""

from __future__ import annotations

from time import perf_counter

from search.engine import TooSlow


class Deadline:
    """The end of the time for one question; whoever works on it looks at the clock between two steps."""

    def __init__(self, seconds: float) -> None:
        self._end = perf_counter() + seconds

    def check(self) -> None:
        """Raise TooSlow when the time is over."""
        if perf_counter() > self._end:
            raise TooSlow
