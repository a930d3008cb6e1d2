"""What a search answers: hits with their passages, facets with their counts, and how the search was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from index.records import Addressee, Reference, Status, Submitter, Term, Topic
from search.draft import DraftQuestion
from search.request import SearchRequest

Snippet = tuple[tuple[str, bool], ...]
"""Consecutive pieces of text; True marks a piece that matched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A question of a hit that matched, cut to the matching parts of question and answer."""

    number: str
    together: tuple[str, ...]
    question: Snippet
    answer: Snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One question set in rank order. `ministries` are facet values; `matching_questions` counts over the whole set.

    `via` are the longer words and other names through which alone it holds a typed word, `missing` the typed words
    that it lacks.
    """

    id: str
    title: Snippet
    asked_on: date | None
    answered_on: date | None
    days_to_answer: int | None
    status: Status
    term: Term | None
    submitters: tuple[Submitter, ...]
    addressees: tuple[Addressee, ...]
    ministries: tuple[str, ...]
    topics: tuple[Topic, ...]
    score: float
    questions: int
    matching_questions: int
    passages: tuple[Passage, ...]
    via: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def plain_title(self) -> str:
        """The title without marks."""
        return "".join(text for text, _ in self.title)


class Bucket(NamedTuple):
    """One value of a facet and the number of question sets a click on it leaves; a tuple, for a search makes many."""

    value: str
    label: str
    count: int  # type: ignore[assignment] # hides tuple.count, which is of no use here
    selected: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of one facet: chosen ones first, then by count; `total_values` is how many there are in all."""

    name: str
    label: str
    buckets: tuple[Bucket, ...]
    total_values: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCount:
    """Question sets asked in one year."""

    year: int
    sets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Exact numbers of question sets found and of questions in them that match."""

    sets: int
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts over question sets: how many were answered, how soon, and how they stand against their terms.

    `overdue` are the late ones that still wait. `median_days` is over the answered sets whose dates are known.
    """

    sets: int = 0
    questions: int = 0
    answered: int = 0
    waiting: int = 0
    on_time: int = 0
    after_postponement: int = 0
    late: int = 0
    running: int = 0
    overdue: int = 0
    median_days: float | None = None

    @property
    def in_time_share(self) -> float | None:
        """The share (0 to 1) answered within its term, of all sets of which that can be told by now."""
        told = self.on_time + self.after_postponement + self.late
        return (self.on_time + self.after_postponement) / told if told else None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """The figures of the sets asked in one year; None is the year of sets without a date."""

    year: int | None
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The figures of a search as a whole and year by year, the years in order and those without a date last."""

    total: Figures
    years: tuple[YearFigures, ...]


class EventKind(Enum):
    """What happened to a question set."""

    ASKED = "ingezonden"
    ANSWERED = "beantwoord"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """That a set was asked or answered, and when."""

    day: date
    kind: EventKind
    set_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A set in the list of all of them; `changed_on` is the day of its answer, or else of its questions."""

    set_id: str
    changed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotMark:
    """Which generation answered, when it was built and how fresh its archive was (None before any crawl)."""

    id: str
    built_at: datetime
    synced_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a generation holds."""

    sets: int
    questions: int
    answered_questions: int
    first_asked: date | None
    last_asked: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a visitor may be typing: words to search for, or a value of a facet (`facet`, `value`); what that finds.

    `also` is another name of the value, when that is what was typed: a former one, an abbreviation.
    """

    text: str
    sets: int
    facet: str | None = None
    value: str | None = None
    also: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A question set in one line."""

    id: str
    title: str
    asked_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a set stands among all that a search finds, counted from 1, and its neighbours there."""

    number: int
    total: int
    before: Brief | None
    after: Brief | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A reference between two sets: the one at the other end, None when we do not hold what it means."""

    reference: Reference
    other: Brief | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """What a set refers to, in the order of its text, and what refers to it, the newest first."""

    refers_to: tuple[Tie, ...]
    referred_by: tuple[Tie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A question set that is like another one."""

    id: str
    title: str
    asked_on: date | None
    status: Status
    submitters: tuple[Submitter, ...]


class Bonus(Enum):
    """What lifts the score of a set as a whole, in the words that a reader is told."""

    NAMED = "gesteld of beantwoord door wie is genoemd"
    ONE_QUESTION = "één vraag met haar antwoord bevat alles wat is gezocht"
    COMPLETE = "deze set bevat alle woorden; andere sets bevatten er minder"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedPlace:
    """A text of a set that holds a word: its field, the number of its question, the forms there with how often.

    `score` is what it adds to the score of the set.
    """

    field: str
    number: str | None
    forms: tuple[tuple[str, int], ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedWord:
    """A word looked for (or a `part` of one) that a set holds: in how many sets it stands, what it adds, and where."""

    written: str
    part: bool
    sets: int
    score: float
    places: tuple[ExplainedPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a set is found, or why not; `missing` are the words it lacks, `sets` is how many there are in all."""

    set_id: str
    title: str
    found: bool
    sets: int
    words: tuple[ExplainedWord, ...]
    bonuses: tuple[tuple[Bonus, float], ...]
    missing: tuple[str, ...]

    @property
    def score(self) -> float:
        """The sum of all parts, which is the score of the set."""
        return sum(word.score for word in self.words) + sum(score for _, score in self.bonuses)


class Nearness(Enum):
    """How near an earlier question is, in the words that a reader is told."""

    SAME = "vrijwel dezelfde vraag"
    CLOSE = "nauw verwant"
    RELATED = "verwant"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierQuestion:
    """A question that was asked before, with its answer as far as it is shown; the shared words are marked."""

    set_id: str
    title: Snippet
    number: str
    together: tuple[str, ...]
    nearness: Nearness
    asked_on: date | None
    answered_on: date | None
    status: Status
    submitters: tuple[Submitter, ...]
    addressees: tuple[Addressee, ...]
    question: Snippet
    answer: Snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a draft and the earlier ones near it, the nearest first; none when nothing is like it."""

    question: DraftQuestion
    nearest: tuple[EarlierQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Another search that may be meant, and how it is offered."""

    label: str
    request: SearchRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResponse:
    """The answer to one request.

    `sentence` says what was searched, `notes` how it was read, `mistakes` what was not understood (parameters or
    values that do not exist). `complete` is how many of the sets hold all words, when those that hold most follow them;
    of a single word these hold its `parts`. `unknown` are words that no set holds. `exact` is the query for the very
    words typed, None when it is that already; `readings` are searches for a person whose name was typed. `parts_ms`
    says what the time went to.
    """

    request: SearchRequest
    sentence: str
    notes: tuple[str, ...]
    mistakes: tuple[str, ...]
    total: Total
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    histogram: tuple[YearCount, ...]
    figures: Figures
    suggestion: str | None
    snapshot: SnapshotMark
    took_ms: float
    complete: int | None = None
    parts: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    exact: str | None = None
    readings: tuple[Reading, ...] = ()
    parts_ms: tuple[tuple[str, float], ...] = ()

    @property
    def pages(self) -> int:
        """How many pages the hits fill; one when there are none."""
        return max(1, -(-self.total.sets // self.request.per_page))
