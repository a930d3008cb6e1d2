"""The polite session: the only module that opens a socket.

A reply that comes back from here is whole (its length is what the server promised) and was asked for at the pace and
within the bounds the server states in its robots.txt; whether it is a document is for the source to judge.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from random import Random
from urllib.parse import urljoin

import requests
from protego import Protego
from urllib3 import Retry
from urllib3.exceptions import InvalidHeader

from index.archive import NO_VALIDATORS, Validators
from index.cli import Failure
from index.closing import Closing
from index.pace import NAME, NO_BOUNDS, Bounds, Host, Throttle, host_of, is_loopback, local_now, stated_pause

CHUNK = 65536
TOO_MANY_REQUESTS = 429
NOT_MODIFIED = 304

# What is worth another try, and how a Retry-After is read; the waiting is ours, so that the pace holds for it too.
_POLICY = Retry(allowed_methods=("GET",), status_forcelist=(TOO_MANY_REQUESTS, 500, 502, 503, 504))


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How the crawler behaves; seconds and bytes."""

    contact: str | None = None  # whom a site owner can turn to: a web address or an e-mail address
    search_despite_robots: bool = True  # interfaces made for programs, documented as such (SRU, OData, SyncFeed)
    pause: float = 3.0  # between two requests to one public host
    tries: int = 5
    backoff: float = 1.0  # before the second try; doubles each time
    longest_wait: float = 900.0
    connect_timeout: float = 10.0
    read_timeout: float = 180.0  # some searches take two minutes
    longest_reply: float = 900.0  # for a whole body, however slowly it trickles in
    largest_reply: int = 100_000_000
    failures_in_a_row: int = 5  # then the host is left alone
    bounds: Bounds = NO_BOUNDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered; `address` is where the bytes came from, after redirects."""

    address: str
    status: int
    body: bytes
    validators: Validators = NO_VALIDATORS
    location: str | None = None
    retry_after: str | None = None


class FetchError(Exception):
    """A request that got no usable answer after all tries; the sentence says why."""


class HostDownError(FetchError):
    """So many requests to one host failed in a row that it is better left alone."""


class RestingError(HostDownError):
    """The host asked to be left alone for so long that nothing is gained by waiting."""


class Enough(Exception):  # noqa: N818 - it is no error
    """The run has done all it may: a bound is reached or the night is over. The sentence says which."""


class Forbidden(Failure):
    """The site asks programs not to read this address."""


class NoContact(Failure):
    """A public site is only visited by a crawler that says whom to turn to."""

    def __init__(self) -> None:
        super().__init__("Zeg wie de beheerder van de site kan aanspreken: zet een adres in VRAAGBAAK_CONTACT.")


class _DamageError(Exception):
    """A body that is not what its header promised."""


class Fetcher(Closing):
    """Gets addresses one at a time. A context manager that closes its connections."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        random: Random | None = None,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        self.settings = settings
        self.requests = 0
        self.bytes = 0
        self._clock = clock
        self._sleep = sleep
        self._random = random or Random()  # noqa: S311 - jitter, not a secret
        self._now = now
        self.rests: dict[str, datetime] = {}  # until when hosts asked to be left alone
        self._throttle = Throttle(clock, sleep)
        self._hosts: dict[str, Host] = {}
        self._failures: Counter[str] = Counter()  # in a row, per host
        self._session = requests.Session()
        self._session.headers["User-Agent"] = agent(settings.contact)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def get(self, address: str, *, validators: Validators = NO_VALIDATORS, search: bool = False) -> Reply:
        """The reply of a page or, with `search`, of an interface for programs; raises FetchError when there is none."""
        self._permit(address, search=search)
        return self._get(address, _conditions(validators))

    def rest(self, attempt: int) -> None:
        """Wait before trying again: longer each attempt, never exactly as long."""
        seconds = self.settings.backoff * 2**attempt
        self._sleep(min(seconds, self.settings.longest_wait) * (0.5 + self._random.random()))

    # One address

    def _permit(self, address: str, *, search: bool) -> None:
        if not (is_loopback(address) or self.settings.contact):
            raise NoContact
        exempt = search and self.settings.search_despite_robots
        if not (self._host(address).robots.can_fetch(address, NAME) or exempt):
            raise Forbidden(f"robots.txt van {host_of(address)} staat programma’s niet toe om {address} op te halen.")

    def _get(self, address: str, conditions: dict[str, str]) -> Reply:
        for attempt in range(self.settings.tries):
            try:
                reply = self._once(address, conditions)
            except (requests.RequestException, _DamageError) as error:
                reason, wait = _reason(error), None
            else:
                if not _POLICY.is_retry("GET", reply.status):
                    self._failures[host_of(address)] = 0
                    return reply
                reason, wait = f"status {reply.status}", self._asked_wait(reply)
            if attempt + 1 < self.settings.tries:
                self._wait(address, attempt, wait)
        raise self._failed(address, reason)

    def _once(self, address: str, conditions: dict[str, str]) -> Reply:
        host = self._hosts.get(host_of(address))
        self._refuse_rest(address)
        self._throttle.wait(host_of(address), host.pause if host else 0)
        full = self.settings.bounds.reached(self.requests, self.bytes, self._now())
        if full:
            raise Enough(full)
        self.requests += 1
        timeouts = (self.settings.connect_timeout, self.settings.read_timeout)
        arguments = {"headers": conditions, "timeout": timeouts, "stream": True, "allow_redirects": False}
        with closing(self._session.get(address, **arguments)) as response:  # type: ignore[arg-type]
            body = self._body(response)
            return _reply(response, body)

    def _body(self, response: requests.Response) -> bytes:
        body, deadline = bytearray(), self._clock() + self.settings.longest_reply
        for part in response.iter_content(CHUNK):
            body += part
            if len(body) > self.settings.largest_reply:
                raise _DamageError(f"groter dan {self.settings.largest_reply} bytes")
            if self._clock() > deadline:
                raise _DamageError(f"na {self.settings.longest_reply:.0f} seconden nog niet klaar")
        self.bytes += len(body)
        _check_length(response)
        return bytes(body)

    # Waiting and giving up

    def _asked_wait(self, reply: Reply) -> float | None:
        if reply.status == TOO_MANY_REQUESTS:
            self._slow_down(reply.address)
        if reply.retry_after is None:
            return None
        try:
            return _POLICY.parse_retry_after(reply.retry_after)
        except InvalidHeader:
            return None

    def _slow_down(self, address: str) -> None:
        host = self._hosts.get(host_of(address))
        if host:
            host.pause = max(host.pause, host.stated_pause)

    def _wait(self, address: str, attempt: int, asked: float | None) -> None:
        if asked is None:
            self.rest(attempt)
        elif asked <= self.settings.longest_wait:
            self._sleep(asked)
        else:
            self.rests[host_of(address)] = self._now() + timedelta(seconds=asked)
            raise RestingError(f"de site vraagt {asked:.0f} seconden te wachten")

    def _refuse_rest(self, address: str) -> None:
        """Raise when the host, in this run or an earlier one, asked to be left alone until later than now."""
        until = self.rests.get(host_of(address))
        if until and until > self._now():
            raise RestingError(f"{host_of(address)} vroeg om rust tot {until.astimezone():%d-%m-%Y %H:%M}")

    def _failed(self, address: str, reason: str) -> FetchError:
        host = host_of(address)
        self._failures[host] += 1
        down = self._failures[host] >= self.settings.failures_in_a_row
        return HostDownError(f"{host} antwoordt niet meer ({reason})") if down else FetchError(reason)

    # robots.txt

    def _host(self, address: str) -> Host:
        host = host_of(address)
        if host not in self._hosts:
            self._hosts[host] = self._read_rules(address)
        return self._hosts[host]

    def _read_rules(self, address: str) -> Host:
        """The rules of a host; without a robots.txt everything goes, when it cannot be read nothing does."""
        reply = self._get(urljoin(address, "/robots.txt"), {})
        text = reply.body.decode("utf-8", "replace") if reply.status == requests.codes.ok else ""
        robots = Protego.parse(text)
        stated = max(self.settings.pause, stated_pause(robots))
        # Our own machine needs no pause, until it enforces its rule with a 429.
        return Host(robots=robots, pause=0 if is_loopback(address) else stated, stated_pause=stated)


