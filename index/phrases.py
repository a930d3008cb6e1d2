"""What people may be about to type: words and phrases that many sets have in their title or questions.

A phrase is up to four words in a row that begins and ends with a word that says something ("van de", "bent u bereid"
are none). It is kept with how many sets have it, spelled as the papers mostly spell it.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.analysis import fold, printed_words
from index.arrays import Arrays, Positions, standing
from index.cores import on_all_cores
from index.records import QuestionSet, text_of
from index.store import RecordStore

Numbers = npt.NDArray[np.int64]
Words = tuple[str, ...]

ABOUT = 0.02
"""The share of the sets with a phrase that have it in their title: "kunt u toelichten" is about nothing."""

LONGEST = 4
"""Words in a phrase."""

LEAST = 5
SETS_FOR_THAT = 5_000
"""In a collection of so many sets a phrase must be in so many of them; in a smaller one in fewer, at least two."""

MOST = 40_000
"""Phrases that are kept."""

READ_FOR_SPELLING = 1_500
"""Records in which is looked how words are spelled."""

WHOLE = 0.7
"""A phrase that goes on in the same way in such a share of its sets is only a part of the longer one."""

# Words with which no phrase begins or ends: articles, prepositions, pronouns, adverbs, helping verbs.
EMPTY = frozenset(
    """
    aan aangaande achter af al aldus alle allen alleen als alsmede alsnog alsof althans altijd ander andere anderen
    anders b beide ben bent betreffende bij bijvoorbeeld binnen bovendien boven buiten c ca circa d daar daarbij
    daardoor daarin daarmee daarna daarom daarop daarover daartoe daarvan daarvoor dan dat de derden deze die dien
    diens dient dit doch doen doet door dus e echter een eens eerder eerdere eigen elk elke elkaar en enig enige
    enkele er eraan ermee erop ertoe ervan ervoor etc even eventueel eventuele f g ga gaan gaat gaf geen geheel
    gehele geweest geworden h haar had hadden heb hebben hebt heden heel heeft hen het hetgeen hetzelfde hier
    hierbij hierdoor hierin hiermee hiernaar hierop hierover hiertoe hiervan hiervoor hij hoe hoeveel hoeverre
    hoewel hun i ieder iedere iemand iets ik immers in inderdaad indien inmiddels inzake is j ja jegens jl juist k
    kan kon konden krachtens kunnen kunt kwam kwamen l langs liet m maar mag me mede mee meer meerdere meest met mij
    mijn mocht moest moesten moet moeten mogelijk mogen n na naar naast nabij namelijk namens nee neen net niemand
    niet niets noch nog nogal nr nu o oa of om omdat omstreeks omtrent omwille onder ondanks onlangs ons onze ook op
    opnieuw over overigens p per pas r recent reeds rond s samen sedert sinds slechts sommige soms steeds t te tegen
    teneinde ten tenzij ter terug terwijl tevens thans tijdens toch toe toen tot trouwens tussen u uit uiteraard uw
    v vaak van vanaf vandaag vanuit vanwege vanzelf veel vele verder vervolgens via volgens voor vooral vooralsnog
    voordat voorheen voorts w waar waaraan waarbij waardoor waarin waarmee waarna waarnaar waarom waaronder waarop
    waarover waartoe waaruit waarvan waarvoor wanneer waren was wat we wederom weer weg wegens wel welk welke
    wellicht wie wier wij wijze wil willen wilt word worden wordt x y z zal ze zeer zelf zelfs zich zichzelf zij
    zijn zijnde zijne zo zoals zodat zodanig zodra zonder zou zouden zowel zulke zulks zullen zult
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases, the one of most sets first, with how many sets have each."""

    texts: tuple[str, ...]
    counts: tuple[int, ...]


def write_phrases(place: Path, arrays: Arrays) -> None:
    """Find the phrases of a generation and put them beside its index."""
    with RecordStore(place / "sets.sqlite", read_only=True) as records:
        found = phrases(arrays, _sample(records))
    row = {"texts": found.texts, "counts": found.counts}
    (place / "phrases.json").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")


def read_phrases(place: Path) -> Phrases:
    """The phrases of a generation."""
    row = json.loads((place / "phrases.json").read_text(encoding="utf-8"))
    return Phrases(tuple(row["texts"]), tuple(row["counts"]))


def _sample(records: RecordStore) -> Iterator[QuestionSet]:
    """Records from all years, so many of them."""
    ids = records.ids()
    for set_id in ids[:: max(1, len(ids) // READ_FOR_SPELLING)]:
        record = records.get(set_id)
        assert record is not None, set_id
        yield record


def phrases(arrays: Arrays, records: Iterable[QuestionSet]) -> Phrases:
    """The phrases of a collection, spelled as some of its records spell them."""
    with ThreadPoolExecutor(1) as beside:
        spelled = beside.submit(_spelling, records)
        counted = _without_parts(_telling(arrays))
    common = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    spelling = spelled.result()
    texts = (" ".join(spelling.get(form, form) for form in words) for words, _ in common)
    return Phrases(tuple(texts), tuple(count for _, count in common))


def _telling(arrays: Arrays) -> dict[Words, int]:
    """The phrases that sets are about, with how many have each in their title or questions."""
    least = max(2, LEAST * min(len(arrays.ids), SETS_FOR_THAT) // SETS_FOR_THAT)
    forms, words = _forms(arrays), _Words.of(arrays)
    telling = np.array([_says_something(form) for form in forms], dtype=bool)
    counted: dict[Words, int] = {}
    for found in _growing(words, telling, _length(arrays, "title"), least):
        about = (found.counts >= least) & (found.in_titles >= np.maximum(1, ABOUT * found.counts))
        for number in np.flatnonzero(about).tolist():
            phrase = found.phrases[number]
            if telling[phrase[-1]]:
                counted[tuple(forms[term] for term in phrase)] = int(found.counts[number])
    return counted


def _length(arrays: Arrays, field: str) -> int:
    """How many words a field has."""
    return int(arrays.texts.lengths[slice(*arrays.texts_of(field))].sum())


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of titles and questions in the order they stand: their terms, the piece of text and the set of each."""

    terms: Numbers
    pieces: Numbers
    sets: Numbers

    @classmethod
    def of(cls, arrays: Arrays) -> _Words:
        """The words of a collection; those of titles come first."""
        postings, texts = arrays.postings, arrays.texts
        ranges = [slice(*arrays.texts_of(field)) for field in ("title", "question")]
        wanted = np.zeros(len(texts.sets), dtype=bool)
        for part in ranges:
            wanted[part] = True
        inside, frequencies = wanted[postings.texts], postings.frequencies[:]
        words = np.repeat(inside, frequencies)
        starts = texts.starts[postings.texts[inside]]
        stand = standing(postings.positions[words], starts, frequencies[inside])
        terms = np.arange(len(postings.offsets) - 1, dtype=np.uint32)
        positions, terms_there = _by_position(stand, np.repeat(terms, np.diff(postings.position_offsets))[words])
        sets = np.repeat(*(np.concatenate([of[part] for part in ranges]) for of in (texts.sets, texts.lengths)))
        return cls(terms_there, np.cumsum(np.diff(positions, prepend=-1) != 1), sets.astype(np.int64))


