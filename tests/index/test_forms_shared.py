"""Real papers without XML, outside the project: every one is understood, with the counts that reading them gave.

The counts are those of docs/leesproef.md: printed questions, printed answers, footnotes.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from example_documents import SHARED, document, notes_of

from index.extract.document import extract
from index.extract.furniture import is_furniture
from index.extract.parts import Part
from index.extract.reading import read_text
from index.extract.text import heal
from index.records import TextForm, text_of
from index.snapshots import Form

DATA = SHARED / "data"
PDFS, LETTERS = DATA / "ah-tk-pdf", DATA / "antwoordbrief-docx"
TEXTS = DATA / "tweedekamer-2024-pdftext" / "questions.csv"
REPLICA, SAMPLE = SHARED / "tools" / "replica", DATA / "kvr-xml" / "sample"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not all(path.exists() for path in (PDFS, LETTERS, TEXTS, REPLICA, SAMPLE)),
                       reason="de gedeelde documenten ontbreken hier"),
]  # fmt: skip

PDF_COUNTS = {
    "0c6cbed0": (5, 5, 4),
    "1a2d8959": (13, 13, 2),
    "1aa9bd01": (5, 5, 3),
    "1b0f0b98": (14, 14, 16),
    "1b26915f": (6, 6, 8),
    "1b2d2126": (5, 5, 4),
    "1b62ee8d": (6, 6, 3),
    "1b650dd7": (6, 5, 3),
    "1b922783": (5, 5, 2),
    "1bb0809b": (4, 4, 1),
    "1bca1484": (10, 10, 4),
    "1c0f765c": (9, 9, 15),
    "1c7587f8": (6, 6, 7),
    "1c83f4f5": (10, 10, 3),
    "1cf0c343": (10, 10, 1),
    "1dac45ca": (7, 7, 2),
}
LETTER_COUNTS = [(8, 7, 0), (10, 6, 3), (22, 20, 5), (14, 14, 6), (6, 5, 4), (12, 8, 5)]
TEXT_COUNTS = """
    0 0 0, 11 11 3, 8 7 0, 8 8 2, 6 6 4, 6 6 0, 8 0 2, 14 0 4, 9 0 3, 13 13 2,
    12 0 2, 6 0 0, 0 0 0, 6 6 1, 5 5 0, 5 0 1, 7 7 1, 5 5 2, 12 12 6, 7 7 0,
    20 20 8, 9 0 0, 0 0 0, 9 9 4, 7 7 4, 7 7 2, 13 0 1, 24 24 3, 9 9 1, 5 5 1,
    10 10 0, 5 0 2, 9 0 1, 16 16 3, 11 0 1, 9 0 1, 10 10 3, 9 0 2, 64 64 1, 16 16 3,
    12 12 0, 5 5 3, 73 0 7, 15 7 0, 8 0 1, 22 0 5, 2 0 1, 7 0 1, 13 13 0, 5 1 0,
    9 0 1, 2 0 1, 3 3 1, 8 0 0, 6 0 5, 9 9 0, 13 0 2, 9 9 5, 11 0 3, 9 0 2,
    5 5 6, 12 12 4, 21 21 5, 6 0 2, 0 0 0, 7 7 7, 7 0 1, 11 0 1, 14 0 3, 9 0 1,
    7 7 4
