"""What a search that finds nothing does find with a filter less or with one of its words, and how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from search.engine import Engine
from search.query import parse
from search.request import SearchRequest
from search.response import SearchResponse
from search.tree import Phrase, Prefix, Word, leaves, written
from webui import links
from webui.filters import narrowings

MOST = 8
"""Searches tried and shown; each costs a count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wider:
    """A search that asks less, and the number of sets it finds."""

    label: str
    href: str
    sets: int


def wider(engine: Engine, response: SearchResponse, today: date) -> tuple[Wider, ...]:
    """The searches that ask less and find something; none when the search itself does."""
    if response.total.sets:
        return ()
    tried = dict.fromkeys(_asking_less(response))
    counted = ((label, request, engine.count(request, today)) for label, request in list(tried)[:MOST])
    return tuple(Wider(label=label, href=links.search(request), sets=sets) for label, request, sets in counted if sets)


def _asking_less(response: SearchResponse) -> Iterator[tuple[str, SearchRequest]]:
    request = replace(response.request.whole(), notes=(), mistakes=())
    taken = narrowings(request, response.facets)
    if len(taken) > 1 and request.q:
        yield "zonder filters", request.cleared()
    for label, without in taken:
        yield f"zonder het filter ‘{label}’", without
    words = _words(request.q)
    for word in words if len(words) > 1 or words[:1] != [request.q] else ():
        yield f"alleen ‘{word}’", replace(request, q=word)
        if taken:
            yield f"alleen ‘{word}’, zonder filters", replace(request.cleared(), q=word)


def _words(q: str) -> list[str]:
    """The words that were looked for, each to be looked for alone; of a phrase all its words, without quotes."""
    found = (leaf for leaf in leaves(parse(q).tree) if isinstance(leaf, Word | Phrase | Prefix))
    return list(dict.fromkeys(written(leaf).strip("“”") for leaf in found))
