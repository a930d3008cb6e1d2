"""The default engine: searches the current generation, and goes over to a new one by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
import numpy.typing as npt

from index import writer
from index.arrays import NO_DATE
from index.json import ministries
from index.records import Question, QuestionSet, text_of
from index.schema import FACETS
from search.describe import describe
from search.embedded import figures
from search.embedded.facets import SHOWN_VALUES, Selection
from search.embedded.generation import OpenGeneration
from search.embedded.matching import Evaluation, Matches
from search.embedded.snippets import Marker
from search.engine import NoGeneration
from search.query import Node, Number, Or, ParsedQuery, parse
from search.request import SearchRequest, Sort
from search.response import (
    Coverage,
    Event,
    Facet,
    Hit,
    Listed,
    Passage,
    Relations,
    SearchResponse,
    SnapshotMark,
    Snippet,
    Statistics,
    Total,
)

PASSAGES = 3
"""Questions shown with a hit."""

Ordinals = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Found:
    """A request evaluated: its matches, its selection, the matching sets that pass it, and the questions that match."""

    parsed: ParsedQuery
    matches: Matches
    selection: Selection
    sets: npt.NDArray[np.bool_]
    holding: npt.NDArray[np.bool_]


class EmbeddedEngine:
    """Serves `search.engine.Engine` from the generations in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._open: OpenGeneration | None = None
        self._generation()

    def search(self, request: SearchRequest, today: date) -> SearchResponse:
        """Hits, exact counts and facets of one request."""
        started = perf_counter()
        generation = self._generation()
        found = _find(generation, request, today)
        ranked = _ranked(generation, found, request.sort, today)
        first = (request.page - 1) * request.per_page
        hits = [_hit(generation, found, int(n), today) for n in ranked[first : first + request.per_page]]
        return SearchResponse(
            request=request,
            sentence=describe(request, _labeller(found.selection)),
            notes=(*request.notes, *found.parsed.notes, *_fallback_note(found.matches)),
            mistakes=(*request.mistakes, *_unknown_values(request, found.selection)),
            total=Total(sets=len(ranked), questions=_matching_questions(generation, found)),
            hits=tuple(hits),
            facets=tuple(found.selection.facet(f.name, found.matches.sets, shown=SHOWN_VALUES) for f in FACETS),
            histogram=found.selection.histogram(found.matches.sets),
            figures=figures.figures(generation, found.sets, found.selection.columns["termijn"], today),
            suggestion=None,
            snapshot=_mark_of(generation),
            took_ms=round((perf_counter() - started) * 1000, 1),
        )

    def facet(self, request: SearchRequest, name: str, today: date) -> Facet:
        """All values of one facet for a request, however many."""
        found = _find(self._generation(), request, today)
        return found.selection.facet(name, found.matches.sets, shown=None)

    def records(self, request: SearchRequest, today: date) -> Iterator[QuestionSet]:
        """The whole records of all sets found, one by one in the order asked for, all from one generation."""
        generation = self._generation()
        found = _find(generation, request, today)
        for ordinal in _ranked(generation, found, request.sort, today).tolist():
            record = generation.record(generation.arrays.sets.ids[ordinal])
            assert record is not None, generation.arrays.sets.ids[ordinal]
            yield record

    def statistics(self, request: SearchRequest, today: date) -> Statistics:
        """The figures of all sets found, as a whole and year by year."""
        generation = self._generation()
        return figures.statistics(generation, _find(generation, request, today).sets, today)

    def events(self, request: SearchRequest, today: date, limit: int) -> tuple[Event, ...]:
        """The latest questions and answers among the sets found, newest first."""
        generation = self._generation()
        return figures.events(generation, _find(generation, request, today).sets, request.since, today, limit)

    def listing(self) -> tuple[Listed, ...]:
        """All sets, the oldest first."""
        return figures.listing(self._generation())

    def resolve(self, number: str) -> str | None:
        """The id of the set known by a number."""
        return self._generation().resolve(number)

    def question_set(self, set_id: str) -> QuestionSet | None:
        """The whole record of one set."""
        return self._generation().record(set_id)

    def relations(self, question_set: QuestionSet) -> Relations:
        """The sets and papers a set refers to, and the sets that refer to it."""
        return self._generation().relations(question_set)

    def mark(self, query: str, text: str) -> Snippet:
        """`text` whole, with the words marked that `query` looks for anywhere."""
        return Marker(parse(query).tree).mark(text)

    def coverage(self) -> Coverage:
        """What the current generation holds."""
        generation = self._generation()
        asked = generation.arrays.sets.asked
        dated = asked[asked != NO_DATE]
        return Coverage(
            sets=generation.manifest.sets,
            questions=generation.manifest.questions,
            answered_questions=int(np.count_nonzero(generation.arrays.fields["answer"].lengths)),
            first_asked=date.fromordinal(int(dated.min())) if len(dated) else None,
            last_asked=date.fromordinal(int(dated.max())) if len(dated) else None,
        )

    def snapshot(self) -> SnapshotMark:
        """Which generation is current."""
        return _mark_of(self._generation())

    def close(self) -> None:
        """Let go of all files."""
        with self._lock:
            if self._open:
                self._open.close()
            self._open = None

    def _generation(self) -> OpenGeneration:
        """The current generation, opened anew when the pointer has moved; requests under way keep the older one."""
        name = writer.current_name(self._folder)
        if name is None:
            sentence = f"Er is nog geen index in {self._folder}. Bouw die eerst: vraagbaak crawl, extract en build."
            raise NoGeneration(sentence)
        with self._lock:
            if self._open is None or self._open.manifest.id != name:
                self._open = _opened(self._folder / name)
            return self._open


