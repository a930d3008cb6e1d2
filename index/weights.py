"""How much a word counts (BM25F): an index holds common words weighed by these."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much an occurrence in a field counts, and how strongly a long field is held against it (0 to 1)."""

    boost: float
    length_norm: float = 0.75


FIELD_WEIGHTS: dict[str, FieldWeight] = {
    # "stikstof natuur": the sets that are about it say so in their title
    "title": FieldWeight(10.0),
    # "schiphol nachtvluchten": what was asked tells more than what came up in a long answer
    "question": FieldWeight(3.0),
    "answer": FieldWeight(1.0, 0.9),
    # "nos.nl crisisnoodopvang": the headline of the quoted article is often the subject in other words
    "notes": FieldWeight(2.0),
    "context": FieldWeight(1.0),
}

COMPOUND = 0.5
"""What a word inside a longer one counts: "toeslag" finds kinderopvangtoeslag too, below the word itself."""

SATURATION = 1.5
"""k1 of BM25: how soon more occurrences stop helping."""

EXACT_FORM = 0.4
"""Share of the score given again for the very form typed: "ziekenhuis" ranks it above "ziekenhuizen"."""


def saturated(amounts: npt.NDArray[Any], worth: float) -> Scores:
    """BM25: what is found more often counts less and less more."""
    scores: Scores = amounts.astype(np.float64)
    scores /= scores + SATURATION
    scores *= worth
    return scores


def amounts_of(scores: npt.NDArray[Any], worth: float) -> Scores:
    """What amounts have these scores: `saturated` the other way round."""
    amounts: Scores = SATURATION * scores / (worth - scores.astype(np.float64))
    return amounts


def rarity(total: int, found: int) -> float:
    """The idf of BM25: what few of all have is worth more."""
    return log1p((total - found + 0.5) / (found + 0.5))
