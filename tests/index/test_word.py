"""A Word letter gives the same record as the official paper would."""

from __future__ import annotations

from datetime import date

import pytest
from example_documents import document
from word_writer import packed, paragraph, table

from index.extract.document import extract
from index.extract.parts import Part
from index.records import Block, BlockKind, DocumentKind, Footnote, NoteMark, TextForm
from index.snapshots import Form

NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
)
NOTES = (
    '<w:footnote w:id="4"><w:p><w:r><w:t>Kamerstuk 31 409, nr. 99, </w:t></w:r>'
    '<w:hyperlink r:id="rId1"><w:r><w:t>zie hier</w:t></w:r></w:hyperlink></w:p></w:footnote>'
)
LINKS = '<Relationship Id="rId1" Target="https://kamerstuk.example/99"/>'
HEAD = (
    table(("Datum", "7 november 2024"), ("Onderwerp", "Antwoorden op Kamervragen"))
    + paragraph(
        "In antwoord op uw brief van 1 oktober 2024, nr. 2024Z90300, deel ik u mede dat ik de vragen beantwoord."
    )
    + paragraph("De Minister van Justitie en Veiligheid,")
    + paragraph("A.B. van Wiel")
    + paragraph(
        "Antwoorden van de Minister van Justitie en Veiligheid, mede namens de Staatssecretaris van Financiën "
        "op Kamervragen van het lid Heemstra (CDA) aan de Minister van Justitie en Veiligheid "
        "over sloten op deuren (ingezonden 30 september 2024)",
        bold=True,
    )
)


def read(body: str) -> Part:
    return extract(
        document("brief", "koop", [(Form.WORD, packed(body, notes=NOTES, numbering=NUMBERING, links=LINKS))])
    )


LETTER = (
    HEAD
    + paragraph("Vraag 1", bold=True)
    + paragraph("Kent u het bericht over sloten? 1)", bold=True)
    + paragraph("Antwoord op vraag 1", bold=True)
    + paragraph("Ja, zie de brief{4} hierover.")
    + paragraph("Het gaat om:")
    + paragraph("voordeuren;", item=3)
    + paragraph("achterdeuren.", item=3)
    + table(("jaar", "sloten"), ("2023", "12"))
    + paragraph("Vraag 2", bold=True)
    + paragraph("Wat doet u daaraan?", bold=True)
    + paragraph("Niets.")
    + paragraph("Hoogachtend,")
    + paragraph("A.B. van Wiel")
    + paragraph("1) De Slotenmaker, 3 september 2024")
)


def test_the_head_of_a_letter() -> None:
    part = read(LETTER)
    assert (part.kind, part.read_from, part.numbers) == (DocumentKind.ANSWER, TextForm.WORD, ("2024Z90300",))
    assert (part.title, part.asked_on, part.received_on) == (
        "Sloten op deuren",
        date(2024, 9, 30),
        date(2024, 11, 7),
    )
    assert [(who.name, who.party) for who in part.submitters] == [("Heemstra", "cda")]
    assert [who.ministry for who in (*part.asked, *part.answerers)] == ["jenv", "jenv", "fin"]


def test_the_text_of_a_letter() -> None:
    part = read(LETTER)
    assert [question.numbers for question in part.body.questions] == [("1",), ("2",)]
    assert part.body.questions[0].blocks == (
        Block(kind=BlockKind.PARAGRAPH, text="Kent u het bericht over sloten?", notes=(NoteMark(at=31, number="1"),)),
    )
    assert part.body.questions[0].footnotes == (Footnote(number="1", text="De Slotenmaker, 3 september 2024"),)
    first, second = part.body.answers
    assert [(block.kind, block.text) for block in first.blocks] == [
        (BlockKind.PARAGRAPH, "Ja, zie de brief hierover."),
        (BlockKind.PARAGRAPH, "Het gaat om:"),
        (BlockKind.ITEM, "voordeuren;"),
        (BlockKind.ITEM, "achterdeuren."),
        (BlockKind.TABLE, "jaar | sloten\n2023 | 12"),
    ]
    assert [block.mark for block in first.blocks if block.kind is BlockKind.ITEM] == ["a)", "b)"]
    assert first.footnotes == (
        Footnote(number="1", text="Kamerstuk 31 409, nr. 99, zie hier", addresses=("https://kamerstuk.example/99",)),
    )
    assert (second.numbers, [block.text for block in second.blocks]) == (("2",), ["Niets."])


def test_an_answer_without_a_heading_is_told() -> None:
    assert "number_inferred" in [problem.code for problem in read(LETTER).problems]


@pytest.mark.parametrize(
    "struck",
    [
        "<w:del><w:r><w:t>niet </w:t></w:r></w:del>",
        "<w:txbxContent><w:p><w:r><w:t>kader</w:t></w:r></w:p></w:txbxContent>",
    ],
)
def test_what_is_struck_out_or_in_a_box_is_no_text(struck: str) -> None:
    body = HEAD + paragraph("Vraag 1") + f"<w:p><w:r><w:t>Is dit </w:t></w:r>{struck}<w:r><w:t>waar?</w:t></w:r></w:p>"
    assert [block.text for block in read(body).body.questions[0].blocks] == ["Is dit waar?"]
