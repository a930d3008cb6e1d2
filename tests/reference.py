"""The slow evaluator: what a query finds, counts and ranks, told with plain Python sets and floats."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from compounding import plainly_taken_apart

from index.analysis import forms, stem
from index.records import Answer, Question, QuestionSet, text_of
from index.schema import FACETS
from index.weights import COMPOUND, EXACT_FORM, FIELD_WEIGHTS, SATURATION
from search.people import ROLES, Namesake, names_of, understood
from search.query import ParsedQuery, bare_words, parse
from search.ranking import COMPLETE, ONE_QUESTION, OTHER_NAME, PART
from search.request import SearchRequest
from search.tree import (
    And,
    Dates,
    Hyphened,
    Label,
    Named,
    Near,
    Node,
    Not,
    Number,
    Or,
    Phrase,
    Prefix,
    TextLeaf,
    Word,
    leaves,
)

Piece = list[str]
OF_SET = ("title", "context")


class Known:
    """The words of all texts, and which of them are made of which."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.counts = Counter(word for text in texts for piece in text.pieces for word in piece)
        self.parts = plainly_taken_apart(self.counts)

    def stems(self, word: Word) -> set[str]:
        """The stems a word stands for: its own, and those of what it makes with its neighbours."""
        return {stem(form) for form in (word.form, *word.joined) if form in self.counts or form == word.form}

    def longer(self, word: Word) -> set[str]:
        """The words that a word is a part of."""
        holding = (form for form in self.parts if stem(word.form) in map(stem, self.all_parts(form)))
        return {form for form in holding if stem(form) not in self.stems(word)}

    def all_parts(self, form: str) -> Iterable[str]:
        for part in self.parts.get(form, ()):
            yield part
            yield from self.all_parts(part)


@dataclass(frozen=True)
class Text:
    """One text of a set: its field, the question it belongs to, its pieces as word forms, whether it counts."""

    field: str
    place: int | None
    pieces: list[Piece]
    counts: bool

    def positions(self, leaf: TextLeaf | Or, known: Known) -> list[tuple[int, int]]:
        """Every word that a leaf covers here, as (piece, place)."""
        return [(n, place) for n, piece in enumerate(self.pieces) for place in self._places(piece, leaf, known)]

    def _places(  # noqa: PLR0911 - one return for each kind of leaf
        self, piece: Piece, leaf: TextLeaf | Or, known: Known
    ) -> Iterable[int]:
        match leaf:
            case Or(nodes):
                return {place for node in nodes for place in self._places(piece, node, known)}  # type: ignore[arg-type]
            case Hyphened():
                return {place for way in leaf.ways for place in self._places(piece, way, known)}
            case Near(parts, distances):
                kept = set(self._places(piece, parts[0], known))
                for part, distance in zip(parts[1:], distances, strict=True):
                    here = set(self._places(piece, part, known))
                    kept = {b for b in here if any(a != b and abs(a - b) <= distance for a in kept)}
                return kept
            case _ if self.field not in leaf.fields:
                return ()
            case Word():
                return [n for n, word in enumerate(piece) if stem(word) in known.stems(leaf)]
            case Prefix(form):
                return [n for n, word in enumerate(piece) if word.startswith(form)]
            case Phrase(wanted):
                starts = [n for n in range(len(piece)) if tuple(piece[n : n + len(wanted)]) == wanted]
                return {start + shift for start in starts for shift in range(len(wanted))}

    def count(self, leaf: TextLeaf, known: Known) -> int:
        """How often a leaf itself occurs here."""
        if isinstance(leaf, Hyphened):
            return sum(self.count(way, known) for way in leaf.ways)
        if isinstance(leaf, Phrase) and self.field in leaf.fields:
            size = len(leaf.forms)
            return sum(tuple(piece[n : n + size]) == leaf.forms for piece in self.pieces for n in range(len(piece)))
        return len(self.positions(leaf, known)) if not isinstance(leaf, Phrase) else 0

    def count_inside(self, leaf: TextLeaf, known: Known) -> int:
        """How often a leaf occurs here as part of a longer word."""
        word = leaf.ways[1] if isinstance(leaf, Hyphened) else leaf
        if not isinstance(word, Word) or self.field not in word.fields:
            return 0
        longer = known.longer(word)
        return sum(form in longer for piece in self.pieces for form in piece)

    def count_named(self, leaf: TextLeaf, known: Known) -> int:
        """How often other names of a leaf occur here."""
        word = leaf.ways[1] if isinstance(leaf, Hyphened) else leaf
        return sum(self.count(name, known) for name in word.names) if isinstance(word, Word) else 0

    def holds(self, leaf: TextLeaf, known: Known) -> bool:
        return any(count(leaf, known) for count in (self.count, self.count_inside, self.count_named))

    def count_exact(self, word: Word) -> int:
        """How often the very form typed occurs here."""
        return sum(piece.count(word.form) for piece in self.pieces) if self.field in word.fields else 0


