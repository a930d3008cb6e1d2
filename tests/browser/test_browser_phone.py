"""What a visitor on a phone sees first, and that everything else is there too, without scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

PAGES = (
    "/",
    "/zoeken?q=gevolg",
    "/zoeken?q=gevolg&ministerie=jenv&niet-partij=vvd&van=2001-01-01",
    "/zoeken?q=hogwater&kleur=rood",
    "/facet/onderwerp?q=gevolg",
    "/vragen/2022Z11774?q=dijken",
    "/vragen/2021Z66666",
    "/al-gevraagd",
    "/al-gevraagd?nummer=2005Z00005",
    "/waarom?nummer=2005Z00005&q=gevolg",
    "/bewaard",
    "/help",
    "/over",
    "/onderwerpen/verkeer/spoor",
    "/dekking",
    "/status",
    "/api",
    "/toegankelijkheid",
)
BEYOND = "[...document.querySelectorAll('.table-window')].filter(part => part.scrollWidth > part.clientWidth).length"
OPEN = "document.querySelectorAll('main details').forEach(part => part.open = true)"
TABLE_ROLES = {"table", "rowgroup", "row", "columnheader", "rowheader", "cell"}


class Screen(NamedTuple):
    """A common screen of a phone."""

    width: int
    height: int


LARGE, SMALL = Screen(390, 844), Screen(360, 800)


@pytest.fixture(params=[LARGE, SMALL], ids=["390", "360"])
def screen(request: pytest.FixtureRequest) -> Screen:
    return Screen(*request.param)


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def phone(request: pytest.FixtureRequest, browser: Browser, site: str, screen: Screen) -> Iterator[Page]:
    """A page on a phone, once with scripts and once without."""
    view = {"width": screen.width, "height": screen.height}
    with browser.new_context(
        java_script_enabled=request.param, base_url=site, viewport=view, has_touch=True
    ) as context:
        yield context.new_page()


@pytest.fixture
def small(browser: Browser, site: str) -> Iterator[Page]:
    view = {"width": SMALL.width, "height": SMALL.height}
    with browser.new_context(base_url=site, viewport=view) as context:
        yield context.new_page()


def top(part: Locator) -> float:
    """How far below the top of the page a part begins."""
    expect(part).to_be_visible()
    box = part.bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("address", PAGES[1:3])
def test_the_first_hit_is_in_the_first_screen(phone: Page, screen: Screen, address: str) -> None:
    phone.goto(address)
    title = phone.locator(".hit h3").first
    box = title.bounding_box()
    assert box
    assert box["y"] < 700
    assert box["y"] + box["height"] < screen.height
    above = (
        phone.get_by_role("searchbox").or_(phone.get_by_role("combobox")),
        phone.locator("#filters > summary"),
        phone.get_by_role("heading", level=2),
        phone.locator(".sentence"),
        phone.get_by_role("link", name="Relevantie"),
        phone.get_by_role("link", name="Langst gewacht"),
    )
    places = [top(part) for part in above]
    assert places == sorted(places)
    assert places[-1] < box["y"]


def test_the_menu_is_one_row(phone: Page) -> None:
    phone.goto("/zoeken?q=gevolg")
    entries = phone.get_by_role("navigation", name="Hoofdmenu").get_by_role("link").all()
    boxes = [box for box in (entry.bounding_box() for entry in entries) if box]
    assert len(boxes) == 5
    assert len({box["y"] for box in boxes}) == 1
    assert all(box["height"] >= 36 and box["width"] >= 36 for box in boxes)


def test_filters_and_the_chart_open_at_a_touch(phone: Page) -> None:
    phone.goto("/zoeken?q=gevolg")
    expect(phone.get_by_label("CDA")).to_be_hidden()
    phone.locator("#filters > summary").tap()
    expect(phone.get_by_label("CDA")).to_be_visible()
    expect(phone.locator(".chart")).to_be_hidden()
    phone.get_by_text("Aantallen per jaar").tap()
    expect(phone.locator(".chart")).to_be_visible()


def test_the_chart_stands_open_on_a_wide_screen(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto("/zoeken?q=gevolg")
        expect(page.locator(".chart")).to_be_visible()
        expect(page.get_by_text("Aantallen per jaar")).to_be_hidden()
        assert top(page.locator(".hit h3").first) < 690


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_the_screen(small: Page, address: str) -> None:
    small.goto(address)
    small.evaluate(OPEN)
    assert small.evaluate("document.documentElement.scrollWidth") == SMALL.width
    if not address.startswith("/vragen"):  # a table of a document is as wide as it was printed
        assert small.evaluate(BEYOND) == 0


def table_roles(page: Page) -> Counter[str]:
    """What the browser tells a screen reader of the tables: how often each role."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = (node["role"]["value"] for node in nodes if not node["ignored"])
    return Counter(role for role in roles if role in TABLE_ROLES)


def test_tables_of_the_coverage_stay_tables(small: Page) -> None:
    small.goto("/dekking")
    narrow = table_roles(small)
    small.set_viewport_size({"width": 1280, "height": 800})
    assert narrow == table_roles(small)
    assert narrow["table"] > 1
    assert narrow["columnheader"] >= 14


def test_a_saved_search_has_the_whole_width_for_its_name(small: Page) -> None:
    small.goto(PAGES[2])
    small.get_by_role("button", name="Bewaar deze zoekopdracht").click()
    small.goto("/bewaard")
    name = small.locator(".saved h3")
    box = name.bounding_box()
    assert box
    assert box["width"] > 300
    assert top(small.get_by_role("button", name="Verwijder")) >= box["y"] + box["height"]
