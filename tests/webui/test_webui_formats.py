"""Dates, numbers and names as a Dutch reader expects them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from index.records import Addressee, Part, Role, Submitter
from webui import formats


def test_days_and_moments() -> None:
    assert formats.day(date(2023, 5, 1)) == "1 mei 2023"
    assert formats.day(None) == "onbekend"
    assert formats.moment(datetime(2023, 7, 1, 12, 5, tzinfo=UTC)) == "1 juli 2023, 14.05 uur"


def test_numbers_and_plurals() -> None:
    assert formats.number(1234567) == "1.234.567"
    assert formats.count(1, "vraag", "vragen") == "1 vraag"
    assert formats.count(0, "vraag", "vragen") == "0 vragen"
    assert formats.days(1) == "1 dag"
    assert formats.days(34) == "34 dagen"
    assert formats.days(None) == "onbekend"


def test_series() -> None:
    assert formats.series([]) == ""
    assert formats.series(["1"]) == "1"
    assert formats.question_label(["1", "2", "5"]) == "Vraag 1, 2 en 5"


def test_submitters_carry_their_party() -> None:
    assert formats.submitter(Submitter(name="Jansen", slug="j", party="pvda", party_printed="PvdA")) == "Jansen (PvdA)"
    assert formats.submitter(Submitter(name="Jansen", slug="j", party="pvda")) == "Jansen (PvdA)"
    assert formats.submitter(Submitter(name="Jansen", slug="j")) == "Jansen"
    assert formats.submitters(()) == "onbekend"


def test_members_of_government_carry_their_office() -> None:
    minister = Addressee(part=Part.ASKED, role=Role.MINISTER, ministry="bz", name="B. Smit")
    bare = Addressee(part=Part.ASKED, name="B. Smit")
    answering = Addressee(part=Part.ANSWERED, role=Role.MINISTER, ministry="bz")
    assert formats.addressee(minister) == "minister van Buitenlandse Zaken (B. Smit)"
    assert formats.addressee(bare) == "B. Smit"
    assert formats.addressee(Addressee(part=Part.ASKED)) == "onbekend"
    assert formats.addressee(Addressee(part=Part.ASKED, role=Role.PRIME_MINISTER)) == "minister-president"
    jansen = [Submitter(name="Jansen", slug="j")]
    assert formats.exchange(jansen, [minister, bare, answering]) == (
        "van Jansen aan de minister van Buitenlandse Zaken (B. Smit) en B. Smit"
    )
    assert formats.exchange(jansen, [answering]) == "van Jansen, met antwoord van de minister van Buitenlandse Zaken"
    assert formats.exchange(jansen, []) == "van Jansen"
