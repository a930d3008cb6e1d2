"""What `check` tells: sums that add up, what is missing by name, and failure when a document got lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.__main__ import commands
from index.archive import Archive, snapshot_of
from index.demo import DOCUMENTS
from index.folders import Folders
from index.report import against_list
from index.snapshots import Form

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(commands, ["--data", str(data), *arguments], catch_exceptions=False)


def publish(data: Path, *documents: str) -> None:
    with Archive(Folders(data).archive) as archive:
        for document in documents:
            path = next(DOCUMENTS.rglob(f"{document}.xml"))
            for form, file in ((Form.XML, path), (Form.METADATA, path.with_suffix(".metadata.xml"))):
                archive.put("koop", snapshot_of(document, form, file.name, NOW, file.read_bytes()))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    publish(tmp_path, "kv-2989990030", "ah-tk-19981999-9003")
    assert run(tmp_path, "extract", "--jobs", "1").exit_code == 0
    return tmp_path


def test_what_went_the_whole_road_is_fine(data: Path) -> None:
    outcome = run(data, "check")
    assert outcome.exit_code == 0
    assert "Gelezen: 2; in sets 2, mondelinge vragen 0, nergens 0." in outcome.stdout
    told = json.loads(run(data, "check", "--json").stdout)
    assert told["stages"] == {"archived": 2, "linked": 2, "oral": [], "unread": [], "nowhere": [], "stray": []}
    assert told["sets"] == 1
    assert {year["year"]: year["missed"] for year in told["series"]}["1999-2000"] == 1824


def test_a_document_that_was_not_read_yet_is_named_and_fails(data: Path) -> None:
    publish(data, another())
    outcome = run(data, "check")
    assert outcome.exit_code == 1
    assert "Nog niet gelezen" in outcome.output


def another() -> str:
    return next(path.stem for path in sorted(DOCUMENTS.rglob("kv-tk-*.xml")) if ".metadata" not in path.name)


def test_a_list_of_identifiers_is_held_against_the_archive(data: Path) -> None:
    listed = data / "lijst.txt"
    listed.write_text("kv-2989990030\nah-tk-19981999-9003\n\nkv-tk-2011Z00001\n", encoding="utf-8")
    told = json.loads(run(data, "check", "--identifiers", str(listed), "--json").stdout)
    assert told["identifiers"] == {"listed": 3, "missing": ["kv-tk-2011Z00001"], "unlisted": []}
    assert (
        "Lijst van identificaties: 3, waarvan 2 in het archief."
        in run(data, "check", "--identifiers", str(listed)).stdout
    )


def test_a_later_version_stands_for_the_first() -> None:
    found = against_list(["ah-tk-20082009-12\n", "ah-tk-20082009-13-n1"], {"ah-tk-20082009-12-h1", "ah-tk-20082009-13"})
    assert found.missing == ()
