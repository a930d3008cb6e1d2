"""The file of the archive: its tables, how it is opened, and the claim of its one writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.cli import Failure

APPLICATION_ID = 0x56726161  # "Vraa"
LAYOUT = 2
PAGE_SIZE = 16_384  # a packed document is some kilobytes: small pages would be half empty
PATIENCE = 60.0  # seconds a reader or the writer waits for the other

_ADDED_IN_2 = """
CREATE TABLE described (  -- what a listing says of a document: its set, its place in the Aanhangsel, what it replies
    document TEXT PRIMARY KEY, number TEXT NOT NULL, place TEXT NOT NULL, reply TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX described_number ON described (number);
CREATE TABLE inquiry (  -- what is asked for by name from time to time, see index/inquiries.py
    subject TEXT PRIMARY KEY, attempts INTEGER NOT NULL, due TEXT
) WITHOUT ROWID;
CREATE TABLE parliament_case (  -- the cases of the Tweede Kamer that are archived, see index/cases.py
    id TEXT PRIMARY KEY, document TEXT NOT NULL, started TEXT NOT NULL, closed INTEGER NOT NULL, seen_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX parliament_case_started ON parliament_case (started);
CREATE TABLE case_piece (id TEXT PRIMARY KEY, case_id TEXT NOT NULL) WITHOUT ROWID;  -- actors, documents, versions
CREATE TABLE rest (host TEXT PRIMARY KEY, until TEXT NOT NULL) WITHOUT ROWID;  -- asked by a host with Retry-After
CREATE INDEX case_piece_case ON case_piece (case_id);
"""
_UPGRADES = {
    # Listing everything once more tells of each document what the new table wants to know.
    1: (_ADDED_IN_2, "DELETE FROM listed_window;"),
}
_SCHEMA = """
CREATE TABLE document (id TEXT PRIMARY KEY, source TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE blob (sha256 TEXT PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE snapshot (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES document,
    form TEXT NOT NULL,
    address TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    sha256 TEXT REFERENCES blob,  -- NULL: from then on this form was gone
    etag TEXT,
    last_modified TEXT,
    remark TEXT
);
CREATE INDEX snapshot_of_document ON snapshot (document, sequence);
CREATE TABLE current (
    document TEXT NOT NULL,
    form TEXT NOT NULL,
    sequence INTEGER NOT NULL REFERENCES snapshot,
    etag TEXT,
    last_modified TEXT,
    PRIMARY KEY (document, form)
) WITHOUT ROWID;
CREATE TABLE visit (  -- what the crawl knows of a document, see index/ledger.py
    document TEXT PRIMARY KEY,
    publication TEXT NOT NULL,
    version TEXT NOT NULL,
    modified TEXT NOT NULL,
    provisional INTEGER NOT NULL,
    has_xml INTEGER NOT NULL,
    due TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT
) WITHOUT ROWID;
CREATE TABLE listing (document TEXT PRIMARY KEY, packed BLOB NOT NULL);  -- of documents not archived yet
CREATE INDEX visit_modified ON visit (publication, modified);
CREATE INDEX visit_due ON visit (due) WHERE due IS NOT NULL;
CREATE TABLE listed_window (
    publication TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, listed_on TEXT NOT NULL
);
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER no_snapshot_changes BEFORE UPDATE ON snapshot BEGIN SELECT RAISE(ABORT, 'a snapshot never changes'); END;
CREATE TRIGGER no_snapshot_leaves BEFORE DELETE ON snapshot BEGIN SELECT RAISE(ABORT, 'a snapshot never leaves'); END;
CREATE TRIGGER no_blob_changes BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'a blob never changes'); END;
CREATE TRIGGER no_blob_leaves BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'a blob never leaves'); END;
"""


class ArchiveBusy(Failure):
    """Another command is writing in the same file."""

    exit_code = 4

    def __init__(self, path: Path) -> None:
        super().__init__(f"In {path} schrijft al een andere opdracht. Wacht tot die klaar is.")


class NotAnArchive(Failure):
    """The file is something else, or was made by another version."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is geen archief van deze versie van Vraagbaak. Kies met --data een andere map.")


def open_archive(path: Path) -> sqlite3.Connection:
    """A connection to the archive at `path`, made when it is not there; raises NotAnArchive for another file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        _prepare(db, path)
    except sqlite3.DatabaseError as error:
        db.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
            raise
        raise NotAnArchive(path) from error
    except NotAnArchive:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    if _mark(db) == (0, 0):
        db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        db.execute("PRAGMA journal_mode = WAL")
        with exclusive(db):
            _create(db)
    _upgrade(db)
    if _mark(db) != (APPLICATION_ID, LAYOUT):
        raise NotAnArchive(path)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")


def _mark(db: sqlite3.Connection) -> tuple[int, int]:
    return number(db, "PRAGMA application_id"), number(db, "PRAGMA user_version")


def _create(db: sqlite3.Connection) -> None:
    if number(db, "SELECT count(*) FROM sqlite_schema"):
        return  # another process was first, or it is somebody else's file
    for statement in _statements(_SCHEMA + _ADDED_IN_2):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {LAYOUT}")


def _upgrade(db: sqlite3.Connection) -> None:
    """Bring an archive of an earlier layout to this one, a layout at a time; what it holds stays as it was."""
    while _mark(db)[0] == APPLICATION_ID and _mark(db)[1] in _UPGRADES:
        with exclusive(db):
            layout = _mark(db)[1]
            for script in _UPGRADES.get(layout, ()):  # none when another process was first
                for statement in _statements(script):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {min(layout + 1, LAYOUT)}")


def claim(path: Path) -> sqlite3.Connection:
    """The claim of the one writer, held until it is closed; raises ArchiveBusy when another has it.

    It is a transaction on an empty file beside the archive: the system ends it when a process dies.
    """
    held = sqlite3.connect(f"{path}.lock", timeout=0, isolation_level=None)
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        held.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        raise ArchiveBusy(path) from error
    return held


@contextmanager
def exclusive(db: sqlite3.Connection) -> Iterator[None]:
    """A write transaction: everything inside is kept together or not at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk can have ended it already
            db.execute("ROLLBACK")
        raise


def number(db: sqlite3.Connection, query: str) -> int:
    """The one number that a query gives."""
    return int(db.execute(query).fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would end the transaction they belong in."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
