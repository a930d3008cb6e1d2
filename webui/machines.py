"""Short answers for machines: why a search was refused, how to search the site, all its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, TypedDict
from xml.etree import ElementTree as ET

from index.schema import FACETS
from search.engine import Engine
from search.request import SearchRequest
from search.response import Completion, Listed, SearchResponse
from webui import formats, links

OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
COMPLETIONS_MEDIA = "application/x-suggestions+json"
SITEMAP_SETS = 5_000
"""Sets in one part of the sitemap: making it takes a tenth of a second; the protocol allows ten times as many."""


class MistakesJson(TypedDict):
    """Waarom een zoekopdracht is geweigerd."""

    error: str
    mistakes: list[str]


class PastTheEndJson(TypedDict):
    """Waarom er geen pagina na de laatste is, en waar de laatste staat."""

    error: str
    last: str


class ErrorJson(TypedDict):
    """Wat er mis is, in een zin."""

    error: str


CompletionsJson = tuple[
    Annotated[str, "wat er is getypt"],
    Annotated[list[str], "wat het kan worden"],
    Annotated[list[str], "wat dat is en hoeveel sets het vindt"],
    Annotated[list[str], "het adres van die zoekopdracht"],
]
"""Completions in the form that browsers ask for (OpenSearch suggestions)."""


def mistakes_json(mistakes: tuple[str, ...]) -> MistakesJson:
    """Why a search was refused."""
    return {"error": " ".join(mistakes), "mistakes": list(mistakes)}


def past_the_end_json(response: SearchResponse) -> PastTheEndJson:
    """Why a page after the last one is refused."""
    sentence = f"Pagina {response.request.page} bestaat niet: er zijn er {response.pages}."
    last = replace(response.request, page=response.pages)
    return {"error": sentence, "last": links.search(last, "json")}


def completions_json(typed: str, completions: Sequence[Completion], root: str) -> CompletionsJson:
    """What was typed may become."""
    addresses = (links.only(c.facet, c.value) if c.facet and c.value else links.words(c.text) for c in completions)
    return (
        typed,
        [formats.label(c.text) for c in completions],
        [_about(c) for c in completions],
        [root + a for a in addresses],
    )


def _about(completion: Completion) -> str:
    """What a completion is: "ministerie, ook VROM, 1.234 sets"."""
    labels = (row.label.lower() for row in FACETS if row.name == completion.facet)
    also = [f"ook {completion.also}"] if completion.also else []
    return ", ".join((*labels, *also, formats.count(completion.sets, "set", "sets")))


def robots(root: str) -> str:
    """What search engines may read, and where the list of pages is."""
    return f"User-agent: *\nDisallow: /facet/\nDisallow: /zoeken.\n\nSitemap: {root}/sitemap.xml\n"


def opensearch(root: str) -> bytes:
    """The description with which a browser can search here from its address bar."""
    ET.register_namespace("", OPENSEARCH)
    description = ET.Element(f"{{{OPENSEARCH}}}OpenSearchDescription")
    rows: tuple[tuple[str, dict[str, str], str | None], ...] = (
        ("ShortName", {}, "Vraagbaak"),
        ("Description", {}, "Zoek in Kamervragen met hun antwoorden"),
        ("InputEncoding", {}, "UTF-8"),
        ("Language", {}, "nl"),
        ("Url", {"type": "text/html", "template": f"{root}{links.SEARCH}?q={{searchTerms}}"}, None),
        ("Url", {"type": COMPLETIONS_MEDIA, "template": f"{root}{links.COMPLETIONS}?q={{searchTerms}}"}, None),
        ("Url", {"type": "application/json", "template": f"{root}{links.SEARCH}.json?q={{searchTerms}}"}, None),
        ("Url", {"type": "application/atom+xml", "template": f"{root}{links.SEARCH}.atom?q={{searchTerms}}"}, None),
    )
    for name, attributes, text in rows:
        ET.SubElement(description, f"{{{OPENSEARCH}}}{name}", attributes).text = text
    return _written(description)


def sitemap_parts(listing: Sequence[Listed]) -> int:
    """How many parts hold all sets."""
    return -(-len(listing) // SITEMAP_SETS)


def sitemap_index(root: str, parts: int) -> bytes:
    """The list of the parts of the sitemap: the pages of the site itself, and all sets."""
    names = ["paginas", *(f"vragen-{part}" for part in range(1, parts + 1))]
    return _sitemap("sitemapindex", "sitemap", ((f"{root}/sitemap/{name}.xml", None) for name in names))


def sitemap_sets(root: str, listing: Sequence[Listed], part: int) -> bytes:
    """One part of the sitemap: sets with the day they last changed. Older sets keep their part when newer ones come."""
    rows = listing[(part - 1) * SITEMAP_SETS : part * SITEMAP_SETS]
    return _sitemap("urlset", "url", ((root + links.question_set(row.set_id), row.changed_on) for row in rows))


def sitemap_pages(root: str, addresses: Iterable[str]) -> bytes:
    """The part of the sitemap with the pages that are no question sets."""
    return _sitemap("urlset", "url", ((root + address, None) for address in addresses))


def page_addresses(engine: Engine, today: date) -> Iterator[str]:
    """The pages of the site itself and the overviews, those with the most sets first."""
    yield from (
        links.HOME,
        links.SEARCH,
        links.HELP,
        links.ABOUT,
        links.ACCESSIBILITY,
        links.COVERAGE,
        links.STATUS,
        links.API,
    )
    for facet in links.OVERVIEWS:
        for bucket in engine.facet(SearchRequest(), facet, today).buckets:
            yield links.overview(facet, bucket.value)


def _sitemap(whole: str, part: str, rows: Iterable[tuple[str, date | None]]) -> bytes:
    ET.register_namespace("", SITEMAP)
    listed = ET.Element(f"{{{SITEMAP}}}{whole}")
    for address, changed_on in rows:
        entry = ET.SubElement(listed, f"{{{SITEMAP}}}{part}")
        ET.SubElement(entry, f"{{{SITEMAP}}}loc").text = address
        if changed_on:
            ET.SubElement(entry, f"{{{SITEMAP}}}lastmod").text = changed_on.isoformat()
    return _written(listed)


def _written(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
