"""An engine over a few records in memory: slow and simple, but every count is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from statistics import median

from index.facets import TERM_LABELS, ministries
from index.records import Question, QuestionSet, Status, Term, text_of
from index.schema import FACETS
from index.series import SeriesYear, series_of_names
from search.draft import Draft, DraftQuestion
from search.request import Filter, SearchRequest, Sort
from search.response import (
    Asked,
    Bonus,
    Brief,
    Bucket,
    Completion,
    Coverage,
    EarlierQuestion,
    Event,
    EventKind,
    ExplainedPlace,
    ExplainedWord,
    Explanation,
    Facet,
    Figures,
    Hit,
    Listed,
    Nearness,
    Passage,
    Place,
    Relations,
    SearchResponse,
    Similar,
    SnapshotMark,
    Snippet,
    Statistics,
    Tie,
    Total,
    YearCount,
    YearFigures,
)

LONG_WORD = 5
BUILT = datetime(2023, 5, 1, 6, 0, tzinfo=UTC)
LABELS = {row.name: row.label for row in FACETS}


class MemoryEngine:
    """Finds the sets that hold all words; newest first unless asked otherwise."""

    def __init__(self, records: Iterable[QuestionSet], snapshot: str = "proef-1") -> None:
        self.corpus = tuple(records)
        self.snapshot_id = snapshot
        self.searches = 0

    def pinned(self, patience: float | None = None) -> MemoryEngine:  # noqa: ARG002 - it has all the time
        return self

    def get_ready(self, today: date) -> None:
        """There is nothing to get ready."""

    def search(self, request: SearchRequest, today: date) -> SearchResponse:
        self.searches += 1
        found = list(self.records(request, today))
        words = _words(request.q)
        start = (request.page - 1) * request.per_page
        return SearchResponse(
            request=request,
            sentence=f"Vragen over ‘{request.q}’" if request.q else "Alle vragen",
            notes=request.notes,
            mistakes=(*request.mistakes, *self._mistakes(request, today)),
            total=Total(sets=len(found), questions=sum(len(_passing(r, words)) for r in found)),
            hits=tuple(_hit(r, words, today) for r in found[start : start + request.per_page]),
            facets=tuple(replace(f, buckets=f.buckets[:20]) for f in self._facets(request, today)),
            histogram=self._histogram(request, today),
            figures=_figures(found, today),
            suggestion="hoogwater" if request.q == "hogwater" else None,
            snapshot=self.snapshot(),
            took_ms=1.0,
            parts_ms=(("match", 0.4), ("hits", 0.6)),
        )

    def records(self, request: SearchRequest, today: date) -> Iterator[QuestionSet]:
        yield from sorted(self._matching(request, today), key=lambda r: _rank(r, request.sort))

    def count(self, request: SearchRequest, today: date) -> int:
        return len(self._matching(request, today))

    def place(self, request: SearchRequest, set_id: str, today: date) -> Place | None:
        found = [record.id for record in self.records(request, today)]
        if set_id not in found:
            return None
        at = found.index(set_id)
        before, after = found[at - 1] if at else None, next(iter(found[at + 1 :]), None)
        return Place(number=at + 1, total=len(found), before=self._brief(before), after=self._brief(after))

    def series(self) -> tuple[SeriesYear, ...]:
        return series_of_names(name for record in self.corpus for name in record.aliases)

    def statistics(self, request: SearchRequest, today: date) -> Statistics:
        found = self._matching(request, today)
        years = sorted({r.asked_on.year if r.asked_on else None for r in found}, key=lambda year: year or 9999)
        rows = ((year, [r for r in found if (r.asked_on and r.asked_on.year) == year]) for year in years)
        return Statistics(
            total=_figures(found, today),
            years=tuple(YearFigures(year=year, figures=_figures(sets, today)) for year, sets in rows),
        )

    def events(self, request: SearchRequest, today: date, limit: int) -> tuple[Event, ...]:
        since = request.since or date.min
        found = [
            Event(day=day, kind=kind, set_id=record.id)
            for record in self._matching(request, today)
            for day, kind in ((record.answered_on, EventKind.ANSWERED), (record.asked_on, EventKind.ASKED))
            if day and since < day <= today
        ]
        return tuple(sorted(found, key=lambda event: event.day, reverse=True)[:limit])

    def complete(self, typed: str, limit: int, today: date) -> tuple[Completion, ...]:
        """Parties and the titles' words that begin as typed."""
        begun = typed.casefold()
        parties = (bucket for bucket in self.facet(SearchRequest(), "partij", today).buckets)
        found = [
            Completion(text=row.label, sets=row.count, facet="partij", value=row.value)
            for row in parties
            if begun and row.label.casefold().startswith(begun)
        ]
        words = {word for record in self.corpus for word in _words(record.title) if begun and word.startswith(begun)}
        found += [
            Completion(text=word, sets=len(self._matching(SearchRequest(q=word), today))) for word in sorted(words)
        ]
        return tuple(found[:limit])

    def listing(self) -> tuple[Listed, ...]:
        rows = sorted(self.corpus, key=lambda r: (r.asked_on or date.min, r.id))
        return tuple(Listed(set_id=r.id, changed_on=r.answered_on or r.asked_on) for r in rows)

    def facet(self, request: SearchRequest, name: str, today: date) -> Facet:
        counts: Counter[str] = Counter()
        labels: dict[str, str] = {}
        for record in self._matching(request, today, beside=name):
            values = dict(_values(record, name, today))
            counts.update(list(values))
            labels |= values
        chosen, excluded = request.selected(name), request.selected(name, exclude=True)
        counts.update(dict.fromkeys({*chosen, *excluded} & set(self._known(name, today)), 0))
        labels = self._known(name, today) | labels
        order = sorted(counts, key=lambda value: (value not in chosen, -counts[value], value))
        buckets = tuple(
            Bucket(value=v, label=labels[v], count=counts[v], selected=v in chosen, excluded=v in excluded)
            for v in order
        )
        return Facet(name=name, label=LABELS[name], buckets=buckets, total_values=len(buckets))

    def resolve(self, number: str) -> str | None:
        wanted = number.casefold()
        known = (r.id for r in self.corpus if wanted in {name.casefold() for name in (r.id, *r.aliases)})
        return next(known, None)

    def question_set(self, set_id: str) -> QuestionSet | None:
        return next((record for record in self.corpus if record.id == set_id), None)

    def relations(self, question_set: QuestionSet) -> Relations:
        others = [record for record in self.corpus if record.id != question_set.id]
        return Relations(
            refers_to=tuple(
                Tie(reference=reference, other=self._brief(self.resolve(reference.id or "")))
                for reference in question_set.references
            ),
            referred_by=tuple(
                Tie(reference=reference, other=self._brief(other.id))
                for other in others
                for reference in other.references
                if self.resolve(reference.id or "") == question_set.id
            ),
        )

    def similar(self, question_set: QuestionSet, besides: Collection[str]) -> tuple[Similar, ...]:
        """The others that share a word of the title."""
        words = set(_words(question_set.title))
        others = (record for record in self.corpus if record.id not in {question_set.id, *besides})
        return tuple(
            Similar(id=r.id, title=r.title, asked_on=r.asked_on, status=r.status, submitters=r.submitters)
            for r in others
            if words & set(_words(r.title))
        )

    def explain(self, request: SearchRequest, question_set: QuestionSet, today: date) -> Explanation:
        """Every word counts one, shared by the questions that hold it; one more when a question holds them all."""
        words = _words(request.q)
        held = {word: [q for q in question_set.questions if word in _question_text(q)] for word in words}
        together = [q for q in question_set.questions if all(word in _question_text(q) for word in words)]
        return Explanation(
            set_id=question_set.id,
            title=question_set.title,
            found=question_set in self._matching(request, today),
            sets=len(self.corpus),
            words=tuple(_explained(self, word, questions) for word, questions in held.items() if questions),
            bonuses=((Bonus.ONE_QUESTION, 1.0),) if together and len(words) > 1 else (),
            missing=tuple(word for word, questions in held.items() if not questions),
        )

    def already_asked(self, draft: Draft) -> tuple[Asked, ...]:
        return tuple(Asked(question=each, nearest=tuple(self._nearest(each.text))) for each in draft.questions)

    def earlier(self, question_set: QuestionSet) -> tuple[Asked, ...]:
        asked = (DraftQuestion(number=q.number, text=text_of(q.blocks)) for q in question_set.questions)
        return tuple(Asked(question=each, nearest=tuple(self._nearest(each.text))) for each in asked)

    def _nearest(self, text: str) -> Iterator[EarlierQuestion]:
        """Questions that share a long word; nearly the same when all words are shared."""
        words = set(_words(text))
        for record, question in ((each, question) for each in self.corpus for question in each.questions):
            shared = {word for word in words & set(_words(text_of(question.blocks))) if len(word) > LONG_WORD}
            if shared:
                yield _earlier(record, question, shared, Nearness.SAME if shared == words else Nearness.CLOSE)

    def _brief(self, set_id: str | None) -> Brief | None:
        record = self.question_set(set_id) if set_id else None
        return Brief(id=record.id, title=record.title, asked_on=record.asked_on) if record else None

    def marking(self, query: str) -> Callable[[str], Snippet]:
        return partial(_marked, _words(query))

    def coverage(self) -> Coverage:
        questions = [question for record in self.corpus for question in record.questions]
        asked = sorted(record.asked_on for record in self.corpus if record.asked_on)
        return Coverage(
            sets=len(self.corpus),
            questions=len(questions),
            answered_questions=sum(question.answer is not None for question in questions),
            first_asked=asked[0] if asked else None,
            last_asked=asked[-1] if asked else None,
        )

    def snapshot(self) -> SnapshotMark:
        return SnapshotMark(id=self.snapshot_id, built_at=BUILT, synced_at=None)

    def _matching(self, request: SearchRequest, today: date, beside: str = "") -> list[QuestionSet]:
        """The sets that pass; the own choice of the facet `beside` does not count."""
        words = _words(request.q)
        filters = [f for f in request.filters if f.facet != beside]
        return [
            record
            for record in self.corpus
            if all(word in _text(record) for word in words)
            and all(_passes(record, f, today) for f in filters)
            and _in_period(record, request)
        ]

    def _facets(self, request: SearchRequest, today: date) -> Iterator[Facet]:
        return (self.facet(request, row.name, today) for row in FACETS)

    def _histogram(self, request: SearchRequest, today: date) -> tuple[YearCount, ...]:
        asked = (record.asked_on for record in self._matching(request, today, beside="jaar"))
        years = Counter(day.year for day in asked if day)
        return tuple(YearCount(year=year, sets=years[year]) for year in sorted(years))

    def _known(self, facet: str, today: date) -> dict[str, str]:
        return {value: label for record in self.corpus for value, label in _values(record, facet, today)}

    def _mistakes(self, request: SearchRequest, today: date) -> Iterator[str]:
        for chosen in request.filters:
            for value in set(chosen.values) - set(self._known(chosen.facet, today)):
                yield f"De waarde ‘{value[:40]}’ van {LABELS[chosen.facet].lower()} bestaat niet."


