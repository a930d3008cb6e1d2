"""Searching a small corpus: what is found, in which order, with which counts, and what is shown of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from corpus import EngineOf, old, paragraph, question

from index.records import Answer, Term
from search.describe import completed
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from search.response import SearchResponse

TODAY = date(2023, 6, 1)


def search(engine: EmbeddedEngine, q: str = "", **params: str) -> SearchResponse:
    pairs = [("q", q), *((name.replace("_", "-"), value) for name, value in params.items())]
    return engine.search(SearchRequest.from_params(pairs), TODAY)


def ids(engine: EmbeddedEngine, q: str = "", **params: str) -> list[str]:
    return [hit.id for hit in search(engine, q, **params).hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("boer", ["2022Z90001", "2023Z90002"]),
        ("boeren", ["2022Z90001", "2023Z90002"]),
        ("boeren EN trein", ["2023Z90002"]),
        ("boer -trein", ["2022Z90001"]),
        ("boer NIET trein", ["2022Z90001"]),
        ("stikstof OF trein", ["2022Z90001", "2023Z90002"]),
        ("(stikstof OF trein) spoor", ["2023Z90002"]),
        ('"passende maatregelen"', ["2022Z90001"]),
        ("“passende maatregelen”", ["2022Z90001"]),
        ('"passende maatregel"', []),
        ("kinderop*", ["2023Z90002"]),
        ("titel:veluwse", ["2022Z90001"]),
        ("titel:maatregelen", []),
        ("vraag:maatregelen", ["2022Z90001", "2023Z90002"]),
        ("antwoord:maatregelen", ["2022Z90001"]),
        ("indiener:klaverweide", ["2023Z90002", "2022Z90001"]),
        ("partij:d66", ["2023Z90002", "2022Z90001"]),
        ("ministerie:financien", ["2979890010"]),
        ("onderwerp:spoor", ["2023Z90002"]),
        ("jaar:1998", ["2979890010"]),
        ("datum:2022-03-01..2022-03-31", ["2022Z90001"]),
        ("datum:2022-03-01", ["2022Z90001"]),
        ("nummer:2022Z90001", ["2022Z90001"]),
        ("2022z90001", ["2022Z90001"]),
        ("ah-tk-20212022-9001", ["2022Z90001"]),
        ("Aanhangsel 2021-2022, nr. 9001", ["2022Z90001"]),
        ("nos.nl", ["2022Z90001"]),
        ("https://www.nos.nl/iets", ["2022Z90001"]),
        ("één", ["2979890010", "2022Z90001"]),
        ("een EN ambtenaar", ["2979890010"]),
        ("financiele", ["2979890010"]),
        ("'s-Gravenhage", ["2979890010"]),
        ("D66", ["2979890010"]),
        ("auto", ["2979890010"]),
        ("NOS", ["2022Z90001"]),
        ("overleg", ["2023Z90002"]),
        ("gemeente VLAK/4 maatregelen", ["2022Z90001"]),
        ("maatregelen VLAK/4 gemeente", ["2022Z90001"]),
        ("gemeente VLAK/2 maatregelen", []),
        ("(gemeente OF dorp) VLAK/4 “passende maatregelen”", ["2022Z90001"]),
        ("gemeente VLAK/100 vergoeding", []),
        ("titel:(stikstof OF treinen)", ["2022Z90001", "2023Z90002"]),
        ("partij:(cda OF cu) trein", ["2023Z90002"]),
        ("datum:2022", ["2022Z90001"]),
        ("datum:2022-03..", ["2023Z90002", "2022Z90001"]),
        ("jaar:1998..2022", ["2022Z90001", "2979890010"]),
    ],
)
def test_finds(engine: EmbeddedEngine, query: str, found: list[str]) -> None:
    response = search(engine, query)
    assert [hit.id for hit in response.hits] == found
    assert response.total.sets == len(found)


ODD = [
    *(
        '"',
        "“",
        "((((",
        "))))",
        "*",
        "-",
        "EN",
        "OF",
        "NIET",
        "NIET NIET",
        "🙂",
        "a*",
        "x:",
        "datum:nooit",
        ": : :",
        "\0",
    ),
    *(
        "a" * 10_000,
        "(" * 600,
        "NIET " * 120,
        "boer (" * 5000,
        "(boer OF (trein " * 3000,
        "VLAK/3",
        "boer VLAK/10 stikstof",
        "partij:",
        "nummer:",
        "http://[",
    ),
]


@pytest.mark.parametrize("query", ODD)
def test_anything_typed_gives_a_page(engine: EmbeddedEngine, query: str) -> None:
    response = search(engine, query)
    assert response.total.sets >= len(response.hits)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("((boer", "haakje openen"),
        ("boer)", "haakje sluiten"),
        ('"boer', "aanhalingsteken"),
        ("OF boer", "niets te verbinden"),
        ("🙂", "geen woord"),
        ("a*", "ten minste 2 letters"),
        ("kleur:boer", "geen veld"),
        ("VLAK/5 stikstof", "niets te verbinden"),
        ("boer VLAK/500 stikstof", "1 tot 100 woorden"),
        ("boer VLAK/5 partij:d66", "alleen woorden en woordgroepen"),
        ("boer 🙂", "is geen woord"),
        ("boer NIET", "niets om uit te sluiten"),
        ("datum:gisteren", "overgeslagen"),
        ("boer xyzzy", "Geen enkele set bevat alle woorden"),
    ],
)
def test_says_how_it_was_read(engine: EmbeddedEngine, query: str, words: str) -> None:
    assert words in " ".join(search(engine, query).notes)


def test_falls_back_to_sets_with_most_words(engine: EmbeddedEngine) -> None:
    assert ids(engine, "boeren trein xyzzy") == ["2023Z90002", "2022Z90001"]
    assert ids(engine, "boeren trein xyzzy -spoor") == ["2022Z90001"]
    assert ids(engine, "boeren trein xyzzy partij:cda") == ["2023Z90002"]


def test_sets_that_lack_a_word_follow_and_say_so(engine: EmbeddedEngine) -> None:
    response = search(engine, "boeren trein")
    assert [(hit.id, hit.missing) for hit in response.hits] == [("2023Z90002", ()), ("2022Z90001", ("trein",))]
    assert (response.total.sets, response.complete) == (2, 1)
    assert completed(response) == ("1 set bevat alle woorden; aangevuld met 1 met de meeste woorden.",)


def test_a_filter_leaves_the_counts_that_the_facets_gave(engine: EmbeddedEngine) -> None:
    facets = {facet.name: facet.buckets for facet in search(engine, "boeren trein").facets}
    for bucket in facets["partij"]:
        assert search(engine, "boeren trein", partij=bucket.value).total.sets == bucket.count


@pytest.mark.parametrize("query", ["boeren EN trein", "boeren titel:trein", "boeren “trein”", "boeren trein*"])
def test_operators_mean_what_they_say(engine: EmbeddedEngine, query: str) -> None:
    response = search(engine, query)
    assert "2022Z90001" not in [hit.id for hit in response.hits]
    assert response.complete is None


def test_an_exclusion_alone_leaves_the_rest(engine: EmbeddedEngine) -> None:
    assert ids(engine, "-boer") == ["2979890010"]


def test_a_title_weighs_more_than_an_answer(engine: EmbeddedEngine) -> None:
    assert ids(engine, "Ede") == ["2023Z90002", "2022Z90001"]


def test_words_in_one_question_rank_above_words_spread(engine_of: EngineOf) -> None:
    together = replace(old(), id="samen", questions=(question(1, "rode fiets"), question(2, "grote boot")))
    spread = replace(old(), id="los", questions=(question(1, "rode boot"), question(2, "grote fiets")))
    assert ids(engine_of([together, spread]), "rode fiets") == ["samen", "los"]


def test_a_joint_answer_counts_once_for_its_set(engine_of: EngineOf) -> None:
    answer = Answer(covers=("1", "2"), blocks=paragraph("De subsidie blijft."), document="ah")
    twice = tuple(replace(question(n, f"Vraag {n}?"), answer=answer) for n in (1, 2))
    engine = engine_of([replace(old(), id="a", questions=twice), replace(old(), id="b", questions=(twice[0],))])
    response = search(engine, "subsidie")
    assert response.total.questions == 3
    assert {hit.id: hit.matching_questions for hit in response.hits} == {"a": 2, "b": 1}
    assert response.hits[0].score - response.hits[1].score < 0.05


def test_counts_matching_questions(engine: EmbeddedEngine) -> None:
    response = search(engine, "boeren")
    assert (response.total.sets, response.total.questions) == (2, 3)
    assert [(hit.matching_questions, hit.questions) for hit in response.hits] == [(2, 3), (1, 2)]
    assert search(engine).total.questions == 7


def test_passages_show_question_and_answer_with_marks(engine: EmbeddedEngine) -> None:
    passage = search(engine, "maatregelen").hits[0].passages[0]
    assert passage.number == "2"
    assert passage.question == (("Welke ", False), ("maatregelen", True), (" neemt u tegen stikstof?", False))
    assert ("maatregelen", True) in passage.answer


def test_marks_only_the_field_that_was_asked_for(engine: EmbeddedEngine) -> None:
    passage = search(engine, "antwoord:maatregelen").hits[0].passages[0]
    assert not any(marked for _, marked in passage.question)
    assert ("maatregelen", True) in passage.answer


def test_a_phrase_is_marked_as_one(engine: EmbeddedEngine) -> None:
    assert ("passende maatregelen", True) in search(engine, '"passende maatregelen"').hits[0].passages[0].answer


def test_facets_count_sideways(engine: EmbeddedEngine) -> None:
    response = search(engine, partij="cda")
    facets = {facet.name: {b.value: (b.count, b.selected) for b in facet.buckets} for facet in response.facets}
    assert response.total.sets == 1
    assert facets["partij"] == {"cda": (1, True), "d66": (2, False), "cu": (1, False)}
    assert facets["indiener"] == {"klaverweide": (1, False), "de-jongh-prins": (1, False)}
    assert facets["onderwerp"] == {"verkeer": (1, False), "verkeer/spoor": (1, False)}


def test_or_within_a_facet_and_between_facets(engine: EmbeddedEngine) -> None:
    request = SearchRequest.from_params([("partij", "cda"), ("partij", "cu"), ("jaar", "1998")])
    assert [hit.id for hit in engine.search(request, TODAY).hits] == ["2979890010"]


def test_excludes_a_value(engine: EmbeddedEngine) -> None:
    assert ids(engine, niet_partij="d66") == ["2979890010"]
    response = search(engine, niet_partij="d66")
    excluded = [b for facet in response.facets if facet.name == "partij" for b in facet.buckets if b.excluded]
    assert [(b.value, b.count) for b in excluded] == [("d66", 2)]


def test_a_former_ministry_is_found_under_its_successor(engine: EmbeddedEngine) -> None:
    assert ids(engine, ministerie="lnv") == ["2022Z90001"]


def test_terms_are_told_by_the_day(engine: EmbeddedEngine) -> None:
    assert ids(engine, termijn="loopt-nog") == ["2023Z90002"]
    assert ids(engine, termijn="te-laat") == ["2979890010"]
    later = engine.search(SearchRequest.from_params([("termijn", "te-laat")]), date(2023, 7, 1))
    assert [hit.id for hit in later.hits] == ["2023Z90002", "2979890010"]
    assert [hit.term for hit in later.hits] == [Term.LATE, Term.LATE]


def test_sorts(engine: EmbeddedEngine) -> None:
    assert ids(engine, sorteer="nieuw") == ["2023Z90002", "2022Z90001", "2979890010"]
    assert ids(engine, sorteer="oud") == ["2979890010", "2022Z90001", "2023Z90002"]
    assert ids(engine, sorteer="antwoordtijd") == ["2979890010", "2023Z90002", "2022Z90001"]


def test_dates_of_asking_limit(engine: EmbeddedEngine) -> None:
    assert ids(engine, van="2022-01-01", tot="2022-12-31") == ["2022Z90001"]
    assert ids(engine, tot="1998-01-05") == ["2979890010"]


def test_unknown_values_are_mistakes_and_known_ones_without_sets_are_not(engine: EmbeddedEngine) -> None:
    assert search(engine, ministerie="tovenarij").mistakes == ("‘tovenarij’ is geen bekende waarde van ministerie.",)
    assert search(engine, ministerie="def", jaar="2031", status="ingetrokken").mistakes == ()


def test_a_chosen_value_without_sets_is_there_under_its_name(engine: EmbeddedEngine) -> None:
    response = search(engine, ministerie="def")
    assert "Defensie" in response.sentence
    (facet,) = [facet for facet in response.facets if facet.name == "ministerie"]
    assert [(b.label, b.count) for b in facet.buckets if b.selected] == [("Defensie", 0)]


def test_pages(engine: EmbeddedEngine) -> None:
    assert ids(engine, pagina="2") == []
    assert search(engine, pagina="2").pages == 1


def test_says_what_was_searched(engine: EmbeddedEngine) -> None:
    response = search(engine, "spoor", partij="cda", status="uitgesteld", van="2023-01-01")
    assert response.sentence == "Uitgestelde vragen over ‘spoor’ van leden van CDA ingezonden vanaf 1 januari 2023"
    assert search(engine).sentence == "Alle vragen"


def test_coverage(engine: EmbeddedEngine) -> None:
    coverage = engine.coverage()
    assert (coverage.sets, coverage.questions, coverage.answered_questions) == (3, 7, 3)
    assert (coverage.first_asked, coverage.last_asked) == (date(1998, 1, 5), date(2023, 5, 2))


def test_the_histogram_ignores_the_chosen_year(engine: EmbeddedEngine) -> None:
    histogram = search(engine, jaar="2022").histogram
    assert [(entry.year, entry.sets) for entry in histogram] == [(1998, 1), (2022, 1), (2023, 1)]


def test_marks_a_whole_text(engine: EmbeddedEngine) -> None:
    assert engine.marking("boer")("De boeren en het boerenverstand") == (
        ("De ", False),
        ("boeren", True),
        (" en het boerenverstand", False),
    )


@pytest.mark.parametrize("typed", ["vrom", "ienw", "waterstaat", "“Verkeer en Waterstaat”"])
def test_a_ministry_is_found_under_every_name(engine: EmbeddedEngine, typed: str) -> None:
    found = search(engine, f"ministerie:{typed}")
    assert [hit.id for hit in found.hits] == ["2023Z90002"]
    assert found.total == search(engine, ministerie="ienw").total
