"""Names, parties and offices as they are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.extract.offices import addressee, addressees, answerers, officeholders, role_of
from index.extract.people import registered_name, signature, submitters
from index.records import Part, Role
from index.vocabulary import ministries, parties

NAMES = ["Van Dijk", "De Vries-Bos", "Kamp", "Öztürk", "Van der Burg", "Inge van Dijk", "'t Hart", "J. de Vries"]
MEMBERS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)
PARTIES = st.sampled_from([party.abbreviation for party in parties()])
GROUPS = st.lists(st.tuples(MEMBERS, PARTIES), min_size=1, max_size=4)


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " en " + names[-1]


def signed(names: list[str], party: str) -> str:
    word = {1: "", 2: "beiden "}.get(len(names), "allen ")
    return f"{listed(names)} ({word}{party})"


@given(GROUPS)
def test_a_party_counts_back_to_the_party_before(groups: list[tuple[list[str], str]]) -> None:
    found = submitters(listed([signed(names, party) for names, party in groups]))
    expected = [(name, party) for names, party in groups for name in names]
    assert [(member.name, member.party_printed) for member in found] == list(dict.fromkeys(expected))
    assert all(member.party for member in found)


def test_names_after_the_last_party_have_none() -> None:
    found = submitters("Bos (SP), Kamp en Smit")
    assert [member.party for member in found] == ["sp", None, None]


@given(st.lists(st.sampled_from([value.name for value in ministries()]), min_size=1, max_size=4, unique=True))
def test_every_ministry_of_a_phrase_is_found(names: list[str]) -> None:
    phrase = "de Ministers " + listed([f"van {name}" for name in names])
    found = addressees(phrase, Part.ASKED)
    assert [who.ministry_printed for who in found] == names
    assert {who.role for who in found} == {Role.MINISTER}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("de minister van Justitie", "minister justitie"),
        ("de Ministers van Asiel en Migratie, voor Rechtsbescherming en van Financiën",
         "minister aenm, minister rechtsbescherming, minister fin"),
        ("de minister en de staatssecretaris van Justitie", "minister justitie, staatssecretaris justitie"),
        ("de staatssecretarissen van Economische Zaken en Financien", "staatssecretaris ez, staatssecretaris fin"),
        ("de minister-president, minister van Algemene Zaken", "minister-president az"),
        ("de Minister-President en de Staatsecretaris van Defensie", "minister-president az, staatssecretaris def"),
        ("de MinisterKlimaat en Groene Groei", "minister kgg"),
        ("de minister van Luchtkastelen en de minister van Defensie", "minister ?Luchtkastelen, minister def"),
        ("de minister", "minister ?None"),
        ("de Minister en Staatssecretaris van Financiën", "minister fin, staatssecretaris fin"),
        ("de Minister van Defensie, bij afwezigheid van de Staatssecretaris van Financiën,", "minister def"),
        ("de Minister van Defensie, bij afwezigheid van de Minister van Justitie, en de Minister van Financiën",
         "minister def, minister fin"),
        ("de Justitie en de Staatssecretaris van Defensie", "None justitie, staatssecretaris def"),
        ("de staatssecretarissen van Justitie, mw. De Wit en Verkeer en Waterstaat",
         "staatssecretaris justitie, staatssecretaris venw"),
        ("de M i n i s t e r v a n Verkeer en Waterstaat", "minister venw"),
        ("de Ministers van Asiel en Migratie, voor Buitenlandse Handel en Ontwikkelingshulp en van Buitenlandse Zaken",
         "minister aenm, minister bho, minister bz"),
    ],
)  # fmt: skip
def test_addressees(phrase: str, expected: str) -> None:
    found = addressees(phrase, Part.ASKED)
    assert ", ".join(f"{_role(who.role)} {who.ministry or f'?{who.ministry_printed}'}" for who in found) == expected


def test_a_named_addressee_keeps_the_name() -> None:
    (who,) = addressees("de staatssecretaris van Financiën, dhr. Van Geldrop,", Part.ASKED)
    assert (who.name, who.ministry) == ("Van Geldrop", "fin")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Antwoord van Minister De Waal (Justitie) (ontvangen 1 mei 2020).", "beantwoord De Waal justitie"),
        ("Antwoord van minister Van der Hoek (Financien).", "beantwoord Van der Hoek fin"),
        ("Antwoord van Minister A (Defensie) en antwoord van Staatssecretaris B-van C (Financiën) (ontvangen",
         "beantwoord A def; beantwoord B-van C fin"),
        ("Antwoord van minister-president Kok", "beantwoord Kok az"),
        ("Mededeling van de heer Braak (Landbouw en Visserij).", "beantwoord Braak lenv"),
        ("Antwoord van de minister van Justitie (ontvangen 1 mei 2020)", "beantwoord None justitie"),
        ("Antwoord van minister A (Defensie), mede namens de ministers van Justitie en voor Jeugd en Gezin.",
         "beantwoord A def; mede-namens None justitie; mede-namens None jeugd-en-gezin"),
        ("Antwoord van minister A (Defensie) (ontvangen 1 mei 2020), mede namens minister B (Justitie).",
         "beantwoord A def; mede-namens B justitie"),
        ("Antwoord van Staatssecretaris A (Volksgezondheid, Welzijn en Sport (ontvangen 1 mei 2020).",
         "beantwoord A vws"),
        ("Antwoord van Minister A (Defensie), bij afwezigheid van de Minister van Justitie (ontvangen 1 mei 2020).",
         "beantwoord A def"),
        ("Antwoord van de heer Braak, minister van Landbouw en Visserij. (Ontvangen 3 mei 1988)",
         "beantwoord Braak lenv"),
        ("Antwoord van minister-president Braak, minister van Algemene Zaken.", "beantwoord Braak az"),
        ("Antwoord van minister Braak a.i. (Justitie)", "beantwoord Braak justitie"),
        ("Antwoord van minister van Braak (Justitie)", "beantwoord van Braak justitie"),
        ("Antwoord van minister van Justitie (ontvangen 1 mei 2020)", "beantwoord None justitie"),
        ("Nader antwoord (ontvangen 27 mei 2008).", ""),
        ("Nader antwoord van minister A (Defensie) (ontvangen 27 mei 2008).", "beantwoord A def"),
        ("Antwoord van minister A (Defensie0) (ontvangen 27 mei 2008).", "beantwoord A def"),
        ("Antwoord van Staatssecretaris Waal) (Verkeer en Waterstaat)", "beantwoord Waal venw"),
        ("Antwoord van minister A (Justitie en minister B (Defensie) (ontvangen",
         "beantwoord A justitie; beantwoord B def"),
        ("Antwoord van staatssecre- taris A (Financiën)", "beantwoord A fin"),
        ("Antwoord van vice-minister-president A (Financiën)", "beantwoord A fin"),
        ("Antwoord van minister A (Defensie), mede namens de staats– secretaris van Financiën (ontvangen 1 mei 1990)",
         "beantwoord A def; mede-namens None fin"),
        ("Antwoord van A, mede namens de M i n i s t e r v a n Defensie (ontvangen",
         "beantwoord A None; mede-namens None def"),
        ("Antwoord van minister A (Defensie), mede namens mijn ambtgenoot van Justitie, nog het volgende op",
         "beantwoord A def; mede-namens None justitie"),
        ("Antwoord van minister A (Defensie), mede namens de staatssecrtetaris van Justitie (ontvangen 1 mei 1990)",
         "beantwoord A def; mede-namens None justitie"),
        ("Antwoord van A (Defensie), mede namens de Minister van (Justitie) en (Verkeer en Waterstaat (ontvangen",
         "beantwoord A def; mede-namens None justitie; mede-namens None venw"),
        ("Antwoord van minister A (Defensie), mede namens Minister B (Justitie) en Minister C (Financiën (ontvangen",
         "beantwoord A def; mede-namens B justitie; mede-namens C fin"),
    ],
)  # fmt: skip
def test_answerers(sentence: str, expected: str) -> None:
    found = answerers(sentence)
    assert "; ".join(f"{who.part.value} {who.name} {who.ministry}" for who in found) == expected


@pytest.mark.parametrize(
    ("registered", "natural"),
    [
        ("Sterk W.R.C.", "W.R.C. Sterk"),
        ("Dam van M.H.P.", "M.H.P. van Dam"),
        ("A.G. Wolbert", "A.G. Wolbert"),
        ("Koenders", "Koenders"),
        ("Van Hattem", "Van Hattem"),
    ],
)
def test_names_of_the_metadata(registered: str, natural: str) -> None:
    assert registered_name(registered) == natural


MISPRINTS = ["minister", "Minister", "ministers", "mininster", "minster", "mmister", "minlster", "mimster", "rninister"]


@pytest.mark.parametrize("word", MISPRINTS)
def test_misprinted_ministers(word: str) -> None:
    assert role_of(word) is Role.MINISTER
    assert [who.name for who in answerers(f"Antwoord van {word} De Waal (Justitie) (ontvangen 1 mei 1990)")] == [
        "De Waal"
    ]


@pytest.mark.parametrize(
    "word", ["staatssecetaris", "staatssecretarls", "staatssecretris", "secretaris", "staatsecretaris"]
)
def test_misprinted_state_secretaries(word: str) -> None:
    (who,) = answerers(f"Antwoord van {word} Waal (Justitie) (ontvangen 1 mei 1990)")
    assert (who.name, who.role) == ("Waal", Role.STATE_SECRETARY)


def _role(role: Role | None) -> str | None:
    return role.value if role else None


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("S m i t - K r o e s", "Smit-Kroes"),
        ("D e e s", "Dees"),
        ("K o r t h a l s A l t e s", "Korthals Altes"),
        ("D e K o r t e", "De Korte"),
        ("V a n d e n B r o e k", "Van den Broek"),
        ("K o r t e - v a n H e m e l", "Korte-van Hemel"),
        ("V a n d e n Broek", "Van den Broek"),
        ("V a n den Broek", "Van den Broek"),
        ("Korthals A l t e s", "Korthals Altes"),
        ("E. G. Terpstra", "E. G. Terpstra"),
        ("O P G Vos", "O P G Vos"),
        ("De Wit", "De Wit"),
        ("In 't Veld", "In 't Veld"),
        ("A B", "A B"),
    ],
)
def test_names_printed_with_spaces_between_the_letters(printed: str, name: str) -> None:
    assert addressee(Part.ANSWERED, "minister", printed, "").name == name
    assert signature(printed, "VVD").name == name


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Van den Braak en mw. De Wit", "Van den Braak ocw staatssecretaris; De Wit ocw staatssecretaris"),
        ("Braak en de minister van Justitie", "Braak ocw staatssecretaris; None justitie minister"),
        ("Braak en van Justitie", "Braak ocw staatssecretaris; None justitie staatssecretaris"),
        ("Braak en minister De Wit", "Braak ocw staatssecretaris; De Wit ocw minister"),
        ("heer Braak", "Braak ocw staatssecretaris"),
        ("van", "None ocw staatssecretaris"),
        ("Buitenlandse Zaken", "None ocw staatssecretaris"),
    ],
)
def test_several_in_the_place_of_one(printed: str, expected: str) -> None:
    found = officeholders(Part.ANSWERED, "staatssecretaris", printed, "Onderwijs, Cultuur en Wetenschap")
    assert "; ".join(f"{who.name} {who.ministry} {_role(who.role)}" for who in found) == expected


@pytest.mark.parametrize(
    "printed", ["Hirsch Braak Justitie", "Hirsch Braak, minister van Justitie", "Hirsch Braak, Justitie"]
)
def test_an_office_behind_the_name(printed: str) -> None:
    (who,) = officeholders(Part.ANSWERED, "minister", printed, "")
    assert (who.name, who.ministry) == ("Hirsch Braak", "justitie")


def test_names_in_the_phrase_of_an_office() -> None:
    found = addressees("de staatssecretarissen van Financiën, dhr. Braak en mw. De Wit, en de minister", Part.ASKED)
    assert [(who.name, who.ministry) for who in found[:2]] == [("Braak", "fin"), ("De Wit", "fin")]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("de leden Inge van Dongen (CDA) en Dongen (SP)", "Inge van Dongen cda, Dongen sp"),
        ("Bos (SP), Kamp, Smit (beiden D66), Wit (VVD) en Berg (CDA)", "Bos sp, Kamp d66, Smit d66, Wit vvd, Berg cda"),
        ("Bos , Kamp (beiden SP)", "Bos sp, Kamp sp"),
        ("Bos )C.D.A.)", "Bos cda"),
        ("Bos (S.P", "Bos sp"),
        ("Bos en Kamp (beiden V.V.D", "Bos vvd, Kamp vvd"),
        ("Bos beiden (VVD)", "Bos vvd"),
        ("Bos (SP) mede gesteld door de leden Kamp (VVD)", "Bos sp, Kamp vvd"),
        ("K.G.de Bos (SP)", "K.G. de Bos sp"),
        ("M.NBB.NBBos (SP)", "M.B. Bos sp"),
        ("Van der Wal–Ter Horst (SP)", "Van der Wal–Ter Horst sp"),
    ],
)
def test_members_with_their_parties(printed: str, expected: str) -> None:
    assert ", ".join(f"{member.name} {member.party}" for member in submitters(printed)) == expected


def test_no_number_of_members_is_too_many() -> None:
    names = [f"Lid{chr(97 + place)}" for place in range(25)]
    assert [member.name for member in submitters(f"{listed(names)} (allen SP)")] == names
