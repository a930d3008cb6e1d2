"""The site as people use it: without scripts, on a small screen, with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

PAGES = (
    "/",
    "/zoeken?q=gevolg&jaar=2005",
    "/zoeken?q=hogwater&kleur=rood",
    "/facet/jaar",
    "/vragen/2022Z11774?q=dijken",
    "/vragen/2021Z66666",
    "/help",
    "/over",
    "/toegankelijkheid",
    "/ministeries/jenv",
    "/indieners/fenna-visser",
    "/dekking",
    "/api",
    "/bewaard",
    "/nergens",
)

FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return [`${style.outlineStyle} ${style.outlineWidth}`, document.activeElement.outerHTML];
}"""


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A wide page in a browser that runs no scripts."""
    with browser.new_context(
        java_script_enabled=False, base_url=site, viewport={"width": 1280, "height": 900}
    ) as context:
        yield context.new_page()


@pytest.fixture
def small(browser: Browser, site: str) -> Iterator[Page]:
    """A page as narrow as WCAG asks for."""
    with browser.new_context(base_url=site, viewport={"width": 320, "height": 640}) as context:
        yield context.new_page()


def test_filters_wait_for_the_button(plain: Page) -> None:
    plain.goto("/zoeken?q=gevolg")
    filters = plain.get_by_role("region", name="Filters")
    filters.get_by_label("CDA").check()
    filters.get_by_label("D66").check()
    expect(plain).to_have_url(re.compile(r"/zoeken\?q=gevolg$"))
    filters.get_by_role("button", name="Toon resultaten").last.click()
    expect(plain.locator("#gevonden strong")).to_have_text("16 sets")
    assert "partij=cda&partij=d66" in plain.url
    plain.get_by_role("link", name="Verwijder filter: Partij: CDA").click()
    expect(plain.locator("#gevonden strong")).to_have_text("8 sets")
    plain.get_by_role("link", name="Wis alle filters").click()
    expect(plain.locator("#gevonden strong")).to_have_text("24 sets")


def test_the_period_is_part_of_the_form(plain: Page) -> None:
    plain.goto("/zoeken?q=gevolg")
    plain.get_by_label("Van", exact=True).fill("2005-01-01")
    plain.get_by_label("Tot en met").fill("2006-12-31")
    plain.get_by_role("button", name="Zoeken").click()
    expect(plain.locator("#gevonden strong")).to_have_text("2 sets")
    expect(plain.get_by_label("Van", exact=True)).to_have_value("2005-01-01")


def test_all_values_of_a_facet_lead_back_to_the_search(plain: Page) -> None:
    plain.goto("/zoeken?q=gevolg&sorteer=oud")
    plain.get_by_role("link", name="Toon alle 24 waarden van Jaar").click()
    plain.get_by_label("niet 2022").check()
    plain.get_by_label("Zoek in deze lijst").fill("201")
    plain.get_by_role("button", name="Beperk de lijst").click()
    expect(plain.get_by_label("niet 2022")).to_be_checked()
    plain.get_by_role("checkbox", name=re.compile("^2013")).check()
    plain.get_by_role("button", name="Toon resultaten").click()
    expect(plain.locator("#gevonden strong")).to_have_text("1 set")
    expect(plain.get_by_role("link", name="Verwijder filter: Jaar: niet 2022")).to_be_visible()
    expect(plain.get_by_role("link", name="Oudste eerst")).to_have_attribute("aria-current", "true")


def test_a_bar_of_the_chart_chooses_its_year(plain: Page) -> None:
    plain.goto("/zoeken?q=gevolg")
    plain.locator(".chart-year", has_text="2013: 1 set").click()
    expect(plain.get_by_role("link", name="Verwijder filter: Jaar: 2013")).to_be_visible()


def test_a_footnote_and_back(plain: Page) -> None:
    plain.goto("/vragen/2022Z11774")
    plain.locator("#vraag-1").get_by_role("link", name="voetnoot 1", exact=True).click()
    expect(plain.get_by_text("De Streekkrant, 28 augustus 2022.")).to_be_in_viewport()
    plain.locator("#vraag-1").get_by_role("link", name="Terug naar voetnoot 1").click()
    expect(plain).to_have_url(re.compile(r"#bij-noot-vraag-1-1$"))


def test_filters_fold_away_on_a_small_screen(small: Page) -> None:
    small.goto("/zoeken?q=gevolg")
    expect(small.get_by_label("CDA")).to_be_hidden()
    small.get_by_text("Filters", exact=True).click()
    small.get_by_label("CDA").check()
    small.get_by_role("button", name="Toon resultaten").last.click()
    expect(small.locator("#gevonden strong")).to_have_text("8 sets")
    expect(small.get_by_text("Filters (1 actief)")).to_be_visible()


def test_filters_stand_open_on_a_wide_screen(plain: Page) -> None:
    plain.goto("/zoeken?q=gevolg")
    expect(plain.get_by_label("CDA")).to_be_visible()
    expect(plain.locator("#filters > summary")).to_be_hidden()


def test_the_skip_link_comes_first_and_is_visible(plain: Page) -> None:
    plain.goto("/zoeken?q=gevolg")
    plain.keyboard.press("Tab")
    skip = plain.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    plain.keyboard.press("Tab")
    plain.keyboard.press("Tab")
    expect(plain.get_by_role("link", name="Naar de resultaten")).to_be_focused()
    plain.keyboard.press("Enter")
    plain.keyboard.press("Tab")
    assert plain.locator("#resultaten :focus").count() == 1


def test_searching_and_filtering_with_the_keyboard(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_label("Zoek in Kamervragen en antwoorden").focus()
    plain.keyboard.type("gevolg")
    plain.keyboard.press("Enter")
    expect(plain.locator("#gevonden strong")).to_have_text("24 sets")
    plain.get_by_label("Op tijd").focus()
    plain.keyboard.press("Space")
    plain.keyboard.press("Enter")
    expect(plain.locator("#gevonden strong")).to_have_text("12 sets")


def test_focus_is_always_visible(small: Page) -> None:
    small.goto("/zoeken?q=dijken")
    small.get_by_text("Filters", exact=True).click()
    seen = 0
    while small.keyboard.press("Tab") is None and not small.evaluate("document.activeElement === document.body"):
        outline, element = small.evaluate(FOCUS)
        assert outline == "solid 3px", element
        seen += 1
    assert seen > 30


def test_nothing_is_blocked_or_fetched_from_elsewhere(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site) as context:
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        for address in PAGES[:-1]:
            page.goto(address)
        assert asked
        assert all(address.startswith(site) for address in asked)
        assert said == []
        assert context.cookies() == []
