"""Whatever the bytes are, a document gives a part and a reason."""

from __future__ import annotations

import pytest
from example_documents import EXAMPLES, document
from hypothesis import given
from hypothesis import strategies as st

from index.extract import extract
from index.snapshots import Form

MODERN = (EXAMPLES / "lists-tables-images" / "ah-tk-20222023-9006.xml").read_bytes()
HISTORICAL = (EXAMPLES / "kvr-answered" / "KVR90001.xml").read_bytes()


@given(st.binary(max_size=80))
@pytest.mark.parametrize("form", [Form.XML, Form.KVR, Form.METADATA, Form.LISTING])
def test_bytes_that_are_no_xml(form: Form, body: bytes) -> None:
    part = extract(document("kv-tk-2024Z00001", "koop", [(form, body)]))
    assert part.problems


@given(st.integers(1, len(MODERN) - 20))
def test_a_document_cut_short(length: int) -> None:
    part = extract(document("ah-tk-20222023-9006", "koop", [(Form.XML, MODERN[:length])]))
    assert "not_well_formed" in [problem.code for problem in part.problems]


@given(st.integers(1, len(HISTORICAL) - 20))
def test_a_historical_file_cut_short(length: int) -> None:
    part = extract(document("KVR90001", "kvr", [(Form.KVR, HISTORICAL[:length])]))
    assert "not_well_formed" in [problem.code for problem in part.problems]


@pytest.mark.parametrize(("form", "code"), [(Form.PDF, "only_pdf"), (Form.HTML, "only_html")])
def test_other_forms_are_named(form: Form, code: str) -> None:
    part = extract(document("kv-1183865", "koop", [(form, b"...")]))
    assert [problem.code for problem in part.problems] == [code]


def test_an_unknown_root_is_named() -> None:
    part = extract(document("kv-tk-2024Z00001", "koop", [(Form.XML, b"<html/>")]))
    assert [problem.code for problem in part.problems] == ["unknown_markup", "only_metadata"]


def test_entities_are_not_fetched_or_expanded() -> None:
    bomb = (
        b'<!DOCTYPE kvr [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        b'<kvr type="Antwoord"><vragen><vraag nummer="1">&a;</vraag></vragen></kvr>'
    )
    part = extract(document("KVR1", "kvr", [(Form.KVR, bomb)]))
    assert [problem.code for problem in part.problems] == ["not_well_formed"]


def test_instructions_and_unknown_elements_lose_no_text() -> None:
    body = (
        b"<officiele-publicatie><kamervragen><vraag><nr>Vraag 1</nr>"
        b"<al>een<?xpp nieuwe pagina?> twee</al>los<raar>drie <nadruk>vier</nadruk> vijf</raar>zes</vraag>"
        b"</kamervragen></officiele-publicatie>"
    )
    part = extract(document("kv-tk-2024Z00001", "koop", [(Form.XML, body)]))
    (question,) = part.body.questions
    assert [block.text for block in question.blocks] == ["een twee", "los", "drie vier vijf", "zes"]
    assert [problem.code for problem in part.problems] == ["unknown_element"]


@pytest.mark.parametrize("form", [Form.XML, Form.KVR])
def test_signs_that_we_use_ourselves_are_no_footnotes(form: Form) -> None:
    texts = "".join(f"<{tag}>een \ue000 \ue001 twee</{tag}>" for tag in ("mededeling", "toelichting"))
    question = '<vragen><vraag nummer="1">een \ue000 twee</vraag></vragen>'
    body = (
        f"<kvr><meta/>{question}{texts}</kvr>"
        if form is Form.KVR
        else "<officiele-publicatie><vraag><nr>1</nr><al>een \ue000 twee</al></vraag></officiele-publicatie>"
    )
    part = extract(document("KVR1", "kvr" if form is Form.KVR else "koop", [(form, body.encode())]))
    ((block,),) = [question.blocks for question in part.body.questions]
    assert (block.text, block.notes) == ("een \ufffd twee", ())