def agent(contact: str | None) -> str:
    """How the crawler introduces itself."""
    name = f"{NAME}/{version('vraagbaak')}"
    return f"{name} (+{contact})" if contact else name


def _conditions(validators: Validators) -> dict[str, str]:
    pairs = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in pairs.items() if value}


def _reply(response: requests.Response, body: bytes) -> Reply:
    headers = response.headers
    return Reply(
        address=response.url,
        status=response.status_code,
        body=body,
        validators=Validators(headers.get("ETag"), headers.get("Last-Modified")),
        location=headers.get("Location"),
        retry_after=headers.get("Retry-After"),
    )


def _check_length(response: requests.Response) -> None:
    """Raise when fewer or more bytes came over the wire than the header promised."""
    promised = response.headers.get("Content-Length", "")
    received = response.raw.tell()
    if promised.isdigit() and int(promised) != received and response.status_code != NOT_MODIFIED:
        raise _DamageError(f"{received} van {promised} bytes ontvangen")


def _reason(error: Exception) -> str:
    match error:
        case requests.Timeout():
            return "geen antwoord binnen de tijd"
        case requests.exceptions.ChunkedEncodingError():
            return "antwoord afgebroken"
        case requests.ConnectionError():
            return "geen verbinding of verbinding verbroken"
        case _:
            return str(error)
