"""Flask as we want it: any bytes can be asked for, and what is asked for writes no lines of its own in the log."""

from __future__ import annotations

import string
from types import TracebackType
from typing import Any
from urllib.parse import quote

from flask import Flask, Request, request

Raised = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]


class Asked(Request):
    """A request whose parameters can be read whatever bytes they were sent in."""

    def __init__(self, environ: dict[str, Any], *more: Any, **named: Any) -> None:
        environ["QUERY_STRING"] = quote(environ.get("QUERY_STRING", "").encode("latin-1"), safe=string.punctuation)
        super().__init__(environ, *more, **named)


class Application(Flask):
    """An application that logs its faults with the address as it can be typed."""

    request_class = Asked

    def log_exception(self, exc_info: Raised) -> None:
        """Log a fault of ours."""
        self.logger.error("Fout bij %s %s", request.method, quote(request.path), exc_info=exc_info)
