"""Abbreviations, old and new names: the rows say one thing each, and where it can be looked up."""

from __future__ import annotations

from collections import Counter

import pytest

from index.abbreviations import longest_name, other_names
from index.analysis import forms
from index.vocabulary import ministries, parties, rows, several


def names(row: dict[str, str]) -> list[tuple[str, ...]]:
    return [tuple(forms(name)) for name in several(row["names"])]


def test_every_row_has_several_names_a_kind_and_a_source() -> None:
    found = rows("abbreviations")
    assert sum(not row["ambiguous"] for row in found) >= 240
    for row in found:
        assert len(set(names(row))) == len(several(row["names"])) >= 2, row
        assert all(names(row)), row
        assert row["source"], row
    assert {row["kind"] for row in found} == {
        *("ministerie", "partij", "instantie", "internationaal", "wet", "begrip", "naam")
    }


def test_a_name_means_one_thing() -> None:
    """A name stands in one row; one that could mean something else says so and is used for nothing."""
    certain = Counter(name for row in rows("abbreviations") if not row["ambiguous"] for name in names(row))
    assert certain.most_common(1)[0][1] == 1
    short = [names(row)[0] for row in rows("abbreviations") if row["ambiguous"]]
    assert not certain.keys() & set(short)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("azc", "asielzoekerscentrum"),
        ("asielzoekerscentra", "azc"),
        ("LNV", "Landbouw, Natuur en Voedselkwaliteit"),
        ("Landbouw, Natuurbeheer en Visserij", "Landbouw, Natuur en Voedselkwaliteit"),
        ("Wet openbaarheid van bestuur", "Wob"),
        ("PvdA-GroenLinks", "GroenLinks-PvdA"),
        ("Den Bosch", "’s-Hertogenbosch"),
        ("mkb", "midden- en kleinbedrijf"),
    ],
)
def test_other_names(name: str, other: str) -> None:
    assert tuple(forms(other)) in other_names(tuple(forms(name)))
    assert len(forms(other)) <= longest_name()


@pytest.mark.parametrize("word", ["om", "ai", "buitenlandse", "stikstof", "po"])
def test_a_word_that_means_many_things_has_no_other_name(word: str) -> None:
    assert other_names((word,)) == ()


def test_the_names_of_ministries_and_parties_are_theirs() -> None:
    spelled = {tuple(forms(name)) for row in (*ministries(), *parties()) for name in row.spellings}
    kinds = [row for row in rows("abbreviations") if row["kind"] in {"ministerie", "partij"}]
    assert [row for row in kinds if names(row)[0] not in spelled] == []