def _values(record: QuestionSet, facet: str, today: date) -> list[tuple[str, str]]:
    if facet == "termijn":
        term = record.term(today)
        return [(term.value, TERM_LABELS[term])] if term else []
    row = next(row for row in FACETS if row.name == facet)
    return list(dict(row.values(record)).items())


def _passes(record: QuestionSet, chosen: Filter, today: date) -> bool:
    own = {value for value, _ in _values(record, chosen.facet, today)}
    return bool(own & set(chosen.values)) is not chosen.exclude


def _figures(found: list[QuestionSet], today: date) -> Figures:
    terms = Counter(record.term(today) for record in found)
    statuses = Counter(record.status for record in found)
    days = [record.days_to_answer for record in found if record.days_to_answer is not None]
    late = [record for record in found if record.term(today) is Term.LATE]
    return Figures(
        sets=len(found),
        questions=sum(len(record.questions) for record in found),
        answered=statuses[Status.ANSWERED],
        waiting=statuses[Status.OPEN] + statuses[Status.POSTPONED],
        on_time=terms[Term.ON_TIME],
        after_postponement=terms[Term.AFTER_POSTPONEMENT],
        late=terms[Term.LATE],
        running=terms[Term.RUNNING],
        overdue=sum(record.status is not Status.ANSWERED for record in late),
        median_days=float(median(days)) if days else None,
    )


