"""A process that helped and is gone is told of; nobody waits for it."""

from __future__ import annotations

import os

import pytest

from index.processes import HelperGone, helpers


def test_what_helpers_give_comes_in_order() -> None:
    with helpers(2) as pool:
        assert list(pool.map(abs, [-3, 2, -1])) == [3, 2, 1]


def test_a_helper_that_is_gone_is_told_of() -> None:
    with pytest.raises(HelperGone, match="--jobs 1"), helpers(1) as pool:
        list(pool.map(os._exit, [1]))


def test_a_mistake_of_a_helper_is_raised_as_it_is() -> None:
    with pytest.raises(ValueError, match="invalid literal"), helpers(1) as pool:
        list(pool.map(int, ["geen getal"]))