"""
ODD_TEXTS = {
    "header_not_understood": [7, 45],  # the words of the header are joined in the source
}


def counts(part: Part) -> tuple[int, int, int]:
    return len(part.body.questions), len(part.body.answers), len(notes_of(part.body))


@cache
def pdf_parts() -> dict[str, Part]:
    files = sorted(PDFS.glob("*.pdf"))
    return {file.stem[:8]: extract(document("ah-1", "koop", [(Form.PDF, file.read_bytes())])) for file in files}


@cache
def texts() -> tuple[str, ...]:
    csv.field_size_limit(10**9)
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return tuple(row["text_content"] for row in csv.DictReader(file))


@cache
def text_parts() -> tuple[Part, ...]:
    return tuple(extract(document("ah-1", "koop", [(Form.TEXT, text.encode())])) for text in texts())


@cache
def letter_parts() -> tuple[Part, ...]:
    files = sorted(LETTERS.glob("*.docx"))
    return tuple(extract(document("ah-1", "koop", [(Form.WORD, file.read_bytes())])) for file in files)


def test_counts_of_real_pdfs() -> None:
    assert {name: counts(part) for name, part in pdf_parts().items()} == PDF_COUNTS


def test_real_pdfs_are_understood() -> None:
    for part in pdf_parts().values():
        codes = {problem.code for problem in part.problems} - {"unknown_ministry"}
        assert codes == {"read_from_pdf"}
        assert part.read_from is TextForm.PDF
        assert part.title
        assert part.submitters
        assert part.answerers
        assert part.asked_on
        assert part.received_on
        assert part.appendix
        assert not part.body.footnotes, "every footnote has its place"


def test_line_ends_of_real_pdfs() -> None:
    texts = [
        text_of(each.blocks) for part in pdf_parts().values() for each in (*part.body.questions, *part.body.answers)
    ]
    loose = [word for text in texts for word in re.findall(r"\w*[a-z]- \w+", text)]
    assert len(loose) > 20
    assert {word for word in loose if not word.endswith("- en")} == {"Inclusie- ook", "codes- te", "Office- Rijk"}


def test_counts_of_real_texts() -> None:
    expected = [tuple(map(int, each.split())) for each in TEXT_COUNTS.split(",")]
    assert [counts(part) for part in text_parts()] == expected


def test_real_texts_are_understood_or_reported() -> None:
    for part in text_parts():
        assert part.read_from is TextForm.TEXT
        assert part.oral or part.body.questions or part.body.notice
    for code, places in ODD_TEXTS.items():
        assert [at for at, part in enumerate(text_parts()) if code in {each.code for each in part.problems}] == places


def test_nothing_of_real_texts_is_lost() -> None:
    """Letter for letter, only what is printed above the header sentences is missing ("en" between two marks is one)."""
    lost = [letters(text) - letters("\n".join(read_text(text.encode()).itertext())) for text in texts()]
    assert {each.total() for each in lost} == {1, 3, 73, 140, 142}


def letters(text: str) -> Counter[str]:
    lines = (heal(line) for line in text.splitlines())
    return Counter(char for line in lines if not is_furniture(line) for char in line.lower() if char.isalpha())


def test_counts_of_real_letters() -> None:
    assert [counts(part) for part in letter_parts()] == LETTER_COUNTS
    for part in letter_parts():
        assert part.read_from is TextForm.WORD
        assert part.numbers
        assert part.submitters
        assert part.answerers
        assert part.title


def test_a_web_page_gives_what_its_xml_gives(tmp_path: Path) -> None:
    order = ["build", "--kvr", str(SAMPLE), "--export", str(tmp_path / "out"), "--export-forms", "xml,metadata,html"]
    subprocess.run([sys.executable, "-B", str(REPLICA), *order], check=True, capture_output=True)
    same = [differences(file) for file in sorted((tmp_path / "out").glob("*.html"))]
    assert len(same) > 500
    assert sum(not each for each in same) / len(same) >= 0.99


def differences(page: Path) -> list[str]:
    """What a document says otherwise when it is read from its page; nothing where neither form has words."""
    name = page.stem
    forms = {form: page.with_name(name + ending).read_bytes() for form, ending in ENDINGS.items()}
    facts = [(Form.METADATA, forms[Form.METADATA])]
    xml, html = (extract(document(name, "koop", [*facts, (form, forms[form])])) for form in (Form.XML, Form.HTML))
    read_otherwise = {"read_from"} if xml.read_from else {"read_from", "problems"}
    return [
        each.name
        for each in fields(Part)
        if each.name not in read_otherwise and getattr(xml, each.name) != getattr(html, each.name)
    ]


ENDINGS = {Form.METADATA: ".metadata.xml", Form.XML: ".xml", Form.HTML: ".html"}
