"""“Waarom dit resultaat?”: a link on each hit to what its place is made of."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask.testing import FlaskClient


def words(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(each.get_text(" ").split()) for each in page.select(selector)]


def test_each_hit_leads_to_its_reasons(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/zoeken?q=gevolg+stikstof&jaar=2003").text, "lxml")
    (link,) = page.select(".hit-why")
    assert link["href"] == "/waarom?nummer=2003Z00003&q=gevolg+stikstof&jaar=2003"
    why = BeautifulSoup(client.get(link["href"]).text, "lxml")
    assert words(why, ".why-word th") == [
        "gevolg staat in 24 van de 28 sets",
        "stikstof staat in 4 van de 28 sets",
        "Extra: één vraag met haar antwoord bevat alles wat is gezocht",
    ]
    assert words(why, ".why-word td") == ["33%", "33%", "33%"]
    assert words(why, ".why-place")[0] == "vraag 1: 1× gevolg"
    place = why.select_one(".why-place a")["href"]
    assert place == "/vragen/2003Z00003?q=gevolg+stikstof&jaar=2003#vraag-1"
    assert why.select_one(".back a")["href"] == "/zoeken?q=gevolg+stikstof&jaar=2003"


def test_without_words_there_is_nothing_to_explain(client: FlaskClient) -> None:
    why = BeautifulSoup(client.get("/waarom?nummer=2003Z00003").text, "lxml")
    assert "hangt niet van woorden af" in why.select_one("main").get_text()
    assert not why.select("table")


def test_what_is_lacking_and_what_is_not_found_is_told(client: FlaskClient) -> None:
    why = BeautifulSoup(client.get("/waarom?nummer=2003Z00003&q=gevolg+zwerfkei").text, "lxml").select_one("main")
    assert "hoort niet bij de resultaten" in why.get_text()
    assert "Niet in deze set: zwerfkei." in why.get_text()


def test_an_unknown_number_is_not_found(client: FlaskClient) -> None:
    assert client.get("/waarom?nummer=niets&q=gevolg").status_code == 404
    assert client.get("/waarom").status_code == 404
