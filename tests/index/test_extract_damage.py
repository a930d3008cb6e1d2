"""Whatever the bytes are, a document gives a part and a reason."""

from __future__ import annotations

import pytest
from example_documents import EXAMPLES, document
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_writer import Paper, written
from word_writer import letter

from index.extract.document import extract
from index.extract.parts import Part
from index.link import link
from index.snapshots import Form

MODERN = (EXAMPLES / "lists-tables-images" / "ah-tk-20222023-9006.xml").read_bytes()
PAGE = (EXAMPLES / "only-webpage" / "ah-tk-20242025-9021.html").read_bytes()
PDF = (EXAMPLES / "pdf-answer" / "ah-9915999.pdf").read_bytes()
WORD = letter("Vraag 1", "Kent u het bericht?", "Antwoord op vraag 1", "Ja.")
LOCKED = (
    b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") /P -4 >> "
)
NOT_YET = b"<html><body><main><p>Deze publicatie is niet beschikbaar in HTML-formaat.</p></main></body></html>"
PIECES = [
    "Vraag 1",
    "Vraag 2 en 3",
    "Antwoord 1",
    "Antwoord",
    "Antwoord vraag 2-3:",
    "Mededeling",
    "1.",
    "2. Hoeveel?",
    "1) De Krant",
    "Kent u dit? 1)",
    "Vragen van het lid Pijlstaart (SP) aan de Minister van Justitie over iets",
    "(ingezonden 1 mei 2024)",
    "Antwoord van Minister Paulissen (Justitie) (ontvangen 2 mei 2024)",
    "AH 12",
    "2024Z 17972",
    "Ja.",
    "[1] Weekblad",
    "-",
    "«",
]
FORMS_WITHOUT_TEXT = [
    (Form.PDF, b"...", "pdf_unreadable"),
    (Form.PDF, PDF[:2000], "pdf_unreadable"),
    (Form.PDF, written([[b"BT (Vraag 1) Tj ET\n"]], extra=LOCKED), "pdf_unreadable"),
    (Form.PDF, written([[b"0 0 100 100 re f\n"]]), "pdf_without_text"),
    (Form.PDF, written([[b"\n"]] * 301), "pdf_too_long"),
    (Form.PDF, Paper().text("Een verslag van iets anders.").bytes(), "text_not_understood"),
    (Form.HTML, b"", "html_without_text"),
    (Form.HTML, b"...", "html_without_text"),
    (Form.HTML, NOT_YET, "html_without_text"),
    (Form.WORD, b"...", "word_unreadable"),
    (Form.WORD, letter("Een brief over iets anders."), "text_not_understood"),
    (Form.TEXT, b"...", "text_not_understood"),
]
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


@settings(deadline=None)
@given(st.data())
@pytest.mark.parametrize(("form", "whole"), [(Form.PDF, PDF), (Form.HTML, PAGE), (Form.WORD, WORD)])
def test_damaged_forms(form: Form, whole: bytes, data: st.DataObject) -> None:
    body = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for place, value in data.draw(st.lists(st.tuples(st.integers(0, len(whole)), st.integers(0, 255)), max_size=60)):
        body[place : place + 1] = bytes([value])
    assert extract(document("ah-9915999", "koop", [(form, bytes(body))])).document == "ah-9915999"


@pytest.mark.parametrize("control", [b"\x01", b"&#1;", b"&#xffff;", b"\xef\xbf\xbf"])
def test_control_characters_in_a_page_are_left_out(control: bytes) -> None:
    note = b'<a href="#x%s">z</a>' % control
    page = (
        b'<main><div class="stuk%s"><div class="vraag"><h2>Vraag 1</h2>'
        b"<p>Kent%s u%s het bericht?</p></div></div></main>" % (control, control, note)
    )
    part = extract(document("ah-9915999", "koop", [(Form.HTML, page)]))
    (question,) = part.body.questions
    assert [block.text for block in question.blocks] == ["Kent uz het bericht?"]


@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    assert extract(document("ah-9915999", "koop", [(Form.TEXT, text.encode())])).problems


@given(st.lists(st.sampled_from(PIECES), max_size=25))
@pytest.mark.parametrize("form", [Form.TEXT, Form.WORD, Form.PDF, Form.HTML])
@settings(deadline=None, max_examples=60)
def test_any_order_of_printed_lines(form: Form, lines: list[str]) -> None:
    bodies = {
        Form.TEXT: "\n".join(lines).encode(),
        Form.WORD: letter(*lines),
        Form.PDF: Paper().lines(*lines).bytes(),
        Form.HTML: "".join(f"<p>{line}</p>" for line in lines).encode(),
    }
    part = extract(document("ah-9915999", "koop", [(form, bodies[form])]))
    assert part.document == "ah-9915999"


@given(st.integers(1, len(HISTORICAL) - 20))
def test_a_historical_file_cut_short(length: int) -> None:
    part = extract(document("KVR90001", "kvr", [(Form.KVR, HISTORICAL[:length])]))
    assert "not_well_formed" in [problem.code for problem in part.problems]


