"""Addresses that are promised but not built: each answers with a sentence instead of silence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Announced:
    """A promised address: its rule, what will be there, and the form of the answer ("html", "json")."""

    rule: str
    what: str
    form: str


ANNOUNCED = (Announced("/al-gevraagd", "Het nakijken of een vraag al eerder is gesteld", "html"),)
