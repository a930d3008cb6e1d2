"""What a person typed → a tree, plus sentences on what was not understood. Nothing typed is an error.

The grammar, from weak to strong: OF, EN (also meant where nothing stands between two words), NIET and -, then a word,
"a phrase", a prefix*, field:value or a group in parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from index.analysis import forms
from index.schema import FACETS, TEXT_FIELDS

QUOTES = '"“”„«»'
MIN_PREFIX_LENGTH = 2
MAX_DEPTH = 30
"""Deeper nested parentheses are left out, so that no query can exhaust the stack."""


@dataclass(frozen=True, slots=True)
class Word:
    """Any form of one word, in any of the given text fields."""

    form: str
    fields: tuple[str, ...]


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
class Label:
    """Sets with a facet value whose slug or label holds these forms."""

    facet: str
    forms: tuple[str, ...]


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


Node = Word | Phrase | Prefix | Label | Number | Dates | Not | And | Or


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The tree (None: nothing to look for) and sentences on how the query was read where that is not plain."""

    tree: Node | None
    notes: tuple[str, ...] = ()


_TOKEN = re.compile(
    rf"""(?P<phrase>[{QUOTES}](?P<inside>[^{QUOTES}]*)[{QUOTES}])
      | (?P<quote>[{QUOTES}])
      | (?P<paren>[()])
      | (?P<near>VLAK(?:/\d+)?)(?=\s|$)
      | (?P<operator>EN|OF|NIET|AND|OR|NOT)(?=\s|[()]|$)
      | (?P<minus>-)(?=[\w{QUOTES}(])
      | (?P<field>[A-Za-z]+:)(?=[^\s/])
      | (?P<text>[^\s(){QUOTES}]+)""",
    re.VERBOSE,
)
_OPERATORS = {"EN": "and", "AND": "and", "OF": "or", "OR": "or", "NIET": "not", "NOT": "not"}
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?:/\S*)?", re.IGNORECASE)
_APPENDIX = re.compile(r"aanhangsel\D*(\d{4})\s*[-–/]\s*(?:\d\d)?(\d\d)\D+(\d{1,5})\D*", re.IGNORECASE)
_ALL_TEXTS = tuple(field.name for field in TEXT_FIELDS)
_TEXT_OPERATORS = {field.operator: (field.name,) for field in TEXT_FIELDS if field.operator}
_FACETS = {facet.name: facet for facet in FACETS}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


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
    parser = _Parser(stripped)
    tree = parser.parse()
    if tree is None and stripped:
        parser.note(f"In ‘{stripped[:60]}’ staat geen woord om op te zoeken; hieronder staan alle vragen.")
    return ParsedQuery(tree, tuple(parser.notes))


def _parse_address(typed: str, host: str) -> ParsedQuery:
    """A web address or domain looks for that site among the sources in footnotes, and for its name in the texts."""
    words = tuple(forms(host.removeprefix("www.")))
    note = f"‘{typed[:60]}’ is een webadres: gezocht is naar voetnoten die naar {host} verwijzen."
    return ParsedQuery(Or((Label("bron", words), Phrase(words, _ALL_TEXTS))), (note,))


