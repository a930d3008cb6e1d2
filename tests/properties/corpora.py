"""Random question sets of few words, and random queries over them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from corpus import old, paragraph, question
from hypothesis import strategies as st

from index.records import Addressee, Answer, Footnote, Part, Postponement, QuestionSet, Status, Submitter
from search.request import Filter, SearchRequest, Sort, canonical

WORDS = ["rood", "rode", "boot", "boten", "zee", "zeer", "roodboot", "roodboten"]
NAMES = ["ov", "openbaar", "vervoer", "zvw", "zorgverzekeringswet"]
FIELDS = ["titel", "vraag", "antwoord"]
VALUES = {
    "indiener": ["jansma", "boot", "de-boot", "tol"],
    "partij": ["vvd", "cda", "sp"],
    "ministerie": ["fin", "bz"],
    "jaar": ["2023", "2024"],
    "status": ["open", "beantwoord"],
    "termijn": ["loopt-nog", "te-laat", "op-tijd"],
}
TODAY = date(2024, 6, 1)

words = st.sampled_from([*WORDS, *WORDS, *NAMES])
texts = st.lists(st.one_of(words, st.just("openbaar vervoer")), max_size=6).map(" ".join)
some_texts = st.lists(texts, max_size=2)


def notes(found: list[str]) -> tuple[Footnote, ...]:
    return tuple(Footnote(number=str(number), text=text) for number, text in enumerate(found, 1))


@st.composite
def question_sets(draw: st.DrawFn, number: int) -> QuestionSet:
    people = draw(st.lists(st.sampled_from(VALUES["indiener"]), max_size=2, unique=True))
    asked = draw(st.none() | st.integers(0, 364).map(lambda days: date(2023, 6, 1) + timedelta(days=days)))
    answered = asked is not None and draw(st.booleans())
    return replace(
        old(),
        id=f"set-{number}",
        title=draw(texts),
        aliases=(f"nr-{number}",),
        status=Status.ANSWERED if answered else Status.OPEN,
        asked_on=asked,
        answered_on=asked + timedelta(days=draw(st.integers(0, 60))) if asked and answered else None,
        submitters=tuple(
            Submitter(name=slug.replace("-", " ").title(), slug=slug, party=draw(st.sampled_from(VALUES["partij"])))
            for slug in people
        ),
        addressees=tuple(
            Addressee(part=Part.ASKED, ministry=key)
            for key in draw(st.lists(st.sampled_from(VALUES["ministerie"]), max_size=2))
        ),
        questions=draw(questions(answered=answered)),
        footnotes=notes(draw(some_texts)),
        postponements=tuple(Postponement(on=None, blocks=paragraph(text), document="m") for text in draw(some_texts)),
    )


@st.composite
def questions(draw: st.DrawFn, *, answered: bool) -> tuple:
    """Questions with an answer each, or the first two with one answer together."""
    asked = [question(n, text) for n, text in enumerate(draw(st.lists(texts, max_size=3)), 1)]
    if answered:
        asked = [
            replace(one, answer=Answer(covers=(one.number,), blocks=paragraph(draw(texts)), document="a"))
            for one in asked
        ]
    if answered and len(asked) > 1 and draw(st.booleans()):
        joint = Answer(
            covers=("1", "2"), blocks=paragraph(draw(texts)), document="a", footnotes=notes(draw(some_texts))
        )
        asked[:2] = [replace(one, answer=joint) for one in asked[:2]]
    return tuple(replace(one, footnotes=notes(draw(some_texts))) for one in asked)


@st.composite
def corpora(draw: st.DrawFn, least: int = 1) -> list[QuestionSet]:
    size = draw(st.integers(least, 7))
    return [draw(question_sets(number)) for number in range(size)]


phrases = st.lists(words, min_size=2, max_size=3).map(lambda found: f'"{" ".join(found)}"')
prefixes = words.map(lambda word: f"{word[:2]}*")
placed = st.one_of(words, phrases, prefixes)
pairs = st.tuples(words, st.sampled_from(["-", " "]), words).map("".join)
nears = st.tuples(placed, st.integers(1, 4), placed).map(lambda three: f"{three[0]} VLAK/{three[1]} {three[2]}")
leaves = st.one_of(
    placed,
    placed,
    words,
    pairs,
    nears,
    st.tuples(nears, st.integers(1, 4), words).map(lambda three: f"{three[0]} VLAK/{three[1]} {three[2]}"),
    st.tuples(st.sampled_from(FIELDS), st.one_of(words, phrases, prefixes)).map(":".join),
    st.sampled_from(["partij:vvd", "jaar:2023", "nummer:nr-1", "datum:2023-09..2024-02", "status:open"]),
)


def combined(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(part, part)
    return st.one_of(
        pair.map(lambda two: f"({two[0]} EN {two[1]})"),
        pair.map(lambda two: f"({two[0]} OF {two[1]})"),
        pair.map(lambda two: f"({two[0]} NIET ({two[1]}))"),
        pair.map(lambda two: f"({two[0]} OF rood) VLAK/3 {two[1]}"),
        pair.map(" ".join),
        part.map(lambda one: f"-({one})"),
    )


names = st.sampled_from(["De Boot", "de boot", "Boot", "boot", "tol", "Jansma", "de tol", "De Boot zee", "De EN Boot"])
beside = st.lists(st.sampled_from(["rood", "rode", "boot", "boten", "zee", "ov", "zvw"]), min_size=1, max_size=3).map(
    " ".join
)
"""Words that are also written as one, and words that are also called otherwise."""

queries = st.one_of(*[st.recursive(leaves, combined, max_leaves=6)] * 7, *[beside] * 2, names)


@st.composite
def requests(draw: st.DrawFn, typed: st.SearchStrategy[str] = queries) -> SearchRequest:
    filters = []
    for facet in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=3, unique=True)):
        values = draw(st.lists(st.sampled_from(VALUES[facet]), min_size=1, max_size=2, unique=True))
        filters.append(Filter(facet, tuple(sorted(values)), draw(st.booleans())))
    return SearchRequest(
        q=draw(st.just("") | typed),
        filters=canonical(filters),
        asked_from=draw(st.none() | st.dates(date(2023, 6, 1), date(2024, 6, 1))),
        asked_to=draw(st.none() | st.dates(date(2023, 9, 1), date(2024, 6, 1))),
        since=draw(st.none() | st.dates(date(2023, 6, 1), date(2024, 6, 1))),
        sort=draw(st.sampled_from([Sort.RELEVANCE, Sort.RELEVANCE, Sort.NEWEST])),
        per_page=100,
    )
