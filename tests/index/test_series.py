"""What there should be, by the numbers of the Aanhangsel."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.extract.identifiers import Appendix
from index.records import House
from index.series import Known, known_series, ranges, series

TK, EK = House.TWEEDE_KAMER, House.EERSTE_KAMER
CLOSED = {(TK, "2010-2011"): Known(highest=5, missing=1, closed=True)}


def places(*numbers: str, house: House = TK, year: str = "2010-2011") -> list[Appendix]:
    return [Appendix(house, year, number) for number in numbers]


def test_a_hole_that_is_known_is_no_missed_document() -> None:
    (year,) = series(places("1", "2", "3", "5"), CLOSED)
    assert (year.highest, year.expected, year.held, year.missed, year.absent) == (5, 4, 4, 0, (4,))


def test_a_hole_that_is_not_known_is() -> None:
    (year,) = series(places("1", "2", "5"), CLOSED)
    assert (year.missed, year.absent) == (1, (3, 4))


def test_the_end_of_a_year_can_be_missing_too() -> None:
    (year,) = series(places("1"), CLOSED)
    assert (year.missed, year.absent) == (3, (2, 3, 4, 5))


def test_a_year_that_nobody_knows_ends_at_its_highest_number() -> None:
    (year,) = series(places("1", "3", house=EK, year="2025-2026"), {})
    assert (year.house, year.expected, year.missed, year.absent) == (EK, 3, 1, (2,))


def test_an_open_year_may_go_beyond_what_was_known() -> None:
    (year,) = series(places("1", "7"), {(TK, "2010-2011"): Known(highest=5, missing=0, closed=False)})
    assert (year.highest, year.missed) == (7, 5)


def test_misprinted_numbers_are_told_apart() -> None:
    (year,) = series(places("1", "6a", "27527", "9" * 5000, "0"), {})
    assert (year.highest, year.held) == (1, 1)
    assert year.odd == ("0", "27527", "6a", "9" * 5000)
    (closed,) = series(places("1", "6"), CLOSED)
    assert closed.odd == ("6",)


def test_a_number_far_beyond_a_row_is_odd() -> None:
    (year,) = series(places(*map(str, range(1, 35)), "377", house=EK), {})
    assert (year.highest, year.odd) == (34, ("377",))
    (some,) = series(places("12", "900"), {})
    assert (some.highest, some.odd) == (900, ())


def test_how_far_the_places_of_a_year_came() -> None:
    held = places("1", "2", "3")
    (year,) = series(held, {}, read=set(held[:2]), linked=set(held[:1]))
    assert (year.held, year.read, year.linked) == (3, 2, 1)


def test_the_facts_are_those_of_the_whole_series() -> None:
    facts = known_series()
    assert facts[TK, "1998-1999"] == Known(highest=2051, missing=0, closed=True)
    assert facts[TK, "2012-2013"].missing == 265
    assert not facts[TK, "2024-2025"].closed
    assert series([])[0].missed == 1219 - 237


@given(st.sets(st.integers(1, 60)))
def test_held_and_absent_are_everything(numbers: set[int]) -> None:
    for year in series(places(*map(str, numbers)), {}):
        assert year.held + len(year.absent) == year.highest == max(numbers)
        assert year.missed == len(year.absent)


def test_numbers_in_a_row_are_told_as_one() -> None:
    assert ranges([3, 1, 2, 7, 9, 10]) == ("1–3", "7", "9–10")
    assert ranges([]) == ()
