"""The archive: every version of every document ever seen, byte for byte, in one SQLite file.

A snapshot is never changed or removed (triggers see to that). What is published now is a list beside it, so a
document that disappears leaves the list while its bytes stay.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from index.archive_file import claim, exclusive, number, open_archive
from index.closing import Closing
from index.snapshots import Document, Form, Snapshot

ID_BATCH = 500
FORM_ORDER = {form.value: place for place, form in enumerate(Form)}

_SNAPSHOT = """
SELECT snapshot.document, snapshot.form, snapshot.address, snapshot.seen_at, snapshot.sha256, blob.packed
FROM snapshot JOIN blob USING (sha256)
"""
_INSERT = """
INSERT INTO snapshot (document, form, address, seen_at, sha256, etag, last_modified, remark)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_CURRENT = "FROM current JOIN snapshot USING (sequence) WHERE current.document = ? AND current.form = ?"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask later whether its file has changed."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """From this moment on the form of a document was no longer there; its bytes stay in the history."""

    document: str
    form: Form
    seen_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCounts:
    """How much the archive holds, and how far the crawl has come."""

    documents: int
    snapshots: int
    gone: int
    pending: int
    failed: int
    packed_bytes: int


class Archive(Closing):
    """The archive in one file; many may read while one writes. A context manager that closes the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._claim: sqlite3.Connection | None = None
        self._db = open_archive(path)

    def close(self) -> None:
        """Close the file and let another writer in."""
        self._db.close()
        if self._claim:
            self._claim.close()
            self._claim = None

    def copy_to(self, path: Path) -> None:
        """A whole and consistent copy in one file, also while another writes; in its place only when it is complete."""
        new = path.with_name(f"{path.name}.new")
        new.unlink(missing_ok=True)
        self._db.execute("VACUUM INTO ?", (str(new),))
        with closing(open_archive(new)) as copy:
            copy.execute("PRAGMA journal_mode = WAL")
        new.rename(path)

    # Writing

    def claim(self) -> None:
        """Become the one writer until `close`; raises ArchiveBusy when there is one already."""
        if self._claim is None:
            self._claim = claim(self.path)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection, with everything inside kept together or not at all; may be nested."""
        self.claim()
        if self._db.in_transaction:
            yield self._db
            return
        with exclusive(self._db):
            yield self._db

    def put(self, source: str, snapshot: Snapshot, validators: Validators = NO_VALIDATORS) -> bool:
        """Keep a snapshot as what is published now; False when those very bytes already were."""
        with self.transaction() as db:
            if snapshot.sha256 == self._current_sha256(snapshot.document, snapshot.form):
                self._confirm(snapshot, validators)
                return False
            db.execute("INSERT OR IGNORE INTO document VALUES (?, ?)", (snapshot.document, source))
            packed = zlib.compress(snapshot.body)
            db.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", (snapshot.sha256, packed))
            self._append(snapshot, validators)
            return True

    def _current_sha256(self, document: str, form: Form) -> str | None:
        row = self._db.execute(f"SELECT sha256 {_CURRENT}", (document, form.value)).fetchone()
        return row[0] if row else None

    def _confirm(self, snapshot: Snapshot, validators: Validators) -> None:
        values = (validators.etag, validators.last_modified, snapshot.document, snapshot.form.value)
        self._db.execute("UPDATE current SET etag = ?, last_modified = ? WHERE document = ? AND form = ?", values)

    def _append(self, snapshot: Snapshot, validators: Validators) -> None:
        key = (snapshot.document, snapshot.form.value)
        proof = (validators.etag, validators.last_modified)
        values = (*key, snapshot.address, snapshot.fetched_at.isoformat(), snapshot.sha256, *proof, None)
        sequence = self._insert(values)
        self._db.execute("INSERT OR REPLACE INTO current VALUES (?, ?, ?, ?, ?)", (*key, sequence, *proof))

    def _insert(self, values: tuple[str | None, ...]) -> int | None:
        return self._db.execute(_INSERT, values).lastrowid

    def retire(self, document: str, forms: Iterable[Form], at: datetime, reason: str) -> bool:
        """Leave a tombstone for each of these forms that was there; False when none was."""
        with self.transaction():
            there = [form for form in forms if self._current_sha256(document, form)]
            for form in there:
                self._bury(document, form, at, reason)
            return bool(there)

    def _bury(self, document: str, form: Form, at: datetime, reason: str) -> None:
        key = (document, form.value)
        address = self._db.execute(f"SELECT address {_CURRENT}", key).fetchone()[0]
        self._insert((*key, address, at.isoformat(), None, None, None, reason))
        self._db.execute("DELETE FROM current WHERE document = ? AND form = ?", key)

    # Reading

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        """What is published now, by id, one at a time in memory; unknown and gone ids are left out."""
        for document_id in self.ids() if ids is None else sorted(set(ids)):
            document = self.document(document_id)
            if document:
                yield document

    def document(self, document_id: str) -> Document | None:
        """One document as published now; None when it never was here or is gone."""
        query = f"{_SNAPSHOT} JOIN current USING (sequence) WHERE current.document = ?"
        snapshots = sorted(self._snapshots(query, document_id), key=lambda snapshot: FORM_ORDER[snapshot.form.value])
        if not snapshots:
            return None
        source = self._db.execute("SELECT source FROM document WHERE id = ?", (document_id,)).fetchone()[0]
        return Document(id=document_id, source=source, snapshots=tuple(snapshots))

    def history(self, document_id: str) -> tuple[Snapshot, ...]:
        """Every version of every form of one document, oldest first."""
        return tuple(self._snapshots(f"{_SNAPSHOT} WHERE snapshot.document = ? ORDER BY sequence", document_id))

    def tombstones(self, document_id: str) -> tuple[Tombstone, ...]:
        """When forms of one document turned out to be gone, oldest first."""
        query = "SELECT form, seen_at, remark FROM snapshot WHERE document = ? AND sha256 IS NULL ORDER BY sequence"
        return tuple(
            Tombstone(document=document_id, form=Form(form), seen_at=datetime.fromisoformat(seen_at), reason=remark)
            for form, seen_at, remark in self._db.execute(query, (document_id,))
        )

    def validators(self, document_id: str) -> dict[Form, Validators]:
        """For each form published now, what the server gave to ask whether it has changed."""
        query = "SELECT form, etag, last_modified FROM current WHERE document = ?"
        rows = self._db.execute(query, (document_id,))
        return {Form(form): Validators(etag, last_modified) for form, etag, last_modified in rows}

    def ids(self) -> Iterator[str]:
        """The ids of all documents published now, in order."""
        query = "SELECT DISTINCT document FROM current WHERE document > ? ORDER BY document LIMIT ?"
        last = ""
        while batch := [row[0] for row in self._db.execute(query, (last, ID_BATCH))]:
            yield from batch
            last = batch[-1]

    def versions(self) -> dict[str, int]:
        """For every document published now a number that is higher after each change of any of its forms."""
        query = (
            "SELECT document, max(sequence) FROM snapshot WHERE document IN (SELECT document FROM current) GROUP BY 1"
        )
        return dict(self._db.execute(query))

    def synced_at(self) -> datetime | None:
        """When a crawl last had seen everything that it was to see."""
        row = self._db.execute("SELECT value FROM fact WHERE name = 'synced_at'").fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def counts(self) -> ArchiveCounts:
        """How much the archive holds, and how far the crawl has come."""
        due = "SELECT count(*) FROM visit WHERE due IS NOT NULL"
        gone = "SELECT count(*) FROM document WHERE id NOT IN (SELECT document FROM current)"
        return ArchiveCounts(
            documents=number(self._db, "SELECT count(DISTINCT document) FROM current"),
            snapshots=number(self._db, "SELECT count(*) FROM snapshot WHERE sha256 IS NOT NULL"),
            gone=number(self._db, gone),
            pending=number(self._db, f"{due} AND (reason IS NOT NULL OR attempts = 0)"),
            failed=number(self._db, f"{due} AND reason IS NOT NULL"),
            packed_bytes=number(self._db, "SELECT coalesce(sum(length(packed)), 0) FROM blob"),
        )

    def rows(self, query: str, values: tuple[str | int, ...] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query that only reads."""
        return self._db.execute(query, values).fetchall()

    def _snapshots(self, query: str, document_id: str) -> Iterator[Snapshot]:
        for document, form, address, seen_at, sha256, packed in self._db.execute(query, (document_id,)):
            body = zlib.decompress(packed)
            if sha256_of(body) != sha256:
                raise ValueError(f"{document} ({form}): the stored bytes do not have the hash {sha256}")
            yield Snapshot(
                document=document,
                form=Form(form),
                address=address,
                fetched_at=datetime.fromisoformat(seen_at),
                sha256=sha256,
                body=body,
            )


def snapshot_of(document: str, form: Form, address: str, fetched_at: datetime, body: bytes) -> Snapshot:
    """A snapshot of these bytes, with their hash."""
    sha256 = sha256_of(body)
    return Snapshot(document=document, form=form, address=address, fetched_at=fetched_at, sha256=sha256, body=body)


def sha256_of(body: bytes) -> str:
    """The SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()
