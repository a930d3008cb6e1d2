"""What the archive holds: documents, each in the forms it was published in, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Form(Enum):
    """The forms in which a document is kept.

    `LISTING` is the record of the search service that named the document, as an XML element of its own; `CASE` is what
    the Tweede Kamer's open data say of one case, as a JSON object of its own.
    """

    LISTING = "listing"
    METADATA = "metadata"
    XML = "xml"
    HTML = "html"
    PDF = "pdf"
    WORD = "docx"
    TEXT = "txt"
    KVR = "kvr"
    CASE = "zaak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The bytes of one form of one document as published at one moment; `fetched_at` is in UTC."""

    document: str
    form: Form
    address: str
    fetched_at: datetime
    sha256: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published document with its newest snapshots, at most one a form. `source` is "koop", "kvr" or "tk"."""

    id: str
    source: str
    snapshots: tuple[Snapshot, ...]

    def form(self, form: Form) -> Snapshot | None:
        """The newest snapshot of one form."""
        return next((snapshot for snapshot in self.snapshots if snapshot.form is form), None)
