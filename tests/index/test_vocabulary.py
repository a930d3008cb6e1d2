"""What is printed finds its canonical value; what is unknown stays unknown."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from index.vocabulary import (
    find_ministry,
    find_party,
    fold,
    ministries,
    ministry,
    ministry_facet_label,
    named_ministry,
    named_party,
    parties,
    party_facet_label,
)


def test_every_spelling_finds_its_own_value() -> None:
    assert all(find_ministry(spelling) == value for value in ministries() for spelling in value.spellings)
    assert all(find_party(spelling) == value for value in parties() for spelling in value.spellings)


def test_every_facet_value_has_a_label() -> None:
    assert all(ministry_facet_label(value.facet) for value in ministries())
    assert all(party_facet_label(value.facet) for value in parties())
    assert ministry_facet_label("lnv") == "Landbouw, Visserij, Voedselzekerheid en Natuur"
    assert party_facet_label("gl-pvda") == "GroenLinks-PvdA/PRO"
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
        ("Financiën – Fiscaliteit en Belastingdienst", "fin", "fin"),
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


def test_no_spelling_belongs_to_two_rows() -> None:
    for values in (ministries(), parties()):
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for value in values:
            for spelling in value.spellings:
                owners[fold(spelling)].add(value.key)
        assert {spelled: keys for spelled, keys in owners.items() if len(keys) > 1} == {}


def test_every_ministry_of_today_is_one_facet_value() -> None:
    current = Counter(value.facet for value in ministries() if value.is_current)
    assert current == Counter({value.facet for value in ministries()})


def test_every_name_leads_to_a_name_of_today() -> None:
    for value in ministries():
        later = value
        while later.successor:
            later = ministry(later.successor)
        assert later.facet == ministry(later.facet).facet
        assert value.is_portfolio or later.is_current or value.key in {"vro", "aenm"}


@pytest.mark.parametrize(
    ("typed", "facet"),
    [
        ("vrom", "ienw"),
        ("v-en-w", "ienw"),
        ("VenW", "ienw"),
        ("lvvn", "lnv"),
        ("lnv", "lnv"),
        ("ezk", "ez"),
        ("ez", "ez"),
        ("Financiën", "fin"),
        ("justitie", "jenv"),
        ("el-i", "ez"),
        ("oenw", "ocw"),
        ("jeugd-en-gezin", "vws"),
    ],
)
def test_every_name_in_an_address_means_a_ministry(typed: str, facet: str) -> None:
    found = named_ministry(typed)
    assert found is not None
    assert found.facet == facet


@pytest.mark.parametrize(
    ("typed", "facet"),
    [
        ("groenlinks", "gl"),
        ("GroenLinks-PvdA", "gl-pvda"),
        ("pro", "gl-pvda"),
        ("pvda", "pvda"),
        ("gpv", "cu"),
        ("D'66", "d66"),
        ("nieuw-sociaal-contract", "nsc"),
        ("groep-van-haga", "groep-van-haga"),
    ],
)
def test_every_name_in_an_address_means_a_party(typed: str, facet: str) -> None:
    found = named_party(typed)
    assert found is not None
    assert found.facet == facet


def test_unknown_names_in_an_address_mean_nothing() -> None:
    assert named_ministry("luchtkastelen") is None
    assert named_party("") is None
