"""Rows of sets → the columns of the facets; and of two such columns one."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from index.arrays import FacetColumn, Ints, Offsets
from index.collecting import Name, SetRow
from index.moves import Moves, interleaved
from index.schema import FACETS


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The values of one facet: of each its set and the number of its name, in the order of sets; and those names."""

    sets: Ints
    numbers: Ints
    names: list[Name]


def facet_columns(rows: list[SetRow]) -> dict[str, FacetColumn]:
    """Which sets have which values, for every facet."""
    pairs = {facet.name: _GrowingPairs() for facet in FACETS}
    for ordinal, row in enumerate(rows):
        for facet, name in row.facets:
            pairs[facet].add(ordinal, name)
    return {facet: _column(grown.pairs()) for facet, grown in pairs.items()}


class _GrowingPairs:
    """The pairs of one facet while they are being collected."""

    def __init__(self) -> None:
        self._sets, self._numbers = array("i"), array("i")
        self._names: dict[Name, int] = {}

    def add(self, ordinal: int, name: Name) -> None:
        self._sets.append(ordinal)
        self._numbers.append(self._names.setdefault(name, len(self._names)))

    def pairs(self) -> _Pairs:
        """All of them."""
        return _Pairs(np.array(self._sets, dtype=np.int32), np.array(self._numbers, dtype=np.int32), list(self._names))


def _column(pairs: _Pairs) -> FacetColumn:
    """The values of one facet in the order of their labels; of several labels for a slug the commonest."""
    chosen = _chosen(pairs)
    slugs = sorted(chosen, key=lambda slug: (chosen[slug], slug))
    values = {slug: value for value, slug in enumerate(slugs)}
    differing = np.array([chosen.get(slug) != label for slug, label in pairs.names], dtype=bool)[pairs.numbers]
    return FacetColumn(
        sets=pairs.sets,
        values=np.array([values.get(slug, 0) for slug, _ in pairs.names], dtype=np.int32)[pairs.numbers],
        slugs=tuple(slugs),
        labels=tuple(chosen[slug] for slug in slugs),
        otherwise=tuple((at, pairs.names[pairs.numbers[at]][1]) for at in np.flatnonzero(differing).tolist()),
    )


def _chosen(pairs: _Pairs) -> dict[str, str]:
    """For each slug that any set has its commonest label, of equally common ones the first."""
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    counts = np.bincount(pairs.numbers, minlength=len(pairs.names)).tolist()
    for (slug, label), count in zip(pairs.names, counts, strict=True):
        if count:
            labels[slug][label] += count
    return {slug: min(found.items(), key=lambda pair: (-pair[1], pair[0]))[0] for slug, found in labels.items()}


def spliced_facets(
    old: dict[str, FacetColumn], new: dict[str, FacetColumn], sets: Moves, before: Offsets
) -> dict[str, FacetColumn]:
    """The columns of the sets that stay and those that came; `before` tells before which old set each new one comes."""
    return {name: _column(_spliced(_pairs(old[name]), _pairs(new[name]), sets, before)) for name in old}


def _spliced(old: _Pairs, new: _Pairs, sets: Moves, before: Offsets) -> _Pairs:
    moves = interleaved(sets.kept[old.sets], np.searchsorted(old.sets, before[new.sets]))
    return _Pairs(
        moves.carry(sets.old[old.sets], sets.new[new.sets]),
        moves.carry(old.numbers, new.numbers + len(old.names)),
        [*old.names, *new.names],
    )


def _pairs(column: FacetColumn) -> _Pairs:
    """The values that a column was made from."""
    numbers = {name: number for number, name in enumerate(zip(column.slugs, column.labels, strict=True))}
    of_pairs = column.values.copy()
    for place, label in column.otherwise:
        of_pairs[place] = numbers.setdefault((column.slugs[column.values[place]], label), len(numbers))
    return _Pairs(column.sets, of_pairs, list(numbers))
