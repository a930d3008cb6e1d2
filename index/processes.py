"""Work in several processes: nobody waits for one that is gone, and none is left behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread

SPAWN = get_context("spawn")


class HelperGone(Exception):  # noqa: N818 - it says what is the matter
    """A process that helped was ended by the system before it was done."""


@contextmanager
def helpers(count: int, begin: Callable[..., None] | None = None, *given: object) -> Iterator[ProcessPoolExecutor]:
    """So many processes that each begin with `begin`; raises HelperGone when one was ended by the system."""
    with ProcessPoolExecutor(count, SPAWN, _begin, (begin, given)) as pool:
        try:
            yield pool
        except BrokenProcessPool as gone:
            sentence = (
                "Een proces dat meewerkte is door het systeem beëindigd, waarschijnlijk om het geheugen. "
                "Alles tot hier is bewaard; probeer het opnieuw, zo nodig met --jobs 1."
            )
            raise HelperGone(sentence) from gone
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin(begin: Callable[..., None] | None, given: tuple[object, ...]) -> None:
    """Ctrl-C is for the process that asked for the work, which then ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    if begin:
        begin(*given)


def _end_with_parent() -> None:
    """Be gone as soon as the process that asked for the work is, whatever this one is waiting for."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
