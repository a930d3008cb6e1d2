"""What others' tool makes of the description: it asks what the description allows, and more, and checks the answers."""

from __future__ import annotations

from datetime import date

import schemathesis
from hypothesis import HealthCheck, settings
from invented import CORPUS
from memory import MemoryEngine
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from webui import create_app
from webui.settings import Settings

# A value that cannot be gets a page with a sentence rather than a refusal, and a path without anything behind it a 404.
POLITE = [positive_data_acceptance, negative_data_rejection]

described = schemathesis.openapi.from_wsgi(
    "/openapi.json", create_app(Settings(), MemoryEngine(CORPUS), lambda: date(2023, 5, 1))
)


@described.exclude(path="/suggesties").parametrize()  # the tool does not know arrays with a form for each place
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=POLITE)
