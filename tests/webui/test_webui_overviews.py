"""Overviews of members, parties, ministries and topics, what the collection holds, and the list of all pages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from invented import CORPUS, OPEN
from looking import page, texts
from memory import MemoryEngine

from webui import create_app, machines
from webui.settings import Settings

TODAY = date(2023, 5, 1)
NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def tiles(found: BeautifulSoup) -> dict[str, str]:
    return {tile.dt.get_text(): tile.dd.get_text() for tile in found.select(".tiles div")}


@pytest.mark.parametrize(
    ("address", "heading", "title"),
    [
        ("/indieners/fenna-visser", "Fenna Visser", "Kamervragen van Fenna Visser"),
        ("/partijen/vvd", "VVD", "Kamervragen van leden van VVD"),
        ("/ministeries/jenv", "Justitie en Veiligheid", "Kamervragen aan het ministerie van Justitie en Veiligheid"),
        ("/onderwerpen/verkeer/water", "Verkeer › Water", "Kamervragen over Verkeer › Water"),
    ],
)
def test_each_kind_has_its_page(client: FlaskClient, address: str, heading: str, title: str) -> None:
    found = page(client, address)
    assert found.h1.get_text() == heading
    assert title in found.title.get_text()
    assert found.select_one("link[rel=canonical]")["href"] == address


def test_the_figures_are_those_of_the_search(client: FlaskClient) -> None:
    found = page(client, "/indieners/fenna-visser")
    told = client.get("/zoeken.json?indiener=fenna-visser").get_json()
    assert tiles(found) == {
        "sets": str(told["total"]["sets"]),
        "vragen": str(told["total"]["questions"]),
        "tot het antwoord, mediaan": "22,5 dagen",
        "binnen de termijn": "50%",
        "wacht op antwoord": "1",
    }
    assert told["figures"]["median_days"] == 22.5
    for link in found.select(".tiles a"):
        assert f"{link.get_text()} set" in page(client, link["href"]).select_one("#gevonden").get_text()


def test_the_table_of_years_adds_up(client: FlaskClient) -> None:
    found = page(client, "/ministeries/jenv")
    rows = [texts(row.select("th, td")) for row in found.select(".years tbody tr")]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)
    assert sum(int(row[1]) for row in rows) == int(tiles(found)["sets"]) == 26
    assert sum(int(row[2]) for row in rows) == int(tiles(found)["vragen"])
    for link in found.select(".years a")[:3]:
        row = next(row for row in rows if row[0] == link.get_text())
        assert page(client, link["href"]).select_one("#gevonden strong").get_text().split()[0] == row[1]


def test_the_charts_show_what_the_table_holds(client: FlaskClient) -> None:
    found = page(client, "/ministeries/jenv")
    rows = {cells[0]: cells for cells in (texts(row.select("th, td")) for row in found.select(".years tbody tr"))}
    sets, wait, in_time = found.select(".charts svg")
    for bar in sets.select("title"):
        year, words = bar.get_text().split(": ")
        assert words.split()[0] == rows[year][1]
    for bar in in_time.select("title"):
        year, words = bar.get_text().split(": ")
        assert words.replace("onbekend", "–") == rows[year][6]
    assert wait.select_one(".chart-level") is not None
    assert "de termijn van 21 dagen" in found.select_one(".chart-note").get_text()


def test_newest_and_waiting(client: FlaskClient) -> None:
    found = page(client, "/partijen/vvd")
    assert OPEN.title in texts(found.select("[aria-labelledby=nieuwste] h3"))
    assert texts(found.select("[aria-labelledby=wachten] .meta")) == [
        "Wacht 11 dagen sinds 20 april 2023 Vragen van Fenna Visser (VVD) aan de minister van Justitie en Veiligheid"
    ]
    assert not page(client, "/partijen/cda").select("[aria-labelledby=wachten]")


def test_related_values_lead_to_the_search_with_both(client: FlaskClient) -> None:
    found = page(client, "/partijen/vvd")
    for row in found.select(".counts li"):
        count = row.span.find(string=True)
        there = page(client, row.a["href"])
        assert "partij=vvd" in row.a["href"]
        assert there.select_one("#gevonden strong").get_text().split()[0] == count


@pytest.mark.parametrize("address", ["/indieners/niemand", "/partijen/x", "/ministeries/%20", "/onderwerpen/verkeer/x"])
def test_what_does_not_exist_has_no_overview(client: FlaskClient, address: str) -> None:
    found = page(client, address, status=404)
    assert "is hier niet bekend" in found.get_text()
    assert found.select_one('.ways a[href="/facet/ministerie"]') is not None


def test_a_former_name_leads_to_the_page_of_today(client: FlaskClient) -> None:
    answer = client.get("/ministeries/v-en-j")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/ministeries/jenv")


def test_the_folder_leads_to_the_list(client: FlaskClient) -> None:
    answer = client.get("/ministeries")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/facet/ministerie")
    hrefs = [link["href"] for link in page(client, "/facet/ministerie").select("a.exclude")]
    assert "/ministeries/jenv" in hrefs


def test_a_search_leads_to_the_overviews_of_what_is_chosen(client: FlaskClient) -> None:
    found = page(client, "/zoeken?partij=vvd&ministerie=jenv&jaar=2001")
    assert [link["href"] for link in found.select(".overviews a")] == ["/partijen/vvd", "/ministeries/jenv"]


def test_results_tell_how_soon_and_how_often_in_time(client: FlaskClient) -> None:
    assert texts(page(client, "/zoeken?partij=vvd").select(".timing")) == [
        "Antwoord na 22,5 dagen (mediaan); 50% binnen de termijn."
    ]
    assert not page(client, "/zoeken?q=nergens").select(".timing")
    assert texts(page(client, "/zoeken?partij=vvd").select(".snapshot code")) == ["proef-1"]


def test_coverage_by_year_and_as_json(client: FlaskClient) -> None:
    found, told = page(client, "/dekking"), client.get("/dekking.json").get_json()
    years = found.select("details .years tbody tr")
    rows = {cells[0]: cells for cells in (texts(row.select("th, td")) for row in years)}
    assert {str(row["year"]): str(row["figures"]["sets"]) for row in told["years"]} == {
        y: r[1] for y, r in rows.items()
    }
    assert told["sets"] == sum(row["figures"]["sets"] for row in told["years"]) == len(CORPUS)
    assert told["snapshot"]["id"] == "proef-1"
    assert "4 vragen hebben hier geen antwoord" in found.get_text()


def test_the_gaps_in_the_series_are_told() -> None:
    names = ("ah-ek-20992100-1", "ah-ek-20992100-3", "ah-ek-20992100-7", "ah-tk-20082009-3853")
    papers = [replace(OPEN, id=str(place), aliases=(name,)) for place, name in enumerate(names)]
    client = create_app(Settings(), MemoryEngine(papers)).test_client()
    found, told = page(client, "/dekking"), client.get("/dekking.json").get_json()
    rows = [texts(row.select("th, td")) for row in found.select(".table-window:not(details *) tbody tr")]
    assert rows == [
        ["2008-2009", "3.854", "3.854", "1", "0%", "3.853", "1–3852, 3854"],
        ["2099-2100", "7", "7", "3", "43%", "4", "2, 4–6"],
    ]
    assert "is hier niets; dat zijn" in found.get_text()
    house = [year for year in told["series"] if year["house"] == "eerste-kamer"]
    assert [(year["year"], year["missed"], year["absent"]) for year in house] == [("2099-2100", 4, ["2", "4–6"])]


def test_without_numbers_there_is_no_series() -> None:
    client = create_app(Settings(), MemoryEngine([OPEN])).test_client()
    assert not page(client, "/dekking").select("#reeks")


def test_sets_without_a_date_are_counted_apart() -> None:
    client = create_app(Settings(), MemoryEngine([replace(OPEN, asked_on=None), *CORPUS[4:]])).test_client()
    found = page(client, "/dekking")
    assert texts(found.select("details .years tbody th"))[-1] == "zonder datum"
    assert "Van 1 set is niet bekend wanneer" in " ".join(found.get_text().split())


def test_pages_are_described_for_search_engines(client: FlaskClient) -> None:
    def described(address: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(page(client, address).select_one("[type='application/ld+json']").string)
        return found

    work = described("/vragen/2022Z11774")
    assert work["@type"] == "CreativeWork"
    assert (work["dateCreated"], work["datePublished"]) == ("2022-09-01", "2022-10-20")
    assert work["isBasedOn"][0] == "https://voorbeeld.nl/ah-tk-20222023-1200.html"
    assert described("/")["potentialAction"]["target"] == "http://localhost/zoeken?q={search_term_string}"
    assert described("/dekking")["temporalCoverage"] == "1998-11-03/2023-12-10"


def addresses(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.mimetype == "application/xml"
    return [place.text or "" for place in ET.fromstring(answer.data).findall("*/s:loc", NAMESPACE)]


def test_the_sitemap_lists_every_page_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machines, "SITEMAP_SETS", 10)
    parts = addresses(client, "/sitemap.xml")
    assert [part.rpartition("/")[2] for part in parts] == [
        *("paginas.xml", "vragen-1.xml", "vragen-2.xml", "vragen-3.xml")
    ]
    listed = [address for part in parts for address in addresses(client, part.removeprefix("http://localhost"))]
    assert len(listed) == len(set(listed))
    assert {f"http://localhost/vragen/{record.id}" for record in CORPUS} <= set(listed)
    assert "http://localhost/onderwerpen/verkeer/water" in listed
    assert all(client.get(address.removeprefix("http://localhost")).status_code == 200 for address in listed)
    assert client.get("/sitemap/vragen-4.xml").status_code == 404


def test_robots_are_told_of_the_sitemap(client: FlaskClient) -> None:
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text.splitlines()