def _opened(place: Path) -> OpenGeneration:
    try:
        return OpenGeneration(place)
    except writer.OtherVersionError as error:
        raise NoGeneration(str(error)) from error


def _find(generation: OpenGeneration, request: SearchRequest, today: date) -> _Found:
    parsed = _parsed(generation, request.q)
    matches = Evaluation(generation, parsed.tree).matches()
    selection = Selection(generation, request, today)
    holding = (matches.doc_scores > 0) & (generation.arrays.doc_question >= 0)
    return _Found(parsed, matches, selection, selection.passing(matches.sets), holding)


def _parsed(generation: OpenGeneration, typed: str) -> ParsedQuery:
    """The query's tree; a whole number that we know also finds the set it names."""
    parsed = parse(typed)
    if any(char.isdigit() for char in typed) and parsed.tree and generation.resolve(typed):
        return ParsedQuery(Or((Number(typed), parsed.tree)), parsed.notes)
    return parsed


def _ranked(generation: OpenGeneration, found: _Found, sort: Sort, today: date) -> Ordinals:
    """The ordinals of all found sets in the order asked for; equal ones newest first."""
    ordinals = np.flatnonzero(found.sets)
    match sort:
        case Sort.RELEVANCE:
            return ordinals[np.argsort(-_scores(generation, found)[ordinals], kind="stable")]
        case Sort.NEWEST:
            return ordinals
        case Sort.OLDEST:
            asked = generation.arrays.sets.asked[ordinals].astype(np.int64)
            return ordinals[np.argsort(np.where(asked == NO_DATE, np.iinfo(np.int64).max, asked), kind="stable")]
        case Sort.LONGEST_WAIT:
            return ordinals[np.argsort(-_waited(generation, today)[ordinals], kind="stable")]


def _scores(generation: OpenGeneration, found: _Found) -> npt.NDArray[np.float64]:
    """The scores of all sets; the set named by its number comes before everything."""
    scores = found.matches.scores.copy()
    for number in _numbers(found.parsed.tree):
        set_id = generation.resolve(number)
        if set_id:
            scores[generation.ordinals[set_id]] += scores.max(initial=0.0) + 1.0
    return scores


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


