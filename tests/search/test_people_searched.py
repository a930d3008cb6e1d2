"""A query that is nothing but a name is somebody, not the words that the name is made of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from corpora import TODAY
from corpus import EngineOf, old, question
from reference import Reference
from test_engine import search
from test_matching import check

from index.persons import family_of
from index.records import Addressee, Part, QuestionSet, Submitter
from search.embedded.engine import EmbeddedEngine
from search.ranking import NAMED
from search.request import SearchRequest
from search.response import Bonus

TEXTS = {
    "young": "De jongen is jong, de jonge vrouw ook",
    "told": "Wat het lid De Jong vroeg",
    "own": "Over vissen",
    "answered": "Over paarden",
    "wood": "Het bos en de bossen",
    "bos": "Over water",
}


def records() -> list[QuestionSet]:
    sets = {
        name: replace(old(), id=name, title=title, questions=(question(1, "Waarom?"), question(2, "Hoe?")))
        for name, title in TEXTS.items()
    }
    jong = Submitter(name="De Jong", slug="g-de-jong", party="vvd", full_name="G. de Jong")
    bos = Submitter(name="Bos", slug="bos-pvda", party="pvda", full_name="Bos (PvdA)")
    minister = Addressee(part=Part.ANSWERED, name="De Jong", slug="m-de-jong", full_name="M. de Jong")
    sets["own"] = replace(sets["own"], submitters=(jong,))
    sets["answered"] = replace(sets["answered"], addressees=(minister,))
    sets["bos"] = replace(sets["bos"], submitters=(bos,))
    return list(sets.values())


@pytest.fixture
def held(engine_of: EngineOf) -> EmbeddedEngine:
    return engine_of(records())


def found(engine: EmbeddedEngine, q: str) -> list[str]:
    return [hit.id for hit in search(engine, q).hits]


@pytest.mark.parametrize("typed", ["De Jong", "de jong", " de Jong"])
def test_a_name_with_its_prefix_is_somebody(held: EmbeddedEngine, typed: str) -> None:
    assert found(held, typed)[:2] == ["answered", "own"]
    assert found(held, typed)[2:] == ["told"]
    note = search(held, typed).notes[-1]
    assert "gelezen als naam: gesteld of beantwoord door G. de Jong of M. de Jong" in note


def test_a_whole_name_is_that_person(held: EmbeddedEngine) -> None:
    assert found(held, "g. de jong") == ["own"]


def test_all_questions_of_such_a_set_count(held: EmbeddedEngine) -> None:
    response = search(held, "De Jong")
    assert [hit.matching_questions for hit in response.hits] == [2, 2, 0]
    assert (response.total.sets, response.total.questions) == (3, 4)


def test_other_readings_are_one_click_away(held: EmbeddedEngine) -> None:
    response = search(held, "De Jong")
    assert response.exact == '"De" "Jong"'
    assert [one.label for one in response.readings] == [
        "Alleen vragen van G. de Jong",
        "Alleen vragen beantwoord door M. de Jong",
    ]
    alone = [[hit.id for hit in held.search(one.request, TODAY).hits] for one in response.readings]
    assert alone == [["own"], ["answered"]]


def test_a_word_in_small_letters_stays_one_and_the_member_is_offered(held: EmbeddedEngine) -> None:
    response = search(held, "bos")
    assert [hit.id for hit in response.hits] == ["wood"]
    assert [one.label for one in response.readings] == ["Bedoelt u het Kamerlid Bos (PvdA)?"]
    assert found(held, "Bos") == ["bos", "wood"]


def test_several_people_of_a_name_are_called_by_it(engine_of: EngineOf) -> None:
    pia, jan = (
        Submitter(name="Visser", slug=f"{initial}-visser", party="cda", full_name=f"{initial.upper()}. Visser")
        for initial in "pj"
    )
    both = [replace(records()[0], id=one.slug, submitters=(one,)) for one in (pia, jan)]
    assert [one.label for one in search(engine_of(both), "visser").readings] == ["Alleen vragen van Visser"]


def test_a_name_that_is_no_word_is_one_in_small_letters_too(engine_of: EngineOf) -> None:
    only = replace(records()[0], id="one", submitters=(Submitter(name="Omtzigt", slug="omtzigt", party="cda"),))
    assert found(engine_of([only]), "omtzigt") == ["one"]


@pytest.mark.parametrize("typed", ["de EN jong", '"de jong"', "titel:jong", "de jong vissen", "-bos", "jong"])
def test_anything_more_than_a_name_is_words(held: EmbeddedEngine, typed: str) -> None:
    assert search(held, typed).readings == ()
    assert not any("naam" in note for note in search(held, typed).notes)


def test_only_the_words_are_marked(held: EmbeddedEngine) -> None:
    marked = held.marking("De Jong")("De heer De Jong is jong")
    assert marked == (("De heer ", False), ("De Jong", True), (" is jong", False))


@pytest.mark.parametrize("typed", ["De Jong", "de jong", "Bos", "bos", "G. de Jong", "jong"])
def test_it_is_what_the_reference_finds(held: EmbeddedEngine, typed: str) -> None:
    check(held, Reference(records(), TODAY), SearchRequest(q=typed, per_page=100), 100)


def test_why_is_told(held: EmbeddedEngine) -> None:
    own = held.question_set("own")
    assert own is not None
    why = held.explain(SearchRequest(q="De Jong"), own, TODAY)
    assert (why.bonuses, why.missing) == (((Bonus.NAMED, NAMED),), ())
    assert why.score == pytest.approx(search(held, "De Jong").hits[1].score, abs=0.001)


@pytest.mark.parametrize(
    ("slug", "name", "family"),
    [
        ("x", "Van den Bos (D66)", "Van den Bos"),
        ("x", "G. de Jong", "de Jong"),
        ("x", "M.M. van der Burg", "van der Burg"),
        ("x", "Klaas Bakker", "Klaas Bakker"),
        ("x", "Brinkhorst Landbouw", "Brinkhorst Landbouw"),
        ("x", "SP", "SP"),
        ("x", "Bakker", "Bakker"),
        ("aad-kosto", "Aad Kosto", "Kosto"),
    ],
)
def test_family_names(slug: str, name: str, family: str) -> None:
    assert family_of(slug, name) == family
