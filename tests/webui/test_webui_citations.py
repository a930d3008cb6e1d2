"""Citations in every form, read back by the libraries that reference managers are made of."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import rispy
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from invented import CORPUS, HOSTILE, OLD, OPEN, RICH

from webui.citations import bibtex, cite, csl, ris, text, wikipedia

ROOT = "https://vraagbaak.nl"
TODAY = date(2023, 5, 1)
OFFICIAL = "https://voorbeeld.nl/ah-tk-20222023-1200.html"
OWN = f"{ROOT}/vragen/2022Z11774"


@pytest.mark.parametrize(
    ("record", "number", "short"),
    [
        (RICH, None, "Aanhangsel Handelingen II 2022/23, nr. 1200"),
        (RICH, "1", "Aanhangsel Handelingen II 2022/23, nr. 1200, antwoord 1"),
        (RICH, "3", "Aanhangsel Handelingen II 2022/23, nr. 1200, antwoord 2, 3 en 5"),
        (RICH, "8", "Aanhangsel Handelingen II 2022/23, nr. 1200, vraag 8"),
        (OPEN, "1", "Kamervragen II 2023Z00500, vraag 1"),
        (HOSTILE, None, "Kamervragen I 2021Z66666"),
        (replace(RICH, parliamentary_year="1999-2000"), None, "Aanhangsel Handelingen II 1999/2000, nr. 1200"),
        (replace(RICH, parliamentary_year=None), None, "Aanhangsel Handelingen II, nr. 1200"),
    ],
)
def test_the_official_reference(record: object, number: str | None, short: str) -> None:
    assert cite(record, number, ROOT, TODAY).short == short


def test_as_a_sentence() -> None:
    assert text(cite(RICH, "1", ROOT, TODAY)) == (
        "Aanhangsel Handelingen II 2022/23, nr. 1200, antwoord 1: "
        "‘Het onderhoud van de dijken langs de Lek na de droge zomer’, vragen van Marijke Jansen (D66) en Tom Bakker "
        "(CDA) aan de minister van Justitie en Veiligheid, ingezonden "
        f"1 september 2022, beantwoord 20 oktober 2022. {OFFICIAL} (via {OWN}#vraag-1, geraadpleegd 1 mei 2023)."
    )


def test_without_an_official_page_ours_is_cited() -> None:
    assert text(cite(OPEN, None, ROOT, TODAY)).endswith(f"{ROOT}/vragen/2023Z00500 (geraadpleegd 1 mei 2023).")


def test_for_wikipedia() -> None:
    assert wikipedia(cite(RICH, "1", ROOT, TODAY)) == (
        f"{{{{Citeer web |url={OFFICIAL} |titel=Het onderhoud van de dijken langs de Lek na de droge zomer "
        "|auteur=Marijke Jansen en Tom Bakker |werk=Aanhangsel Handelingen II 2022/23, nr. 1200, antwoord 1 "
        "|uitgever=Tweede Kamer der Staten-Generaal |datum=2022-10-20 |bezochtdatum=2023-05-01}}"
    )


def test_no_title_breaks_the_template_of_wikipedia() -> None:
    made = wikipedia(cite(replace(RICH, title="Een [link] | met {{sjabloon}} <ref>"), None, ROOT, TODAY))
    inside = made.removeprefix("{{Citeer web ").removesuffix("}}").replace("{{!}}", "")
    assert not re.search(r"[\[\]{}<]", inside)
    assert inside.count("|") == 7


def test_as_ris() -> None:
    (entry,) = rispy.loads(ris(cite(RICH, "1", ROOT, TODAY)))
    assert entry["type_of_reference"] == "GOVDOC"
    assert entry["authors"] == ["Marijke Jansen", "Tom Bakker"]
    assert entry["title"] == RICH.title
    assert entry["secondary_title"] == "Aanhangsel Handelingen II 2022/23, nr. 1200, antwoord 1"
    assert (entry["year"], entry["date"]) == ("2022", "2022/10/20")
    assert entry["urls"] == [OFFICIAL]


def test_as_bibtex() -> None:
    (entry,) = bibtexparser.parse_string(bibtex(cite(RICH, "1", ROOT, TODAY))).entries
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("misc", "kamervragen-2022Z11774-1")
    assert fields["author"] == "{Marijke Jansen} and {Tom Bakker}"
    assert fields["howpublished"] == "Aanhangsel Handelingen II 2022/23, nr. 1200, antwoord 1"
    assert (fields["year"], fields["month"], fields["date"]) == ("2022", "oct", "2022-10-20")
    assert (fields["url"], fields["note"]) == (OFFICIAL, rf"{OWN}\#vraag-1")


@pytest.mark.parametrize("title", ["50% van {alles} & $nog_meer#", "een \\backslash~en^dakje", "regel\neinde  ER  - "])
def test_no_title_breaks_a_file(title: str) -> None:
    citation = cite(replace(RICH, title=title), None, ROOT, TODAY)
    library = bibtexparser.parse_string(bibtex(citation))
    assert (len(library.entries), library.failed_blocks) == (1, [])
    assert [entry["title"] for entry in rispy.loads(ris(citation))] == [" ".join(title.split())]


def test_as_csl() -> None:
    made = csl(cite(RICH, "1", ROOT, TODAY))
    assert made["author"] == [{"literal": "Marijke Jansen"}, {"literal": "Tom Bakker"}]
    assert made["issued"] == {"date-parts": [[2022, 10, 20]]}
    assert (made["URL"], made["note"]) == (OFFICIAL, f"{OWN}#vraag-1")


@pytest.mark.parametrize("record", CORPUS[:4], ids=lambda record: record.id)
def test_every_set_has_its_citations(client: FlaskClient, record: object) -> None:
    number = record.questions[0].number
    for form, media in (("ris", "application/x-research-info-systems"), ("bib", "application/x-bibtex")):
        answer = client.get(f"/vragen/{record.id}.{form}?vraag={number}")
        assert (answer.status_code, answer.mimetype) == (200, media)
        assert answer.headers["Content-Disposition"].endswith(f".{form}")
    answer = client.get(f"/vragen/{record.id}.csl.json")
    assert answer.mimetype == "application/vnd.citationstyles.csl+json"
    assert answer.get_json()[0]["number"] == (record.appendix_number or record.id)


def test_an_unknown_question_or_set_is_said(client: FlaskClient) -> None:
    for address in ("/vragen/2022Z11774.ris?vraag=99", "/vragen/2099Z99999.bib", "/vragen/2099Z99999.atom"):
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (404, "text/plain")
        assert "99" in answer.text


def test_who_asks_for_json_is_refused_in_json(client: FlaskClient) -> None:
    for number in ("2022Z11774.csl.json?vraag=99", "2099Z99999.csl.json", "%0A.csl.json"):
        answer = client.get(f"/vragen/{number}")
        assert (answer.status_code, answer.mimetype) == (404, "application/json")
        assert answer.get_json()["error"]


def test_every_number_leads_to_the_file_of_its_set(client: FlaskClient) -> None:
    answer = client.get("/vragen/KVR12345.csl.json?vraag=1")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/vragen/{OLD.id}.csl.json?vraag=1")


def test_each_answer_can_be_cited_on_its_page(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/vragen/2022Z11774").text, "lxml")
    boxes = page.select(".answer .cite")
    assert len(boxes) == len(page.select(".answer"))
    assert boxes[0].summary.get_text() == "Citeer het antwoord op vraag 1"
    assert "nr. 1200, antwoord 1: " in boxes[0].get_text()
    hrefs = [link["href"] for link in boxes[0].select("a")]
    assert hrefs == [f"/vragen/2022Z11774.{form}?vraag=1" for form in ("ris", "bib", "csl.json")]
    whole = page.select_one(".set-facts .cite")
    assert whole.a["href"] == "/vragen/2022Z11774.ris"
