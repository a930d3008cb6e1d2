"""Every kind of page against the rules of WCAG A and AA: both themes, wide and narrow, and with large text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The rules whose outcome depends on the theme."""
PAGES = (
    "/",
    "/zoeken?q=gevolg&jaar=2005&jaar=2006&per=25",
    "/zoeken?q=gevolg&pagina=2&niet-partij=cda",
    "/zoeken?q=hogwater&kleur=rood&van=2010-01-01&tot=2001-01-01",
    "/zoeken?q=gevolg+dijken&jaar=2005&partij=d66",
    "/facet/jaar?q=gevolg&jaar=2005&niet-jaar=2006",
    "/vragen/2022Z11774?q=dijken",
    "/vragen/2009Z00009?q=gevolg&jaar=2008&jaar=2009&jaar=2010",
    "/vragen/2021Z66666",
    "/vragen/2980612340",
    "/help",
    "/over",
    "/toegankelijkheid",
    "/nergens",
    "/al-gevraagd",
    "/indieners/fenna-visser",
    "/ministeries/jenv",
    "/onderwerpen/verkeer/spoor",
    "/dekking",
    "/api",
    "/bewaard",
    "/al-gevraagd?nummer=2005Z00005",
    "/waarom?nummer=2005Z00005&q=gevolg",
)
WIDE, NARROW = 1280, 320
DIFFERENT_WHEN_NARROW = {*PAGES[1:3], *PAGES[5:8], *PAGES[15:19]}


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One page that goes everywhere."""
    with browser.new_context() as context:
        yield context.new_page()


def shown(tab: Page, width: int, theme: Any) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=theme)


def check(tab: Page, rules: dict[str, Any]) -> None:
    found = Axe().run(tab, options=rules)
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("address", PAGES)
def test_everyone_can_use_it(tab: Page, site: str, address: str) -> None:
    """One visit a page: loading it again for each way of looking would cost more than looking."""
    shown(tab, WIDE, "light")
    tab.goto(site + address)
    tab.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    check(tab, RULES)
    shown(tab, WIDE, "dark")
    check(tab, COLOURS)
    shown(tab, NARROW, "light")
    assert tab.evaluate("document.documentElement.scrollWidth") == NARROW
    if address in DIFFERENT_WHEN_NARROW:
        check(tab, RULES)
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    shown(tab, WIDE, "light")
    assert tab.evaluate("document.documentElement.scrollWidth") == WIDE
    assert tab.evaluate("document.getAnimations().length") == 0
