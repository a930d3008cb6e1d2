"""Places in the Aanhangsel van de Handelingen that a text names, in every spelling of forty years.

Aanhangsel Handelingen, vergaderjaar 2024–2025, nr. 9 · Aanhangsel-Handelingen nrs. 435 en 466, vergaderjaar 1994–1995 ·
Kamerstukken II, Aanhangsel van de Handelingen, 1996–1997, 942 · T.K. 1985-1986, Aanhangsel nr 936 · II 2007/08, nr. 902
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.extract.identifiers import Appendix
from index.records import House

YEARS = r"(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)\d\d|\d\d)(?!\d)"
"""A parliamentary year, after `evened`: "2024-2025", "2007/08"."""

HOUSE = r"(?:I{1,2}|[TE]\.?K\.?|(?:Tweede|Eerste)\s+Kamer(?:\s+der\s+Staten-Generaal)?)(?![A-Za-z])"

_SEPARATOR = r"[\s,;:.()]*"
_SITTING = r"(?:(?:(?:vergader-?\s?|zittings)(?:jaar|jaren|ing)|zitting)[\s,]*)?"
_MONTH = r"(?:jan|feb|maart|apr|mei|juni|juli|aug|sept|okt|nov|dec)"
_ONE_NUMBER = rf"\d{{1,4}}(?![\d-])(?!\s+(?:{_MONTH}|\d{{3}}\b))"
_MARK = r"(?:(?:en\s+)?(?:nrs?|nummers?|no|nos)\b\.?\s*)?"
_AND = r"\s*(?:,|/|\ben\b|,\s*en\b)\s*(?:nr\.?\s*)?"
_NUMBERS = rf"{_MARK}{_ONE_NUMBER}(?:{_AND}{_ONE_NUMBER})*"
_WHICH_ANSWER = r"(?:(?:het\s+)?antwoord(?:en)?\s+(?:op\s+)?)?(?:de\s+)?vra(?:ag|gen)\s+\d+(?:(?:,|\s+en)\s+\d+)*"
_NUMBERS_FIRST = rf"{_NUMBERS}{_SEPARATOR}(?:(?:{_WHICH_ANSWER}|{HOUSE}){_SEPARATOR})?{_SITTING}{YEARS}"
_YEARS_FIRST = rf"{_SITTING}{YEARS}{_SEPARATOR}(?:{HOUSE}{_SEPARATOR})?{_NUMBERS}"
_PAIR = rf"(?:{_NUMBERS_FIRST}|{_YEARS_FIRST})"
_NAME = r"Aanhangsels?(?:[\s-]*(?:(?:van|bij|op|aan)\s+de\s+|der\s+|v\.?d\.?\s+)?(?:Hande-?l\w+(?:-gen)?|Hand\.))?"
_MORE_PAIRS = rf"(?:(?:{_SEPARATOR}|\s*(?:,\s*)?(?:en|alsmede|resp\.)\s+){_PAIR})*"
_AFTER = rf"{_NAME}{_SEPARATOR}(?:(?:van\s+de\s+|der\s+)?{HOUSE}{_SEPARATOR})?{_PAIR}{_MORE_PAIRS}"
# "Tweede Kamer, vergaderjaar 2024-2025, Aanhangsel 3" is printed below the third page.
_NO_PAGE = r"(?=n|N|\(?\d{3})"
_BEFORE = rf"{_SITTING}{YEARS}{_SEPARATOR}{_NAME}{_SEPARATOR}(?:{HOUSE}{_SEPARATOR})?{_NO_PAGE}{_NUMBERS}"
_CHAMBER_BEFORE = rf"(?:(?:Handelingen|Kamerstuk(?:ken)?)\s+)?{HOUSE}{_SEPARATOR}"
_PLACE = re.compile(rf"(?:\b{_CHAMBER_BEFORE})?(?:\b{_BEFORE}|\b{_AFTER})", re.IGNORECASE)
_PAIRS = re.compile(_PAIR, re.IGNORECASE)
_SENATE = re.compile(r"\bE\.?K\b|Eerste\s+Kamer|(?:Handelingen|Kamerstuk(?:ken)?)\s+I\b|^I\b")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SPACED_DIGITS = re.compile(r"(?<=\b\d) (?=\d\b)")
_LOOSE_COMMA = re.compile(r" (?=[,;)])")
_YEARS = re.compile(YEARS)
_WHICH = re.compile(_WHICH_ANSWER, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """The words of a text that name places in the Aanhangsel, and the places."""

    start: int
    end: int
    places: tuple[Appendix, ...]


def evened(text: str) -> str:
    """The text for finding references in: plain hyphens, single spaces, scanned digits joined ("1 9 8 6 , nr. 4")."""
    return _LOOSE_COMMA.sub("", _SPACED_DIGITS.sub("", _DASHES.sub("-", " ".join(text.split()))))


def full_year(printed: str) -> str | None:
    """A parliamentary year in full: "2007/08" → "2007-2008"; None when the second is not the year after the first."""
    start, end = re.findall(r"\d+", printed)
    following = str(int(start) + 1)
    return f"{start}-{following}" if following.endswith(end) else None


def appendices_in(text: str, house: House) -> tuple[Appendix, ...]:
    """Every place in the Aanhangsel a text names."""
    return tuple(dict.fromkeys(place for named in named_appendices(evened(text), house) for place in named.places))


def named_appendices(text: str, house: House) -> Iterator[Named]:
    """Where an evened text names places in the Aanhangsel; a year that cannot be right gives no place."""
    for match in _PLACE.finditer(text) if "anhangsel" in text else ():
        chamber = House.EERSTE_KAMER if _SENATE.search(match.group()) else house
        if re.search(r"Tweede\s+Kamer|\bT\.?K\b|\bII\b", match.group()):
            chamber = House.TWEEDE_KAMER
        places = tuple(_places(match.group(), chamber))
        if places:
            yield Named(match.start(), match.end(), places)


def _places(words: str, house: House) -> Iterator[Appendix]:
    pairs = [pair.group() for pair in _PAIRS.finditer(words)] or [words]
    for pair in pairs:
        printed = _YEARS.search(pair)
        year = full_year(printed.group()) if printed else None
        if printed and year:
            rest = _WHICH.sub("", pair[: printed.start()] + " " + pair[printed.end() :])
            for number in re.findall(r"\d+", rest):
                yield Appendix(house, year, number.lstrip("0"))
