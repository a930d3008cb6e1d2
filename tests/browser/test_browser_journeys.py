"""What visitors come for, done in the demonstration by a browser that runs scripts and by one that does not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import feedparser
import pytest
import rispy
from bs4 import BeautifulSoup
from flask import Flask
from playwright.sync_api import Browser, Download, Page, expect

from index.demo import road
from index.meter import Meter
from index.schema import OPERATORS
from search.embedded.engine import EmbeddedEngine
from webui import create_app
from webui.__main__ import DEMO_NOTICE
from webui.settings import Settings

TODAY = date(2026, 11, 24)
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    folders = road.prepare(tmp_path_factory.mktemp("demo"), Meter(io.StringIO()))
    engine = EmbeddedEngine(folders.generations)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def address(engine: EmbeddedEngine, serve: object) -> str:
    app: Flask = create_app(Settings(notice=DEMO_NOTICE), engine, lambda: TODAY)
    assert callable(serve)
    return str(serve(app))


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def visitor(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page before the demonstration, once with scripts and once without."""
    with browser.new_context(java_script_enabled=request.param, base_url=address, viewport=WIDE) as context:
        yield context.new_page()


def count(page: Page) -> int:
    """The number of sets in the heading of the results."""
    found = re.match(r"([\d.]+) sets?", page.locator("#gevonden").inner_text())
    assert found
    return int(found.group(1).replace(".", ""))


