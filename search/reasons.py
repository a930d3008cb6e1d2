"""An explanation in words: where a word stands, in which forms, and what share of the whole it has."""

from __future__ import annotations

from babel.numbers import format_decimal

from search import dutch
from search.response import ExplainedPlace, ExplainedWord, Explanation

FIELDS = {
    "title": "de titel",
    "question": "vraag {}",
    "answer": "het antwoord op vraag {}",
    "notes": "de voetnoten bij vraag {}",
    "context": "de toelichting",
}


def where(place: ExplainedPlace) -> str:
    """A place with what stands there: "vraag 3: 2× boeren, 1× boer"."""
    field = FIELDS[place.field].format(place.number) if place.number else FIELDS[place.field].partition(" {}")[0]
    forms = ", ".join(f"{count}× {form}" for form, count in place.forms)
    return f"{field}: {forms}" if forms else field


def share(score: float, explanation: Explanation) -> str:
    """A part of the score as a share of the whole."""
    return dutch.share(score / explanation.score if explanation.score else 0)


def rarity(word: ExplainedWord, explanation: Explanation) -> str:
    """In how many sets a word stands; the fewer, the more it counts."""
    part = "deel van een getypt woord; " if word.part else ""
    sets, every = (dutch.number(number) for number in (word.sets, explanation.sets))
    return f"{part}staat in {sets} van de {every} sets"


def score(explanation: Explanation) -> str:
    """The whole score, as it is given with a hit."""
    return str(format_decimal(round(explanation.score, 3), format="#,##0.000", locale=dutch.LOCALE))


def opening(explanation: Explanation) -> str:
    """What there is to explain, in one sentence."""
    if not explanation.found:
        return "Deze set hoort niet bij de resultaten van deze zoekopdracht."
    if not explanation.words:
        return "De volgorde van deze resultaten hangt niet van woorden af: op nummer gevonden, of nieuwste eerst."
    return "Zo veel droeg elk woord bij aan de plaats van deze set."


def lacking(explanation: Explanation) -> str:
    """Which words the set does not hold; empty when it holds all."""
    return f"Niet in deze set: {', '.join(explanation.missing)}." if explanation.missing else ""
