"""How many answers there should be: each house numbers them from 1 in every parliamentary year (the Aanhangsel)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from index.extract.identifiers import Appendix, appendix_in_id
from index.records import House

_Year = tuple[House, str]

HIGHEST_LIKELY = 9999
"""No year has half as many; "ah-tk-20112012-27527" is a misprint."""

ENOUGH, WITHOUT_HOLES, FAR = 20, 0.8, 100
"""So many numbers, of which at least this share is held, make a row; what lies this far beyond its double is odd."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one year from elsewhere: its highest number, and how many below it were never published.

    In a `closed` year no higher number will come.
    """

    highest: int
    missing: int
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesYear:
    """One year of one house: the numbers held, those below the highest that are not, and those that cannot be right.

    Of the numbers held, `read` were understood and `linked` are in a question set. `known_missing` of the
    absent numbers were never published as far as is known; which ones, nobody wrote down.
    """

    house: House
    year: str
    highest: int
    held: int
    read: int
    linked: int
    absent: tuple[int, ...]
    known_missing: int
    odd: tuple[str, ...]

    @property
    def expected(self) -> int:
        """How many numbers there should be."""
        return self.highest - self.known_missing

    @property
    def missed(self) -> int:
        """How many documents must have been missed."""
        return max(0, self.expected - self.held)


def series_of_names(names: Iterable[str]) -> tuple[SeriesYear, ...]:
    """Every year of the series, by identifiers of documents; those that are no place in the Aanhangsel do not count."""
    return series(place for name in names if (place := appendix_in_id(name)))


def series(
    places: Iterable[Appendix],
    known: dict[_Year, Known] | None = None,
    *,
    read: AbstractSet[Appendix] = frozenset(),
    linked: AbstractSet[Appendix] = frozenset(),
) -> tuple[SeriesYear, ...]:
    """Every year that has a place or is known, by house and year; which places were read, and which are in a set."""
    facts = known_series() if known is None else known
    numbers: dict[_Year, set[str]] = {key: set() for key in facts}
    for place in places:
        numbers.setdefault((place.house, place.year), set()).add(place.number)
    ordered = sorted(numbers, key=lambda key: (key[0].value != House.TWEEDE_KAMER.value, key[1]))
    return tuple(_year(*key, numbers[key], facts.get(key), read, linked) for key in ordered)


def _year(
    house: House,
    year: str,
    printed: set[str],
    known: Known | None,
    read: AbstractSet[Appendix],
    linked: AbstractSet[Appendix],
) -> SeriesYear:
    limit = known.highest if known and known.closed else HIGHEST_LIKELY
    held = _believed({int(number) for number in printed if _is_number(number) and 0 < int(number) <= limit})
    highest = max([known.highest if known else 0, *held])
    return SeriesYear(
        house=house,
        year=year,
        highest=highest,
        held=len(held),
        read=_count(house, year, held, read),
        linked=_count(house, year, held, linked),
        absent=tuple(number for number in range(1, highest + 1) if number not in held),
        known_missing=min(known.missing, highest) if known else 0,
        odd=tuple(sorted(number for number in printed if not (_is_number(number) and int(number) in held))),
    )


def _count(house: House, year: str, held: set[int], places: AbstractSet[Appendix]) -> int:
    """How many of the numbers held are among these places."""
    return sum(Appendix(house, year, str(number)) in places for number in held)


def _believed(numbers: set[int]) -> set[int]:
    """The numbers without those far beyond a row without holes: of 1 to 34 and 377 the last is a misprint."""
    ordered = sorted(numbers)
    for place, (number, following) in enumerate(pairwise(ordered), 1):
        if place >= ENOUGH and place > number * WITHOUT_HOLES and following > number * 2 + FAR:
            return set(ordered[:place])
    return numbers


def _is_number(printed: str) -> bool:
    return printed.isdecimal() and len(printed) <= len(str(HIGHEST_LIKELY))


@cache
def known_series() -> dict[tuple[House, str], Known]:
    """The facts of `vocabularies/aanhangsel.csv`."""
    text = files("index").joinpath("vocabularies", "aanhangsel.csv").read_text(encoding="utf-8")
    return {(House(row["house"]), row["year"]): _known(row) for row in csv.DictReader(text.splitlines())}


def _known(row: dict[str, str]) -> Known:
    return Known(highest=int(row["highest"]), missing=int(row["missing"]), closed=row["closed"] == "ja")


def ranges(numbers: Iterable[int]) -> tuple[str, ...]:
    """Numbers as they are told: 1, 2, 3 and 7 are "1–3" and "7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return tuple(str(first) if first == last else f"{first}–{last}" for first, last in runs)
