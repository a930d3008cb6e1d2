"""A query tree → which sets match, how well, and which of their questions hold something of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from search.embedded.facet_table import FacetTable
from search.embedded.generation import OpenGeneration
from search.embedded.postings import MAX_FORMS, Found, Lookup
from search.query import And, Dates, Label, Node, Not, Number, Or, Prefix, TextLeaf, leaves, parts, words_of
from search.ranking import EXACT_FORM, ONE_QUESTION, SATURATION

Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]
Ordinals = npt.NDArray[np.int64]

BUDGET = 6_000_000
"""How much one query may read, in postings; what would cost more is left out of it, with a note."""


_FEW = 4
"""When fewer than one in so many of a leaf's sets matter, the others are left out before they are scored."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The sets that match. `most_of` is how many of the words the best hold when none holds all of them, else None."""

    sets: Mask
    most_of: int | None = None


class Evidence:
    """Where one leaf was found: the texts and their sets."""

    def __init__(self, generation: OpenGeneration, found: Found) -> None:
        self._generation = generation
        self.found = found
        self._texts = found.texts.astype(np.intp)  # NumPy looks up twice as fast by numbers of this type
        self._set_of = generation.text_sets[self._texts]
        self.sets = _marked(self._set_of, generation.set_count)

    def documents(self, within: Mask | None = None) -> Mask:
        """The questions (of some sets only) that hold the leaf in their own text, answer or notes."""
        texts = self._texts if within is None else self._texts[within[self._set_of]]
        return _marked(self._generation.text_documents[texts], self._generation.doc_count + 1)[:-1]

    def scores(self, within: Mask) -> Scores:
        """BM25F of the leaf for every set that matters, and a share of it again for the exact form.

        Occurrences are weighted by field and length and summed over each set. Leaving the sets that do not matter out
        of that pays when they are most of those that hold the leaf.
        """
        (first, end), whole, found = self.found.exact, len(self._texts), int(np.count_nonzero(self.sets))
        texts, sets, frequencies, exact = self._texts, self._set_of, self.found.frequencies, slice(first, end)
        if np.count_nonzero(self.sets & within) * _FEW < found:
            kept = within[sets]
            texts, sets, frequencies = texts[kept], sets[kept], frequencies[kept]
            exact = slice(int(np.count_nonzero(kept[:first])), int(np.count_nonzero(kept[:end])))
        weights, count = frequencies * self._generation.text_weights[texts], len(within)
        scores = _saturated(np.bincount(sets, weights, count), count, found)
        if end - first == whole:
            return scores * (1 + EXACT_FORM)
        if first == end:
            return scores
        held = int(np.count_nonzero(_marked(self._set_of[first:end], count)))
        return scores + EXACT_FORM * _saturated(np.bincount(sets[exact], weights[exact], count), count, held)

    def bm25f_of(self, documents: Ordinals) -> Scores:
        """BM25F of the leaf for some documents, given in order, by their own texts."""
        arrays = self._generation.arrays
        near = np.zeros(self._generation.set_count, dtype=bool)
        near[arrays.documents.sets[documents]] = True
        candidates = near[self._set_of]
        texts, frequencies = self.found.texts[candidates], self.found.frequencies[candidates]
        places = np.searchsorted(documents, arrays.texts.documents[texts])
        inside = documents[np.minimum(places, len(documents) - 1)] == arrays.texts.documents[texts]
        weights = frequencies[inside] * self._generation.text_boosts[texts[inside]]
        weighted = np.bincount(places[inside], weights=weights, minlength=len(documents))
        return _saturated(weighted, self._generation.doc_count, int(np.count_nonzero(self.documents())))


