"""Searches to try. Every one is tried before it is shown, so that none of them finds nothing here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from index.schema import FACETS, OPERATORS, Operator
from search.engine import Engine
from search.request import Filter, SearchRequest, Sort
from webui import links

WAITS = ("open", "uitgesteld")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A search to try: its words as they are shown, what it shows, and its address."""

    text: str
    shows: str
    href: str


_WORDS = (
    ("stikstof natuurgebieden", "beide woorden, in welke vorm ook"),
    ("“raad van state”", "precies deze woorden achter elkaar"),
    ("huurtoeslag OF zorgtoeslag", "een van beide"),
    ("titel:drinkwater", "alleen in de titel"),
    ("jeugdzorg NIET wachtlijst", "wel het een, niet het ander"),
    ("nos.nl", "vragen die naar deze website verwijzen"),
)


def examples(engine: Engine, today: date) -> tuple[Example, ...]:
    """Words to try on the front page."""
    tried = ((q, shows, SearchRequest(q=q)) for q, shows in _WORDS)
    return _found(engine, tried, today)


def errands(engine: Engine, today: date) -> tuple[Example, ...]:
    """What people come to find out, with the search that tells it."""
    return _found(engine, _errands(today), today)


def _errands(today: date) -> Iterator[tuple[str, str, SearchRequest]]:
    waiting = Filter("status", WAITS)
    yield (
        "Welke vragen aan Volksgezondheid zijn te laat?",
        "ministerie, termijn en langst wachtende eerst",
        SearchRequest(
            filters=(Filter("ministerie", ("vws",)), waiting, Filter("termijn", ("te-laat",))), sort=Sort.LONGEST_WAIT
        ),
    )
    yield (
        "Wat vroeg de SP over de zorg?",
        "woord en partij",
        SearchRequest(q="zorg", filters=(Filter("partij", ("sp",)),)),
    )
    yield (
        "Wat antwoordde het kabinet over asielzoekers?",
        "woord in het antwoord, nieuwste eerst",
        SearchRequest(q="antwoord:asielzoekers", sort=Sort.NEWEST),
    )
    yield "Wat is er deze maand nieuw?", "sinds een dag", SearchRequest(since=today - timedelta(days=30))


def _found(engine: Engine, tried: Iterable[tuple[str, str, SearchRequest]], today: date) -> tuple[Example, ...]:
    return tuple(
        Example(text=text, shows=shows, href=links.search(request))
        for text, shows, request in tried
        if engine.count(request, today)
    )


def operator_examples(engine: Engine, today: date) -> tuple[tuple[Operator, Example | None], ...]:
    """Every operator with its example, or with one of the same kind that finds something here; None when none does."""
    return tuple((operator, _working(engine, operator, today)) for operator in OPERATORS)


def _working(engine: Engine, operator: Operator, today: date) -> Example | None:
    tried = ((q, operator.help, SearchRequest(q=q)) for q in (operator.example, *_of_our_own(engine, operator, today)))
    return next(iter(_found(engine, tried, today)), None)


def _of_our_own(engine: Engine, operator: Operator, today: date) -> Iterator[str]:
    """The same operator with a value that this collection has."""
    name = operator.example.partition(":")[0]
    if name in {row.name for row in FACETS}:
        buckets = engine.facet(SearchRequest(), name, today).buckets
        yield from (f"{name}:{bucket.value}" for bucket in buckets[:1])
    elif name == "nummer":
        newest = engine.search(SearchRequest(sort=Sort.NEWEST), today)
        yield from (f"nummer:{hit.id}" for hit in newest.hits[:1])
    elif name == "datum" and (last := engine.coverage().last_asked):
        yield f"datum:{last:%Y-%m}"