def _by_position(positions: Positions, terms: Positions) -> tuple[Numbers, Numbers]:
    """Positions in order, with the term of each; NumPy sorts numbers ten times as fast as it finds an order."""
    both = positions.astype(np.int64) << 32 | terms
    both.sort()
    return both >> 32, both & 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Found:
    """Phrases of one length that stand in a title, as terms: how many sets have each, and how many in their title."""

    phrases: list[tuple[int, ...]]
    counts: Numbers
    in_titles: Numbers


def _growing(words: _Words, telling: npt.NDArray[np.bool_], titles: int, least: int) -> Iterator[_Found]:
    """The phrases of each length that begin with a telling word; the first so many words are those of titles.

    They grow by a word at a time: only what stands in a title and is in enough sets can begin a longer one that is.
    """
    starts = np.flatnonzero(telling[words.terms])
    codes = words.terms[starts]
    shorter: list[tuple[int, ...]] = [()]
    for length in range(1, LONGEST + 1):
        known = np.unique(codes[starts < titles])
        starts, numbers = _numbered(starts, codes, known)
        sets, inside = words.sets[starts], starts < titles
        found = _Found(
            phrases=[(*shorter[code // len(telling)], code % len(telling)) for code in known.tolist()],
            counts=_sets_with(numbers, sets, len(known)),
            in_titles=_sets_with(numbers[inside], sets[inside], len(known)),
        )
        yield found
        on = (found.counts >= least)[numbers] & _going_on(words, starts, length)
        starts, shorter = starts[on], found.phrases
        codes = numbers[on] * len(telling) + words.terms[starts + length]


def _numbered(starts: Numbers, codes: Numbers, known: Numbers) -> tuple[Numbers, Numbers]:
    """The places whose code is among the known ones, with its number there."""
    if not len(known):
        return starts[:0], codes[:0]
    parts = np.array_split(codes, os.cpu_count() or 1)
    numbers = np.concatenate(on_all_cores(lambda part: np.searchsorted(known, part), parts))
    kept = known[np.minimum(numbers, len(known) - 1)] == codes
    return starts[kept], numbers[kept]


def _going_on(words: _Words, starts: Numbers, length: int) -> npt.NDArray[np.bool_]:
    """Whether the piece of text goes on after so many words from each place."""
    ends = np.minimum(starts + length, len(words.pieces) - 1)
    goes_on: npt.NDArray[np.bool_] = (ends == starts + length) & (words.pieces[ends] == words.pieces[starts])
    return goes_on


def _forms(arrays: Arrays) -> list[str]:
    """The form of each term."""
    forms = [""] * len(arrays.lexicon.forms)
    for form, term in zip(arrays.lexicon.forms, arrays.lexicon.term_of.tolist(), strict=True):
        forms[term] = form
    return forms


def _says_something(form: str) -> bool:
    return form not in EMPTY and len(form) > 1 and form[0].isalpha()


def _sets_with(numbers: Numbers, sets: Numbers, count: int) -> Numbers:
    """How many different sets have each of so many phrases, given the number and the set of every place of one."""
    width = int(sets.max(initial=0)) + 1
    pairs = np.sort(numbers * width + sets)  # quicker than np.unique, which hashes
    return np.bincount(pairs[np.flatnonzero(np.diff(pairs, prepend=-1))] // width, minlength=count)


def _without_parts(counted: dict[Words, int]) -> dict[Words, int]:
    """The phrases that are more than a part of a longer one; single words are always."""
    longest: defaultdict[Words, int] = defaultdict(int)
    for words, count in counted.items():
        for part in (words[:-1], words[1:], words[:-2], words[2:]):
            longest[part] = max(longest[part], count)
    return {words: count for words, count in counted.items() if len(words) == 1 or longest[words] < WHOLE * count}


def _spelling(records: Iterable[QuestionSet]) -> dict[str, str]:
    """How forms are mostly spelled in the questions of some records, in small letters as people type."""
    printed: Counter[str] = Counter()
    for record in records:
        for question in record.questions:
            printed.update(printed_words(text_of(question.blocks).lower()))
    spelling: dict[str, str] = {}
    for word, _ in printed.most_common():
        spelling.setdefault(fold(word), word)
    return spelling