class Evaluation:
    """The evaluation of one tree on one generation; every leaf is looked up once."""

    def __init__(self, generation: OpenGeneration, facets: FacetTable, tree: Node | None) -> None:
        self._generation = generation
        self._facets = facets
        self._tree = tree
        self._lookup = Lookup(generation.arrays)
        self.notes: list[str] = []
        self._evidence = self._looked_up()
        self.matches = self._matches()

    def _looked_up(self) -> dict[Node, Evidence]:
        """The evidence of every leaf within the budget; rare words, which tell most, come first."""
        wanted = [leaf for leaf in dict.fromkeys(leaves(self._tree, excluded=True)) if isinstance(leaf, TextLeaf)]
        costs = {leaf: self._lookup.cost(leaf) for leaf in wanted}
        self._note_wide_prefixes(wanted)
        evidence: dict[Node, Evidence] = {}
        left = BUDGET
        for leaf in sorted(wanted, key=costs.__getitem__):
            left -= costs[leaf]
            if left < 0:
                self.notes.append("De zoekvraag is te zwaar; de woorden die het vaakst voorkomen zijn niet meegezocht.")
                break
            evidence[leaf] = Evidence(self._generation, self._lookup.find(leaf))
        return evidence

    def _note_wide_prefixes(self, wanted: list[TextLeaf]) -> None:
        for prefix in (one for leaf in wanted for one in words_of(leaf) if isinstance(one, Prefix)):
            if self._lookup.forms_beginning(prefix) > MAX_FORMS:
                self.notes.append(
                    f"‘{prefix.form}*’ staat voor te veel woorden; gezocht is naar de {MAX_FORMS} gewoonste."
                )

    def _matches(self) -> Matches:
        """The matching sets; those with most of the words when none has all."""
        sets = self._sets(self._tree) if self._tree else None
        if sets is None:
            return Matches(np.ones(self._generation.set_count, dtype=bool))
        if not sets.any() and isinstance(self._tree, And):
            return self._most(self._tree)
        return Matches(sets)

    def _sets(self, tree: Node) -> Mask | None:
        """The sets that match a tree; None when all of it was left out. From the leaves up, at any depth."""
        masks: dict[int, Mask | None] = {}
        for node in _from_below(tree):
            below = [mask for part in parts(node) if (mask := masks[id(part)]) is not None]
            masks[id(node)] = self._node(node, below)
        return masks[id(tree)]

    def _node(self, node: Node, below: list[Mask]) -> Mask | None:
        """The sets that match a node, given those that match what is below it."""
        match node:
            case And():
                return reduce(np.logical_and, below) if below else None
            case Or():
                return reduce(np.logical_or, below) if below else None
            case Not():
                return ~below[0] if below else None
            case _:
                return self._leaf(node)

    def _leaf(self, node: Node) -> Mask | None:
        match node:
            case Label(facet, wanted):
                return self._facets.sets_labelled(facet, wanted)
            case Number(number):
                return _numbered(self._generation, number)
            case Dates(first, last):
                asked = self._generation.arrays.sets.asked
                return (asked >= first.toordinal()) & (asked <= last.toordinal())
            case _:
                return self._evidence[node].sets if node in self._evidence else None

    def _most(self, tree: And) -> Matches:
        """The sets that hold most of the positive parts, leaving none of the exclusions out."""
        held = np.zeros(self._generation.set_count, dtype=np.int32)
        excluded = np.zeros(self._generation.set_count, dtype=bool)
        for part in tree.nodes:
            sets = self._sets(part)
            if sets is not None and isinstance(part, Not):
                excluded |= ~sets
            elif sets is not None:
                held += sets
        held[excluded] = 0
        most = int(held.max(initial=0))
        return Matches(held == most, most) if most else Matches(np.zeros(len(held), dtype=bool))

    @cached_property
    def wanted(self) -> list[tuple[TextLeaf, Evidence]]:
        """The text leaves that a set should hold, with their evidence."""
        found = dict.fromkeys(leaves(self._tree))
        return [(leaf, self._evidence[leaf]) for leaf in found if isinstance(leaf, TextLeaf) and leaf in self._evidence]

    def scores(self, within: Mask) -> Scores:
        """BM25F of every set (of some only) over its whole text, a little more when one question holds everything."""
        scores = np.zeros(self._generation.set_count)
        for _, evidence in self.wanted:
            scores += evidence.scores(within)
        if len(self.wanted) > 1:
            scores[self._with_one_question(within)] *= ONE_QUESTION
        return scores

    def _with_one_question(self, within: Mask) -> Ordinals:
        """The sets in which one question with its answer holds all leaves."""
        holding: Mask = reduce(np.logical_and, [evidence.sets for _, evidence in self.wanted], within)
        if not holding.any():
            return np.zeros(0, dtype=np.int64)
        together = reduce(np.logical_and, [evidence.documents(holding) for _, evidence in self.wanted])
        return self._generation.arrays.documents.sets[np.flatnonzero(together)].astype(np.int64)

    def documents(self, within: Mask) -> Mask:
        """The questions of some sets that hold anything that was looked for."""
        if not self.wanted:
            return np.zeros(self._generation.doc_count, dtype=bool)
        held = reduce(np.logical_or, [evidence.documents(within) for _, evidence in self.wanted])
        return held & (self._generation.arrays.documents.places >= 0)

    def document_scores(self, documents: Ordinals) -> Scores:
        """How well each of some questions, given in order, holds what was looked for."""
        scores = np.zeros(len(documents))
        for _, evidence in self.wanted if len(documents) else ():
            scores += evidence.bm25f_of(documents)
        return scores


def _from_below(tree: Node) -> Iterator[Node]:
    """Every node of a tree after the nodes below it."""
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(parts(node))
    return reversed(found)


def _marked(places: npt.NDArray[np.intp], count: int) -> Mask:
    """So many flags, set at the given places; -1 is the last."""
    mask = np.zeros(count, dtype=bool)
    mask[places] = True
    return mask


def _saturated(weighted: npt.NDArray[Any], total: int, found: int) -> Scores:
    """BM25: the weighted occurrences saturate, and are worth more the fewer of all have any."""
    scores: Scores = weighted / (weighted + SATURATION)
    scores *= _idf(total, found)
    return scores


def _idf(total: int, found: int) -> float:
    return float(np.log1p((total - found + 0.5) / (found + 0.5)))


def _numbered(generation: OpenGeneration, number: str) -> Mask:
    sets = np.zeros(generation.set_count, dtype=bool)
    set_id = generation.resolve(number)
    if set_id is not None:
        sets[generation.ordinals[set_id]] = True
    return sets
