"""A notice is known by what its metadata, its header or its only block say; an answer is never taken for one."""

from __future__ import annotations

import pytest
from example_documents import document

from index.extract.document import extract
from index.extract.references import is_withdrawal
from index.records import DocumentKind
from index.snapshots import Form

LATER = "De vragen kunnen niet binnen de gebruikelijke termijn worden beantwoord."
QUESTION = "<vraag><nr>Vraag 1</nr><al>Kan dat?</al></vraag>"
REMARK = f"<kamervraagopmerking><tussenkop>Mededeling</tussenkop><al>{LATER}</al></kamervraagopmerking>"
ANSWER = f"<antwoord><nr>Antwoord 1</nr><al>{LATER} Zie echter hieronder.</al></antwoord>"
NOTICE_HEADER = "Mededeling van Staatssecretaris Bos (Financiën) (ontvangen 3 mei 2021)."
ANSWER_HEADER = "Antwoord van Minister Bos (Financiën) (ontvangen 3 mei 2021)."


def header(text: str) -> str:
    return f'<kamervraagomschrijving type="antwoord">{text}</kamervraagomschrijving>' if text else ""


def kind_of(sentence: str, body: str, *, title: str = "", kind: str = "") -> DocumentKind:
    facts = [("DC.title", title), ("DC.type", kind)]
    rows = "".join(f'<metadata name="{name}" content="{value}"/>' for name, value in facts if value)
    text = f"<officiele-publicatie><kamervragen>{header(sentence)}{body}</kamervragen></officiele-publicatie>"
    forms = [(Form.METADATA, f"<m>{rows}</m>".encode()), (Form.XML, text.encode())]
    return extract(document("ah-tk-20202021-9990", "koop", forms)).kind


@pytest.mark.parametrize(
    ("sentence", "body", "title", "kind"),
    [
        ("", QUESTION + REMARK, "", "Mededeling"),
        ("", QUESTION, "Uitstel beantwoording vragen van het lid Bos over munten", ""),
        (NOTICE_HEADER, QUESTION + REMARK, "", ""),
        (NOTICE_HEADER, QUESTION + f"<al>{LATER}</al>", "", ""),
        (NOTICE_HEADER, QUESTION + f"<antwoord><al>{LATER}</al></antwoord>", "", ""),
        ("", QUESTION + REMARK, "", ""),
        ("Nadere mededeling van Minister Bos (Financiën) (ontvangen 3 mei 2021).", QUESTION, "", ""),
    ],
)
def test_what_is_a_notice(sentence: str, body: str, title: str, kind: str) -> None:
    assert kind_of(sentence, body, title=title, kind=kind) is DocumentKind.NOTICE


@pytest.mark.parametrize("kind", ["", "Antwoord", "Mededeling"])
def test_an_answer_that_speaks_of_delay_is_an_answer(kind: str) -> None:
    assert kind_of(ANSWER_HEADER, QUESTION + ANSWER, kind=kind) is DocumentKind.ANSWER
    assert kind_of(ANSWER_HEADER, QUESTION + ANSWER + REMARK, kind=kind) is DocumentKind.ANSWER


@pytest.mark.parametrize(
    ("text", "withdrawn"),
    [
        ("Het bericht over munten (ingetrokken)", True),
        ("Ik verzoek u deze vragen als ingetrokken te beschouwen.", True),
        ("De vragen kunnen als ingetrokken worden beschouwd.", True),
        ("De vergunning is vorig jaar door de gemeente verleend.", False),
        (LATER, False),
    ],
)
def test_what_takes_questions_back(text: str, withdrawn: bool) -> None:
    assert is_withdrawal(text) is withdrawn
