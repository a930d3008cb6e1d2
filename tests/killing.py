"""A command that kills itself at a call: python killing.py MODULE FUNCTION HOW_MANYTH ARGUMENTS…."""

from __future__ import annotations

import os
import signal
import sys
from functools import reduce
from importlib import import_module
from typing import Any


def deadly(function: Any, call: int) -> Any:
    """The same function, but for its last call."""
    calls = 0

    def called(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)

    return called


def main(module: str, name: str, call: str, *arguments: str) -> None:
    """Run `vraagbaak` with these arguments until the call."""
    *path, last = name.split(".")
    owner = reduce(getattr, path, import_module(module))
    setattr(owner, last, deadly(getattr(owner, last), int(call)))
    import_module("index.cli").vraagbaak(list(arguments))


if __name__ == "__main__":
    main(*sys.argv[1:])
