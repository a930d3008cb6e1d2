"""Kamerstukken that a text names, with the address of the official publication where that is certain.

Kamerstuk 21 501-32, nr. 1703 · Kamerstukken II, 2019/20, 35 334, nr. 25 · TK 2003-2004, 29 200 XV, nr. 12 ·
Kamerstukken 28 333, nr. 56 en 30 034, nr. 52 · Kamerstuk 25 999 (a dossier as a whole)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.extract.appendices import HOUSE, YEARS
from index.extract.identifiers import PUBLISHED_SINCE, ZOEK, page_address

FIRST_NEW_DOSSIER = 24000
"""Dossiers below were opened before; a paper in one, named without its year, may be older than the site goes back."""

LONG_AFTER = 10
"""So many years after `PUBLISHED_SINCE` such a paper is taken to be recent."""

_NAME = r"(?i:kamerstuk(?:ken)?(?:[\s-]?(?:nummers?|nrs?|dossiers?)\b)?|gedrukte\s+stukken|dossier(?:nummer)?)"
_BETWEEN = r"[\s,.:;()]*"
_CHAMBER = rf"(?:van\s+de\s+|der\s+)?{HOUSE}"
_SITTING = rf"(?:(?i:vergader|zittings?)ja(?:ar|ren)\s*)?(?P<years>{YEARS}|[89]\d[-/][89]\d)"
_DOSSIER_AHEAD = r"(?i:nr\.?\s+)?(?=[1-3]\d[ .]?\d{3}(?!\d))"
# Whatever comes before the first dossier: the name of the series, the chamber, the year; one of the first two.
_OPENING = re.compile(
    rf"(?<![A-Za-z])(?:(?P<named>{_NAME}){_BETWEEN}(?:{_CHAMBER}{_BETWEEN})?|{_CHAMBER}{_BETWEEN}(?P<series>{_NAME}{_BETWEEN})?)"
    rf"(?:{_SITTING}{_BETWEEN}(?:{_NAME}{_BETWEEN})?)?{_DOSSIER_AHEAD}"
)
_ITEM = re.compile(
    r"(?P<dossier>[1-3]\d[ .]?\d{3})(?!\d)"
    r"(?:\s*-\s?(?P<part>\d{2}(?!\d)|[IVXL]+[A-H]?\b)|,?\s+(?:hoofdstuk\s+)?(?P<chapter>[IVXL]+(?:\s?[A-H])?|[A-H](?=,?\s+nr))(?![\w.'’])"
    r"|\s*\((?P<kingdom>R\s?\d{3,4})\))?"
    r"(?P<second>\s*(?:/|en)\s*(?:[1-3]\d[ .]?\d{3}|[IVXL]+)(?=,?\s+nr))?"
    r"(?:,?\s*\(?(?P<mark>(?i:nrs?|nummers?|no|nos))\b[.:]?\s*(?P<number>\d{1,4})(?!\d)(?P<through>\s?(?:-|t/m)\s?\d{1,4}\b)?"
    r"(?P<more>(?:(?:,|\s+en)\s+(?:nr\.?\s*)?\d{1,4}(?![\d-]|\s\d{3}|\s+(?:jan|feb|maart|apr|mei|ju[nl]i|aug|sept|okt|nov|dec)))*)"
    r"|,\s+(?P<letter>[A-Z]{1,2})(?=[).;,]|$))?"
)
_NEXT = re.compile(
    rf"[\s,;)(]*(?:\ben\b|\balsmede\b|;|,)[\s,(]*(?:{_NAME}\s+|TK\s+)?(?:(?P<years>{YEARS})[\s,]+)?"
    r"(?=[1-3]\d[ .]?\d{3}(?!\d)[^.;]{0,12}?,?\s+nr)"
)
_YEAR_BEHIND = re.compile(rf"[\s,(]*(?i:vergader|zittings)jaar\s*(?P<years>{YEARS})")


@dataclass(frozen=True, slots=True)
class Paper:
    """A Kamerstuk, or with no `number` a whole dossier: its identifier and its official address when that is sure."""

    start: int
    end: int
    id: str
    url: str | None


def named_dossiers(text: str, year: int | None) -> Iterator[Paper]:
    """The papers an evened text of a given year names, in order."""
    at = 0
    for opening in _OPENING.finditer(text):
        item = _ITEM.match(text, opening.end()) if opening.start() >= at else None
        if item is None or not (opening["named"] or opening["series"] or opening["years"] or item["mark"]):
            continue
        start, years = opening.start(), opening["years"]
        while item:
            at = item.end()
            behind = _YEAR_BEHIND.match(text, at)
            yield from _papers(item, start, _year(behind["years"] if behind else years), year)
            following = _NEXT.match(text, at)
            item = _ITEM.match(text, following.end()) if following else None
            if following and item:
                start, years = item.start(), following["years"] or years


def _year(printed: str | None) -> int | None:
    """The year a sitting begins in: "2019/20" → 2019, "86-87" → 1986."""
    if printed is None:
        return None
    first = re.split(r"\s?[-/]", printed)[0]
    return int(first) if len(first) == len("2019") else 1900 + int(first)


def _papers(item: re.Match[str], start: int, printed_year: int | None, own_year: int | None) -> Iterator[Paper]:
    """The papers of one dossier with its numbers; a range of numbers is the dossier as a whole."""
    dossier = re.sub(r"\D", "", item["dossier"])
    suffix = (item["part"] or item["chapter"] or "").replace(" ", "")
    name = f"{dossier}-{suffix}" if suffix else dossier
    published = _is_published(int(dossier), printed_year, own_year)
    whole = Paper(start, item.end(), f"kst-{name}", f"{ZOEK}/dossier/{name}" if published else None)
    numbers = re.findall(r"\d+", f"{item['number'] or ''} {item['more'] or ''}") + re.findall(
        "[A-Z]+", item["letter"] or ""
    )
    if not numbers or item["through"] or item["second"] or item["kingdom"]:
        yield whole
        return
    for number in dict.fromkeys(numbers):
        identifier = f"kst-{name}-{number.lstrip('0')}"
        yield Paper(start, item.end(), identifier, page_address(identifier) if published else None)


def _is_published(dossier: int, printed_year: int | None, own_year: int | None) -> bool:
    """Whether the official site has a paper under this name, as far as its year tells."""
    if printed_year is not None:
        return printed_year >= PUBLISHED_SINCE
    if own_year is None or own_year < PUBLISHED_SINCE:
        return False
    return dossier >= FIRST_NEW_DOSSIER or own_year >= PUBLISHED_SINCE + LONG_AFTER
