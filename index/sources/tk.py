"""The open data of the Tweede Kamer: cases by OData, and the feed that tells which of them changed.

A case is kept as the JSON object the service gives, with its actors, documents and their versions inside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree

from index.cli import Failure
from index.extract.published import published_ids
from index.fetch import Fetcher, Reply
from index.pace import same_host
from index.sources.forms import parse

Answer = TypeVar("Answer")

SOURCE = "tk"
KIND = "Schriftelijke vragen"
ONE_DAY = timedelta(days=1)
FIRST_CASES = date(2007, 1, 1)
CATEGORIES = ("Zaak", "ZaakActor", "Document", "DocumentVersie")
DOCUMENT_KINDS = frozenset(
    {
        KIND,
        "Antwoord schriftelijke vragen",
        "Antwoord schriftelijke vragen (nader)",
        "Mededeling (uitstel antwoord)",
        "Mededeling",
        "Aanhangsel van de Handelingen",
    }
)
CASES_AT_ONCE = 20  # named in one question: its address must not grow too long
TRIES = 5
OK = 200

_EXISTS = "Verwijderd eq false"
_EXPAND = (
    f"ZaakActor($filter={_EXISTS}),"
    f"Document($filter={_EXISTS};$expand=DocumentVersie($filter={_EXISTS}),DocumentActor($filter={_EXISTS}))"
)
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class WrongService(Failure):
    """A base address that is none."""

    def __init__(self, address: str) -> None:
        super().__init__(f"‘{address}’ is geen webadres. Geef bijvoorbeeld http://127.0.0.1:8890.")


class AnswerError(Exception):
    """An answer of the open data that cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Service:
    """Where the cases are, and the feed of changes."""

    odata: str
    feed: str

    @classmethod
    def at(cls, base: str | None) -> Service:
        """Both below one address (a mirror), or the official ones."""
        if base is not None and (urlsplit(base).scheme not in ("http", "https") or not urlsplit(base).hostname):
            raise WrongService(base)
        root = (base or "https://gegevensmagazijn.tweedekamer.nl").rstrip("/")
        return cls(f"{root}/OData/v4/2.0", f"{root}/SyncFeed/2.0/Feed")

    def case(self, identifier: str) -> str:
        """The address of one case."""
        return f"{self.odata}/Zaak({identifier})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A document of a case that the official publisher has too, under this id."""

    id: str
    version: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case as the service gives it. `pieces` are the ids of everything in it, `body` the JSON itself."""

    id: str
    number: str
    started: date
    closed: bool
    pieces: tuple[str, ...]
    published: tuple[Piece, ...]
    body: bytes

    @property
    def document(self) -> str:
        """The id under which it is archived."""
        return f"zaak-{self.number}"


@dataclass(frozen=True, slots=True)
class Odd:
    """A case that lacks what belongs in every one, and the reason."""

    id: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer: how many cases there are in all, those of this page, where it goes on."""

    count: int
    cases: tuple[Case, ...]
    odd: tuple[Odd, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an entry of the feed says has changed: its own id, what it belongs to, and its kind ("soort")."""

    category: str
    ids: tuple[str, ...]
    kind: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One answer of the feed; `token` is where the next begins, None at the end."""

    changes: tuple[Change, ...]
    token: str | None


# Questions


def cases_of_period(fetcher: Fetcher, service: Service, first: date, last: date) -> Iterator[Page]:
    """All cases that began in a period, and a day around it; raises AnswerError when some are not given.

    A case begins at midnight here, which in the time of the question is the day before.
    """
    begun = f"GestartOp ge {first - ONE_DAY}T00:00:00Z and GestartOp le {last + ONE_DAY}T23:59:59Z"
    yield from _pages(fetcher, service, f"{_EXISTS} and Soort eq '{KIND}' and {begun}")


def cases_by_id(fetcher: Fetcher, service: Service, ids: Sequence[str]) -> Iterator[Page]:
    """These cases, as far as they still exist and are written questions."""
    for start in range(0, len(ids), CASES_AT_ONCE):
        named = " or ".join(f"Id eq {each}" for each in ids[start : start + CASES_AT_ONCE])
        yield from _pages(fetcher, service, f"{_EXISTS} and Soort eq '{KIND}' and ({named})")


def feed_page(fetcher: Fetcher, service: Service, category: str, token: str | None) -> FeedPage:
    """What changed in one category after a token; from the beginning without one."""
    asked = {"category": category, **({"skiptoken": token} if token else {})}
    return _ask(fetcher, f"{service.feed}?{urlencode(asked)}", read_feed)


def _pages(fetcher: Fetcher, service: Service, condition: str) -> Iterator[Page]:
    options = {"$filter": condition, "$expand": _EXPAND, "$orderby": "Nummer", "$count": "true"}
    address: str | None = f"{service.odata}/Zaak?{urlencode(options, safe='$(),;', quote_via=quote)}"
    given = 0
    while address:
        page = _ask(fetcher, address, read_page)
        given += len(page.cases) + len(page.odd)
        yield page
        address = _at(service, page.next)
        if page.next and not page.cases and not page.odd:
            raise AnswerError("de Tweede Kamer geeft een lege bladzijde met een vervolg")
    if given < page.count:
        raise AnswerError(f"de Tweede Kamer telt {page.count} zaken maar geeft er {given}")


def _at(service: Service, link: str | None) -> str | None:
    """Where an answer goes on, at the service that was asked: a mirror can name the official address."""
    if link is None:
        return None
    address = urljoin(f"{service.odata}/", link)
    if same_host(address, service.odata):
        return address
    return urlunsplit((*urlsplit(service.odata)[:2], *urlsplit(address)[2:]))


def _ask(fetcher: Fetcher, address: str, read: Callable[[bytes], Answer]) -> Answer:
    """What an address answers; a damaged answer is asked for again, a refusal is not."""
    for attempt in range(TRIES):
        body = _body(fetcher.get(address, search=True))
        try:
            return read(body)
        except AnswerError as error:
            reason = error
            fetcher.rest(attempt)
    raise reason


def _body(reply: Reply) -> bytes:
    if reply.status != OK:
        raise AnswerError(f"de Tweede Kamer antwoordt met status {reply.status}")
    return reply.body


# Answers


def read_page(body: bytes) -> Page:
    """An answer of OData; raises AnswerError when it is none."""
    answer = _json(body)
    rows = answer.get("value")
    if not isinstance(rows, list) or "error" in answer:
        raise AnswerError(f"de Tweede Kamer begrijpt de vraag niet: {json.dumps(answer.get('error'))[:200]}")
    count = answer.get("@odata.count", len(rows))
    link = answer.get("@odata.nextLink")
    if not isinstance(count, int) or not isinstance(link, str | None):
        raise AnswerError("de Tweede Kamer noemt geen aantal")
    read = [_case_or_odd(row) for row in rows]
    return Page(
        count=count,
        cases=tuple(each for each in read if isinstance(each, Case)),
        odd=tuple(each for each in read if isinstance(each, Odd)),
        next=link,
    )


def _json(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise AnswerError(f"het antwoord van de Tweede Kamer is geen geldige JSON ({error})") from error
    if not isinstance(answer, dict):
        raise AnswerError("de Tweede Kamer antwoordt met iets anders")
    return answer


def _case_or_odd(row: Any) -> Case | Odd:
    try:
        return _case(row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        told = row if isinstance(row, dict) else {}
        reason = f"in deze zaak klopt een gegeven niet: {error!r}"
        return Odd(str(told.get("Id")).lower(), f"zaak-{told.get('Nummer')}", reason)


def _case(row: dict[str, Any]) -> Case:
    return Case(
        id=_guid(row["Id"]),
        number=_number(row["Nummer"]),
        started=date.fromisoformat(row["GestartOp"][:10]),
        closed=row["Afgedaan"] is True,
        pieces=tuple(_guid(piece["Id"]) for piece in _pieces(row)),
        published=tuple(_published(row)),
        body=json.dumps(row, ensure_ascii=False, indent=1).encode(),
    )


def _guid(value: str) -> str:
    if not _GUID.fullmatch(value.lower()):
        raise ValueError(value)
    return value.lower()


def _number(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}Z[0-9]+", value):
        raise ValueError(value)
    return value


def _pieces(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from row.get("ZaakActor") or ()
    for document in row.get("Document") or ():
        yield document
        yield from document.get("DocumentVersie") or ()


def _published(row: dict[str, Any]) -> Iterator[Piece]:
    """The documents of a case with the ids the official publisher gives them, as told or from their number."""
    for document in row.get("Document") or ():
        day = _day(document.get("Datum")) or date.fromisoformat(row["GestartOp"][:10])
        for name, version in published_ids(document):
            yield Piece(id=name, version=version, day=day)


def _day(told: str | None) -> date | None:
    try:
        return date.fromisoformat((told or "")[:10])
    except ValueError:
        return None


def read_feed(body: bytes) -> FeedPage:
    """An answer of the feed; raises AnswerError when it is none."""
    try:
        root = parse(body)
    except etree.XMLSyntaxError as error:
        raise AnswerError(f"het antwoord van de Tweede Kamer is geen geldige XML ({error})") from error
    if etree.QName(root).localname != "feed":
        raise AnswerError(f"de Tweede Kamer antwoordt met iets anders: {root.tag}")
    entries = root.findall("{*}entry")
    tokens = [_token(entry) for entry in entries]
    if entries and not tokens[-1]:
        raise AnswerError("de Tweede Kamer zegt niet waar de wijzigingen verdergaan")
    return FeedPage(tuple(map(_change, entries)), tokens[-1] if tokens else None)


def _token(entry: etree._Element) -> str:
    """The place in the feed after an entry, from its link to the next page."""
    links = (link.get("href", "") for link in entry.iterfind("{*}link") if link.get("rel") == "next")
    return next((parse_qs(urlsplit(link).query).get("skiptoken", [""])[0] for link in links), "")


def _change(entry: etree._Element) -> Change:
    content = entry.find("{*}content/*")
    refs = [] if content is None else [content.get("id"), *(each.get("ref") for each in content.iter())]
    ids = [entry.findtext("{*}title"), *refs]
    category = entry.find("{*}category")
    kind = "" if content is None else content.findtext("{*}soort") or ""
    return Change(
        category="" if category is None else category.get("term", "").lower(),
        ids=tuple(dict.fromkeys(each.lower() for each in ids if each and _GUID.fullmatch(each.lower()))),
        kind=kind.strip(),
        at=_moment(entry.findtext("{*}updated")),
    )


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None
