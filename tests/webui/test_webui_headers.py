"""Security headers on every answer, and 304 for what a browser already holds."""

from __future__ import annotations

import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from invented import CORPUS
from memory import MemoryEngine

from webui import create_app
from webui.settings import Settings

TODAY = date(2023, 5, 1)
SEARCH = "/zoeken?q=gevolg&jaar=2005"


@pytest.mark.parametrize("address", ["/", SEARCH, "/zoeken.json", "/nergens", "/static/vraagbaak.css", "/al-gevraagd"])
def test_every_answer_is_secured(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "address", ["/", "/zoeken?q=gevolg", "/zoeken.json", "/static/vraagbaak.css", "/static/vraagbaak.js"]
)
def test_what_is_sent_is_compressed_for_who_takes_it(client: FlaskClient, address: str) -> None:
    with client.get(address) as plain, client.get(address, headers={"Accept-Encoding": "br, gzip"}) as packed:
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.vary
        assert packed.headers["Content-Encoding"] == "gzip"
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
        if "took_ms" not in plain.text:
            assert gzip.decompress(packed.data) == plain.data
        tag = packed.headers["ETag"]
    with client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": tag}) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_an_export_is_sent_while_it_is_made(client: FlaskClient) -> None:
    answer = client.get("/zoeken.csv", headers={"Accept-Encoding": "gzip"})
    assert answer.is_streamed
    assert "Content-Encoding" not in answer.headers


def test_a_known_page_is_not_sent_again_nor_searched(client: FlaskClient, engine: MemoryEngine) -> None:
    first = client.get(SEARCH)
    searches = engine.searches
    again = client.get(SEARCH, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert engine.searches == searches


@pytest.mark.parametrize(
    "address", ["/zoeken?q=gevolg", "/zoeken?q=gevolg&jaar=2006", "/zoeken.json?q=gevolg&jaar=2005"]
)
def test_another_search_is_another_page(client: FlaskClient, address: str) -> None:
    tag = client.get(SEARCH).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_the_order_of_parameters_does_not_matter(client: FlaskClient) -> None:
    answer = client.get("/zoeken?jaar=2005&q=gevolg&van=&pagina=1")
    assert (answer.status_code, answer.headers["Location"]) == (302, SEARCH)


def test_a_new_generation_and_a_new_day_are_new_pages(client: FlaskClient) -> None:
    tag = client.get(SEARCH).headers["ETag"]
    newer = create_app(Settings(), MemoryEngine(CORPUS, snapshot="proef-2"), lambda: TODAY).test_client()
    later = create_app(Settings(), MemoryEngine(CORPUS), lambda: TODAY + timedelta(days=1)).test_client()
    for other in (newer, later):
        assert other.get(SEARCH, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("address", ["/nergens", "/vragen/niets", "/zoeken?pagina=99", "/status"])
def test_what_is_not_a_page_is_not_kept(client: FlaskClient, address: str) -> None:
    assert "ETag" not in client.get(address).headers


def test_our_own_files_are_kept_under_their_release(client: FlaskClient) -> None:
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "?v=" in address
    with client.get(address) as answer:
        assert answer.cache_control.max_age == 365 * 24 * 3600


def test_the_site_is_light(client: FlaskClient) -> None:
    """The whole in bytes as they lie there; styles, and scripts, compressed as they are sent."""
    folder = Path(__file__).parents[2] / "webui" / "static"
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    styles, scripts = (b"".join(map(Path.read_bytes, sorted(folder.glob(kind)))) for kind in ("*.css", "*.js"))
    assert len(gzip.compress(styles)) < 30_000
    assert len(gzip.compress(scripts)) < 5_000
    assert len(client.get("/").data) + sum(sizes.values()) < 60_000


def test_the_page_of_results_tells_what_its_time_went_to(client: FlaskClient) -> None:
    parts = client.get("/zoeken?q=gevolg").headers["Server-Timing"].split(", ")
    assert [part.partition(";dur=")[0] for part in parts] == ["match", "hits", "page"]
    assert all(float(part.partition("=")[2]) >= 0 for part in parts)
