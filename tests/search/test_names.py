"""Abbreviations, old and new names: each finds the others, below itself, and the hit says through which."""

from __future__ import annotations

from dataclasses import replace

import pytest
from corpus import EngineOf, old
from test_engine import search

from search.embedded.engine import EmbeddedEngine
from search.query import parse
from search.tree import And, Hyphened, Near, Word

TITLES = {
    "short": "Het azc in Ede",
    "long": "Een asielzoekerscentrum op de Veluwe",
    "more": "Twee asielzoekerscentra in de gemeente",
    "ov": "Reizen met het ov",
    "transport": "Reizen met het openbaar vervoer",
    "apart": "Het openbaar bestuur en het vervoer",
    "old": "De minister van Landbouw, Natuurbeheer en Visserij",
    "new": "De minister van Landbouw, Natuur en Voedselkwaliteit",
    "lnv": "Het beleid van LNV",
    "om": "Het gaat om de boot",
    "prosecutor": "Het openbaar ministerie",
}


@pytest.fixture
def held(engine_of: EngineOf) -> EmbeddedEngine:
    return engine_of([replace(old(), id=name, title=title, questions=()) for name, title in TITLES.items()])


def found(engine: EmbeddedEngine, q: str) -> dict[str, tuple[str, ...]]:
    """The sets that hold all that was typed, with what they were found by."""
    response = search(engine, q)
    return {hit.id: hit.via for hit in response.hits if not hit.missing}


@pytest.mark.parametrize(
    ("query", "sets"),
    [
        ("azc", {"short": (), "long": ("asielzoekerscentrum",), "more": ("asielzoekerscentra",)}),
        ("AZC’s", {"short": (), "long": ("asielzoekerscentrum",), "more": ("asielzoekerscentra",)}),
        ("asielzoekerscentrum", {"long": (), "short": ("azc",), "more": ("asielzoekerscentra",)}),
        ("ov", {"ov": (), "transport": ("openbaar vervoer",)}),
        ("reizen ov", {"ov": (), "transport": ("openbaar vervoer",)}),
        ("openbaar vervoer", {"transport": (), "apart": (), "ov": ("ov",)}),
        ("reizen openbaar vervoer", {"transport": (), "ov": ("ov",)}),
        (
            "lnv",
            {
                "lnv": (),
                "old": ("landbouw natuurbeheer en visserij",),
                "new": ("landbouw natuur en voedselkwaliteit",),
            },
        ),
        (
            "Landbouw, Natuur en Voedselkwaliteit",
            {"new": (), "lnv": ("LNV",), "old": ("landbouw natuurbeheer en visserij",)},
        ),
    ],
)
def test_a_name_finds_the_others_below_itself(
    held: EmbeddedEngine, query: str, sets: dict[str, tuple[str, ...]]
) -> None:
    hits = found(held, query)
    assert hits == sets
    assert [via != () for via in hits.values()] == sorted(via != () for via in hits.values())


@pytest.mark.parametrize(
    ("query", "sets"),
    [
        ('"azc"', {"short"}),
        ('"openbaar vervoer"', {"transport"}),
        ("azc*", {"short"}),
        ("azc OF ov", {"short", "long", "more", "ov", "transport"}),
        ("titel:azc", {"short", "long", "more"}),
        ("antwoord:azc", set()),
        ("reizen -ov", set()),
        ("om", {"om"}),
    ],
)
def test_where_names_count(held: EmbeddedEngine, query: str, sets: set[str]) -> None:
    assert set(found(held, query)) == sets


def test_what_was_found_is_marked(held: EmbeddedEngine) -> None:
    marked = {hit.id: [text for text, match in hit.title if match] for hit in search(held, "lnv").hits}
    assert marked["new"] == ["Landbouw", "Natuur en Voedselkwaliteit"]
    assert marked["lnv"] == ["LNV"]


def test_near_is_about_the_words_themselves() -> None:
    tree = parse("azc VLAK/3 wit-rusland").tree
    assert isinstance(tree, Near)
    assert not any(part.called for part in tree.parts if isinstance(part, Word | Hyphened))


def test_words_of_different_fields_are_no_name() -> None:
    tree = parse("titel:openbaar vervoer").tree
    assert isinstance(tree, And)
    assert not any(node.called for node in tree.nodes if isinstance(node, Word))


def test_a_name_with_a_hyphen() -> None:
    tree = parse("Wit-Rusland").tree
    assert isinstance(tree, Hyphened)
    assert tree.called == (("belarus",),)
