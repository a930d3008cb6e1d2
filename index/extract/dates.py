"""Dates as they are printed or encoded: a calendar date or nothing, never a guess."""

from __future__ import annotations

import re
from datetime import date

_NAMES = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_MONTHS = [name[:3] for name in _NAMES]
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?\s*")
_PLACEHOLDER = re.compile(r"\s*(?:9{1,4}-9{1,2}-9{1,4}|0{1,4}-0{1,2}-0{1,4})\s*")
_PRINTED = re.compile(
    r"\b(\d{1,2})\s*(jan|feb|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?\s+(\d{4})\b", re.IGNORECASE
)
_DAY_ONLY = re.compile(
    r"\b(\d{1,2})\s*(jan|feb|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?(?!\s+\d{4})", re.IGNORECASE
)


def is_placeholder(text: str) -> bool:
    """Whether an encoded date only fills its place: 99-99-9999, 0000-00-00."""
    return bool(_PLACEHOLDER.fullmatch(text))


def iso_date(text: str) -> date | None:
    """The date of "2004-3-9"; None for the impossible ones that occur (99-99-9999, 2009-02-30, 20090-01-01)."""
    match = _ISO.fullmatch(text)
    return _calendar(*map(int, match.groups())) if match else None


def printed_date(text: str) -> date | None:
    """The last date of "… 9 maart 2004 …"; None when there is none or it cannot be."""
    found = _PRINTED.findall(text)
    if not found:
        return None
    day, month, year = found[-1]
    return _calendar(int(year), _MONTHS.index(month.lower()) + 1, int(day))


def year_implied(text: str, before: date) -> date | None:
    """The last "11 december jl." up to a day; None when there is none or it cannot be."""
    found = _DAY_ONLY.findall(text)
    if not found:
        return None
    day, month = int(found[-1][0]), _MONTHS.index(found[-1][1].lower()) + 1
    years = (before.year, before.year - 1)
    return next((when for year in years if (when := _calendar(year, month, day)) and when <= before), None)


def in_words(day: date) -> str:
    """The date as Dutch papers print it: "9 maart 2004"."""
    return f"{day.day} {_NAMES[day.month - 1]} {day.year}"


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
