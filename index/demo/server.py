"""A loopback server that publishes a folder of documents the way the official service does."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from index.demo import sru

ROBOTS = b"User-agent: *\nAllow: /\n"
XML = "text/xml; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over the line."""

    status: HTTPStatus
    body: bytes
    content_type: str = XML

    @property
    def tag(self) -> str:
        """The entity tag: it changes when the bytes do."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


NOT_FOUND = Reply(HTTPStatus.NOT_FOUND, b"Dit document is er niet.\n", PLAIN)


class DemoServer(ThreadingHTTPServer):
    """The documents of one folder, on a free port of this machine only."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), DemoHandler)
        self.base_url = f"http://127.0.0.1:{self.server_port}"
        self.documents = sru.read_documents(folder)
        self.files = {f"/{each.id}.xml": each.text for each in self.documents}
        self.files |= {f"/{each.id}/metadata.xml": each.metadata for each in self.documents}

    def reply(self, path: str, query: str) -> Reply:
        """What this server says at an address."""
        if path == "/sru":
            return Reply(HTTPStatus.OK, sru.respond(self.documents, dict(parse_qsl(query)), self.base_url))
        if path == "/robots.txt":
            return Reply(HTTPStatus.OK, ROBOTS, PLAIN)
        if path in self.files:
            return Reply(HTTPStatus.OK, self.files[path].read_bytes())
        return NOT_FOUND


class DemoHandler(BaseHTTPRequestHandler):
    """One request; what the asker already has is not sent again."""

    server: DemoServer

    def do_GET(self) -> None:
        """Answer a GET."""
        address = urlsplit(self.path)
        reply = self.server.reply(address.path, address.query)
        if reply.status is HTTPStatus.OK and self.headers.get("If-None-Match") == reply.tag:
            self.send_head(HTTPStatus.NOT_MODIFIED, {"ETag": reply.tag})
            return
        length = str(len(reply.body))
        self.send_head(reply.status, {"ETag": reply.tag, "Content-Type": reply.content_type, "Content-Length": length})
        self.wfile.write(reply.body)

    def send_head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        """Send the status line and these headers."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base class names it so
        """Say nothing: the demonstration is quiet."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of these documents, for as long as the block lasts."""
    with DemoServer(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.base_url
        finally:
            server.shutdown()
            thread.join()
