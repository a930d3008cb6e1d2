"""The pace to keep with each host, and what its robots.txt asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from ipaddress import ip_address
from urllib.parse import urlsplit

from protego import Protego

NAME = "Vraagbaak"


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the day in local time; it may go past midnight."""

    begin: time
    end: time

    def include(self, moment: time) -> bool:
        """Whether a moment lies in it."""
        if self.begin <= self.end:
            return self.begin <= moment < self.end
        return moment >= self.begin or moment < self.end

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much one run may ask of others, and when."""

    requests: int | None = None
    bytes: int | None = None
    hours: Hours | None = None

    def reached(self, requests: int, received: int, now: datetime) -> str | None:
        """Why no further request may be made; None while it may."""
        if self.requests is not None and requests >= self.requests:
            return f"De grens van {self.requests} verzoeken is bereikt."
        if self.bytes is not None and received >= self.bytes:
            return f"De grens van {self.bytes / 1e6:.0f} MB is bereikt."
        if self.hours and not self.hours.include(now.time()):
            return f"Ophalen mag alleen tussen {self.hours}."
        return None


NO_BOUNDS = Bounds()


def local_now() -> datetime:
    """This moment on the clock of this machine, with its time zone."""
    return datetime.now().astimezone()


@dataclass(slots=True)
class Host:
    """The rules of one host, the pause we keep and the one it states."""

    robots: Protego
    pause: float
    stated_pause: float


class Throttle:
    """Keeps a pause between requests to one host."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}

    def wait(self, host: str, pause: float) -> None:
        """Sleep until `pause` seconds have gone by since the last request to this host."""
        if host in self._last and pause > 0:
            remaining = self._last[host] + pause - self._clock()
            if remaining > 0:
                self._sleep(remaining)
        self._last[host] = self._clock()


def stated_pause(robots: Protego) -> float:
    """The seconds between requests that a robots.txt asks for; 0 when it asks nothing."""
    rate = robots.request_rate(NAME)
    return max(robots.crawl_delay(NAME) or 0.0, rate.seconds / rate.requests if rate else 0.0)


def is_loopback(address: str) -> bool:
    """Whether an address is on this very machine."""
    name = urlsplit(address).hostname or ""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are on the same host and port."""
    return host_of(one) == host_of(other)


def host_of(address: str) -> str:
    """The host and port of an address."""
    return urlsplit(address).netloc.lower()
