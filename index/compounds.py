"""Words written as one (kinderopvangtoeslag) → the words they are made of, by what else a lexicon holds.

A form is taken apart where both sides are words of the corpus itself, with a linking sound between them or none, and
are no rarer than the whole. Of several places the one counts whose rarer side is the commonest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays import Compounds, Flags, Lexicon, Strings, marked, offsets, place_of

LEAST_PART = 4
"""Letters of a part. Shorter words are parts of too much by chance: gas of pegasus, wet of zweten."""

KNOWN = 5
"""Occurrences from which a form is believed to be a word."""

LINKS = ("", "s", "e", "en")
"""What may stand between two parts: arbeid-s-markt, zon-ne-paneel aside."""

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
NO_HEADS, NO_TAILS, WHOLES = frozenset(_HEADS.split()), frozenset(_TAILS.split()), frozenset(_WHOLE.split())


_LONGEST = 1 << 20
"""More letters than any form has."""

_NONE = -1

Numbers = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Splits:
    """Forms that are made of two others: the places of the whole, its head and its tail, in order of the whole."""

    wholes: Numbers
    heads: Numbers
    tails: Numbers

    def only(self, wanted: npt.NDArray[Any]) -> Splits:
        """Some of them."""
        return Splits(self.wholes[wanted], self.heads[wanted], self.tails[wanted])


def compounds_of(lexicon: Lexicon, occurrences: Numbers) -> Compounds:
    """Which words are made of which; worked out anew for every lexicon, for a word is made of words that it holds."""
    families = lexicon.stem_of.astype(np.int64)  # pairs of a stem and a term are numbers of eight bytes
    splits = taken_apart(lexicon.forms, occurrences[lexicon.term_of], families[lexicon.term_of])
    made_of = np.full((len(families), 2), _NONE)
    made_of[lexicon.term_of[splits.wholes]] = lexicon.term_of[np.stack([splits.heads, splits.tails], axis=1)]
    stems, wholes = _holding(made_of, families)
    apart = made_of[:, 0] != _NONE
    return Compounds(
        part_offsets=offsets(2 * apart),
        parts=made_of[apart].reshape(-1).astype(np.int32),
        whole_offsets=offsets(np.bincount(stems, minlength=len(lexicon.stems))),
        wholes=wholes.astype(np.int32),
    )


def _holding(made_of: Numbers, families: Numbers) -> tuple[Numbers, Numbers]:
    """Stems with the terms that hold a word of them, at whatever depth, but are none of its words themselves."""
    wholes = np.repeat(np.flatnonzero(made_of[:, 0] != _NONE), 2)
    parts = made_of[wholes[::2]].reshape(-1)
    pairs = [families[parts] * len(families) + wholes]
    while len(parts):
        deeper = made_of[parts, 0] != _NONE
        wholes, parts = np.repeat(wholes[deeper], 2), made_of[parts[deeper]].reshape(-1)
        pairs.append(families[parts] * len(families) + wholes)
    stems, terms = np.divmod(np.unique(np.concatenate(pairs)), max(1, len(families)))
    others = families[terms] != stems
    return stems[others], terms[others]


def taken_apart(forms: Strings, counts: Numbers, families: Numbers) -> Splits:
    """The two parts of every form that is made of others; forms are in order, `counts` tell how often each occurs.

    The forms of one family are taken apart together or not at all, as most of their occurrences have it: that keeps
    "besturen" whole, because "bestuur" is.
    """
    splits = _best(_ways(forms, counts), counts)
    apart = marked(splits.wholes, len(forms))
    in_favour = np.bincount(families, np.where(apart, counts, -counts.astype(np.int64)))
    return splits.only(in_favour[families[splits.wholes]] >= 0)


def _best(ways: Splits, counts: Numbers) -> Splits:
    """Of each form the way whose rarer side is the commonest; of equal ones the last in the alphabet."""
    rarer = np.minimum(counts[ways.heads], counts[ways.tails])
    ordered = ways.only(np.lexsort((ways.tails, ways.heads, rarer, ways.wholes)))
    return ordered.only(np.diff(ordered.wholes, append=-1) != 0)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Words at one end of longer words: every pair, in order of the longer one and the length of the other."""

    keys: Numbers
    wholes: Numbers
    parts: Numbers

    @classmethod
    def of(cls, texts: Sequence[str], parts: Flags, wholes: Flags, lengths: Numbers) -> _Parts:
        """Those at the beginning of texts; one that has a text before it in its beginning has those of that one too."""
        open_: list[int] = []
        found: tuple[list[int], list[int]] = [], []
        either, is_part, is_whole = np.flatnonzero(parts | wholes).tolist(), parts.tolist(), wholes.tolist()
        for place in sorted(either, key=texts.__getitem__):
            while open_ and not texts[place].startswith(texts[open_[-1]]):
                open_.pop()
            if open_ and is_whole[place]:
                found[0].extend([place] * len(open_))
                found[1].extend(open_)
            if is_part[place]:
                open_.append(place)
        longer, inside = (np.array(places, dtype=np.int64) for places in found)
        keys = longer * _LONGEST + lengths[inside]
        order = np.argsort(keys)
        return cls(keys[order], longer[order], inside[order])

    def find(self, wholes: Numbers, lengths: Numbers) -> Numbers:
        """For each longer word the part of that length, _NONE where there is no such word."""
        if not len(self.keys):
            return np.full(len(wholes), _NONE)
        wanted = wholes * _LONGEST + lengths
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[at] == wanted, self.parts[at], _NONE)


