"""The page “Is dit al gevraagd?”: what is pasted is looked into, told, and kept nowhere."""

from __future__ import annotations

import io
import logging
from collections import Counter
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import EVIL, HOSTILE, ordinary
from justhtml import JustHTML
from memory import MemoryEngine

from index.records import Reference, ReferenceKind
from webui import create_app
from webui.asked import LARGEST
from webui.settings import Settings

DRAFT = """Vragen over jeugdzorg
1. Wat is het gevolg voor jeugdzorg, punt 1?
2. Wie draait de brug?
3. Gebeurt er iets met stikstof?"""
SECRET = "klokkenluidersmelding"


def post(client: FlaskClient, text: str) -> BeautifulSoup:
    answer = client.post("/al-gevraagd", data={"tekst": text})
    assert answer.status_code == 200
    assert [str(error) for error in JustHTML(answer.text, collect_errors=True).errors] == []
    page = BeautifulSoup(answer.text, "lxml")
    assert [name for name, count in Counter(each["id"] for each in page.select("[id]")).items() if count > 1] == []
    return page


def words(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.select(selector)]


def test_the_empty_page_is_a_form_that_posts(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/al-gevraagd").text, "lxml")
    form = page.select_one("main form")
    assert (form["method"], form["action"]) == ("post", "/al-gevraagd")
    assert page.select_one("label[for=tekst]")
    assert "niet bewaard" in page.select_one("main").get_text()
    assert not page.select(".asked-question")


def test_each_question_has_its_earlier_ones(client: FlaskClient) -> None:
    page = post(client, DRAFT)
    assert words(page, ".asked-question h2") == ["Vraag 1", "Vraag 2", "Vraag 3"]
    assert words(page, ".asked-text")[1] == "Wie draait de brug?"
    first, nothing, third = page.select(".asked-question")
    assert "Wij vonden niets dat erop lijkt." in nothing.get_text()
    link = third.select_one("h3 a")
    assert link["href"] == "/vragen/2003Z00003#vraag-1"
    assert words(third, ".meta")[0] == (
        "Kamervragen 2003Z00003, gevraagd op 10 april 2003 door Marijke Jansen (D66); beantwoord op 23 april 2003 door "
        "de minister van Justitie en Veiligheid (A. de Wit)."
    )
    assert words(third, ".passage-question mark")[0] == "stikstof"
    assert words(third, ".passage-answer")[0] == "Antwoord Het gevolg is klein bij punt 1."
    assert first.select_one(".nearness")
    assert words(page, ".asked-summary")[0].startswith("3 vragen nagekeken:")
    assert words(page, ".asked-summary")[0].endswith("en niets dat erop lijkt bij 1.")
    assert page.select_one("textarea").get_text().strip() == DRAFT


def test_sets_that_return_are_named_above(client: FlaskClient) -> None:
    page = post(client, "1. Gevolg van stikstof?\n2. En weer stikstof?")
    assert words(page, ".asked-often li")[0].endswith("(bij 2 vragen)")


def test_before_a_set_that_we_hold(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/al-gevraagd?nummer=ah-tk-2005-5").text, "lxml")
    assert page.select_one(".lead a")["href"] == "/vragen/2005Z00005"
    assert words(page, ".asked-question h2") == ["Vraag 1", "Vraag 2", "Vraag 3"]
    assert not page.select("form[method=post]")
    assert client.get("/al-gevraagd?nummer=niets").status_code == 404


def test_nothing_pasted_gets_a_sentence(client: FlaskClient) -> None:
    assert "nog geen vraag in" in words(post(client, " \n"), ".remark")[0]


def test_markup_in_a_draft_stays_text(client: FlaskClient) -> None:
    page = post(client, f"1. Vraag met {EVIL} en </textarea><b>vet</b>?")
    assert page.select("main script, main b") == []
    assert EVIL in page.select_one(".asked-text").get_text()
    assert f"{EVIL} en </textarea>" in page.select_one("textarea").get_text()
    assert EVIL in BeautifulSoup(client.get(f"/al-gevraagd?nummer={HOSTILE.id}").text, "lxml").get_text()


@given(text=st.text(max_size=300))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_pasted_breaks_the_page(client: FlaskClient, text: str) -> None:
    assert client.post("/al-gevraagd", data={"tekst": text}).status_code == 200


def test_a_form_that_is_no_form_is_an_empty_draft(client: FlaskClient) -> None:
    for body, media in ((b"\xff\xfe", "application/x-www-form-urlencoded"), (b"{}", "application/json"), (b"", None)):
        assert client.post("/al-gevraagd", data=body, content_type=media).status_code == 200


@pytest.mark.parametrize("media", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_is_far_too_long_gets_a_sentence(client: FlaskClient, media: str) -> None:
    sent = {"tekst": (io.BytesIO(b"x" * LARGEST), "x.txt")} if "multipart" in media else {"tekst": "x" * LARGEST}
    answer = client.post("/al-gevraagd", data=sent, content_type=media)
    assert answer.status_code == 413
    assert "veel te lang" in answer.text


def test_an_answer_to_a_draft_is_kept_nowhere(client: FlaskClient) -> None:
    answer = client.post("/al-gevraagd", data={"tekst": DRAFT})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    tag = client.get("/al-gevraagd").headers["ETag"]
    assert client.post("/al-gevraagd", data={"tekst": DRAFT}, headers={"If-None-Match": tag}).status_code == 200


def test_no_log_tells_what_was_asked(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client.get(f"/zoeken?q={SECRET}")
    client.get(f"/zoeken.json?q={SECRET}")
    client.post("/al-gevraagd", data={"tekst": f"Is er een {SECRET} gedaan?"})
    assert SECRET not in caplog.text


class Broken(MemoryEngine):
    """An engine that fails."""

    def search(self, *_: object) -> None:
        raise RuntimeError

    already_asked = search


def test_nor_does_the_log_of_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    app: Flask = create_app(Settings(), Broken(()))
    client = app.test_client()
    assert client.get(f"/zoeken?q={SECRET}").status_code == 500
    assert client.post("/al-gevraagd", data={"tekst": f"Is er een {SECRET} gedaan?"}).status_code == 500
    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


def test_a_set_has_its_neighbours_and_the_way_to_what_went_before(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/vragen/2005Z00005").text, "lxml")
    section = page.select_one("section[aria-labelledby=vergelijkbaar]")
    assert "/vragen/2004Z00004" in [link["href"] for link in section.select("a")]
    assert "ingezonden 10 mei 2004 door Tom Bakker (CDA); beantwoord" in " ".join(section.get_text().split())
    assert section.select_one(".similar-more a")["href"] == "/al-gevraagd?nummer=2005Z00005"


def test_what_a_set_refers_to_is_not_told_twice() -> None:
    named = Reference(kind=ReferenceKind.SEE_ALSO, text="2004Z00004", id="2004Z00004")
    engine = MemoryEngine([replace(ordinary(5), references=(named,)), ordinary(4), ordinary(3)])
    for number, other in (("2005Z00005", "2004Z00004"), ("2004Z00004", "2005Z00005")):
        page = BeautifulSoup(create_app(Settings(), engine).test_client().get(f"/vragen/{number}").text, "lxml")
        similar = page.select("section[aria-labelledby=vergelijkbaar] li > a")
        assert [link["href"] for link in similar] == ["/vragen/2003Z00003"]
        assert len(page.select(f"a[href='/vragen/{other}']")) == 1


@pytest.mark.parametrize("address", ["/", "/zoeken?q=gevolg", "/help"])
def test_the_menu_leads_there(client: FlaskClient, address: str) -> None:
    page = BeautifulSoup(client.get(address).text, "lxml")
    assert page.select_one(".menu a[href='/al-gevraagd']")
