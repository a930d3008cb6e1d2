"""The site over the invented corpus, on a fixed day."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from invented import CORPUS
from memory import MemoryEngine

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
