"""The slow evaluator: what a query finds, counts and ranks, told with plain Python sets and floats."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from index.analysis import forms, stem
from index.records import Answer, Question, QuestionSet, text_of
from index.schema import FACETS
from search.query import And, Dates, Label, Near, Node, Not, Number, Or, Phrase, Prefix, TextLeaf, Word
from search.ranking import EXACT_FORM, FIELD_WEIGHTS, ONE_QUESTION, SATURATION
from search.request import SearchRequest

Piece = list[str]
OF_SET = ("title", "context")


@dataclass(frozen=True)
class Text:
    """One text of a set: its field, the question it belongs to, its pieces as word forms, whether it counts."""

    field: str
    place: int | None
    pieces: list[Piece]
    counts: bool

    def positions(self, leaf: TextLeaf | Or) -> list[tuple[int, int]]:
        """Every word that a leaf covers here, as (piece, place)."""
        return [(n, place) for n, piece in enumerate(self.pieces) for place in self._places(n, piece, leaf)]

    def _places(self, number: int, piece: Piece, leaf: TextLeaf | Or) -> Iterable[int]:
        match leaf:
            case Or(nodes):
                return {place for node in nodes for place in self._places(number, piece, node)}  # type: ignore[arg-type]
            case Near(parts, distances):
                kept = set(self._places(number, piece, parts[0]))
                for part, distance in zip(parts[1:], distances, strict=True):
                    here = set(self._places(number, piece, part))
                    kept = {b for b in here if any(a != b and abs(a - b) <= distance for a in kept)}
                return kept
            case _ if self.field not in leaf.fields:
                return ()
            case Word(form):
                return [n for n, word in enumerate(piece) if stem(word) == stem(form)]
            case Prefix(form):
                return [n for n, word in enumerate(piece) if word.startswith(form)]
            case Phrase(wanted):
                starts = [n for n in range(len(piece)) if tuple(piece[n : n + len(wanted)]) == wanted]
                return {start + shift for start in starts for shift in range(len(wanted))}

    def count(self, leaf: TextLeaf) -> int:
        """How often a leaf occurs here."""
        if isinstance(leaf, Phrase) and self.field in leaf.fields:
            size = len(leaf.forms)
            return sum(tuple(piece[n : n + size]) == leaf.forms for piece in self.pieces for n in range(len(piece)))
        return len(self.positions(leaf)) if not isinstance(leaf, Phrase) else 0

    def count_exact(self, word: Word) -> int:
        """How often the very form typed occurs here."""
        return sum(piece.count(word.form) for piece in self.pieces) if self.field in word.fields else 0


class Held:
    """One set as the reference sees it."""

    def __init__(self, record: QuestionSet) -> None:
        self.record = record
        self.texts = list(_texts(record))

    def holds(self, leaf: TextLeaf) -> bool:
        return any(text.count(leaf) for text in self.texts)

    def questions_with(self, leaf: TextLeaf) -> set[int]:
        return {text.place for text in self.texts if text.place is not None and text.count(leaf)}

    def length(self, field: str) -> int:
        return sum(len(piece) for text in self.texts if text.field == field and text.counts for piece in text.pieces)


class Reference:
    """Searches records one by one."""

    def __init__(self, records: Iterable[QuestionSet], today: date) -> None:
        self.today = today
        self.sets = sorted(map(Held, records), key=lambda held: (-_day(held.record), held.record.id))

    @cached_property
    def _averages(self) -> dict[str, float]:
        return {name: sum(held.length(name) for held in self.sets) / max(1, len(self.sets)) for name in FIELD_WEIGHTS}

    def matching(self, tree: Node | None) -> tuple[list[Held], bool]:
        """The sets that match, and whether they hold only most of the words."""
        found = [held for held in self.sets if tree is None or self.matches(held, tree)]
        if found or not isinstance(tree, And):
            return found, False
        wanted = [node for node in tree.nodes if not isinstance(node, Not)]
        barred = [node for node in tree.nodes if isinstance(node, Not)]
        scores = {
            held.record.id: sum(self.matches(held, node) for node in wanted)
            for held in self.sets
            if all(self.matches(held, node) for node in barred)
        }
        most = max(scores.values(), default=0)
        return [held for held in self.sets if most and scores.get(held.record.id) == most], bool(most)

    def matches(self, held: Held, node: Node) -> bool:  # noqa: PLR0911 - one line for each kind of node
        match node:
            case And(nodes):
                return all(self.matches(held, part) for part in nodes)
            case Or(nodes):
                return any(self.matches(held, part) for part in nodes)
            case Not(part):
                return not self.matches(held, part)
            case Label(facet, wanted):
                pairs = self.values(held.record, facet).items()
                return any(set(wanted) <= {*forms(slug), *forms(label)} for slug, label in pairs)
            case Number(number):
                return number.lower() in {name.lower() for name in (held.record.id, *held.record.aliases)}
            case Dates(first, last):
                return held.record.asked_on is not None and first <= held.record.asked_on <= last
            case _:
                return held.holds(node)

    def passes(self, held: Held, request: SearchRequest, without: str | None = None) -> bool:
        asked = held.record.asked_on
        if request.asked_from and (asked is None or asked < request.asked_from):
            return False
        if request.asked_to and (asked is None or asked > request.asked_to):
            return False
        if request.since and not any(day and day > request.since for day in (asked, held.record.answered_on)):
            return False
        chosen = (f for f in request.filters if f.facet != without)
        return all(bool(set(self.values(held.record, f.facet)) & set(f.values)) is not f.exclude for f in chosen)

    def values(self, record: QuestionSet, facet: str) -> dict[str, str]:
        if facet == "termijn":
            term = record.term(self.today)
            return {term.value: term.name} if term else {}
        row = next(row for row in FACETS if row.name == facet)
        return dict(row.values(record))

    def counts(self, sets: list[Held], request: SearchRequest, facet: str) -> dict[str, int]:
        """The sideways counts of one facet."""
        passing = (held for held in sets if self.passes(held, request, without=facet))
        return dict(Counter(value for held in passing for value in self.values(held.record, facet)))

    def score(self, held: Held, wanted: list[TextLeaf]) -> float:
        """BM25F over the whole set, as the ranking module's weights have it."""
        total = 0.0
        for leaf in wanted:
            total += self._bm25f(held, lambda text, leaf=leaf: text.count(leaf))
            if isinstance(leaf, Word):
                total += EXACT_FORM * self._bm25f(held, lambda text, leaf=leaf: text.count_exact(leaf))
        together = set.intersection(*(held.questions_with(leaf) for leaf in wanted)) if len(wanted) > 1 else set()
        return total * ONE_QUESTION if together else total

    def _bm25f(self, held: Held, count: object) -> float:
        having = sum(any(count(text) for text in other.texts) for other in self.sets)  # type: ignore[operator]
        idf = math.log1p((len(self.sets) - having + 0.5) / (having + 0.5))
        weighted = sum(count(text) * self._weight(held, text.field) for text in held.texts if text.counts)  # type: ignore[operator]
        return idf * weighted / (SATURATION + weighted)

    def _weight(self, held: Held, field: str) -> float:
        row = FIELD_WEIGHTS[field]
        length = held.length(field) / (self._averages[field] or 1.0)
        return row.boost / (1 - row.length_norm + row.length_norm * length)


