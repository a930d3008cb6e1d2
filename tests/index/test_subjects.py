"""Headings old and new, and the keywords of the registry."""

from __future__ import annotations

from collections import defaultdict

import pytest

from index.subjects import headings, is_known_topic, keywords, known_topic, topic, topic_values
from index.vocabulary import fold

AGENDA = "OVERHEID.TaxonomieBeleidsagenda"
RUBRIC = "Rubriek van de griffie"


def test_every_spelling_of_every_heading_finds_its_slug() -> None:
    for heading in headings():
        for spelling in (heading.label, *heading.aliases):
            assert topic(spelling, heading.scheme).slug == heading.slug


def test_no_spelling_belongs_to_two_headings_of_a_list() -> None:
    seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for heading in headings():
        for spelling in (heading.label, *heading.aliases):
            seen[heading.scheme, fold(spelling)].add(heading.label)
    assert {spelled: labels for spelled, labels in seen.items() if len(labels) > 1} == {}


def test_one_slug_means_one_heading() -> None:
    """The same words on two lists are the same subject; other words never share a slug."""
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for heading in headings():
        labels[heading.slug].add(fold(heading.label))
    assert {slug: spelled for slug, spelled in labels.items() if len(spelled) > 1} == {}


def test_every_heading_has_its_main_heading_and_its_later_one() -> None:
    known = {heading.label for heading in headings()}
    assert {h.label for h in headings() if h.label.partition(" | ")[0] not in known} == set()
    assert {h.same_as for h in headings() if h.same_as and h.same_as not in known} == set()


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("Verkeer | Water", "Verkeer | Water"),
        ("verkeer|luchtvaart", "Verkeer | Luchtvaart"),
        ("Overheidsfinancien | Kansspelen", "Overheidsfinanciën | Kansspelen"),
        ("Consument | Voedings- en produktveiligheid", "Consument | Voedings- en productveiligheid"),
        ("Inkomen en rechtspositie | Deeltijdarbeid:", "Inkomen en rechtspositie | Deeltijdarbeid"),
    ],
)
def test_spellings(printed: str, label: str) -> None:
    found = topic(printed, RUBRIC)
    assert (found.label, is_known_topic(found)) == (label, True)


@pytest.mark.parametrize("printed", ["Verkeer | Zeppelins", "Telecommunicatie | ", "15.16 | ", " | ", ""])
def test_unknown_headings_have_no_value(printed: str) -> None:
    found = topic(printed, AGENDA)
    assert not is_known_topic(found)
    assert list(topic_values(found)) == []


def test_an_old_heading_is_found_under_the_new_one() -> None:
    values = [value for value, _ in topic_values(topic("Verkeer, vervoer en waterstaat | Spoorwegen", RUBRIC))]
    assert values == [
        "verkeer-vervoer-en-waterstaat",
        "verkeer-vervoer-en-waterstaat/spoorwegen",
        "verkeer",
        "verkeer/spoor",
    ]
    assert all(map(known_topic, values))


@pytest.mark.parametrize(
    ("printed", "apart"),
    [
        ("Vluchtelingen Vreemdelingen", ("Vluchtelingen", "Vreemdelingen")),
        (
            "Basisonderwijs Openbaar vervoer Verenigde Staten",
            ("Basisonderwijs", "Openbaar vervoer", "Verenigde Staten"),
        ),
        (
            "Europees Sociaal Fonds Regionale opleidingencentra",
            ("Europees Sociaal Fonds", "Regionale opleidingencentra"),
        ),
        ("Burgemeesters; benoemingen Privacy", ("Burgemeesters; benoemingen", "Privacy")),
        ("Canada\nJacht\nZeehonden", ("Canada", "Jacht", "Zeehonden")),
        ("Volksgezondheid Welzijn en Sport (ministerie)", ("Volksgezondheid Welzijn en Sport (ministerie)",)),
        ("WAO", ("WAO",)),
        ("", ()),
    ],
)
def test_keywords(printed: str, apart: tuple[str, ...]) -> None:
    assert keywords(printed) == apart
