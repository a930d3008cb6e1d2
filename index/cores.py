"""Work on arrays on all cores at once: NumPy lets other threads run while it is at work."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def on_all_cores(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """What some work gives for each of these, in their order."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(work, items))


@contextmanager
def without_collecting_garbage() -> Iterator[None]:
    """For work on very many things that never refer to themselves: looking for garbage took a sixth of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
