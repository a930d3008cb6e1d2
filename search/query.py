"""What a person typed → a tree, plus sentences on what was not understood. Nothing typed is an error.

The grammar, from weak to strong: OF, EN (also meant where nothing stands between two words), NIET and -, VLAK, then a
word, "a phrase", a prefix*, field:value or a group in parentheses. The parser keeps the open groups in a list of its
own, so that no depth of parentheses can exhaust the stack.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from index.abbreviations import Name, first_words, longest_name, other_names
from index.analysis import fold, forms, word_matches
from index.schema import FACETS, NEAREST, TEXT_FIELDS
from search.tree import (
    ALL_TEXTS,
    And,
    Dates,
    Hyphened,
    Label,
    Near,
    Node,
    Not,
    Number,
    Or,
    Phrase,
    Prefix,
    TextLeaf,
    Word,
)

QUOTES = '"“”„«»'
MIN_PREFIX_LENGTH = 2
USUAL_DISTANCE = 10
A_TEXT = 12
"""Words outside quotes from which a query without operators is a pasted text."""

LEAST_JOINED = 3
"""Letters of a word that may be meant as part of the word next to it."""

JOINED = 3
"""Words that may be meant as one."""

JOINED_IN = 12
"""Words of a query in which that is looked at."""


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The tree (None: nothing to look for) and sentences on how the query was read where that is not plain.

    `strict` is a query that itself says, with EN, that all its words must be there.
    """

    tree: Node | None
    notes: tuple[str, ...] = ()
    strict: bool = False


