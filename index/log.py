"""What happens, told line by line: to people as sentences, to machines as one JSON object a line."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

_LOGGER = logging.getLogger("vraagbaak")
_FOR_MACHINES_ONLY = logging.DEBUG  # one line a document is too much to read


def tell(event: str, sentence: str, *, routine: bool = False, **facts: Any) -> None:
    """Tell of an event; a routine one only to machines."""
    level = _FOR_MACHINES_ONLY if routine else logging.INFO
    _LOGGER.log(level, "%s", sentence, extra={"event": event, "facts": facts})


@contextmanager
def telling(*, as_json: bool) -> Iterator[None]:
    """Events go to standard output as JSON, or to standard error with the time in front."""
    handler = logging.StreamHandler(sys.stdout if as_json else sys.stderr)
    handler.setFormatter(_ForMachines() if as_json else logging.Formatter("%(asctime)s %(message)s", "%d-%m %H:%M:%S"))
    before = (_LOGGER.level, _LOGGER.propagate)
    _LOGGER.setLevel(_FOR_MACHINES_ONLY if as_json else logging.INFO)
    _LOGGER.propagate = False
    _LOGGER.addHandler(handler)
    try:
        yield
    finally:
        _LOGGER.removeHandler(handler)
        _LOGGER.setLevel(before[0])
        _LOGGER.propagate = before[1]


class _ForMachines(logging.Formatter):
    """`at` (UTC), `event`, `sentence`, and the facts of the event."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object on one line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"at": at, "event": vars(record)["event"], "sentence": record.getMessage(), **vars(record)["facts"]}
        return json.dumps(told, ensure_ascii=False, default=str)
