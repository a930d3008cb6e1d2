"""A visitor walks through the demonstration: search, choose, read, go back; all of it as addresses that last."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from playwright.sync_api import Page, expect

from index.demo import road
from index.meter import Meter
from index.schema import OPERATORS
from search.embedded.engine import EmbeddedEngine
from webui import create_app
from webui.__main__ import DEMO_NOTICE
from webui.settings import Settings

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    folders = road.prepare(tmp_path_factory.mktemp("demo"), Meter(io.StringIO()))
    engine = EmbeddedEngine(folders.generations)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def address(engine: EmbeddedEngine, serve: object) -> str:
    app: Flask = create_app(Settings(notice=DEMO_NOTICE), engine, lambda: TODAY)
    assert callable(serve)
    return str(serve(app))


def count(page: Page) -> int:
    """The number of sets in the heading of the results."""
    found = re.search(r"([\d.]+) sets?", page.locator("h2").filter(has_text=re.compile(r"\d sets?")).first.inner_text())
    assert found
    return int(found.group(1).replace(".", ""))


def test_search_facet_question_and_back(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text(DEMO_NOTICE)).to_be_visible()
    page.get_by_role("searchbox").fill("boeren")
    page.get_by_role("button", name="Zoeken").click()
    everything = count(page)
    assert everything > 2

    box = page.get_by_role("group", name="Partij").get_by_role("checkbox").first
    promised = int(re.findall(r"\d+", box.locator("xpath=ancestor::label").inner_text())[-1])
    box.check()
    assert count(page) == everything  # nothing happens until the visitor asks for it
    page.get_by_role("button", name="Toon resultaten").first.click()
    assert count(page) == promised < everything
    results = page.url
    assert re.fullmatch(r".*/zoeken\?q=boeren&partij=[a-z0-9-]+", results)

    hit = page.locator("ol li h3 a").first
    title = hit.inner_text()
    hit.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="Terug naar de resultaten").click()
    assert page.url == results

    page.get_by_role("link", name=re.compile("Verwijder filter")).first.click()
    assert count(page) == everything


def test_every_example_finds_something(engine: EmbeddedEngine) -> None:
    client = create_app(Settings(), engine, lambda: TODAY).test_client()
    shown = [BeautifulSoup(client.get(address).text, "lxml") for address in ("/", "/help")]
    examples = [link for page in shown for link in page.select(".examples a, .errands a, .operators a")]
    assert len(examples) > len(OPERATORS)
    assert [link["href"] for link in examples if "Niets gevonden" in client.get(str(link["href"])).text] == []
    assert not shown[1].select(".operators dd code")


def test_a_passage_leads_to_its_question(page: Page, address: str) -> None:
    page.goto(f"{address}/zoeken?q=toeslag")
    link = page.locator("ol a", has_text=re.compile(r"^Vraag \d+$")).first
    number = link.inner_text().split()[-1]
    link.click()
    assert page.url.endswith(f"#vraag-{number}")
    expect(page.locator(f"#vraag-{number}")).to_be_in_viewport()


def test_an_address_can_be_saved_and_sent(page: Page, address: str) -> None:
    page.goto(f"{address}/zoeken?status=open&q=&sorteer=oud&per=25")
    assert page.url == f"{address}/zoeken?status=open&sorteer=oud&per=25"
    first = page.locator("main").inner_text()
    again = page.context.browser.new_context().new_page() if page.context.browser else page
    again.goto(page.url)
    assert again.locator("main").inner_text() == first
    again.context.close()


@pytest.mark.parametrize("number", ["ah-tk-20232024-9013", "kv-2979890020"])
def test_every_number_leads_to_the_set(page: Page, address: str, engine: EmbeddedEngine, number: str) -> None:
    page.goto(f"{address}/vragen/{number}")
    assert page.url == f"{address}/vragen/{engine.resolve(number)}"
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_every_set_can_be_opened(page: Page, address: str, engine: EmbeddedEngine) -> None:
    """Every set of the demonstration gives a page with all its questions under their own anchors."""
    ids = [row.set_id for row in engine.listing()]
    for set_id in ids:
        response = page.request.get(f"{address}/vragen/{set_id}")
        assert response.status == 200, set_id
        text = response.text()
        record = engine.question_set(set_id)
        assert record is not None
        assert all(f'id="vraag-{question.number}"' in text for question in record.questions), set_id
