"""The answers for machines besides a search itself: why it was refused, the health of the site, its description."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from search.public import Json, snapshot_json
from search.response import Coverage, SearchResponse, SnapshotMark
from webui import links

OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


def mistakes_json(mistakes: tuple[str, ...]) -> Json:
    """Why a search was refused."""
    return {"error": " ".join(mistakes), "mistakes": list(mistakes)}


def past_the_end_json(response: SearchResponse) -> Json:
    """Why a page after the last one is refused."""
    sentence = f"Pagina {response.request.page} bestaat niet: er zijn er {response.pages}."
    last = replace(response.request, page=response.pages)
    return {"error": sentence, "last": links.search(last, "json")}


def status_json(snapshot: SnapshotMark, coverage: Coverage) -> Json:
    """The health of the site."""
    return {
        "status": "ok",
        "snapshot": snapshot_json(snapshot),
        "sets": coverage.sets,
        "questions": coverage.questions,
    }


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
        ("Url", {"type": "application/json", "template": f"{root}{links.SEARCH}.json?q={{searchTerms}}"}, None),
    )
    for name, attributes, text in rows:
        ET.SubElement(description, f"{{{OPENSEARCH}}}{name}", attributes).text = text
    written: bytes = ET.tostring(description, encoding="utf-8", xml_declaration=True)
    return written
