"""One request evaluated on one generation: the sets that match, what passes the filters, and the order of those."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.arrays import NO_DATE, Flags, marked, stretches
from search.embedded.deadline import Deadline
from search.embedded.facets import Selection
from search.embedded.generation import OpenGeneration
from search.embedded.matching import Evaluation, foremost
from search.embedded.sets import Ordinals, Sets
from search.embedded.suggestion import respelled
from search.people import Understood, understood
from search.query import parse
from search.request import SearchRequest, Sort
from search.tree import Node, Number, Or

_DIGIT = re.compile(r"\d")


class Search:
    """One request evaluated on one generation: the sets that match, what passes the filters, and the order of those."""

    def __init__(self, generation: OpenGeneration, request: SearchRequest, today: date, deadline: Deadline) -> None:
        self.generation = generation
        self.request = request
        self.today = today
        self.query = understood_by(generation, request.q)
        self.parsed = self.query.parsed
        self.deadline = deadline
        self.evaluation = Evaluation(generation, generation.facets(today), self.parsed, deadline)
        self.selection = Selection(generation, request, today, self.evaluation.matches.sets)

    @property
    def total(self) -> int:
        """How many sets are found."""
        return self.selection.found.count

    @property
    def searched(self) -> bool:
        """Whether any text holds something that was looked for."""
        return any(evidence.anywhere for _, evidence in self.evaluation.wanted)

    def questions(self) -> int:
        """How many questions of the found sets match; all of them when no words were looked for."""
        if not self.searched:
            return int(self.generation.arrays.sets.questions[self.selection.sets].sum())
        return int(np.count_nonzero(self.matching))

    @cached_property
    def matching(self) -> Flags:
        """The questions of the found sets that hold something that was looked for."""
        return self.evaluation.documents(self.selection.sets)

    def best_questions(self, ordinals: Ordinals) -> dict[int, list[int]]:
        """The places of the questions that match in each of some sets, the best first."""
        documents = self.generation.arrays.documents
        first = self.generation.arrays.sets.first_documents
        own = stretches(first[np.sort(ordinals)], first[np.sort(ordinals) + 1])
        holding = own[self.matching[own]]
        best = holding[np.argsort(-self.evaluation.document_scores(holding), kind="stable")]
        found: dict[int, list[int]] = defaultdict(list)
        for ordinal, place in zip(documents.sets[best].tolist(), documents.places[best].tolist(), strict=True):
            found[ordinal].append(place)
        return found

    def ranked(self) -> Ordinals:
        """The ordinals of the sets on the page asked for, in the order asked for; equal ones newest first."""
        last = self.request.page * self.request.per_page
        return self.first(last)[last - self.request.per_page :]

    def first(self, wanted: int) -> Ordinals:
        """The ordinals of the first so many sets in the order asked for."""
        return foremost(self._keys(wanted), self.selection.found.ordinals, wanted)

    def scores(self, ordinals: Ordinals) -> list[float]:
        """The scores of some sets."""
        ordered = np.argsort(ordinals)
        scores = np.empty(len(ordinals))
        scores[ordered] = self.evaluation.scores_of(Sets(marked(ordinals, self.generation.set_count)), len(ordinals))
        return scores.tolist()

    def _keys(self, wanted: int) -> npt.NDArray[np.float64] | npt.NDArray[np.int64] | None:
        """What the found sets are ordered by, the least first; None for their own order, newest first."""
        ordinals = self.selection.found.ordinals
        match self.request.sort:
            case Sort.RELEVANCE:
                return self._by_score(wanted) if self.searched or _numbers(self.parsed.tree) else None
            case Sort.NEWEST:
                return None
            case Sort.OLDEST:
                asked = self.generation.arrays.sets.asked[ordinals].astype(np.int64)
                return np.where(asked == NO_DATE, np.iinfo(np.int64).max, asked)
            case Sort.LONGEST_WAIT:
                return -_waited(self.generation, self.today)[ordinals]

    def _by_score(self, wanted: int) -> npt.NDArray[np.float64]:
        """What orders the found sets by score; the set named by its number comes before everything."""
        found = self.selection.found
        keys = -self.evaluation.scores_of(found, wanted)
        for number in _numbers(self.parsed.tree):
            set_id = self.generation.resolve(number)
            if set_id:
                keys[found.ordinals == self.generation.ordinals[set_id]] = -np.inf
        return keys

    def suggestion(self) -> str | None:
        """The query as it was most likely meant, when that finds more sets with all words."""
        query = respelled(self.generation, self.request.q)
        if query is None:
            return None
        meant = Search(self.generation, replace(self.request, q=query), self.today, self.deadline)
        return query if meant.whole > self.whole else None

    @cached_property
    def whole(self) -> int:
        """How many of the found sets hold all words that were typed."""
        return int(np.count_nonzero(self.evaluation.matches.whole & self.selection.sets))

    @property
    def complete(self) -> int | None:
        """How many of the found sets hold all words, when those that hold most are there too."""
        complete = self.evaluation.matches.complete
        return None if complete is None else int(np.count_nonzero(complete & self.selection.sets))


def understood_by(generation: OpenGeneration, typed: str) -> Understood:
    """A query as this generation reads it: a number or a name that it knows is more than words."""
    parsed = parse(typed)
    if _DIGIT.search(typed) and parsed.tree and generation.resolve(typed):
        parsed = replace(parsed, tree=Or((Number(typed), parsed.tree)))
    return understood(parsed, typed, generation.names, generation.is_held)


def _numbers(tree: Node | None) -> list[str]:
    match tree:
        case Number(number):
            return [number]
        case Or(nodes):
            return [node.number for node in nodes if isinstance(node, Number)]
        case _:
            return []


def _waited(generation: OpenGeneration, today: date) -> npt.NDArray[np.int64]:
    """Days each set waited or still waits for its answer; -1 where that cannot be told."""
    sets = generation.arrays.sets
    end = np.where(sets.answered != NO_DATE, sets.answered, np.where(sets.due != NO_DATE, today.toordinal(), NO_DATE))
    known = (sets.asked != NO_DATE) & (end != NO_DATE) & (end >= sets.asked)
    return np.where(known, end.astype(np.int64) - sets.asked, -1)
