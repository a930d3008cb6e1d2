"""From a leaf of a query to where it stands: which texts hold it, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.analysis import stem
from index.arrays import Arrays, Ints, Offsets, beginning_with, place_of, stretches
from index.weights import COMPOUND, EXACT_FORM, rarity
from search.embedded.spots import Standing, TermRange, in_fields
from search.ranking import OTHER_NAME
from search.tree import ALL_TEXTS, Hyphened, Near, Phrase, Prefix, TextLeaf, Word, words_of

MAX_FORMS = 5_000
"""Word forms that a prefix stands for at most; the commonest ones."""

Places = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Found:
    """The texts that hold a leaf, and how often (or how much that counts); a text may stand here more than once.

    `exact` is the stretch of them that holds a word in the very form typed. From `inside` on (None: nowhere) they
    hold it only as a part of a longer word, which counts less. Of those before, the first `own` (None: all) hold it in
    a form of its own, the others in one that it has when written as one with the words beside it.
    """

    places: Places
    amounts: npt.NDArray[Any]
    exact: tuple[int, int] = (0, 0)
    inside: int | None = None
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sets that hold a common word, in order, and what it is worth to each.

    `scores` is that as it was typed, unless `as_typed` says that the share for the very form typed has yet to be added;
    `plain` is it without that share, `most` what that comes near to where the word stands often.
    """

    sets: npt.NDArray[np.intp]
    scores: npt.NDArray[np.float32]
    plain: npt.NDArray[np.float32]
    most: float
    as_typed: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lexicon knows of a word.

    `stem` is the number of its stem; `terms` are all its forms with those it has when written as one with its
    neighbours, its own first; `own` is the very form typed.
    """

    stem: int | None
    terms: list[TermRange]
    own: list[TermRange]


class Lookup:
    """Looks up leaves in the arrays of one generation, for one query: each word is looked for once."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._postings = arrays.postings
        self._standing = Standing(arrays, self.terms)
        self._phrases: dict[Phrase, Found] = {}
        self._words: dict[Word, _Known] = {}
        self._wholes: dict[Word, Ints] = {}
        self._insides: dict[Word, tuple[Offsets, Offsets]] = {}

    def find(self, leaf: TextLeaf) -> Found:
        """The texts a leaf stands in, and how often."""
        match leaf:
            case Word() | Prefix() | Phrase((_,)):
                return self._in_fields(self._in(leaf), leaf.fields)
            case Hyphened():
                phrase, word = leaf.ways
                return _either(self.find(phrase), self.find(word))
            case Phrase():
                return _counted(self._standing.phrase(leaf).texts)
            case Near():
                return _counted(self._standing.near(leaf))

    def weighed(self, leaf: TextLeaf) -> Weighed | None:
        """The sets that hold a common word, as they were weighed, but for what is beside it; None of other leaves."""
        rows = self._arrays.weighed
        place = self._place(leaf, rows.word_places)
        if place is None or not isinstance(leaf, Word):
            return None
        first, end = rows.offsets.item(place), rows.offsets.item(place + 1)
        sets = rows.sets[first:end].astype(np.intp)  # NumPy looks up twice as fast by numbers of this type
        plain, scores = rows.scores[first:end], self._as_typed(leaf, end - first)
        if scores is None and self._is_whole(leaf):
            scores = (1 + EXACT_FORM) * plain
        most = rarity(len(self._arrays.ids), rows.plain.item(place))
        return Weighed(sets, plain if scores is None else scores, plain, most, as_typed=scores is not None)

    def _as_typed(self, word: Word, sets: int) -> npt.NDArray[np.float32] | None:
        """What a common word is worth to its sets when typed in this form; None when that is not kept."""
        rows, own = self._arrays.weighed, self._known(word).own
        place = rows.form_places.get(own[0][0]) if own else None
        return None if place is None else rows.form_scores[rows.form_offsets.item(place) :][:sets]

    def beside(self, word: Word) -> Found | None:
        """The texts of what a word is besides its own forms and longer words, and what that counts more than these do.

        That are the forms it has when written as one with the words beside it, and its other names.
        """
        joined, names = self._known(word).terms[1:], [self._name(name) for name in word.names]
        if not joined and not names:
            return None
        found = [(self._joined([(term, term + 1)]), share) for term, share in self._joined_terms(word, joined)]
        found += [(name, OTHER_NAME) for name in names]
        places = np.concatenate([each.places for each, _ in found])
        return Found(places, np.concatenate([share * each.amounts for each, share in found]))

    def _joined_terms(self, word: Word, joined: list[TermRange]) -> Iterator[tuple[int, float]]:
        """The terms of joined forms, with what they count more than as longer words, which some are too."""
        longer = self._holding(self._known(word).stem)
        for first, end in joined:
            both = longer[slice(*longer.searchsorted((first, end)))].tolist()
            yield from ((term, 1 - COMPOUND if term in both else 1.0) for term in range(first, end))

    def questions(self, leaf: TextLeaf) -> npt.NDArray[np.uint8] | None:
        """A bit for every question that holds a very common word, but for what is beside it."""
        held = self._arrays.holding
        place = self._place(leaf, held.places)
        return None if place is None else held.bits[place]

    def _place(self, leaf: TextLeaf, places: dict[int, int]) -> int | None:
        """Which of these places by stem a leaf has; none unless it is a word that is looked for in all texts."""
        stem = self._known(leaf).stem if isinstance(leaf, Word) and leaf.fields == ALL_TEXTS else None
        return None if stem is None else places.get(stem)

    def is_whole(self, word: Word) -> bool:
        """Whether the form typed is all there is of a word: it has no other forms and is in no longer words."""
        return self._is_whole(word) and len(self._known(word).terms) == 1 and not word.called

    def _is_whole(self, word: Word) -> bool:
        """The same, but for what stands beside it."""
        known = self._known(word)
        return bool(known.own) and known.own == known.terms[:1] and not len(self._holding(known.stem))

    def in_form(self, word: Word) -> Found:
        """The texts that hold a word in the very form typed."""
        return self._joined(self._known(word).own)

    def _in(self, leaf: Word | Prefix | Phrase) -> Found:
        match leaf:
            case Word():
                return self._word(leaf)
            case Prefix():
                return self._joined(self.terms(leaf))
            case Phrase(forms):
                return self._joined(self._term(forms[0]))

    def _word(self, word: Word) -> Found:
        """All forms of a word, the very form typed among them, then what stands for it: longer words, other names."""
        known, exact = self._known(word), (0, 0)
        found = self._joined(known.terms)
        if known.own:
            offsets, (term, end) = self._postings.offsets, known.own[0]
            start = offsets.item(known.terms[0][0])
            exact = (offsets.item(term) - start, offsets.item(end) - start)
        joined = len(known.terms) > 1 and known.stem is not None
        own = _total(self._postings.offsets, known.terms[:1]) if joined else None
        if not len(self.wholes(word)) and not word.called:
            return Found(found.places, found.amounts, exact, own=own)
        longer, names = self._longer(word), [self._name(name) for name in word.names]
        places = np.concatenate([found.places, longer.places, *(name.places for name in names)])
        others = (COMPOUND * longer.amounts, *(OTHER_NAME * name.amounts for name in names))
        return Found(places, np.concatenate([found.amounts, *others]), exact, inside=len(found.places), own=own)

    def _longer(self, word: Word) -> Found:
        """The longer words that a word is a part of."""
        longer = stretches(*self._inside(word))
        return Found(self._postings.texts[longer], self._postings.frequencies[longer])

    def _inside(self, word: Word) -> tuple[Offsets, Offsets]:
        """Where the postings of the longer words begin and end that a word is a part of."""
        if word not in self._insides:
            wholes, offsets = self.wholes(word), self._postings.offsets
            self._insides[word] = offsets.take(wholes), offsets.take(wholes + 1)
        return self._insides[word]

    def _joined(self, terms: list[TermRange]) -> Found:
        texts, frequencies, offsets = self._postings.texts, self._postings.frequencies, self._postings.offsets
        spans = [slice(offsets.item(first), offsets.item(end)) for first, end in terms]
        if len(spans) == 1:
            return Found(texts[spans[0]], frequencies[spans[0]])
        places = np.concatenate([texts[:0], *(texts[span] for span in spans)])
        return Found(places, np.concatenate([frequencies[:0], *(frequencies[span] for span in spans)]))

    def _name(self, name: Word | Phrase) -> Found:
        """Where another name stands; the words of a name all ask for the same ones."""
        if isinstance(name, Word):
            return self._joined(self.terms(name))
        if name not in self._phrases:
            self._phrases[name] = self.find(name)
        return self._phrases[name]

    def wholes(self, word: Word) -> Ints:
        """The terms that a word is a part of, without those it stands for itself."""
        if word not in self._wholes:
            self._wholes[word] = self._found_wholes(word)
        return self._wholes[word]

    def _found_wholes(self, word: Word) -> Ints:
        known = self._known(word)
        wholes = self._holding(known.stem)
        for first, end in known.terms if word.joined else ():
            wholes = wholes[(wholes < first) | (wholes >= end)]
        return wholes

    def _holding(self, stem: int | None) -> Ints:
        """The terms that hold a word of a stem."""
        compounds = self._arrays.compounds
        return compounds.wholes[:0] if stem is None else compounds.holding(stem)

    def parts(self, word: Word) -> tuple[Word, ...]:
        """The words that a word is made of."""
        compounds = self._arrays.compounds
        offsets = compounds.part_offsets
        terms = [(offsets.item(term), offsets.item(end)) for term, end in self._known(word).own]
        made_of = [part for first, end in terms for part in compounds.parts[first:end].tolist()]
        return tuple(Word(form, word.fields) for form in self.forms(made_of))

    def holding(self, leaf: TextLeaf, texts: Ints) -> list[str]:
        """What stands for a word in some texts: longer words that it is a part of, other names."""
        words = [word for word in words_of(leaf) if isinstance(word, Word)]
        names = [name for word in words for name in word.names if self._stands_in(name, texts)]
        return [*self._holding_longer(words, texts), *map(written, names)]

    def _stands_in(self, name: Word | Phrase, texts: Ints) -> bool:
        return bool(np.isin(self._name(name).places, texts).any())

    def _holding_longer(self, words: list[Word], texts: Ints) -> list[str]:
        wholes = list(map(self.wholes, words))
        terms = np.concatenate([self._arrays.compounds.wholes[:0], *wholes])
        first, end = self._postings.offsets[terms], self._postings.offsets[terms + 1]
        held = np.isin(self._postings.texts[stretches(first, end)], texts)
        return self.forms(np.unique(np.repeat(terms, end - first)[held]).tolist())

    def forms(self, terms: Iterable[int]) -> list[str]:
        """The forms of terms."""
        lexicon = self._arrays.lexicon
        return [lexicon.forms[lexicon.places[term]] for term in terms]

    def cost(self, leaf: TextLeaf) -> int:
        """About how many numbers have to be read to find a leaf."""
        match leaf:
            case Word():
                names = sum(map(self._cost_of_name, leaf.names))
                return _total(self._postings.offsets, self._known(leaf).terms) + self._cost_inside(leaf) + names
            case Prefix():
                return _total(self._postings.offsets, self.terms(leaf))
            case Hyphened():
                return sum(self.cost(way) for way in leaf.ways)
            case Phrase(forms):
                return sum(_total(self._postings.position_offsets, self._term(form)) for form in forms)
            case Near():
                return sum(self._cost_of_positions(one) for one in words_of(leaf))

    def _cost_inside(self, word: Word) -> int:
        rows = self._arrays.weighed
        place = self._place(word, rows.word_places)
        if place is not None:  # its sets, of several texts each, are told sooner than its longer words
            return 2 * (rows.offsets.item(place + 1) - rows.offsets.item(place))
        starts, ends = self._inside(word)
        return int((ends - starts).sum()) if len(starts) else 0

    def _cost_of_name(self, name: Word | Phrase) -> int:
        """Of a name of several words only the rarest is read; the others are looked up beside it."""
        if isinstance(name, Word):
            return _total(self._postings.offsets, self.terms(name))
        return min(_total(self._postings.position_offsets, self._term(form)) for form in name.forms)

    def _cost_of_positions(self, leaf: TextLeaf) -> int:
        if isinstance(leaf, Word | Prefix):
            return 4 * _total(self._postings.position_offsets, self.terms(leaf))  # joined and sorted
        return self.cost(leaf)

    def forms_beginning(self, prefix: Prefix) -> int:
        """How many word forms begin like a prefix."""
        first, end = beginning_with(prefix.form, self._arrays.lexicon.forms)
        return end - first

    def terms(self, leaf: Word | Prefix | Phrase) -> list[TermRange]:
        """The terms of a leaf: the forms that begin alike, the families of a word, its own first, or one very form."""
        lexicon = self._arrays.lexicon
        if isinstance(leaf, Phrase):
            return self._term(*leaf.forms)
        if isinstance(leaf, Prefix):
            return _ranges(self._commonest(lexicon.term_of[slice(*beginning_with(leaf.form, lexicon.forms))]))
        return self._known(leaf).terms

    def _known(self, word: Word) -> _Known:
        """What the lexicon knows of a word."""
        if word not in self._words:
            number, own = self._stem_number(word.form), self._term(word.form)
            joined = [self._stem_number(form) for form in word.joined if self._term(form)]
            stems = dict.fromkeys(each for each in (number, *joined) if each is not None)
            families = self._arrays.lexicon.families
            terms = [(families.item(each), families.item(each + 1)) for each in stems]
            self._words[word] = _Known(number, terms, own)
        return self._words[word]

    def _stem_number(self, form: str) -> int | None:
        """Where the stem of a form stands among the stems."""
        return place_of(stem(form), self._arrays.lexicon.stems)

    def _commonest(self, terms: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        if len(terms) <= MAX_FORMS:
            return terms
        held = self._postings.offsets[terms + 1] - self._postings.offsets[terms]
        return terms[np.argpartition(-held, MAX_FORMS)[:MAX_FORMS]]

    def _term(self, form: str) -> list[TermRange]:
        place = place_of(form, self._arrays.lexicon.forms)
        term = None if place is None else self._arrays.lexicon.term_of.item(place)
        return [] if term is None else [(term, term + 1)]

    def _in_fields(self, found: Found, fields: Sequence[str]) -> Found:
        """What was found, in some fields only."""
        if fields == ALL_TEXTS:
            return found
        kept = in_fields(self._arrays, found.places, fields)
        first, end = (int(np.count_nonzero(kept[:place])) for place in found.exact)
        inside, own = (None if end is None else int(np.count_nonzero(kept[:end])) for end in (found.inside, found.own))
        return Found(found.places[kept], found.amounts[kept], (first, end), inside, own)


def _counted(texts: Places) -> Found:
    """Texts in order, with how often each is there."""
    new = np.ones(len(texts), dtype=bool)
    np.not_equal(texts[1:], texts[:-1], out=new[1:])
    ends = np.append(new.nonzero()[0], len(texts))
    return Found(texts[ends[:-1]], ends[1:] - ends[:-1])


def written(name: Word | Phrase) -> str:
    """A name as its forms."""
    return name.form if isinstance(name, Word) else " ".join(name.forms)


def _either(phrase: Found, word: Found) -> Found:
    """What is written as a phrase or as one word."""
    places = np.concatenate((phrase.places, word.places))
    amounts = np.concatenate((phrase.amounts, word.amounts))
    inside = None if word.inside is None else len(phrase.places) + word.inside
    return Found(places, amounts, inside=inside)


def _total(offsets: npt.NDArray[np.int64], terms: Iterable[TermRange]) -> int:
    return sum(offsets.item(end) - offsets.item(first) for first, end in terms)


def _ranges(terms: npt.NDArray[np.int32]) -> list[TermRange]:
    """Terms as ranges of neighbours."""
    ordered = np.sort(terms)
    breaks = np.flatnonzero(np.diff(ordered) != 1) + 1
    return [(int(group[0]), int(group[-1]) + 1) for group in np.split(ordered, breaks) if len(group)]
