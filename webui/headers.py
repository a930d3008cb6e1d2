"""Headers: what browsers may do with a page, and when they need not fetch it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from flask import Response

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


def secure(response: Response) -> Response:
    """The response with the headers that keep out foreign scripts, frames and guesses."""
    response.headers.update(SECURITY)
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
