"""Weights as data, each with the query it exists for.

Tuned on the development judgements only (BM25F over the whole set, one length norm per field).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much an occurrence in a field counts, and how strongly a long field is held against it (0 to 1)."""

    boost: float
    length_norm: float = 0.75


FIELD_WEIGHTS: dict[str, FieldWeight] = {
    # "stikstof natuur": the sets that are about it say so in their title
    "title": FieldWeight(5.0),
    # "schiphol nachtvluchten": what was asked tells more than what came up in a long answer
    "question": FieldWeight(2.0),
    "answer": FieldWeight(1.0),
    # "nos.nl crisisnoodopvang": the headline of the quoted article is often the subject in other words
    "notes": FieldWeight(1.0),
    "context": FieldWeight(1.0),
}

SATURATION = 1.2
"""k1 of BM25: how soon more occurrences stop helping."""

EXACT_FORM = 0.5
"""Share of the score given again for the very form typed: "ziekenhuis" ranks it above "ziekenhuizen"."""

ONE_QUESTION = 1.1
"""Factor for a set in which one question with its answer holds all words: "afschot wolven Veluwe"."""