def _in_period(record: QuestionSet, request: SearchRequest) -> bool:
    days = [day for day in (record.asked_on, record.answered_on) if day]
    if request.since and not any(day > request.since for day in days):
        return False
    if request.asked_from is None and request.asked_to is None:
        return True
    asked = record.asked_on
    return asked is not None and (request.asked_from or date.min) <= asked <= (request.asked_to or date.max)


def _rank(record: QuestionSet, sort: Sort) -> float:
    asked = (record.asked_on or date.min).toordinal()
    if sort is Sort.OLDEST:
        return asked
    return -(record.days_to_answer or 0) if sort is Sort.LONGEST_WAIT else -asked


def _words(query: str) -> list[str]:
    return re.findall(r"\w+", query.casefold())


def _question_text(question: Question) -> str:
    answer = text_of(question.answer.blocks) if question.answer else ""
    return f"{text_of(question.blocks)}\n{answer}".casefold()


def _text(record: QuestionSet) -> str:
    return "\n".join([record.title.casefold(), *map(_question_text, record.questions)])


def _passing(record: QuestionSet, words: list[str]) -> list[Question]:
    return [question for question in record.questions if any(w in _question_text(question) for w in words) or not words]


def _marked(words: list[str], text: str) -> Snippet:
    if not words:
        return ((text, False),)
    pieces = re.split(rf"({'|'.join(re.escape(word) for word in words)})", text, flags=re.IGNORECASE)
    return tuple((piece, piece.casefold() in words) for piece in pieces if piece)


