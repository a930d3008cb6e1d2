"""What a running site is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from flask import current_app, g

from index.runs import Run
from search.engine import Engine
from webui.exports import Places
from webui.settings import Settings

NAME = "vraagbaak"


@dataclass(frozen=True, slots=True)
class Site:
    """The parts every view needs; `release` names the files that make the pages."""

    settings: Settings
    engine: Engine
    clock: Callable[[], date]
    last_run: Callable[[], Run | None]
    release: str
    places: Places

    @property
    def today(self) -> date:
        return self.clock()


def site() -> Site:
    """The site that serves the current request, all of which is answered from one generation."""
    if NAME not in g:
        served: Site = current_app.extensions[NAME]
        setattr(g, NAME, replace(served, engine=served.engine.pinned()))
    found: Site = getattr(g, NAME)
    return found
