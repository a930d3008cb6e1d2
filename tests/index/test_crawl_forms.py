"""Whether bytes are the document they were asked for as."""

from __future__ import annotations

import pytest

from index.snapshots import Form
from index.sources.forms import Verdict, judge

XML = b'<officiele-publicatie><metadata><meta name="a" content="b"/></metadata>%s</officiele-publicatie>'
PAGE = b'<!DOCTYPE html><html><head><meta name="DC.identifier" content="kv-1" /></head><body>%s</body></html>\n'
ERROR_PAGE = b"<!DOCTYPE html><html><head><title>Fout</title></head><body>Probeer het later.</body></html>"

CASES = [
    (Form.XML, XML % b"<kamervragen><vraag><al>Waarom?</al></vraag></kamervragen>", Verdict.GOOD),
    (Form.XML, b"<vraagdoc><body><vragen><vraag><al>Wie?</al></vraag></vragen></body></vraagdoc>", Verdict.GOOD),
    (Form.XML, XML % b"", Verdict.WORDLESS),
    (Form.XML, XML % b"<!-- Waarom? --><kamervragen>\n <vraag/></kamervragen>", Verdict.WORDLESS),
    (Form.XML, b"<officiele-publicatie><metadata>woorden</metadata></officiele-publicatie>", Verdict.WORDLESS),
    (Form.XML, XML % b"<al>Waar", Verdict.DOUBTFUL),
    (Form.XML, (XML % b"<al>Waarom?</al>")[:-5], Verdict.DOUBTFUL),
    (Form.XML, ERROR_PAGE, Verdict.DOUBTFUL),
    (Form.XML, b"<iets><al>anders</al></iets>", Verdict.DOUBTFUL),
    (Form.XML, b"", Verdict.DOUBTFUL),
    (Form.METADATA, b'<metadata_gegevens><metadata name="DC.title" content="x"/></metadata_gegevens>', Verdict.GOOD),
    (Form.METADATA, b"<metadata_gegevens/>", Verdict.DOUBTFUL),
    (Form.METADATA, ERROR_PAGE, Verdict.DOUBTFUL),
    (Form.HTML, PAGE % b'<div class="vraag">Waarom?</div>', Verdict.GOOD),
    (Form.HTML, PAGE % b"Deze publicatie is niet beschikbaar in HTML-formaat.", Verdict.WORDLESS),
    (Form.HTML, PAGE % b"Deze publicatie is op verzoek van de organisatie verwijderd.", Verdict.REMOVED),
    (Form.HTML, b"<html>Deze publicatie is op verzoek van de organisatie verwijderd.</html>", Verdict.REMOVED),
    (Form.HTML, (PAGE % b"tekst")[:-30], Verdict.DOUBTFUL),
    (Form.HTML, ERROR_PAGE, Verdict.DOUBTFUL),
    (Form.PDF, b"%PDF-1.4\n...\n%%EOF\n", Verdict.GOOD),
    (Form.PDF, b"%PDF-1.4\n...", Verdict.DOUBTFUL),
    (Form.PDF, ERROR_PAGE, Verdict.DOUBTFUL),
]


@pytest.mark.parametrize(("form", "body", "verdict"), CASES)
def test_what_the_bytes_are(form: Form, body: bytes, verdict: Verdict) -> None:
    judgement = judge(form, body)
    assert judgement.verdict is verdict
    assert bool(judgement.reason) is (verdict is not Verdict.GOOD)


def test_an_entity_does_not_reach_outside() -> None:
    attack = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><vraagdoc><al>&x;</al></vraagdoc>'
    assert judge(Form.XML, attack).verdict is Verdict.WORDLESS


def test_entities_within_entities_do_not_grow() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "lol">{layers}]><vraagdoc><al>&e11;</al></vraagdoc>'.encode()
    assert judge(Form.XML, bomb).verdict in (Verdict.DOUBTFUL, Verdict.WORDLESS)
