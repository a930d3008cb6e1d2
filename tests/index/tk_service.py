"""The open data of the Tweede Kamer on this machine: OData with filters, expansion and pages, and the feed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Row = dict[str, Any]
PAGE_SIZE = 250
WORD = re.compile(r"\(|\)|'(?:[^']|'')*'|[^\s()]+")


def guid(name: str) -> str:
    """An id that is always the same for the same name."""
    return str(uuid5(NAMESPACE_URL, name))


def case(number: str, *, started: str = "2024-01-15", closed: bool = False, **more: Any) -> Row:
    """A case as OData gives it, with actors and documents inside."""
    return {
        "Id": guid(number),
        "Nummer": number,
        "Soort": "Schriftelijke vragen",
        "Titel": None,
        "Onderwerp": f"Het onderwerp van {number}",
        "GestartOp": f"{started}T00:00:00+01:00",
        "Vergaderjaar": "2023-2024",
        "Afgedaan": closed,
        "Verwijderd": False,
        "ZaakActor": [actor(number, "Voorbeeld (V.)", "Indiener", "VVD")],
        "Document": [],
        **more,
    }


def actor(number: str, name: str, relation: str, party: str | None = None) -> Row:
    """Somebody in a case."""
    return {
        "Id": guid(f"{number} {relation} {name}"),
        "ActorNaam": name,
        "ActorFractie": party,
        "Functie": "Tweede Kamerlid" if party else "minister van Financiën",
        "Relatie": relation,
        "Verwijderd": False,
    }


def paper(number: str, kind: str, *, day: str = "2024-01-15", published: str | None = None, appendix: str = "") -> Row:
    """A document of a case, with one version."""
    version = {
        "Id": guid(f"{number} {kind} versie"),
        "Versienummer": 1,
        "Datum": f"{day}T00:00:00",
        "Verwijderd": False,
    }
    return {
        "Id": guid(f"{number} {kind}"),
        "Soort": kind,
        "Datum": f"{day}T00:00:00+01:00",
        "Aanhangselnummer": appendix or None,
        "Verwijderd": False,
        "DocumentVersie": [{**version, "ExterneIdentifier": published, "Verwijderd": False}],
    }


def whole(row: Row) -> Row:
    """A stored row, with its joined names, as the service gives it: an actor for each name."""
    number = row["Nummer"]
    relations = ("Indiener", "Medeindiener", "Gericht aan")
    actors = [(relation, name) for relation in relations for name in row[relation].split(", ") if name]
    kept = {name: value for name, value in row.items() if name not in (*relations, "ACTOR ZONDER RELATIE")}
    told = [actor(number, name, relation, None if relation == "Gericht aan" else "VVD") for relation, name in actors]
    return {**kept, "ZaakActor": told, "Document": []}


@dataclass
class TkService:
    """Serves cases, and in its feed the changes of each category in order."""

    httpserver: HTTPServer
    cases: dict[str, Row] = field(default_factory=dict)
    feed: dict[str, list[str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    filters: list[str] = field(default_factory=list)
    answer: Callable[[Request], Response | None] = lambda _: None  # an answer other than the usual
    official: str = ""  # the address that next links name
    forgets_rest: bool = False  # gives no next links

    def __post_init__(self) -> None:
        self.base = self.httpserver.url_for("").rstrip("/")
        self.httpserver.expect_request(re.compile("/OData/v4/2.0/Zaak")).respond_with_handler(self._odata)
        self.httpserver.expect_request(re.compile("/SyncFeed/2.0/Feed")).respond_with_handler(self._feed)

    def add(self, *rows: Row) -> None:
        """Put cases in the service, or others in their place."""
        self.cases |= {row["Id"]: row for row in rows}

    def change(self, category: str, identifier: str, content: str = "", *, at: str = "2030-01-01T00:00:00Z") -> None:
        """Tell of a change in the feed."""
        changes = self.feed.setdefault(category, [])
        term = category[0].lower() + category[1:]
        further = f"{self.base}/SyncFeed/2.0/Feed?skiptoken={len(changes) + 1}&amp;category={category}"
        changes.append(
            f"<entry><title>{identifier}</title><updated>{at}</updated><category term='{term}'/>"
            f"<link rel='next' href='{further}'/>"
            f"<content type='application/xml'><{term} id='{identifier}'>{content}</{term}></content></entry>"
        )

    def _odata(self, request: Request) -> Response:
        self.asked["odata"] += 1
        self.filters.append(request.args["$filter"])
        other = self.answer(request)
        if other:
            return other
        holds = _Condition(request.args["$filter"]).read()
        found = sorted((row for row in self.cases.values() if holds(row)), key=lambda row: row["Nummer"])
        start = int(request.args.get("$skiptoken", 0))
        page = [_expanded(row, request.args.get("$expand", "")) for row in found[start : start + PAGE_SIZE]]
        told: Row = {"@odata.count": len(found), "value": page}
        if start + PAGE_SIZE < len(found) and not self.forgets_rest:
            rest = "&".join(f"{name}={quote(value)}" for name, value in request.args.items() if name != "$skiptoken")
            told["@odata.nextLink"] = (
                f"{self.official or self.base}{request.path}?{rest}&$skiptoken={start + PAGE_SIZE}"
            )
        return Response(json.dumps(told, ensure_ascii=False), content_type="application/json")

    def _feed(self, request: Request) -> Response:
        category = request.args["category"]
        self.asked[f"feed {category}"] += 1
        start = int(request.args.get("skiptoken", 0))
        entries = "".join(self.feed.get(category, [])[start : start + PAGE_SIZE])
        return Response(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>', content_type="application/xml")


def _expanded(row: Row, expand: str) -> Row:
    """The row with what was asked to be in it, deleted things left out."""
    told = dict(row)
    for name in ("ZaakActor", "Document"):
        there = [each for each in told.pop(name, []) if not each["Verwijderd"]]
        if name in expand:
            told[name] = there
    if "DocumentVersie" not in expand:
        told["Document"] = [{**each, "DocumentVersie": None} for each in told.get("Document", [])]
    return told


class _Condition:
    """A filter with `and`, `or`, parentheses and comparisons, read from left to right."""

    def __init__(self, text: str) -> None:
        self.words = WORD.findall(text)

    def read(self) -> Callable[[Row], bool]:
        """The whole as a function."""
        sides = [self._all()]
        while self._next("or"):
            sides.append(self._all())
        return lambda row: any(side(row) for side in sides)

    def _all(self) -> Callable[[Row], bool]:
        sides = [self._one()]
        while self._next("and"):
            sides.append(self._one())
        return lambda row: all(side(row) for side in sides)

    def _one(self) -> Callable[[Row], bool]:
        if self._next("("):
            inner = self.read()
            assert self._next(")")
            return inner
        name, sign, value = (self.words.pop(0) for _ in range(3))
        return lambda row: _holds(row[name], sign, value)

    def _next(self, word: str) -> bool:
        if self.words and self.words[0] == word:
            self.words.pop(0)
            return True
        return False


def _holds(told: Any, sign: str, value: str) -> bool:
    if sign != "eq":
        moment, wanted = datetime.fromisoformat(told), datetime.fromisoformat(value)
        return moment >= wanted if sign == "ge" else moment <= wanted
    if isinstance(told, bool):
        return told is (value == "true")
    return bool(told.lower() == value.strip("'").lower())
