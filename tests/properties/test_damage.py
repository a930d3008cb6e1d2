"""Whatever was done to a document: no crash, a record that can be kept, and a problem where something was not read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from damage import damaged, rearranged
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from index.check import problems
from index.extract.document import extract
from index.extract.parts import Part
from index.extract.text import heal
from index.json import converter, from_json, public, to_json
from index.link import link
from index.snapshots import Document, Form, Snapshot
from index.ties import ties
from index.vocabulary import fold

EXAMPLES = Path(__file__).parents[1] / "documents"
FILES = sorted(file for file in EXAMPLES.rglob("*.xml") if "damaged" not in file.parts)
BODIES = [file for file in FILES if not file.name.endswith(".metadata.xml") and not file.parent.name.startswith("kvr")]
NO_TEXT = {"tekstregel", "kamervraagnummer", "vraagnummer", "kamervraagomschrijving", "omschr"}
LABELS = {"toelichting", "mededeling"}
"""Words that alone above a text say what it is, and are kept as that."""

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LONGER = 6
SWELL_TO = 50_000
"""Long enough for work that grows with the square of a text to be felt here."""


def document_of(file: Path, body: bytes) -> Document:
    """The document of an example file with other bytes, beside its other forms."""
    name = file.name.removesuffix(".xml").removesuffix(".metadata")
    historical = file.parent.name.startswith("kvr")
    forms = {Form.KVR if historical else Form.METADATA if file.name.endswith(".metadata.xml") else Form.XML: body}
    for form, other in (
        (Form.XML, file.with_name(f"{name}.xml")),
        (Form.METADATA, file.with_name(f"{name}.metadata.xml")),
    ):
        if not historical and other.exists():
            forms.setdefault(form, other.read_bytes())
    snapshots = tuple(
        Snapshot(document=name, form=form, address="", fetched_at=NOW, sha256="", body=held)
        for form, held in forms.items()
    )
    return Document(id=name, source="kvr" if historical else "koop", snapshots=snapshots)


def understood(document: Document) -> Part:
    """What is understood of a document, after a journey to disk and back and into a record as it is kept and shown."""
    part = extract(document)
    assert converter.structure(converter.unstructure(part), Part) == part
    assert ties(part).document == document.id
    records = link([part])
    assert len(records) == (0 if part.oral else 1)
    for record in records:
        assert isinstance(problems(record), tuple)
        assert from_json(to_json(record)) == record
        assert public(record, date(2026, 1, 1))["id"] == record.id
    return part


@given(st.sampled_from(FILES), st.integers(0, 2**32))
def test_damage_never_crashes(file: Path, seed: int) -> None:
    understood(document_of(file, damaged(file.read_bytes(), seed, longest=SWELL_TO)))


@given(st.sampled_from(BODIES), st.integers(0, 2**32))
def test_words_that_are_not_in_the_record_are_a_problem(file: Path, seed: int) -> None:
    body = rearranged(file.read_bytes(), seed)
    part = understood(document_of(file, body))
    told = fold(json.dumps(converter.unstructure(part), ensure_ascii=False))
    lost = {word for word in words_in(body) & told_of(file) - LABELS if word not in told}
    assert not lost or part.problems, sorted(lost)


@cache
def told_of(file: Path) -> set[str]:
    """The words of the questions, the answers and their notes in the record of the whole document."""
    body = extract(document_of(file, file.read_bytes())).body
    return words(json.dumps(converter.unstructure(body), ensure_ascii=False))


def words_in(body: bytes) -> set[str]:
    """The longer words of a document's questions and answers, wherever they stand but in what is above them."""
    return words(" ".join(_texts(etree.fromstring(body))))


def _texts(element: etree._Element) -> Iterator[str]:
    if etree.QName(element).localname not in NO_TEXT:
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def words(text: str) -> set[str]:
    return {folded for word in re.split(r"[\W_]+", heal(text)) if len(folded := fold(word)) >= LONGER}
