"""From a leaf of a query to where it stands: which texts hold it, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.analysis import stem
from index.arrays import Arrays, Flags, Ints, Offsets, beginning_with, place_of, stretches
from index.weights import COMPOUND
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
    hold it only as a part of a longer word, which counts less.
    """

    places: Places
    amounts: npt.NDArray[Any]
    exact: tuple[int, int] = (0, 0)
    inside: int | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sets that hold a common word, and how much it counts in each; from `inside` on only inside longer words."""

    sets: npt.NDArray[np.unsignedinteger[Any]]
    amounts: npt.NDArray[np.float32]
    inside: int


class Lookup:
    """Looks up leaves in the arrays of one generation, for one query: each word is looked for once."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._postings = arrays.postings
        self._standing = Standing(arrays, self.terms)
        self._phrases: dict[Phrase, Found] = {}
        self._family_numbers: dict[str, int | None] = {}
        self._forms: dict[str, list[TermRange]] = {}
        self._terms: dict[Word, list[TermRange]] = {}
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
        """The sets that hold a common word, as they were weighed; None when only texts can tell."""
        family, rows = self._alone(leaf), self._arrays.weighed
        if family is None:
            return None
        first, end = rows.word_offsets.item(family), rows.word_offsets.item(family + 1)
        return Weighed(rows.sets[first:end], rows.weights[first:end], rows.inside.item(family)) if end > first else None

    def questions(self, leaf: TextLeaf) -> Flags | None:
        """The questions that hold a very common word; None when only texts can tell."""
        family, held = self._alone(leaf), self._arrays.holding
        if family is None or held.rows.item(family) < 0:
            return None
        count = len(self._arrays.documents.sets)
        return np.unpackbits(held.bits[held.rows.item(family)], count=count).view(np.bool_)

    def _alone(self, leaf: TextLeaf) -> int | None:
        """The number of the stem of a word that is looked for in all texts, and under no other name."""
        if not isinstance(leaf, Word) or leaf.called or leaf.fields != ALL_TEXTS or len(self.terms(leaf)) != 1:
            return None
        return self._family_number(leaf.form)

    def weighed_form(self, word: Word) -> Weighed | None:
        """The sets that hold a common word in the very form typed; None when only texts can tell."""
        rows = self._arrays.weighed
        for term, _ in self._term(word.form):
            first, end = rows.form_offsets.item(term), rows.form_offsets.item(term + 1)
            return Weighed(rows.sets[first:end], rows.weights[first:end], end - first) if end > first else None
        return None

    def is_whole(self, word: Word) -> bool:
        """Whether the form typed is all there is of a word: it has no other forms and is in no longer words."""
        return self.terms(word) == self._term(word.form) and not len(self.wholes(word)) and not word.called

    def in_form(self, word: Word) -> Found:
        """The texts that hold a word in the very form typed."""
        return self._joined(self._term(word.form))

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
        found, own = self._joined(self.terms(word)), self._term(word.form)
        exact = (0, 0)
        if own:
            offsets, (term, _) = self._postings.offsets, own[0]
            start = offsets.item(self._family(word.form)[0][0])
            exact = (offsets.item(term) - start, offsets.item(term + 1) - start)
        if not len(self.wholes(word)) and not word.called:
            return Found(found.places, found.amounts, exact)
        longer, names = self._longer(word), [self._name(name) for name in word.names]
        places = np.concatenate([found.places, longer.places, *(name.places for name in names)])
        others = (COMPOUND * longer.amounts, *(OTHER_NAME * name.amounts for name in names))
        return Found(places, np.concatenate([found.amounts, *others]), exact, inside=len(found.places))

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
        compounds, family = self._arrays.compounds, self._family_number(word.form)
        wholes = compounds.wholes[:0] if family is None else compounds.holding(family)
        for first, end in self.terms(word) if word.joined else ():
            wholes = wholes[(wholes < first) | (wholes >= end)]
        return wholes

    def parts(self, word: Word) -> tuple[Word, ...]:
        """The words that a word is made of."""
        compounds = self._arrays.compounds
        offsets = compounds.part_offsets
        terms = [(offsets.item(term), offsets.item(end)) for term, end in self._term(word.form)]
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
                return _total(self._postings.offsets, self.terms(leaf)) + self._cost_inside(leaf) + names
            case Prefix():
                return _total(self._postings.offsets, self.terms(leaf))
            case Hyphened():
                return sum(self.cost(way) for way in leaf.ways)
            case Phrase(forms):
                return sum(_total(self._postings.position_offsets, self._term(form)) for form in forms)
            case Near():
                return sum(self._cost_of_positions(one) for one in words_of(leaf))

    def _cost_inside(self, word: Word) -> int:
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
        if leaf not in self._terms:
            joined = [family for form in leaf.joined if self._term(form) for family in self._family(form)]
            self._terms[leaf] = list(dict.fromkeys((*self._family(leaf.form), *joined)))
        return self._terms[leaf]

    def _family(self, form: str) -> list[TermRange]:
        """The terms that share the stem of a form."""
        family, families = self._family_number(form), self._arrays.lexicon.families
        return [] if family is None else [(families.item(family), families.item(family + 1))]

    def _family_number(self, form: str) -> int | None:
        """Where the stem of a form stands among the stems."""
        if form not in self._family_numbers:
            self._family_numbers[form] = place_of(stem(form), self._arrays.lexicon.stems)
        return self._family_numbers[form]

    def _commonest(self, terms: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        if len(terms) <= MAX_FORMS:
            return terms
        held = self._postings.offsets[terms + 1] - self._postings.offsets[terms]
        return terms[np.argpartition(-held, MAX_FORMS)[:MAX_FORMS]]

    def _term(self, form: str) -> list[TermRange]:
        if form not in self._forms:
            place = place_of(form, self._arrays.lexicon.forms)
            term = None if place is None else self._arrays.lexicon.term_of.item(place)
            self._forms[form] = [] if term is None else [(term, term + 1)]
        return self._forms[form]

    def _in_fields(self, found: Found, fields: Sequence[str]) -> Found:
        """What was found, in some fields only."""
        if fields == ALL_TEXTS:
            return found
        kept = in_fields(self._arrays, found.places, fields)
        first, end = (int(np.count_nonzero(kept[:place])) for place in found.exact)
        inside = None if found.inside is None else int(np.count_nonzero(kept[: found.inside]))
        return Found(found.places[kept], found.amounts[kept], (first, end), inside)


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
