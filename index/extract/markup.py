"""Building the official markup from a form that has none, so that one reader understands all of them."""

from __future__ import annotations

import re

from lxml import etree

from index.extract.blocks import Element

_UNSOUND = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ROOT = "officiele-publicatie"


def new_document() -> tuple[Element, Element]:
    """An empty document: its root and the element that holds the text."""
    root = etree.Element(ROOT)
    return root, add(root, "kamervragen")


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new last child of an element."""
    child = etree.SubElement(parent, tag, {name: sound(value) for name, value in attributes.items()})
    child.text = sound(text)
    return child


def add_text(parent: Element, text: str | None) -> None:
    """Text after everything an element already holds."""
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + sound(text)
    else:
        parent.text = (parent.text or "") + sound(text)


def sound(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _UNSOUND.sub("", text)
