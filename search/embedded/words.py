"""A word of a query as a generation knows it: its forms, and the longer words that it is a part of."""

from __future__ import annotations

from collections.abc import Iterator

from index.analysis import stem
from index.arrays import Arrays, Ints, Lexicon, place_of
from search.embedded import loops
from search.embedded.spots import TermRange
from search.tree import ALL_TEXTS, Word


class KnownWord:
    """What the arrays of a generation have on a word, found out once for a query.

    `stem` is the number of its stem and `own` the term of the very form typed. `terms` are all its forms with those it
    has when written as one with its neighbours, its own family first. For a word that is looked for in all texts,
    `row` is the place of its row among common words and `bits` that of its bits among very common ones.
    """

    def __init__(self, arrays: Arrays, word: Word) -> None:
        self._arrays = arrays
        self.word = word
        self.stem = _stem_number(word.form, arrays.lexicon)
        self.own = term_of(word.form, arrays.lexicon)
        stems, families = dict.fromkeys(self._stems()), arrays.lexicon.families
        self.terms: list[TermRange] = [(families.item(number), families.item(number + 1)) for number in stems]
        self.row: int | None = None
        self.bits: int | None = None
        if self.stem is not None and word.fields == ALL_TEXTS:
            self.row = arrays.weighed.word_places.get(self.stem)
            self.bits = arrays.holding.places.get(self.stem)
        self._wholes: Ints | None = None

    def _stems(self) -> Iterator[int]:
        """The number of its own stem and those of the forms it has when written as one, as far as they are known."""
        lexicon = self._arrays.lexicon
        held = (form for form in self.word.joined if term_of(form, lexicon) is not None)
        numbers = (self.stem, *(_stem_number(form, lexicon) for form in held))
        return (number for number in numbers if number is not None)

    @property
    def holding(self) -> Ints:
        """The terms that hold a word of its stem."""
        compounds = self._arrays.compounds
        return compounds.wholes[:0] if self.stem is None else compounds.holding(self.stem)

    @property
    def wholes(self) -> Ints:
        """The terms that it is a part of, without those it stands for itself."""
        if self._wholes is None:
            wholes = self.holding
            for first, end in self.terms if self.word.joined else ():
                wholes = wholes[(wholes < first) | (wholes >= end)]
            self._wholes = wholes
        return self._wholes

    @property
    def inside(self) -> int:
        """How many postings these have."""
        return loops.size_of(self._arrays.postings.offsets, self.wholes)

    @property
    def is_one_form(self) -> bool:
        """Whether the form typed is all there is of the word: it has no other forms and is in no longer words."""
        return self.own is not None and self.terms[0] == (self.own, self.own + 1) and not len(self.holding)

    @property
    def is_whole(self) -> bool:
        """Whether that is all it is looked for as: neither written as one with others nor under other names."""
        return len(self.terms) == 1 and not self.word.called and self.is_one_form


def term_of(form: str, lexicon: Lexicon) -> int | None:
    """The term of a form."""
    place = place_of(form, lexicon.forms)
    return None if place is None else lexicon.term_of.item(place)


def _stem_number(form: str, lexicon: Lexicon) -> int | None:
    """Where the stem of a form stands among the stems."""
    return place_of(stem(form), lexicon.stems)
