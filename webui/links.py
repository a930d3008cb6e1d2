"""Every address the pages use, in canonical form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, urlencode, urlsplit

from search.public import address_of, anchor
from search.request import Filter, SearchRequest, Sort

HOME = "/"
SEARCH = "/zoeken"
HELP = "/help"
ABOUT = "/over"
ACCESSIBILITY = "/toegankelijkheid"
COVERAGE = "/dekking"
STATUS = "/status"
SAVED = "/bewaard"
ASKED = "/al-gevraagd"
WHY = "/waarom"
API = "/api"
OPENAPI = "/openapi.json"
COMPLETIONS = "/suggesties"
CONTAINS = "bevat"
QUESTION = "vraag"
NUMBER = "nummer"

OVERVIEWS = {"indiener": "indieners", "partij": "partijen", "ministerie": "ministeries", "onderwerp": "onderwerpen"}
"""The facets whose values have a page of their own, with the folder of those pages."""


def search(request: SearchRequest, form: str = "") -> str:
    """The address of a search, or of the same search in another form ("json")."""
    return _address(SEARCH + (f".{form}" if form else ""), request.params())


def export(request: SearchRequest, form: str) -> str:
    """Everything a search finds, in another form ("csv")."""
    return search(request.whole(), form)


def follow(request: SearchRequest, form: str) -> str:
    """A search in a form with an order of its own ("atom")."""
    return search(request.unordered(), form)


def words(q: str) -> str:
    """The search for words only."""
    return search(SearchRequest(q=q))


def with_words(request: SearchRequest, q: str) -> str:
    """The same search with other words, from page one."""
    return search(replace(request, q=q, page=1))


def only(facet: str, value: str) -> str:
    """The search for everything that has one value of one facet."""
    return search(SearchRequest(filters=(Filter(facet, (value,)),)))


def everything(facet: str, value: str) -> str:
    """All that has one value of a facet: its overview, or the search for it where there is none."""
    return overview(facet, value) if facet in OVERVIEWS else only(facet, value)


def page(request: SearchRequest, number: int) -> str:
    """Another page of the same search."""
    return search(replace(request, page=number))


def sort(request: SearchRequest, order: Sort) -> str:
    """The same search in another order, from page one."""
    return search(replace(request, sort=order, page=1))


def per_page(request: SearchRequest, number: int) -> str:
    """The same search with another number of hits a page, from page one."""
    return search(replace(request, per_page=number, page=1))


def toggle(request: SearchRequest, facet: str, value: str) -> str:
    """The same search with one value of a facet added or removed."""
    return search(request.toggled(facet, value))


def clear(request: SearchRequest) -> str:
    """The same words without any filter."""
    return search(request.cleared())


def facet(request: SearchRequest, name: str) -> str:
    """The page with all values of one facet for a search."""
    return _address(f"/facet/{name}", replace(request, page=1).params())


def question_set(set_id: str, request: SearchRequest | None = None, number: str | None = None) -> str:
    """A question set, or one of its questions; `request` is the search it was found with, to mark and to go back."""
    return question(_address(address_of(set_id), request.params() if request else ()), number)


def question(of_set: str, number: str | None) -> str:
    """One of the questions of the set with an address; a question without a number is on that of the set."""
    return f"{of_set}#{quote(anchor(number))}" if number else of_set


def question_set_as(set_id: str, form: str, number: str | None = None) -> str:
    """A question set, or one of its questions, in another form ("json")."""
    return _address(f"{address_of(set_id)}.{form}", ((QUESTION, number),) if number else ())


def asked_before(set_id: str) -> str:
    """What was asked before of a set, question by question."""
    return _address(ASKED, ((NUMBER, set_id),))


def why(set_id: str, request: SearchRequest) -> str:
    """Why a set is among the results of a search."""
    return _address(WHY, ((NUMBER, set_id), *request.params()))


def overview(facet: str, value: str) -> str:
    """The page of one value of a facet that has such pages (`OVERVIEWS`)."""
    return f"/{OVERVIEWS[facet]}/{quote(value)}"


def at(request: SearchRequest, number: int) -> SearchRequest:
    """The same search on the page that holds its hit with this number."""
    return replace(request, page=(number - 1) // request.per_page + 1)


def outside(address: str | None) -> str | None:
    """An address from a document when it is one for the web; anything else must not become a link."""
    return address if address and _is_web(address) else None


def address(path: str, params: Iterable[tuple[str, str]]) -> str:
    """An address of ours as it was asked for."""
    return _address(quote(path), params)


def static(name: str, release: str) -> str:
    """A file of our own, with the release so that browsers may keep it."""
    return f"/static/{name}?v={release}"


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in {"http", "https"}
    except ValueError:  # such as "http://[", which is no address
        return False


def _address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    spelled = urlencode(list(pairs))
    return f"{path}?{spelled}" if spelled else path