class Held:
    """One set as the reference sees it."""

    def __init__(self, record: QuestionSet) -> None:
        self.record = record
        self.texts = list(_texts(record))

    def holds(self, leaf: TextLeaf, known: Known) -> bool:
        return any(text.holds(leaf, known) for text in self.texts)

    def questions_with(self, leaf: TextLeaf, known: Known) -> set[int]:
        own = (text for text in self.texts if text.place is not None)
        return {text.place for text in own if text.holds(leaf, known)}  # type: ignore[misc]

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

    @cached_property
    def known(self) -> Known:
        return Known(text for held in self.sets for text in held.texts)

    def parsed(self, typed: str) -> ParsedQuery:
        """A query as it is read among these records."""
        people = (
            Namesake(facet, slug, label)
            for held in self.sets
            for facet in ROLES
            for slug, label in self.values(held.record, facet).items()
        )
        return understood(parse(typed), typed, names_of(people), self.known.counts.__contains__).parsed

    def is_named(self, held: Held, parsed: ParsedQuery) -> bool:
        """Whether a set is of somebody who is named."""
        return any(isinstance(leaf, Named) and self.matches(held, leaf) for leaf in leaves(parsed.tree))

    def matching(self, parsed: ParsedQuery, enough: int) -> tuple[list[Held], list[Held] | None]:
        """The sets that match; and those of them that hold all words, when others are there that hold most."""
        found = [held for held in self.sets if parsed.tree is None or self.matches(held, parsed.tree)]
        bare = bare_words(parsed)
        if not bare or len(found) >= enough:
            return found, None
        frame = [held for held in self.sets if self._framed(held, parsed.tree, bare)]
        held_somewhere = [leaf for leaf in bare if any(held.holds(leaf, self.known) for held in self.sets)]
        complete = [
            held for held in frame if held_somewhere and all(held.holds(leaf, self.known) for leaf in held_somewhere)
        ]
        scores = {held.record.id: round(self.score(held, text_leaves(parsed)), 9) for held in frame}
        others = [held for held in frame if held not in complete and scores[held.record.id]]
        chosen = sorted(others, key=lambda held: -scores[held.record.id])[: max(0, enough - len(complete))]
        return [held for held in self.sets if held in complete or held in chosen], complete if chosen else None

    def _framed(self, held: Held, tree: Node | None, bare: tuple[Node, ...]) -> bool:
        nodes = tree.nodes if isinstance(tree, And) else ()
        return all(self.matches(held, node) for node in nodes if node not in bare)

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
            case Named(people):
                return any(slug in self.values(held.record, facet) for facet, slug in people)
            case Number(number):
                return number.lower() in {name.lower() for name in (held.record.id, *held.record.aliases)}
            case Dates(first, last):
                return held.record.asked_on is not None and first <= held.record.asked_on <= last
            case _:
                return held.holds(node, self.known)

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

    def parts(self, wanted: list[TextLeaf]) -> list[TextLeaf]:
        """What the typed words are made of, without what was typed itself."""
        words = [leaf for leaf in wanted if isinstance(leaf, Word)]
        made_of = [Word(part, word.fields) for word in words for part in self.known.parts.get(word.form, ())]
        typed = {word.form for word in words}
        return [part for part in dict.fromkeys(made_of) if part.form not in typed]

    def score(self, held: Held, wanted: list[TextLeaf], *, complete: bool = False) -> float:
        """BM25F over the whole set, as the ranking module's weights have it."""
        total = sum(self._leaf_score(held, leaf) for leaf in wanted)
        total += PART * sum(self._leaf_score(held, part) for part in self.parts(wanted))
        holding = [held.questions_with(leaf, self.known) for leaf in wanted]
        total *= ONE_QUESTION if len(wanted) > 1 and set.intersection(*holding) else 1
        return total * COMPLETE if complete else total

    def _leaf_score(self, held: Held, leaf: TextLeaf) -> float:
        having = self._having(replace(leaf, joined=()) if isinstance(leaf, Word) else leaf) or self._having(leaf)
        score = self._bm25f(held, having, lambda text: self._counted(text, leaf))
        if isinstance(leaf, Word):
            exact = sum(any(text.count_exact(leaf) for text in other.texts) for other in self.sets)
            score += EXACT_FORM * self._bm25f(held, exact, lambda text: text.count_exact(leaf))
        return score

    def _having(self, leaf: TextLeaf) -> int:
        return sum(any(text.count(leaf, self.known) for text in other.texts) for other in self.sets)

    def _counted(self, text: Text, leaf: TextLeaf) -> float:
        others = COMPOUND * text.count_inside(leaf, self.known) + OTHER_NAME * text.count_named(leaf, self.known)
        return text.count(leaf, self.known) + others

    def _bm25f(self, held: Held, having: int, count: Callable[[Text], float]) -> float:
        idf = math.log1p((len(self.sets) - having + 0.5) / (having + 0.5))
        weighted = sum(count(text) * self._weight(held, text.field) for text in held.texts if text.counts)
        return idf * weighted / (SATURATION + weighted)

    def _weight(self, held: Held, field: str) -> float:
        row = FIELD_WEIGHTS[field]
        length = held.length(field) / (self._averages[field] or 1.0)
        return row.boost / (1 - row.length_norm + row.length_norm * length)


def text_leaves(parsed: ParsedQuery) -> list[TextLeaf]:
    """What a query looks for in the texts."""
    return [leaf for leaf in dict.fromkeys(leaves(parsed.tree)) if isinstance(leaf, TextLeaf)]


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
