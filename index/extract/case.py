"""What the Tweede Kamer says of one case → a Part without text: who asked whom and when, and how far it has come."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from index.extract.dates import iso_date
from index.extract.offices import addressee
from index.extract.parts import Body, CaseFacts, Part, Signature
from index.extract.people import signature
from index.extract.problems import problem, unknown_values
from index.extract.published import published_ids
from index.records import Addressee, DocumentKind, House, Problem
from index.records import Part as Capacity
from index.snapshots import Document, Form

ANSWERS = frozenset({"Antwoord schriftelijke vragen", "Antwoord schriftelijke vragen (nader)"})
POSTPONEMENTS = frozenset({"Mededeling (uitstel antwoord)"})
PAGE = "https://www.tweedekamer.nl/kamerstukken/kamervragen/detail?id="

_GIVEN_AFTER = re.compile(r"\s*\((?:[^()]*)\)\s*$")
_OFFICE = re.compile(
    r"(?P<role>minister-president|minister|staatssecretaris)\s*,?\s*(?:(?:van|voor)\s+(?P<ministry>.+))?", re.IGNORECASE
)


def parliament_case(document: Document) -> Part:
    """The case, understood."""
    snapshot = document.form(Form.CASE)
    assert snapshot, f"{document.id} holds no case"
    case = json.loads(snapshot.body)
    subject = " ".join((case.get("Onderwerp") or case.get("Titel") or "").split())
    papers = tuple(_rows(case, "Document"))
    part = Part(
        document=document.id,
        source=document.source,
        kind=DocumentKind.CASE,
        house=House.TWEEDE_KAMER,
        title=subject,
        document_title=subject,
        body=Body(),
        numbers=(case["Nummer"],),
        appendices=tuple(name for name in _published(papers) if name.startswith("ah-tk-")),
        parliamentary_year=case.get("Vergaderjaar") or None,
        asked_on=_day(case, "GestartOp"),
        submitters=tuple(_submitters(case)),
        asked=tuple(_asked(case)),
        address=f"{PAGE}{case['Nummer']}",
        case=CaseFacts(
            closed=case["Afgedaan"] is True,
            answered_on=_last_day(papers, ANSWERS),
            postponed_on=_last_day(papers, POSTPONEMENTS),
            published=_published(papers),
        ),
    )
    return replace(part, problems=(*_odd_date(part, case), *unknown_values(part)))


def _odd_date(part: Part, case: dict[str, Any]) -> Iterator[Problem]:
    if part.asked_on is None and case.get("GestartOp"):
        yield problem("impossible_date", part.document, case["GestartOp"])


def _rows(row: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The rows below a row that were not taken away."""
    return (each for each in row.get(name) or () if not each.get("Verwijderd"))


def _day(row: dict[str, Any], name: str) -> date | None:
    return iso_date((row.get(name) or "")[:10])


def _last_day(papers: Iterable[dict[str, Any]], kinds: frozenset[str]) -> date | None:
    days = (_day(paper, "Datum") for paper in papers if paper.get("Soort") in kinds)
    return max((day for day in days if day), default=None)


def _published(papers: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for paper in papers for name, _ in published_ids(paper)))


def _submitters(case: dict[str, Any]) -> Iterator[Signature]:
    """Who asked, the first signatory first."""
    for relation in ("Indiener", "Medeindiener"):
        for actor in _actors(case, relation):
            yield signature(actor_name(actor["ActorNaam"]), actor.get("ActorFractie") or "")


def _asked(case: dict[str, Any]) -> Iterator[Addressee]:
    for actor in _actors(case, "Gericht aan"):
        office = _OFFICE.match((actor.get("Functie") or "").strip())
        role, ministry = (office["role"], office["ministry"] or "") if office else ("", "")
        yield addressee(Capacity.ASKED, role, actor_name(actor["ActorNaam"]), ministry)


def _actors(case: dict[str, Any], relation: str) -> Iterator[dict[str, Any]]:
    return (actor for actor in _rows(case, "ZaakActor") if actor.get("Relatie") == relation and actor.get("ActorNaam"))


def actor_name(told: str) -> str:
    """A name without the initials behind it: "Silvio Erkens (S.P.A.)" → "Silvio Erkens"."""
    return " ".join(_GIVEN_AFTER.sub("", told).split())
