"""A query tree → which sets match, how well, and which of their questions hold something of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays import Ints
from index.schema import TEXT_FIELDS
from search.embedded.deadline import Deadline
from search.embedded.facet_table import FacetTable
from search.embedded.generation import OpenGeneration
from search.embedded.postings import MAX_FORMS, Found, Lookup, Places
from search.query import ParsedQuery, bare_words
from search.ranking import COMPLETE, ENOUGH, EXACT_FORM, NAMED, ONE_QUESTION, PART, SATURATION
from search.response import Bonus
from search.tree import And, Dates, Label, Named, Node, Not, Number, Or, Prefix, TextLeaf, Word, leaves, parts, words_of

Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]
Ordinals = npt.NDArray[np.int64]

BUDGET = 6_000_000
"""How much one query may read, in postings; what would cost more is left out of it, with a note."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The sets that match.

    When too few hold all words, those that hold most are there too: `complete` are then the ones that hold all words.
    `unknown` are the words that no set holds.
    """

    sets: Mask
    complete: Mask | None = None
    unknown: tuple[TextLeaf, ...] = ()

    @property
    def whole(self) -> Mask:
        """The sets that hold all words, known or not."""
        if self.unknown:
            return np.zeros_like(self.sets)
        return self.sets if self.complete is None else self.complete


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
    def documents(self) -> Mask:
        """The questions that hold the leaf in their own text, answer or notes."""
        arrays = self._generation.arrays
        held = _marked(self.found.places, len(arrays.texts.sets))
        fields = [held[slice(*arrays.texts_of(field.name))] for field in TEXT_FIELDS if not field.of_set]
        own: Mask = reduce(np.logical_or, fields)
        return own

    def add_scores(self, scores: Scores, share: float = 1.0) -> None:
        """Add BM25F of the leaf to the scores of all sets, and a share of it again for the exact form."""
        (first, end), whole, total = self._weighed.exact, len(self._sets), len(scores)
        plainly = int(np.count_nonzero(self.plain))
        if end - first == whole:
            scores += self._saturated(slice(None), share * (1 + EXACT_FORM) * _idf(total, plainly))
            return
        scores += self._saturated(slice(None), share * _idf(total, plainly))
        if first != end:
            scores += self._saturated(slice(first, end), share * EXACT_FORM * _idf(total, self._forms))

    def _saturated(self, part: slice, worth: float) -> Scores:
        """For every set what a part of the occurrences in it is worth: many are worth little more than some."""
        summed = np.bincount(self._sets[part], self._weighed.amounts[part], self._generation.set_count)
        return _saturated(summed, worth)

    @cached_property
    def _forms(self) -> int:
        """How many sets hold the very form typed."""
        return int(np.count_nonzero(_marked(self._sets[slice(*self._weighed.exact)], self._generation.set_count)))

    def bm25f_of(self, documents: Ordinals) -> Scores:
        """BM25F of the leaf for some documents, given in order, by their own texts."""
        arrays = self._generation.arrays
        near = _marked(arrays.documents.sets[documents], self._generation.set_count)
        candidates = near[self._text_sets]
        texts, frequencies = self.found.places[candidates], self.found.amounts[candidates]
        places = np.searchsorted(documents, arrays.texts.documents[texts])
        inside = documents[np.minimum(places, len(documents) - 1)] == arrays.texts.documents[texts]
        weights = frequencies[inside] * self._generation.text_boosts[texts[inside]]
        weighted = np.bincount(places[inside], weights=weights, minlength=len(documents))
        return _saturated(weighted, _idf(self._generation.doc_count, int(np.count_nonzero(self.documents))))

    @cached_property
    def _text_sets(self) -> Ordinals:
        return self._generation.text_sets[self.found.places]

    def weights_in(self, ordinal: int) -> tuple[Places, Scores]:
        """The texts of one set that hold the leaf and count for it, and how much; the exact form counts again."""
        amounts = self.found.amounts.astype(np.float64)
        amounts[slice(*self.found.exact)] *= 1 + EXACT_FORM
        weights = amounts * self._generation.text_weights[self.found.places]
        here = (self._text_sets == ordinal) & (weights > 0)
        texts, at = np.unique(self.found.places[here], return_inverse=True)
        return texts, np.bincount(at, weights[here], len(texts)).astype(np.float64)

    def inside(self, ordinal: int) -> Ints:
        """The texts of one set that hold the leaf as part of a longer word."""
        longer = slice(self.found.inside, None)
        texts: Ints = self.found.places[longer][self._text_sets[longer] == ordinal]
        return texts


class Evaluation:
    """The evaluation of one query on one generation; every leaf is looked up once."""

    def __init__(self, generation: OpenGeneration, facets: FacetTable, parsed: ParsedQuery, deadline: Deadline) -> None:
        self._generation = generation
        self._deadline = deadline
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
            self._deadline.check()
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
            self._deadline.check()
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
        scores = np.where(frame & ~complete, self._scores, 0.0).round(9)
        chosen = np.flatnonzero(scores)
        if not len(chosen):
            return Matches(complete, None, unknown)
        sets = complete.copy()
        sets[foremost(-scores[chosen], chosen, room)] = True
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
            self._deadline.check()
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
            case Named():
                return self._named(node)
            case Number(number):
                return _numbered(self._generation, number)
            case Dates(first, last):
                asked = self._generation.arrays.sets.asked
                return (asked >= first.toordinal()) & (asked <= last.toordinal())
            case _:
                return self._evidence[node].sets if node in self._evidence else None

    def _named(self, name: Named) -> Mask:
        """The sets of the people named."""
        slugs: defaultdict[str, list[str]] = defaultdict(list)
        for facet, slug in name.people:
            slugs[facet].append(slug)
        return reduce(np.logical_or, [self._facets.sets_with(facet, tuple(found)) for facet, found in slugs.items()])

    @cached_property
    def by_name(self) -> Mask | None:
        """The sets of the people whose name was typed; None when it was no name."""
        names = [leaf for leaf in leaves(self._tree) if isinstance(leaf, Named)]
        return self._named(names[0]) if names else None

    @cached_property
    def wanted(self) -> list[tuple[TextLeaf, Evidence]]:
        """The text leaves that a set should hold, with their evidence."""
        found = dict.fromkeys(leaves(self._tree))
        return [(leaf, self._evidence[leaf]) for leaf in found if isinstance(leaf, TextLeaf) and leaf in self._evidence]

    @cached_property
    def scores(self) -> Scores:
        """BM25F of every set over its whole text, a little more when it holds everything."""
        if self.matches.complete is None:
            return self._scores
        return np.where(self.matches.complete, COMPLETE, 1.0) * self._scores

    @cached_property
    def _scores(self) -> Scores:
        """The scores of all sets, a little more when one question holds everything."""
        scores = np.zeros(self._generation.set_count)
        for _, share, evidence in self.counted:
            self._deadline.check()
            evidence.add_scores(scores, share)
        if len(self.wanted) > 1:
            scores[self._with_one_question()] *= ONE_QUESTION
        if self.by_name is not None:
            scores[self.by_name] += NAMED
        return scores

    @cached_property
    def counted(self) -> list[tuple[TextLeaf, float, Evidence]]:
        """All leaves that count, with the share of their score that does."""
        whole = [(leaf, 1.0, evidence) for leaf, evidence in self.wanted]
        return [*whole, *((leaf, PART, evidence) for leaf, evidence in self.parts.items())]

    def factors(self, ordinal: int) -> Iterator[tuple[Bonus, float]]:
        """What the score of a set is multiplied with, and why."""
        if len(self.wanted) > 1 and ordinal in self._with_one_question():
            yield Bonus.ONE_QUESTION, ONE_QUESTION
        if self.matches.complete is not None and self.matches.complete[ordinal]:
            yield Bonus.COMPLETE, COMPLETE

    def _with_one_question(self) -> Ordinals:
        """The sets in which one question with its answer holds all leaves."""
        if not reduce(np.logical_and, [evidence.sets for _, evidence in self.wanted]).any():
            return np.zeros(0, dtype=np.int64)
        together = reduce(np.logical_and, [evidence.documents for _, evidence in self.wanted])
        return self._generation.arrays.documents.sets[together].astype(np.intp)

    @cached_property
    def shown(self) -> list[tuple[TextLeaf, Evidence]]:
        """The leaves that are shown where they stand; parts of words only when sets are found by them alone."""
        return [*self.wanted, *(self.parts.items() if self.matches.complete is not None else ())]

    def documents(self, within: Mask) -> Mask:
        """The questions of some sets that hold anything that was looked for; all those of a person who is named."""
        if not self.shown:
            return np.zeros(self._generation.doc_count, dtype=bool)
        documents = self._generation.arrays.documents
        held = reduce(np.logical_or, [evidence.documents for _, evidence in self.shown])
        if self.by_name is not None:
            held = held | self.by_name[documents.sets]
        return held & within[documents.sets] & (documents.places >= 0)

    def document_scores(self, documents: Ordinals) -> Scores:
        """How well each of some questions, given in order, holds what was looked for."""
        scores = np.zeros(len(documents))
        for leaf, evidence in self.shown if len(documents) else ():
            self._deadline.check()
            scores += (PART if leaf in self.parts else 1) * evidence.bm25f_of(documents)
        return scores

    def missing(self, ordinal: int) -> tuple[TextLeaf, ...]:
        """The typed words that a set does not hold, of those that any set holds."""
        if self.matches.complete is None:
            return ()
        known = (leaf for leaf in self._bare if leaf in self._evidence and leaf not in self.matches.unknown)
        return tuple(leaf for leaf in known if not self._evidence[leaf].sets[ordinal])

    def via(self, ordinal: int) -> tuple[str, ...]:
        """The longer words and other names through which alone a set holds what was typed."""
        inside = ((leaf, one) for leaf, one in self.wanted if one.sets[ordinal] and not one.plain[ordinal])
        found = (form for leaf, evidence in inside for form in self._lookup.holding(leaf, evidence.inside(ordinal)))
        return tuple(dict.fromkeys(found))


def foremost(keys: npt.NDArray[Any] | None, ordinals: Ordinals, wanted: int) -> Ordinals:
    """The first so many ordinals by their keys, equal ones in their own order."""
    if keys is None:
        return ordinals[:wanted]
    if wanted < len(keys):
        kept = keys <= np.partition(keys, wanted - 1)[wanted - 1]
        keys, ordinals = keys[kept], ordinals[kept]
    return ordinals[np.argsort(keys, kind="stable")][:wanted]


def _from_below(tree: Node) -> Iterator[Node]:
    """Every node of a tree after the nodes below it."""
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(parts(node))
    return reversed(found)


def _marked(places: npt.NDArray[Any], count: int) -> Mask:
    """So many flags, set at the given places."""
    mask = np.zeros(count, dtype=bool)
    mask[places] = True
    return mask


def _saturated(weighted: npt.NDArray[Any], worth: float) -> Scores:
    """BM25: the weighted occurrences saturate."""
    scores: Scores = weighted / (weighted + SATURATION)
    scores *= worth
    return scores


def _idf(total: int, found: int) -> float:
    """BM25: what few of all have is worth more."""
    return float(np.log1p((total - found + 0.5) / (found + 0.5)))


def _numbered(generation: OpenGeneration, number: str) -> Mask:
    sets = np.zeros(generation.set_count, dtype=bool)
    set_id = generation.resolve(number)
    if set_id is not None:
        sets[generation.ordinals[set_id]] = True
    return sets
