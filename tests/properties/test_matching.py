"""What a query finds is what plain Python finds in the texts, for any corpus and any tree of words and phrases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import build_generation, old, question
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import stem
from index.records import QuestionSet
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest

WORDS = ["rood", "rode", "boot", "boten", "zee"]
FIELDS = {"titel": "title", "vraag": "question", "antwoord": "answer"}

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
Texts = dict[str, list[str]]


@st.composite
def corpora(draw: st.DrawFn) -> list[QuestionSet]:
    sets = draw(st.lists(st.tuples(texts, st.lists(st.tuples(texts, texts), max_size=3)), min_size=1, max_size=6))
    return [
        replace(
            old(),
            id=f"set-{number}",
            title=title,
            questions=tuple(question(place, asked, told or None) for place, (asked, told) in enumerate(bodies, 1)),
        )
        for number, (title, bodies) in enumerate(sets)
    ]


words = st.sampled_from(WORDS)
phrases = st.lists(words, min_size=2, max_size=3).map(lambda found: f'"{" ".join(found)}"')
leaves = st.one_of(
    words,
    phrases,
    words.map(lambda word: f"{word[:2]}*"),
    st.tuples(st.sampled_from(sorted(FIELDS)), st.one_of(words, phrases)).map(":".join),
)


def combined(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(part, part)
    return st.one_of(
        pair.map(lambda two: f"({two[0]} EN {two[1]})"),
        pair.map(lambda two: f"({two[0]} OF {two[1]})"),
        pair.map(lambda two: f"({two[0]} NIET {two[1]})"),
    )


queries = st.recursive(leaves, combined, max_leaves=5)


def texts_of(record: QuestionSet) -> Texts:
    return {
        "title": [record.title],
        "question": [block.text for asked in record.questions for block in asked.blocks],
        "answer": [block.text for asked in record.questions if asked.answer for block in asked.answer.blocks],
    }


def holds(record: Texts, leaf: str) -> bool:
    name, _, rest = leaf.rpartition(":")
    searched = [text.split() for field in ([FIELDS[name]] if name else record) for text in record[field]]
    if rest.startswith('"'):
        wanted = rest.strip('"').split()
        return any(text[n : n + len(wanted)] == wanted for text in searched for n in range(len(text)))
    if rest.endswith("*"):
        return any(word.startswith(rest[:-1]) for text in searched for word in text)
    return any(stem(word) == stem(rest) for text in searched for word in text)


def matches(record: Texts, query: str) -> bool:
    """The naive evaluation of a query as `queries` writes it: fully parenthesised."""
    if not query.startswith("("):
        return holds(record, query)
    first, operator, second = _split(query[1:-1])
    left, right = matches(record, first), matches(record, second)
    return {"EN": left and right, "OF": left or right, "NIET": left and not right}[operator]


def _split(inside: str) -> tuple[str, str, str]:
    depth = quoted = 0
    for place, char in enumerate(inside):
        depth += (char == "(") - (char == ")")
        quoted ^= char == '"'
        if char == " " and not depth and not quoted:
            operator, _, second = inside[place + 1 :].partition(" ")
            return inside[:place], operator, second
    raise AssertionError(inside)


@settings(max_examples=40, deadline=None)
@given(corpora(), st.lists(queries, min_size=1, max_size=10))
def test_a_query_finds_what_the_texts_hold(corpus: list[QuestionSet], asked: list[str]) -> None:
    with TemporaryDirectory() as folder:
        build_generation(Path(folder), corpus)
        engine = EmbeddedEngine(Path(folder) / "generations")
        for query in asked:
            expected = {record.id for record in corpus if matches(texts_of(record), query)}
            response = engine.search(SearchRequest(q=query, per_page=100), date(2024, 1, 1))
            if expected or not any("Geen enkele set" in note for note in response.notes):
                assert {hit.id for hit in response.hits} == expected, query
        engine.close()
