"""Facets that are counted in one go have the counts of their values one by one, however many sets are counted."""

from __future__ import annotations

from collections import Counter
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import FacetColumn, marked
from search.embedded import facet_table
from search.embedded.facet_table import FacetTable, FacetValues
from search.embedded.sets import Sets

SETS = 70
VALUES = 6

pairs = st.lists(st.sets(st.integers(0, VALUES - 1), max_size=4), min_size=SETS, max_size=SETS)


def column(held: list[set[int]]) -> FacetColumn:
    """The facet of sets that have these values."""
    found = [(ordinal, value) for ordinal, values in enumerate(held) for value in values]
    names = tuple(f"waarde {value}" for value in range(VALUES))
    sets, values = np.array(found, dtype=np.int32).reshape(-1, 2).T
    return FacetColumn(sets=sets, values=values, slugs=names, labels=names)


@given(pairs, pairs, st.sets(st.integers(0, SETS - 1)), st.sampled_from([0, SETS]), st.sampled_from([1, 4, 9999]))
def test_counts_are_those_of_values_one_by_one(
    one: list[set[int]], other: list[set[int]], counted: set[int], few: int, often: int
) -> None:
    facets = {"partij": FacetValues(column(one), SETS), "kamer": FacetValues(column(other), SETS)}
    with patch.object(facet_table, "OFTEN", often):
        together = FacetTable(facets, SETS).together(("partij", "kamer"))
    together._few = few
    counts = together.counts(Sets(marked(sorted(counted), SETS))).tolist()
    for held, first in ((one, 0), (other, VALUES)):
        expected = Counter(value for ordinal in counted for value in held[ordinal])
        assert counts[first : first + VALUES] == [expected[value] for value in range(VALUES)]


def test_sets_without_any_value_are_counted_as_nothing() -> None:
    facet = FacetValues(column([set() for _ in range(SETS)]), SETS)
    together = FacetTable({"bron": facet}, SETS).together(("bron",))
    assert not together.counts(Sets(np.ones(SETS, dtype=bool))).any()