def _day(record: QuestionSet) -> int:
    return record.asked_on.toordinal() if record.asked_on else -1


def _texts(record: QuestionSet) -> Iterable[Text]:
    notices = [text_of(notice.blocks) for notice in record.postponements]
    context = [text_of(record.explanation), *notices, *(note.text for note in record.footnotes)]
    yield Text("title", None, [forms(record.title)], counts=True)
    yield Text("context", None, list(map(forms, context)), counts=True)
    blocks: set[tuple[str, ...]] = set()
    covered: set[tuple[str, ...]] = set()
    for place, question in enumerate(record.questions):
        yield Text("question", place, [forms(text_of(question.blocks))], counts=question.together not in blocks)
        blocks |= {question.together} if question.together else set()
        yield from _answer(place, question.answer, covered)
        yield Text("notes", place, _notes(question), counts=True)


def _answer(place: int, answer: Answer | None, covered: set[tuple[str, ...]]) -> Iterable[Text]:
    if answer:
        yield Text("answer", place, [forms(text_of(answer.blocks))], counts=answer.covers not in covered)
        covered |= {answer.covers} if len(answer.covers) > 1 else set()


def _notes(question: Question) -> list[Piece]:
    answered = question.answer.footnotes if question.answer else ()
    return [forms(note.text) for note in (*question.footnotes, *answered)]
