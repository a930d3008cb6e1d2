"""XML is read from its own bytes only, within bounds."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from index.extract.xml import Damaged, parsed


def bomb(use: str) -> bytes:
    """Ten entities that each stand for ten of the one before: a gigabyte when they are expanded."""
    levels = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10))
    return f'<!DOCTYPE a [<!ENTITY e0 "gelach">{levels}]>{use}'.encode()


def text(body: bytes) -> str:
    return etree.tostring(parsed(body), method="text", encoding="unicode")


def test_names_lose_their_namespaces_and_instructions_go() -> None:
    root = parsed(b'<o:a xmlns:o="urn:x"><o:b/>een<!-- twee --><?drie vier?>vijf</o:a>')
    assert [element.tag for element in root.iter()] == ["a", "b"]
    assert text(b"<a>een<!-- twee --><?drie vier?>vijf</a>") == "eenvijf"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "regel 1"),
        (b"<a>\n<b></a>", "regel 2"),
        (b"<a>\x01</a>", "regel 1"),
        (b"<a>\xff</a>", "regel 1"),
        (b"<a>&onbekend;</a>", "regel 1"),
        (bomb("<a>&e9;</a>"), "regel 1"),
        (bomb('<a b="&e9;"/>'), "regel 1"),
        (b"<a>" * 5000 + b"</a>" * 5000, "regel 1"),
    ],
)
def test_what_cannot_be_trusted_is_damage_with_its_place(body: bytes, where: str) -> None:
    with pytest.raises(Damaged, match=where):
        parsed(body)


def test_nothing_outside_the_bytes_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("geheim", encoding="utf-8")
    with pytest.raises(Damaged, match="&x;"):
        parsed(f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'.encode())
    rules = tmp_path / "regels.dtd"
    rules.write_text('<!ENTITY euml "geheim">', encoding="utf-8")
    assert text(f'<!DOCTYPE a SYSTEM "{rules.as_uri()}"><a>&euml;</a>'.encode()) == "ë"


def test_characters_that_old_markup_names_are_put_in_their_place() -> None:
    assert text(b'<!DOCTYPE a SYSTEM "oud.dtd"><a>Itali&euml;<b>&eacute;&eacute;n</b>&ndash;<c/>&hellip; ja</a>') == (
        "Italiëéén–… ja"
    )


def test_a_name_that_the_document_gives_another_meaning_is_damage() -> None:
    with pytest.raises(Damaged, match="&euml;"):
        parsed(b'<!DOCTYPE a [<!ENTITY euml "iets anders">]><a>&euml;</a>')
