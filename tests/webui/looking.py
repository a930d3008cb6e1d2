"""Reading a page of the site as its tests do."""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient


def page(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    """The page at an address itself, not one it leads to."""
    answer = client.get(address)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "lxml")


def texts(parts: Iterable[Tag]) -> list[str]:
    """The text of each part, on one line."""
    return [" ".join(part.get_text().split()) for part in parts]
