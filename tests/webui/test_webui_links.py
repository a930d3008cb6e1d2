"""Every address is canonical, and a click on it gives the search it says."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.schema import FACETS
from search.request import Filter, SearchRequest, Sort, canonical
from webui import links
from webui.filters import narrowings

MEANT = {row.name: row.meant for row in FACETS}
WORDS = st.text(min_size=1, max_size=30).map(lambda text: " ".join(text.replace("\0", " ").split()))
FILTERS = st.builds(
    Filter, st.sampled_from(sorted(MEANT)), st.lists(WORDS.filter(bool), min_size=1, unique=True).map(sorted).map(tuple)
).filter(lambda chosen: all(MEANT[chosen.facet](value).value == value for value in chosen.values))
REQUESTS = st.builds(
    SearchRequest,
    q=WORDS,
    filters=st.lists(FILTERS, max_size=4, unique_by=lambda f: f.facet).map(canonical),
    asked_from=st.none() | st.dates(),
    sort=st.sampled_from(Sort),
    page=st.integers(1, 999),
    per_page=st.sampled_from([10, 25, 50, 100]),
)


def read(address: str) -> SearchRequest:
    """The search that an address asks for."""
    return SearchRequest.from_params(parse_qsl(urlsplit(address).query))


@given(REQUESTS)
def test_an_address_spells_its_search(request: SearchRequest) -> None:
    assert read(links.search(request)) == request


def test_parameters_stand_in_one_order() -> None:
    spelled = [("tot", "2022-01-01"), ("ministerie", "lnv"), ("q", "stikstof"), ("indiener", "b"), ("indiener", "a")]
    there, back = SearchRequest.from_params(spelled), SearchRequest.from_params(reversed(spelled))
    assert links.search(there) == links.search(back)
    assert links.search(there) == "/zoeken?q=stikstof&indiener=a&indiener=b&ministerie=lnv&tot=2022-01-01"


@given(REQUESTS, st.sampled_from(sorted(MEANT)), WORDS.filter(bool))
def test_toggling_twice_is_the_same_search_on_page_one(request: SearchRequest, facet: str, typed: str) -> None:
    value = MEANT[facet](typed).value
    once = read(links.toggle(request, facet, value))
    twice = read(links.toggle(once, facet, value))
    assert (value in once.selected(facet)) is not (value in request.selected(facet))
    assert links.search(twice) == links.page(request, 1)


@given(REQUESTS)
def test_clearing_keeps_words_and_order_only(request: SearchRequest) -> None:
    cleared = read(links.clear(request))
    assert cleared.filters == ()
    assert cleared.asked_from is None
    assert (cleared.q, cleared.sort, cleared.per_page) == (request.q, request.sort, request.per_page)


@given(REQUESTS)
def test_removing_a_filter_removes_only_that_value(request: SearchRequest) -> None:
    chosen = [(f, value) for f in request.filters for value in f.values]
    removing = narrowings(request, ())
    for (one, value), (_, without) in zip(chosen, removing, strict=False):
        left = read(links.search(without))
        assert set(left.selected(one.facet, exclude=one.exclude)) == set(one.values) - {value}
        assert len(narrowings(left, ())) == len(removing) - 1


def test_a_question_has_its_own_address() -> None:
    request = SearchRequest(q="dijk & dam")
    assert links.question_set("2022Z11774", request, "3") == "/vragen/2022Z11774?q=dijk+%26+dam#vraag-3"
    assert links.question_set("2022Z11774") == "/vragen/2022Z11774"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "http://[", "//elders.nl", "", None])
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert links.outside(address) is None


def test_web_addresses_are_kept_as_they_are() -> None:
    assert links.outside("https://nos.nl/a?b=c#d") == "https://nos.nl/a?b=c#d"
