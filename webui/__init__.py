"""The site: a response of the search engine becomes a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from flask import Flask

from index.runs import Run
from search.engine import Engine
from webui import failing, formats, headers, links, machine_views
from webui.application import Application
from webui.asked import LARGEST
from webui.exports import Places
from webui.settings import Settings
from webui.site import NAME, Site
from webui.views import views


def create_app(
    settings: Settings,
    engine: Engine,
    today: Callable[[], date] | None = None,
    last_run: Callable[[], Run | None] = lambda: None,
) -> Flask:
    """The application that serves `engine`; `today` tells the day in the Netherlands, `last_run` how it was updated."""
    app = Application(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = headers.A_YEAR
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # Flask types the interface, not its own provider
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(formats=formats, links=links)
    release = headers.release(Path(__file__).parent, settings)
    site = Site(settings, engine, today or dutch_day, last_run, release, Places())
    app.jinja_env.globals.update(release=site.release, public_url=settings.public_url.rstrip("/"))
    app.jinja_env.globals.update(notice=settings.notice)
    app.extensions[NAME] = site
    app.register_blueprint(views)
    app.register_blueprint(machine_views.views)
    failing.register(app)
    return app


def dutch_day() -> date:
    """Today in the Netherlands, whatever the clock of the machine says."""
    return datetime.now(formats.AMSTERDAM).date()
