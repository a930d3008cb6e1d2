"""A query as a tree: what is looked for, and how it is joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index.abbreviations import Name
from index.schema import TEXT_FIELDS

ALL_TEXTS = tuple(field.name for field in TEXT_FIELDS)


@dataclass(frozen=True, slots=True)
class Word:
    """Any form of one word, alone or as part of a longer one, in any of the given text fields.

    `joined` are the forms it has when it is written as one with the words typed next to it, `called` what it is also
    called, alone or with those words: azc is called asielzoekerscentrum.
    """

    form: str
    fields: tuple[str, ...]
    joined: tuple[str, ...] = ()
    called: tuple[Name, ...] = ()

    def __hash__(self) -> int:
        return hash(self.form)  # words are looked up often

    @property
    def names(self) -> tuple[Word | Phrase, ...]:
        """What it is also called, as leaves: a word in all its forms, or very words next to each other."""
        return tuple(
            Word(name[0], self.fields) if len(name) == 1 else Phrase(name, self.fields) for name in self.called
        )


@dataclass(frozen=True, slots=True)
class Hyphened:
    """Words typed with a mark between them (kinderopvang-toeslag): next to each other in one text, or one word."""

    forms: tuple[str, ...]
    fields: tuple[str, ...]
    called: tuple[Name, ...] = ()

    @property
    def ways(self) -> tuple[Phrase, Word]:
        """The two ways to write it; what it is also called goes with the second."""
        return Phrase(self.forms, self.fields), Word("".join(self.forms), self.fields, called=self.called)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exactly these forms next to each other in one text."""

    forms: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """All forms that begin like this."""

    form: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Parts of which each stands near the one before it in one text: within so many words, a distance for each pair."""

    parts: tuple[Word | Hyphened | Phrase | Prefix | Or, ...]
    distances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """Sets with a facet value whose slug or label holds these forms."""

    facet: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Sets that any of some people signed or answered: the facet and the value that each is."""

    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Number:
    """The set known by this number."""

    number: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Sets asked from the first to the second day, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Not:
    """Sets that do not match the node."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """Sets that match all nodes."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Sets that match any node."""

    nodes: tuple[Node, ...]


TextLeaf = Word | Hyphened | Phrase | Prefix | Near
Node = TextLeaf | Label | Named | Number | Dates | Not | And | Or


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes right under a node; none under a leaf."""
    if isinstance(node, And | Or):
        return node.nodes
    return (node.node,) if isinstance(node, Not) else ()


def leaves(tree: Node | None, *, excluded: bool = False) -> tuple[Node, ...]:
    """The leaves that a matching set should hold, in the order typed; those under a NIET only when `excluded`."""
    found: list[Node] = []
    waiting = [tree] if tree else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Not) and not excluded:
            continue
        below = parts(node)
        if below:
            waiting.extend(reversed(below))
        else:
            found.append(node)
    return tuple(found)


def words_of(leaf: TextLeaf) -> tuple[Word | Phrase | Prefix, ...]:
    """The words, phrases and prefixes that a leaf consists of."""
    match leaf:
        case Near():
            alternatives: Iterable[Node] = (one for part in leaf.parts for one in parts(part) or (part,))
            return tuple(word for one in alternatives if isinstance(one, TextLeaf) for word in words_of(one))
        case Hyphened():
            return leaf.ways
        case _:
            return (leaf,)


def written(node: Node) -> str:
    """A word, phrase, prefix or VLAK as it can be typed."""
    match node:
        case Word(form):
            return form
        case Prefix(form):
            return f"{form}*"
        case Phrase(forms):
            return f"“{' '.join(forms)}”"
        case Hyphened(forms):
            return "-".join(forms)
        case Near(parts, distances):
            rest = (f" VLAK/{far} {written(part)}" for part, far in zip(parts[1:], distances, strict=True))
            return written(parts[0]) + "".join(rest)
        case Or(nodes):
            return f"({' OF '.join(map(written, nodes))})"
        case _:
            raise AssertionError(node)
