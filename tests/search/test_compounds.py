"""Words written as one: a word finds the longer ones it is a part of, and is found by its own parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from compounding import plainly_taken_apart, taken_apart
from corpora import TODAY
from corpus import EngineOf, old, question
from hypothesis import given
from hypothesis import strategies as st
from reference import Reference
from test_engine import search
from test_matching import check

from search.describe import completed
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from search.response import Snippet

TITLES = {
    "toeslag": "Een toeslag",
    "whole": "De kinderopvangtoeslag",
    "whole2": "Twee kinderopvangtoeslagen",
    "opvang": "De kinderopvang",
    "loose": "Een toeslag voor kinderopvang",
    "apart": "De kinderopvang toeslag",
    "gas": "Het gas van de megastallen",
    "common": "Opvang opvang opvang opvang opvang opvang, kinderen kinder kinder kinder kinder kinder kinder "
    "kinder kinder kinder kinder opvang opvang opvang opvang opvang",
    "plural": "Toeslagen toeslagen toeslagen toeslagen toeslagen toeslagen",
    "more": "Kinderopvang kinderopvang kinderopvang kinderopvang toeslag toeslag toeslag",
}


@pytest.fixture
def held(engine_of: EngineOf) -> EmbeddedEngine:
    return engine_of([replace(old(), id=name, title=title, questions=()) for name, title in TITLES.items()])


def found(engine: EmbeddedEngine, q: str) -> dict[str, tuple[str, ...]]:
    return {hit.id: hit.via for hit in search(engine, q).hits}


def test_a_word_finds_the_longer_words_below_itself(held: EmbeddedEngine) -> None:
    assert found(held, "toeslag") == {
        **dict.fromkeys(("toeslag", "apart", "more", "loose", "plural"), ()),
        "whole": ("kinderopvangtoeslag",),
        "whole2": ("kinderopvangtoeslagen",),
    }
    assert list(found(held, "toeslag"))[-2:] == ["whole", "whole2"]


def test_longer_words_are_told_as_printed(engine_of: EngineOf) -> None:
    texts = {
        "a": "Café café café café café",
        "b": "Sluiting sluiting sluiting sluiting sluiting",
        "c": "De Cafésluiting",
    }
    engine = engine_of([replace(old(), id=name, title=title, questions=()) for name, title in texts.items()])
    assert found(engine, "sluiting")["c"] == ("Cafésluiting",)


def test_parts_of_parts_are_parts(held: EmbeddedEngine) -> None:
    assert found(held, "opvang")["whole"] == ("kinderopvangtoeslag",)


def test_quotes_switch_that_off_and_the_answer_has_the_query(held: EmbeddedEngine) -> None:
    assert search(held, "toeslag").exact == '"toeslag"'
    assert set(found(held, '"toeslag"')) == {"toeslag", "apart", "more", "loose"}
    assert search(held, '"toeslag"').exact is None


@pytest.mark.parametrize("typed", ["kinderopvang toeslag", "kinder opvang toeslag", "kinderopvang-toeslag"])
def test_a_word_typed_apart_finds_the_whole(held: EmbeddedEngine, typed: str) -> None:
    response = search(held, typed)
    assert {"whole", "whole2", "apart"} <= {hit.id for hit in response.hits if not hit.missing}


def test_a_whole_word_is_followed_by_its_parts(held: EmbeddedEngine) -> None:
    response = search(held, "kinderopvangtoeslag")
    assert [hit.id for hit in response.hits][:2] == ["whole", "whole2"]
    assert response.complete == 2
    assert response.total.sets > 2
    assert response.parts == ("kinderopvang", "toeslag")
    more = response.total.sets - 2
    assert completed(response) == (
        f"2 sets bevatten het woord zelf; aangevuld met {more} met ‘kinderopvang’ en ‘toeslag’.",
    )


def test_parts_alone_are_told_where_filters_leave_no_whole_word(engine_of: EngineOf) -> None:
    years = {name: 1998 if name.startswith("whole") else 1999 for name in TITLES}
    engine = engine_of(
        [
            replace(old(), id=name, title=title, asked_on=date(years[name], 2, 1), questions=())
            for name, title in TITLES.items()
        ]
    )
    response = search(engine, "kinderopvangtoeslag", van="1999-01-01")
    assert response.hits
    assert (response.complete, completed(response)) == (
        0,
        ("Geen enkele set bevat het woord zelf; hieronder staan sets met ‘kinderopvang’ en ‘toeslag’.",),
    )


def test_the_parts_of_the_only_known_word_are_told(held: EmbeddedEngine) -> None:
    response = search(held, "kinderopvangtoeslag xyzzy")
    more = response.total.sets - 2
    assert (response.unknown, response.parts) == (("xyzzy",), ("kinderopvang", "toeslag"))
    assert completed(response) == (
        f"2 sets bevatten het andere woord; aangevuld met {more} met ‘kinderopvang’ en ‘toeslag’.",
    )


def test_the_longer_word_is_marked(held: EmbeddedEngine) -> None:
    titles = {hit.id: hit.title for hit in search(held, "toeslag").hits}
    assert titles["whole"] == (("De ", False), ("kinderopvangtoeslag", True))
    assert held.marking("toeslag")("de kinderopvangtoeslag en de toeslagen") == (
        ("de ", False),
        ("kinderopvangtoeslag", True),
        (" en de ", False),
        ("toeslagen", True),
    )


def test_near_and_fields_keep_to_what_they_say(held: EmbeddedEngine) -> None:
    assert found(held, "vraag:toeslag") == {}
    assert found(held, "titel:toeslag")["whole"] == ("kinderopvangtoeslag",)
    assert set(found(held, "kinderopvang VLAK/2 toeslag")) == {"apart", "loose", "more"}


@pytest.mark.parametrize(
    "query", ["toeslag", "opvang", "kinderopvangtoeslag", "kinderopvang toeslag", "kinder-opvang", "titel:toeslag gas"]
)
def test_it_is_what_the_reference_finds(held: EmbeddedEngine, query: str) -> None:
    records = [replace(old(), id=name, title=title, questions=()) for name, title in TITLES.items()]
    check(held, Reference(records, TODAY), SearchRequest(q=query, per_page=100), 100)


def test_a_form_is_taken_apart_as_most_of_its_family_is() -> None:
    counts = {"dienst": 99, "land": 99, "dienstland": 9, "dienstlanden": 5}
    assert taken_apart(counts) == {"dienstland": ("dienst", "land")}
    assert taken_apart({**counts, "dienstlanden": 50}) == {}


WORDS = ["best", "beste", "uren", "suren", "dienst", "dienste", "endienst", "aangaand", "over", "land", "bouw"]


@given(st.dictionaries(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("".join), st.integers(1, 9)))
def test_all_forms_at_once_are_taken_apart_as_one_after_the_other(counts: dict[str, int]) -> None:
    assert taken_apart(counts) == plainly_taken_apart(counts)


def test_passages_show_the_question_that_holds_the_longer_word(engine_of: EngineOf) -> None:
    texts = ["Is er een toeslag voor opvang? " * 6, "Is er een opvangtoeslag?"]
    one = replace(old(), id="a", title="", questions=(question(1, texts[0]), question(2, "Waarom?")))
    other = replace(old(), id="b", title="", questions=(question(1, "Waarom?"), question(2, texts[1])))
    hit = search(engine_of([one, other]), "toeslag").hits[-1]
    assert (hit.id, hit.via, hit.matching_questions) == ("b", ("opvangtoeslag",), 1)
    assert ("opvangtoeslag", True) in hit.passages[0].question


def test_parts_are_shown_only_where_the_word_is_not(engine_of: EngineOf) -> None:
    texts = {
        "whole": ("Wat kost een opvangtoeslag?", "Wie biedt opvang, en is er een toeslag?"),
        "parts": ("Is er een toeslag voor opvang?", "Waarom?"),
        "neither": ("Is er opvang? " * 9, "Is er een toeslag? " * 9),
    }
    engine = engine_of(
        [
            replace(old(), id=name, title="", questions=(question(1, first), question(2, second)))
            for name, (first, second) in texts.items()
        ]
    )
    response = search(engine, "opvangtoeslag")
    hits = {hit.id: hit for hit in response.hits}
    assert response.complete == 1
    assert [(one.number, marked(one.question)) for one in hits["whole"].passages] == [("1", ["opvangtoeslag"])]
    assert [(one.number, marked(one.question)) for one in hits["parts"].passages] == [("1", ["toeslag", "opvang"])]
    assert (hits["whole"].matching_questions, hits["parts"].matching_questions) == (1, 1)
    assert response.total.questions == 4


def marked(snippet: Snippet) -> list[str]:
    return [text for text, fits in snippet if fits]
