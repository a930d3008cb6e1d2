"""Ministries and parties: what is printed → the canonical value; what is not known stays unknown."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import NamedTuple

CLOSE_ENOUGH = 0.92
"""How alike two long names of ministries must be: scanning errors pass, "Binnen-" and "Buitenlandse" do not."""

LONGEST_NAME = 300
"""Words longer than this are not looked up: they are no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ministry:
    """A ministry, or the portfolio of a "Minister voor …", under one of its names.

    `facet` is the key of the value that outlives renames, `successor` the key of the next name, `periods` the spans
    "from/until" of the name as decreed. Papers use a name before and after its periods, so those never reject one.
    """

    key: str
    is_portfolio: bool
    name: str
    abbreviation: str | None
    facet: str
    successor: str | None
    periods: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that may be printed for it."""
        return (self.name, *([self.abbreviation] if self.abbreviation else []), *self.aliases)

    @property
    def is_current(self) -> bool:
        """Whether this is a ministry under its name of today."""
        return not self.is_portfolio and any(period.endswith("/") for period in self.periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party or group as it was called at the time; `facet` joins it to what it was renamed to or merged into.

    `facet_label` is what the facet value is called when that is not its abbreviation, `successors` are keys.
    """

    key: str
    abbreviation: str
    name: str
    facet: str
    facet_label: str | None
    successors: tuple[str, ...]
    period: str
    aliases: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that may be printed for it."""
        return (self.abbreviation, self.name, *self.aliases)


class _Vocabulary(NamedTuple):
    ministries: dict[str, Ministry]
    parties: dict[str, Party]


def fold(text: str) -> str:
    """Lower-case letters, digits and plus signs only, without diacritics: for comparing printed values."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    return "".join(char for char in decomposed.lower() if char.isalnum() or char == "+")


def slug(text: str) -> str:
    """The text as a readable part of an address: folded words joined by hyphens."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ø", "o").replace("Ø", "O"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’´`]", "", plain)).strip("-")


def ministry(key: str) -> Ministry:
    """The ministry with this key."""
    return _vocabulary().ministries[key]


def party(key: str) -> Party:
    """The party with this key."""
    return _vocabulary().parties[key]


def ministries() -> tuple[Ministry, ...]:
    """All ministries and portfolios."""
    return tuple(_vocabulary().ministries.values())


def parties() -> tuple[Party, ...]:
    """All parties and groups."""
    return tuple(_vocabulary().parties.values())


@cache
def ministry_facet_label(facet: str) -> str:
    """The name shown for a facet value of ministries: today's."""
    return next(row.name for row in ministries() if row.facet == facet and row.is_current)


def party_facet_label(facet: str) -> str:
    """The name shown for a facet value of parties."""
    return party(facet).facet_label or party(facet).abbreviation


def named_ministry(value: str) -> Ministry | None:
    """The ministry that a word in an address means: a key or anything that may be printed."""
    return _vocabulary().ministries.get(slug(value)) or _ministry_spellings().get(fold(value))


def named_party(value: str) -> Party | None:
    """The party that a word in an address means: a key or anything that may be printed."""
    return _vocabulary().parties.get(slug(value)) or _party_spellings().get(fold(value))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one vocabulary, by column."""
    text = files("index").joinpath("vocabularies", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def find_ministry(printed: str) -> Ministry | None:
    """The ministry a printed name means; None when it is not known."""
    if len(printed) > LONGEST_NAME:
        return None
    bare = _OFFICE.sub("", _ACTING.sub("", _ABBREVIATED.sub("", printed)))
    folded = fold(bare)
    known = _ministry_spellings()
    if folded in known:
        return known[folded]
    close = get_close_matches(folded, known, n=1, cutoff=CLOSE_ENOUGH) if len(folded) >= 8 else []
    return known[close[0]] if close else _first_of_several(bare)


def _first_of_several(printed: str) -> Ministry | None:
    """The ministry a list opens with: "Buitenlandse Zaken, Europese Zaken" was printed for a portfolio at the first."""
    first = _SEVERAL.split(printed)
    heads = ("".join(first[: end + 1]) for end in range(len(first) - 3, -1, -2))
    known = _ministry_spellings()
    return next((known[fold(head)] for head in heads if fold(head) in known), None)


@cache
def find_party(printed: str) -> Party | None:
    """The party a printed name means; None when it is not known."""
    if len(printed) > LONGEST_NAME:
        return None
    spellings = _party_spellings()
    bare = _BOTH.sub("", printed.strip(" ().,;"))
    return spellings.get(fold(bare)) or spellings.get(fold(_GROUP.sub("", bare)))


_OFFICE = re.compile(r"^\s*(?:de\s+)?(?:minist(?:erie|er)|staatss?ecretaris)\s*(?:van|voor)\s+", re.IGNORECASE)
_ACTING = re.compile(r"[\s,(]+(?:a\.?\s?i\.?|ad interim)\)?\s*$", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\s*\([A-Z&]{2,6}\)\s*$")
_SEVERAL = re.compile(r"(,\s*|\s+[–-]\s+|\s+en\s+|\s+(?=[a-z]+\.|\())")
_BOTH = re.compile(r"^(?:bei(?:d?en?|de)|al+en?)\s+", re.IGNORECASE)
_GROUP = re.compile(r"^(?:groep|fractie|lid)[\s-]*|[\s-]*fractie$", re.IGNORECASE)


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary(
        ministries={row["key"]: _ministry(row) for row in rows("ministries")},
        parties={row["key"]: _party(row) for row in rows("parties")},
    )


def _ministry(row: dict[str, str]) -> Ministry:
    return Ministry(
        key=row["key"],
        is_portfolio=row["kind"] == "portefeuille",
        name=row["name"],
        abbreviation=row["abbreviation"] or None,
        facet=row["facet"],
        successor=row["successor"] or None,
        periods=several(row["periods"]),
        aliases=several(row["aliases"]),
    )


def _party(row: dict[str, str]) -> Party:
    return Party(
        key=row["key"],
        abbreviation=row["abbreviation"],
        name=row["name"],
        facet=row["facet"],
        facet_label=row["facet_label"] or None,
        successors=several(row["successor"]),
        period=row["period"],
        aliases=several(row["aliases"]),
    )


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds any number of them."""
    return tuple(value for value in cell.split("|") if value)


@cache
def _ministry_spellings() -> dict[str, Ministry]:
    return {fold(spelling): value for value in ministries() for spelling in value.spellings}


@cache
def _party_spellings() -> dict[str, Party]:
    return {fold(spelling): value for value in parties() for spelling in value.spellings}
