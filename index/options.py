"""The options that `crawl` and `update` share: how politely, how much and when."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Any

import click

from index.fetch import FetchSettings
from index.pace import Bounds, Hours

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)")


class HoursType(click.ParamType[Hours]):
    """A part of the day, such as 23:00-06:00."""

    name = "uren"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Hours:
        """The part of the day that is typed."""
        if isinstance(value, Hours):
            return value
        found = _HOURS.fullmatch(value.strip())
        if not found:
            self.fail("geef uren als 23:00-06:00.", param, ctx)
        first, last = (time(int(found[place]), int(found[place + 1])) for place in (1, 3))
        return Hours(first, last)


_OPTIONS = (
    click.option("--contact", envvar="VRAAGBAAK_CONTACT", metavar="ADRES",
                 help="wie de beheerder van een site kan aanspreken; of VRAAGBAAK_CONTACT."),
    click.option("--pause", envvar="VRAAGBAAK_PAUSE", type=click.FloatRange(min=0.5), default=3.0, metavar="SECONDEN",
                 help="tussen twee verzoeken aan één site; anders 3, of wat de site zelf vraagt als dat meer is."),
    click.option("--hours", envvar="VRAAGBAAK_HOURS", type=HoursType(), metavar="UREN",
                 help="haal alleen op in dit deel van de dag, bijvoorbeeld 23:00-06:00."),
    click.option("--max-requests", envvar="VRAAGBAAK_MAX_REQUESTS", type=click.IntRange(1), metavar="N",
                 help="niet meer dan zoveel verzoeken; de rest wacht op een volgende keer."),
    click.option("--max-mb", envvar="VRAAGBAAK_MAX_MB", type=click.IntRange(1), metavar="MB",
                 help="niet meer ophalen dan dit."),
    click.option("--strict-robots", envvar="VRAAGBAAK_STRICT_ROBOTS", is_flag=True,
                 help="volg robots.txt ook bij de interfaces die voor programma’s zijn gemaakt en beschreven"
                      " (SRU, OData); robots.txt van de zoekdienst verbiedt alles, dus blijft dan de bron tk over."),
    click.option("--log-json", is_flag=True, help="vertel alles als JSON, één gebeurtenis per regel."),
)  # fmt: skip


def crawl_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The shared options; `fetch_settings` makes one value of all but `--log-json`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def fetch_settings(
    *,
    contact: str | None,
    pause: float,
    hours: Hours | None,
    max_requests: int | None,
    max_mb: int | None,
    strict_robots: bool,
) -> FetchSettings:
    """How to behave, from the options."""
    bounds = Bounds(requests=max_requests, bytes=max_mb * 1_000_000 if max_mb else None, hours=hours)
    return FetchSettings(contact=contact, pause=pause, search_despite_robots=not strict_robots, bounds=bounds)
