"""Sources of footnotes: domains, and papers named without an address."""

from __future__ import annotations

from collections import Counter

import pytest

from index.press import domain, source_of, sources, sources_in
from index.records import Footnote


def named(text: str, *addresses: str) -> list[str]:
    return [value for value, _ in sources_in(Footnote(number="1", text=text, addresses=addresses))]


def test_no_spelling_and_no_domain_belongs_to_two_sources() -> None:
    spelled = Counter(spelling.casefold() for source in sources() for spelling in source.spellings)
    domains = Counter(name for source in sources() for name in (source.slug, *source.domains))
    assert [value for value, count in (spelled | domains).items() if count > 1] == []


def test_every_spelling_with_a_date_finds_its_source() -> None:
    for source in sources():
        for spelling in source.spellings:
            assert named(f"{spelling}, 5 januari 2025") == [source.slug], spelling


def test_every_domain_finds_its_source() -> None:
    for source in sources():
        for name in (source.slug, *source.domains):
            assert source_of(name) == (source.slug, source.name)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.nos.nl/artikel/1", "nos.nl"),
        ("http://m.nos.nl", "nos.nl"),
        ("https://amp.nos.nl:8080/x", "nos.nl"),
        ("http://WWW2.NOS.nl.", "nos.nl"),
        ("http://m.nl", "m.nl"),
        ("http://[nos.nl", ""),
        ("http://nos", ""),
        ("nergens", ""),
    ],
)
def test_domains(address: str, site: str) -> None:
    assert domain(address) == site


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("De Volkskrant, 5 januari 2025", ["volkskrant.nl"]),
        ("Zie de volkskrant van 7 februari jl.", ["volkskrant.nl"]),
        ("NRC Handelsblad, 12 maart 1998", ["nrc.nl"]),
        ("NOS-journaal, dinsdag 3 mei 2001", ["nos.nl"]),
        ("De Volkskrant en Trouw, 3 mei 2000", ["volkskrant.nl", "trouw.nl"]),
        ("«Storm op komst», Trouw, 19 en 20 mei 2002", ["trouw.nl"]),
        ("Agrarisch Dagblad d.d. 3-5-1999", ["agd.nl"]),
        ("Trouw aan de afspraak, 3 mei 2000", []),
        ("Spits de oren, 3 mei 2000", []),
        ("De Deegrol, 16 september 2000", []),
        ("Brief van 3 mei 2000", []),
    ],
)
def test_papers_named_without_an_address(text: str, values: list[str]) -> None:
    assert named(text) == values


def test_an_address_goes_before_a_name() -> None:
    assert named("Trouw, 3 mei 2020, zie www.rd.nl", "http://www.refdag.nl/a", "https://nergens.example/b") == [
        "rd.nl",
        "nergens.example",
    ]
