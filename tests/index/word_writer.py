"""Small Word letters: the XML files that a .docx is made of."""

from __future__ import annotations

import zipfile
from io import BytesIO

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def paragraph(text: str, *, bold: bool = False, item: int | None = None) -> str:
    """A paragraph; "{n}" in the text is a reference to footnote n, `item` the list it is an item of."""
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    numbering = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{item}"/></w:numPr></w:pPr>' if item else ""
    first, *rest = text.split("{")
    runs = f"<w:r>{style}<w:t>{first}</w:t></w:r>"
    for piece in rest:
        note, after = piece.split("}")
        runs += f'<w:r><w:footnoteReference w:id="{note}"/></w:r><w:r>{style}<w:t>{after}</w:t></w:r>'
    return f"<w:p>{numbering}{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def letter(*texts: str) -> bytes:
    """A letter of plain paragraphs."""
    return packed("".join(paragraph(text) for text in texts))


def packed(body: str, *, notes: str = "", numbering: str = "", links: str = "") -> bytes:
    """The zip archive with these parts."""
    parts = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {W} {R}>{notes}</w:footnotes>",
        "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        "word/_rels/footnotes.xml.rels": f"<Relationships>{links}</Relationships>",
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()
