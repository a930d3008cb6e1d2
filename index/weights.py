"""How much a word counts, by its field and inside longer words: an index holds common words weighed by these."""

from __future__ import annotations

from dataclasses import dataclass


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
