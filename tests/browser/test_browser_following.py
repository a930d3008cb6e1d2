"""Saving searches, copying and printing."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from webui import create_app
from webui.settings import Settings

if TYPE_CHECKING:
    from memory import MemoryEngine

TODAY = date(2023, 5, 1)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
WITHOUT_SCRIPTS = {"java_script_enabled": False}


@pytest.fixture
def engine() -> MemoryEngine:
    """An engine of our own, in which something can happen."""
    from invented import CORPUS
    from memory import MemoryEngine

    return MemoryEngine(CORPUS)


@pytest.fixture
def own(engine: MemoryEngine, serve: object, browser: Browser) -> Iterator[Page]:
    """A page with scripts before a site over that engine."""
    app: Flask = create_app(Settings(), engine, lambda: TODAY)
    assert callable(serve)
    with browser.new_context(base_url=str(serve(app))) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        yield page


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    with browser.new_context(**WITHOUT_SCRIPTS, base_url=site) as context:
        yield context.new_page()


def happen(engine: MemoryEngine) -> None:
    """An answer comes to the questions that were open."""
    from dataclasses import replace

    from invented import OPEN

    from index.records import Status

    answered = replace(OPEN, status=Status.ANSWERED, answered_on=OPEN.asked_on + timedelta(days=8))
    engine.corpus = tuple(answered if record.id == OPEN.id else record for record in engine.corpus)
    engine.snapshot_id = "proef-2"


KNOWN = "JSON.parse(localStorage.getItem('vraagbaak.bewaard') || '[{}]').every(row => row.seen)"


def save(page: Page) -> None:
    """Save the search on the page, and wait until the browser knows what there is now."""
    page.get_by_role("button", name="Bewaar deze zoekopdracht").click()
    end = time.monotonic() + 30
    while not page.evaluate(
        KNOWN
    ):  # asked again from here: an error while the page itself waits ends the whole browser
        assert time.monotonic() < end, "the browser does not know what there is"
        page.wait_for_timeout(50)


def test_a_saved_search_tells_what_is_new(own: Page, engine: MemoryEngine) -> None:
    own.goto("/zoeken?q=vertraging&sorteer=nieuw")
    own.get_by_role("button", name="Bewaar deze zoekopdracht").click()
    expect(own.get_by_text("Bewaard in deze browser.")).to_be_visible()

    own.goto("/")
    saved = own.get_by_role("region", name="Uw zoekopdrachten")
    expect(saved.get_by_text("Niets nieuws sinds")).to_be_visible()
    happen(engine)
    own.reload()
    expect(saved.get_by_text("1 nieuw sinds")).to_be_visible()
    expect(saved.get_by_role("link", name=re.compile("^Beantwoord: Vertraging"))).to_be_visible()

    saved.get_by_role("link", name="Vragen over ‘vertraging’").click()
    expect(own).to_have_url(re.compile(r"/zoeken\?q=vertraging&sorteer=nieuw$"))
    expect(own.get_by_text("1 nieuw sinds")).to_be_visible()
    own.goto("/bewaard")
    expect(own.get_by_text("Niets nieuws sinds")).to_be_visible()
    own.get_by_role("button", name="Verwijder: Vragen over ‘vertraging’").click()
    expect(own.get_by_role("heading", name="Zo bewaart u een zoekopdracht")).to_be_visible()
    expect(own.get_by_role("region", name="In deze browser")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_the_script_adds_has_no_violations(
    own: Page, engine: MemoryEngine, theme: Literal["light", "dark"]
) -> None:
    own.emulate_media(color_scheme=theme)
    own.goto("/zoeken?q=vertraging")
    save(own)
    happen(engine)
    for address in ("/", "/bewaard", "/zoeken?q=vertraging"):
        own.goto(address)
        expect(own.get_by_text("1 nieuw sinds")).to_be_visible()
        found = Axe().run(own, options=RULES)
        assert found.violations_count == 0, found.generate_report()


def test_news_can_be_marked_as_seen(own: Page, engine: MemoryEngine) -> None:
    own.goto("/zoeken?q=vertraging")
    save(own)
    expect(own.get_by_role("button", name="Niet meer bewaren")).to_be_visible()
    happen(engine)
    own.goto("/bewaard")
    own.get_by_role("button", name="Gezien: Vragen over ‘vertraging’").click()
    expect(own.get_by_text("Niets nieuws sinds")).to_be_visible()
    own.reload()
    expect(own.get_by_text("Niets nieuws sinds")).to_be_visible()


def test_a_search_can_be_forgotten_where_it_was_saved(own: Page) -> None:
    own.goto("/zoeken?q=gevolg&pagina=2")
    own.get_by_role("button", name="Bewaar deze zoekopdracht").click()
    own.goto("/zoeken?q=gevolg")
    own.get_by_role("button", name="Niet meer bewaren").click()
    expect(own.get_by_role("button", name="Bewaar deze zoekopdracht")).to_be_visible()
    own.goto("/")
    expect(own.get_by_text("Uw zoekopdrachten")).to_be_hidden()


@pytest.mark.parametrize("stored", ["geen json", "{}", '[{"address": "https://elders.nl/zoeken"}]', "[1, null]"])
def test_what_others_left_in_the_store_breaks_nothing(own: Page, stored: str) -> None:
    own.goto("/")
    own.evaluate("stored => localStorage.setItem('vraagbaak.bewaard', stored)", stored)
    own.goto("/bewaard")
    expect(own.get_by_role("heading", name="Zo bewaart u een zoekopdracht")).to_be_visible()
    own.goto("/zoeken?q=gevolg")
    expect(own.get_by_role("button", name="Bewaar deze zoekopdracht")).to_be_visible()


def test_a_citation_is_copied(own: Page) -> None:
    own.context.grant_permissions(["clipboard-read", "clipboard-write"])
    own.goto("/vragen/2022Z11774")
    answer = own.locator(".answer").first
    answer.get_by_text("Citeer het antwoord op vraag 1").click()
    answer.get_by_role("button", name="Kopieer: het antwoord op vraag 1 als tekst").click()
    expect(answer.get_by_text("Gekopieerd")).to_be_visible()
    assert own.evaluate("navigator.clipboard.readText()").startswith(
        "Aanhangsel Handelingen II 2022/23, nr. 1200, antwoord 1"
    )


def test_without_scripts_the_address_is_what_is_saved(plain: Page) -> None:
    plain.goto("/zoeken?q=gevolg")
    expect(plain.get_by_role("button", name="Bewaar deze zoekopdracht")).to_have_count(0)
    plain.goto("/bewaard")
    expect(plain.get_by_text("Maak van een zoekopdracht een bladwijzer")).to_be_visible()


def test_paper_holds_the_questions_and_the_figures(plain: Page) -> None:
    plain.emulate_media(media="print")
    plain.goto("/vragen/2022Z11774")
    expect(plain.locator(".answer").first).to_be_visible()
    for hidden in (".top", ".bottom", ".cite", ".ties"):
        expect(plain.locator(hidden).first).to_be_hidden()
    plain.goto("/ministeries/jenv")
    expect(plain.locator(".years")).to_be_visible()
    expect(plain.locator(".charts svg").first).to_be_visible()