class _Parser:
    """Recursive descent over the tokens of one query."""

    def __init__(self, query: str) -> None:
        self.tokens = [_Token(match.lastgroup or "", match.group(0)) for match in _tokens(query)]
        self.place = 0
        self.depth = 0
        self.notes: list[str] = []

    def note(self, sentence: str) -> None:
        """Keep a sentence once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def parse(self) -> Node | None:
        """The whole query; what stands after a closing parenthesis too many goes on as if it were not there."""
        nodes = []
        while self.place < len(self.tokens):
            node = self.any_of()
            if node:
                nodes.append(node)
            if self.peek("paren"):
                self.place += 1
                self.note("Er staat een haakje sluiten zonder haakje openen; dat is overgeslagen.")
        return _joined(And, nodes)

    def peek(self, kind: str, text: str | None = None) -> bool:
        """Whether the next token is of this kind (and reads so)."""
        if self.place >= len(self.tokens):
            return False
        token = self.tokens[self.place]
        return token.kind == kind and (text is None or token.text == text)

    def peek_operator(self, meaning: str) -> bool:
        """Whether the next token is this operator."""
        return self.peek("operator") and _OPERATORS[self.tokens[self.place].text] == meaning

    def any_of(self) -> Node | None:
        """Alternatives between OF."""
        nodes = [self.all_of()]
        while self.peek_operator("or"):
            self.skip_operator(followed=True, preceded=nodes[-1] is not None)
            nodes.append(self.all_of())
        return _joined(Or, [node for node in nodes if node])

    def all_of(self) -> Node | None:
        """Nodes that must all match, with EN or nothing between them."""
        nodes: list[Node] = []
        while self.place < len(self.tokens) and not self.peek_operator("or") and not self.peek("paren", ")"):
            if self.peek_operator("and"):
                self.skip_operator(followed=True, preceded=bool(nodes))
            elif self.peek("near"):
                self.place += 1
                self.note("VLAK (dicht bij elkaar) werkt nog niet; gezocht is naar sets met beide woorden.")
            else:
                node = self.one()
                if node:
                    nodes.append(node)
        return _joined(And, nodes)

    def skip_operator(self, *, followed: bool, preceded: bool) -> None:
        """Step over an operator, with a sentence when it has nothing to join."""
        token = self.tokens[self.place]
        self.place += 1
        if not preceded or (followed and self.place >= len(self.tokens)):
            self.note(f"{token.text} heeft hier niets te verbinden en is overgeslagen.")

    def one(self) -> Node | None:
        """One word, phrase, field, group or negation."""
        token = self.tokens[self.place]
        self.place += 1
        return _ONE[token.kind](self, token)

    def negation(self, token: _Token) -> Node | None:
        if self.place >= len(self.tokens) or self.peek("paren", ")"):
            self.note(f"Na {token.text} staat niets om uit te sluiten.")
            return None
        node = self.one()
        return Not(node) if node else None

    def group(self, token: _Token) -> Node | None:
        if token.text == ")" or self.depth >= MAX_DEPTH:
            return None
        self.depth += 1
        node = self.any_of()
        self.depth -= 1
        if self.peek("paren", ")"):
            self.place += 1
        else:
            self.note("Een haakje openen is niet gesloten; het loopt door tot het einde.")
        return node

    def phrase(self, token: _Token) -> Node | None:
        return _phrase(token.text[1:-1], _ALL_TEXTS)

    def lone_quote(self, _: _Token) -> Node | None:
        self.note("Een aanhalingsteken is niet gesloten; de woorden erna zijn als gewone woorden gezocht.")
        return None

    def text(self, token: _Token) -> Node | None:
        return self.typed(token.text, _ALL_TEXTS)

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
            return None
        return Word(found[0], fields) if len(found) == 1 else Phrase(found, fields)

    def field(self, token: _Token) -> Node | None:
        name = token.text[:-1].lower()
        if self.place >= len(self.tokens) or not (self.peek("text") or self.peek("phrase")):
            return self.typed(name, _ALL_TEXTS)
        value = self.tokens[self.place].text
        if name in _TEXT_OPERATORS:
            self.place += 1
            texts = _TEXT_OPERATORS[name]
            return _phrase(value[1:-1], texts) if value[0] in QUOTES else self.typed(value, texts)
        if name in _FACETS:
            self.place += 1
            return self.label(name, value)
        return self.special_field(name, value)

    def label(self, name: str, value: str) -> Node | None:
        """The sets with this facet value, under whatever name it was typed."""
        meant = _FACETS[name].meant(value.strip(QUOTES))
        if meant.note:
            self.note(meant.note)
        found = tuple(forms(meant.value))
        return Label(name, found) if found else None

    def special_field(self, name: str, value: str) -> Node | None:
        if name == "nummer":
            self.place += 1
            return Number(value.strip(QUOTES))
        if name == "datum":
            self.place += 1
            return self.dates(value)
        self.note(f"‘{name}:’ is geen veld dat we kennen; gezocht is naar het woord {name}.")
        return self.typed(name, _ALL_TEXTS)

    def dates(self, value: str) -> Node | None:
        first, _, last = value.strip(QUOTES).partition("..")
        try:
            start = date.fromisoformat(first)
            end = date.fromisoformat(last) if last else start
        except ValueError:
            self.note(f"‘datum:{value[:30]}’ is overgeslagen; schrijf het als datum:2022-06-01..2022-07-15.")
            return None
        return Dates(min(start, end), max(start, end))


_ONE: dict[str, Callable[[_Parser, _Token], Node | None]] = {
    "operator": _Parser.negation,
    "minus": _Parser.negation,
    "paren": _Parser.group,
    "phrase": _Parser.phrase,
    "quote": _Parser.lone_quote,
    "field": _Parser.field,
    "text": _Parser.text,
}


def _tokens(query: str) -> list[re.Match[str]]:
    """The tokens of a query; a minus or an operator inside a word is part of the word."""
    return list(_TOKEN.finditer(query))


def _phrase(text: str, fields: tuple[str, ...]) -> Node | None:
    found = tuple(forms(text))
    return Phrase(found, fields) if found else None


def _joined(kind: type[And | Or], nodes: list[Node]) -> Node | None:
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    return kind(tuple(nodes))


def leaves(node: Node | None) -> tuple[Node, ...]:
    """The leaves that a matching set should hold, in the order typed: not those under a NIET."""
    match node:
        case None | Not():
            return ()
        case And(nodes) | Or(nodes):
            return tuple(leaf for part in nodes for leaf in leaves(part))
        case _:
            return (node,)
