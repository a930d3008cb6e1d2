"""Every page is valid HTML as far as a parser can tell, and every id and every reference to one is right."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from justhtml import JustHTML

PAGES = (
    *("/", "/zoeken", "/zoeken?q=dijken&sinds=2020-01-01", "/zoeken?q=nergens", "/zoeken?kleur=rood"),
    *("/facet/partij", "/vragen/2022Z11774", "/vragen/2021Z66666?q=titel", "/vragen/2980612340"),
    *("/indieners/fenna-visser", "/partijen/vvd", "/ministeries/jenv", "/onderwerpen/verkeer/spoor"),
    *("/dekking", "/api", "/bewaard", "/help", "/over", "/toegankelijkheid", "/nergens", "/al-gevraagd"),
    *("/al-gevraagd?nummer=2022Z11774", "/al-gevraagd?nummer=2021Z66666", "/waarom?nummer=2005Z00005&q=gevolg"),
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_parses_without_a_mistake(client: FlaskClient, address: str) -> None:
    text = client.get(address).text
    assert [str(error) for error in JustHTML(text, collect_errors=True).errors] == []


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_what_is_referred_to_is_there(client: FlaskClient, address: str) -> None:
    page = BeautifulSoup(client.get(address).text, "lxml")
    ids = Counter(part["id"] for part in page.select("[id]"))
    assert [name for name, count in ids.items() if count > 1] == []
    wanted = {part["aria-labelledby"] for part in page.select("[aria-labelledby]")}
    wanted |= {part["for"] for part in page.select("label[for]")}
    wanted |= {link["href"][1:] for link in page.select("a[href^='#']")}
    assert wanted - set(ids) == set()


@pytest.mark.parametrize("address", PAGES)
def test_headings_skip_no_level(client: FlaskClient, address: str) -> None:
    page = BeautifulSoup(client.get(address).text, "lxml")
    levels = [int(heading.name[1]) for heading in page.select("main h1, main h2, main h3, main h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