_TOKEN = re.compile(
    rf"""(?P<phrase>[{QUOTES}](?P<inside>[^{QUOTES}]*)[{QUOTES}])
      | (?P<quote>[{QUOTES}])
      | (?P<open>\()
      | (?P<close>\))
      | (?P<near>(?:VLAK|NEAR)(?:/(?P<distance>\d{{1,9}}))?)(?=[\s(]|$)
      | (?P<and>EN|AND)(?=[\s()]|$)
      | (?P<or>OF|OR)(?=[\s()]|$)
      | (?P<not>(?:NIET|NOT)(?=[\s()]|$)|-(?=[\w{QUOTES}(]))
      | (?P<field>[A-Za-z]+:)(?=[^\s/])
      | (?P<text>[^\s(){QUOTES}]+)""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?:/\S*)?", re.IGNORECASE)
_APPENDIX = re.compile(r"aanhangsel\D*(\d{4})\s*[-–/]\s*(?:\d\d)?(\d\d)\D+(\d{1,5})\D*", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TEXT_OPERATORS: dict[str, tuple[str, ...]] = {field.operator: (field.name,) for field in TEXT_FIELDS if field.operator}
_FACETS = {facet.name: facet for facet in FACETS}


def parse(query: str) -> ParsedQuery:
    """The tree of a query, with a sentence for everything that was read otherwise than typed."""
    stripped = query.strip()
    address = _ADDRESS.fullmatch(stripped)
    if address:
        return _parse_address(stripped, address.group(1).lower())
    appendix = _APPENDIX.fullmatch(stripped)
    if appendix:
        start, end, number = appendix.groups()
        return ParsedQuery(Number(f"ah-tk-{start}{start[:2]}{end}-{int(number)}"))
    if _is_text(stripped):
        return _parse_text(stripped)
    parser = _Parser()
    tree = parser.parse(stripped)
    if tree is None and stripped:
        parser.note(f"In ‘{stripped[:60]}’ staat geen woord om op te zoeken; hieronder staan alle vragen.")
    return ParsedQuery(_with_joined(tree), tuple(parser.notes), parser.strict)


def _is_text(query: str) -> bool:
    """Whether a query is a piece of text, in which quotes are punctuation: many words outside them, no operators."""
    if len(query) < 2 * A_TEXT - 1:  # as many words do not fit
        return False
    kinds = Counter(token.lastgroup for token in _TOKEN.finditer(query))
    return kinds["text"] >= A_TEXT and kinds.keys() <= {"text", "phrase", "quote", "open", "close"}


def _parse_text(text: str) -> ParsedQuery:
    """A piece of text looks for its words, whatever stands between them."""
    notes = ("De zoekvraag is gelezen als lopende tekst; aanhalingstekens tellen dan niet.",)
    tree = And(tuple(Word(form, ALL_TEXTS) for form in dict.fromkeys(forms(text))))
    return ParsedQuery(tree, notes if any(mark in text for mark in QUOTES) else ())


def exact(query: str) -> str:
    """The query with its bare words in quotes: those very forms, nothing else."""
    return "".join(_exact_pieces(query.strip()))


def _exact_pieces(query: str) -> Iterator[str]:
    place, before = 0, None
    for token in _TOKEN.finditer(query):
        yield query[place : token.start()]
        yield f'"{token.group()}"' if _is_bare_token(before, token) else token.group()
        place, before = token.end(), token
    yield query[place:]


def _is_bare_token(before: re.Match[str] | None, token: re.Match[str]) -> bool:
    """Whether a token is a word that is looked for in the texts in all its forms."""
    field = before.group()[:-1].lower() if before and before.lastgroup == "field" else ""
    in_texts = field not in _FACETS and field not in _SPECIAL
    return token.lastgroup == "text" and in_texts and not token.group().endswith("*") and bool(forms(token.group()))


def bare_words(parsed: ParsedQuery) -> tuple[Word | Hyphened, ...]:
    """The words of which a set may lack some when too few sets hold them all: those of a query without operators.

    Exclusions and facet values in it hold for every set all the same.
    """
    if parsed.tree is None or parsed.strict:
        return ()
    nodes = parsed.tree.nodes if isinstance(parsed.tree, And) else (parsed.tree,)
    words = [node for node in nodes if not isinstance(node, Not | Label | Dates)]
    bare = tuple(node for node in words if isinstance(node, Word | Hyphened) and node.fields == ALL_TEXTS)
    return bare if len(bare) == len(words) else ()


def _with_joined(tree: Node | None) -> Node | None:
    """The tree, in which each word of a short query knows how it is written as one with its neighbours."""
    if not isinstance(tree, And) or len(tree.nodes) > JOINED_IN:
        return tree
    nodes, joined = list(tree.nodes), [list[str]() for _ in tree.nodes]
    for first in range(len(nodes)):
        for end in range(first + 2, min(first + JOINED, len(nodes)) + 1):
            written = _as_one(tree.nodes[first:end])
            for place in range(first, end) if written else ():
                joined[place].append(written)
    for place, node in enumerate(nodes):
        if isinstance(node, Word) and joined[place]:
            nodes[place] = Word(node.form, node.fields, tuple(joined[place]), node.called)
    return And(tuple(nodes))


def _as_one(nodes: tuple[Node, ...]) -> str:
    """Neighbouring words written as one word; nothing when one of them is no whole word of the same fields."""
    words = [node for node in nodes if isinstance(node, Word) and len(node.form) >= LEAST_JOINED]
    whole = len(words) == len(nodes) and len({word.fields for word in words}) == 1
    return "".join(word.form for word in words) if whole else ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A word as it stands in a query: its folded form, where it begins and ends."""

    form: str
    start: int
    end: int


def typed_runs(query: str) -> Iterator[list[Typed]]:
    """The words of a query that are looked for in texts; each list holds words with nothing but spaces between them.

    Words inside quotes stand alone, each in a list of its own. Values of facets, numbers, days, prefixes and addresses
    are not among them.
    """
    run: list[Typed] = []
    for token in _searched_tokens(query):
        words = [_typed(word, token.start()) for word in word_matches(token.group())]
        alone = token.lastgroup == "phrase" or len(words) != 1 or words[0].end - words[0].start != len(token.group())
        if run and (alone or query[run[-1].end : words[0].start].strip()):
            yield run
            run = []
        if alone:
            yield from ([word] for word in words)
        else:
            run += words
    if run:
        yield run


def _typed(word: re.Match[str], before: int) -> Typed:
    return Typed(fold(word.group()), before + word.start(), before + word.end())


def _searched_tokens(query: str) -> Iterator[re.Match[str]]:
    """The tokens with words for texts: outside the fields that have other values, and groups of those."""
    depth = values_from = 0  # how many groups are open, and from which of them on values of another field stand
    name = ""
    for token in _TOKEN.finditer(query):
        kind, text = token.lastgroup, token.group()
        is_value = bool(values_from) or name in _FACETS or name in _SPECIAL
        name = text[:-1].lower() if kind == "field" else ""
        if kind == "open":
            depth += 1
            values_from = values_from or depth * is_value
        elif kind == "close":
            depth = max(0, depth - 1)
            values_from *= values_from <= depth
        elif not is_value and (kind == "phrase" or (kind == "text" and not _NO_WORD.search(text) and forms(text))):
            yield token


_NO_WORD = re.compile(r"[*./@\d]")


def _parse_address(typed: str, host: str) -> ParsedQuery:
    """A web address or domain looks for that site among the sources in footnotes, and for its name in the texts."""
    words = tuple(forms(host.removeprefix("www.")))
    note = f"‘{typed[:60]}’ is een webadres: gezocht is naar voetnoten die naar {host} verwijzen."
    return ParsedQuery(Or((Label("bron", words), Phrase(words, ALL_TEXTS))), (note,))


@dataclass(slots=True)
class _Group:
    """An open group: alternatives between OF, each a list of nodes that must all match, and what waits for a node.

    `name` is the field that stood before the parenthesis.
    """

    name: str | None = None
    alternatives: list[list[Node]] = field(default_factory=lambda: [[]])
    operator: str | None = None
    negation: str | None = None
    distance: int | None = None

    @property
    def nodes(self) -> list[Node]:
        """The nodes of the alternative that is being read."""
        return self.alternatives[-1]

    def tree(self) -> Node | None:
        """The group as one node."""
        read = (_joined(And, _named(nodes)) for nodes in self.alternatives)
        return _joined(Or, [node for node in read if node])


class _Parser:
    """Reads the tokens of one query from left to right into the group that is open."""

    def __init__(self) -> None:
        self.groups = [_Group()]
        self.name: str | None = None  # a field that waits for its value
        self.notes: list[str] = []
        self.wordless: list[str] = []
        self.strict = False

    @property
    def group(self) -> _Group:
        return self.groups[-1]

    def note(self, sentence: str) -> None:
        """Keep a sentence once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def parse(self, query: str) -> Node | None:
        """The whole query."""
        for token in _TOKEN.finditer(query):
            if self.name and token.lastgroup not in _VALUES:
                self.field_without_value()
            _READ[token.lastgroup or ""](self, token.group())
        while len(self.groups) > 1:
            self.note("Een haakje openen is niet gesloten; het loopt door tot het einde.")
            self.close_group()
        self.end_group()
        tree = self.group.tree()
        for text in self.wordless if tree else ():
            self.note(f"‘{text[:30]}’ is geen woord en is overgeslagen.")
        return tree

    def add(self, node: Node | None) -> None:
        """Put a node where the operators before it want it."""
        group = self.group
        negated, distance = group.negation, group.distance
        group.operator = group.negation = group.distance = None
        if node is None:
            return
        if distance is not None:
            node = self.near(group.nodes.pop(), node, distance)
        group.nodes.append(Not(node) if negated else node)

    def near(self, left: Node, right: Node, distance: int) -> Node:
        """Two nodes near each other; only words have a place to be near."""
        if not _has_place(left) or not _has_place(right) or isinstance(right, Near):
            self.note("VLAK verbindt alleen woorden en woordgroepen; gezocht is naar sets met beide.")
            return And((left, right))
        left, right = _as_typed(left), _as_typed(right)
        if isinstance(left, Near):
            return Near((*left.parts, right), (*left.distances, distance))  # type: ignore[arg-type] # the same
        return Near((left, right), (distance,))  # type: ignore[arg-type] # _has_place lets nothing else through

    def and_(self, text: str) -> None:
        if self.group.nodes:
            self.group.operator = text
            self.strict = True
        else:
            self.nothing_to_join(text)

    def or_(self, text: str) -> None:
        if self.group.nodes:
            self.end_group()
            self.group.alternatives.append([])
            self.group.operator = text
        else:
            self.nothing_to_join(text)

    def not_(self, text: str) -> None:
        """An exclusion; two of them undo each other."""
        self.group.negation = None if self.group.negation else text

    def near_(self, text: str) -> None:
        if not self.group.nodes or self.group.negation:
            self.nothing_to_join(text)
            return
        asked = int(text.partition("/")[2] or USUAL_DISTANCE)
        self.group.distance = min(max(asked, 1), NEAREST)
        self.group.operator = text
        if self.group.distance != asked:
            self.note(f"‘{text}’ is gelezen als VLAK/{self.group.distance}: een afstand is 1 tot {NEAREST} woorden.")

    def nothing_to_join(self, text: str) -> None:
        self.note(f"{text} heeft hier niets te verbinden en is overgeslagen.")

    def end_group(self) -> None:
        """Say what still waits for a node that does not come."""
        if self.group.operator:
            self.nothing_to_join(self.group.operator)
        if self.group.negation:
            self.note(f"Na {self.group.negation} staat niets om uit te sluiten.")
        self.group.operator = self.group.negation = self.group.distance = None

    def open_group(self, _: str) -> None:
        self.groups.append(_Group(self.name or self.group.name))
        self.name = None

    def close_group(self, _: str = "") -> None:
        if len(self.groups) == 1:
            self.note("Er staat een haakje sluiten zonder haakje openen; dat is overgeslagen.")
            return
        self.end_group()
        node = self.groups.pop().tree()
        self.add(node)

    def lone_quote(self, _: str) -> None:
        self.note("Een aanhalingsteken is niet gesloten; de woorden erna zijn als gewone woorden gezocht.")

    def field(self, text: str) -> None:
        """The name of a field; the word, phrase or group right behind it is its value."""
        name = text[:-1].lower()
        if name in _TEXT_OPERATORS or name in _FACETS or name in _SPECIAL:
            self.name = name
            return
        self.note(f"‘{name}:’ is geen veld dat we kennen; gezocht is naar het woord {name}.")
        self.add(self.typed(name, ALL_TEXTS))

    def field_without_value(self) -> None:
        """What looked like a field is a word after all."""
        name, self.name = self.name or "", None
        self.add(self.typed(name, ALL_TEXTS))

    def value(self, text: str) -> None:
        """A word or phrase, of the field before it, or before its group."""
        name, self.name = self.name or self.group.name, None
        if name in _SPECIAL:
            self.add(_SPECIAL[name](self, text.strip(QUOTES)))
        elif name in _FACETS:
            self.add(self.label(name, text.strip(QUOTES)))
        else:
            self.add(self.words(text, _TEXT_OPERATORS.get(name or "", ALL_TEXTS)))

    def label(self, name: str, text: str) -> Node | None:
        """The sets with this facet value, under whatever name it was typed."""
        meant = _FACETS[name].meant(text)
        if meant.note:
            self.note(meant.note)
        found = tuple(forms(meant.value))
        return Label(name, found) if found else None

    def words(self, text: str, fields: tuple[str, ...]) -> Node | None:
        if text[0] not in QUOTES:
            return self.typed(text, fields)
        found = tuple(forms(text))
        return Phrase(found, fields) if found else None

    def typed(self, text: str, fields: tuple[str, ...]) -> Node | None:
        """A typed word: a prefix when it ends in a star, adjacent words when marks stand inside it (F-35)."""
        found = tuple(forms(text))
        if text.endswith("*") and len(found) == 1:
            if len(found[0]) >= MIN_PREFIX_LENGTH:
                return Prefix(found[0], fields)
            self.note(
                f"Voor de ster in ‘{text[:20]}’ horen ten minste {MIN_PREFIX_LENGTH} letters; gezocht is het woord."
            )
        if not found:
            self.wordless.append(text)
            return None
        if len(found) == 1:
            return Word(found[0], fields, called=other_names((found[0].removesuffix("'s"),)))
        return Hyphened(found, fields, called=other_names(found))

    def number(self, text: str) -> Node | None:
        return Number(text) if text else None

    def dates(self, text: str) -> Node | None:
        """From the beginning of one day, month or year to the end of another."""
        first, dots, last = text.partition("..")
        start, end = _days(first), _days(last if dots else first)
        if (first and not start) or (last and not end) or not (start or end):
            self.note(f"‘{text[:30]}’ is geen datum en is overgeslagen; schrijf datum:2022-06-01..2022-07-15.")
            return None
        limits = (start[0] if start else date.min, end[1] if end else date.max)
        return Dates(min(limits), max(limits))

    def years(self, text: str) -> Node | None:
        if ".." in text:
            return self.dates(text)
        found = tuple(forms(text))
        return Label("jaar", found) if found else None


_VALUES = {"text", "phrase", "open"}
_READ: dict[str, Callable[[_Parser, str], None]] = {
    "phrase": _Parser.value,
    "quote": _Parser.lone_quote,
    "open": _Parser.open_group,
    "close": _Parser.close_group,
    "near": _Parser.near_,
    "and": _Parser.and_,
    "or": _Parser.or_,
    "not": _Parser.not_,
    "field": _Parser.field,
    "text": _Parser.value,
}
_SPECIAL: dict[str | None, Callable[[_Parser, str], Node | None]] = {
    "nummer": _Parser.number,
    "datum": _Parser.dates,
    "jaar": _Parser.years,
}


def _days(text: str) -> tuple[date, date] | None:
    """The first and the last day of a written day, month or year."""
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        last_month = month or 12
        last_day = day or monthrange(year or 0, last_month)[1]
        return date(year or 0, month or 1, day or 1), date(year or 0, last_month, last_day)
    except ValueError:  # there is no such day
        return None


def _joined(kind: type[And | Or], nodes: list[Node]) -> Node | None:
    """Nodes as one; a node of the same kind in it is taken apart, so that a tree is no deeper than it means."""
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return kind(tuple(inner for node in nodes for inner in (node.nodes if isinstance(node, kind) else (node,))))


def _named(nodes: list[Node]) -> list[Node]:
    """Nodes that must all match; words that together are a name (openbaar vervoer) know what that is also called."""
    named, place = list(nodes), 0
    while place < len(named) - 1:
        ends = range(min(len(named), place + longest_name()), place + 1, -1) if _begins_name(named[place]) else ()
        end = next((end for end in ends if _names_of(named[place:end])), place + 1)
        names = _names_of(named[place:end]) if end > place + 1 else ()
        for at in range(place, end if names else place):
            word = named[at]
            assert isinstance(word, Word)  # or it would have no name
            named[at] = replace(word, called=(*word.called, *names))
        place = end
    return named


def _begins_name(node: Node) -> bool:
    return isinstance(node, Word) and node.form in first_words()


def _names_of(nodes: list[Node]) -> tuple[Name, ...]:
    """What words of the same fields are also called together."""
    words = [node for node in nodes if isinstance(node, Word)]
    alike = len(words) == len(nodes) and len({word.fields for word in words}) == 1
    return other_names(tuple(word.form for word in words)) if alike else ()


def _as_typed(node: Node) -> Node:
    """A node whose words are looked for as typed, under no other name: only those have a place next to others."""
    match node:
        case Word() | Hyphened():
            return replace(node, called=())
        case Or(nodes):
            return Or(tuple(map(_as_typed, nodes)))
        case _:
            return node


def _has_place(node: Node) -> bool:
    """Whether a node stands for words with a place in a text."""
    if isinstance(node, Or):
        return all(isinstance(part, Word | Hyphened | Phrase | Prefix) for part in node.nodes)
    return isinstance(node, TextLeaf)
