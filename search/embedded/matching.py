"""A query tree → which sets match, how well, and which of their questions hold something of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays import Flags, marked
from index.weights import Scores
from search.embedded import loops
from search.embedded.deadline import Deadline
from search.embedded.evidence import Evidence
from search.embedded.facet_table import FacetTable
from search.embedded.generation import OpenGeneration
from search.embedded.postings import MAX_FORMS, Lookup
from search.embedded.sets import Ordinals, Sets
from search.query import ParsedQuery, bare_words
from search.ranking import COMPLETE, ENOUGH, NAMED, ONE_QUESTION, PART
from search.response import Bonus
from search.tree import And, Dates, Label, Named, Node, Not, Number, Or, Prefix, TextLeaf, Word, leaves, parts, words_of

BUDGET = 6_000_000
"""How much one query may read, in postings; what would cost more is left out of it, with a note."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The sets that match.

    When too few hold all words, those that hold most are there too: `complete` are then the ones that hold all words.
    `unknown` are the words that no set holds.
    """

    sets: Flags
    complete: Flags | None = None
    unknown: tuple[TextLeaf, ...] = ()

    @property
    def whole(self) -> Flags:
        """The sets that hold all words, known or not."""
        if self.unknown:
            return np.zeros_like(self.sets)
        return self.sets if self.complete is None else self.complete


class Evaluation:
    """The evaluation of one query on one generation; every leaf is looked up once."""

    def __init__(self, generation: OpenGeneration, facets: FacetTable, parsed: ParsedQuery, deadline: Deadline) -> None:
        self._generation = generation
        self._set_count = generation.set_count
        self._deadline = deadline
        self._facets = facets
        self._tree = parsed.tree
        self._bare = bare_words(parsed)
        self._lookup = Lookup(generation.arrays)
        self.notes: list[str] = []
        self._evidence = self._looked_up()
        self._scored: tuple[Ordinals, Scores] | None = None
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
        forms = {leaf.form for leaf, _ in self.wanted if isinstance(leaf, Word)}
        evidence = {}
        for part in self._made_of:
            self._deadline.check()
            self._left -= self._lookup.cost(part)
            if self._left > 0 and part.form not in forms:
                evidence[part] = Evidence(self._generation, self._lookup, part)
        return evidence

    @cached_property
    def _made_of(self) -> dict[Word, list[Evidence]]:
        """For each part of typed words where those stand."""
        found: defaultdict[Word, list[Evidence]] = defaultdict(list)
        for leaf, evidence in self.wanted:
            for part in self._lookup.parts(leaf) if isinstance(leaf, Word) else ():
                found[part].append(evidence)
        return found

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
            return Matches(np.ones(self._set_count, dtype=bool))
        if not self._bare or np.count_nonzero(sets) >= ENOUGH:
            return Matches(sets)
        return self._relaxed(sets)

    def _relaxed(self, strict: Flags) -> Matches:
        """The sets that hold all words known here, and after them those that hold most, up to ENOUGH together."""
        looked_for = [leaf for leaf in self._bare if leaf in self._evidence]
        known = [self._evidence[leaf].sets for leaf in looked_for if self._evidence[leaf].anywhere]
        unknown = tuple(leaf for leaf in looked_for if not self._evidence[leaf].anywhere)
        frame = self._frame()
        complete = reduce(np.logical_and, known, frame & bool(known)) if unknown else strict
        room = ENOUGH - int(np.count_nonzero(complete))
        if room <= 0 or len(self.counted) == len(known) == 1:  # nothing else holds anything of it
            return Matches(complete, None, unknown)
        holding = reduce(np.logical_or, [one.sets for _, _, one in self.counted], np.zeros_like(strict)) & frame
        candidates = Sets(holding)
        others = ~complete.take(candidates.ordinals)
        if not others.any():
            return Matches(complete, None, unknown)
        scores = self._plain_scores(candidates)
        self._scored = candidates.ordinals, scores
        sets = complete.copy()
        sets[foremost(-scores[others].round(9), candidates.ordinals[others], room)] = True
        return Matches(sets, complete, unknown)

    def _frame(self) -> Flags:
        """The sets that pass everything in the query that is no bare word."""
        nodes = self._tree.nodes if isinstance(self._tree, And) else ()
        masks = [mask for node in nodes if node not in self._bare and (mask := self._sets(node)) is not None]
        return reduce(np.logical_and, masks, np.ones(self._set_count, dtype=bool))

    def _sets(self, tree: Node) -> Flags | None:
        """The sets that match a tree; None when all of it was left out. From the leaves up, at any depth."""
        masks: dict[int, Flags | None] = {}
        for node in _from_below(tree):
            self._deadline.check()
            below = [mask for part in parts(node) if (mask := masks[id(part)]) is not None]
            masks[id(node)] = self._node(node, below)
        return masks[id(tree)]

    def _node(self, node: Node, below: list[Flags]) -> Flags | None:
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

    def _leaf(self, node: Node) -> Flags | None:
        if node in self._evidence:
            return self._evidence[node].sets
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
                return None  # it was left out

    def _named(self, name: Named) -> Flags:
        """The sets of the people named."""
        slugs: defaultdict[str, list[str]] = defaultdict(list)
        for facet, slug in name.people:
            slugs[facet].append(slug)
        return reduce(np.logical_or, [self._facets.sets_with(facet, tuple(found)) for facet, found in slugs.items()])

    @cached_property
    def _asked(self) -> tuple[Node, ...]:
        """The leaves that a set should hold, each once."""
        return tuple(dict.fromkeys(leaves(self._tree)))

    @cached_property
    def by_name(self) -> Flags | None:
        """The sets of the people whose name was typed; None when it was no name."""
        names = [leaf for leaf in self._asked if isinstance(leaf, Named)]
        return self._named(names[0]) if names else None

    @cached_property
    def wanted(self) -> list[tuple[TextLeaf, Evidence]]:
        """The text leaves that a set should hold, with their evidence."""
        found = [leaf for leaf in self._asked if isinstance(leaf, TextLeaf) and leaf in self._evidence]
        return [(leaf, self._evidence[leaf]) for leaf in found]

    def scores_of(self, chosen: Sets, first: int) -> Scores:
        """The score of each of some sets; of those that cannot be among the first so many, at least some of it.

        A set that stands too low to be shown is not read to see whether one of its questions holds everything.
        """
        ordinals, complete = chosen.ordinals, self.matches.complete
        scores = self._plain_scores(chosen)
        factors = np.where(complete[ordinals], COMPLETE, 1.0) if complete is not None else None
        if len(self.wanted) > 1:
            hopeful = _hopeful(scores if factors is None else scores * factors, first)
            scores[hopeful[self._in_one_question(ordinals[hopeful])]] *= ONE_QUESTION
        if self.by_name is not None:
            scores[self.by_name[ordinals]] += NAMED
        return scores if factors is None else factors * scores

    def _plain_scores(self, chosen: Sets) -> Scores:
        """BM25F of each of some sets over its whole text; of those once scored it is known."""
        if self._scored is not None:
            scored, known = self._scored
            return known[scored.searchsorted(chosen.ordinals)]
        scores = chosen.zeros()
        for _, share, evidence in self.counted if chosen.count else ():
            self._deadline.check()
            evidence.add(scores, chosen, share)
        return scores.take(chosen.ordinals)

    @cached_property
    def counted(self) -> list[tuple[TextLeaf, float, Evidence]]:
        """All leaves that count, with the share of their score that does."""
        whole = [(leaf, 1.0, evidence) for leaf, evidence in self.wanted]
        return [*whole, *((leaf, PART, evidence) for leaf, evidence in self.parts.items())]

    def factors(self, ordinal: int) -> Iterator[tuple[Bonus, float]]:
        """What the score of a set is multiplied with, and why."""
        if len(self.wanted) > 1 and self._in_one_question(np.array([ordinal])).any():
            yield Bonus.ONE_QUESTION, ONE_QUESTION
        if self.matches.complete is not None and self.matches.complete[ordinal]:
            yield Bonus.COMPLETE, COMPLETE

    def _in_one_question(self, ordinals: Ordinals) -> Flags:
        """Which of some sets, given in order, have one question that holds all leaves."""
        first_documents = self._generation.arrays.sets.first_documents
        held = np.empty(self._generation.doc_count, dtype=np.uint16)
        loops.count_none(ordinals, first_documents, held)
        for place, (_, evidence) in enumerate(self.wanted):
            self._deadline.check()
            evidence.count_held(ordinals, place, held)
        flags = np.zeros(len(ordinals), dtype=bool)
        loops.any_counting(ordinals, first_documents, held, len(self.wanted), flags)
        return flags

    @cached_property
    def _instead(self) -> dict[Word, Flags]:
        """When sets are found by parts of words alone, for each part the sets that lack a word that is made of it."""
        if self.matches.complete is None:
            return {}
        whole = {part: reduce(np.logical_and, [one.sets for one in self._made_of[part]]) for part in self.parts}
        return {part: ~sets for part, sets in whole.items()}

    def shown_in(self, ordinal: int) -> tuple[TextLeaf, ...]:
        """The leaves that are shown where they stand in a set: the typed ones, and parts of those that it lacks."""
        parts_shown = (part for part, sets in self._instead.items() if sets[ordinal])
        return (*(leaf for leaf, _ in self.wanted), *parts_shown)

    def documents(self, within: Flags) -> Flags:
        """The questions of some sets that hold anything that was looked for; all those of a person who is named."""
        if not self.wanted:
            return np.zeros(self._generation.doc_count, dtype=bool)
        documents = self._generation.arrays.documents
        held = reduce(np.logical_or, [evidence.documents for _, evidence in self.wanted])
        for part, sets in self._instead.items():
            held = held | self.parts[part].documents & sets[documents.sets]
        if self.by_name is not None:
            held = held | self.by_name[documents.sets]
        return held & within[documents.sets] & (documents.places >= 0)

    def document_scores(self, documents: Ordinals) -> Scores:
        """How well each of some questions, given in order, holds what was looked for."""
        scores = np.zeros(len(documents))
        for _, evidence in self.wanted if len(documents) else ():
            self._deadline.check()
            scores += evidence.bm25f_of(documents)
        for part, sets in self._instead.items() if len(documents) else ():
            self._deadline.check()
            here = sets[self._generation.arrays.documents.sets[documents]]
            scores += PART * here * self.parts[part].bm25f_of(documents)
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
    return ordinals.take(_places(keys, wanted))


def _places(keys: npt.NDArray[Any], wanted: int) -> Ordinals:
    """The places of the so many least keys, in order, equal ones as they stand."""
    places = np.empty(min(wanted, len(keys)), dtype=np.intp)
    if len(places):
        loops.foremost(keys, places)
    return places


def _hopeful(scores: Scores, first: int) -> Ordinals:
    """The places of the scores that can still be among the first so many when one question holds everything."""
    if first >= len(scores):
        return np.arange(len(scores))
    least = scores.item(_places(-scores, first).item(-1))
    hopeful: Ordinals = (scores * ONE_QUESTION >= least * (1 - 1e-9)).nonzero()[0]
    return hopeful


def _from_below(tree: Node) -> Iterator[Node]:
    """Every node of a tree after the nodes below it."""
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(parts(node))
    return reversed(found)


def _numbered(generation: OpenGeneration, number: str) -> Flags:
    set_id = generation.resolve(number)
    return marked([] if set_id is None else [generation.ordinals[set_id]], generation.set_count)
