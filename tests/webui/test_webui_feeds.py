"""Following: a feed reader finds new questions and answers, once each, and when a set is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import feedparser
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from invented import CORPUS, HOSTILE, OLD, OPEN, RICH
from memory import MemoryEngine

from index.records import Status
from webui import create_app
from webui.settings import Settings

TODAY = date(2023, 5, 1)


def feed(client: FlaskClient, address: str) -> feedparser.FeedParserDict:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    parsed = feedparser.parse(answer.data)
    assert not parsed.bozo
    return parsed


def test_a_search_tells_its_newest_questions_and_answers(client: FlaskClient) -> None:
    parsed = feed(client, "/zoeken.atom?q=dijken")
    assert parsed.feed.title == "Vragen over ‘dijken’ – Vraagbaak"
    assert parsed.feed.link == "http://localhost/zoeken?q=dijken"
    assert parsed.feed.language == "nl"
    answered, asked = parsed.entries
    assert answered.title == f"Beantwoord: {RICH.title}"
    assert answered.id == "http://localhost/vragen/2022Z11774#beantwoord"
    assert answered.link == "http://localhost/vragen/2022Z11774"
    assert answered.updated == "2022-10-20T00:00:00+02:00"
    assert [author.name for author in answered.authors] == ["minister van Justitie en Veiligheid (A. de Wit)"]
    assert [tag.term for tag in answered.tags] == ["Verkeer | Water"]
    assert "Ja, de dijken langs de Lek worden elk kwartaal geschouwd." in answered.summary
    assert (asked.title, asked.updated) == (f"Nieuwe vragen: {RICH.title}", "2022-09-01T00:00:00+02:00")
    assert "Kent u het bericht" in asked.summary
    assert parsed.feed.updated == answered.updated


def test_nothing_is_told_before_its_day(client: FlaskClient) -> None:
    days = [entry.updated for entry in feed(client, "/zoeken.atom").entries]
    assert days == sorted(days, reverse=True)
    assert days[0] == "2023-04-20T00:00:00+02:00"
    assert len(days) == len({entry.id for entry in feed(client, "/zoeken.atom").entries})


def test_since_leaves_out_what_was_known(client: FlaskClient) -> None:
    entries = feed(client, "/zoeken.atom?q=dijken&sinds=2022-09-01").entries
    assert [entry.id.rpartition("#")[2] for entry in entries] == ["beantwoord"]


def test_an_entry_keeps_its_id_when_more_happens() -> None:
    waiting = replace(OPEN, status=Status.OPEN)
    answered = replace(OPEN, status=Status.ANSWERED, answered_on=OPEN.asked_on + timedelta(days=5))
    ids = [
        {entry.id for entry in feed(create_app(Settings(), MemoryEngine([r]), lambda: TODAY).test_client(), a).entries}
        for r in (waiting, answered)
        for a in ("/zoeken.atom", "/vragen/2023Z00500.atom")
    ]
    assert ids[0] == ids[1] < ids[2] == ids[3]


def test_a_set_tells_its_whole_history(client: FlaskClient) -> None:
    parsed = feed(client, "/vragen/2022Z11774.atom")
    told = [(entry.title.partition(":")[0], entry.updated[:10]) for entry in parsed.entries]
    assert told == [("Beantwoord", "2022-10-20"), ("Uitgesteld", "2022-09-22"), ("Nieuwe vragen", "2022-09-01")]
    assert "Termijn: te laat" in parsed.entries[1].summary


def test_a_feed_without_entries_has_the_age_of_the_collection(client: FlaskClient) -> None:
    assert feed(client, "/zoeken.atom?q=nergens").feed.updated == "2023-05-01T06:00:00+00:00"


def test_published_markup_and_odd_characters_stay_text() -> None:
    odd = replace(HOSTILE, title=f"{HOSTILE.title}\x0b\x00", answered_on=None)
    client = create_app(Settings(), MemoryEngine([odd, OLD]), lambda: TODAY).test_client()
    titles = [entry.title_detail.value for entry in feed(client, "/zoeken.atom").entries]
    assert any("alert" in title for title in titles)


def test_the_same_as_json_feed(client: FlaskClient) -> None:
    answer = client.get("/zoeken.feed?q=dijken&pagina=3&sorteer=oud")
    told = answer.get_json()
    assert answer.mimetype == "application/feed+json"
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"] == "http://localhost/zoeken.feed?q=dijken"
    assert [item["id"] for item in told["items"]] == [e.id for e in feed(client, "/zoeken.atom?q=dijken").entries]
    assert client.get("/zoeken.feed?jaar=1800").status_code == 400


def test_pages_announce_their_feeds(client: FlaskClient) -> None:
    for address in ("/zoeken?q=dijken", "/vragen/2022Z11774", "/indieners/tom-bakker"):
        page = BeautifulSoup(client.get(address).text, "lxml")
        href = page.select_one("link[rel=alternate][type='application/atom+xml']")["href"]
        assert feed(client, href).entries


def test_full_addresses_follow_the_setting() -> None:
    client = create_app(Settings(public_url="https://v.nl/"), MemoryEngine(CORPUS), lambda: TODAY).test_client()
    parsed = feed(client, "/vragen/2022Z11774.atom")
    assert {entry.id.partition("#")[0] for entry in parsed.entries} == {"https://v.nl/vragen/2022Z11774"}
