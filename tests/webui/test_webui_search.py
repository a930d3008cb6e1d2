"""The page of results: counts, filters, hits, and what it says when there is nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from corpus import EngineOf, old, stikstof, trein
from flask.testing import FlaskClient
from invented import ordinary
from looking import texts
from memory import MemoryEngine

from index.records import Submitter
from webui import create_app
from webui.settings import Settings


def page(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "lxml")


def test_counts_and_sentence(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg")
    assert texts(found.select("#gevonden")) == ["24 sets met 72 passende vragen"]
    assert texts(found.select(".sentence")) == ["Vragen over ‘gevolg’"]


def test_one_form_with_every_filter(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg&jaar=2005&niet-partij=vvd&sorteer=oud&per=25")
    assert [form["role"] for form in found.select("form")] == ["search"]
    boxes = found.select("input[type=checkbox]")
    assert {box["form"] for box in boxes} == {"zoekformulier"}
    assert [box["value"] for box in boxes if box.has_attr("checked")] == ["2005"]
    hidden = {(field["name"], field["value"]) for field in found.select("#zoekformulier input[type=hidden]")}
    assert hidden == {("niet-partij", "vvd"), ("sorteer", "oud"), ("per", "25")}
    assert "Toon resultaten" in texts(found.select("button[form=zoekformulier]"))


def test_a_count_is_the_same_after_the_click(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg")
    for box in found.select("input[type=checkbox]")[:12]:
        count = int(box.find_parent("label").select_one(".check-count").find(string=str.isdigit))
        there = page(client, f"/zoeken?q=gevolg&{box['name']}={box['value']}")
        assert texts(there.select("#gevonden strong")) == [f"{count} set{'s' if count != 1 else ''}"]


def test_at_most_ten_values_and_a_link_to_all(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg")
    years = found.select("input[name=jaar]")
    assert len(years) == 10
    more = found.select_one('.facet-more a[href="/facet/jaar?q=gevolg"]')
    assert more is not None
    assert more.get_text().startswith("Toon alle 24")


def test_chosen_values_always_have_their_box(client: FlaskClient) -> None:
    found = page(client, "/zoeken?jaar=2023&jaar=2001&jaar=1998")
    assert {box["value"] for box in found.select("input[name=jaar][checked]")} == {"2023", "2001", "1998"}


def test_active_filters_are_links_that_remove_them(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg&ministerie=jenv&niet-partij=vvd&van=2001-01-01&tot=2010-12-31")
    chips = {chip.get_text().strip("×"): chip["href"] for chip in found.select(".active a.chip")}
    rest = "van=2001-01-01&tot=2010-12-31"
    assert chips == {
        "Verwijder filter: Ministerie: Justitie en Veiligheid": f"/zoeken?q=gevolg&niet-partij=vvd&{rest}",
        "Verwijder filter: Partij: niet VVD": f"/zoeken?q=gevolg&ministerie=jenv&{rest}",
        "Verwijder filter: Ingezonden: vanaf 1 januari 2001 tot en met 31 december 2010": (
            "/zoeken?q=gevolg&ministerie=jenv&niet-partij=vvd"
        ),
    }
    assert found.select_one("a.active-clear")["href"] == "/zoeken?q=gevolg"


def test_hits_lead_to_the_set_and_to_its_questions(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=dijken")
    hit = found.select_one("ol.hits > li")
    assert hit.select_one("h3 a")["href"] == "/vragen/2022Z11774?q=dijken"
    assert [link["href"] for link in hit.select("h4 a")] == [
        "/vragen/2022Z11774?q=dijken#vraag-2",
        "/vragen/2022Z11774?q=dijken#vraag-3",
    ]
    assert "dijken" in texts(hit.select("mark"))
    assert texts(hit.select(".hit-more")) == ["nog 6 vragen in deze set, waarvan 1 passend"]
    meta = " ".join(texts(hit.select(".meta")))
    assert "Vragen van Marijke Jansen (D66) en Tom Bakker (CDA) aan de minister van Justitie en Veiligheid" in meta
    assert "Ingezonden 1 september 2022, beantwoord 20 oktober 2022 (na 49 dagen)" in meta
    assert texts(hit.select(".badge")) == ["Beantwoord", "Te laat"]


def test_question_and_answer_stand_apart(client: FlaskClient) -> None:
    passage = page(client, "/zoeken?q=hoogwater").select_one(".passage")
    assert texts(passage.select(".passage-question")) == ["Wie leidt de hulp?"]
    assert texts(passage.select(".passage-answer")) == ["Antwoord De burgemeester leidt de hulp bij hoogwater."]


def test_sorting_says_what_is_current(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg&sorteer=oud")
    assert texts(found.select('nav[aria-label="Sorteer op"] [aria-current]')) == ["Oudste eerst"]
    hrefs = [link["href"] for link in found.select('nav[aria-label="Sorteer op"] a')]
    assert hrefs[0] == "/zoeken?q=gevolg"
    assert hrefs[1] == "/zoeken?q=gevolg&sorteer=nieuw"


def test_pages_follow_each_other(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg&pagina=2")
    assert found.select_one("a[rel=prev]")["href"] == "/zoeken?q=gevolg"
    assert found.select_one("a[rel=next]")["href"] == "/zoeken?q=gevolg&pagina=3"
    assert found.select_one("ol.hits")["start"] == "11"
    assert texts(found.select(".pagination [aria-current=page]")) == ["2"]
    assert "(pagina 2 van 3)" in found.title.get_text()


def test_all_pages_together_hold_every_set_once(client: FlaskClient) -> None:
    links = [a["href"] for n in (1, 2, 3) for a in page(client, f"/zoeken?q=gevolg&pagina={n}").select(".hit h3 a")]
    assert len({link.split("?")[0] for link in links}) == len(links) == 24


def test_a_page_past_the_end_leads_to_the_last(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg&pagina=4", status=404)
    assert found.select_one(".ways a")["href"] == "/zoeken?q=gevolg&pagina=3"


@pytest.mark.parametrize(
    ("address", "kept_out"),
    [("/zoeken?q=gevolg", False), ("/zoeken?q=gevolg&pagina=2", True), ("/zoeken?jaar=2001", True), ("/zoeken", False)],
)
def test_search_engines_get_first_unfiltered_pages(client: FlaskClient, address: str, kept_out: bool) -> None:
    assert bool(page(client, address).select('meta[name=robots][content="noindex"]')) is kept_out


def test_nothing_found_helps(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=hogwater&jaar=2001")
    assert texts(found.select("#gevonden")) == ["Niets gevonden"]
    assert found.select_one(".suggestion a")["href"] == "/zoeken?q=hoogwater&jaar=2001"
    assert found.select_one("a.chip")["href"] == "/zoeken?q=hogwater"
    assert not found.select(".wider")
    assert len(found.select(".nothing li")) >= 4


def test_what_asks_less_is_counted(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=titel:gevolg+“nergens+te+vinden”&jaar=2005&niet-partij=d66")
    wider = {" ".join(row.get_text().split()): row.a["href"] for row in found.select(".wider li")}
    assert wider == {
        "alleen ‘gevolg’ 1 set": "/zoeken?q=gevolg&jaar=2005&niet-partij=d66",
        "alleen ‘gevolg’, zonder filters 24 sets": "/zoeken?q=gevolg",
    }
    for promised, address in wider.items():
        assert texts(page(client, address).select("#gevonden strong"))[0] in promised


def test_a_filter_too_many_is_named(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg&jaar=2005&status=open&van=2004-01-01")
    assert texts(found.select(".wider li")) == [
        "zonder filters 24 sets",
        "zonder het filter ‘Status: Open’ 1 set",
    ]


def test_what_was_not_understood_is_said_once(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg&kleur=rood&jaar=1800&van=gisteren")
    assert texts(found.select(".remark--mistake li")) == [
        "De parameter ‘kleur’ bestaat niet.",
        "‘gisteren’ is geen datum; schrijf ‘van’ als jjjj-mm-dd, bijvoorbeeld 2022-06-01.",
        "De waarde ‘1800’ van jaar bestaat niet.",
    ]


def test_what_was_adjusted_is_said(client: FlaskClient) -> None:
    found = page(client, "/zoeken?van=2010-01-01&tot=2001-01-01")
    assert "omgewisseld" in found.select_one(".remark li").get_text()
    assert found.select_one("#van")["value"] == "2001-01-01"


def test_the_chart_and_its_table_hold_the_same(client: FlaskClient) -> None:
    found = page(client, "/zoeken?q=gevolg&jaar=2005")
    rows = {row.th.get_text().split()[0]: row.td.get_text() for row in found.select(".chart-table tbody tr")}
    bars = {bar.select_one("title").get_text() for bar in found.select(".chart-year")}
    assert bars == {f"{year}: {sets} set" for year, sets in rows.items()}
    hrefs = {link.get_text(): link["href"] for link in found.select(".chart-table a")}
    assert hrefs["2006"] == "/zoeken?q=gevolg&jaar=2005&jaar=2006"
    assert hrefs["2005 (filter verwijderen)"] == "/zoeken?q=gevolg"


def test_one_year_gives_no_chart(client: FlaskClient) -> None:
    assert not page(client, "/zoeken?q=dijken").select(".chart")


def test_all_values_of_a_facet(client: FlaskClient) -> None:
    found = page(client, "/facet/jaar?q=gevolg&jaar=2005&partij=d66&pagina=2")
    form = found.select_one("#waarden")
    assert len(form.select("input[name=jaar]")) == 9
    assert [box["value"] for box in form.select("input[checked]")] == ["2005"]
    hidden = [(field["name"], field["value"]) for field in form.select("input[type=hidden]")]
    assert hidden == [("q", "gevolg"), ("partij", "d66")]


def test_a_long_facet_can_be_narrowed_and_keeps_what_is_chosen(client: FlaskClient) -> None:
    found = page(client, "/facet/jaar?q=gevolg&jaar=2005&bevat=201")
    values = [box["value"] for box in found.select("#waarden input[name=jaar]")]
    assert values[0] == "2005"
    assert sorted(values[1:]) == [str(year) for year in range(2010, 2020)]


def test_values_can_be_excluded(client: FlaskClient) -> None:
    boxes = page(client, "/facet/partij?q=gevolg").select("#waarden input[name=niet-partij]")
    assert "vvd" in [box["value"] for box in boxes]
    answer = client.get("/zoeken?q=gevolg&bevat=v&niet-partij=vvd&niet-partij=d66")
    assert answer.location == "/zoeken?q=gevolg&niet-partij=d66&niet-partij=vvd"
    found = page(client, answer.location)
    assert texts(found.select("#gevonden strong")) == ["8 sets"]
    assert not found.select(".remark")
    excluded = {" ".join(link.get_text().split()): link["href"] for link in found.select(".facet-not a")}
    assert excluded["Verwijder filter: niet VVD×"] == "/zoeken?q=gevolg&niet-partij=d66"
    again = page(client, "/facet/partij?q=gevolg&niet-partij=vvd&bevat=xyz")
    assert [(box["name"], box["value"]) for box in again.select("input[checked]")] == [("niet-partij", "vvd")]
    assert ("niet-partij", "vvd") not in {(f["name"], f["value"]) for f in again.select("#waarden input[type=hidden]")}


def test_a_very_long_facet_is_cut_and_says_so() -> None:
    people = [
        replace(ordinary(0), id=str(n), aliases=(), submitters=(Submitter(name=f"Lid {n:03}", slug=f"lid-{n:03}"),))
        for n in range(510)
    ]
    client = create_app(Settings(), MemoryEngine(people)).test_client()
    found = page(client, "/facet/indiener")
    assert len(found.select("#waarden input[name=indiener]")) == 500
    assert texts(found.select(".left-out")) == [
        "Hier staan de eerste 500. Beperk de lijst om 10 andere waarden te zien."
    ]
    assert [b["value"] for b in page(client, "/facet/indiener?bevat=LID+509").select("input[name=indiener]")] == [
        "lid-509"
    ]


def test_an_unknown_facet_is_no_page(client: FlaskClient) -> None:
    page(client, "/facet/kleur", status=404)


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("boeren trein", "1 set met alle woorden, en 1 met de meeste woorden"),
        ("boeren trein xyzzy", "1 set met alle andere woorden, en 1 met de meeste woorden"),
        ("boeren trein&tot=2022-12-31", "1 set met de meeste woorden; geen enkele met alle woorden"),
        ("boeren EN trein", "1 set met 2 passende vragen"),
    ],
)
def test_what_the_sets_hold_stands_above_them(engine_of: EngineOf, query: str, heading: str) -> None:
    client = create_app(Settings(), engine_of([stikstof(), trein(), old()])).test_client()
    found = page(client, f"/zoeken?q={query}")
    assert texts(found.select("#gevonden")) == [heading]
    assert "aangevuld" not in found.get_text()  # the heading says it
