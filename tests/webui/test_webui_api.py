"""The description of the interface holds: every address is in it, and every answer is as described."""

from __future__ import annotations

import re
from itertools import product

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import CORPUS
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from index.schema import FACETS
from search.request import PARAMETERS, SearchRequest
from webui import api

Schema = dict[str, object]


@pytest.fixture
def description(client: FlaskClient) -> Schema:
    found: Schema = client.get("/openapi.json").get_json()
    return found


def test_it_is_valid_openapi(description: Schema) -> None:
    OpenAPIV31SpecValidator(description).validate()


def test_every_address_is_described_and_nothing_else(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    assert {address.rule for address in api.ADDRESSES} == rules


def test_every_parameter_is_described_and_understood(description: Schema) -> None:
    rows = description["paths"]["/zoeken.json"]["get"]["parameters"]
    examples = {row.name: row.example for row in PARAMETERS}
    names = [*examples, *(name for facet in FACETS for name in (facet.name, f"niet-{facet.name}"))]
    assert [row["name"] for row in rows] == names
    for name in names:
        assert SearchRequest.from_params([(name, examples.get(name, "x"))]).mistakes == (), name


def test_the_search_as_described_is_the_address_as_written() -> None:
    """The order of the described parameters is that of the canonical address."""
    pairs = [(row.name, row.example) for row in PARAMETERS]
    spelled = SearchRequest.from_params(pairs).params()
    assert [name for name, _ in spelled] == [name for name, _ in pairs]


def check(description: Schema, address: api.Address, client: FlaskClient, asked: str) -> int:
    """The status of an answer, after holding its form against the description."""
    answer = client.get(asked)
    told = description["paths"][address.path]["get"]["responses"]
    assert str(answer.status_code) in told, asked
    if answer.status_code in {301, 302}:
        return answer.status_code
    content = told[str(answer.status_code)]["content"]
    assert list(content) == [answer.mimetype], asked
    schema = content[answer.mimetype].get("schema")
    if schema:
        whole = {**schema, "components": description["components"]}
        Draft202012Validator(whole, format_checker=FormatChecker()).validate(answer.get_json())
    return answer.status_code


def filled(address: api.Address) -> list[str]:
    """Addresses of a rule with its parts filled in."""
    parts = {
        "number": [record.id for record in CORPUS[:4]] + ["KVR12345", "niets"],
        "name": [facet.name for facet in FACETS] + ["kleur"],
        "value": ["jenv", "d66", "verkeer/spoor", "marijke-jansen", "niets", "venj", "groenlinks-pvda"],
        "part": ["1", "2"],
    }
    names = re.findall(r"<(?:\w+:)?(\w+)>", address.rule)
    found = []
    for values in product(*(parts[name] for name in names)):
        spelled = address.rule
        for name, value in zip(names, values, strict=True):
            spelled = re.sub(rf"<(?:\w+:)?{name}>", value, spelled)
        found.append(spelled)
    return found


def refused_for_want_of_a_place(description: Schema, address: api.Address, client: FlaskClient) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api.exports, "LARGE", 0)
        held = [client.get(address.rule) for _ in range(api.exports.AT_ONCE)]
        status = check(description, address, client, address.rule)
        for answer in held:
            answer.close()
    return status


@pytest.mark.parametrize("address", api.ADDRESSES, ids=lambda address: address.rule)
def test_every_answer_is_as_described(
    client: FlaskClient, slow_client: FlaskClient, description: Schema, address: api.Address
) -> None:
    queries = [
        "",
        "?partij=cda&q=gevolg",
        "?q=dijken&kleur=rood",
        "?q=gevolg&pagina=99",
        "?vraag=1",
        "?vraag=99",
        "?nummer=niets",
        "?nummer=2005Z00005&q=gevolg",
    ]
    takes = address.takes in {api.Takes.SEARCH, api.Takes.ANSWER, api.Takes.DRAFT, api.Takes.EXPLAINED}
    seen = {
        check(description, address, client, place + query)
        for place in filled(address)
        for query in queries[: None if takes else 1]
    }
    if any(status == 503 for status, _ in address.refuses):
        seen.add(refused_for_want_of_a_place(description, address, client))
    if address.takes in api.SEARCHING:
        seen.add(check(description, address, slow_client, filled(address)[0]))
    refusals = {int(status) for status in description["paths"][address.path]["get"]["responses"]}
    assert seen == refusals, "what is described also happens"


@pytest.mark.parametrize("address", [row for row in api.ADDRESSES if row.example], ids=lambda row: row.rule)
def test_every_example_works(client: FlaskClient, address: api.Address) -> None:
    with client.get(address.example) as answer:
        assert (answer.status_code, answer.mimetype) == (200, address.media)


VALUES = st.text(max_size=12) | st.sampled_from(["2022-01-01", "2023", "cda", "oud", "25", "3", "jenv", "op-tijd"])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(["", ".json", ".csv", ".ris", ".bib", ".atom", ".feed", ".ics"]),
    pairs=st.lists(
        st.tuples(
            st.sampled_from([row.name for row in PARAMETERS] + [facet.name for facet in FACETS] + ["niet-partij", "x"]),
            VALUES,
        ),
        max_size=4,
    ),
)
def test_any_search_answers_as_described(
    client: FlaskClient, description: Schema, form: str, pairs: list[tuple[str, str]]
) -> None:
    address = next(row for row in api.ADDRESSES if row.rule == f"/zoeken{form}")
    with client.application.test_request_context(address.rule, query_string=pairs) as context:
        check(description, address, client, f"{address.rule}?{context.request.query_string.decode()}")


def test_the_page_says_it_in_words(client: FlaskClient) -> None:
    text = BeautifulSoup(client.get("/api").text, "lxml").get_text()
    for address in api.ADDRESSES:
        assert address.path in text
    for row in PARAMETERS:
        assert row.help[1:] in text
    for column in api.exports.COLUMNS:
        assert column in text
    assert "days_to_answer" in text
    assert "lijst van Question" in text
