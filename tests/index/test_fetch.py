"""The fetcher against a real server on this machine: what it retries, what it refuses, how long it waits."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from protego import Protego
from pytest_httpserver import HTTPServer
from werkzeug import Response

from index.archive import Validators
from index.fetch import (
    Fetcher,
    FetchError,
    FetchSettings,
    Forbidden,
    HostDownError,
    NoContact,
    agent,
)
from index.pace import Throttle, is_loopback, stated_pause


class Watch:
    """A clock that only moves when someone sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def fetcher(watch: Watch) -> Iterator[Fetcher]:
    with Fetcher(FetchSettings(), clock=watch.read, sleep=watch.sleep, random=Random(1)) as fetcher:
        yield fetcher


def serve(httpserver: HTTPServer, *answers: Response, robots: str | None = None) -> str:
    """The address of a page that gives these answers, each once."""
    if robots is None:
        httpserver.expect_request("/robots.txt").respond_with_data(status=404)
    else:
        httpserver.expect_request("/robots.txt").respond_with_data(robots)
    remaining = iter(answers)
    httpserver.expect_request("/page").respond_with_handler(lambda _: next(remaining))
    return str(httpserver.url_for("/page"))


def asked(httpserver: HTTPServer, path: str = "/page") -> int:
    return sum(request.path == path for request, _ in httpserver.log)