def _explained(engine: MemoryEngine, word: str, questions: list[Question]) -> ExplainedWord:
    places = (
        ExplainedPlace(field="question", number=q.number, forms=((word, 1),), score=1 / len(questions))
        for q in questions
    )
    sets = sum(word in _text(record) for record in engine.corpus)
    return ExplainedWord(written=word, part=False, sets=sets, score=1.0, places=tuple(places))


def _earlier(record: QuestionSet, question: Question, shared: set[str], nearness: Nearness) -> EarlierQuestion:
    mark = partial(_marked, sorted(shared))
    return EarlierQuestion(
        set_id=record.id,
        title=mark(record.title),
        number=question.number,
        together=question.together,
        nearness=nearness,
        asked_on=record.asked_on,
        answered_on=record.answered_on,
        status=record.status,
        submitters=record.submitters,
        addressees=record.addressees,
        question=mark(text_of(question.blocks)),
        answer=mark(text_of(question.answer.blocks)) if question.answer else (),
    )


def _hit(record: QuestionSet, words: list[str], today: date) -> Hit:
    passing = _passing(record, words)
    mark = partial(_marked, words)
    return Hit(
        id=record.id,
        title=mark(record.title),
        asked_on=record.asked_on,
        answered_on=record.answered_on,
        days_to_answer=record.days_to_answer,
        status=record.status,
        term=record.term(today),
        submitters=record.submitters,
        addressees=record.addressees,
        ministries=tuple(dict(ministries(record))),
        topics=record.topics,
        score=float(len(passing)),
        questions=len(record.questions),
        matching_questions=len(passing),
        passages=tuple(
            Passage(
                number=question.number,
                together=question.together,
                question=mark(text_of(question.blocks)),
                answer=mark(text_of(question.answer.blocks)) if question.answer else (),
            )
            for question in passing[:2]
        ),
    )
