"""The page of a question set shows everything its record holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from invented import CORPUS, HOSTILE, OLD, OPEN, RICH, plain
from looking import page, texts
from memory import MemoryEngine

from index.records import QuestionSet, Reference, ReferenceKind, Status
from webui import create_app
from webui.facts import term_line
from webui.settings import Settings

TODAY = date(2023, 5, 1)


def alone(record: QuestionSet, today: date = TODAY) -> Flask:
    """A site that holds one record."""
    return create_app(Settings(), MemoryEngine([record]), lambda: today)


@pytest.fixture
def rich(client: FlaskClient) -> BeautifulSoup:
    return page(client, "/vragen/2022Z11774")


def facts(found: BeautifulSoup) -> dict[str, list[str]]:
    return {row.dt.get_text(): texts(row.select("dd")) for row in found.select(".set-facts dl > div")}


def test_head_and_facts(rich: BeautifulSoup) -> None:
    assert texts(rich.select("h1")) == [RICH.title]
    assert " ".join(texts(rich.select(".set-lead"))) == (
        "Vragen van Marijke Jansen (D66) en Tom Bakker (CDA) aan de minister van Justitie en Veiligheid, "
        "ingezonden 1 september 2022: 8 vragen, beantwoord 20 oktober 2022, na 49 dagen."
    )
    assert facts(rich) == {
        "Vragen van": ["Marijke Jansen (D66)", "Tom Bakker (CDA)"],
        "Fractie": ["D66", "CDA"],
        "Gericht aan": ["minister van Justitie en Veiligheid"],
        "Beantwoord door": ["minister van Justitie en Veiligheid (A. de Wit)"],
        "Mede namens": ["staatssecretaris van Buitenlandse Zaken (B. Smit)"],
        "Ministerie": ["Justitie en Veiligheid", "Buitenlandse Zaken"],
        "Ingezonden": ["1 september 2022"],
        "Beantwoord": ["20 oktober 2022"],
        "Tijd tot het antwoord": ["49 dagen"],
        "Termijn": ["te laat; de termijn van 42 dagen na een uitstelbericht liep tot en met 13 oktober 2022"],
        "Onderwerp": ["Verkeer › Water"],
        "Kamer": ["Tweede Kamer"],
        "Vergaderjaar": ["2022-2023"],
        "Aanhangsel van de Handelingen": ["1200"],
        "Nummer": ["2022Z11774"],
    }


def test_facts_lead_to_everything_that_has_them(client: FlaskClient, rich: BeautifulSoup) -> None:
    hrefs = [link["href"] for link in rich.select(".set-facts > dl a")]
    assert "/onderwerpen/verkeer/water" in hrefs
    assert "/indieners/marijke-jansen" in hrefs
    assert "/zoeken?bewindspersoon=a-de-wit" in hrefs
    for href in hrefs:
        search = href if "?" in href else page(client, href).select_one(".tiles a")["href"]
        assert RICH.title in page(client, f"{search}&per=100").select_one(".hits").get_text(), href


def test_every_question_has_its_anchor_once(rich: BeautifulSoup) -> None:
    ids = [part["id"] for part in rich.select("[id]")]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if i.startswith("vraag-")] == [f"vraag-{number}" for number in range(1, 9)]


def test_every_link_within_the_page_arrives(rich: BeautifulSoup) -> None:
    ids = {part["id"] for part in rich.select("[id]")}
    hrefs = {link["href"] for link in rich.select('a[href^="#"]')}
    assert {href[1:] for href in hrefs} <= ids
    assert len(hrefs) == 16


def test_questions_printed_as_one_are_one_block(rich: BeautifulSoup) -> None:
    block = rich.select_one("#vraag-6")
    assert texts(block.select("h2"))[0].startswith("Vraag 6 en 7")
    assert block.select_one("#vraag-7") is not None
    printed = [part.get_text() for part in rich.select(".question")]
    assert sum("Bent u bereid de Kamer te informeren" in text for text in printed) == 1


def test_a_joint_answer_stands_under_each_run_of_its_questions(rich: BeautifulSoup) -> None:
    labels = texts(rich.select(".answer h3"))
    assert labels == [
        "Antwoord op vraag 1",
        "Antwoord op vraag 2 en 3",
        "Antwoord op vraag 4",
        "Antwoord op vraag 5",
        "Antwoord op vraag 6 en 7",
    ]
    assert texts(rich.select(".scope")) == ["Dit antwoord is gegeven op vraag 2, 3 en 5 samen."] * 2


def test_questions_printed_as_one_may_have_answers_of_their_own() -> None:
    one, other = (
        replace(plain(number, "Samen gedrukt", f"Antwoord {number}", "d"), together=("1", "2")) for number in "12"
    )
    found = page(alone(replace(RICH, questions=(one, other))).test_client(), "/vragen/2022Z11774")
    assert texts(found.select(".question h2")) == ["Vraag 1 en 2 #"]
    assert texts(found.select(".answer .prose")) == ["Antwoord 1", "Antwoord 2"]


def test_an_answer_reference_is_a_link_and_can_be_read_in_place(rich: BeautifulSoup) -> None:
    see = rich.select_one(".see")
    assert see.select_one("a")["href"] == "#vraag-2"
    assert "elk kwartaal geschouwd" in see.select_one("details").get_text()


def test_footnotes_are_marked_listed_and_linked_both_ways(rich: BeautifulSoup) -> None:
    mark = rich.select_one("#vraag-1 sup a")
    note = rich.select_one(mark["href"])
    assert "De Streekkrant, 28 augustus 2022." in note.get_text()
    assert note.select_one("a.note-back")["href"] == f"#{mark['id']}"
    assert note.select_one('a[href="https://streekkrant.nl/dijk"]') is not None
    assert rich.select_one("#vraag-1 .prose p").get_text().startswith("Kent u het bericht voetnoot 1")


def test_lists_tables_headings_and_images(rich: BeautifulSoup) -> None:
    answer = rich.select(".answer")[1]
    assert texts(answer.select(".items li")) == ["a. De schouw is uitgebreid.", "b. Er is overlegd met het waterschap."]
    assert texts(answer.select(".between")) == ["Wat er is gedaan"]
    assert texts(answer.select("thead th[scope=col]")) == ["Jaar", "Schouwen"]
    assert [texts(row.select("td")) for row in answer.select("tbody tr")] == [
        ["2021", "4"],
        ["2022 voetnoot 1", "6"],
    ]
    assert answer.select_one(".image a")["href"] == "https://voorbeeld.nl/kaart.png"


def test_what_else_the_record_holds(rich: BeautifulSoup) -> None:
    assert "Deze vragen dienen ter aanvulling" in rich.select_one("#toelichting").parent.get_text()
    assert texts(rich.select(".timeline h3")) == [
        "1 september 2022 Ingezonden",
        "22 september 2022 Uitstelbericht van de minister van Justitie en Veiligheid (A. de Wit)",
        "13 oktober 2022 Laatste dag van de termijn",
        "20 oktober 2022 Beantwoord, na 49 dagen, te laat",
    ]
    assert "niet op tijd worden beantwoord" in rich.select_one(".timeline").get_text()
    assert "Noot bij de hele set." in rich.select_one("#noten").parent.get_text()
    assert rich.select_one('#verwijst-naar ~ ul a[href="https://voorbeeld.nl/kst-1"]') is not None
    assert "Bij vraag 8 staat geen antwoord." in rich.select_one(".doubts").get_text()
    assert texts(rich.select(".missing")) == ["Vraag 8: in de gepubliceerde stukken is hierbij geen antwoord gevonden."]
    sources = texts(rich.select(".sources li"))
    assert sources[0] == "Antwoord, 21 oktober 2022 Antwoord op vragen over de dijken langs de Lek PDF"
    assert sources[1].endswith("Vervangen door een latere versie.")


def test_a_reference_to_a_set_we_hold_stays_here() -> None:
    known = replace(RICH, references=(replace(RICH.references[0], id="kv-tk-2023Z00500"),))
    here = replace(OPEN, aliases=("kv-tk-2023Z00500",))
    app = create_app(Settings(), MemoryEngine([known, here]), lambda: TODAY)
    found = page(app.test_client(), "/vragen/2022Z11774")
    entry = found.select_one("#verwijst-naar ~ ul li")
    assert texts(found.select("#verwijst-naar ~ h3")) == ["Aanvulling op"]
    assert (entry.select_one("a")["href"], entry.select_one("a").get_text()) == ("/vragen/2023Z00500", OPEN.title)
    assert entry.select_one(".printed").get_text() == "de vragen van het lid Visser"


def test_a_set_shows_what_refers_to_it(client: FlaskClient) -> None:
    asking = replace(RICH, references=(Reference(kind=ReferenceKind.SEE_ALSO, text="nr. 5", id=OPEN.id, question="3"),))
    app = create_app(Settings(), MemoryEngine([asking, OPEN]), lambda: TODAY)
    entry = page(app.test_client(), f"/vragen/{OPEN.id}").select_one("#verwezen-door ~ ul li")
    links = [(link["href"], link.get_text()) for link in entry.select("a")]
    assert links == [("/vragen/2022Z11774", RICH.title), ("/vragen/2022Z11774#vraag-3", "vraag 3")]
    assert not page(client, f"/vragen/{OLD.id}").select("#verwezen-door")


def test_a_reference_knows_its_question() -> None:
    told = Reference(kind=ReferenceKind.DOSSIER, text="kamerstuk 27 625, nr. 4", id="kst-27625-4", question="2")
    app = create_app(Settings(), MemoryEngine([replace(RICH, references=(told,))]), lambda: TODAY)
    entry = page(app.test_client(), "/vragen/2022Z11774").select_one("#verwijst-naar ~ ul li")
    assert entry.get_text(" ", strip=True) == "Kamerstuk 27 625, nr. 4 (bij vraag 2 )"
    assert entry.select_one("a")["href"] == "#vraag-2"


def test_long_sets_have_a_table_of_contents(client: FlaskClient, rich: BeautifulSoup) -> None:
    assert texts(rich.select(".contents li"))[-2:] == [
        "Vraag 6 en 7 Bent u bereid de Kamer te informeren, en zo ja, wanneer?",
        "Vraag 8 Wilt u elke vraag afzonderlijk beantwoorden?",
    ]
    assert not page(client, "/vragen/2023Z00500").select(".contents")


def test_registry_facts_are_shown_as_such(client: FlaskClient) -> None:
    found = page(client, f"/vragen/{OLD.id}")
    assert OLD.abstract in found.select_one(".abstract").get_text()
    known = facts(found)
    assert known["Trefwoorden"] == ["hoogwater", "rampenbestrijding"]
    assert known["Gericht aan"] == ["onbekend"]
    assert known["Tijd tot het antwoord"] == ["onbekend"]
    assert known["Termijn"] == ["niet vast te stellen"]


def test_an_open_set_says_so(client: FlaskClient) -> None:
    found = page(client, f"/vragen/{OPEN.id}")
    assert texts(found.select(".missing")) == ["Vraag 1: nog niet beantwoord."]
    assert facts(found)["Termijn"] == ["loopt nog; de termijn van 21 dagen loopt tot en met 11 mei 2023"]
    assert "nog zonder antwoord" in found.select_one(".set-lead").get_text()


PUT_OFF = "de termijn van 42 dagen na een uitstelbericht liep tot en met 13 oktober 2022"


@pytest.mark.parametrize(
    ("answered", "postponed", "line"),
    [
        (date(2022, 9, 22), False, "op tijd; binnen 21 dagen"),
        (date(2022, 9, 23), False, "te laat; de termijn van 21 dagen liep tot en met 22 september 2022"),
        (date(2022, 10, 13), True, f"na uitstel; {PUT_OFF}"),
        (date(2022, 10, 14), True, f"te laat; {PUT_OFF}"),
        (date(2022, 9, 2), True, "op tijd; binnen 21 dagen"),
    ],
)
def test_the_term_with_its_rule(answered: date, postponed: bool, line: str) -> None:
    notices = RICH.postponements if postponed else ()
    assert term_line(replace(RICH, answered_on=answered, postponements=notices), TODAY) == line


def test_searched_words_are_marked_everywhere(client: FlaskClient) -> None:
    found = page(client, "/vragen/2022Z11774?q=dijken")
    assert texts(found.select("h1 mark")) == ["dijken"]
    assert "dijken" in texts(found.select("#vraag-2 mark"))
    assert "dijken" in texts(found.select(".answer mark"))
    assert not page(client, "/vragen/2022Z11774").select("mark")


def test_the_way_back_is_the_search_it_came_from(client: FlaskClient, rich: BeautifulSoup) -> None:
    found = page(client, "/vragen/2022Z11774?q=nergens&partij=d66&pagina=2")
    assert found.select_one(".back a")["href"] == "/zoeken?q=nergens&partij=d66&pagina=2"
    assert not found.select("[rel=prev], [rel=next]")
    assert not rich.select(".back, [rel=prev], [rel=next]")


def test_a_walk_past_the_results_one_by_one(client: FlaskClient) -> None:
    results = page(client, "/zoeken?q=gevolg&sorteer=oud")
    wanted = page(client, "/zoeken?q=gevolg&sorteer=oud&per=100").select(".hit h3 a")
    address, seen = results.select_one(".hit h3 a")["href"], []
    while address:
        found = page(client, address)
        seen.append(" ".join(found.h1.get_text().split()))
        assert f"Resultaat {len(seen)} van 24" in found.get_text()
        back = page(client, found.select_one(".back a")["href"])
        assert address in {link["href"] for link in back.select(".hit h3 a")}
        assert found.select_one("link[rel=canonical]")["href"] == address.partition("?")[0]
        following = found.select_one(".found-with [rel=next]")
        address = following["href"] if following else None
    assert seen == texts(wanted)
    assert found.select_one(".neighbours [rel=prev]").get_text().split()[:2] == ["Vorig", "resultaat"]


@pytest.mark.parametrize("number", ["ah-tk-20222023-1200", "AH-TK-20222023-1200", "kv-tk-2022Z11774", "2022z11774"])
def test_every_other_number_leads_here_for_good(client: FlaskClient, number: str) -> None:
    answer = client.get(f"/vragen/{number}?q=dijken")
    assert (answer.status_code, answer.location) == (301, "/vragen/2022Z11774?q=dijken")
    machine = client.get(f"/vragen/{number}.json")
    assert (machine.status_code, machine.location) == (301, "/vragen/2022Z11774.json")


def test_an_unknown_number_offers_a_search(client: FlaskClient) -> None:
    found = page(client, "/vragen/2099Z99999", status=404)
    assert "2099Z99999" in found.select_one(".lead").get_text()
    assert found.select_one("form[role=search] input[name=q]") is not None


def test_a_number_printed_twice_keeps_its_anchors_apart(client: FlaskClient) -> None:
    found = page(client, f"/vragen/{HOSTILE.id}")
    assert [part["id"] for part in found.select(".question")] == ["vraag-1", "vraag-1x"]


@pytest.mark.parametrize("record", CORPUS, ids=lambda record: record.id)
def test_every_question_and_answer_is_printed(client: FlaskClient, record: QuestionSet) -> None:
    found = page(client, f"/vragen/{record.id}").get_text().replace(" voetnoot 1", "").replace(" voetnoot 9", "")
    shown = " ".join(found.split())
    for question in record.questions:
        assert all(" ".join(block.text.split()) in shown for block in question.blocks)
    assert all(problem.sentence in shown for problem in record.problems)


def test_a_set_without_questions_says_so() -> None:
    bare = QuestionSet(id="1", source="kvr", house=RICH.house, title="Alleen een titel", status=Status.POSTPONED)
    found = page(alone(bare).test_client(), "/vragen/1")
    assert texts(found.select(".missing")) == ["Van deze set zijn geen afzonderlijke vragen bekend."]
    assert texts(found.select(".badge")) == ["Uitgesteld"]
