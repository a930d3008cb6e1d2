"""Headers: what browsers may do with a page, and when they need not fetch it again."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from datetime import date
from http import HTTPStatus
from pathlib import Path

from flask import Response
from werkzeug.datastructures import Accept

from webui.settings import Settings

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
A_YEAR = 365 * 24 * 3600
PACKED = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"})
PACKING = 5
"""How hard to compress: more costs time and gains nothing for pages."""


def secure(response: Response) -> Response:
    """The response with the headers that keep out foreign scripts, frames and guesses."""
    response.headers.update(SECURITY)
    return response


def packed(response: Response, accepted: Accept) -> Response:
    """The response compressed for a browser that takes that; what is sent while it is made stays as it is."""
    if response.is_streamed and not response.direct_passthrough:
        return response
    if response.mimetype not in PACKED or response.status_code != HTTPStatus.OK:
        return response
    response.vary.add("Accept-Encoding")
    if accepted.quality("gzip"):
        response.direct_passthrough = False
        response.set_data(gzip.compress(response.get_data(), PACKING))
        response.headers["Content-Encoding"] = "gzip"
    return response


def timed(response: Response, parts: Iterable[tuple[str, float]]) -> Response:
    """The response with what its time went to, in milliseconds, where a browser's tools show it."""
    response.headers["Server-Timing"] = ", ".join(f"{name};dur={milliseconds:.1f}" for name, milliseconds in parts)
    return response


def etag(snapshot: str, release: str, today: date, path: str, params: Iterable[tuple[str, str]]) -> str:
    """Names what a page shows: it changes with the generation, our own files, the day and the address."""
    parts = [snapshot, release, today.isoformat(), path, *(f"{name}={value}" for name, value in sorted(params))]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def release(folder: Path, settings: Settings) -> str:
    """Names the files and settings that make the pages: it changes with any of them."""
    digest = hashlib.sha256(repr(settings).encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".py", ".html", ".css", ".js", ".svg"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
