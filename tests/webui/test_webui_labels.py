"""A topic of two levels reads the same wherever people meet it; for machines it keeps its published form."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from corpus import EngineOf, old, stikstof, trein
from flask.testing import FlaskClient
from looking import page, texts

from webui import create_app
from webui.settings import Settings

PUBLISHED, READ = "Verkeer | Spoor", "Verkeer › Spoor"
CHOSEN = "/zoeken?onderwerp=verkeer/spoor"
SET = trein().id


@pytest.fixture
def trains(engine_of: EngineOf) -> FlaskClient:
    return create_app(Settings(), engine_of([stikstof(), trein(), old()])).test_client()


@pytest.mark.parametrize(
    ("address", "place", "text"),
    [
        ("/zoeken", "label:has(input[value='verkeer/spoor']) .check-label", READ),
        (CHOSEN, ".sentence", f"Vragen met onderwerp {READ}"),
        (CHOSEN, ".active .chip", f"Verwijder filter: Onderwerp: {READ}×"),
        (CHOSEN, ".overviews a", READ),
        ("/zoeken?niet-onderwerp=verkeer/spoor", ".sentence", f"Vragen zonder {READ}"),
        ("/zoeken?niet-onderwerp=verkeer/spoor", ".facet-not .chip", f"Verwijder filter: niet {READ}×"),
        ("/zoeken?q=veluwse&onderwerp=verkeer/spoor", ".wider a", f"zonder het filter ‘Onderwerp: {READ}’"),
        ("/facet/onderwerp", "label:has(input[name=onderwerp][value='verkeer/spoor']) .check-label", READ),
        ("/facet/onderwerp", "label:has(input[name=niet-onderwerp][value='verkeer/spoor'])", f"niet {READ}"),
        ("/onderwerpen/verkeer/spoor", "h1", READ),
        ("/ministeries/ienw", ".counts a", READ),
        (f"/vragen/{SET}", ".set-facts dd", READ),
    ],
)
def test_people_read_the_way_down(trains: FlaskClient, address: str, place: str, text: str) -> None:
    found = page(trains, address)
    assert text in texts(found.select(place))
    for script in found.select("script"):
        script.decompose()
    assert PUBLISHED not in found.get_text()


@pytest.mark.parametrize("typed", ["verk", "Verkeer › Sp", "verkeer | sp", "verkeer spoor"])
def test_it_is_offered_and_found_as_it_reads(trains: FlaskClient, typed: str) -> None:
    _, offered, _, addresses = trains.get("/suggesties", query_string={"q": typed}).json
    assert addresses[offered.index(READ)] == "http://localhost/zoeken?onderwerp=verkeer%2Fspoor"


@pytest.mark.parametrize("written", [READ, PUBLISHED])
def test_both_ways_of_writing_find_it(trains: FlaskClient, written: str) -> None:
    listed = trains.get("/facet/onderwerp", query_string={"bevat": written})
    boxes = BeautifulSoup(listed.text, "lxml").select("input[name=onderwerp]")
    assert [box["value"] for box in boxes] == ["verkeer/spoor"]
    found = trains.get("/zoeken.json", query_string={"q": f'onderwerp:"{written}"'}).json
    assert [hit["id"] for hit in found["hits"]] == [SET]


def test_machines_keep_the_published_label(trains: FlaskClient) -> None:
    found = trains.get("/zoeken.json").json
    assert PUBLISHED in [row["label"] for row in found["facets"]["onderwerp"]]
    for address in ("/zoeken.csv?onderwerp=verkeer/spoor", f"/vragen/{SET}.ris", f"/vragen/{SET}.atom"):
        assert PUBLISHED in trains.get(address).text, address