def _ways(forms: Strings, counts: Numbers) -> Splits:
    """All ways to take forms apart into known words that are no rarer."""
    lengths = np.array([len(form) for form in forms], dtype=np.int64)
    words = np.array([form.isalpha() for form in forms], dtype=bool)
    known = words & (lengths >= LEAST_PART) & (counts >= KNOWN)
    wholes = words & (lengths >= 2 * LEAST_PART) & ~_among(forms, WHOLES)
    heads = _Parts.of(forms, known & ~_among(forms, NO_HEADS), wholes, lengths)
    tails = _Parts.of([form[::-1] for form in forms], known, wholes, lengths)
    return _joined(heads, _cuts(forms, counts, lengths, tails), counts)


def _among(forms: Strings, words: Iterable[str]) -> Flags:
    """Which of some forms, in order, are among these words."""
    return marked([place for word in words if (place := place_of(word, forms)) is not None], len(forms))


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Forms with a tail that they can be cut before, how many letters stand before it, and for each link if it does."""

    wholes: Numbers
    tails: Numbers
    before: Numbers
    linked: tuple[Flags, ...]

    def only(self, wanted: Flags) -> _Cuts:
        """Some of them."""
        linked = tuple(each[wanted] for each in self.linked)
        return _Cuts(self.wholes[wanted], self.tails[wanted], self.before[wanted], linked)


def _cuts(forms: Strings, counts: Numbers, lengths: Numbers, tails: _Parts) -> _Cuts:
    """Where forms can be cut, by what comes behind."""
    wholes, inside = tails.wholes, tails.parts
    before = lengths[wholes] - lengths[inside]
    fit = (before >= LEAST_PART) & (counts[inside] >= counts[wholes]) & ~_among(forms, NO_TAILS)[inside]
    wholes, inside, before = wholes[fit], inside[fit], before[fit]
    cuts = _Cuts(wholes, inside, before, _linked(forms, offsets(lengths)[wholes] + before))
    earlier = np.zeros(len(wholes), dtype=bool)
    for link, stands in zip(LINKS[1:], cuts.linked[1:], strict=True):
        # what looks like a linking sound belongs to the second part: aansprakelijk-stelling, not -s-telling
        longer = tails.find(wholes, lengths[inside] + len(link))
        earlier |= stands & (longer != _NONE) & (counts[longer] > counts[inside])
    cuts = cuts.only(~earlier)
    pairs = zip(cuts.wholes.tolist(), cuts.before.tolist(), strict=True)
    return cuts.only(np.array([forms[whole][:end] not in NO_HEADS for whole, end in pairs], dtype=bool))


def _linked(forms: Sequence[str], ends: Numbers) -> tuple[Flags, ...]:
    """For each link whether it stands before each of some places in all forms written behind each other."""
    letters = np.frombuffer("".join(forms).encode("utf-32-le"), dtype=np.uint32)
    return tuple(
        np.all([letters[ends - back] == ord(letter) for back, letter in enumerate(link[::-1], 1)], axis=0)
        if link
        else np.ones(len(ends), dtype=bool)
        for link in LINKS
    )


def _joined(heads: _Parts, cuts: _Cuts, counts: Numbers) -> Splits:
    """The cuts before which a head stands too, with or without a link."""
    found = []
    for link, stands in zip(LINKS, cuts.linked, strict=True):
        head = heads.find(cuts.wholes, cuts.before - len(link))
        fit = stands & (head != _NONE) & (counts[head] >= counts[cuts.wholes])
        found.append((cuts.wholes[fit], head[fit], cuts.tails[fit]))
    return Splits(*(np.concatenate(each) for each in zip(*found, strict=True)))
