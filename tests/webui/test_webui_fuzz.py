"""Every address with anything in its path, parameters and headers: no fault of ours, and nothing becomes markup."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from conftest import TODAY
from corpus import build_generation
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import CORPUS
from memory import MemoryEngine
from test_webui_hostile import TYPED, foreign

from index.schema import FACETS
from search.embedded.engine import EmbeddedEngine
from search.request import PARAMETERS
from webui import api, create_app, links
from webui.settings import Settings

FILTERS = (f"{excluded}{row.name}" for row in FACETS for excluded in ("", "niet-"))
NAMES = (*(row.name for row in PARAMETERS), *FILTERS, links.CONTAINS, "vraag", "onbekend")
LIKELY = ["2022Z11774", "partij", "vvd", "lnv", "1", "3", "2023-05-01", "dijk", 'titel:("a b" OF c*)', "a VLAK/5 b"]
ODD = ["-1", "0", "9" * 30, "١", "2023-13-45", "..", "%2e%2e%2f", "\x7f", "\u202e", "𝕏" * 50, "a" * 3_000, *TYPED]
values = st.one_of(st.sampled_from(LIKELY), st.sampled_from(ODD), st.text(max_size=30))
MARKUP = "<i id=x9>"
sent = values.flatmap(lambda text: st.sampled_from([text, MARKUP + text]))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("fuzz")
    build_generation(folder, CORPUS)
    engine = EmbeddedEngine(folder / "generations")
    yield create_app(Settings(), engine, lambda: TODAY)
    engine.close()


RULES = sorted(rule.rule for rule in create_app(Settings(), MemoryEngine(())).url_map.iter_rules())


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_anything_anywhere(app: Flask, data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(RULES))
    path = filled(rule, data)
    query = data.draw(st.lists(st.tuples(st.sampled_from(NAMES), sent), max_size=4))
    headers = {"Accept": data.draw(sent), "If-None-Match": data.draw(sent), "User-Agent": MARKUP}
    answer = app.test_client().get(
        path,
        query_string=[(name, value.encode("utf-8", "surrogatepass")) for name, value in query],
        headers={
            name: value.encode("utf-8", "replace").decode("latin-1")
            for name, value in headers.items()
            if printable(value)
        },
    )
    assert answer.status_code < 500 or answer.status_code == 501, (path, query)
    check(answer.mimetype, answer.get_data(), path)
    assert all("\n" not in value and "\r" not in value for _, value in answer.headers)


@pytest.mark.parametrize(
    "sent", ["q=caf\xe9", "\xff", "q=\xed\xa0\x80&partij=\xed", "q=\xc3\xa9&jaar=\xe2\x80", "q=a\n&\r:"]
)
def test_bytes_that_are_no_text_are_no_fault_of_ours(app: Flask, sent: str) -> None:
    for path in ("/zoeken", "/zoeken.json", "/help", "/vragen/2022Z11774.ris"):
        answer = app.test_client().get(path, environ_overrides={"QUERY_STRING": sent})
        assert answer.status_code in {200, 302, 400}, path
    assert app.test_client().get("//zoeken.csv", environ_overrides={"QUERY_STRING": sent}).status_code == 308


def test_letters_need_no_escaping(app: Flask) -> None:
    spelled = {"QUERY_STRING": "q=caf\u00e9".encode().decode("latin-1")}
    assert app.test_client().get("/zoeken.json", environ_overrides=spelled).json["request"]["q"] == "café"


def test_no_address_writes_lines_of_its_own_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(MemoryEngine):
        def resolve(self, number: str) -> str | None:
            raise KeyError(number)

    site = create_app(Settings(), Broken(()))
    assert site.test_client().get("/vragen/x%0dERROR%20verzonnen%1b[2J").status_code == 500
    told = caplog.records[-1].getMessage()
    assert told == "Fout bij GET /vragen/x%0DERROR%20verzonnen%1B%5B2J"


def filled(rule: str, data: st.DataObject) -> str:
    """A rule with something in every part that can be filled in."""
    path = ""
    for piece in rule.split("<"):
        _, closed, rest = piece.rpartition(">")
        path += (data.draw(sent) if closed else "") + rest
    return "".join(char for char in path if char not in "?#").encode("utf-8", "replace").decode()


def printable(value: str) -> bool:
    return not set(value) & set("\r\n\0")


def check(media: str | None, body: bytes, path: str) -> None:
    """Nothing that was sent is markup in what came back."""
    if media == "text/html":
        page = BeautifulSoup(body, "lxml")
        assert not foreign(page), path
        assert not page.select("#x9"), path
    elif media and media.endswith("xml"):
        assert not ET.fromstring(body).findall(".//i"), path


def test_every_address_is_tried() -> None:
    described = {row.rule for section in api.SECTIONS for row in section.addresses}
    assert described <= set(RULES)


@pytest.mark.parametrize("address", ["/zoeken?q=de", "/zoeken.json?q=de", "/zoeken.csv?q=de", "/indieners/x", "/"])
def test_a_search_that_takes_too_long_ends_with_a_sentence(slow_client: FlaskClient, address: str) -> None:
    answer = slow_client.get(address)
    assert answer.status_code == 504
    assert "duurt te lang" in (answer.json["error"] if ".json" in address else answer.text)
    assert answer.headers["Retry-After"] == "60"
    assert "ETag" not in answer.headers
