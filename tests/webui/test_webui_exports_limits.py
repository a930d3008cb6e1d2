"""Large exports: a few at a time, and one that breaks off is taken for a whole one by nobody."""

from __future__ import annotations

import gc
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from http.client import HTTPConnection, IncompleteRead

import pytest
from bs4 import BeautifulSoup
from flask import Flask, Response
from flask.testing import FlaskClient
from invented import CORPUS
from memory import MemoryEngine

from index.records import QuestionSet
from search.engine import TooSlow
from search.request import SearchRequest
from webui import create_app, exports
from webui.pages import failure
from webui.serving import LARGEST_BODY, LARGEST_HEAD, listening, make_server
from webui.settings import Settings

TODAY = date(2023, 5, 1)
IN_A_BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here more than three sets are many."""
    monkeypatch.setattr(exports, "LARGE", 3)


def full(client: FlaskClient) -> list[object]:
    """As many large exports under way as there can be."""
    return [client.get(f"/zoeken.{form}?q=gevolg") for form in ("csv", "ris")]


@pytest.mark.parametrize("form", ["csv", "jsonl", "ris", "bib"])
def test_there_is_no_place_for_more_large_exports_than_a_few(client: FlaskClient, form: str) -> None:
    held = full(client)
    refused = client.get(f"/zoeken.{form}?q=gevolg")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert "ETag" not in refused.headers
    sentence = refused.get_json()["error"] if form == "jsonl" else refused.text
    assert "een export tot en met 3 sets kan altijd" in sentence
    assert client.get(f"/zoeken.{form}?q=dijken").status_code == 200
    assert client.get("/zoeken?q=gevolg").status_code == 200
    held[0].close()
    assert client.get(f"/zoeken.{form}?q=gevolg").status_code == 200
    held[1].close()


def test_in_a_browser_the_refusal_is_a_page_with_ways_on(client: FlaskClient) -> None:
    held = full(client)
    refused = client.get("/zoeken.csv?q=gevolg&partij=cda", headers=IN_A_BROWSER)
    assert (refused.status_code, refused.mimetype) == (503, "text/html")
    assert "Accept" in refused.headers["Vary"]
    ways = {way.text: way["href"] for way in BeautifulSoup(refused.text, "lxml").select(".ways a")}
    assert ways["Nog eens proberen"] == "/zoeken.csv?q=gevolg&partij=cda"
    assert ways["Terug naar de resultaten, om te filteren"] == "/zoeken?q=gevolg&partij=cda"
    assert len(held) == exports.AT_ONCE


def test_who_goes_away_or_only_looks_keeps_no_place(client: FlaskClient) -> None:
    for _ in range(2 * exports.AT_ONCE):
        assert client.head("/zoeken.csv?q=gevolg").status_code == 200
        next(iter(client.get("/zoeken.csv?q=gevolg").response))
    gc.collect()
    assert client.get("/zoeken.csv?q=gevolg").status_code == 200


class Stopping(MemoryEngine):
    """An engine with enough time to search, and so little for an export that it is over after two sets."""

    def pinned(self, patience: float | None = None) -> MemoryEngine:
        return self if patience is None else Stopped(self.corpus)


class Stopped(MemoryEngine):
    def records(self, request: SearchRequest, today: date) -> Iterator[QuestionSet]:
        found = super().records(request, today)
        yield next(found)
        yield next(found)
        raise TooSlow


LAST = {"csv": b"\nLet op: dit bestand", "jsonl": b'{"remark": "Let op', "ris": b"TY  - GEN", "bib": b"@comment{Let op"}


@pytest.mark.parametrize("form", LAST)
def test_an_export_that_breaks_off_is_no_whole_answer(form: str) -> None:
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    with served(create_app(Settings(), Stopping(CORPUS), lambda: TODAY)) as port:
        with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as line:
            line.request("GET", f"/zoeken.{form}?q=gevolg")
            answer = line.getresponse()
            assert answer.headers["Transfer-Encoding"] == "chunked"
            with pytest.raises(IncompleteRead) as broken:
                answer.read()
        assert LAST[form] in broken.value.partial[-400:]
        assert read_by_an_old_client(port, f"/zoeken.{form}?q=gevolg").count(LAST[form]) == 1


def read_by_an_old_client(port: int, address: str) -> bytes:
    """All that comes over HTTP/1.0, which has no chunks: only the last line tells."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(f"GET {address} HTTP/1.0\r\n\r\n".encode())
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_no_thread_waits_for_who_does_not_read() -> None:
    made = threading.Event()

    def pieces() -> Iterator[bytes]:
        for place in range(40):
            yield bytes([place]) * 1_000_000
        made.set()

    app = Flask(__name__)
    app.add_url_rule("/groot", view_func=lambda: Response(pieces()))
    with served(app) as port, closing(HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", "/groot")
        answer = line.getresponse()
        assert made.wait(30)
        assert answer.read() == b"".join(bytes([place]) * 1_000_000 for place in range(40))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("GET /zoeken?q=".ljust(LARGEST_HEAD, "a"), "431"),
        (f"POST /al-gevraagd HTTP/1.1\r\nContent-Length: {LARGEST_BODY + 1}\r\n\r\n", "413"),
        ("hallo\r\n\r\n", "400"),
    ],
)
def test_what_the_server_itself_refuses_is_told_in_dutch(app: Flask, sent: str, status: str) -> None:
    with served(app) as port, socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(sent.encode())
        head, _, told = b"".join(iter(lambda: line.recv(65536), b"")).decode().partition("\r\n\r\n")
        assert head.split()[1] == status
        assert "generated" not in told
        assert told.split("\r\n")[:3] == [(page := failure(int(status))).heading, "", page.sentence]


def test_a_draft_of_megabytes_still_gets_the_page(app: Flask) -> None:
    with served(app) as port, closing(HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        media = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/al-gevraagd", b"tekst=" + b"a+" * 2_000_000, media)
        answer = line.getresponse()
        assert answer.status == 413
        assert "Deze tekst is veel te lang" in answer.read().decode()


def test_connections_that_wait_keep_nobody_out(app: Flask) -> None:
    with served(app) as port, ExitStack() as waiting:
        for _ in range(150):  # browsers keep some open each
            waiting.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
        line = waiting.enter_context(closing(HTTPConnection("127.0.0.1", port, timeout=10)))
        line.request("GET", "/robots.txt")
        assert line.getresponse().status == 200


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """The port of a server of the application."""
    with listening("127.0.0.1", 0) as listener:
        server = make_server(app, listener)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.close()
            thread.join(timeout=1)
            server.task_dispatcher.shutdown()
