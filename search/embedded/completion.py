"""What a visitor has typed so far → what it may become: values of facets, phrases of the papers, words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from index.analysis import forms, stems
from index.arrays import Arrays, beginning_with, place_of
from index.phrases import EMPTY, Phrases
from index.vocabulary import ministries, parties
from search.response import Completion

FACETS = ("indiener", "bewindspersoon", "partij", "ministerie", "onderwerp")
"""The facets whose values are offered."""

PEOPLE = ("indiener", "bewindspersoon")

FROM_THE_BEGINNING = 3
"""What begins as typed counts for so many times the sets of what only has a word that does."""

MOST_VALUES = 4
"""Values of facets that are offered at once, so that there is room for words."""

MOST_WORDS = 12
"""Words that are tried behind those typed before."""

LONGEST = 100
"""Characters; who has typed more is not waiting for an idea."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to offer; `sets` is about how many sets it finds, to order by."""

    text: str
    sets: int
    facet: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that what was typed may become; `name` is what it is called there, `whole` that this begins as typed."""

    entry: Entry
    name: str
    whole: bool

    @property
    def weight(self) -> int:
        """How likely it is what was meant."""
        return self.entry.sets * (FROM_THE_BEGINNING if self.whole else 1)


class Completer:
    """Finds entries by the beginning of any of their words."""

    def __init__(self, entries: Iterable[tuple[Entry, Sequence[str]]]) -> None:
        """Each entry with all it is called: its text and other names for it."""
        found: defaultdict[str, list[Match]] = defaultdict(list)
        for entry, names in entries:
            for name in names:
                for place, key in _keys(name, every=entry.facet is not None):
                    found[key].append(Match(entry, name, place == 0))
        self._keys = tuple(sorted(found))
        self._matches = [found[key] for key in self._keys]

    def matches(self, typed: str) -> list[Match]:
        """What has the typed words at the beginning of one of its words, the likeliest first; each entry once."""
        best: dict[Entry, Match] = {}
        for match in self._beginning(typed):
            if match.entry not in best or match.weight > best[match.entry].weight:
                best[match.entry] = match
        return sorted(best.values(), key=lambda match: (-match.weight, match.entry.text))

    def _beginning(self, typed: str) -> Iterator[Match]:
        words = " ".join(forms(typed))
        if not words:
            return
        if typed[-1].isspace():  # the last word is whole
            place = place_of(words, self._keys)
            yield from self._matches[place] if place is not None else ()
            words += " "
        for place in range(*beginning_with(words, self._keys)):
            yield from self._matches[place]


def _keys(name: str, *, every: bool) -> Iterator[tuple[int, str]]:
    """A name from each of its words on (of those that say something unless `every`), with the place of that word."""
    words = forms(name)
    for place, word in enumerate(words):
        if every or place == 0 or word not in EMPTY:
            yield place, " ".join(words[place:])


def completer_of(arrays: Arrays, phrases: Phrases) -> Completer:
    """Everything that a generation offers."""
    values = (pair for facet in FACETS for pair in _values(arrays, facet))
    words = ((Entry(text, sets), (text,)) for text, sets in zip(phrases.texts, phrases.counts, strict=True))
    return Completer((*values, *words))


def _values(arrays: Arrays, facet: str) -> Iterator[tuple[Entry, Sequence[str]]]:
    """The values of a facet with what they are called: the party behind a name is no part of it."""
    column = arrays.facets[facet]
    counts = np.bincount(column.values, minlength=len(column.slugs)).tolist()
    others = _OTHER_NAMES.get(facet, dict)()
    for slug, label, count in zip(column.slugs, column.labels, counts, strict=True):
        name = label.partition(" (")[0] if facet in PEOPLE else label
        yield Entry(label, count, facet, slug), (name, *sorted(others.get(slug, set()) - {name}))


def _ministry_names() -> dict[str, set[str]]:
    """The former names and abbreviations of ministries, by the value of today."""
    return _by_value((row.facet, row.spellings) for row in ministries())


def _party_names() -> dict[str, set[str]]:
    return _by_value((row.facet, row.spellings) for row in parties())


def _by_value(rows: Iterable[tuple[str, Sequence[str]]]) -> dict[str, set[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for value, spellings in rows:
        names[value].update(spellings)
    return names


_OTHER_NAMES = {"ministerie": _ministry_names, "partij": _party_names}


class Counting(Protocol):
    """Counts the sets of some words."""

    def sets(self, words: str) -> int:
        """How many sets have all words."""
        ...

    def beside(self, before: str, words: Sequence[str]) -> list[int]:
        """How many sets have each word and all those before it; none when what is before is more than words."""
        ...


def completions(completer: Completer, typed: str, limit: int, count: Counting) -> tuple[Completion, ...]:
    """What can be offered for what was typed."""
    if len(typed) > LONGEST:
        return ()
    found = (_offered(match, count) for match in _chosen(completer.matches(typed), limit))
    offered = [one for one in found if one.sets]  # phrases are not counted anew at every update
    if len(offered) < limit:
        there = {one.text for one in offered}
        offered += [one for one in _continued(completer, typed, count) if one.text not in there]
    return tuple(offered[:limit])


def _offered(match: Match, count: Counting) -> Completion:
    entry = match.entry
    if entry.facet is None:
        return Completion(text=entry.text, sets=count.sets(entry.text))
    also = match.name if not entry.text.startswith(match.name) else None
    return Completion(text=entry.text, sets=entry.sets, facet=entry.facet, value=entry.value, also=also)


def _chosen(matches: Iterable[Match], limit: int) -> list[Match]:
    """The first of all, so many: no more values of facets than leave room for words, no word in two forms."""
    kept: list[Match] = []
    values, families = 0, set()
    for match in matches:
        family = (match.entry.facet, *stems(forms(match.entry.text)))
        values += match.entry.facet is not None
        if family not in families and (match.entry.facet is None or values <= MOST_VALUES):
            kept.append(match)
            families.add(family)
        if len(kept) == limit:
            break
    return kept


def _continued(completer: Completer, typed: str, count: Counting) -> list[Completion]:
    """What was typed with its last word made whole, that of most sets first."""
    split = _LAST_WORD.fullmatch(typed)
    if not split or EMPTY.issuperset(forms(split[1])):
        return []
    whole = (
        match for match in completer.matches(split[2]) if match.entry.facet is None and " " not in match.entry.text
    )
    words = [match.entry.text for match in _chosen(whole, MOST_WORDS)]
    counted = zip(count.beside(split[1], words), words, strict=True)
    return [Completion(text=split[1] + word, sets=sets) for sets, word in sorted(counted, key=_most) if sets]


def _most(counted: tuple[int, str]) -> tuple[int, str]:
    return -counted[0], counted[1]


_LAST_WORD = re.compile(r"(.*\s)([^\W\d_]{2,})", re.DOTALL)
