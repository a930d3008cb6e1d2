"""The demonstration server: does it speak the protocol our crawler knows?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import requests
from lxml import etree

from index.demo import DOCUMENTS
from index.demo.server import serving
from index.sources import sru

MODERN = DOCUMENTS / "modern"
ANSWERS = 'c.product-area==officielepublicaties and w.publicatienaam=="Kamervragen (Aanhangsel)"'
QUESTIONS = 'c.product-area==officielepublicaties and w.publicatienaam=="Kamervragen zonder antwoord"'
KNOWN = "ah-tk-20182019-9041"
SRU = "{http://docs.oasis-open.org/ns/search-ws/sruResponse}"
DIAGNOSTIC = "{http://docs.oasis-open.org/ns/search-ws/diagnostic}"


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with serving(MODERN) as address:
        yield address


def ask(base_url: str, query: str, **parameters: str) -> etree._Element:
    reply = requests.get(f"{base_url}/sru", params={"query": query, **parameters}, timeout=10)
    assert reply.status_code == 200
    return etree.fromstring(reply.content)


def ids(response: etree._Element) -> list[str]:
    return [str(found.text) for found in response.iterfind(".//{http://purl.org/dc/terms/}identifier")]


def ids_on_disk(kind: str) -> set[str]:
    return {path.name.removesuffix(".metadata.xml") for path in MODERN.glob(f"{kind}-*.metadata.xml")}


# Searching


def test_each_publication_lists_its_own_documents(base_url: str) -> None:
    answers, questions = (ask(base_url, query, maximumRecords="1000") for query in (ANSWERS, QUESTIONS))
    assert set(ids(answers)) == ids_on_disk("ah")
    assert set(ids(questions)) == ids_on_disk("kv")


def test_pages_follow_each_other_without_gap_or_overlap(base_url: str) -> None:
    seen: list[str] = []
    start: str | None = "1"
    while start is not None:
        page = ask(base_url, ANSWERS, startRecord=start, maximumRecords="7")
        seen += ids(page)
        start = page.findtext(f"{SRU}nextRecordPosition")
    assert len(seen) == len(set(seen))
    assert set(seen) == ids_on_disk("ah")


def test_positions_count_through(base_url: str) -> None:
    page = ask(base_url, ANSWERS, startRecord="5", maximumRecords="3")
    assert [found.text for found in page.iterfind(f".//{SRU}recordPosition")] == ["5", "6", "7"]


def test_no_records_asked_means_only_a_count(base_url: str) -> None:
    response = ask(base_url, ANSWERS, maximumRecords="0")
    assert response.findtext(f"{SRU}numberOfRecords") == str(len(ids_on_disk("ah")))
    assert ids(response) == []
    assert response.find(f"{SRU}nextRecordPosition") is None


def test_the_count_is_called_an_estimate(base_url: str) -> None:
    assert (ask(base_url, ANSWERS).findtext(f"{SRU}resultCountPrecision") or "").endswith("/estimate")


def test_beyond_the_last_record_there_is_nothing(base_url: str) -> None:
    response = ask(base_url, ANSWERS, startRecord="5000")
    assert ids(response) == []
    assert response.find(f"{SRU}nextRecordPosition") is None


def test_a_window_holds_what_changed_in_it(base_url: str) -> None:
    window = f'{QUESTIONS} and dt.modified>="2026-11-03" and dt.modified<="2026-11-17"'
    assert ids(ask(base_url, window)) == ["kv-tk-2026Z90045", "kv-tk-2026Z90046"]


def test_one_document_is_found_by_its_id(base_url: str) -> None:
    assert ids(ask(base_url, f'c.product-area==officielepublicaties and dt.identifier=="{KNOWN}"')) == [KNOWN]


def test_what_is_not_there_is_counted_as_nothing(base_url: str) -> None:
    response = ask(base_url, 'dt.identifier=="ah-tk-20182019-1"')
    assert response.findtext(f"{SRU}numberOfRecords") == "0"


def test_a_record_says_what_its_metadata_says(base_url: str) -> None:
    response = ask(base_url, f'dt.identifier=="{KNOWN}"')
    names = {"d": "http://purl.org/dc/terms/", "w": "http://standaarden.overheid.nl/wetgeving/"}
    owms, tpmeta = "//w:owmskern/d:", "//w:tpmeta/w:"
    expected = {
        f"{owms}creator": ["Tweede Kamer der Staten-Generaal"],
        f"{owms}type[@scheme='OVERHEIDop.AanhangselTypen']": ["Antwoord"],
        "//w:owmsmantel/d:issued": ["2019-07-15"],
        "//w:owmsmantel/d:subject[2]": ["Landbouw | Organisatie en beleid"],
        f"{tpmeta}vraagnummer": ["2019Z90015"],
        f"{tpmeta}aanhangselnummer": ["9041"],
        f"{tpmeta}vergaderjaar": ["2018-2019"],
        f"{tpmeta}indiener": ["H.W. ter Steege", "M.J. Oosterloo"],
        f"{tpmeta}ontvanger": ["G.A. Wilderink"],
        f"{tpmeta}datumOntvangst": ["2019-07-15"],
    }
    assert {path: response.xpath(f"{path}/text()", namespaces=names) for path in expected} == expected


def test_the_addresses_in_a_record_lead_to_the_document(base_url: str) -> None:
    response = ask(base_url, f'dt.identifier=="{KNOWN}"')
    items = response.iterfind(".//{http://standaarden.overheid.nl/sru}itemUrl")
    bodies = {item.get("manifestation"): requests.get(str(item.text), timeout=10).content for item in items}
    assert bodies["xml"] == (MODERN / f"{KNOWN}.xml").read_bytes()
    assert bodies["metadata"] == (MODERN / f"{KNOWN}.metadata.xml").read_bytes()


@pytest.mark.parametrize("publication", sru.PUBLICATIONS)
def test_our_own_reader_reads_the_response(base_url: str, publication: str) -> None:
    window = sru.Window(date(1995, 1, 1), date(2027, 1, 1))
    address = f"{base_url}/sru?{sru.parameters(sru.window_query(publication, window))}"
    page = sru.read_page(requests.get(address, timeout=10).content)
    assert {listed.id for listed in page.listed} == ids_on_disk("ah" if "Aanhangsel" in publication else "kv")
    assert {listed.publication for listed in page.listed} == {publication}


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", "7"),
        ("stikstof", "10"),
        ('w.publicatienaam=="Kamervragen (Aanhangsel)" or dt.title=="x"', "10"),
        ("w.publicatienaam==Kamervragen (Aanhangsel)", "10"),
        ('dt.colour=="rood"', "16"),
        ('dt.modified>="2026-02-29"', "36"),
    ],
)
def test_a_query_it_does_not_understand_gets_a_diagnostic(base_url: str, query: str, number: str) -> None:
    response = ask(base_url, query)
    assert response.findtext(f".//{DIAGNOSTIC}uri") == f"info:srw/diagnostic/1/{number}"
    assert response.find(f"{SRU}numberOfRecords") is None


@pytest.mark.parametrize(
    ("parameters", "number"),
    [({"startRecord": "0"}, "6"), ({"maximumRecords": "tien"}, "6"), ({"operation": "scan"}, "4")],
)
def test_a_parameter_it_cannot_use_gets_a_diagnostic(base_url: str, parameters: dict[str, str], number: str) -> None:
    response = ask(base_url, ANSWERS, **parameters)
    assert response.findtext(f".//{DIAGNOSTIC}uri") == f"info:srw/diagnostic/1/{number}"


# Documents


def test_a_document_that_is_not_there_is_not_found(base_url: str) -> None:
    for path in ("ah-tk-20182019-1.xml", f"{KNOWN}.pdf", "../server.py", f"{KNOWN}.metadata.xml", ""):
        assert requests.get(f"{base_url}/{path}", timeout=10).status_code == 404


def test_robots_are_welcome(base_url: str) -> None:
    reply = requests.get(f"{base_url}/robots.txt", timeout=10)
    assert (reply.status_code, reply.text) == (200, "User-agent: *\nAllow: /\n")


def test_an_unchanged_document_is_not_sent_again(base_url: str) -> None:
    address = f"{base_url}/{KNOWN}.xml"
    tag = requests.get(address, timeout=10).headers["ETag"]
    again = requests.get(address, headers={"If-None-Match": tag}, timeout=10)
    other = requests.get(address, headers={"If-None-Match": '"anders"'}, timeout=10)
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_a_changed_document_has_another_tag(tmp_path: Path) -> None:
    for name in (f"{KNOWN}.xml", f"{KNOWN}.metadata.xml"):
        (tmp_path / name).write_bytes((MODERN / name).read_bytes())
    with serving(tmp_path) as address:
        before = requests.get(f"{address}/{KNOWN}.xml", timeout=10)
        (tmp_path / f"{KNOWN}.xml").write_bytes(before.content + b"\n")
        after = requests.get(f"{address}/{KNOWN}.xml", headers={"If-None-Match": before.headers["ETag"]}, timeout=10)
    assert (after.status_code, after.content) == (200, before.content + b"\n")


def test_it_listens_to_this_machine_only(base_url: str) -> None:
    assert base_url.startswith("http://127.0.0.1:")


def test_it_is_quiet(base_url: str, capfd: pytest.CaptureFixture[str]) -> None:
    requests.get(f"{base_url}/nergens.xml", timeout=10)
    assert capfd.readouterr() == ("", "")


def test_after_the_block_nobody_answers() -> None:
    with serving(MODERN) as address:
        assert requests.get(f"{address}/robots.txt", timeout=10).ok
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{address}/robots.txt", timeout=10)
