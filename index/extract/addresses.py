"""Addresses on the web as papers print them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WEB_ADDRESS = re.compile(r"https?://[^\s<>«»\"]+[^\s<>«»\".,;:)\]]|(?<![\w/.])www\.[^\s<>«»\"]+[^\s<>«»\".,;:)\]]")


def printed_addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each web address in a text begins and ends, and where it leads."""
    if "www." not in text and "://" not in text:
        return
    for match in _WEB_ADDRESS.finditer(text):
        address = match.group()
        yield match.start(), match.end(), address if address.startswith("http") else f"http://{address}"


def web_addresses(text: str) -> tuple[str, ...]:
    """The web addresses in running text, each once."""
    return tuple(dict.fromkeys(address for _, _, address in printed_addresses(text)))
