"""The list under a search box: with arrows, mouse and screen readers, and without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A narrow page: the list must fit there too."""
    with browser.new_context(base_url=site, viewport={"width": 360, "height": 700}) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        yield page


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Zoek in Kamervragen en antwoorden")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggesties").get_by_role("option")


def type_(page: Page, text: str) -> None:
    box(page).press_sequentially(text)
    expect(options(page).first).to_be_visible()


def test_arrows_choose_words_and_keep_the_filters(page: Page) -> None:
    page.goto("/zoeken?jaar=2022")
    type_(page, "dijk")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form[role=search] [role=status]")).to_have_text(re.compile(r"^\d suggesties?$"))
    box(page).press("ArrowDown")
    chosen = options(page).first
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    box(page).press("Enter")
    page.wait_for_url(re.compile(r"/zoeken\?q=dijken&jaar=2022$"))


def test_a_party_leads_to_its_filter(page: Page) -> None:
    page.goto("/")
    type_(page, "cd")
    promised = re.search(r"partij, (\d+) sets?", options(page).first.inner_text())
    assert promised
    options(page).first.click()
    page.wait_for_url(re.compile(r"/zoeken\?partij=cda$"))
    expect(page.locator("#gevonden strong")).to_have_text(re.compile(rf"^{promised[1]} sets?$"))


def test_what_is_typed_stays_what_is_searched(page: Page) -> None:
    page.goto("/")
    type_(page, "dijk")
    box(page).press("ArrowDown")
    box(page).press("ArrowUp")
    expect(box(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box(page).press("Enter")
    page.wait_for_url(re.compile(r"/zoeken\?q=dijk$"))


def test_escape_and_leaving_close_the_list(page: Page) -> None:
    page.goto("/")
    type_(page, "dijk")
    box(page).press("Escape")
    expect(options(page).first).to_be_hidden()
    expect(box(page)).to_have_value("dijk")
    type_(page, "e")
    box(page).press("Tab")
    expect(options(page).first).to_be_hidden()


def test_a_late_answer_opens_nothing(page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/suggesties*", lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright wants a function
    page.goto("/")
    with page.expect_request("**/suggesties*"):
        box(page).press_sequentially("dijk")
    box(page).blur()
    with page.expect_response("**/suggesties*"):
        waiting[0].continue_()
    expect(options(page).first).to_be_hidden()


def test_a_site_that_does_not_answer_is_no_hindrance(page: Page) -> None:
    page.route("**/suggesties*", lambda route: route.abort())
    page.goto("/")
    with page.expect_event("requestfailed"):
        box(page).press_sequentially("dijk")
    box(page).press("Enter")
    page.wait_for_url(re.compile(r"/zoeken\?q=dijk$"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_open_list_has_no_violations(page: Page, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto("/")
    type_(page, "di")
    box(page).press("ArrowDown")
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
