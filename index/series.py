"""The numbers of the Aanhangsel: every parliamentary year counts from one, so a gap is a document that was missed.

Unless others miss it too: what a count of all published ids found lacking stands in vocabularies/series.csv.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LARGEST_LEAP = 1_000  # a number so far beyond the one before it is a mistake in the source ("27527" in 2011-2012)

_PLACE = re.compile(r"(ah-(?:tk|ek)-[0-9]{8}-)(?:AH)?([0-9]+)[a-z]?(?:-[hn][0-9]*|H)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The numbers of one parliamentary year of the Tweede Kamer.

    `missing` are the numbers below the highest that we do not hold; `known` tells how many of them others miss too.
    """

    year: str
    highest: int
    held: int
    missing: tuple[int, ...]
    known: int

    @property
    def unexplained(self) -> int:
        """How many missing numbers nobody knows to be missing: documents that were not found."""
        return max(0, len(self.missing) - self.known)

    @property
    def sampled(self) -> bool:
        """Whether so little of the year is here that it is a sample rather than a series with holes."""
        return self.held * 2 < self.highest

    def place(self, number: int) -> str:
        """The place in the Aanhangsel with this number."""
        return f"ah-tk-{self.year.replace('-', '')}-{number}"


@dataclass(frozen=True, slots=True)
class _KnownYear:
    """What a count of all published ids found: the highest number of a year that is over, and what it lacked."""

    highest: int
    missing: int
    block: range

    def explains(self, numbers: tuple[int, ...]) -> int:
        """How many of these missing numbers others miss too: those of the block, and as many others as they count."""
        in_block = sum(number in self.block for number in numbers)
        return in_block + min(self.missing - len(self.block), len(numbers) - in_block)


def place_in_id(document: str) -> str:
    """The place in the Aanhangsel that an id names, without the mark of a reprint; empty when it names none."""
    found = _PLACE.fullmatch(document)
    return f"{found[1]}{int(found[2])}" if found else ""


def series(places: Iterable[str]) -> tuple[Series, ...]:
    """The numbers of each year, the newest first, from the places in the Aanhangsel that are held."""
    years: dict[str, set[int]] = {}
    for place in places:
        found = re.fullmatch(r"ah-tk-([0-9]{4})([0-9]{4})-([0-9]+)", place)
        if found:
            years.setdefault(f"{found[1]}-{found[2]}", set()).add(int(found[3]))
    return tuple(_series(year, years[year]) for year in sorted(years, reverse=True))


def _series(year: str, numbers: set[int]) -> Series:
    known = _known_years().get(year)
    believable = _believable(numbers)
    highest = max(max(believable, default=0), known.highest if known else 0)
    missing = tuple(number for number in range(1, highest + 1) if number not in numbers)
    agreed = known.explains(missing) if known else 0
    return Series(year=year, highest=highest, held=len(believable), missing=missing, known=agreed)


def _believable(numbers: set[int]) -> list[int]:
    """The numbers up to the first leap too large to be true."""
    believable: list[int] = []
    for number in sorted(numbers):
        if number - (believable[-1] if believable else 0) > LARGEST_LEAP:
            break
        believable.append(number)
    return believable


@cache
def _known_years() -> dict[str, _KnownYear]:
    with (files("index") / "vocabularies" / "series.csv").open(encoding="utf-8") as file:
        return {row["year"]: _known_year(row) for row in csv.DictReader(file)}


def _known_year(row: dict[str, str]) -> _KnownYear:
    block = range(int(row["first"]), int(row["last"]) + 1) if row["first"] else range(0)
    return _KnownYear(int(row["highest"]), int(row["missing"]), block)
