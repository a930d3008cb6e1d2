"""The search service (SRU 2.0): its questions and its answers, as values.

Element names are matched without regard to their prefixes; the service answers a wrong question with status 200 and
a diagnostic, so every diagnostic is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from lxml import etree

from index.cli import Failure
from index.extract.identifiers import appendix_in_id
from index.sources.forms import parse

PUBLICATIONS = ("Kamervragen zonder antwoord", "Kamervragen (Aanhangsel)")
PAGE_SIZE = 1000
LAST_POSITION = 9_999  # the service refuses to go on at 10,000
PROVISIONAL = "Onopgemaakt"
NOTICE = "Mededeling"

_COLLECTION = "c.product-area==officielepublicaties"
_SAFE_ID = re.compile(r"[\w.*-]+", re.ASCII)


class WrongId(Failure):
    """An id that cannot be one: it would break the question to the search service."""

    def __init__(self, document: str) -> None:
        super().__init__(f"‘{document}’ is geen documentnummer.")


class SearchError(Exception):
    """An answer of the search service that cannot be used; the sentence says why."""


class BrokenAnswerError(SearchError):
    """The answer is damaged, or counts records but gives none: worth another try."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days of last change that one question asks for, both included.

    A day too full to be read is cut by the date of the documents: `dated` is the (first, last) of that, where None
    is open; `undated` asks for the documents of that day that have none.
    """

    first: date
    last: date
    dated: tuple[date | None, date | None] | None = None
    undated: bool = False

    def __str__(self) -> str:
        part = " (ongedateerd)" if self.undated else f" ({self.dated[0]}–{self.dated[1]})" if self.dated else ""
        return f"{self.first} t/m {self.last}{part}"

    @property
    def whole_days(self) -> bool:
        """Whether it asks for everything of its days."""
        return self.dated is None and not self.undated

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.last - self.first).days + 1

    def halves(self) -> tuple[Window, ...]:
        """Smaller windows that together ask for the same; none when it cannot be cut."""
        if self.first < self.last:
            middle = self.first + (self.last - self.first) // 2
            return replace(self, last=middle), replace(self, first=middle + timedelta(days=1))
        if self.undated:
            return ()
        return self._halves_by_date()

    def _halves_by_date(self) -> tuple[Window, ...]:
        first, last = self.dated or (None, None)
        low, high = first or date(1995, 1, 1), last or self.last
        if low >= high:
            return ()
        middle = low + (high - low) // 2
        parts = replace(self, dated=(first, middle)), replace(self, dated=(middle + timedelta(days=1), last))
        return parts if self.dated else (*parts, replace(self, undated=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the search service says of one document; `record` is its `gzd` element as an XML document.

    `version` changes when the record does: the day of change, and the moment where it is given. `has_xml` is False
    when the record names the forms of the document and XML is not among them. `number` is that of its set, `place` its
    place in the Aanhangsel ("ah-tk-20242025-1244"), `notice` tells that it is a reply without answers.
    """

    id: str
    publication: str
    modified: date
    version: str
    provisional: bool
    has_xml: bool
    record: bytes
    number: str = ""
    place: str = ""
    notice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer: the estimated number of all records, those of this page, where the next page begins."""

    count: int
    listed: tuple[Listed, ...]
    next_position: int | None


def window_query(publication: str, window: Window) -> str:
    """The question for one publication and window."""
    clauses = [
        _COLLECTION,
        f'w.publicatienaam=="{publication}"',
        f'dt.modified>="{window.first.isoformat()}"',
        f'dt.modified<="{window.last.isoformat()}"',
    ]
    first, last = window.dated or (None, None)
    clauses += [f'dt.date>="{first.isoformat()}"'] if first else []
    clauses += [f'dt.date<="{last.isoformat()}"'] if last else []
    return " and ".join(clauses) + (' NOT dt.date>="1000-01-01"' if window.undated else "")


def id_query(document: str) -> str:
    """The question for one document."""
    if not _SAFE_ID.fullmatch(document):
        raise WrongId(document)
    return f'{_COLLECTION} and dt.identifier=="{document}"'


def set_query(number: str) -> str:
    """The question for all documents of one set."""
    if not _SAFE_ID.fullmatch(number):
        raise WrongId(number)
    return f'{_COLLECTION} and w.vraagnummer=="{number}"'


def parameters(query: str, position: int = 1, size: int = PAGE_SIZE) -> str:
    """The query part of an address."""
    return urlencode(
        {
            "operation": "searchRetrieve",
            "version": "2.0",
            "query": query,
            "startRecord": position,
            "maximumRecords": size,
        }
    )


def read_page(body: bytes, position: int = 1) -> Page:
    """The answer that began at `position`; raises SearchError when it is none, or not complete in itself."""
    root = _root(body)
    _refuse_diagnostics(root)
    count = _count(root)
    listed = tuple(_listed(record) for record in root.iterfind(".//{*}record"))
    if not listed and count >= position:
        raise BrokenAnswerError(f"de zoekdienst telt {count} documenten maar geeft er geen")
    return Page(count=count, listed=listed, next_position=_next_position(root, position))


def _root(body: bytes) -> etree._Element:
    try:
        root = parse(body)
    except etree.XMLSyntaxError as error:
        raise BrokenAnswerError(f"het antwoord van de zoekdienst is geen geldige XML ({error})") from error
    if etree.QName(root).localname != "searchRetrieveResponse":
        raise BrokenAnswerError(f"de zoekdienst antwoordt met iets anders: {root.tag}")
    return root


def _refuse_diagnostics(root: etree._Element) -> None:
    found = root.find(".//{*}diagnostic")
    if found is not None:
        words = " ".join(" ".join(str(text).split()) for text in found.itertext())
        raise SearchError(f"de zoekdienst begrijpt de vraag niet: {words.strip()}")


def _count(root: etree._Element) -> int:
    text = root.findtext("{*}numberOfRecords") or ""
    if not text.strip().isdigit():
        raise SearchError("de zoekdienst noemt geen aantal")
    return int(text)


def _next_position(root: etree._Element, position: int) -> int | None:
    text = root.findtext("{*}nextRecordPosition")
    if text is None:
        return None
    if not text.strip().isdigit() or int(text) <= position:
        raise SearchError(f"de zoekdienst wijst na {position} naar {text}")
    return int(text)


def _listed(record: etree._Element) -> Listed:
    gzd = record.find("{*}recordData/{*}gzd")
    if gzd is None:
        raise SearchError("een document van de zoekdienst heeft geen beschrijving")
    document = _text(gzd, "identifier")
    if not document:
        raise SearchError("een document van de zoekdienst heeft geen nummer")
    return Listed(
        id=document,
        publication=_text(gzd, "publicatienaam"),
        modified=_modified(gzd, document),
        version=_version(gzd),
        provisional=_text(gzd, "documentstatus") == PROVISIONAL,
        has_xml=_has_xml(gzd),
        record=etree.tostring(gzd, encoding="utf-8", with_tail=False),
        number=_text(gzd, "vraagnummer") or _text(gzd, "vraagNummer"),
        place=_place(gzd, document),
        notice=any(_text_of(kind) == NOTICE for kind in gzd.iterfind(".//{*}type")),
    )


def _text(gzd: etree._Element, name: str) -> str:
    return (gzd.findtext(f".//{{*}}{name}") or "").strip()


def _text_of(element: etree._Element) -> str:
    return (element.text or "").strip()


def _place(gzd: etree._Element, document: str) -> str:
    """The place in the Aanhangsel, from the id or else from the record; empty for what has none."""
    place = appendix_in_id(document)
    number = _text(gzd, "aanhangselnummer") or _text(gzd, "aanhangselNummer")
    year = "".join(re.findall(r"[0-9]{4}", _text(gzd, "vergaderjaar")))
    if place or not (number and len(year) == len("20242025")):
        return place.id if place else ""
    house = "ek" if _text(gzd, "creator").startswith("Eerste Kamer") else "tk"
    return f"ah-{house}-{year}-{number}"


def _modified(gzd: etree._Element, document: str) -> date:
    text = _text(gzd, "modified")
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise SearchError(f"{document}: de dag van wijziging is ‘{text}’") from error


def _version(gzd: etree._Element) -> str:
    names = ("modified", "datumTijdstipWijzigingWork", "datumTijdstipWijzigingExpression")
    return " ".join(text for name in names if (text := _text(gzd, name)))


def _has_xml(gzd: etree._Element) -> bool:
    forms = {item.get("manifestation") for item in gzd.iterfind(".//{*}itemUrl")}
    return not forms or "xml" in forms
