"""Bytes → the root of an XML document, read from nothing but those bytes."""

from __future__ import annotations

from html.entities import name2codepoint
from typing import Any

from lxml import etree

from index.extract.blocks import Element

DEEPEST = 60
"""Real documents nest some fifteen elements; what each level does with the text below it stays bearable."""

_TOO_DEEP = etree.XPath(f"boolean(//*[count(ancestor::*) >= {DEEPEST}])")


class Damaged(Exception):  # noqa: N818 - what it says of a document
    """The bytes are no XML that can be trusted; the text of the exception says where."""


def parsed(body: bytes) -> Element:
    """The root of an XML document, its names without namespaces; raises Damaged when it is not well-formed.

    No network, no files, no expansion of entities: a character that old markup names (&euml;) is put in its place,
    any other entity is damage. libxml2 bounds the length of a text (10 MB).
    """
    try:
        root = etree.fromstring(body, _parser())
    except etree.XMLSyntaxError as error:
        raise Damaged(f"regel {error.lineno}") from error
    if _TOO_DEEP(root):
        raise Damaged(f"meer dan {DEEPEST} elementen in elkaar")
    _name_characters(root)
    for element in root.iter(etree.Element):
        if element.tag[0] == "{":
            element.tag = element.tag.rpartition("}")[2]
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _name_characters(root: Element) -> None:
    """Put the named characters in the place of their references."""
    for reference in list(root.iter(etree.Entity)):
        name = (reference.text or "")[1:-1]
        if name not in name2codepoint or _declared(root, name):
            raise Damaged(f"regel {reference.sourceline}: &{name};")
        _put(chr(name2codepoint[name]) + (reference.tail or ""), reference)


def _declared(root: Element, name: str) -> bool:
    """Whether the document itself gives the entity a meaning, which then need not be the usual one."""
    dtd: Any = root.getroottree().docinfo.internalDTD
    return dtd is not None and any(entity.name == name for entity in dtd.entities())


def _put(text: str, reference: Element) -> None:
    parent, before = reference.getparent(), reference.getprevious()
    assert parent is not None, "a reference stands in an element"
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    parent.remove(reference)
