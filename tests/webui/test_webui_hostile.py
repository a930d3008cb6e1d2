"""Whatever is typed or published, no page breaks and no markup gets through."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import EVIL, HOSTILE

ADDRESSES = (
    *("/zoeken", "/zoeken.json", "/facet/jaar", "/vragen/2022Z11774", "/vragen/2022Z11774.json"),
    *("/zoeken.csv", "/zoeken.ris", "/zoeken.bib", "/zoeken.atom", "/zoeken.feed", "/zoeken.ics"),
    *(
        "/vragen/2022Z11774.ris",
        "/vragen/2022Z11774.csl.json",
        "/vragen/2022Z11774.atom",
        "/ministeries/jenv",
        "/al-gevraagd",
        "/waarom",
    ),
)
TYPED = (
    "x" * 10_000,
    "a\0b",
    '"',
    "“ongesloten",
    "'",
    "\\",
    "*",
    "((((",
    "OF",
    "-",
    ":",
    "%00%0d%0a",
    "\r\nSet-Cookie: a=b",
    "{{ 7*7 }}",
    "\ud83c",
    "🚲" * 600,
    EVIL,
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
)
NAMES = ("q", "jaar", "niet-indiener", "van", "sinds", "pagina", "sorteer", "bevat", "vraag", "nummer", "<b>")


def foreign(page: BeautifulSoup) -> list[Tag]:
    """Scripts that are neither our own file nor a description that is nothing but JSON, and what could start one."""
    scripts = page.select("script:not([src^='/static/'], [type='application/ld+json'])")
    for described in page.select("script[type='application/ld+json']"):
        assert json.loads(described.string)["@context"] == "https://schema.org"
    return [*scripts, *page.select("script[src]:not(:empty), img, iframe, [onerror], [onclick]")]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_typed_breaks_a_page(client: FlaskClient, address: str, name: str) -> None:
    for typed in TYPED:
        value = typed.encode("utf-8", "surrogatepass")
        answer = client.get(address, query_string={name.encode(): value}, follow_redirects=True)
        assert answer.status_code in {200, 400, 404}, typed[:40]
        assert "Set-Cookie" not in answer.headers
        if answer.mimetype == "text/html":
            assert not foreign(BeautifulSoup(answer.text, "lxml")), typed[:40]


@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=40)), max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_combination_breaks_a_page(client: FlaskClient, pairs: list[tuple[str, str]]) -> None:
    answer = client.get("/zoeken", query_string=pairs, follow_redirects=True)
    assert answer.status_code in {200, 404}
    assert not foreign(BeautifulSoup(answer.text, "lxml"))


@given(number=st.text(max_size=60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_number_breaks_the_page_of_a_set(client: FlaskClient, number: str) -> None:
    path = "/vragen/" + "".join(char for char in number if char not in "?#")
    assert client.get(path).status_code in {301, 308, 404, 501}


@pytest.mark.parametrize(
    "address",
    [
        f"/vragen/{HOSTILE.id}",
        "/zoeken?q=titel",
        "/facet/indiener",
        "/al-gevraagd?nummer=2021Z66666",
        "/waarom?nummer=2021Z66666&q=titel",
    ],
)
def test_published_markup_stays_text(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    page = BeautifulSoup(answer.text, "lxml")
    assert not foreign(page)
    assert EVIL in page.get_text()
    hrefs = [link["href"] for link in page.select("a[href]")]
    assert not [href for href in hrefs if not href.startswith(("/", "#"))]


def test_a_long_query_is_cut_with_a_note(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/zoeken", query_string={"q": "dijk " * 2_000}).text, "lxml")
    assert "ingekort tot 512 tekens" in page.select_one(".remark").get_text()
    assert len(page.select_one("#zoek")["value"]) <= 512
