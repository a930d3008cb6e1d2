"""Progress a person can follow: one live line on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from index.closing import Closing

Progress = Callable[[int, int | None, str], None]
"""Called with done, total (None: unknown) and what is being done (Dutch)."""

_LIVE_PAUSE = 0.2
_LINE_PAUSE = 10.0


class Meter(Closing):
    """Callable with done, total (None: unknown) and what is being done. Use it as a context manager."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._live = self._stream.isatty()
        self._what = ""
        self._since = self._shown = clock()
        self._width = 0

    def close(self) -> None:
        """Take the live line away."""
        self._clear()

    def __call__(self, done: int, total: int | None, what: str) -> None:
        """Show how far something is."""
        now = self._clock()
        if what != self._what and total is not None:
            self._what, self._since = what, now
        pause = _LIVE_PAUSE if self._live else _LINE_PAUSE
        if now - self._shown < pause and done != total:
            return
        if done == total and not self._live and now - self._since < _LINE_PAUSE:
            return
        self._shown = now
        self._show(_line(done, total, what, now - self._since))

    def _show(self, line: str) -> None:
        if self._live:
            self._clear()
            self._width = len(line)
            self._stream.write(line)
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def _clear(self) -> None:
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._width = 0


def _line(done: int, total: int | None, what: str, seconds: float) -> str:
    """One line such as "1.200 van 31.795 sets geïndexeerd (4 %, nog 2 min)"."""
    if total is None:
        return f"{_number(done)} · {what}"
    share = done / total if total else 1.0
    left = f", nog {_duration(seconds / share - seconds)}" if 0 < share < 1 else ""
    return f"{_number(done)} van {_number(total)} {what} ({share:.0%}{left})".replace("%", " %")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
