"""Who is meant by a name: the registry, and names that no list knows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.persons import Mention, Person, identify, persons
from index.records import Role
from index.vocabulary import slug

PEOPLE = persons()


def meant(name: str, year: int | None, party: str | None = None, office: str = "") -> str:
    role, _, ministry = office.partition(" ")
    return identify(
        Mention(
            name=name,
            year=year,
            party=party,
            in_government=bool(office),
            role=Role(role) if role else None,
            ministry=ministry or None,
        )
    ).slug


@pytest.mark.parametrize(
    ("name", "year", "party", "expected"),
    [
        ("Sjoerdsma", 2019, "d66", "sjoerd-sjoerdsma"),
        ("S.W. Sjoerdsma", 2019, None, "sjoerd-sjoerdsma"),
        ("Van der Burg", 2024, "vvd", "eric-van-der-burg"),
        ("E. van der Burg", 2024, None, "eric-van-der-burg"),
        ("Eric van der Burg", 2024, "vvd", "eric-van-der-burg"),
        ("Van der Burg", 2010, "vvd", "brigitte-van-der-burg"),
        ("Van der Burg", 1995, "cda", "v-a-m-van-der-burg"),
        ("Faber - Van de Klashorst", 2024, "pvv", "marjolein-faber-van-de-klashorst"),
        ("Faber–van de Klashorst", 2024, None, "marjolein-faber-van-de-klashorst"),
        ("Inge van Dijk", 2024, "cda", "inge-van-dijk"),
        ("Van Dijk", 2023, "cda", "inge-van-dijk"),
        ("Van Dijk", 2023, "sp", "jasper-van-dijk"),
        ("Dijk", 2024, "sp", "jimmy-dijk"),
        ("DaniëlleJansen", 2024, "nsc", "danielle-jansen"),
        ("Jansen", 2010, "sp", "paulus-jansen"),
        ("Visser", 2005, "vvd", "arno-visser"),
        ("Visser", 2016, "vvd", "barbara-visser"),
        ("Wilders", 2001, "vvd", "geert-wilders"),
        ("Wilders", 2015, "pvv", "geert-wilders"),
        ("Omtzigt", 2015, "cda", "pieter-omtzigt"),
        ("Omtzigt", 2022, "omtzigt", "pieter-omtzigt"),
        ("Omtzigt", 2024, "nsc", "pieter-omtzigt"),
        ("Mutluer", 2024, "gl-pvda", "songul-mutluer"),
    ],
)
def test_members(name: str, year: int, party: str | None, expected: str) -> None:
    assert meant(name, year, party) == expected


@pytest.mark.parametrize(
    ("name", "year", "office", "expected"),
    [
        ("De Vries", 1999, "staatssecretaris bzk", "gijs-de-vries"),
        ("De Vries", 1999, "minister szw", "klaas-de-vries"),
        ("De Vries", 2001, "minister bzk", "klaas-de-vries"),
        ("De Vries", 1992, "minister szw", "bert-de-vries"),
        ("De Vries", 2008, "staatssecretaris def", "jack-de-vries"),
        ("Faber", 2000, "staatssecretaris lnv", "geke-faber"),
        ("Faber", 2024, "minister aenm", "marjolein-faber-van-de-klashorst"),
        ("Kamp", 2015, "minister ez", "henk-kamp"),
        ("S. Dekker", 2003, "minister ienw", "sybilla-dekker"),
        ("S. Dekker", 2014, "staatssecretaris ocw", "sander-dekker"),
        ("Brinkman", 1986, "minister vws", "elco-brinkman"),
        ("Hirsch Ballin", 2008, "minister jenv", "ernst-hirsch-ballin"),
    ],
)
def test_government(name: str, year: int, office: str, expected: str) -> None:
    assert meant(name, year, office=office) == expected


def test_one_person_in_both_houses_of_the_state() -> None:
    assert meant("Kamp", 2001, "vvd") == meant("H.G.J. Kamp", 2004, office="minister def") == "henk-kamp"


@pytest.mark.parametrize(
    ("name", "year", "party", "candidates"),
    [
        ("Kamp", 1996, "vvd", {"Henk Kamp", "M.M.H. Kamp"}),
        ("De Vries", 1996, "vvd", {"Bibi de Vries", "Monique de Vries"}),
        ("Kortenhorst", 2007, "cda", {"Jules Kortenhorst", "Roland Kortenhorst"}),
        ("A. de Vries", 2013, None, {"Aukje de Vries", "Albert de Vries"}),
    ],
)
def test_where_the_source_cannot_tell(name: str, year: int, party: str, candidates: set[str]) -> None:
    found = identify(Mention(name=name, year=year, party=party))
    assert set(found.candidates) == candidates
    assert found.slug == f"{slug(name.removeprefix('A. '))}-onbekend"


@pytest.mark.parametrize(
    ("mention", "expected", "label"),
    [
        (Mention(name="Klaverweide", year=2023, party="d66"), "klaverweide-d66", "Klaverweide (D66)"),
        (Mention(name="klaverweide", year=2023), "klaverweide-kamerlid", "Klaverweide"),
        (Mention(name="Klaverweide", in_government=True), "klaverweide-bewindspersoon", "Klaverweide"),
        (Mention(name="A.G. Klaverweide", party="d66"), "a-g-klaverweide", "A.G. Klaverweide"),
        (Mention(name="Bos – Van der Klaverweide", party="sp"), "bos-van-der-klaverweide-sp",
         "Bos-Van der Klaverweide (SP)"),
        (Mention(name="Geert Wilders", year=1960, party="sgp"), "geert-wilders-sgp", "Geert Wilders (SGP)"),
        (Mention(name="Sjoerdsma", year=1960, party="d66"), "sjoerdsma-d66", "Sjoerdsma (D66)"),
        (Mention(name="Sjoerdsma", year=2019, party="sgp"), "sjoerdsma-sgp", "Sjoerdsma (SGP)"),
    ],
)  # fmt: skip
def test_who_is_in_no_list(mention: Mention, expected: str, label: str) -> None:
    found = identify(mention)
    assert (found.slug, found.name, found.candidates) == (expected, label, ())


def test_every_row_has_its_own_readable_slug_and_name() -> None:
    assert len({person.slug for person in PEOPLE}) == len(PEOPLE)
    assert len({person.name for person in PEOPLE}) == len(PEOPLE)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", person.slug) for person in PEOPLE)
    assert not any(person.slug.endswith("-onbekend") for person in PEOPLE)


def test_every_row_has_initials_as_they_are_printed() -> None:
    assert [each.slug for each in PEOPLE if not re.fullmatch(r"((?:[A-ZÀ-Þ][a-z]?\.)-?)*", each.initials)] == []


def test_every_row_says_when() -> None:
    assert all(person.member or person.offices for person in PEOPLE)
    years = [years for person in PEOPLE for years in (*person.member, *(office.years for office in person.offices))]
    assert all(1970 <= each.first <= min(each.last, 2030) for each in years)


def printed_forms(person: Person) -> set[str]:
    given = [person.first_name, person.initials, person.initials.split(".")[0] + "." if person.initials else ""]
    return {person.family, *(f"{each} {person.family}" for each in given if each)}


def test_every_spelling_of_every_row_means_this_person_or_several() -> None:
    for person in PEOPLE:
        for name in printed_forms(person):
            for printed in (name, name[:1].upper() + name[1:], name.replace("-", " – "), name.upper()):
                for years in person.member or [office.years for office in person.offices]:
                    found = identify(Mention(name=printed, year=years.first, in_government=not person.member))
                    assert found.slug == person.slug or person.name in found.candidates, printed


@given(st.sampled_from([each for each in PEOPLE if each.first_name and each.member]))
def test_the_full_name_means_nobody_else(person: Person) -> None:
    assert meant(f"{person.first_name} {person.family}", person.member[0].first) == person.slug


@given(st.text(max_size=40), st.none() | st.integers(1, 9998), st.booleans())
def test_any_name_gives_a_slug(name: str, year: int | None, in_government: bool) -> None:
    found = identify(Mention(name=name, year=year, in_government=in_government))
    assert re.fullmatch(r"[a-z0-9-]+", found.slug)
