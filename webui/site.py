"""What a running site is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import current_app

from search.engine import Engine
from webui.settings import Settings

NAME = "vraagbaak"


@dataclass(frozen=True, slots=True)
class Site:
    """The parts every view needs; `release` names the files that make the pages."""

    settings: Settings
    engine: Engine
    clock: Callable[[], date]
    release: str

    @property
    def today(self) -> date:
        return self.clock()


def site() -> Site:
    """The site that serves the current request."""
    found: Site = current_app.extensions[NAME]
    return found
