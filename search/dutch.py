"""Dates, numbers and labels as a Dutch reader expects them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from index.subjects import SEPARATOR

LOCALE = "nl"
REMEMBERED = 4096
"""A page of results prints over a hundred numbers and dates; writing each anew takes most of its time."""


@lru_cache(maxsize=REMEMBERED)
def day(value: date) -> str:
    """A date such as "1 mei 2023"."""
    return str(format_date(value, "d MMMM y", LOCALE))


@lru_cache(maxsize=REMEMBERED)
def number(value: float) -> str:
    """A number such as "1.234" or "34,5"."""
    return str(format_decimal(value, locale=LOCALE))


def share(value: float) -> str:
    """A share of a whole such as "62%"."""
    return str(format_percent(value, locale=LOCALE))


def count(value: float, one: str, several: str) -> str:
    """A number with its noun: "1 vraag", "1.234 vragen"."""
    return f"{number(value)} {one if value == 1 else several}"


def label(published: str) -> str:
    """The label of a facet's value; of a topic of two levels "Verkeer › Water" for the published "Verkeer | Water"."""
    return published.replace(SEPARATOR, " › ")


def days(value: float) -> str:
    """A duration such as "34 dagen"."""
    return count(value, "dag", "dagen")
