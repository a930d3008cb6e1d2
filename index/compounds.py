"""Words written as one (kinderopvangtoeslag) → the words they are made of, by what else a lexicon holds.

A form is taken apart where both sides are words of the corpus itself, with a linking sound between them or none, and
are no rarer than the whole. Of several places the one counts whose rarer side is the commonest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

LEAST_PART = 4
"""Letters of a part. Shorter words are parts of too much by chance: gas of pegasus, wet of zweten."""

KNOWN = 5
"""Occurrences from which a form is believed to be a word."""

LINKS = ("", "s", "e", "en")
"""What may stand between two parts: arbeid-s-markt, zon-ne-paneel aside."""

Parts = tuple[str, str]

# Words that give a compound another meaning than their own (voor-komen), or that are endings of words (snel-heden).
_HEADS = (
    "voor over door onder tegen terug achter binnen buiten boven neer samen mede weer vast hier daar waar toen sinds "
    "acht zich eerder verder hele beide deze alle elke ieder iedere geen niet soms best vooraf achteraf bijeen open "
    "gelijk voort naar plaats deel mits zover zodat thans reeds veel meer minder vele volle vrij tussen eens zoals "
    "zoveel hoeveel even anders hoge lage lange korte zeer zelf directe indien want goed hoog laag kort lang nooit "
    "altijd bijna bevoegd snel nieuw aldus alsof wiens dien eige ander omtrent rond langs behalve zonder inter intra "
    "hetero uiteen overeen daarop eerst verwezen"
)
_TAILS = (
    "heden stelling stellingen stellen stelt gesteld gestelde nemen neemt name namen genomen gaan gaat ging gegaan "
    "gaande ende lijk lijke lijken ische uren aard aarde reden wijs wijze wijzen maal onder over voor door binnen "
    "buiten tegen kort komst komen komt gekomen dien hebben heeft vindt vinden staan staat staande stond volle houden "
    "houdt gehouden houding legt gelegd leggen meer veel minder zijds zijde bare baar loos loze matig matige achtig "
    "achtige schap nissen ingen heid waarts gewijs genoemd genoemde gaven geven geeft gegeven doen doet gedaan zien "
    "ziet gezien roepen keren zich eren iteit ering waar naar zover alsnog namelijk staat macht tijdig brengen "
    "brengt gebracht treden dragen draagt laten laat lopen loopt voeren voert gevoerd maken maakt spreken werking "
    "vallen valt gevallen zetten zette wegen rennen lezen leden scheiden schillen singen kende matie "
    "tiek tische sche ster steren aren eling lingen isch naal nale reren tere terend pers chip gelijke gelijk tien "
    "lang gezet dingen gang gevolge zicht gemaakt zelf derde vierde vijfde jarig jarige delijk drie vier chen able "
    "ring innen inga lijkt gestaan geen kent stel gram tica zijn heen niet werd ewijk burg berg beek stein oord veen "
    "waal horst hoven hood"
)
# Words whose parts no longer tell what they mean, and names: who looks for "bouw" does not mean agriculture.
_WHOLE = (
    "landbouw tuinbouw akkerbouw mijnbouw wijnbouw bosbouw oostenrijk oostenrijkse oostenrijker oostenrijkers "
    "frankrijk noordwijk beverwijk harderwijk rijswijk handleiding handleidingen hoofdstuk hoofdstukken adelaide "
    "banderollen"
)
_NO_HEADS, _NO_TAILS, _WHOLES = frozenset(_HEADS.split()), frozenset(_TAILS.split()), frozenset(_WHOLE.split())


def taken_apart(frequencies: Mapping[str, int], stems: Mapping[str, str]) -> dict[str, Parts]:
    """The two parts of every form that is made of others; `frequencies` tell how often each form occurs.

    The forms of one stem are taken apart together or not at all, as most of their occurrences have it: that keeps
    "besturen" whole, because "bestuur" is.
    """
    found = dict(_found(frequencies))
    in_favour: defaultdict[str, int] = defaultdict(int)
    for form, count in frequencies.items():
        in_favour[stems[form]] += count if form in found else -count
    return {form: parts for form, parts in found.items() if in_favour[stems[form]] >= 0}


def _found(frequencies: Mapping[str, int]) -> Iterator[tuple[str, Parts]]:
    """Every form that can be taken apart, with its best parts."""
    known = {form: n for form, n in frequencies.items() if n >= KNOWN and len(form) >= LEAST_PART and form.isalpha()}
    for form, count in frequencies.items():
        if count and len(form) >= 2 * LEAST_PART and form not in _WHOLES:
            best = max(_ways(form, count, known), default=None)
            if best:
                yield form, best[1]


def _ways(form: str, count: int, known: Mapping[str, int]) -> Iterator[tuple[int, Parts]]:
    """The ways to take a form apart, each with the frequency of its rarer side."""
    for cut in range(LEAST_PART, len(form) - LEAST_PART + 1):
        before, tail = form[:cut], form[cut:]
        if (
            known.get(tail, 0) < count
            or tail in _NO_TAILS
            or before in _NO_HEADS
            or _begins_earlier(before, tail, known)
        ):
            continue
        for head in (before.removesuffix(link) for link in LINKS if before.endswith(link)):
            if known.get(head, 0) >= count and head not in _NO_HEADS:
                yield min(known[head], known[tail]), (head, tail)


def _begins_earlier(before: str, tail: str, known: Mapping[str, int]) -> bool:
    """Whether what looks like a linking sound belongs to the second part: aansprakelijk-stelling, not -s-telling."""
    return any(known.get(link + tail, 0) > known[tail] for link in LINKS[1:] if before.endswith(link))
