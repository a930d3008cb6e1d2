"""How long a whole page with results takes: python -m benchmarks.pages FOLDER [--rounds N].

FOLDER holds `generations`. Every query of the log is asked as a visitor types it; the first round does not count, and
a query's time is the median of the others. Printed are milliseconds of CPU, and what the pages say that they went to.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import click
import numpy as np
from flask.testing import FlaskClient

from benchmarks.corpus import SHARED
from search.embedded.engine import EmbeddedEngine
from webui import create_app
from webui.settings import Settings

_LOG = SHARED / "relevance" / "querylog.jsonl"
_TODAY = date(2008, 12, 31)
_WHOLE = "the whole page"

Times = defaultdict[str, list[float]]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rounds", default=4)
def main(folder: Path, *, rounds: int) -> None:
    """Ask for all pages, and print what they took."""
    engine = EmbeddedEngine(folder / "generations")
    engine.get_ready(_TODAY)
    client = create_app(Settings(), engine, today=lambda: _TODAY).test_client()
    asked = [_typed(json.loads(line)) for line in _LOG.read_text(encoding="utf-8").splitlines()]
    counted = [[_page(client, query) for query in asked] for _ in range(rounds)][1:]
    _print(_WHOLE, [[page[_WHOLE] for page in each] for each in counted])
    for name in sorted({name for each in counted for page in each for name in page} - {_WHOLE}):
        _print(name, [[page.get(name, 0.0) for page in each] for each in counted])


def _typed(row: dict[str, Any]) -> str:
    """A row of the log as a visitor types it."""
    match row["mode"]:
        case "phrase":
            return f"“{' '.join(row['words'])}”"
        case "or":
            return " OF ".join(row["words"])
        case _:
            return " ".join(row["words"])


def _page(client: FlaskClient, query: str) -> dict[str, float]:
    """Milliseconds of CPU of a page, and by the clock of the parts that it tells of."""
    begun = time.thread_time()
    answer = client.get("/zoeken", query_string={"q": query}, follow_redirects=True)
    taken = (time.thread_time() - begun) * 1000
    assert answer.status_code == 200, query
    parts = (part.strip().split(";dur=") for part in answer.headers["Server-Timing"].split(","))
    return {**{name: float(milliseconds) for name, milliseconds in parts}, _WHOLE: taken}


def _print(name: str, rounds: list[list[float]]) -> None:
    p50, p95, most = np.percentile(np.median(rounds, axis=0), [50, 95, 100]).tolist()
    print(f"{name}: p50 {p50:.1f} ms, p95 {p95:.1f}, most {most:.1f}")


if __name__ == "__main__":
    main()
