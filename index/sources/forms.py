"""Is a reply really a document? Error pages come with status 200, and XML can be there without its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from lxml import etree

from index.snapshots import Form

XML_ROOTS = frozenset({"officiele-publicatie", "vraagdoc"})
METADATA_ROOT = "metadata_gegevens"
_REMOVED = re.compile(r"Deze publicatie is op verzoek van [^<]{0,300}verwijderd")
_NOT_IN_HTML = "Deze publicatie is niet beschikbaar in HTML-formaat"
_PAGE = re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE)
_IDENTIFIED = re.compile(r"<meta\b[^>]*\bDC\.identifier\b", re.IGNORECASE)


class Verdict(Enum):
    """What a reply turned out to be."""

    GOOD = "goed"
    SAME = "onveranderd"  # the server says that what we have is still so
    ABSENT = "afwezig"  # the server says there is none
    WORDLESS = "zonder tekst"  # published, but the words are in another form
    REMOVED = "verwijderd"  # a page says that the document was taken away
    DOUBTFUL = "twijfelachtig"  # an error page, a damaged file: ask again another time


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason in words."""

    verdict: Verdict
    reason: str = ""


GOOD = Judgement(Verdict.GOOD)


def parse(body: bytes) -> etree._Element:
    """The root of an XML document; nothing outside the bytes is read, and entities stay as they are."""
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def judge(form: Form, body: bytes) -> Judgement:
    """What the bytes are that came for this form."""
    return _JUDGES[form](body)


def _doubt(reason: str) -> Judgement:
    return Judgement(Verdict.DOUBTFUL, reason)


def _xml(body: bytes) -> Judgement:
    root = _root(body)
    if isinstance(root, Judgement):
        return root
    name = etree.QName(root).localname
    if name not in XML_ROOTS:
        return _doubt(f"XML van een andere soort: <{name}>")
    return GOOD if _has_words(root) else Judgement(Verdict.WORDLESS, "XML zonder tekst")


def _has_words(root: etree._Element) -> bool:
    return bool(root.xpath("boolean(//text()[normalize-space()][not(ancestor::metadata)])"))


def _metadata(body: bytes) -> Judgement:
    root = _root(body)
    if isinstance(root, Judgement):
        return root
    name = etree.QName(root).localname
    return GOOD if name == METADATA_ROOT and len(root) else _doubt(f"geen metadata maar <{name}>")


def _root(body: bytes) -> etree._Element | Judgement:
    if _PAGE.match(body):
        return _doubt("webpagina in plaats van XML")
    try:
        return parse(body)
    except etree.XMLSyntaxError as error:
        return _doubt(f"geen geldige XML: {error.msg}")


def _html(body: bytes) -> Judgement:
    page = body.decode("utf-8", "replace")
    if _REMOVED.search(page):
        return Judgement(Verdict.REMOVED, "op verzoek verwijderd")
    if not _IDENTIFIED.search(page):
        return _doubt("webpagina zonder documentnummer")
    if not page.rstrip().lower().endswith("</html>"):
        return _doubt("webpagina zonder einde")
    return Judgement(Verdict.WORDLESS, "webpagina zonder tekst") if _NOT_IN_HTML in page else GOOD


def _pdf(body: bytes) -> Judgement:
    if b"%PDF-" not in body[:1024]:
        return _doubt("geen PDF")
    return GOOD if b"%%EOF" in body[-1024:] else _doubt("PDF zonder einde")


_JUDGES: dict[Form, Callable[[bytes], Judgement]] = {
    Form.XML: _xml,
    Form.HTML: _html,
    Form.PDF: _pdf,
    Form.METADATA: _metadata,
}
