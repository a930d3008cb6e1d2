"""Papers, broadcasters and sites that footnotes name: a domain, or a title without an address → one value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from urllib.parse import urlsplit

from index.records import Footnote
from index.vocabulary import rows, several

_PREFIX = re.compile(r"^(?:(?:www\d?|m|mobile|mobiel|amp)\.)+(?=[^.]+\.)")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}")
_BEFORE_DATE = (
    r"[»”\"’')\]]*(?:,?\s+(?:van|d\.?d\.?|op))?[\s,:(–-]*(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag[\s,]+)?"
    r"(?:\d{1,2}(?:,\s*\d{1,2})*(?:\s+en\s+\d{1,2})?[\s.-]*"
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|jan\b|feb\b|apr\b|aug\b|sept?\b|okt\b|nov\b|dec\b)"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b)"
)
_LEAD_IN = r"(?:^|[.;:(«“\"‘']\s*|\b(?:[Zz]ie|en|o\.?[am]\.|onder (?:meer|andere)|[Bb]ijvoorbeeld|in|uit|de|het)\s+)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source with the value it has in addresses: its domain, or a name of its own when it has no site."""

    slug: str
    name: str
    domains: tuple[str, ...]
    spellings: tuple[str, ...]


def sources() -> tuple[Source, ...]:
    """All sources that are known by name."""
    return tuple(
        Source(
            slug=row["slug"],
            name=row["name"],
            domains=several(row["domains"]),
            spellings=several(row["spellings"]),
        )
        for row in rows("sources")
    )


def sources_in(note: Footnote) -> Iterator[tuple[str, str]]:
    """The sources a footnote gives, as value and name: of every address, and of the papers named without one."""
    for address in note.addresses:
        site = domain(address)
        if site:
            yield source_of(site)
    for match in _titles().finditer(note.text) if not note.addresses else ():
        known = _by_title()[match["title"].casefold()]
        yield known.slug, known.name


def source_of(site: str) -> tuple[str, str]:
    """The value and the name of a domain; the domain itself where no name is known."""
    known = _by_domain().get(site)
    return (known.slug, known.name) if known else (site, site)


def domain(address: str) -> str:
    """The domain of a web address without "www" and forms for telephones; empty for what is no address."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:  # a printed address that is none, such as http://[nos.nl
        return ""
    bare = _PREFIX.sub("", host)
    return bare if _HOST.fullmatch(bare) else ""


@cache
def _by_domain() -> dict[str, Source]:
    return {name: source for source in sources() for name in (source.slug, *source.domains)}


@cache
def _by_title() -> dict[str, Source]:
    return {spelling.casefold(): source for source in sources() for spelling in source.spellings}


@cache
def _titles() -> re.Pattern[str]:
    """A known title with a date behind it: "Trouw, 5 januari 1998"; a word alone may be anything."""
    names = _one_of({spelling for source in sources() for spelling in source.spellings})
    several_titles = rf"(?=(?:(?:,|\s+en|/)\s*(?:[Dd]e\s|[Hh]et\s)?(?:{names}))*{_BEFORE_DATE})"
    return re.compile(rf"(?:{_LEAD_IN}|(?<=,\s))(?P<title>{names})\b{several_titles}")


def _one_of(spellings: Iterable[str]) -> str:
    """The titles, the longest first; grouped by how they begin, so that only a few of hundreds are tried at a place."""
    ordered = sorted(spellings, key=lambda title: (_beginning(title), -len(title), title))
    return "|".join(
        f"(?=(?i:{re.escape(beginning)}))(?:{'|'.join(map(_as_pattern, titles))})"
        for beginning, titles in groupby(ordered, _beginning)
    )


def _beginning(title: str) -> str:
    return title[0].lower()


def _as_pattern(spelling: str) -> str:
    """A title of one word with its capital, or all capitals; a longer one in whatever letters."""
    if re.search(r"\W", spelling):
        return f"(?i:{re.escape(spelling)})"
    return f"{re.escape(spelling)}|{re.escape(spelling.upper())}"
