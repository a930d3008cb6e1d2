"""The demonstration documents of 2010–2026 show what they promise to show."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from demo_documents import (
    IDS,
    OTHER_HOUSE,
    QUESTIONER,
    QUESTIONS,
    REPLIER,
    TODAY,
    body,
    is_notice,
    metadata,
    on,
    questions,
    replies_to,
    set_of,
    sets,
    words,
)

from index.records import POSTPONED_TERM, USUAL_TERM

# What the demonstration promises to show, as the XPath that finds it in at least one document.
FEATURES = {
    "antwoord op twee vragen": "//antwoord[nr = 'Antwoord 2 en 3']",
    "antwoord op vragen die niet opeenvolgen": "//antwoord[nr = 'Antwoord 4, 5 en 7']",
    "antwoord op een reeks": "//antwoord[nr = 'Antwoord 2 t/m 6']",
    "kop in andere woorden": "//antwoord[nr = 'Antwoord op vraag 11 en 12']",
    "samengevoegde vragen zonder antwoord": "//kamervragen[not(antwoord)]/vraag[nr = 'Vraag 4 en 5']",
    "kort antwoord": "//antwoord[string(al) = 'Ja.']",
    "lang antwoord": "//antwoord[count(al) > 1]",
    "verwijzing naar een ander antwoord": "//antwoord[count(*) = 2][al = 'Zie het antwoord op vraag 5.']",
    "twaalf vragen": "//vraag[contains(nr, '12')]",
    "beiden": f"//{QUESTIONER}[contains(., '(beiden D66)')]",
    "allen": f"//{QUESTIONER}[contains(., '(allen GroenLinks-PvdA)')]",
    "twee partijen": f"//{QUESTIONER}[contains(., ' (CDA) en ')]",
    "beiden en een ander": f"//{QUESTIONER}[contains(., '(beiden D66) en ')]",
    "voornaam": f"//{QUESTIONER}/naam/voornaam",
    "twee ministers": f"//{QUESTIONER}[contains(., 'aan de Ministers van')]",
    "minister en staatssecretaris": f"//{QUESTIONER}[contains(., 'aan de Minister en de Staatssecretaris van')]",
    "minister voor": f"//{QUESTIONER}[contains(., 'aan de Minister voor Natuur en Stikstof')]",
    "minister-president": f"//{REPLIER}[contains(., 'Antwoord van Minister-President')]",
    "mede namens": f"//{REPLIER}[contains(., 'mede namens de Minister')]",
    "twee antwoorders": f"//{REPLIER}[contains(., ') en van Minister')]",
    "twee antwoorders, uitgeschreven": f"//{REPLIER}[contains(., ') en antwoord van Staatssecretaris')]",
    "mededeling": f"//{REPLIER}[starts-with(., 'Mededeling van')]",
    "zie ook": f"//{REPLIER}[contains(., 'Zie ook Aanhangsel Handelingen, vergaderjaar')]",
    "zie ook, slordig": f"//{REPLIER}[contains(., ', nr.9')]",
    "noot in vraag": "//vraag//noot/noot.al",
    "noot in antwoord": "//antwoord//noot/noot.al",
    "noot met adres": "//noot//extref[@soort='URL']",
    "tekst na een noot": "//noot/following-sibling::text()[normalize-space()]",
    "noot die anders heet dan zij telt": "//noot[@id != concat('n', noot.nr)]",
    "cursief": "//nadruk[@type='cur']",
    "vet": "//nadruk[@type='vet']",
    "onderschrift": "//inf",
    "genummerde lijst": "//antwoord/lijst[@type='expliciet']/li[li.nr = '1.']",
    "geletterde lijst": "//antwoord/lijst/li[li.nr = 'a.']",
    "lijst met streepjes": "//antwoord/lijst/li[li.nr = '–']",
    "tabel": "//antwoord/table[title]/tgroup[thead and tbody/row[2]]",
    "tussenkop": "//antwoord/tussenkop",
    "toelichting": "//kamervraagopmerking[tussenkop = 'Toelichting:']",
    "aanvulling": "//kamervraagopmerking/al[contains(., 'ter aanvulling op eerdere vragen')]",
    "Kamerstuk": "//extref[@soort='document'][starts-with(., 'Kamerstuk')]",
    "guillemets": "//al[contains(., '«') and contains(., '»')]",
    "gekrulde aanhalingstekens": "//al[contains(., '‘') and contains(., '’')]",
    "diakrieten in een naam": "//achternaam[. = 'Çelikkan']",
    "ingetrokken": "//al[contains(., 'als ingetrokken worden beschouwd')]",
}


def asked_on(question_set: str) -> date:
    (found,) = {
        str(day.attrib["isodatum"])
        for document in IDS
        if set_of(document) == question_set
        for day in body(document).iterfind(f".//{QUESTIONER}/datum")
    }
    return date.fromisoformat(found)


def outcome(question_set: str) -> str:
    """Where a set of the Tweede Kamer stands, counted from its documents alone."""
    notices = [document for document in replies_to(question_set) if is_notice(document)]
    answers = [on(document, "DCTERMS.issued") for document in replies_to(question_set) if document not in notices]
    if any("als ingetrokken worden beschouwd" in words(body(document)) for document in notices):
        return "ingetrokken"
    days = (min(answers, default=TODAY) - asked_on(question_set)).days
    late = days > (POSTPONED_TERM if notices else USUAL_TERM).days
    manner = "te laat" if late else "na uitstel" if days > USUAL_TERM.days else "op tijd"
    return f"beantwoord, {manner}" if answers else f"{'uitgesteld' if notices else 'open'}, {manner}"


def test_there_are_enough_sets_of_all_years() -> None:
    years = {asked_on(each).year for each in sets() if each != OTHER_HOUSE}
    assert len(sets()) == 61
    assert years == set(range(2010, 2027))


def test_every_outcome_occurs() -> None:
    counted = Counter(outcome(each) for each in sets() if each != OTHER_HOUSE)
    assert counted == {
        "beantwoord, op tijd": 27,
        "beantwoord, na uitstel": 12,
        "beantwoord, te laat": 14,
        "ingetrokken": 1,
        "open, op tijd": 3,
        "open, te laat": 1,
        "uitgesteld, na uitstel": 1,
        "uitgesteld, te laat": 1,
    }


@pytest.mark.parametrize("feature", FEATURES)
def test_every_promised_feature_occurs(feature: str) -> None:
    assert [document for document in IDS if body(document).xpath(FEATURES[feature])]


def test_the_other_house_and_a_reprint_occur() -> None:
    assert [document for document in IDS if document.startswith("ah-ek-")] == ["ah-ek-20232024-9001"]
    assert [document for document in IDS if document.endswith("-n1")] == ["ah-tk-20152016-9044-n1"]


def test_a_reprint_differs_from_what_it_replaces() -> None:
    assert words(body("ah-tk-20152016-9044")) != words(body("ah-tk-20152016-9044-n1"))


def test_members_recur() -> None:
    counted = Counter(name for each in sets() for name in submitters(each))
    assert len([name for name, times in counted.items() if times >= 3]) >= 14


def submitters(question_set: str) -> list[str]:
    document = next(each for each in IDS if set_of(each) == question_set)
    return metadata(document)["OVERHEIDop.indiener"]


def test_no_two_questions_are_the_same() -> None:
    asked = Counter(text for document in QUESTIONS for text in set(questions(document).values()) if len(text) > 90)
    assert [text for text, times in asked.items() if times > 1] == []