def test_a_page_comes_back_with_its_validators(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    proof = {"ETag": '"1"', "Last-Modified": "Mon, 05 Jan 2026 06:00:00 GMT"}
    reply = fetcher.get(serve(httpserver, Response(b"tekst", headers=proof)))
    assert (reply.status, reply.body) == (200, b"tekst")
    assert reply.validators == Validators('"1"', "Mon, 05 Jan 2026 06:00:00 GMT")
    assert fetcher.bytes == len(b"tekst")


def test_a_packed_body_is_unpacked_and_its_length_is_that_of_the_package(
    httpserver: HTTPServer, fetcher: Fetcher
) -> None:
    body = b"steeds hetzelfde " * 1000
    packed = Response(gzip.compress(body), headers={"Content-Encoding": "gzip"})
    assert fetcher.get(serve(httpserver, packed)).body == body


def test_what_is_known_is_asked_conditionally(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("")
    known = {"If-None-Match": '"1"', "If-Modified-Since": "Mon, 05 Jan 2026 06:00:00 GMT"}
    httpserver.expect_request("/page", headers=known).respond_with_data(status=304)
    reply = fetcher.get(httpserver.url_for("/page"), validators=Validators(*known.values()))
    assert (reply.status, reply.body) == (304, b"")


def test_the_crawler_says_who_it_is(httpserver: HTTPServer, watch: Watch) -> None:
    settings = FetchSettings(contact="https://voorbeeld.nl/contact")
    address = serve(httpserver, Response(b""))
    with Fetcher(settings, clock=watch.read, sleep=watch.sleep) as fetcher:
        fetcher.get(address)
    names = {request.headers["User-Agent"] for request, _ in httpserver.log}
    assert names == {agent("https://voorbeeld.nl/contact")}
    assert names.pop().startswith("Vraagbaak/")


def test_a_429_is_waited_out_as_long_as_it_asks(httpserver: HTTPServer, fetcher: Fetcher, watch: Watch) -> None:
    address = serve(httpserver, Response(status=429, headers={"Retry-After": "17"}), Response(b"goed"))
    assert fetcher.get(address).body == b"goed"
    assert watch.slept == [17]


def test_after_a_429_the_stated_pace_is_kept_even_on_this_machine(
    httpserver: HTTPServer, fetcher: Fetcher, watch: Watch
) -> None:
    refusal = Response(status=429, headers={"Retry-After": "1"})
    address = serve(
        httpserver, Response(), Response(), refusal, *[Response()] * 3, robots="User-agent: *\nCrawl-delay: 4"
    )
    for _ in range(4):
        fetcher.get(address)
    assert watch.slept == [1, 3, 4]


def test_a_server_that_is_busy_gets_longer_and_longer_rests(
    httpserver: HTTPServer, fetcher: Fetcher, watch: Watch
) -> None:
    busy = [Response(status=503) for _ in range(4)]
    assert fetcher.get(serve(httpserver, *busy, Response(b"goed"))).body == b"goed"
    assert len(watch.slept) == 4
    for attempt, seconds in enumerate(watch.slept):
        assert 0.5 * 2**attempt <= seconds <= 1.5 * 2**attempt


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_stays_busy_is_a_failure(httpserver: HTTPServer, fetcher: Fetcher, status: int) -> None:
    address = serve(httpserver, *[Response(status=status)] * 5)
    with pytest.raises(FetchError, match=f"status {status}"):
        fetcher.get(address)
    assert asked(httpserver) == fetcher.settings.tries


@pytest.mark.parametrize("status", [301, 400, 403, 404, 410])
def test_other_answers_are_for_the_source_to_judge(httpserver: HTTPServer, fetcher: Fetcher, status: int) -> None:
    assert fetcher.get(serve(httpserver, Response(status=status))).status == status
    assert asked(httpserver) == 1


def test_a_wait_of_hours_is_not_waited_out(httpserver: HTTPServer, fetcher: Fetcher, watch: Watch) -> None:
    address = serve(httpserver, Response(status=503, headers={"Retry-After": "7200"}))
    with pytest.raises(FetchError, match="vraagt 7200 seconden te wachten"):
        fetcher.get(address)
    assert watch.slept == []


def test_an_unreadable_wait_is_ignored(httpserver: HTTPServer, fetcher: Fetcher, watch: Watch) -> None:
    address = serve(httpserver, Response(status=503, headers={"Retry-After": "straks"}), Response(b"goed"))
    assert fetcher.get(address).body == b"goed"
    assert len(watch.slept) == 1


def test_a_host_that_keeps_failing_is_left_alone(httpserver: HTTPServer, watch: Watch) -> None:
    settings = FetchSettings(tries=1, failures_in_a_row=3)
    address = serve(httpserver, *[Response(status=500)] * 3)
    with Fetcher(settings, clock=watch.read, sleep=watch.sleep) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match="status 500"):
                fetcher.get(address)
        with pytest.raises(HostDownError, match="antwoordt niet meer"):
            fetcher.get(address)


def test_a_success_makes_up_for_failures(httpserver: HTTPServer, watch: Watch) -> None:
    answers = [Response(status=500), Response(), Response(status=500)]
    address = serve(httpserver, *answers)
    with Fetcher(FetchSettings(tries=1, failures_in_a_row=2), clock=watch.read, sleep=watch.sleep) as fetcher:
        for answer in answers:
            if answer.status_code == 200:
                fetcher.get(address)
                continue
            with pytest.raises(FetchError) as caught:
                fetcher.get(address)
            assert not isinstance(caught.value, HostDownError)


def test_robots_txt_is_read_first_and_once(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    address = serve(httpserver, Response(), Response(), robots="User-agent: *\nDisallow: /geheim\n")
    fetcher.get(address)
    fetcher.get(address)
    assert [request.path for request, _ in httpserver.log] == ["/robots.txt", "/page", "/page"]


def test_what_robots_txt_forbids_is_not_fetched(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    address = serve(httpserver, robots="User-agent: *\nDisallow: /\n")
    with pytest.raises(Forbidden, match=r"robots.txt van localhost:\d+ staat"):
        fetcher.get(address)
    assert asked(httpserver) == 0


@pytest.mark.parametrize("allowed", [True, False])
def test_the_search_service_is_exempt_by_a_setting(httpserver: HTTPServer, watch: Watch, allowed: bool) -> None:
    address = serve(httpserver, Response(b"ja"), robots="User-agent: *\nDisallow: /\n")
    with Fetcher(FetchSettings(search_despite_robots=allowed), clock=watch.read, sleep=watch.sleep) as fetcher:
        if allowed:
            assert fetcher.get(address, search=True).body == b"ja"
        else:
            with pytest.raises(Forbidden):
                fetcher.get(address, search=True)


def test_without_readable_rules_nothing_is_fetched(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data(status=503)
    with pytest.raises(FetchError, match="status 503"):
        fetcher.get(httpserver.url_for("/page"))
    assert asked(httpserver) == 0


def test_a_public_site_wants_to_know_whom_to_turn_to(fetcher: Fetcher) -> None:
    with pytest.raises(NoContact, match="VRAAGBAAK_CONTACT"):
        fetcher.get("https://voorbeeld.invalid/page")
    assert fetcher.requests == 0


def test_a_public_site_is_asked_once_in_three_seconds(watch: Watch) -> None:
    throttle = Throttle(watch.read, watch.sleep)
    for _ in range(3):
        throttle.wait("voorbeeld.invalid", 3)
    throttle.wait("ander.invalid", 3)
    assert watch.slept == [3, 3]
    watch.sleep(2)
    throttle.wait("voorbeeld.invalid", 3)
    assert watch.slept == [3, 3, 2, 1]


@pytest.mark.parametrize(
    ("robots", "seconds"),
    [
        ("", 0),
        ("User-agent: *\nCrawl-delay: 3", 3),
        ("User-agent: *\nRequest-rate: 10/30", 3),
        ("User-agent: *\nRequest-rate: 1/5\nCrawl-delay: 2", 5),
        ("User-agent: Vraagbaak\nCrawl-delay: 9\n\nUser-agent: *\nCrawl-delay: 1", 9),
    ],
)
def test_the_pause_a_site_states(robots: str, seconds: float) -> None:
    assert stated_pause(Protego.parse(robots)) == seconds


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("http://127.0.0.1:8890", True),
        ("http://localhost/x", True),
        ("http://[::1]:80/", True),
        ("https://zoek.officielebekendmakingen.nl", False),
        ("http://192.0.2.1", False),
        ("http://localhost.voorbeeld.invalid", False),
    ],
)
def test_which_addresses_are_on_this_machine(address: str, own: bool) -> None:
    assert is_loopback(address) is own


# Bodies that are not what their header promises need a server without manners.


@contextmanager
def raw_server(*answers: bytes) -> Iterator[str]:
    """The address of a server that sends these bytes, an answer a connection, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer_all, args=(listener, answers))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/page"
        thread.join(10)


def _answer_all(listener: socket.socket, answers: tuple[bytes, ...]) -> None:
    for answer in answers:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(answer)


def raw(body: bytes, length: int) -> bytes:
    return b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (length, body)


NO_RULES = b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def test_half_a_body_is_asked_for_again(fetcher: Fetcher) -> None:
    with raw_server(NO_RULES, raw(b"hal", 4), raw(b"heel", 4)) as address:
        assert fetcher.get(address).body == b"heel"


def test_a_connection_that_breaks_is_tried_again(fetcher: Fetcher) -> None:
    with raw_server(NO_RULES, b"", raw(b"heel", 4)) as address:
        assert fetcher.get(address).body == b"heel"


def test_a_body_that_stays_too_short_is_a_failure(watch: Watch) -> None:
    with (
        Fetcher(FetchSettings(tries=2), clock=watch.read, sleep=watch.sleep) as fetcher,
        raw_server(NO_RULES, raw(b"hal", 4), raw(b"hal", 4)) as address,
        pytest.raises(FetchError, match="afgebroken"),
    ):
        fetcher.get(address)


def test_a_body_without_end_is_cut_off(httpserver: HTTPServer, watch: Watch) -> None:
    address = serve(httpserver, Response(b"x" * 1000), Response(b"x" * 1001))
    settings = FetchSettings(tries=1, largest_reply=1000)
    with Fetcher(settings, clock=watch.read, sleep=watch.sleep) as fetcher:
        assert len(fetcher.get(address).body) == 1000
        with pytest.raises(FetchError, match="groter dan 1000 bytes"):
            fetcher.get(address)


def test_a_body_that_trickles_in_for_too_long_is_cut_off(httpserver: HTTPServer, watch: Watch) -> None:
    hurried = Fetcher(FetchSettings(tries=1, longest_reply=-1), clock=watch.read, sleep=watch.sleep)
    address = serve(httpserver, Response(b"langzaam"))
    with hurried as fetcher, pytest.raises(FetchError, match="nog niet klaar"):
        fetcher.get(address)
