"""Every kind of page against the rules of WCAG A and AA, in both themes, on a wide and a narrow screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PAGES = (
    "/",
    "/zoeken?q=gevolg&jaar=2005&jaar=2006&per=25",
    "/zoeken?q=gevolg&pagina=2",
    "/zoeken?q=hogwater&kleur=rood&van=2010-01-01&tot=2001-01-01",
    "/facet/jaar?q=gevolg&jaar=2005",
    "/vragen/2022Z11774?q=dijken",
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
)


NARROW = 360
WIDE = 1280
DIFFERENT_WHEN_NARROW = PAGES[1:3] + PAGES[4:6] + PAGES[13:15]
CASES = [(address, WIDE) for address in PAGES] + [(address, NARROW) for address in DIFFERENT_WHEN_NARROW]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("address", "width"), CASES)
def test_no_violations(browser: Browser, site: str, address: str, width: int, theme: str) -> None:
    with browser.new_context(color_scheme=theme, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(site + address)
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        found = Axe().run(page, options=RULES)
        assert found.response["passes"]
        assert found.violations_count == 0, found.generate_report()
