"""One archived document → a Part: what it says, and what could not be understood."""

from __future__ import annotations

from index.extract.case import parliament_case
from index.extract.kvr import historical
from index.extract.official import official
from index.extract.parts import Part
from index.snapshots import Document, Form


def extract(document: Document) -> Part:
    """The document, understood; damage and doubts are among its problems, nothing is raised for odd content."""
    if document.form(Form.CASE):
        return parliament_case(document)
    return historical(document) if document.form(Form.KVR) else official(document)
