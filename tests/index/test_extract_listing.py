"""The record of the search service stands in where there is no metadata file."""

from __future__ import annotations

from datetime import date

from example_documents import document

from index.extract.document import extract
from index.records import DocumentKind, House
from index.snapshots import Form

RECORD = """
<gzd:gzd xmlns:gzd="http://standaarden.overheid.nl/sru" xmlns:dcterms="http://purl.org/dc/terms/">
  <gzd:originalData><w:meta xmlns:w="http://standaarden.overheid.nl/wetgeving/">
    <w:owmskern>
      <dcterms:identifier>ah-1159999</dcterms:identifier>
      <dcterms:title>Antwoord op vragen van de leden Bos en Kamp over de stilte</dcterms:title>
      <dcterms:type scheme="OVERHEIDop.AanhangselTypen">Antwoord</dcterms:type>
      <dcterms:creator scheme="OVERHEID.StatenGeneraal">Tweede Kamer der Staten-Generaal</dcterms:creator>
    </w:owmskern>
    <w:owmsmantel>
      <dcterms:available>2025-11-05</dcterms:available>
      <dcterms:subject scheme="OVERHEID.TaxonomieBeleidsagenda">Verkeer | Spoor</dcterms:subject>
    </w:owmsmantel>
    <w:tpmeta>
      <w:publicatienaam>Kamervragen (Aanhangsel)</w:publicatienaam>
      <w:vergaderjaar>2025-2026</w:vergaderjaar>
      <w:aanhangselnummer>204</w:aanhangselnummer>
      <w:vraagnummer>2025Z19999</w:vraagnummer>
      <w:datumIndiening>2025-10-06</w:datumIndiening>
      <w:datumOntvangst>2025-11-03</w:datumOntvangst>
    </w:tpmeta>
  </w:meta></gzd:originalData>
</gzd:gzd>
"""


def test_a_document_known_from_the_search_service_only() -> None:
    part = extract(document("ah-1159999", "koop", [(Form.LISTING, RECORD.encode()), (Form.PDF, b"%PDF")]))
    assert (part.kind, part.house, part.title) == (DocumentKind.ANSWER, House.TWEEDE_KAMER, "De stilte")
    assert (part.numbers, part.appendix, part.parliamentary_year) == (
        ("2025Z19999",),
        "ah-tk-20252026-204",
        "2025-2026",
    )
    assert (part.asked_on, part.received_on, part.published_on) == (
        date(2025, 10, 6),
        date(2025, 11, 3),
        date(2025, 11, 5),
    )
    assert [member.name for member in part.submitters] == ["Bos", "Kamp"]
    assert [subject.slug for subject in part.topics] == ["verkeer/spoor"]
    assert [problem.code for problem in part.problems] == ["pdf_unreadable"]
