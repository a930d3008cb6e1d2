"""From a leaf of a query to where it stands: which texts hold it, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.arrays import Arrays, Counts, Ints, Postings, beginning_with, stretches
from index.weights import COMPOUND, EXACT_FORM, rarity
from search.embedded import loops
from search.embedded.spots import Standing, TermRange, in_fields
from search.embedded.words import KnownWord, term_of
from search.ranking import OTHER_NAME
from search.tree import ALL_TEXTS, Hyphened, Near, Phrase, Prefix, TextLeaf, Word, words_of

MAX_FORMS = 5_000
"""Word forms that a prefix stands for at most; the commonest ones."""


@dataclass(frozen=True, slots=True)
class Found:
    """The texts that hold a leaf, and how often (or how much that counts); a text may stand here more than once.

    `exact` is the stretch of them that holds a word in the very form typed. From `inside` on (None: nowhere) they
    hold it only as a part of a longer word, which counts less. Of those before, the first `own` (None: all) hold it in
    a form of its own, the others in one that it has when written as one with the words beside it.
    """

    places: Ints
    amounts: npt.NDArray[np.float32]
    exact: tuple[int, int] = (0, 0)
    inside: int | None = None
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sets that hold a common word, in order, and what it is worth to each.

    `scores` is that as it was typed, unless `as_typed` says that the share for the very form typed has yet to be added;
    `plain` is it without that share, `most` what that comes near to where the word stands often.
    """

    sets: Counts
    scores: npt.NDArray[np.float32]
    plain: npt.NDArray[np.float32]
    most: float
    as_typed: bool


