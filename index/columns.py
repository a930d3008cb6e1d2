"""Rows of sets → the columns of the facets."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from index.arrays import FacetColumn
from index.collecting import SetRow
from index.schema import FACETS


def facet_columns(rows: list[SetRow]) -> dict[str, FacetColumn]:
    """Which sets have which values, for every facet."""
    pairs: dict[str, list[tuple[int, str]]] = defaultdict(list)
    labels: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for ordinal, row in enumerate(rows):
        for name, slug, label in row.facets:
            pairs[name].append((ordinal, slug))
            labels[name][slug][label] += 1
    return {facet.name: _column(pairs[facet.name], labels[facet.name]) for facet in FACETS}


def _column(pairs: list[tuple[int, str]], labels: dict[str, Counter[str]]) -> FacetColumn:
    """The values of one facet in the order of their labels; of several labels for a slug the commonest."""
    chosen = {slug: min(counts.items(), key=lambda pair: (-pair[1], pair[0]))[0] for slug, counts in labels.items()}
    slugs = sorted(chosen, key=lambda slug: (chosen[slug], slug))
    numbers = {slug: number for number, slug in enumerate(slugs)}
    return FacetColumn(
        sets=np.array([ordinal for ordinal, _ in pairs], dtype=np.int32),
        values=np.array([numbers[slug] for _, slug in pairs], dtype=np.int32),
        slugs=tuple(slugs),
        labels=tuple(chosen[slug] for slug in slugs),
    )