@pytest.mark.parametrize(("form", "body", "code"), FORMS_WITHOUT_TEXT)
def test_a_form_without_text_is_named(form: Form, body: bytes, code: str) -> None:
    part = extract(document("kv-1183865", "koop", [(form, body)]))
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


def read(form: Form, body: str | bytes) -> Part:
    source = "kvr" if form is Form.KVR else "koop"
    return extract(
        document("ah-tk-20222023-9006", source, [(form, body if isinstance(body, bytes) else body.encode())])
    )


def modern(inside: str, header: str = "") -> str:
    return f"<officiele-publicatie><kamervragen>{header}{inside}</kamervragen></officiele-publicatie>"


def codes(part: Part) -> list[str]:
    return [problem.code for problem in part.problems]


def test_a_number_of_thousands_of_digits_is_no_question_number() -> None:
    part = read(Form.XML, modern(f"<vraag><nr>Vraag {'9' * 5000}</nr><al>Waarom?</al></vraag>"))
    assert part.body.questions[0].numbers == ("1",)
    assert "number_inferred" in codes(part)


def test_a_set_number_of_thousands_of_digits_is_kept() -> None:
    number = "9" * 5000
    stated = {"OVERHEIDop.vergaderjaar": "2022-2023", "OVERHEIDop.aanhangselNummer": number}
    facts = "".join(f'<metadata name="{name}" content="{value}"/>' for name, value in stated.items())
    (record,) = link([read(Form.METADATA, f"<metadata_gegevens>{facts}</metadata_gegevens>")])
    assert record.appendix_number == number


def test_an_answer_whose_number_has_a_letter_can_hold_another() -> None:
    answers = '<antwoord nummer="1a">Ja. 2 en 3 Neen, dat is niet zo.</antwoord>'
    part = read(
        Form.KVR, f"<kvr><vragen><vraag nummer='1'>Waarom?</vraag></vragen><antwoorden>{answers}</antwoorden></kvr>"
    )
    assert [answer.numbers for answer in part.body.answers] == [("1a",), ("2", "3")]


def test_a_thousand_questions_with_one_number_have_a_number_each() -> None:
    questions = "<vraag nummer='1'>Waarom?</vraag>" * 1500
    part = read(Form.KVR, f"<kvr><vragen>{questions}</vragen></kvr>")
    assert len({question.numbers for question in part.body.questions}) == 1500


def test_a_header_of_endless_length_is_not_understood() -> None:
    sentence = f"Vragen van het lid Bos (SP) over {'water ' * 50_000}"
    header = f'<kamervraagomschrijving type="vraag">{sentence}</kamervraagomschrijving>'
    part = read(Form.XML, modern("<vraag><nr>Vraag 1</nr><al>Waarom?</al></vraag>", header))
    assert "header_not_understood" in codes(part)
    assert max(len(problem.sentence) for problem in part.problems) < 1000


def test_elements_nested_without_end_are_damage() -> None:
    assert "not_well_formed" in codes(read(Form.XML, modern("<al>" * 5000 + "</al>" * 5000)))
    assert "not_well_formed" in codes(read(Form.XML, modern("<al>" * 100 + "</al>" * 100)))


def test_text_where_none_is_expected_is_told() -> None:
    part = read(Form.XML, modern("<vraag><nr>Vraag 1 Verdwaalde woorden</nr><al>Waarom?</al></vraag>"))
    (told,) = [problem for problem in part.problems if problem.code == "text_unread"]
    assert "Verdwaalde woorden" in told.sentence


@pytest.mark.parametrize(
    "piece", ["e´ ", "Aa-e´ ", " ,", "( ", "Waarom? Toelichting ", "van ", "http://a", "1, ", "en "]
)
@pytest.mark.parametrize("form", [Form.XML, Form.KVR])
def test_a_paragraph_of_endless_length_is_read_whole(form: Form, piece: str) -> None:
    """With work that grows with the square of the text this would take hours."""
    text = piece * (300_000 // len(piece))
    kvr = f"<kvr><vragen><vraag nummer='1'>Waarom? {text}</vraag></vragen></kvr>"
    part = read(form, kvr if form is Form.KVR else modern(f"<vraag><nr>Vraag 1</nr><al>Waarom? {text}</al></vraag>"))
    held = sum(len(block.text) for question in part.body.questions for block in question.blocks)
    assert held + sum(len(block.text) for block in part.body.explanation) > len(text) / 2


def test_the_title_of_an_old_document_and_numbers_are_not_lost_text() -> None:
    body = (
        b"<vraagdoc><body><vragen><titel>Uitstel beantwoording vragen</titel><omschr>Vragen over munten</omschr>"
        b"<vraag><nr>101/102a</nr><al>Kent u dit?</al></vraag></vragen></body></vraagdoc>"
    )
    part = extract(document("ah-tk-19992000-1", "koop", [(Form.XML, body)]))
    assert "text_unread" not in [problem.code for problem in part.problems]