class Lookup:
    """Looks up leaves in the arrays of one generation, for one query: each word is looked for once."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._postings = arrays.postings
        self._standing = Standing(arrays, self.terms)
        self._phrases: dict[Phrase, Found] = {}
        self._words: dict[Word, KnownWord] = {}

    def known(self, word: Word) -> KnownWord:
        """What is known of a word."""
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = KnownWord(self._arrays, word)
        return known

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

    def weighed(self, word: KnownWord) -> Weighed | None:
        """The sets that hold a common word, as they were weighed, but for what is beside it; None of other words."""
        if word.row is None:
            return None
        rows = self._arrays.weighed
        first, end = rows.offsets.item(word.row), rows.offsets.item(word.row + 1)
        plain, scores = rows.scores[first:end], self._as_typed(word, end - first)
        if scores is None and word.is_one_form:
            scores = (1 + EXACT_FORM) * plain
        most = rarity(len(self._arrays.ids), rows.plain.item(word.row))
        kept = plain if scores is None else scores
        return Weighed(rows.sets[first:end], kept, plain, most, as_typed=scores is not None)

    def _as_typed(self, word: KnownWord, sets: int) -> npt.NDArray[np.float32] | None:
        """What a common word is worth to its sets when typed in this form; None when that is not kept."""
        rows = self._arrays.weighed
        place = None if word.own is None else rows.form_places.get(word.own)
        return None if place is None else rows.form_scores[rows.form_offsets.item(place) :][:sets]

    def beside(self, word: KnownWord) -> Found | None:
        """The texts of what a word is besides its own forms and longer words, and what that counts more than these do.

        That are the forms it has when written as one with the words beside it, and its other names.
        """
        joined, names = word.terms[1:], self._names(word)
        if not joined and not names:
            return None
        row = _Row(self._postings, _total(self._postings.offsets, joined) + _size(names))
        for term, share in _joined_shares(word, joined):
            row.add([(term, term + 1)], share)
        for name in names:
            row.add_found(name, OTHER_NAME)
        return Found(row.places, row.amounts)

    def questions(self, word: KnownWord) -> npt.NDArray[np.uint8] | None:
        """A bit for every question that holds a very common word, but for what is beside it."""
        return None if word.bits is None else self._arrays.holding.bits[word.bits]

    def in_form(self, word: KnownWord) -> Found:
        """The texts that hold a word in the very form typed."""
        return self._joined([] if word.own is None else [(word.own, word.own + 1)])

    def _in(self, leaf: Word | Prefix | Phrase) -> Found:
        match leaf:
            case Word():
                return self._word(self.known(leaf))
            case Prefix():
                return self._joined(self.terms(leaf))
            case Phrase(forms):
                return self._joined(self._term(forms[0]))

    def _word(self, word: KnownWord) -> Found:
        """All forms of a word, the very form typed among them, then what stands for it: longer words, other names."""
        offsets, names = self._postings.offsets, self._names(word)
        plain = _total(offsets, word.terms)
        row = _Row(self._postings, plain + word.inside + _size(names))
        row.add(word.terms)
        row.add_each(word.wholes, COMPOUND)
        for name in names:
            row.add_found(name, OTHER_NAME)
        joined = len(word.terms) > 1 and word.stem is not None
        return Found(
            row.places,
            row.amounts,
            exact=_within(offsets, word.own, word.terms),
            inside=plain if plain < len(row.places) else None,
            own=_total(offsets, word.terms[:1]) if joined else None,
        )

    def _joined(self, terms: list[TermRange]) -> Found:
        """Some terms together."""
        row = _Row(self._postings, _total(self._postings.offsets, terms))
        row.add(terms)
        return Found(row.places, row.amounts)

    def _names(self, word: KnownWord) -> list[Found]:
        """Where the other names of a word stand."""
        return [self._name(name) for name in word.word.names] if word.word.called else []

    def _name(self, name: Word | Phrase) -> Found:
        """Where another name stands; the words of a name all ask for the same ones."""
        if isinstance(name, Word):
            return self._joined(self.terms(name))
        if name not in self._phrases:
            self._phrases[name] = self.find(name)
        return self._phrases[name]

    def parts(self, word: Word) -> tuple[Word, ...]:
        """The words that a word is made of."""
        own, compounds = self.known(word).own, self._arrays.compounds
        if own is None:
            return ()
        first, end = compounds.part_offsets.item(own), compounds.part_offsets.item(own + 1)
        if first == end:
            return ()
        return tuple(Word(form, word.fields) for form in self.forms(compounds.parts[first:end].tolist()))

    def holding(self, leaf: TextLeaf, texts: Ints) -> list[str]:
        """What stands for a word in some texts: longer words that it is a part of, other names."""
        words = [word for word in words_of(leaf) if isinstance(word, Word)]
        names = [name for word in words for name in word.names if self._stands_in(name, texts)]
        return [*self._holding_longer(words, texts), *map(written, names)]

    def _stands_in(self, name: Word | Phrase, texts: Ints) -> bool:
        return bool(np.isin(self._name(name).places, texts).any())

    def _holding_longer(self, words: list[Word], texts: Ints) -> list[str]:
        wholes = [self.known(word).wholes for word in words]
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
                known = self.known(leaf)
                names = sum(map(self._cost_of_name, leaf.names)) if leaf.called else 0
                return _total(self._postings.offsets, known.terms) + self._cost_inside(known) + names
            case Prefix():
                return _total(self._postings.offsets, self.terms(leaf))
            case Hyphened():
                return sum(self.cost(way) for way in leaf.ways)
            case Phrase(forms):
                return sum(_total(self._postings.position_offsets, self._term(form)) for form in forms)
            case Near():
                return sum(self._cost_of_positions(one) for one in words_of(leaf))

    def _cost_inside(self, word: KnownWord) -> int:
        if word.row is None:
            return word.inside
        offsets = self._arrays.weighed.offsets  # its sets, of several texts each, are told sooner than its longer words
        return 2 * (offsets.item(word.row + 1) - offsets.item(word.row))

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
        return self.known(leaf).terms

    def _commonest(self, terms: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        if len(terms) <= MAX_FORMS:
            return terms
        held = self._postings.offsets[terms + 1] - self._postings.offsets[terms]
        return terms[np.argpartition(-held, MAX_FORMS)[:MAX_FORMS]]

    def _term(self, form: str) -> list[TermRange]:
        term = term_of(form, self._arrays.lexicon)
        return [] if term is None else [(term, term + 1)]

    def _in_fields(self, found: Found, fields: Sequence[str]) -> Found:
        """What was found, in some fields only."""
        if fields == ALL_TEXTS:
            return found
        kept = in_fields(self._arrays, found.places, fields)
        first, end = (int(np.count_nonzero(kept[:place])) for place in found.exact)
        inside, own = (None if end is None else int(np.count_nonzero(kept[:end])) for end in (found.inside, found.own))
        return Found(found.places[kept], found.amounts[kept], (first, end), inside, own)


class _Row:
    """Texts in a row, one piece after the other, with how much what was found in each counts."""

    def __init__(self, postings: Postings, size: int) -> None:
        self.places = np.empty(size, dtype=np.int32)
        self.amounts = np.empty(size, dtype=np.float32)
        self._postings = postings
        self._end = 0

    def add(self, terms: Iterable[TermRange], share: float = 1.0) -> None:
        """Add the texts of ranges of terms."""
        for first, end in terms:
            self.add_each(np.arange(first, end, dtype=np.int32), share)

    def add_each(self, terms: Ints, share: float) -> None:
        """Add the texts of some terms."""
        held, row = self._postings, (self._end, self.places, self.amounts)
        self._end = loops.gather(held.texts, held.begins, held.offsets, terms, share, *row)

    def add_found(self, found: Found, share: float) -> None:
        """Add what was found already."""
        first, self._end = self._end, self._end + len(found.places)
        self.places[first : self._end] = found.places
        self.amounts[first : self._end] = share * found.amounts


def _within(offsets: npt.NDArray[np.int64], term: int | None, terms: list[TermRange]) -> tuple[int, int]:
    """Which stretch of the postings of terms is that of one of the first of them."""
    if term is None:
        return 0, 0
    start = offsets.item(terms[0][0])
    return offsets.item(term) - start, offsets.item(term + 1) - start


def _joined_shares(word: KnownWord, joined: list[TermRange]) -> Iterator[tuple[int, float]]:
    """The terms of joined forms, with what they count more than as longer words, which some are too."""
    longer = word.holding
    for first, end in joined:
        both = longer[slice(*longer.searchsorted((first, end)))].tolist()
        yield from ((term, 1 - COMPOUND if term in both else 1.0) for term in range(first, end))


def _counted(texts: Ints) -> Found:
    """Texts in order, with how often each is there."""
    new = np.ones(len(texts), dtype=bool)
    np.not_equal(texts[1:], texts[:-1], out=new[1:])
    ends = np.append(new.nonzero()[0], len(texts))
    return Found(texts[ends[:-1]], (ends[1:] - ends[:-1]).astype(np.float32))


def written(name: Word | Phrase) -> str:
    """A name as its forms."""
    return name.form if isinstance(name, Word) else " ".join(name.forms)


def _either(phrase: Found, word: Found) -> Found:
    """What is written as a phrase or as one word."""
    places = np.concatenate((phrase.places, word.places))
    amounts = np.concatenate((phrase.amounts, word.amounts))
    inside = None if word.inside is None else len(phrase.places) + word.inside
    return Found(places, amounts, inside=inside)


def _size(found: Iterable[Found]) -> int:
    return sum(len(each.places) for each in found)


def _total(offsets: npt.NDArray[np.int64], terms: Iterable[TermRange]) -> int:
    return sum(offsets.item(end) - offsets.item(first) for first, end in terms)


def _ranges(terms: npt.NDArray[np.int32]) -> list[TermRange]:
    """Terms as ranges of neighbours."""
    ordered = np.sort(terms)
    breaks = np.flatnonzero(np.diff(ordered) != 1) + 1
    return [(int(group[0]), int(group[-1]) + 1) for group in np.split(ordered, breaks) if len(group)]
