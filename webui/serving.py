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

from index.cli import Failure
from webui.asked import LARGEST

THREADS = 8
LARGEST_HEAD = 32_768
"""Bytes of a request; the longest address that means anything has some thousands."""
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
    server = waitress.create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        asyncore_use_poll=True,  # select() fails when the arrays of several generations hold a thousand files open
        ident=None,
        channel_timeout=PATIENCE,
        max_request_body_size=2 * LARGEST,
        max_request_header_size=LARGEST_HEAD,
    )
    with closing(server):
        server.run()


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
