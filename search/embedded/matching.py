"""A query tree → which sets match, how well, and which of their questions hold something of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays import Ints
from search.embedded.facet_table import FacetTable
from search.embedded.generation import OpenGeneration
from search.embedded.postings import MAX_FORMS, Found, Lookup
from search.query import (
    And,
    Dates,
    Label,
    Node,
    Not,
    Number,
    Or,
    ParsedQuery,
    Prefix,
    TextLeaf,
    Word,
    bare_words,
    leaves,
    parts,
    words_of,
)
from search.ranking import COMPLETE, ENOUGH, EXACT_FORM, ONE_QUESTION, PART, SATURATION

Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]
Ordinals = npt.NDArray[np.int64]

BUDGET = 6_000_000
"""How much one query may read, in postings; what would cost more is left out of it, with a note."""


_FEW = 4
"""When fewer than one in so many of a leaf's sets matter, the others are left out before they are scored."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The sets that match.

    When too few hold all words, those that hold most are there too: `complete` are then the ones that hold all words.
    `unknown` are the words that no set holds.
    """

    sets: Mask
    complete: Mask | None = None
    unknown: tuple[TextLeaf, ...] = ()


class Evidence:
    """Where one leaf was found: the sets with what it counts in each, and the texts when those are asked for."""

    def __init__(self, generation: OpenGeneration, lookup: Lookup, leaf: TextLeaf) -> None:
        self._generation = generation
        self._lookup = lookup
        self._leaf = leaf
        self._weighed = lookup.weigh(leaf) or self._summed()
        self._sets = self._weighed.places.astype(np.intp)  # NumPy looks up twice as fast by numbers of this type
        self.sets = _marked(self._sets, generation.set_count)

    def _summed(self) -> Found:
        """The sets of the texts, each as often as the leaf was found in a text of it."""
        found, generation = self.found, self._generation
        weights = found.amounts * generation.text_weights[found.places]
        return Found(generation.text_sets[found.places], weights, found.exact, found.inside)

    @cached_property
    def found(self) -> Found:
        """The texts that hold the leaf."""
        return self._lookup.find(self._leaf)

    @cached_property
    def plain(self) -> Mask:
        """The sets that hold the leaf itself, not only as part of a longer word."""
        if self._weighed.inside is None:
            return self.sets
        return _marked(self._sets[: self._weighed.inside], self._generation.set_count)

    @cached_property
    def _text_sets(self) -> Ordinals:
        return self._generation.text_sets[self.found.places]

    def documents(self, within: Mask | None = None) -> Mask:
        """The questions (of some sets only) that hold the leaf in their own text, answer or notes."""
        texts = self.found.places if within is None else self.found.places[within[self._text_sets]]
        return _marked(self._generation.text_documents[texts], self._generation.doc_count + 1)[:-1]

    def scores(self, within: Mask) -> Scores:
        """BM25F of the leaf for every set that matters, and a share of it again for the exact form.

        Leaving out the sets that do not matter pays when they are most of those that hold the leaf.
        """
        (first, end), whole, held = self._weighed.exact, len(self._sets), int(np.count_nonzero(self.sets))
        sets, weights, exact, count = self._sets, self._weighed.amounts, slice(first, end), len(within)
        if np.count_nonzero(self.sets & within) * _FEW < held:
            kept = within[sets]
            sets, weights = sets[kept], weights[kept]
            exact = slice(int(np.count_nonzero(kept[:first])), int(np.count_nonzero(kept[:end])))
        plainly = held if self._weighed.inside is None else int(np.count_nonzero(self.plain))
        scores = _saturated(np.bincount(sets, weights, count), count, plainly)
        if end - first == whole:
            return scores * (1 + EXACT_FORM)
        if first == end:
            return scores
        forms = int(np.count_nonzero(_marked(self._sets[first:end], count)))
        return scores + EXACT_FORM * _saturated(np.bincount(sets[exact], weights[exact], count), count, forms)

    def bm25f_of(self, documents: Ordinals) -> Scores:
        """BM25F of the leaf for some documents, given in order, by their own texts."""
        arrays = self._generation.arrays
        near = np.zeros(self._generation.set_count, dtype=bool)
        near[arrays.documents.sets[documents]] = True
        candidates = near[self._text_sets]
        texts, frequencies = self.found.places[candidates], self.found.amounts[candidates]
        places = np.searchsorted(documents, arrays.texts.documents[texts])
        inside = documents[np.minimum(places, len(documents) - 1)] == arrays.texts.documents[texts]
        weights = frequencies[inside] * self._generation.text_boosts[texts[inside]]
        weighted = np.bincount(places[inside], weights=weights, minlength=len(documents))
        return _saturated(weighted, self._generation.doc_count, int(np.count_nonzero(self.documents())))

    def inside(self, ordinal: int) -> Ints:
        """The texts of one set that hold the leaf as part of a longer word."""
        longer = slice(self.found.inside, None)
        texts: Ints = self.found.places[longer][self._text_sets[longer] == ordinal]
        return texts


class Evaluation:
    """The evaluation of one query on one generation; every leaf is looked up once."""

    def __init__(self, generation: OpenGeneration, facets: FacetTable, parsed: ParsedQuery) -> None:
        self._generation = generation
        self._facets = facets
        self._tree = parsed.tree
        self._bare = bare_words(parsed)
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
        self._left = BUDGET
        for leaf in sorted(wanted, key=costs.__getitem__):
            self._left -= costs[leaf]
            if self._left < 0:
                self.notes.append("De zoekvraag is te zwaar; de woorden die het vaakst voorkomen zijn niet meegezocht.")
                break
            evidence[leaf] = Evidence(self._generation, self._lookup, leaf)
        return evidence

    @cached_property
    def parts(self) -> dict[Word, Evidence]:
        """The words that typed ones are made of, with their evidence, as far as the budget goes."""
        typed = [leaf for leaf, _ in self.wanted if isinstance(leaf, Word)]
        made_of = dict.fromkeys(part for word in typed for part in self._lookup.parts(word))
        forms = {word.form for word in typed}
        evidence = {}
        for part in made_of:
            self._left -= self._lookup.cost(part)
            if self._left > 0 and part.form not in forms:
                evidence[part] = Evidence(self._generation, self._lookup, part)
        return evidence

    def _note_wide_prefixes(self, wanted: list[TextLeaf]) -> None:
        for prefix in (one for leaf in wanted for one in words_of(leaf) if isinstance(one, Prefix)):
            if self._lookup.forms_beginning(prefix) > MAX_FORMS:
                self.notes.append(
                    f"‘{prefix.form}*’ staat voor te veel woorden; gezocht is naar de {MAX_FORMS} gewoonste."
                )

    def _matches(self) -> Matches:
        """The matching sets; when too few hold all words, those that hold most of them too."""
        sets = self._sets(self._tree) if self._tree else None
        if sets is None:
            return Matches(np.ones(self._generation.set_count, dtype=bool))
        if not self._bare or np.count_nonzero(sets) >= ENOUGH:
            return Matches(sets)
        return self._relaxed()

    def _relaxed(self) -> Matches:
        """The sets that hold all words known here, and after them those that hold most, up to ENOUGH together."""
        looked_for = [leaf for leaf in self._bare if leaf in self._evidence]
        known = [leaf for leaf in looked_for if self._evidence[leaf].sets.any()]
        unknown = tuple(leaf for leaf in looked_for if leaf not in known)
        frame = self._frame()
        complete: Mask = reduce(np.logical_and, [self._evidence[leaf].sets for leaf in known], frame & bool(known))
        room = ENOUGH - int(np.count_nonzero(complete))
        if room <= 0:
            return Matches(complete, None, unknown)
        scores = np.where(frame & ~complete, self._score_of_all, 0.0).round(9)
        chosen = np.flatnonzero(scores)
        if not len(chosen):
            return Matches(complete, None, unknown)
        sets = complete.copy()
        sets[chosen[np.argsort(-scores[chosen], kind="stable")[:room]]] = True
        return Matches(sets, complete, unknown)

    def _frame(self) -> Mask:
        """The sets that pass everything in the query that is no bare word."""
        nodes = self._tree.nodes if isinstance(self._tree, And) else ()
        masks = [mask for node in nodes if node not in self._bare and (mask := self._sets(node)) is not None]
        return reduce(np.logical_and, masks, np.ones(self._generation.set_count, dtype=bool))

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

    @cached_property
    def wanted(self) -> list[tuple[TextLeaf, Evidence]]:
        """The text leaves that a set should hold, with their evidence."""
        found = dict.fromkeys(leaves(self._tree))
        return [(leaf, self._evidence[leaf]) for leaf in found if isinstance(leaf, TextLeaf) and leaf in self._evidence]

    def scores(self, within: Mask) -> Scores:
        """BM25F of every set (of some only) over its whole text, a little more when it holds everything."""
        if self.matches.complete is None:
            return self._scores(within)
        return np.where(self.matches.complete, COMPLETE, 1.0) * self._score_of_all

    @cached_property
    def _score_of_all(self) -> Scores:
        """The scores of all sets."""
        return self._scores(np.ones(self._generation.set_count, dtype=bool))

    def _scores(self, within: Mask) -> Scores:
        """The scores of some sets, a little more when one question holds everything."""
        scores = np.zeros(self._generation.set_count)
        for _, evidence in self.wanted:
            scores += evidence.scores(within)
        for evidence in self.parts.values():
            scores += PART * evidence.scores(within)
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

    @cached_property
    def shown(self) -> list[tuple[TextLeaf, Evidence]]:
        """The leaves that are shown where they stand; parts of words only when sets are found by them alone."""
        return [*self.wanted, *(self.parts.items() if self.matches.complete is not None else ())]

    def documents(self, within: Mask) -> Mask:
        """The questions of some sets that hold anything that was looked for."""
        if not self.shown:
            return np.zeros(self._generation.doc_count, dtype=bool)
        held = reduce(np.logical_or, [evidence.documents(within) for _, evidence in self.shown])
        return held & (self._generation.arrays.documents.places >= 0)

    def document_scores(self, documents: Ordinals) -> Scores:
        """How well each of some questions, given in order, holds what was looked for."""
        scores = np.zeros(len(documents))
        for leaf, evidence in self.shown if len(documents) else ():
            scores += (PART if leaf in self.parts else 1) * evidence.bm25f_of(documents)
        return scores

    def missing(self, ordinal: int) -> tuple[TextLeaf, ...]:
        """The typed words that a set does not hold, of those that any set holds."""
        if self.matches.complete is None:
            return ()
        known = (leaf for leaf in self._bare if leaf in self._evidence and leaf not in self.matches.unknown)
        return tuple(leaf for leaf in known if not self._evidence[leaf].sets[ordinal])

    def via(self, ordinal: int) -> tuple[str, ...]:
        """The longer words through which alone a set holds what was typed."""
        inside = ((leaf, one) for leaf, one in self.wanted if one.sets[ordinal] and not one.plain[ordinal])
        found = (form for leaf, evidence in inside for form in self._lookup.holding(leaf, evidence.inside(ordinal)))
        return tuple(dict.fromkeys(found))


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
