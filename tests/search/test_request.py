"""An address → a request → the same address in canonical order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.schema import FACETS
from search.request import Filter, SearchRequest, Sort

NAMES = [facet.name for facet in FACETS]
PARAMETERS = [*NAMES, *(f"niet-{name}" for name in NAMES), "q", "van", "tot", "sorteer", "pagina", "per", "sinds", "x"]


def test_reads_every_parameter() -> None:
    request = SearchRequest.from_params(
        [
            ("per", "25"),
            ("ministerie", "lnv"),
            ("q", " boer   stikstof "),
            ("niet-partij", "vvd"),
            ("ministerie", "ez"),
            ("van", "2022-01-01"),
            ("tot", "2022-12-31"),
            ("sorteer", "oud"),
            ("pagina", "3"),
        ]
    )
    assert request == SearchRequest(
        q="boer stikstof",
        filters=(Filter("ministerie", ("ez", "lnv")), Filter("partij", ("vvd",), exclude=True)),
        asked_from=date(2022, 1, 1),
        asked_to=date(2022, 12, 31),
        sort=Sort.OLDEST,
        page=3,
        per_page=25,
    )
    assert request.mistakes == ()
    assert [name for name, _ in request.params()] == [
        *("q", "ministerie", "ministerie", "niet-partij", "van", "tot", "sorteer", "pagina", "per"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("kleur", "rood", "bestaat niet"),
        ("van", "gisteren", "geen datum"),
        ("tot", "2022-02-30", "geen datum"),
        ("sorteer", "mooi", "kies uit"),
        ("pagina", "0", "geen paginanummer"),
        ("pagina", "-1", "geen paginanummer"),
        ("pagina", "²", "geen paginanummer"),
        ("per", "11", "kies uit"),
        ("sinds", "gisteren", "geen datum"),
    ],
)
def test_names_what_it_does_not_understand(name: str, value: str, words: str) -> None:
    mistakes = SearchRequest.from_params([(name, value)]).mistakes
    assert len(mistakes) == 1
    assert words in mistakes[0]


def test_says_what_it_adjusted() -> None:
    request = SearchRequest.from_params([("q", "x" * 600), ("van", "2022-02-01"), ("tot", "2022-01-01")])
    assert len(request.q) == 512
    assert (request.asked_from, request.asked_to) == (date(2022, 1, 1), date(2022, 2, 1))
    assert len(request.notes) == 2


def test_empty_parameters_mean_nothing() -> None:
    assert SearchRequest.from_params([("q", ""), ("van", ""), ("partij", ""), ("pagina", "")]) == SearchRequest()


@given(st.lists(st.tuples(st.sampled_from(PARAMETERS), st.text(max_size=12)), max_size=8))
def test_the_canonical_address_means_the_same(params: list[tuple[str, str]]) -> None:
    request = SearchRequest.from_params(params)
    again = SearchRequest.from_params(request.params())
    assert again == request
    assert again.params() == request.params()
    assert again.mistakes == ()


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True), st.sampled_from(["a", "b", "c"]))
def test_toggling_twice_changes_nothing(chosen: list[str], value: str) -> None:
    request = SearchRequest().with_values("partij", chosen)
    assert request.toggled("partij", value).toggled("partij", value) == request
    assert (value in request.toggled("partij", value).selected("partij")) is (value not in chosen)
    assert request.without("partij", value).selected("partij") == tuple(sorted(set(chosen) - {value}))


@pytest.mark.parametrize(
    ("typed", "meant", "told"),
    [
        ([("ministerie", "vrom")], [("ministerie", "ienw")], "‘vrom’ valt onder Infrastructuur en Waterstaat"),
        ([("niet-ministerie", "ELI")], [("niet-ministerie", "ez")], "‘ELI’ valt onder Economische Zaken en Klimaat"),
        ([("partij", "gpv")], [("partij", "cu")], "‘gpv’ valt onder ChristenUnie"),
        ([("partij", "pro")], [("partij", "gl-pvda")], "‘pro’ valt onder GroenLinks-PvdA/PRO"),
        ([("partij", "GroenLinks")], [("partij", "gl")], None),
        ([("ministerie", "lvvn")], [("ministerie", "lnv")], None),
        ([("ministerie", "lnv")], [("ministerie", "lnv")], None),
        ([("bron", "www.refdag.nl")], [("bron", "rd.nl")], None),
        ([("ministerie", "luchtkastelen")], [("ministerie", "luchtkastelen")], None),
        ([("partij", "pvda"), ("partij", "gl-pvda")], [("partij", "gl-pvda"), ("partij", "pvda")], None),
    ],
)
def test_a_former_name_means_the_value_of_today(
    typed: list[tuple[str, str]], meant: list[tuple[str, str]], told: str | None
) -> None:
    request = SearchRequest.from_params(typed)
    assert list(request.params()) == meant
    assert [note.partition(";")[0] for note in request.notes] == ([told] if told else [])
    assert request.mistakes == ()
