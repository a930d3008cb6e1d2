"""A query tree → which sets match, which of their questions hold something of it, and how well."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from index.analysis import forms
from search.embedded import postings
from search.embedded.generation import OpenGeneration
from search.embedded.postings import FieldHits
from search.query import And, Dates, Label, Node, Not, Number, Or, Phrase, Prefix, Word, leaves
from search.ranking import EXACT_FORM, FIELD_WEIGHTS, ONE_QUESTION, SATURATION

Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]

TextLeaf = Word | Phrase | Prefix

_QUESTION_FIELDS = ("question", "answer", "notes")
"""The texts that belong to a question itself; title and context belong to its set."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A text leaf with its hits."""

    leaf: TextLeaf
    hits: tuple[FieldHits, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """The outcome of a query: matching sets, their scores, and for each document the score of its own texts.

    `most_of` is how many of the words the best sets hold when none holds all of them, else None.
    """

    sets: Mask
    scores: Scores
    doc_scores: Scores
    most_of: int | None = None


class Evaluation:
    """The evaluation of one tree on one generation; every leaf is looked up once."""

    def __init__(self, generation: OpenGeneration, tree: Node | None) -> None:
        self._generation = generation
        self._tree = tree
        wanted = [leaf for leaf in _all_leaves(tree) if isinstance(leaf, TextLeaf)]
        self._hits = {leaf: Evaluated(leaf, tuple(_hits(generation, leaf))) for leaf in dict.fromkeys(wanted)}

    def matches(self) -> Matches:
        """The matching sets with their scores; those with most of the words when none has all."""
        sets = self._sets(self._tree) if self._tree else np.ones(self._generation.set_count, dtype=bool)
        most_of = None
        if not sets.any() and isinstance(self._tree, And):
            sets, most_of = self._most(self._tree)
        wanted = [self._hits[leaf] for leaf in dict.fromkeys(leaves(self._tree)) if isinstance(leaf, TextLeaf)]
        doc_scores = self._doc_scores(wanted)
        return Matches(sets, self._set_scores(wanted), doc_scores, most_of)

    def _sets(self, node: Node) -> Mask:  # noqa: PLR0911 - one line for each kind of node
        match node:
            case And(nodes):
                return reduce(np.logical_and, [self._sets(part) for part in nodes])
            case Or(nodes):
                return reduce(np.logical_or, [self._sets(part) for part in nodes])
            case Not(part):
                return ~self._sets(part)
            case Label(facet, wanted):
                return _labelled(self._generation, facet, wanted)
            case Number(number):
                return _numbered(self._generation, number)
            case Dates(first, last):
                asked = self._generation.arrays.sets.asked
                return (asked >= first.toordinal()) & (asked <= last.toordinal())
            case Word() | Phrase() | Prefix():
                return self._sets_with(self._hits[node])

    def _sets_with(self, evaluated: Evaluated) -> Mask:
        sets = np.zeros(self._generation.set_count, dtype=bool)
        for hit in evaluated.hits:
            sets[self._generation.arrays.doc_set[hit.docs]] = True
        return sets

    def _most(self, tree: And) -> tuple[Mask, int | None]:
        """The sets that hold most of the positive parts, leaving none of the exclusions out."""
        held = np.zeros(self._generation.set_count, dtype=np.int32)
        for part in tree.nodes:
            held += self._sets(part) if not isinstance(part, Not) else 0
        for part in tree.nodes:
            if isinstance(part, Not):
                held[~self._sets(part)] = 0
        most = int(held.max(initial=0))
        return (held == most, most) if most else (np.zeros(len(held), dtype=bool), None)

    def _set_scores(self, wanted: list[Evaluated]) -> Scores:
        """BM25F over the whole set, a share again for the exact form, a little more when one question holds it all."""
        scores = np.zeros(self._generation.set_count)
        for evaluated in wanted:
            scores += _bm25f(self._generation, evaluated.hits)
            if isinstance(evaluated.leaf, Word):
                exact = postings.exact_hits(self._generation, evaluated.leaf)
                scores += EXACT_FORM * _bm25f(self._generation, exact)
        if len(wanted) > 1:
            scores[self._sets_with_one_question(wanted)] *= ONE_QUESTION
        return scores

    def _sets_with_one_question(self, wanted: list[Evaluated]) -> npt.NDArray[np.int32]:
        """Sets in which one question with its answer holds all leaves."""
        together = np.ones(self._generation.doc_count, dtype=bool)
        for evaluated in wanted:
            held = np.zeros(self._generation.doc_count, dtype=bool)
            for hit in evaluated.hits:
                if hit.field in _QUESTION_FIELDS:
                    held[hit.docs] = True
            together &= held
        return np.unique(self._generation.arrays.doc_set[together])

    def _doc_scores(self, wanted: list[Evaluated]) -> Scores:
        """How well each question with its answer and notes holds the leaves; zero for questions that hold none."""
        scores = np.zeros(self._generation.doc_count)
        for evaluated in wanted:
            weighted = np.zeros(self._generation.doc_count)
            for hit in evaluated.hits:
                if hit.field in _QUESTION_FIELDS:
                    boost = FIELD_WEIGHTS[hit.field].boost
                    weighted += np.bincount(hit.docs, weights=boost * hit.frequencies, minlength=len(scores))
            found = int(np.count_nonzero(weighted))
            scores += _idf(len(scores), found) * weighted / (SATURATION + weighted)
        return scores


def _all_leaves(node: Node | None) -> list[Node]:
    """Every leaf, also those under a NIET."""
    match node:
        case None:
            return []
        case Not(part):
            return _all_leaves(part)
        case And(nodes) | Or(nodes):
            return [leaf for part in nodes for leaf in _all_leaves(part)]
        case _:
            return [node]


def _hits(generation: OpenGeneration, leaf: TextLeaf) -> list[FieldHits]:
    match leaf:
        case Word():
            return postings.word_hits(generation, leaf)
        case Phrase():
            return postings.phrase_hits(generation, leaf)
        case Prefix():
            return postings.prefix_hits(generation, leaf)


def _bm25f(generation: OpenGeneration, hits: list[FieldHits] | tuple[FieldHits, ...]) -> Scores:
    """BM25F of one leaf for every set: frequencies of all fields, each weighted and normed by length, saturate once."""
    doc_set = generation.arrays.doc_set
    weighted = np.zeros(generation.set_count)
    for hit in hits:
        counted = hit.frequencies * generation.arrays.fields[hit.field].share[hit.docs]
        in_set = np.bincount(doc_set[hit.docs], weights=counted, minlength=len(weighted))
        weighted += in_set * generation.norms[hit.field]
    found = int(np.count_nonzero(weighted))
    scores: Scores = _idf(len(weighted), found) * weighted / (SATURATION + weighted)
    return scores


def _idf(total: int, found: int) -> float:
    return float(np.log1p((total - found + 0.5) / (found + 0.5)))


def _labelled(generation: OpenGeneration, facet: str, wanted: tuple[str, ...]) -> Mask:
    """Sets with a value of the facet whose slug or label holds all wanted forms."""
    column = generation.arrays.facets[facet]
    fits = [
        set(wanted) <= {*forms(slug), *forms(label)} for slug, label in zip(column.slugs, column.labels, strict=True)
    ]
    sets = np.zeros(generation.set_count, dtype=bool)
    if fits:
        sets[column.sets[np.array(fits)[column.values]]] = True
    return sets


def _numbered(generation: OpenGeneration, number: str) -> Mask:
    sets = np.zeros(generation.set_count, dtype=bool)
    set_id = generation.resolve(number)
    if set_id is not None:
        sets[generation.ordinals[set_id]] = True
    return sets
