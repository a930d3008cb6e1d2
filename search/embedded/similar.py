"""What is alike: the sets nearest to a text, and the questions in them nearest to a question.

A text is known by its telling words: those that stand often in it and in few other texts. Something else is as near to
it as the weight of those words that it holds, against the root of the weight of all of them: a long text then is not
far from everything, nor a short one near to anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from index.analysis import forms, stem
from index.arrays import NO_DATE, place_of, stretches
from search.embedded.generation import OpenGeneration

Scores = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]

MOST_WORDS = 50
"""Telling words that a text is known by."""

COMMON, FEW = 0.015, 10
"""A word with more postings than so many a text tells nothing; among few texts every word tells something."""

SATURATION = 1.2
"""How soon more occurrences of a word tell no more."""

RARITY_POWER = 2
"""How much more a rare word tells than a common one; 2 counts rarity in both texts, as a cosine does."""

QUESTION_WEIGHTS = {"title": 2.0, "question": 2.0, "answer": 1.0, "notes": 1.0}
"""What an occurrence counts when something is held against single questions; a title counts for all its questions."""

LENGTH_NORM = 0.5
"""How strongly the length of a question, answer or note is held against it there."""

IN_TIME, YEARS = 0.5, 2.0
"""A set asked on the same day is so much nearer, and e times less so for every so many years between."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A telling word of a text: a form and its stem, what it weighs, and the postings of all its forms."""

    form: str
    stem: str
    weight: float
    postings: slice


class Likeness:
    """Holds texts against the sets and questions of one generation."""

    def __init__(self, generation: OpenGeneration) -> None:
        self.generation = generation
        self._arrays = generation.arrays
        self._rarest = self._rarity(1)

    def telling(self, texts: Iterable[tuple[float, str]]) -> list[Telling]:
        """The most telling words of texts, each given with what a word in it weighs; among them words found nowhere."""
        counts: dict[str, float] = defaultdict(float)
        printed: dict[str, str] = {}
        for weight, text in texts:
            for form in forms(text):
                counts[printed.setdefault(form, stem(form))] += weight
        of_stem = {each: form for form, each in printed.items()}
        found = [word for each, count in counts.items() if (word := self._word(of_stem[each], each, count))]
        return sorted(found, key=lambda word: (-word.weight, word.stem))[:MOST_WORDS]

    def _word(self, form: str, each: str, count: float) -> Telling | None:
        """A word as far as it tells anything; what no text holds tells as much as what one holds."""
        first, end = self._postings_of(each)
        if end - first > max(FEW, COMMON * len(self._arrays.texts.sets)):
            return None
        rarity = self._rarity(max(end - first, 1)) / self._rarest
        return Telling(form, each, rarity**RARITY_POWER * count / (count + SATURATION), slice(first, end))

    def _postings_of(self, each: str) -> tuple[int, int]:
        """The range of the postings of all forms of a stem; an empty one when it stands nowhere."""
        place = place_of(each, self._arrays.lexicon.stems)
        if place is None:
            return 0, 0
        first, end = self._arrays.postings.offsets[self._arrays.lexicon.families[place : place + 2]].tolist()
        return first, end

    def _rarity(self, held: int) -> float:
        texts = len(self._arrays.texts.sets)
        return float(np.log1p(max(texts - held + 0.5, 0.0) / (held + 0.5)))

    def sets(self, words: Sequence[Telling]) -> Scores:
        """How near each set is to the text that is known by these words."""
        weights, sets, count = self.generation.text_weights, self.generation.text_sets, self.generation.set_count
        scores = np.zeros(count)
        for word in words:
            texts, frequencies = self._read(word)
            scores += _added(word, np.bincount(sets[texts], frequencies * weights[texts], count))
        return scores / _whole(words)

    def in_time(self, scores: Scores, ordinal: int) -> Scores:
        """The scores of all sets, higher for those asked about when one of them was."""
        asked = self._arrays.sets.asked
        if asked[ordinal] == NO_DATE:
            return scores
        years: Scores = np.abs(asked - float(asked[ordinal])) / 365.25
        return scores * (1 + IN_TIME * np.exp(-years / YEARS))

    def questions(self, words: Sequence[Telling], sets: Numbers) -> tuple[Numbers, Scores]:
        """The questions of some sets, given in order, and how near each is to the text known by these words."""
        first = self._arrays.sets.first_documents
        documents = stretches(first[sets], first[sets + 1])
        documents = documents[self._arrays.documents.places[documents] >= 0]
        places = np.full(self.generation.doc_count + 1, -1)  # a text of a whole set has document -1: the last place
        places[documents] = np.arange(len(documents))
        scores = np.zeros(len(documents))
        for word in words:
            scores += _added(word, self._held(word, documents, places))
        return documents, scores / _whole(words)

    def _held(self, word: Telling, documents: Numbers, places: Numbers) -> npt.NDArray[Any]:
        """How much of a word each document holds, in its own texts and in the title of its set."""
        texts, frequencies = self._read(word)
        held = frequencies * self._weights[texts]
        at = places[self.generation.text_documents[texts]]
        own = np.bincount(at[at >= 0], held[at >= 0], len(documents))
        of_set = self.generation.text_documents[texts] < 0
        titles = np.bincount(self.generation.text_sets[texts[of_set]], held[of_set], self.generation.set_count)
        return own + titles[self._arrays.documents.sets[documents]]

    def _read(self, word: Telling) -> tuple[Numbers, npt.NDArray[np.uint8]]:
        """The texts that hold a word, and how often."""
        postings = self._arrays.postings
        return postings.texts[word.postings].astype(np.intp), postings.frequencies[word.postings]

    @cached_property
    def _weights(self) -> Scores:
        """For each text what one occurrence in it counts for its question."""
        weights = np.zeros(len(self._arrays.texts.sets))
        for field, boost in QUESTION_WEIGHTS.items():
            texts = slice(*self._arrays.texts_of(field))
            weights[texts] = boost / self._length(texts, 0.0 if field == "title" else LENGTH_NORM)
        return weights

    def _length(self, texts: slice, norm: float) -> npt.NDArray[Any]:
        lengths = self._arrays.texts.lengths[texts]
        average = float(lengths.mean()) if len(lengths) else 0.0
        return (1 - norm) + norm * lengths / (average or 1.0)


def nearest(scores: Scores, most: int) -> Numbers:
    """The places of the highest scores, highest first, equal ones in their own order; none that is 0 or less."""
    places = np.flatnonzero(scores > 0)
    if len(places) > most:
        least = np.partition(scores[places], -most)[-most]
        places = places[scores[places] >= least]
    return places[np.argsort(-scores[places], kind="stable")][:most]


def _added(word: Telling, held: npt.NDArray[Any]) -> Scores:
    """What a word adds: more of its weight the more of it there is."""
    added: Scores = word.weight * held / (held + SATURATION)
    return added


def _whole(words: Sequence[Telling]) -> float:
    return float(np.sqrt(sum(word.weight for word in words))) or 1.0
