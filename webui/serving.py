"""Serving the site: threads in one process, or several processes behind one address."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess

import click
import waitress
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask

from index.cli import Failure
from webui.pages import failure

THREADS = 8
CONNECTIONS = 500
"""Connections at once, most of them browsers that may ask for more; further ones wait to be taken in."""
LARGEST_HEAD, LARGEST_BODY = 262_144, 20_000_000
"""Bytes that are taken in, so that the site itself can tell who pastes far too much what to do."""
LARGEST_FILE, PORTION = 1_000_000_000, 16_000_000
"""Bytes that wait for a slow reader, in portions on disk that are let go of one by one."""
PATIENCE = 30
"""Seconds without a sign of life after which a connection is closed."""

Making = Callable[[], Flask]


def run(make: Making, host: str, port: int, workers: int) -> None:
    """Serves what is made until it is stopped, and says where; every process makes its own."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # every waiting request would be a line
    app = make()
    with listening(host, port) as listener:
        click.echo(f"Vraagbaak draait op http://{host}:{listener.getsockname()[1]}/ (stoppen met Ctrl-C).")
        if workers == 1:
            serve(app, listener)
        else:
            _serve_together(make, listener, workers)


def serve(app: Flask, listener: socket.socket) -> None:
    """Serves in this process until it is stopped."""
    server = make_server(app, listener)
    with closing(server):
        server.run()


def make_server(app: Flask, listener: socket.socket) -> TcpWSGIServer:
    """A server that is not running yet."""
    server: TcpWSGIServer = waitress.create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,  # select() fails when the arrays of several generations hold a thousand files open
        ident=None,
        channel_timeout=PATIENCE,
        max_request_body_size=LARGEST_BODY,
        max_request_header_size=LARGEST_HEAD,
        outbuf_high_watermark=LARGEST_FILE,
    )
    server.channel_class = _Channel
    return server


class _Refusal(ErrorTask):  # type: ignore[misc] # waitress has no types
    """What the server refuses before the site hears of it, in Dutch."""

    def execute(self) -> None:
        """Answer with the sentence for the status."""
        page = failure(self.request.error.code)
        body = f"{page.heading}\r\n\r\n{page.sentence}\r\n".encode()
        self.status = f"{self.request.error.code} {self.request.error.reason}"
        self.response_headers.append(("Content-Type", "text/plain; charset=utf-8"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection; no thread waits for whoever takes an export away drop by drop."""

    error_task_class = _Refusal
    current_outbuf_count: int

    def write_soon(self, data: bytes) -> int:
        """How much of the data will be sent: all of it, after what was written before."""
        if self.current_outbuf_count >= PORTION:
            self.current_outbuf_count = LARGEST_FILE  # as much as a buffer holds: this goes into the next one
        written: int = super().write_soon(data)
        return written


def _serve_together(make: Making, listener: socket.socket, workers: int) -> None:
    """Serves in several processes; when one ends all end, so that whoever watches starts anew."""
    context = get_context("fork")  # so that all listen on one socket
    started = [context.Process(target=_work, args=(make, listener)) for _ in range(workers)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        for process in started:
            process.start()
        connection.wait([process.sentinel for process in started])
    finally:
        _end(started)
    raise Failure("Een van de processen is gestopt; de site is daarom beëindigd.")


def _work(make: Making, listener: socket.socket) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(KeyboardInterrupt):  # it is for the process that started this one
        serve(make(), listener)


def _end(started: Sequence[BaseProcess]) -> None:
    for process in started:
        if process.pid is not None:
            process.terminate()
            process.join()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as refusal:
        raise Failure(_why(refusal, host, port)) from refusal


def _why(refusal: OSError, host: str, port: int) -> str:
    if refusal.errno == errno.EADDRINUSE:
        return f"Poort {port} is al in gebruik; kies een andere met --port."
    if refusal.errno == errno.EACCES:
        return f"Poort {port} mag niet zonder beheerdersrechten; kies een poort vanaf 1024 met --port."
    return f"Luisteren op {host}:{port} lukt niet: {refusal.strerror}."
