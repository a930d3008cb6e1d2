"""Weights as data, each with the query it exists for.

Tuned on the development judgements only; `docs/relevantie.md` has the table of what was tried and measured.
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
    "title": FieldWeight(10.0),
    # "schiphol nachtvluchten": what was asked tells more than what came up in a long answer
    "question": FieldWeight(3.0),
    "answer": FieldWeight(1.0, 0.9),
    # "nos.nl crisisnoodopvang": the headline of the quoted article is often the subject in other words
    "notes": FieldWeight(2.0),
    "context": FieldWeight(1.0),
}

SATURATION = 1.5
"""k1 of BM25: how soon more occurrences stop helping."""

EXACT_FORM = 0.4
"""Share of the score given again for the very form typed: "ziekenhuis" ranks it above "ziekenhuizen"."""

COMPOUND = 0.5
"""What a word inside a longer one counts: "toeslag" finds kinderopvangtoeslag too, below the word itself."""

PART = 0.2
"""Share of the score of a typed word's own parts: "bodemsanering" lifts sets that speak of sanering van de bodem."""

ONE_QUESTION = 1.1
"""Factor for a set in which one question with its answer holds all words: "afschot wolven Veluwe"."""

ENOUGH = 100
"""When fewer sets hold all words, those that hold most of them follow, up to this many: a pasted text finds its set."""

COMPLETE = 1.05
"""Factor for a set that holds all words, where others do not: "beeldende kunst Drenthe"."""
