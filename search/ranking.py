"""Weights as data, each with the query it exists for; those that the index holds are in `index.weights`.

Tuned on the development judgements only; `docs/relevantie.md` has the table of what was tried and measured.
"""

from __future__ import annotations

OTHER_NAME = 0.2
"""What another name of a word counts: "azc" finds asielzoekerscentrum too, below the word itself."""

PART = 0.2
"""Share of the score of a typed word's own parts: "bodemsanering" lifts sets that speak of sanering van de bodem."""

ONE_QUESTION = 1.1
"""Factor for a set in which one question with its answer holds all words: "afschot wolven Veluwe"."""

NAMED = 50.0
"""Added for a set of somebody who is named, more than any text earns: "De Jong" has what De Jong asked on top."""

ENOUGH = 100
"""When fewer sets hold all words, those that hold most of them follow, up to this many: a pasted text finds its set."""

COMPLETE = 1.05
"""Factor for a set that holds all words, where others do not: "beeldende kunst Drenthe"."""
