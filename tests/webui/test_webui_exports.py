"""Taking a search away: every hit, in forms that other programs read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import bibtexparser
import icalendar
import pytest
import rispy
from flask.testing import FlaskClient
from invented import CORPUS, OPEN, RICH, ordinary
from memory import MemoryEngine

from search.request import SearchRequest
from webui import create_app, exports
from webui.settings import Settings

TODAY = date(2023, 5, 1)


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_every_question_found_is_a_row(client: FlaskClient) -> None:
    found = rows(client, "/zoeken.csv?q=gevolg&per=10&pagina=2")
    total = client.get("/zoeken.json?q=gevolg").get_json()["total"]
    assert len({row["nummer"] for row in found}) == total["sets"] == 24
    assert len(found) == sum(len(record.questions) for record in CORPUS if "gevolg" in record.title) == 72


def test_every_set_found_is_a_line_of_json(client: FlaskClient) -> None:
    answer = client.get("/zoeken.jsonl?q=gevolg&per=10&pagina=2")
    assert answer.mimetype == "application/x-ndjson"
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert len({one["id"] for one in found}) == len(found) == 24
    assert all(one == client.get(f"/vragen/{one['id']}.json").get_json() for one in found)


def test_json_that_was_cut_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_SETS", 3)
    *sets, last = [json.loads(line) for line in client.get("/zoeken.jsonl?q=gevolg").text.splitlines()]
    assert len(sets) == 3
    assert last["remark"].startswith("Een export bevat ten hoogste 3 sets")


def test_a_row_has_the_question_and_the_fields_of_its_set(client: FlaskClient) -> None:
    found = next(row for row in rows(client, "/zoeken.csv?q=dijken") if row["vraagnummer"] == "3")
    assert found == {
        "nummer": "2022Z11774",
        "titel": "Het onderhoud van de dijken langs de Lek na de droge zomer",
        "ingezonden": "2022-09-01",
        "beantwoord": "2022-10-20",
        "dagen": "49",
        "status": "beantwoord",
        "termijn": "te-laat",
        "termijn_tot_en_met": "2022-10-13",
        "indieners": "Marijke Jansen; Tom Bakker",
        "fracties": "D66; CDA",
        "ministeries": "Justitie en Veiligheid; Buitenlandse Zaken",
        "gevraagd_aan": "minister van Justitie en Veiligheid",
        "beantwoord_door": "minister van Justitie en Veiligheid (A. de Wit)",
        "onderwerpen": "Verkeer | Water",
        "kamer": "tweede-kamer",
        "vergaderjaar": "2022-2023",
        "aanhangselnummer": "1200",
        "officieel_stuk": "https://voorbeeld.nl/ah-tk-20222023-1200.html",
        "vraagnummer": "3",
        "vraag": "Is dat vaker dan vroeger?",
        "antwoord": found["antwoord"],
        "antwoord_op": "2, 3, 5",
        "adres": "http://localhost/vragen/2022Z11774#vraag-3",
    }
    assert found["antwoord"].startswith(
        "Ja, de dijken langs de Lek worden elk kwartaal geschouwd.\nWat er is gedaan\na. De"
    )


def test_excel_opens_it_right(client: FlaskClient) -> None:
    answer = client.get("/zoeken.csv?q=hoogwater")
    assert answer.data.startswith(b"\xef\xbb\xbfnummer;titel;")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=vragen-over-hoogwater.csv"
    assert b"\r\n" in answer.data


@pytest.mark.parametrize("title", ['=HYPERLINK("x")', "+1", "-1", "@a", "\tx"])
def test_no_cell_is_a_formula(title: str) -> None:
    (row,) = exports.rows(replace(OPEN, title=title), "", TODAY)
    written = "".join(exports.csv_pieces([replace(OPEN, title=title)], "", TODAY, ""))
    assert row[1] == title
    (read,) = csv.DictReader(io.StringIO(written, newline=""), delimiter=";")
    assert read["titel"] == f"'{title}"


def test_a_set_without_questions_still_has_a_row() -> None:
    assert len(list(exports.rows(replace(OPEN, questions=()), "", TODAY))) == 1


def test_an_export_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    monkeypatch.setattr(exports, "MOST_SETS", 5)
    found = rows(client, "/zoeken.csv?q=gevolg")
    assert len({row["nummer"] for row in found[:-1]}) == 5
    assert found[-1]["nummer"].startswith("Een export bevat ten hoogste 5 sets; deze zoekopdracht vindt er 24.")
    assert "ten hoogste 5 sets" in client.get("/zoeken?q=gevolg").text
    *held, last = rispy.loads(client.get("/zoeken.ris?q=gevolg").text)
    assert len(held) == 5
    assert last["type_of_reference"] == "GEN"
    assert "ten hoogste 5 sets" in last["notes"][0]
    library = bibtexparser.parse_string(client.get("/zoeken.bib?q=gevolg").text)
    assert len(library.entries) == 5
    assert "ten hoogste 5 sets" in library.comments[0].comment


def test_the_sets_come_one_by_one() -> None:
    class Counting(MemoryEngine):
        read = 0

        def records(self, request: object, today: date) -> object:
            for record in super().records(request, today):
                self.read += 1
                yield record

    engine = Counting([ordinary(n) for n in range(20)])
    pieces = exports.csv_pieces(engine.records(SearchRequest(), TODAY), "", TODAY, "")
    next(pieces), next(pieces)
    assert engine.read == 1


def test_citations_of_everything_found(client: FlaskClient) -> None:
    entries = rispy.loads(client.get("/zoeken.ris?q=gevolg").text)
    library = bibtexparser.parse_string(client.get("/zoeken.bib?q=gevolg").text)
    assert len(entries) == len(library.entries) == 24
    assert library.failed_blocks == []
    assert len({entry.key for entry in library.entries}) == 24


@pytest.mark.parametrize("form", ["csv", "ris", "bib", "atom", "ics"])
def test_what_is_not_understood_is_refused_with_a_sentence(client: FlaskClient, form: str) -> None:
    for wrong in ("kleur=rood", "jaar=1800", "sinds=gisteren"):
        answer = client.get(f"/zoeken.{form}?{wrong}")
        assert (answer.status_code, answer.mimetype) == (400, "text/plain")
        assert wrong.split("=")[1] in answer.text or wrong.split("=")[0] in answer.text


def test_the_agenda_holds_the_terms_that_run(client: FlaskClient) -> None:
    answer = client.get("/zoeken.ics?termijn=te-laat&sorteer=oud")
    assert answer.mimetype == "text/calendar"
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))
    (event,) = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
    assert event["summary"] == f"Laatste dag voor antwoord: {OPEN.title}"
    assert event["dtstart"].dt == OPEN.term_ends_on == date(2023, 5, 11)
    assert event["dtend"].dt == date(2023, 5, 12)
    assert event["uid"] == "2023Z00500-termijn@localhost"
    assert event["url"] == "http://localhost/vragen/2023Z00500"
    assert "ingezonden 20 april 2023" in event["description"]


def test_no_title_breaks_the_agenda() -> None:
    title = "Een, twee; drie\\vier\nvijf é" + "🚲" * 60
    waiting = replace(OPEN, title=title)
    client = create_app(Settings(), MemoryEngine([waiting]), lambda: TODAY).test_client()
    (event,) = icalendar.Calendar.from_ical(client.get("/zoeken.ics").data).walk("VEVENT")
    assert event["summary"] == f"Laatste dag voor antwoord: {title}"


def test_the_page_offers_every_form(client: FlaskClient) -> None:
    text = client.get("/zoeken?q=gevolg&partij=cda&pagina=1&sorteer=oud", follow_redirects=True).text
    for form in ("csv", "ris", "bib"):
        assert f'href="/zoeken.{form}?q=gevolg&amp;partij=cda&amp;sorteer=oud"' in text
    for form in ("atom", "feed", "ics"):
        assert f'href="/zoeken.{form}?q=gevolg&amp;partij=cda"' in text


def test_rich_is_in_no_agenda() -> None:
    assert RICH.term(TODAY) is not None
    client = create_app(Settings(), MemoryEngine([RICH]), lambda: TODAY).test_client()
    assert icalendar.Calendar.from_ical(client.get("/zoeken.ics").data).walk("VEVENT") == []
