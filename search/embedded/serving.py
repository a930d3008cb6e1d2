"""The generation that serves, and going over to the next one beside the requests."""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from time import monotonic, sleep, thread_time

from index.generations import CURRENT, OtherVersionError, current_name
from search.embedded.generation import OpenGeneration
from search.engine import NoGeneration

RESTS = 10.0
"""How much longer than it worked the thread that gets a generation ready then leaves the processor to the requests."""

PAUSE = 0.05
"""Seconds between two looks at which generation is current; more often would only take time from requests."""

_log = logging.getLogger(__name__)

Stamp = tuple[int, int]
"""Which file it is, and when it was written: another one whenever the file is replaced."""


class Serving:
    """Holds the current generation open.

    When another has come, a thread opens it and makes it ready, and until then the older one serves: no request waits
    for it. Requests under way keep the older one, which lets go of its files with the last of them.
    """

    def __init__(self, folder: Path, ready: Callable[[OpenGeneration, date], Iterable[None]]) -> None:
        self._folder = folder
        self._current = str(folder / CURRENT)
        self._ready = ready
        self._opening = threading.Lock()
        self._refused: str | None = None
        self._known: Stamp | None = None
        self._next_look = 0.0
        self._open: OpenGeneration | None = _first(folder)

    def generation(self) -> OpenGeneration:
        """The generation to answer from."""
        assert self._open is not None, "it was closed"
        now = monotonic()
        if now >= self._next_look:
            self._next_look = now + PAUSE
            stamp = _stamp(self._current)
            if stamp != self._known:
                self._look(self._open, stamp)
        return self._open

    def _look(self, serving: OpenGeneration, stamp: Stamp | None) -> None:
        """Read which generation is current, and go over to it unless that is under way."""
        name = current_name(self._folder)
        if name in {None, self._refused, serving.manifest.id}:
            self._known = stamp
        elif self._opening.acquire(blocking=False):
            day = serving.day  # not the generation itself: it goes when the last request is done with it
            threading.Thread(target=self._go_over, args=(day,), name="next generation").start()

    def get_ready(self, day: date) -> None:
        """Let the generation that is open do everything it has to do once, before anybody asks."""
        for _ in self._ready(self.generation(), day):
            pass
        _settle()

    def close(self) -> None:
        """Let go of all files."""
        with self._opening:
            if self._open:
                self._open.close()
            self._open = None

    def _go_over(self, day: date | None) -> None:
        """Open the generation that is current now, and let it serve, unless it does; who asked holds the lock."""
        try:
            name = current_name(self._folder)
            if name and self._open and name != self._open.manifest.id:  # another may have gone over since it was asked
                pace = _Pace()
                opened = OpenGeneration(self._folder / name)
                pace.rest()
                for _ in self._ready(opened, day or opened.manifest.built_at.date()):
                    pace.rest()
                self._open = opened
                _settle()
        except FileNotFoundError:
            _log.info("the next generation was replaced before it was open")
        except OtherVersionError as error:
            self._refused = name
            _log.warning("%s Tot die tijd blijft de vorige in gebruik.", error)
        finally:
            self._opening.release()


class _Pace:
    """Work in steps with a rest after each, so that requests are held up by one at a time."""

    def __init__(self) -> None:
        self._rested = thread_time()

    def rest(self) -> None:
        """Rest as the work since the last rest asks."""
        sleep(RESTS * (thread_time() - self._rested))
        self._rested = thread_time()


def _settle() -> None:
    """Let the garbage collector leave alone what stays from here on.

    Looking through all that a generation holds takes it a tenth of a second, in which no request goes on.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _first(folder: Path) -> OpenGeneration:
    """The generation that is current at the start; raises NoGeneration when there is none to serve."""
    name = current_name(folder)
    if name is None:
        sentence = f"Er is nog geen index in {folder}. Bouw die eerst: vraagbaak crawl, extract en build."
        raise NoGeneration(sentence)
    try:
        return OpenGeneration(folder / name)
    except OtherVersionError as error:
        raise NoGeneration(str(error)) from error


def _stamp(current: str) -> Stamp | None:
    """The stamp of the file that names the current generation: looking at it is quicker than reading it."""
    try:
        found = os.stat(current)  # noqa: PTH116 - for many a request; making a path takes longer than looking
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns
