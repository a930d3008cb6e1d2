"""Who the people of a set are: from all names that its documents give, and from no other document."""

from __future__ import annotations

from datetime import date

import pytest

from index.extract.parts import Body, Part, Signature
from index.identities import People
from index.records import Addressee, DocumentKind, House, Role
from index.records import Part as Capacity

DAY = date(2019, 5, 6)


def paper(signed: tuple[str, ...] = (), members: tuple[str, ...] = (), government: tuple[str, ...] = ()) -> Part:
    return Part(
        document="kv-tk-2019Z90001",
        source="koop",
        kind=DocumentKind.QUESTIONS,
        house=House.TWEEDE_KAMER,
        title="Vuurtorens",
        document_title="Vuurtorens",
        body=Body(),
        submitters=tuple(Signature(name=name, party="sp", party_printed="SP") for name in signed),
        names_of_members=members,
        names_of_government=government,
    )


@pytest.mark.parametrize(
    ("signed", "members", "slugs"),
    [
        (("Wolbertink",), ("A.B. Wolbertink",), ["a-b-wolbertink"]),
        (("Wolbertink",), (), ["wolbertink-sp"]),
        (("Van Wolbertink",), ("A.B. Wolbertink",), ["van-wolbertink-sp"]),
        (("Wolbertink",), ("A.B. Wolbertink", "C.D. Wolbertink"), ["wolbertink-sp"]),
        (("Els Wolbertink", "Wolbertink"), ("E. Wolbertink", "C.D. Wolbertink"), ["els-wolbertink", "c-d-wolbertink"]),
        (("Zee – Ter Plaat",), ("X.Y. Zee-ter Plaat",), ["x-y-zee-ter-plaat"]),
        (("Sjoerdsma",), ("S.W. Sjoerdsma",), ["s-w-sjoerdsma"]),
        (("Sjoerdsma",), (), ["sjoerdsma-sp"]),
    ],
)
def test_a_name_grows_by_what_the_set_tells(
    signed: tuple[str, ...], members: tuple[str, ...], slugs: list[str]
) -> None:
    part = paper(signed, members)
    assert [member.slug for member in People([part]).members(part.submitters, DAY)] == slugs[: len(signed)]


def test_a_name_of_another_paper_of_the_set_counts() -> None:
    bare, full = paper(("Wolbertink",)), paper(("Els Wolbertink",))
    assert [member.slug for member in People([bare, full]).members(bare.submitters, DAY)] == ["els-wolbertink"]


def test_names_of_members_say_nothing_of_government() -> None:
    people = People([paper(members=("A.B. Wolbertink",), government=("C.D. Wolbertink",))])
    minister = Addressee(part=Capacity.ANSWERED, role=Role.MINISTER, name="Wolbertink")
    (found,) = people.government((minister,), DAY)
    assert (found.name, found.slug, found.full_name) == ("Wolbertink", "c-d-wolbertink", "C.D. Wolbertink")


def test_an_office_without_a_name_stays_without_one() -> None:
    minister = Addressee(part=Capacity.ASKED, role=Role.MINISTER, ministry="def", ministry_printed="Defensie")
    assert People([paper()]).government((minister,), DAY) == (minister,)


def test_doubt_is_a_problem_that_names_everyone_it_can_be() -> None:
    part = paper()
    people = People([part])
    signed = (Signature(name="De Vries", party="vvd", party_printed="VVD"),)
    (member,) = people.members(signed, date(1996, 5, 6))
    (doubt,) = people.problems(part.document)
    assert (member.slug, member.full_name) == ("de-vries-onbekend", "De Vries (niet bekend welke)")
    assert doubt.code == "person_unclear"
    assert "Bibi de Vries" in doubt.sentence
    assert "Monique de Vries" in doubt.sentence
