"""The sentences that say what was searched (heading, page title, feed title), what was found and how soon answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from search import dutch
from search.dutch import day, days, share
from search.request import SearchRequest
from search.response import Figures, SearchResponse

_STATUS_WORDS = {"open": "open", "uitgesteld": "uitgestelde", "beantwoord": "beantwoorde", "ingetrokken": "ingetrokken"}
_TERM_WORDS = {
    "op-tijd": "op tijd beantwoord",
    "na-uitstel": "na uitstel beantwoord",
    "te-laat": "te laat",
    "loopt-nog": "nog binnen de termijn",
}


def describe(request: SearchRequest, label: Callable[[str, str], str]) -> str:
    """What a request asks for, as one Dutch noun phrase; `label` gives the published label of a value."""

    def named(facet: str, value: str) -> str:
        return dutch.label(label(facet, value))

    def chosen(facet: str) -> str:
        return either([named(facet, value) for value in request.selected(facet)])

    kinds = either([_STATUS_WORDS.get(value, value) for value in request.selected("status")])
    terms = either([_TERM_WORDS.get(value, value) for value in request.selected("termijn")])
    parts = [
        f"{kinds} vragen" if kinds else "vragen",
        f"over ‘{request.q}’" if request.q else "",
        _phrase("met onderwerp", chosen("onderwerp")),
        _phrase("van", chosen("indiener")),
        _phrase("van leden van", chosen("partij")),
        _phrase("in de", chosen("kamer")),
        _phrase("aan het ministerie van", chosen("ministerie")),
        _phrase("beantwoord door", chosen("bewindspersoon")),
        _phrase("met bron", chosen("bron")),
        _phrase("uit", chosen("jaar")),
        terms,
        _period(request.asked_from, request.asked_to),
        f"ingezonden of beantwoord na {day(request.since)}" if request.since else "",
        _exclusions(request, named),
    ]
    sentence = " ".join(part for part in parts if part)
    if sentence == "vragen":
        return "Alle vragen"
    return sentence[0].upper() + sentence[1:]


def timing(figures: Figures) -> list[str]:
    """How soon and how often in time the sets found were answered, as far as that can be told."""
    told = []
    if figures.median_days is not None:
        told.append(f"antwoord na {days(figures.median_days)} (mediaan)")
    if figures.in_time_share is not None:
        told.append(f"{share(figures.in_time_share)} binnen de termijn")
    return told


def completed(response: SearchResponse) -> tuple[str, ...]:
    """A sentence on how many of the sets found hold all that was typed and what others hold, if there are others."""
    sets, complete = response.total.sets, response.complete
    if complete is None or complete == sets:
        return ()
    every, most = every_and_most(response)
    if not complete:
        return (f"Geen enkele set bevat {every}; hieronder staan sets met {most}.",)
    subject = f"{dutch.number(complete)} {'set bevat' if complete == 1 else 'sets bevatten'}"
    return (f"{subject} {every}; aangevuld met {dutch.number(sets - complete)} met {most}.",)


def lacking(unknown: tuple[str, ...]) -> tuple[str, ...]:
    """A sentence on words that no set holds, if there are any."""
    if not unknown:
        return ()
    verb = "staat" if len(unknown) == 1 else "staan"
    told = ", ".join(f"‘{word}’" for word in unknown)
    return (f"Geen enkele set bevat alle woorden: {told} {verb} nergens; gezocht is naar de andere.",)


def every_and_most(response: SearchResponse) -> tuple[str, str]:
    """What sets hold that hold all that was typed, of what any set holds, and what those hold that follow them."""
    other = "andere " if response.unknown else ""
    if response.parts:
        return f"het {other}woord" if other else "het woord zelf", quoted(response.parts)
    return f"alle {other}woorden", "de meeste woorden"


def quoted(words: Iterable[str]) -> str:
    """Words as words: "‘bodem’ en ‘sanering’"."""
    return " en ".join(f"‘{word}’" for word in words)


def _phrase(words: str, values: str) -> str:
    return f"{words} {values}" if values else ""


def either(values: list[str]) -> str:
    """One value or another: "a", "a of b", "a, b of c"."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} of {values[-1]}"


def _period(first: date | None, last: date | None) -> str:
    if first and last:
        return f"ingezonden van {day(first)} tot en met {day(last)}"
    if first:
        return f"ingezonden vanaf {day(first)}"
    return f"ingezonden tot en met {day(last)}" if last else ""


def _exclusions(request: SearchRequest, label: Callable[[str, str], str]) -> str:
    excluded = [label(f.facet, value) for f in request.filters if f.exclude for value in f.values]
    return _phrase("zonder", either(excluded))
