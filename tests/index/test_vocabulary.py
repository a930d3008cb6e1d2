"""What is printed finds its canonical value; what is unknown stays unknown."""

from __future__ import annotations

import pytest

from index.vocabulary import (
    find_ministry,
    find_party,
    is_known_topic,
    ministries,
    ministry,
    ministry_facet_label,
    parties,
    party_facet_label,
    topic,
)

SCHEME = "OVERHEID.TaxonomieBeleidsagenda"


def test_every_spelling_finds_its_own_value() -> None:
    assert all(find_ministry(spelling) == value for value in ministries() for spelling in value.spellings)
    assert all(find_party(spelling) == value for value in parties() for spelling in value.spellings)


def test_every_facet_value_has_a_label() -> None:
    assert {ministry_facet_label(value.facet) for value in ministries()}
    assert {party_facet_label(value.facet) for value in parties()}
    assert len({value.facet for value in ministries()}) == 12


@pytest.mark.parametrize(
    ("printed", "key", "facet"),
    [
        ("Financien", "fin", "fin"),
        ("Justitie a.i.", "justitie", "jenv"),
        ("Justitie (JUS)", "justitie", "jenv"),
        ("Landbouw, Natuurbeheer en Visserij", "lnbv", "lnv"),
        ("Binnenlandse Zaken en koninkrijksrelaties", "bzk", "bzk"),
        ("Volkshuisvesting, Ruimtelijke Ordenmg en Milieubeheer", "vrom", "ienw"),
        ("minister van Buitenlandse Zaken", "bz", "bz"),
        ("Buitenlandse Zaken, Europese Zaken", "bz", "bz"),
        ("Verkeer en Water– staat", "venw", "ienw"),
    ],
)
def test_ministries(printed: str, key: str, facet: str) -> None:
    found = find_ministry(printed)
    assert found is not None
    assert (found.key, found.facet) == (key, facet)


def test_similar_ministries_are_not_mixed_up() -> None:
    assert find_ministry("Binnenlandse Zaken") == ministry("biza")
    assert find_ministry("Buitenlandse Zaken") == ministry("bz")


@pytest.mark.parametrize("printed", ["Luchtkastelen", "Volksgezondheid, Welzijn en Cultuur", "", "Zaken"])
def test_unknown_ministries(printed: str) -> None:
    assert find_ministry(printed) is None


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("D'66", "d66"),
        ("Groen Links", "gl"),
        ("Groenlinks", "gl"),
        ("beiden VVD", "vvd"),
        ("P.v.d.A.", "pvda"),
        ("GroepWilders", "groep-wilders"),
        ("Fractie-Bierman", "osf"),
        ("Nieuw Sociaal Contract", "nsc"),
        ("PvdA-fractie", "pvda"),
        ("Unie 55+", "unie55"),
    ],
)
def test_parties(printed: str, key: str) -> None:
    found = find_party(printed)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("printed", ["Partij van Morgen", "", "Justitie"])
def test_unknown_parties(printed: str) -> None:
    assert find_party(printed) is None


def test_topics() -> None:
    water = topic("Verkeer | Water", SCHEME)
    assert (water.slug, water.label, is_known_topic(water)) == ("verkeer/water", "Verkeer | Water", True)
    assert not is_known_topic(topic("Verkeer | Zeppelins", SCHEME))
    assert is_known_topic(topic("Geld | Munten", "een lijst die niet bestaat"))
