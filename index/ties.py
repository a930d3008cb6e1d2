"""Which documents belong to one set: numbers first, then places in the Aanhangsel, then the sentence above them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from index.extract.identifiers import is_case_number
from index.extract.parts import Part
from index.records import DocumentKind

SHORTEST_HEADING = 30
"""A folded header sentence shorter than this says too little to tie papers together."""

OPENING = 24
"""How much of a folded header sentence tells who asked: "vragenvanhetlidweekersvvd"."""

_BY_PLACE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What ties one document to others; small, so that a whole corpus of them fits in memory.

    `sure` are the numbers the publisher itself joins by. `keys` are its numbers, its places in the Aanhangsel with
    those it refers to, and its heading: tried in that order. Two documents with the same key belong together
    unless something contradicts it.
    """

    document: str
    names: tuple[str, ...]
    sure: frozenset[str]
    keys: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    asked_on: str
    opening: str

    @property
    def every_key(self) -> frozenset[str]:
        """All that it may share with another document: `group` can treat those apart that share nothing."""
        return frozenset((self.document, *self.names)).union(*self.keys)


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of one set, by id, under the id the set gets."""

    id: str
    documents: tuple[str, ...]


def ties(part: Part) -> Ties:
    """What ties a document to others."""
    day = part.asked_on.isoformat() if part.asked_on else ""
    official = part.source == "koop"
    places = [part.appendix, *part.appendices]
    heading = f"{part.house.value} {day} {part.heading}" if day and len(part.heading) >= SHORTEST_HEADING else None
    return Ties(
        document=part.document,
        names=(*part.numbers, _natural_name(part)),
        sure=frozenset(number for number in part.numbers if official or is_case_number(number)),
        keys=(part.numbers, tuple(place for place in places if place), (heading,) if heading else ()),
        asked_on=day,
        opening=part.heading[:OPENING],
    )


def group(every: Iterable[Ties]) -> tuple[Group, ...]:
    """Documents that belong together, in order of their first document; every group has an id of its own."""
    joining = _Joining()
    known = list(every)
    for each in known:
        joining.add(each)
    for tier in range(3):
        for each in known:
            for key in each.keys[tier]:
                joining.join(each.document, key, by_place=tier == _BY_PLACE)
    return joining.groups()


class _Joining:
    """Union-find over documents that never mixes two case numbers or, without a sure number, two asking days."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[Ties]] = {}
        self._holders: dict[str, list[str]] = {}

    def add(self, each: Ties) -> None:
        self._parent[each.document] = each.document
        self._members[each.document] = [each]

    def join(self, document: str, key: str, *, by_place: bool) -> None:
        """Bring the document together with those that hold the same key, as far as they agree."""
        holders = self._holders.setdefault(key, [])
        for holder in holders:
            self._unite(self._root(holder), self._root(document), by_place=by_place)
        if all(self._root(holder) != self._root(document) for holder in holders):
            holders.append(document)

    def groups(self) -> tuple[Group, ...]:
        """The groups as they are, each with the best name no other group has."""
        taken: set[str] = set()
        found = []
        for members in self._members.values():
            name = next(name for name in _candidates(members) if name not in taken)
            taken.add(name)
            found.append(Group(name, tuple(member.document for member in members)))
        return tuple(found)

    def _root(self, document: str) -> str:
        while self._parent[document] != document:
            self._parent[document] = self._parent[self._parent[document]]
            document = self._parent[document]
        return document

    def _unite(self, first: str, second: str, *, by_place: bool) -> None:
        if first != second and _agree(self._members[first], self._members[second], by_place=by_place):
            self._parent[second] = first
            self._members[first] += self._members.pop(second)


def _agree(one: list[Ties], other: list[Ties], *, by_place: bool) -> bool:
    """Whether nothing speaks against two groups being one set."""
    sure, cases, days, numbers, openings = (
        [{value for member in side for value in facts(member)} for side in (one, other)] for facts in _FACTS
    )
    if sure[0] & sure[1]:
        return True
    if cases[0] and cases[1]:
        return False
    # "Zie ook" may name the answer to somebody else's questions of the same day.
    strangers = by_place and (_differ(numbers) or _differ(openings))
    return not strangers and not _differ(days)


def _differ(sides: list[set[str]]) -> bool:
    return bool(sides[0] and sides[1] and not sides[0] & sides[1])


_FACTS: tuple[Callable[[Ties], Iterable[str]], ...] = (
    lambda each: each.sure,
    lambda each: filter(is_case_number, each.sure),
    lambda each: filter(None, [each.asked_on]),
    lambda each: each.keys[0],
    lambda each: filter(None, [each.opening]),
)


def _natural_name(part: Part) -> str:
    """The name of last resort: the file of a historical paper, the id of an official document."""
    return (
        part.document if part.kind is DocumentKind.QUESTIONS or part.source == "kvr" else part.appendix or part.document
    )


def _candidates(members: Sequence[Ties]) -> Iterator[str]:
    """What a group may be called, the best first; its documents and the rest are for who finds all else taken."""
    yield from sorted((name for member in members for name in member.names), key=_preference)
    yield from (member.document for member in members)
    yield from (f"{members[0].document}~{number}" for number in count(2))


def _preference(name: str) -> tuple[int, int, str, str]:
    """Case numbers before other numbers before document names; then the lowest."""
    digits = re.search(r"[1-9]\d*", name)
    number = digits.group() if digits else ""
    rank = 0 if is_case_number(name) else 1 if name.isdigit() else 2
    return (rank, len(number), number, name)
