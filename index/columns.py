"""Rows of sets → the columns of the facets, and back."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from index.arrays import Arrays, FacetColumn, text_ranges
from index.collecting import SetRow
from index.schema import FACETS


def facet_columns(rows: list[SetRow]) -> dict[str, FacetColumn]:
    """Which sets have which values, for every facet."""
    pairs: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for ordinal, row in enumerate(rows):
        for name, slug, label in row.facets:
            pairs[name].append((ordinal, slug, label))
    return {facet.name: _column(pairs[facet.name]) for facet in FACETS}


def _column(pairs: list[tuple[int, str, str]]) -> FacetColumn:
    """The values of one facet in the order of their labels; of several labels for a slug the commonest."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _, slug, label in pairs:
        counts[slug][label] += 1
    chosen = {slug: min(found.items(), key=lambda pair: (-pair[1], pair[0]))[0] for slug, found in counts.items()}
    slugs = sorted(chosen, key=lambda slug: (chosen[slug], slug))
    numbers = {slug: number for number, slug in enumerate(slugs)}
    return FacetColumn(
        sets=np.array([ordinal for ordinal, _, _ in pairs], dtype=np.int32),
        values=np.array([numbers[slug] for _, slug, _ in pairs], dtype=np.int32),
        slugs=tuple(slugs),
        labels=tuple(chosen[slug] for slug in slugs),
        otherwise=tuple((place, label) for place, (_, slug, label) in enumerate(pairs) if label != chosen[slug]),
    )


def rows_of(arrays: Arrays) -> list[SetRow]:
    """The rows that the columns were made from."""
    facets: list[list[tuple[str, str, str]]] = [[] for _ in arrays.ids]
    for name, column in arrays.facets.items():
        otherwise = dict(column.otherwise)
        for pair, (ordinal, value) in enumerate(zip(column.sets.tolist(), column.values.tolist(), strict=True)):
            facets[ordinal].append((name, column.slugs[value], otherwise.get(pair, column.labels[value])))
    repeats: list[list[tuple[str, int]]] = [[] for _ in arrays.ids]
    for text in np.flatnonzero(arrays.texts.repeated).tolist():
        field = next(name for name, (first, end) in _ranges(arrays).items() if first <= text < end)
        repeats[arrays.texts.sets[text]].append((field, int(arrays.documents.places[arrays.texts.documents[text]])))
    sets = arrays.sets
    return [
        SetRow(
            id=set_id,
            asked=int(sets.asked[ordinal]),
            answered=int(sets.answered[ordinal]),
            due=int(sets.due[ordinal]),
            questions=int(sets.questions[ordinal]),
            repeats=tuple(repeats[ordinal]),
            facets=tuple(facets[ordinal]),
        )
        for ordinal, set_id in enumerate(arrays.ids)
    ]


def _ranges(arrays: Arrays) -> dict[str, tuple[int, int]]:
    return text_ranges(len(arrays.ids), len(arrays.documents.sets))