def fetched(page: Page, name: str) -> Download:
    """What a link downloads."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    return waiting.value


def test_an_answer_is_found_by_words_and_ministry(visitor: Page) -> None:
    visitor.goto("/")
    expect(visitor.get_by_text(DEMO_NOTICE)).to_be_visible()
    visitor.get_by_label("Zoek in Kamervragen en antwoorden").fill("boeren")
    visitor.get_by_role("button", name="Zoeken").click()
    everything = count(visitor)

    box = visitor.get_by_role("group", name="Ministerie").get_by_role("checkbox").first
    promised = int(re.findall(r"\d+", box.locator("xpath=ancestor::label").inner_text())[-1])
    box.check()
    assert count(visitor) == everything  # nothing happens until the visitor asks for it
    visitor.get_by_role("button", name="Toon resultaten").first.click()
    assert count(visitor) == promised < everything
    results = visitor.url
    assert re.fullmatch(r".*/zoeken\?q=boeren&ministerie=[a-z]+", results)

    hit = visitor.locator(".hit h3 a").first
    title = hit.inner_text()
    hit.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
    expect(visitor.locator(".answer mark, .question mark").first).to_be_visible()
    expect(visitor.get_by_text(f"Resultaat 1 van {promised}")).to_be_visible()
    visitor.get_by_role("link", name="Volgend resultaat", exact=True).click()
    expect(visitor.get_by_text(f"Resultaat 2 van {promised}")).to_be_visible()
    visitor.get_by_role("link", name="Terug naar de resultaten").click()
    assert visitor.url == results
    visitor.get_by_role("link", name=re.compile("^Verwijder filter: Ministerie")).click()
    assert count(visitor) == everything


def test_the_address_is_what_is_shared(visitor: Page, browser: Browser, address: str) -> None:
    visitor.goto("/zoeken?status=open&q=&sorteer=oud&per=25")
    assert visitor.url == f"{address}/zoeken?status=open&sorteer=oud&per=25"
    shown = visitor.locator(".hits").inner_text()
    with browser.new_context(viewport=WIDE) as elsewhere:
        other = elsewhere.new_page()
        other.goto(visitor.url)
        assert other.locator(".hits").inner_text() == shown
        assert other.get_by_role("checkbox", name="Open").is_checked()


def test_a_search_is_followed_in_a_feed_reader(visitor: Page, address: str) -> None:
    visitor.goto("/zoeken?q=boeren&ministerie=lnv")
    offered = visitor.locator("link[rel=alternate][type='application/atom+xml']").get_attribute("href")
    assert visitor.get_by_role("link", name="Atom-feed").get_attribute("href") == offered
    feed = feedparser.parse(visitor.request.get(f"{address}{offered}").body())
    assert not feed.bozo
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) > count(visitor)
    visitor.goto(feed.entries[0].link)
    assert feed.entries[0].title.endswith(visitor.get_by_role("heading", level=1).inner_text())


def test_an_answer_is_cited(visitor: Page, tmp_path: Path) -> None:
    visitor.goto("/zoeken?q=kinderopvangtoeslag")
    passage = visitor.locator(".passage:has(.passage-answer) h4 a").first
    number = passage.inner_text().split()[1]
    passage.click()
    assert visitor.url.endswith(f"#vraag-{number}")
    expect(visitor.locator(f"#vraag-{number}")).to_be_in_viewport()
    summary = visitor.get_by_text(re.compile(rf"^Citeer het antwoord op vraag {number}\b")).first
    what = summary.inner_text().removeprefix("❝ ").removeprefix("Citeer ")
    summary.click()
    expect(visitor.get_by_text(re.compile(rf"^(Aanhangsel|Kamervragen).* {number}\b")).first).to_be_visible()
    fetched(visitor, f"RIS van {what}").save_as(tmp_path / "antwoord.ris")
    (entry,) = rispy.loads((tmp_path / "antwoord.ris").read_text(encoding="utf-8"))
    assert entry["urls"][0].startswith("http")


def test_a_search_is_exported_and_opened(visitor: Page, tmp_path: Path) -> None:
    visitor.goto("/zoeken?q=boeren&partij=cda")
    download = fetched(visitor, "CSV")
    assert download.suggested_filename.endswith(".csv")
    download.save_as(tmp_path / "vragen.csv")
    text = (tmp_path / "vragen.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert len({row["nummer"] for row in rows}) == count(visitor)


def test_what_is_late_at_a_ministry(visitor: Page) -> None:
    visitor.goto("/")
    visitor.get_by_role("link", name="Ministeries").click()
    visitor.get_by_role("link", name="overzicht van Financiën").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Financiën")
    visitor.get_by_role("link", name="Alle sets die wachten").click()
    expect(visitor.get_by_role("link", name="Langst gewacht")).to_have_attribute("aria-current", "true")
    visitor.get_by_role("checkbox", name="Te laat").check()
    visitor.get_by_role("button", name="Toon resultaten").last.click()
    badges = visitor.locator(".hits .badge--te-laat")
    assert badges.count() == count(visitor) == 1
    expect(visitor.get_by_role("link", name="Langst gewacht")).to_have_attribute("aria-current", "true")


def test_a_nonsense_query_leads_on(visitor: Page) -> None:
    visitor.goto("/")
    visitor.get_by_label("Zoek in Kamervragen en antwoorden").fill("kwakkelfietsgeblubber")
    visitor.get_by_role("button", name="Zoeken").click()
    expect(visitor.get_by_role("heading", name="Niets gevonden")).to_be_visible()
    visitor.get_by_label("Zoek in Kamervragen en antwoorden").fill("titel:boeren")
    visitor.get_by_label("Tot en met").fill("1999-12-31")
    visitor.get_by_role("button", name="Zoeken").click()
    expect(visitor.get_by_role("heading", name="Niets gevonden")).to_be_visible()
    expect(visitor.get_by_label("Zoek in Kamervragen en antwoorden")).to_have_value("titel:boeren")
    way = visitor.locator(".wider li").filter(has_text="zonder het filter ‘Ingezonden: tot en met 31 december 1999’")
    promised = int(re.findall(r"\d+", way.inner_text())[-1])
    way.get_by_role("link").click()
    assert count(visitor) == promised


def test_back_and_forward_keep_the_state(visitor: Page) -> None:
    visitor.goto("/zoeken?q=boeren")
    visitor.get_by_role("checkbox", name="Beantwoord").check()
    visitor.get_by_role("button", name="Toon resultaten").first.click()
    first, titles = visitor.url, visitor.locator(".hit h3").all_inner_texts()
    visitor.get_by_role("link", name="Volgende", exact=True).click()
    second = visitor.url
    assert second == f"{first}&pagina=2"
    visitor.locator(".hit h3 a").first.click()
    visitor.go_back()
    assert visitor.url == second
    visitor.go_back()
    assert (visitor.url, visitor.locator(".hit h3").all_inner_texts()) == (first, titles)
    expect(visitor.get_by_role("checkbox", name="Beantwoord")).to_be_checked()
    visitor.go_forward()
    assert visitor.url == second
    expect(visitor.locator(".pagination [aria-current=page]")).to_have_text("2")


def test_every_example_finds_something(engine: EmbeddedEngine) -> None:
    client = create_app(Settings(), engine, lambda: TODAY).test_client()
    shown = [BeautifulSoup(client.get(address).text, "lxml") for address in ("/", "/help")]
    examples = [link for page in shown for link in page.select(".examples a, .errands a, .operators a")]
    assert len(examples) > len(OPERATORS)
    assert [link["href"] for link in examples if "Niets gevonden" in client.get(str(link["href"])).text] == []
    assert not shown[1].select(".operators dd code")


@pytest.mark.parametrize("number", ["ah-tk-20232024-9013", "kv-2979890020"])
def test_every_number_leads_to_the_set(page: Page, address: str, engine: EmbeddedEngine, number: str) -> None:
    page.goto(f"{address}/vragen/{number}")
    assert page.url == f"{address}/vragen/{engine.resolve(number)}"
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_every_set_can_be_opened(engine: EmbeddedEngine) -> None:
    """Every set of the demonstration gives a page with all its questions under their own anchors."""
    client = create_app(Settings(), engine, lambda: TODAY).test_client()
    for row in engine.listing():
        answer = client.get(f"/vragen/{row.set_id}")
        assert answer.status_code == 200, row.set_id
        record = engine.question_set(row.set_id)
        assert record is not None
        assert all(f'id="vraag-{question.number}"' in answer.text for question in record.questions), row.set_id
