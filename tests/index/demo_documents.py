"""Reading the demonstration documents of 2010–2026 plainly, without our extractor."""

from __future__ import annotations

from datetime import date
from functools import cache

from lxml import etree

from index.demo import DOCUMENTS

MODERN = DOCUMENTS / "modern"
IDS = sorted(path.name.removesuffix(".metadata.xml") for path in MODERN.glob("*.metadata.xml"))
QUESTIONS = [document for document in IDS if document.startswith("kv-")]
REPLIES = [document for document in IDS if document.startswith("ah-")]
OTHER_HOUSE = "223249001"  # the one set of the Eerste Kamer
TODAY = date(2026, 11, 24)
QUESTIONER, REPLIER = "kamervraagomschrijving[@type='vraag']", "kamervraagomschrijving[@type='antwoord']"


@cache
def body(document: str) -> etree._Element:
    return etree.fromstring((MODERN / f"{document}.xml").read_bytes())


@cache
def metadata(document: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in etree.fromstring((MODERN / f"{document}.metadata.xml").read_bytes()):
        found.setdefault(str(row.attrib["name"]), []).append(str(row.attrib["content"]))
    return found


def one(document: str, name: str) -> str:
    (value,) = metadata(document)[name]
    return value


def on(document: str, name: str) -> date:
    return date.fromisoformat(one(document, name))


def set_of(document: str) -> str:
    return one(document, "OVERHEIDop.vraagnummer")


def is_notice(document: str) -> bool:
    return "Mededeling" in metadata(document)["DC.type"]


def replies_to(question_set: str) -> list[str]:
    return [document for document in REPLIES if set_of(document) == question_set]


def sets() -> list[str]:
    return sorted({set_of(document) for document in IDS})


def words(element: etree._Element) -> str:
    """The text without footnotes, and with spaces as a reader sees them."""
    texts = element.xpath(".//text()[not(ancestor::noot)]")
    assert isinstance(texts, list)
    return " ".join(" ".join(str(text) for text in texts).split())


def questions(document: str) -> dict[str, str]:
    return {str(found.findtext("nr")): words(found) for found in body(document).iter("vraag")}
