"""An archive, and the official site to fill it from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from official_site import Site
from pytest_httpserver import HTTPServer

from index.archive import Archive


@pytest.fixture
def site(httpserver: HTTPServer) -> Site:
    return Site(httpserver)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.sqlite") as archive:
        yield archive
