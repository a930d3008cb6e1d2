"""How the site is doing: JSON for whoever watches, a page for whoever looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from conftest import TODAY
from flask.testing import FlaskClient
from invented import CORPUS, EVIL
from memory import MemoryEngine

from index.runs import Retry, Run
from webui import create_app
from webui.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
RUN = Run(
    command="update",
    started_at="2023-05-01T06:00:00+00:00",
    ended_at="2023-05-01T06:10:00+00:00",
    outcome="gelukt",
    sentence="3 gevonden: 3 opgehaald.",
    requests=9,
    succeeded_at="2023-05-01T06:10:00+00:00",
)
PARTLY = replace(
    RUN,
    outcome="onvolledig",
    failed=25,
    waiting=2,
    failures=(("ah-1", f"status 503 {EVIL}"),) * 20,
    retries=(Retry(document="ah-1", reason=EVIL, due="2023-05-03T06:10:00+00:00"),),
    succeeded_at="2023-04-30T06:10:00+00:00",
)


def client(run: Run | None, days: int = 0) -> FlaskClient:
    later = TODAY + timedelta(days=days)
    return create_app(Settings(), MemoryEngine(CORPUS), lambda: later, lambda: run).test_client()


def test_machines_are_told_how_it_is() -> None:
    answer = client(PARTLY).get("/status")
    assert "Accept" in answer.vary
    assert "ETag" not in answer.headers
    told = answer.json
    assert (told["status"], told["attention"], told["sets"]) == ("ok", [], len(CORPUS))
    run = told["last_run"]
    assert (run["outcome"], run["failed"], run["waiting"]) == ("onvolledig", 25, 2)
    assert run["failures"][0] == {"what": "ah-1", "reason": f"status 503 {EVIL}"}
    assert run["retries"] == [{"document": "ah-1", "reason": EVIL, "due": "2023-05-03T06:10:00+00:00"}]


@pytest.mark.parametrize(
    ("run", "days", "sentence"),
    [
        (
            replace(RUN, outcome="mislukt", sentence="De schijf is vol."),
            0,
            "De laatste ronde is mislukt: De schijf is vol.",
        ),
        (RUN, 3, "Sinds 1 mei 2023, 08.10 uur is er geen ronde geweest."),
        (PARTLY, 2, "Sinds 30 april 2023, 08.10 uur is er geen ronde geweest waarin alles lukte."),
    ],
)
def test_what_needs_a_look_is_said(run: Run, days: int, sentence: str) -> None:
    told = client(run, days).get("/status").json
    assert (told["status"], told["attention"]) == ("let-op", [sentence])
    assert sentence in BeautifulSoup(client(run, days).get("/status", headers=BROWSER).text, "lxml").get_text()


def test_an_update_that_found_nothing_new_makes_the_index_no_older() -> None:
    synced = "2023-05-02T05:55:00+00:00"
    run = replace(RUN, generation="proef-1", synced_at=synced)
    assert client(run).get("/status").json["snapshot"]["synced_at"] == synced
    assert "Bijgewerkt op 2 mei 2023, 07.55 uur" in client(run).get("/status", headers=BROWSER).text
    other = replace(run, generation="proef-2")
    assert client(other).get("/status").json["snapshot"]["synced_at"] is None


def test_before_the_first_run_there_is_nothing_to_tell() -> None:
    told = client(None, 400).get("/status").json
    assert (told["status"], told["last_run"]) == ("ok", None)
    assert "nog geen ronde" in client(None).get("/status", headers=BROWSER).text


def test_people_see_a_page() -> None:
    answer = client(PARTLY).get("/status", headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert EVIL not in answer.text
    text = " ".join(BeautifulSoup(answer.text, "lxml").select_one("main").get_text().split())
    assert "Begonnen op 1 mei 2023, 08.00 uur: onvolledig." in text
    assert "en nog 5" in text
    assert f"ah-1: vanaf 3 mei 2023, 08.10 uur ({EVIL})" in text
