"""Real papers, outside the project: how much of what they name is known, and how many references they hold."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest
from example_documents import SHARED, document, notes_of

from index.extract.document import extract
from index.extract.parts import Part
from index.press import sources_in
from index.records import ReferenceKind
from index.snapshots import Form
from index.subjects import is_known_topic

SAMPLE = SHARED / "data" / "kvr-xml" / "sample"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SAMPLE.exists(), reason="de gedeelde documenten ontbreken hier"),
]


@cache
def parts() -> tuple[Part, ...]:
    files = sorted(SAMPLE.glob("*.xml"))
    return tuple(extract(document(file.stem, "kvr", [(Form.KVR, file.read_bytes())])) for file in files)


def share(values: Iterable[bool]) -> float:
    held = list(values)
    return sum(held) / len(held)


def test_nearly_every_party_ministry_and_topic_is_known() -> None:
    members = [member for part in parts() for member in part.submitters if member.party_printed]
    government = [who for part in parts() for who in (*part.asked, *part.answerers) if who.ministry_printed]
    assert share(member.party is not None for member in members) >= 0.998
    assert share(who.ministry is not None for who in government) >= 0.998
    assert share(is_known_topic(subject) for part in parts() for subject in part.topics) >= 0.999


def test_keywords_are_apart() -> None:
    """The registry prints them in order, so that keywords cut at the wrong place would be out of order."""
    pairs = [pair for part in parts() for pair in zip(part.keywords, part.keywords[1:], strict=False)]
    assert share(first.casefold() <= second.casefold() for first, second in pairs) >= 0.985


def test_references_are_found_with_their_question() -> None:
    references = [reference for part in parts() for reference in part.references]
    assert len(references) >= FLOORS["references"]
    assert sum(reference.question is not None for reference in references) >= FLOORS["with question"]
    assert {reference.kind for reference in references} == set(ReferenceKind)


def test_papers_named_without_an_address_are_found() -> None:
    notes = [note for part in parts() for note in notes_of(part.body) if not note.addresses]
    assert share(bool(list(sources_in(note))) for note in notes) >= FLOORS["papers"]


# Measured on the 420 files, then a little lower.
FLOORS = {"references": 260, "with question": 120, "papers": 0.37}
