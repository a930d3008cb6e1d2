"""Abbreviations with what they stand for, and old names with new ones: any of these names also means the others."""

from __future__ import annotations

from functools import cache

from index.analysis import forms
from index.vocabulary import rows, several

Name = tuple[str, ...]
"""A name as the forms of its words."""


def other_names(name: Name) -> tuple[Name, ...]:
    """What a name is also called; nothing when it has no other name, or one that may well mean something else."""
    return _names().get(name, ())


@cache
def longest_name() -> int:
    """How many words the longest name has."""
    return max(map(len, _names()))


@cache
def first_words() -> frozenset[str]:
    """The words with which names of several words begin."""
    return frozenset(name[0] for name in _names() if len(name) > 1)


@cache
def _names() -> dict[Name, tuple[Name, ...]]:
    """Every name with the others of its row; rows that are kept for being ambiguous are left out."""
    certain = [row for row in rows("abbreviations") if not row["ambiguous"]]
    alike = [tuple(tuple(forms(name)) for name in several(row["names"])) for row in certain]
    return {name: tuple(other for other in names if other != name) for names in alike for name in names}
