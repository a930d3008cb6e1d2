"""Numbers of documents and sets: parsed as far as they go, never rejected."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.records import House

ZOEK = "https://zoek.officielebekendmakingen.nl"

PUBLISHED_SINCE = 1995
"""The first year of which the official site has papers under names made of year and number."""

_CASE = re.compile(r"(\d{4})[zZ](\d{4,6}[a-z]?)")
_OLD_NUMBER = re.compile(r"\d{9,10}")
_OTHER_NUMBER = re.compile(r"\d{4}D\d+|KVR\d+", re.IGNORECASE)
_YEARS_BEFORE_KVR = re.compile(r"^\d{8}-(?=KVR)")
_REVISION = re.compile(r"-([hn]\d*)$|(?<=\d)([Hh])$")
_APPENDIX = re.compile(r"ah-(?P<house>tk|ek)-(?P<years>\d{8})-(?:AH|ah)?(?P<number>\d+[a-z]?)$")


@dataclass(frozen=True, slots=True)
class Appendix:
    """A place in the Aanhangsel van de Handelingen."""

    house: House
    year: str
    number: str

    @property
    def id(self) -> str:
        """The identifier documents have there: "ah-tk-19981999-1841"."""
        chamber = "ek" if self.house is House.EERSTE_KAMER else "tk"
        return f"ah-{chamber}-{self.year.replace('-', '')}-{self.number}"

    @property
    def is_published(self) -> bool:
        """Whether the official site has it under this name: it goes back to 1995."""
        return int(self.year[:4]) >= PUBLISHED_SINCE

    @property
    def in_words(self) -> str:
        """As papers print it: "Aanhangsel Handelingen, vergaderjaar 1998-1999, nr. 1841"."""
        return f"Aanhangsel Handelingen, vergaderjaar {self.year}, nr. {self.number}"


def set_number(printed: str) -> str | None:
    """The number of a set in one spelling: "2018z12433" → "2018Z12433"; None for what is no such number."""
    bare = _REVISION.sub("", printed.strip())
    case = _CASE.fullmatch(bare)
    if case:
        return f"{case.group(1)}Z{case.group(2)}"
    return bare if _OLD_NUMBER.fullmatch(bare) or _OTHER_NUMBER.fullmatch(bare) else None


def is_case_number(number: str) -> bool:
    """Whether the number is a case number of the Tweede Kamer ("2024Z18294")."""
    return bool(_CASE.fullmatch(number))


def number_in_id(document: str) -> str | None:
    """The set number a question document carries in its own id: "kv-tk-2024Z18294-n1" → "2024Z18294"."""
    bare = document.rpartition("kv-")[2].removeprefix("tk-").removeprefix("ek-")
    return set_number(_YEARS_BEFORE_KVR.sub("", bare))


def appendix_in_id(document: str) -> Appendix | None:
    """The place in the Aanhangsel a document carries in its own id; None for provisional ids."""
    found = _APPENDIX.match(_REVISION.sub("", document))
    if not found:
        return None
    years = found["years"]
    house = House.EERSTE_KAMER if found["house"] == "ek" else House.TWEEDE_KAMER
    return Appendix(house, f"{years[:4]}-{years[4:]}", found["number"])


def revision(document: str) -> str:
    """The mark of a reprint or replacement at the end of an id ("h1", "n2"); empty for the first version."""
    found = _REVISION.search(document)
    return (found.group(1) or found.group(2)).lower() if found else ""


def revision_rank(mark: str) -> int:
    """Sorts revision marks: none, then "h" and "h1", then "h2"; "n10" comes after "n9"."""
    return int(mark[1:] or 1) if mark else 0


def page_address(document: str) -> str:
    """The public page of an official document."""
    return f"{ZOEK}/{document}.html"


def file_addresses(document: str) -> tuple[tuple[str, str], ...]:
    """The other public forms of an official document."""
    return (("xml", f"{ZOEK}/{document}.xml"), ("pdf", f"{ZOEK}/{document}.pdf"))