def _matching_questions(generation: OpenGeneration, found: _Found) -> int:
    """How many questions of the found sets hold something that was looked for; all of them when no words were."""
    if not found.matches.doc_scores.any():
        return int(generation.arrays.sets.questions[found.sets].sum()) if not _has_text(found) else 0
    return int(np.count_nonzero(found.sets[generation.arrays.doc_set] & found.holding))


def _has_text(found: _Found) -> bool:
    return bool(found.matches.scores.any())


def _hit(generation: OpenGeneration, found: _Found, ordinal: int, today: date) -> Hit:
    record = generation.record(generation.arrays.sets.ids[ordinal])
    assert record is not None, generation.arrays.sets.ids[ordinal]
    docs = generation.docs_of(ordinal)
    holding = docs[found.holding[docs]]
    searched = _has_text(found)
    tree = found.parsed.tree
    return Hit(
        id=record.id,
        title=Marker(tree, "title").mark(record.title),
        asked_on=record.asked_on,
        answered_on=record.answered_on,
        days_to_answer=record.days_to_answer,
        status=record.status,
        term=record.term(today),
        submitters=record.submitters,
        addressees=record.addressees,
        ministries=tuple(ministries(record)),
        topics=record.topics,
        score=round(float(found.matches.scores[ordinal]), 3),
        questions=len(record.questions),
        matching_questions=len(holding) if searched else len(record.questions),
        passages=_passages(generation, found, record, holding),
    )


def _passages(generation: OpenGeneration, found: _Found, record: QuestionSet, holding: Ordinals) -> tuple[Passage, ...]:
    """The best questions of a set, in the order of their numbers; its first question when only its title matched."""
    best = holding[np.argsort(-found.matches.doc_scores[holding], kind="stable")]
    places: list[int] = []
    shown: set[tuple[str, ...]] = set()
    for place in generation.arrays.doc_question[best].tolist() or list(range(len(record.questions)))[:1]:
        question = record.questions[place]
        if question.together and question.together in shown:
            continue
        shown.add(question.together)
        places.append(place)
    return tuple(_passage(found.parsed.tree, record.questions[place]) for place in sorted(places[:PASSAGES]))


def _passage(tree: Node | None, question: Question) -> Passage:
    answer = text_of(question.answer.blocks) if question.answer else ""
    return Passage(
        number=question.number,
        together=question.together,
        question=Marker(tree, "question").passage(text_of(question.blocks)),
        answer=Marker(tree, "answer").passage(answer),
    )


def _fallback_note(matches: Matches) -> tuple[str, ...]:
    if matches.most_of is None:
        return ()
    count = "maar één" if matches.most_of == 1 else f"niet meer dan {matches.most_of}"
    return (f"Geen enkele set bevat alle woorden; hieronder staan sets met {count} ervan.",)


def _labeller(selection: Selection) -> Callable[[str, str], str]:
    """The function that gives the label of a facet's value; a value that does not exist is its own."""

    def label(facet: str, value: str) -> str:
        column = selection.columns[facet]
        return column.labels[column.slugs.index(value)] if value in column.slugs else value

    return label


def _unknown_values(request: SearchRequest, selection: Selection) -> tuple[str, ...]:
    """A sentence for each chosen value that does not exist."""
    rows = {facet.name: facet for facet in FACETS}
    return tuple(
        f"‘{value[:60]}’ is geen bekende waarde van {rows[f.facet].label.lower()}."
        for f in request.filters
        for value in f.values
        if value not in selection.columns[f.facet].slugs and not rows[f.facet].exists(value)
    )


def _mark_of(generation: OpenGeneration) -> SnapshotMark:
    manifest = generation.manifest
    return SnapshotMark(id=manifest.id, built_at=manifest.built_at, synced_at=manifest.synced_at)
