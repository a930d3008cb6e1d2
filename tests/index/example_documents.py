"""Documents read from folders of files, as an archive would hand them over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from index.extract.parts import Body
from index.records import Footnote
from index.snapshots import Document, Form, Snapshot

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = REPOSITORY / "tests" / "documents"
SHARED = REPOSITORY.parent / "shared"
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)

_FORMS = {
    ".metadata.xml": Form.METADATA,
    ".xml": Form.XML,
    ".pdf": Form.PDF,
    ".html": Form.HTML,
    ".docx": Form.WORD,
    ".txt": Form.TEXT,
}


def documents_in(folder: Path) -> Iterator[Document]:
    """The documents of a folder: official ones from `<id>.metadata.xml` and its neighbours, others by themselves."""
    official = {path.name.removesuffix(".metadata.xml") for path in folder.glob("*.metadata.xml")}
    files = {path.stem for path in folder.glob("[SKV]*.xml")}
    for identifier in sorted(official):
        forms = [(form, folder / f"{identifier}{ending}") for ending, form in _FORMS.items()]
        yield document(identifier, "koop", [(form, path.read_bytes()) for form, path in forms if path.exists()])
    for path in sorted(folder.glob("zaak-*.json")):
        yield document(path.stem, "tk", [(Form.CASE, path.read_bytes())])
    for name in sorted(files):
        yield document(name, "kvr", [(Form.KVR, (folder / f"{name}.xml").read_bytes())])


def document(identifier: str, source: str, forms: Iterable[tuple[Form, bytes]]) -> Document:
    """A document with these forms."""
    snapshots = tuple(
        Snapshot(
            document=identifier,
            form=form,
            address=f"https://voorbeeld.example/{identifier}",
            fetched_at=FETCHED,
            sha256=sha256(body).hexdigest(),
            body=body,
        )
        for form, body in forms
    )
    return Document(id=identifier, source=source, snapshots=snapshots)


def notes_of(body: Body) -> tuple[Footnote, ...]:
    """All footnotes of a document, those of its questions first."""
    printed = (note for item in (*body.questions, *body.answers) for note in item.footnotes)
    return tuple(dict.fromkeys([*printed, *body.footnotes]))
