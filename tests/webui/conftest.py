"""The site over the invented corpus, on a fixed day."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from invented import CORPUS
from memory import MemoryEngine

from search.engine import TooSlow
from webui import create_app
from webui.settings import Settings

TODAY = date(2023, 5, 1)


@pytest.fixture
def engine() -> MemoryEngine:
    return MemoryEngine(CORPUS)


@pytest.fixture
def app(engine: MemoryEngine) -> Flask:
    return create_app(Settings(contact="beheer@voorbeeld.nl"), engine, lambda: TODAY)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


class Slow:
    """An engine for which everything takes too long."""

    def pinned(self) -> Slow:
        return self

    def snapshot(self) -> object:
        raise TooSlow


@pytest.fixture
def slow_client() -> FlaskClient:
    return create_app(Settings(), Slow(), lambda: TODAY).test_client()  # type: ignore[arg-type] # it only fails
