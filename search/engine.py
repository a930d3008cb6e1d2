"""The interface every engine serves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Protocol

from index.records import QuestionSet
from index.series import SeriesYear
from search.draft import Draft
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
)


class NoGeneration(Exception):  # noqa: N818 - it says what is the matter
    """There is nothing to search in; the sentence is for people."""


class TooSlow(Exception):  # noqa: N818 - it says what is the matter
    """A question took longer than it may; what was found until then would not be the same the next time."""


class Engine(Protocol):
    """Answers searches from one generation at a time, and always from a whole one."""

    def pinned(self, patience: float | None = None) -> Engine:
        """The engine as it is now: it goes on answering from one generation when another comes to serve.

        All that it is asked has one time together, `patience` in seconds; whatever is asked when that is over raises
        TooSlow.
        """
        ...

    def get_ready(self, today: date) -> None:
        """Do now what otherwise the first questions of a day have to wait for."""
        ...

    def search(self, request: SearchRequest, today: date) -> SearchResponse:
        """Hits, exact counts and facets of one request."""
        ...

    def count(self, request: SearchRequest, today: date) -> int:
        """How many sets are found; the cheapest question there is."""
        ...

    def place(self, request: SearchRequest, set_id: str, today: date) -> Place | None:
        """Where a set stands in the order asked for; None when the search does not find it."""
        ...

    def facet(self, request: SearchRequest, name: str, today: date) -> Facet:
        """All values of one facet for a request, however many."""
        ...

    def records(self, request: SearchRequest, today: date) -> Iterator[QuestionSet]:
        """The whole records of all sets found, page or no page, one by one in the order asked for."""
        ...

    def statistics(self, request: SearchRequest, today: date) -> Statistics:
        """The figures of all sets found, as a whole and year by year."""
        ...

    def events(self, request: SearchRequest, today: date, limit: int) -> tuple[Event, ...]:
        """The latest questions and answers among the sets found, newest first; nothing from after `today`."""
        ...

    def listing(self) -> tuple[Listed, ...]:
        """All sets, the oldest first, so that the list only grows at its end."""
        ...

    def resolve(self, number: str) -> str | None:
        """The id of the set known by `number`: its own id or any alias, whatever the case of the letters."""
        ...

    def question_set(self, set_id: str) -> QuestionSet | None:
        """The whole record of one set."""
        ...

    def relations(self, question_set: QuestionSet) -> Relations:
        """The sets and papers a set refers to, and the sets that refer to it."""
        ...

    def similar(self, question_set: QuestionSet, besides: Collection[str]) -> tuple[Similar, ...]:
        """The sets most like one, nearest first, without those named in `besides`."""
        ...

    def already_asked(self, draft: Draft) -> tuple[Asked, ...]:
        """For each question of a draft the nearest questions that were asked before."""
        ...

    def earlier(self, question_set: QuestionSet) -> tuple[Asked, ...]:
        """For each question of a set the nearest of other sets that were asked on an earlier day."""
        ...

    def explain(self, request: SearchRequest, question_set: QuestionSet, today: date) -> Explanation:
        """Why a set is found by a request, and what its score is made of."""
        ...

    def marking(self, query: str) -> Callable[[str], Snippet]:
        """What gives a text whole, with the words marked that a query looks for."""
        ...

    def complete(self, typed: str, limit: int, today: date) -> tuple[Completion, ...]:
        """What a visitor who has typed this may be about to type, the likeliest first."""
        ...

    def coverage(self) -> Coverage:
        """What the current generation holds."""
        ...

    def series(self) -> tuple[SeriesYear, ...]:
        """How complete the numbers of the Aanhangsel are, in every parliamentary year."""
        ...

    def snapshot(self) -> SnapshotMark:
        """Which generation is current."""
        ...
