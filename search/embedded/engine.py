"""The default engine: searches the current generation, and goes over to a new one by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from math import inf
from pathlib import Path
from time import perf_counter

import numpy as np

from index.arrays import NO_DATE, Flags
from index.records import QuestionSet
from index.schema import FACETS
from index.series import SeriesYear
from search.describe import describe, lacking
from search.draft import Draft
from search.embedded import figures
from search.embedded.completion import completions
from search.embedded.deadline import Deadline
from search.embedded.explain import explanation
from search.embedded.facets import SHOWN_VALUES, Selection
from search.embedded.generation import OpenGeneration
from search.embedded.hits import hits, parts_instead, unknown_words
from search.embedded.matching import Evaluation
from search.embedded.neighbours import Neighbours, draft_of
from search.embedded.relations import brief
from search.embedded.search import Search, understood_by
from search.embedded.serving import Serving
from search.embedded.snippets import Marker
from search.people import readings
from search.query import ParsedQuery, exact, parse
from search.request import SearchRequest
from search.response import (
    Asked,
    Completion,
    Coverage,
    Event,
    Explanation,
    Facet,
    Listed,
    Place,
    Relations,
    SearchResponse,
    Similar,
    SnapshotMark,
    Snippet,
    Statistics,
    Total,
)
from search.tree import And, TextLeaf, Word, leaves

PATIENCE = 10.0
"""Seconds that one question to the engine may take; what costs most within the budget takes a tenth of a second."""


class EmbeddedEngine:
    """Serves `search.engine.Engine` from the generations in a folder."""

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self._serving = Serving(folder, self._make_ready)
        self._patience = patience
        self._generation: Callable[[], OpenGeneration] = self._serving.generation
        self._deadline: Callable[[], Deadline] = lambda: Deadline(patience)
        self._neighbours: dict[str, Neighbours] = {}
        """Of the generation last asked about; pinned engines share it."""

    def get_ready(self, today: date) -> None:
        """Do now what otherwise the first questions of a day have to wait for."""
        self._serving.get_ready(today)

    def search(self, request: SearchRequest, today: date) -> SearchResponse:
        """Hits, exact counts and facets of one request."""
        started = perf_counter()
        search = self._asked(request, today)
        ranked = search.ranked()
        facets = search.selection.facets(tuple(row.name for row in FACETS), shown=SHOWN_VALUES)
        counted = perf_counter()
        found = hits(search, ranked)
        shown = perf_counter()
        unknown = unknown_words(search)
        return SearchResponse(
            request=request,
            sentence=describe(request, search.selection.label),
            notes=(*request.notes, *search.parsed.notes, *search.evaluation.notes, *lacking(unknown)),
            mistakes=(*request.mistakes, *_unknown_values(request, search.selection)),
            total=Total(sets=search.total, questions=search.questions()),
            hits=found,
            facets=facets,
            histogram=search.selection.histogram(),
            figures=figures.figures(search.generation, search.selection.table, search.selection.sets, today),
            suggestion=search.suggestion(),
            snapshot=_mark_of(search.generation),
            took_ms=round((perf_counter() - started) * 1000, 1),
            complete=search.complete,
            parts=parts_instead(search),
            unknown=unknown,
            exact=_exact(search),
            readings=readings(request, search.query),
            parts_ms=(("match", (counted - started) * 1000), ("hits", (shown - counted) * 1000)),
        )

    def count(self, request: SearchRequest, today: date) -> int:
        """How many sets are found."""
        return self._asked(request, today).total

    def place(self, request: SearchRequest, set_id: str, today: date) -> Place | None:
        """Where a set stands in the order asked for; None when the search does not find it."""
        search = self._asked(request, today)
        ordinal = search.generation.ordinals.get(set_id)
        if ordinal is None or not search.selection.sets[ordinal]:
            return None
        order = search.first(search.total).tolist()
        at = order.index(ordinal)
        before, after = order[max(at - 1, 0) : at], order[at + 1 : at + 2]
        return Place(
            number=at + 1,
            total=len(order),
            before=brief(search.generation.held(before[0])) if before else None,
            after=brief(search.generation.held(after[0])) if after else None,
        )

    def facet(self, request: SearchRequest, name: str, today: date) -> Facet:
        """All values of one facet for a request, however many."""
        return self._asked(request, today).selection.facets((name,), shown=None)[0]

    def records(self, request: SearchRequest, today: date) -> Iterator[QuestionSet]:
        """The whole records of all sets found, one by one in the order asked for, all from one generation."""
        search = self._asked(request, today)
        for ordinal in search.first(search.total).tolist():
            search.deadline.check()
            yield search.generation.held(ordinal)

    def statistics(self, request: SearchRequest, today: date) -> Statistics:
        """The figures of all sets found, as a whole and year by year."""
        search = self._asked(request, today)
        return figures.statistics(search.generation, search.selection.table, search.selection.sets, today)

    def events(self, request: SearchRequest, today: date, limit: int) -> tuple[Event, ...]:
        """The latest questions and answers among the sets found, newest first."""
        search = self._asked(request, today)
        return figures.events(search.generation, search.selection.sets, request.since, today, limit)

    def listing(self) -> tuple[Listed, ...]:
        """All sets, the oldest first."""
        self._in_time()
        return figures.listing(self._generation())

    def resolve(self, number: str) -> str | None:
        """The id of the set known by a number."""
        return self._generation().resolve(number)

    def question_set(self, set_id: str) -> QuestionSet | None:
        """The whole record of one set."""
        self._in_time()
        return self._generation().record(set_id)

    def relations(self, question_set: QuestionSet) -> Relations:
        """The sets and papers a set refers to, and the sets that refer to it."""
        self._in_time()
        return self._generation().relations(question_set)

    def similar(self, question_set: QuestionSet, besides: Collection[str]) -> tuple[Similar, ...]:
        """The sets most like one, nearest first, without those named in `besides`."""
        return self._near().sets(question_set, besides, self._in_time())

    def already_asked(self, draft: Draft) -> tuple[Asked, ...]:
        """For each question of a draft the nearest questions that were asked before."""
        return self._near().questions(draft, self._in_time())

    def earlier(self, question_set: QuestionSet) -> tuple[Asked, ...]:
        """For each question of a set the nearest of other sets that were asked on an earlier day."""
        draft, deadline = draft_of(question_set), self._in_time()
        return self._near().questions(draft, deadline, before=question_set.asked_on, besides=(question_set.id,))

    def explain(self, request: SearchRequest, question_set: QuestionSet, today: date) -> Explanation:
        """Why a set is found by a request, and what its score is made of."""
        search = self._asked(request, today)
        found = bool(search.selection.sets[search.generation.ordinals[question_set.id]])
        return explanation(search.generation, search.evaluation, question_set, found=found)

    def marking(self, query: str) -> Callable[[str], Snippet]:
        """What gives a text whole, with the words marked that a query looks for anywhere."""
        self._in_time()
        generation = self._generation()
        tree = understood_by(generation, query).parsed.tree
        return Marker([leaf for leaf in leaves(tree) if isinstance(leaf, TextLeaf)], generation.forms_of).mark

    def complete(self, typed: str, limit: int, today: date) -> tuple[Completion, ...]:
        """What a visitor who has typed this may be about to type, the likeliest first."""
        generation = self._generation()
        return completions(generation.completer, typed, limit, _Counting(generation, today, self._in_time()))

    def coverage(self) -> Coverage:
        """What the current generation holds."""
        generation = self._generation()
        asked = generation.arrays.sets.asked
        answers = generation.arrays.texts.lengths[slice(*generation.arrays.texts_of("answer"))]
        dated = asked[asked != NO_DATE]
        return Coverage(
            sets=generation.manifest.sets,
            questions=generation.manifest.questions,
            answered_questions=int(np.count_nonzero(answers)),
            first_asked=date.fromordinal(int(dated.min())) if len(dated) else None,
            last_asked=date.fromordinal(int(dated.max())) if len(dated) else None,
        )

    def series(self) -> tuple[SeriesYear, ...]:
        """How complete the numbers of the Aanhangsel are, in every parliamentary year."""
        return self._generation().series

    def snapshot(self) -> SnapshotMark:
        """Which generation is current."""
        return _mark_of(self._generation())

    def pinned(self, patience: float | None = None) -> EmbeddedEngine:
        """The engine as it is now, with so many seconds for everything together that it is asked from here on."""
        return self._on(self._generation(), Deadline(self._patience if patience is None else patience))

    def _asked(self, request: SearchRequest, today: date) -> Search:
        return Search(self._generation(), request, today, self._in_time())

    def _in_time(self) -> Deadline:
        """The end of the time for what is asked now; raises TooSlow when that was before."""
        deadline = self._deadline()
        deadline.check()
        return deadline

    def _on(self, generation: OpenGeneration, deadline: Deadline) -> EmbeddedEngine:
        held = copy(self)
        held._generation, held._deadline = lambda: generation, lambda: deadline  # noqa: SLF001 - of the same class
        return held

    def _make_ready(self, generation: OpenGeneration, day: date) -> Iterator[None]:
        """Let a generation do what only its first questions of a day have to, a step at a time."""
        engine = self._on(generation, Deadline(inf))
        steps: tuple[Callable[[], object], ...] = (
            lambda: generation.facets(day),
            lambda: generation.speller,
            lambda: generation.completer,
            lambda: generation.series,
            lambda: engine.search(SearchRequest(q="vraag"), day),
            lambda: engine.complete("vraa", 1, day),
        )
        for step in steps:
            step()
            yield

    def close(self) -> None:
        """Let go of all files."""
        self._serving.close()

    def _near(self) -> Neighbours:
        """What finds neighbours in the current generation; made at the first question for it."""
        generation = self._generation()
        near = self._neighbours.get(generation.manifest.id)
        if near is None:
            near = Neighbours(generation)
            self._neighbours.clear()
            self._neighbours[generation.manifest.id] = near
        return near


class _Counting:
    """Counts sets on one generation, as a search for the words does."""

    def __init__(self, generation: OpenGeneration, today: date, deadline: Deadline) -> None:
        self._generation = generation
        self._facets = generation.facets(today)
        self._deadline = deadline

    def sets(self, words: str) -> int:
        """How many sets have all words."""
        counted = self._generation.counted
        if words not in counted:
            counted[words] = int(np.count_nonzero(self._having(understood_by(self._generation, words).parsed)))
        return counted[words]

    def beside(self, before: str, words: Sequence[str]) -> list[int]:
        """How many sets have each word and all those before it; none when what is before is more than words."""
        parsed = parse(before)
        nodes = parsed.tree.nodes if isinstance(parsed.tree, And) else (parsed.tree,)
        if parsed.notes or not all(isinstance(node, Word) for node in nodes):
            return [0] * len(words)
        sets = self._having(parsed)
        return [int(np.count_nonzero(sets & self._having(parse(word)))) for word in words]

    def _having(self, parsed: ParsedQuery) -> Flags:
        """The sets that have everything that is looked for; strictly, so that no others are looked up beside them."""
        strictly = replace(parsed, strict=True)
        return Evaluation(self._generation, self._facets, strictly, self._deadline).matches.sets


def _exact(search: Search) -> str | None:
    """The query for the very words typed, when it looks for other forms too."""
    quoted = exact(search.request.q)
    return quoted if quoted != search.request.q.strip() else None


def _unknown_values(request: SearchRequest, selection: Selection) -> tuple[str, ...]:
    """A sentence for each chosen value that does not exist."""
    rows = {facet.name: facet for facet in FACETS}
    return tuple(
        f"‘{value[:60]}’ is geen bekende waarde van {rows[f.facet].label.lower()}."
        for f in request.filters
        for value in f.values
        if value not in selection.table.facets[f.facet].slugs and rows[f.facet].known(value) is None
    )


def _mark_of(generation: OpenGeneration) -> SnapshotMark:
    manifest = generation.manifest
    return SnapshotMark(id=manifest.id, built_at=manifest.built_at, synced_at=manifest.synced_at)
