"""The other pages and the answers for machines."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from corpus import EngineOf
from flask import Flask, abort
from flask.testing import FlaskClient
from invented import CORPUS, ORDINARY
from memory import MemoryEngine

from index.schema import FACETS, OPERATORS
from search.engine import NoGeneration
from search.response import SnapshotMark
from webui import create_app
from webui.settings import Settings, explained

PAGES = (
    *("/", "/zoeken", "/facet/partij", "/vragen/2022Z11774", "/help", "/over", "/toegankelijkheid", "/nergens"),
    *("/indieners/marijke-jansen", "/partijen/cda", "/ministeries/jenv", "/onderwerpen/verkeer/spoor"),
    *("/dekking", "/api", "/bewaard"),
)


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address, follow_redirects=True).text, "lxml")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_dutch_and_has_its_parts(client: FlaskClient, address: str) -> None:
    page = soup(client, address)
    assert page.html["lang"] == "nl"
    assert page.title.get_text().count("Vraagbaak") == 1
    assert len(page.select("h1")) == 1
    assert len(page.select("main#inhoud")) == 1
    assert page.select_one("a.skip")["href"] == "#inhoud"
    assert page.select_one("form[role=search] input[name=q]") is not None
    assert [script["src"].split("?")[0] for script in page.select("script[src]")] == [
        "/static/vraagbaak.js",
        "/static/aanvullen.js",
    ]
    assert not page.select("script:not([src], [type='application/ld+json']), [style], [onclick], iframe")


@pytest.mark.parametrize("address", PAGES)
def test_every_inner_link_works(client: FlaskClient, address: str) -> None:
    for link in soup(client, address).select("a[href^='/'], link[href^='/']"):
        with client.get(link["href"]) as answer:
            assert answer.status_code == 200, link["href"]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_fetched_from_elsewhere(client: FlaskClient, address: str) -> None:
    page = soup(client, address)
    fetched = [
        part.get("href") or part.get("src") for part in page.select("link[rel=stylesheet], link[rel=icon], [src]")
    ]
    assert fetched
    assert all(source.startswith("/static/") for source in fetched)
    assert "Set-Cookie" not in client.get(address).headers


def test_the_front_page_shows_newest_answers_and_coverage(client: FlaskClient) -> None:
    page = soup(client, "/")
    rows = page.select("[aria-labelledby=nieuwste] .newest:first-of-type li")
    answered = sorted((r.answered_on, r.id) for r in CORPUS if r.answered_on and r.answered_on <= date(2023, 5, 1))
    assert [link["href"] for row in rows for link in row.select("a")] == [
        f"/vragen/{set_id}" for _, set_id in answered[:-6:-1]
    ]
    assert " ".join(rows[0].select_one(".meta").get_text().split()) == (
        "Beantwoord 12 december 2022 na 32 dagen Vragen van Tom Bakker (CDA) aan de minister van Justitie en Veiligheid"
    )
    assert page.select_one(".coverage").get_text() == (
        "28 sets Kamervragen met 84 vragen, waarvan 80 met antwoord; ingezonden van 3 november 1998 tot en met "
        "10 december 2023. Bijgewerkt op 1 mei 2023, 08.00 uur (stand proef-1). Wat er wel en niet in staat"
    )


def test_an_empty_site_says_so() -> None:
    client = create_app(Settings(), MemoryEngine([])).test_client()
    page = soup(client, "/")
    assert "Er zijn nog geen beantwoorde vragen." in page.get_text()
    assert "0 sets Kamervragen met 0 vragen" in page.get_text()
    assert "Niets gevonden" in soup(client, "/zoeken").get_text()


def test_help_explains_every_operator_and_facet(client: FlaskClient) -> None:
    text = soup(client, "/help").get_text()
    assert all(row.written in text and row.help in text for row in OPERATORS)
    assert all(row.label in text and row.help in text for row in FACETS)


def test_examples_are_of_this_collection_and_find_something(engine_of: EngineOf) -> None:
    client = create_app(Settings(), engine_of(ORDINARY), lambda: date(2023, 5, 1)).test_client()
    shown = soup(client, "/help").select(".operators a")
    assert {"nummer:2023Z00023", "datum:2023-12", "bewindspersoon:a-de-wit"} <= {link.get_text() for link in shown}
    for link in (*shown, *soup(client, "/").select(".examples a, .errands a")):
        assert soup(client, link["href"]).select(".hit"), link["href"]


def test_contact_is_named_or_said_to_be_missing(client: FlaskClient) -> None:
    silent = create_app(Settings(), MemoryEngine(CORPUS)).test_client()
    for address in ("/over", "/toegankelijkheid"):
        assert soup(client, address).select_one('a[href="mailto:beheer@voorbeeld.nl"]') is not None
        assert "nog geen adres voor meldingen" in soup(silent, address).get_text()


def test_a_search_as_json(client: FlaskClient) -> None:
    answer = client.get("/zoeken.json?q=dijken&ministerie=jenv&niet-partij=vvd")
    found = answer.get_json()
    assert answer.mimetype == "application/json"
    assert list(found) == [
        *("request", "sentence", "notes", "total", "hits", "facets"),
        *("histogram", "figures", "suggestion", "complete", "exact", "readings", "snapshot", "took_ms"),
    ]
    assert found["request"] == {
        "q": "dijken",
        "filters": {"ministerie": ["jenv"], "niet-partij": ["vvd"]},
        "van": None,
        "tot": None,
        "sort": "relevantie",
        "page": 1,
        "per_page": 10,
        "sinds": None,
    }
    hit = found["hits"][0]
    assert hit["url"] == "/vragen/2022Z11774"
    assert hit["addressees"][0] == {"name": None, "role": "minister", "ministry": "jenv"}
    assert hit["passages"][0]["question"] == [
        ["Hoe vaak worden deze ", False],
        ["dijken", True],
        [" geschouwd?", False],
    ]
    assert found["total"]["sets"] == len(found["hits"]) == 1
    assert found["histogram"] == [{"year": 2022, "sets": 1}]


def test_the_page_links_its_json_with_the_same_search(client: FlaskClient) -> None:
    page = soup(client, "/zoeken?tot=2010-01-01&q=gevolg")
    href = page.select_one("link[rel=alternate]")["href"]
    assert href == "/zoeken.json?q=gevolg&tot=2010-01-01"
    count = client.get(href).get_json()["total"]["sets"]
    assert page.select_one("#gevonden strong").get_text() == f"{count} sets"


@pytest.mark.parametrize("wrong", ["kleur=rood", "jaar=1800", "van=gisteren", "pagina=0", "per=11", "sorteer=mooi"])
def test_json_refuses_what_it_does_not_understand(client: FlaskClient, wrong: str) -> None:
    answer = client.get(f"/zoeken.json?q=dijken&{wrong}")
    assert answer.status_code == 400
    sentence = answer.get_json()["error"]
    assert sentence.endswith(".")
    assert wrong.split("=")[1] in sentence or wrong.split("=", maxsplit=1)[0] in sentence


def test_json_past_the_end_names_the_last_page(client: FlaskClient) -> None:
    answer = client.get("/zoeken.json?q=gevolg&pagina=9")
    assert (answer.status_code, answer.get_json()["last"]) == (404, "/zoeken.json?q=gevolg&pagina=3")


def test_json_is_readable_dutch(client: FlaskClient) -> None:
    assert "coördinatie" in client.get("/zoeken.json?q=hoogwater").text


def test_a_question_set_as_json(client: FlaskClient) -> None:
    found = client.get("/vragen/2022Z11774.json").get_json()
    assert found["id"] == "2022Z11774"
    assert [question["number"] for question in found["questions"]] == list("12345678")
    unknown = client.get("/vragen/2099Z99999.json")
    assert unknown.status_code == 404
    assert "2099Z99999" in unknown.get_json()["error"]


def test_status_for_machines(client: FlaskClient) -> None:
    answer = client.get("/status")
    assert answer.get_json() == {
        "status": "ok",
        "attention": [],
        "snapshot": {"id": "proef-1", "built_at": "2023-05-01T06:00:00+00:00", "synced_at": None},
        "sets": 28,
        "questions": 84,
        "last_run": None,
    }


def test_robots_may_read_pages(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /facet/" in answer.text.splitlines()
    assert "Disallow: /" not in answer.text.splitlines()


def test_search_engines_get_one_full_address_a_page() -> None:
    client = create_app(Settings(public_url="https://v.nl/"), MemoryEngine(CORPUS)).test_client()
    canonical = soup(client, "/vragen/2022Z11774?q=dijken").select_one("link[rel=canonical]")
    assert canonical["href"] == "https://v.nl/vragen/2022Z11774"


@pytest.mark.parametrize(
    ("settings", "root"), [(Settings(), "http://localhost"), (Settings(public_url="https://v.nl/"), "https://v.nl")]
)
def test_browsers_can_search_from_the_address_bar(settings: Settings, root: str) -> None:
    answer = create_app(settings, MemoryEngine(CORPUS)).test_client().get("/opensearch.xml")
    urls = ET.fromstring(answer.data).findall("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert urls[0].get("template") == f"{root}/zoeken?q={{searchTerms}}"


def test_other_ways_of_asking_are_refused_in_dutch(client: FlaskClient) -> None:
    answer = client.post("/zoeken")
    assert answer.status_code == 405
    assert "Dit verzoek kan niet" in answer.text


def test_a_fault_of_ours_gives_a_dutch_page(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(MemoryEngine):
        def question_set(self, set_id: str) -> None:
            raise RuntimeError(set_id)

    answer = create_app(Settings(), Broken(CORPUS)).test_client().get("/vragen/2022Z11774")
    assert answer.status_code == 500
    assert "Er ging iets mis" in answer.text
    assert "2022Z11774" in caplog.text


def test_without_an_index_the_site_says_so_and_lives_on(caplog: pytest.LogCaptureFixture) -> None:
    class Gone(MemoryEngine):
        def snapshot(self) -> SnapshotMark:
            raise NoGeneration("Er is geen index in var.")

    client = create_app(Settings(), Gone(CORPUS)).test_client()
    answer = client.get("/zoeken?q=dijken")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "even niet beschikbaar" in answer.text
    assert client.get("/zoeken.json").get_json()["error"].startswith("De verzameling wordt bijgewerkt")
    assert "Er is geen index in var." in caplog.text


@pytest.mark.parametrize(
    ("code", "words"), [(400, "niet te lezen"), (410, "er niet meer"), (413, "te veel"), (418, "niet te lezen")]
)
def test_every_refusal_has_words(app: Flask, code: int, words: str) -> None:
    app.add_url_rule("/weigert", view_func=lambda: abort(code))
    answer = app.test_client().get("/weigert")
    assert answer.status_code == code
    assert words in answer.text


def test_settings_come_from_the_environment_with_their_help() -> None:
    settings = Settings.from_environ({"VRAAGBAAK_CONTACT": "a@b.nl", "ANDERS": "x"})
    assert settings == Settings(contact="a@b.nl")
    assert "VRAAGBAAK_CONTACT: " in explained()
