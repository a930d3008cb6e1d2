"""The numbers of the Aanhangsel: what is missing, and what of that is known to be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive import ArchiveCounts
from index.check import Coverage
from index.report import Report
from index.series import place_in_id, series


def places(year: str, numbers: range | list[int]) -> list[str]:
    return [f"ah-tk-{year}-{number}" for number in numbers]


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ("ah-tk-20232024-1433", "ah-tk-20232024-1433"),
        ("ah-tk-20142015-AH2742", "ah-tk-20142015-2742"),
        ("ah-tk-20082009-3385-n1", "ah-tk-20082009-3385"),
        ("ah-tk-20022003-1391-h1", "ah-tk-20022003-1391"),
        ("ah-tk-20152016-6a", "ah-tk-20152016-6"),
        ("ah-ek-20182019-2", "ah-ek-20182019-2"),
        ("ah-1151601", ""),
        ("kv-tk-2024Z18294", ""),
    ],
)
def test_the_place_an_id_names(document: str, place: str) -> None:
    assert place_in_id(document) == place


def test_a_whole_year_misses_nothing() -> None:
    (year,) = series(places("20152016", range(1, 3583)))
    assert (year.year, year.highest, year.missing, year.sampled) == ("2015-2016", 3582, (), False)


def test_a_hole_is_told_with_its_place() -> None:
    (year,) = series(places("20252026", [n for n in range(1, 500) if n not in (7, 8)]))
    assert (year.missing, year.known, year.unexplained) == ((7, 8), 0, 2)
    assert year.place(7) == "ah-tk-20252026-7"


def test_what_is_known_to_be_missing_is_no_surprise() -> None:
    (year,) = series(places("20122013", [n for n in range(1, 3498) if n == 3497 or n < 3232]))
    assert (len(year.missing), year.known, year.unexplained) == (265, 265, 0)
    (year,) = series(places("20122013", [n for n in range(10, 3498) if n == 3497 or n < 3232]))
    assert (len(year.missing), year.known, year.unexplained) == (274, 265, 9)
    (year,) = series(places("20192020", [n for n in range(1, 4125) if n not in range(100, 105)]))
    assert (year.known, year.unexplained) == (3, 2)


def test_the_end_of_a_year_that_is_over_is_missed_too() -> None:
    (year,) = series(places("20152016", range(1, 3500)))
    assert year.missing == tuple(range(3500, 3583))


def test_a_number_far_beyond_the_others_is_a_mistake_of_the_source() -> None:
    (year,) = series([*places("20252026", range(1, 300)), "ah-tk-20252026-27527"])
    assert (year.highest, year.missing) == (299, ())


def test_a_few_documents_of_a_year_are_no_series_with_holes() -> None:
    (year,) = series(places("20152016", [5, 900, 1800, 2700]))
    assert year.sampled


def test_other_places_are_left() -> None:
    assert series(["ah-ek-20182019-2", "ah-1151601", ""]) == ()


def test_check_tells_what_is_missing() -> None:
    held = [*places("20252026", [1, 2, 5, 9]), *places("20152016", [5])]
    report = Report(
        archive=ArchiveCounts(documents=0, snapshots=0, gone=0, pending=0, failed=0, packed_bytes=0),
        coverage=Coverage(years=()),
        places={},
        oral=(),
        series=series(held),
    )
    lines = [line for line in report.as_text().splitlines() if "nummers" in line]
    assert lines == [
        "Aanhangsel 2025-2026: 4 van ten minste 9 nummers.",
        "Aanhangsel 2015-2016: 1 van ten minste 3582 nummers.",
    ]
    whole = replace(report, series=series([*held, *places("20252026", [3, 8])]))
    assert (
        "Aanhangsel 2025-2026: 3 van 9 nummers ontbreken (4, 6, 7; 0 daarvan ontbreken ook elders)." in whole.as_text()
    )
    assert whole.as_json()["series"][0]["missing"] == [4, 6, 7]


@given(st.sets(st.integers(1, 900), min_size=1))
def test_held_and_missing_are_all_numbers_once(numbers: set[int]) -> None:
    (year,) = series(places("20252026", sorted(numbers)))
    assert set(year.missing) | numbers == set(range(1, max(numbers) + 1))
    assert not set(year.missing) & numbers
    assert year.held == len(numbers)
