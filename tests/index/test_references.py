"""What a text mentions, in every spelling, and what it does not mention."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.extract.appendices import appendices_in
from index.extract.dossiers import named_dossiers
from index.extract.references import is_same_as_above, mentioned, referral
from index.records import House, Reference, ReferenceKind

TODAY = date(2007, 9, 1)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Zie ook Aanhangsel Handelingen, vergaderjaar 2024–2025, nr. 9.", ["tk-20242025-9"]),
        ("Aanhangsel Handelingen, vergaderjaar 2024-2025,nr. 9", ["tk-20242025-9"]),
        ("Aanhangsel van de Handelingen II, 2019/20, nr. 3120", ["tk-20192020-3120"]),
        ("Aanhangsel der Handelingen nr. 1896 vergaderjaar 2005–2006", ["tk-20052006-1896"]),
        ("Aanhangsel-Handelingen nrs. 435 en 466, vergaderjaar 1994–1995", ["tk-19941995-435", "tk-19941995-466"]),
        ("aanhangsel Handelingen I 1997/98, nr. 27", ["ek-19971998-27"]),
        ("Aanhangsel Handelingen Eerste Kamer, vergaderjaar 1985-1986, nr. 48", ["ek-19851986-48"]),
        ("Aanhangsel Handelingen Tweede Kamer, vergaderjaar 2005–2006, 2019", ["tk-20052006-2019"]),
        ("TK 2007–2008, Aanhangsel, nr. 258", ["tk-20072008-258"]),
        ("Tweede Kamer, vergaderjaar 2007–2008, Aanhangsel nr. 554", ["tk-20072008-554"]),
        ("T.K. 1985-1986, Aanhangsel nr 936", ["tk-19851986-936"]),
        ("(vergaderjaar 2000–2001 aanhangsel 658)", ["tk-20002001-658"]),
        ("Kamerstukken II, Aanhangsel van de Handelingen, 1996–1997, 942", ["tk-19961997-942"]),
        ("Aanhangsel Handelingen nr. 8 4 , Vergaderjaar 1 9 8 8 - 1 9 8 9", ["tk-19881989-84"]),
        ("Aanhangsel Handelingen, nr. 1929, antwoord op vraag 5, vergaderjaar 2004–2005", ["tk-20042005-1929"]),
        ("Aanhangsel Handelingen, nr. 681, Tweede Kamer, vergaderjaar 2000–2001", ["tk-20002001-681"]),
        (
            "Aanhangsel Handelingen, nr. 5, vergaderjaar 2000–2001 en nr. 7, vergaderjaar 2001–2002",
            ["tk-20002001-5", "tk-20012002-7"],
        ),
        ("Aanhangsel Handelingen nr. 377", []),
        ("Tweede Kamer, vergaderjaar 2024–2025, Aanhangsel 3", []),
        ("Aanhangsel Handelingen, vergaderjaar 1996–1977, nr. 5", []),
        ("Het aanhangsel van de regeling van 1996-1997 telt 3 pagina's", []),
    ],
)
def test_places_in_the_aanhangsel(text: str, places: list[str]) -> None:
    assert [place.id for place in appendices_in(text, House.TWEEDE_KAMER)] == [f"ah-{place}" for place in places]


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("Kamerstuk 27 400, nr. 1703", ["27400-1703"]),
        ("Kamerstukken II, 2019/20, 35 334, nr. 25", ["35334-25"]),
        ("Tweede Kamer, vergaderjaar 2003–2004, 29 200 XV, nr. 12", ["29200-XV-12"]),
        ("Kamerstuk 36 410-XVI, nrs. 5, 6 en 9", ["36410-XVI-5", "36410-XVI-6", "36410-XVI-9"]),
        ("TK 2000–2001, 27 400", ["27400"]),
        ("Kamerstukken 28 333, nr. 56 en 30 034, nr. 52", ["28333-56", "30034-52"]),
        ("Kamerstukken I, 2019/20, 35 334, C", ["35334-C"]),
        ("Kamerstuk 29 800 F, nr. 3, blz. 4 en 5", ["29800-F-3"]),
        ("Kamerstuk 25 910, nr. 45, 3 mei 2000", ["25910-45"]),
        ("Kamerstuk 29 200 IX B, nr. 14", ["29200-IXB-14"]),
        ("kamerstukken II, 1995–1996, 24 743, nrs. 1–14", ["24743"]),
        ("Kamerstuk 24 724/27 527, nr. 53", ["24724"]),
        ("Kamerstukdossier 29 435", ["29435"]),
        ("een boete van 25 000 gulden", []),
        ("fase II 25 000 woningen", []),
        ("Tweede Kamer, 12 345 brieven", []),
    ],
)
def test_dossiers(text: str, papers: list[str]) -> None:
    assert [paper.id for paper in named_dossiers(text.replace("–", "-"), 2007)] == [f"kst-{paper}" for paper in papers]


@pytest.mark.parametrize(
    ("text", "year", "address"),
    [
        ("Kamerstuk 21 501-32, nr. 1703", 2024, "/kst-21501-32-1703.html"),
        ("Kamerstuk 21 501-32, nr. 3", 1997, None),
        ("Kamerstukken II, 1995–1996, 21 501-32, nr. 3", 1997, "/kst-21501-32-3.html"),
        ("Kamerstuk 25 910, nr. 45", 1998, "/kst-25910-45.html"),
        ("Kamerstukken II, 1993–1994, 23 500, nr. 2", 2007, None),
        ("Kamerstuk 29 435", 2007, "/dossier/29435"),
        ("Kamerstuk 18 435, nr. 2", None, None),
    ],
)
def test_an_official_address_only_where_the_official_site_has_the_paper(
    text: str, year: int | None, address: str | None
) -> None:
    (paper,) = named_dossiers(text.replace("–", "-"), year)
    assert paper.url == (f"https://zoek.officielebekendmakingen.nl{address}" if address else None)


def found(text: str) -> list[tuple[str, str | None, str | None, date | None]]:
    return [(r.kind.name, r.id, r.member, r.asked_on) for r in mentioned(text, House.TWEEDE_KAMER, TODAY)]


def test_sets_by_number() -> None:
    assert found("vraagnummers 2070801220 en 2024Z 17972") == [
        ("SEE_ALSO", "2070801220", None, None),
        ("SEE_ALSO", "2024Z17972", None, None),
    ]
    assert found("uw brief met kenmerk 2989916120")[0][1] == "2989916120"
    assert found("Bel 2123456789, of kijk op rekening NL20 2024Z123") == []


def test_sets_by_member_and_day() -> None:
    text = (
        "Deze vragen dienen ter aanvulling op eerdere vragen terzake van het lid Van der Poort (SP), ingezonden "
        "14 januari 2004, en de leden Fritser en De Wal (beiden VVD), eveneens ingezonden 19 juli jl. "
        "(vraagnummer 2060721480)."
    )
    assert found(text) == [
        ("SUPPLEMENTS", None, "Van der Poort", date(2004, 1, 14)),
        ("SUPPLEMENTS", "2060721480", "Fritser", date(2007, 7, 19)),
    ]
    assert found("Herinnert u zich de vragen van de leden Fritser en De Wal van 3 mei 2006 over wilgen?") == [
        ("EARLIER", None, "Fritser", date(2006, 5, 3))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "vragen van het lid Fritser en uw antwoord van 7 september 2005",
        "De minister sprak op 3 mei 2006 met het lid Fritser.",
        "Herinnert u zich de eerdere vragen over wilgen?",
        "de brief van de heer Fritser (ingezonden 28 april 2005)",
    ],
)
def test_a_day_that_is_another_days_names_no_set(text: str) -> None:
    assert found(text) == []


def test_a_place_belongs_to_the_member_before_it() -> None:
    text = "de vragen van het lid Fritser van 3 mei 2006 (Aanhangsel Handelingen nr. 5, vergaderjaar 2005–2006)"
    (reference,) = mentioned(text, House.TWEEDE_KAMER, TODAY)
    assert reference == Reference(
        kind=ReferenceKind.EARLIER,
        id="ah-tk-20052006-5",
        text="vragen van het lid Fritser van 3 mei 2006 (Aanhangsel Handelingen nr. 5, vergaderjaar 2005-2006)",
        url="https://zoek.officielebekendmakingen.nl/ah-tk-20052006-5.html",
        asked_on=date(2006, 5, 3),
        member="Fritser",
    )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Zie 2.", "2"),
        ("Zie vraag 2", "2"),
        ("Zie het antwoord op vraag 7.", "7"),
        ("Zie mijn antwoord op vraag 3 en 4", "34"),
        ("Zie antwoord 3.", "3"),
        ("Zie de antwoorden op de vragen 1, 2 en 3.", "123"),
        ("Zie het antwoord op vraag 2 t/m 4.", "234"),
        ("Verwezen wordt naar de beantwoording van de vragen 2 en 3.", "23"),
        ("Ja, zie het antwoord op vraag 1.", "1"),
        ("Ik verwijs naar de beantwoording van 3 mei 2000.", ""),
        ("Zie artikel 2.", ""),
        ("Zie het antwoord op vraag 2 van het lid Fritser.", ""),
        ("Zie het antwoord op vraag 2 van mevrouw Fritser.", ""),
        ("Zie het antwoord op de vragen 2 en 3 van de Kamerleden Fritser en Vlint.", ""),
        ("Zie het antwoord op vraag 2 van uw vorige set vragen.", ""),
        ("Zie het antwoord op vraag 2 die de leden Fritser en Vlint (2979890001) hebben gesteld.", ""),
        ("Zie Aanhangsel Handelingen, vergaderjaar 2005–2006, nr. 5, antwoord 2.", ""),
    ],
)
def test_answers_that_refer_to_answers(text: str, numbers: str) -> None:
    assert referral(text) == tuple(numbers)


@pytest.mark.parametrize(
    ("text", "same"),
    [("Idem.", True), ("Zie hierboven.", True), ("Zie het vorige antwoord.", True), ("Idem voor de wilg.", False)],
)
def test_answers_that_only_point_up(text: str, same: bool) -> None:
    assert is_same_as_above(text) is same


PIECES = [
    "Aanhangsel",
    "Handelingen",
    "Kamerstuk",
    "TK",
    "II",
    "nr.",
    "vergaderjaar",
    "2005-2006",
    "27 400",
    "7",
    ", ",
    "en",
]


@given(
    st.lists(
        st.sampled_from([*PIECES, "vragen van het lid", "Jansen", "ingezonden", "3 mei 2006", "(", ")"]), max_size=60
    )
)
def test_any_order_of_words_is_read(words: list[str]) -> None:
    for reference in mentioned(" ".join(words), House.TWEEDE_KAMER, TODAY):
        assert reference.id or (reference.member and reference.asked_on)
        assert reference.text == reference.text.strip()
