"""What was understood of each document, on disk: so that a new document costs only its own reading."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.closing import Closing
from index.extract.parts import Part
from index.json import converter
from index.store import open_store
from index.ties import Ties

_SCHEMA = """
DROP TABLE IF EXISTS part;  -- earlier layouts
DROP TABLE IF EXISTS understood;
CREATE TABLE IF NOT EXISTS read_document (
    document TEXT PRIMARY KEY, version INTEGER NOT NULL, oral INTEGER NOT NULL, withdrawn INTEGER NOT NULL,
    appendix TEXT, day TEXT, ties TEXT NOT NULL, part TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS version_read ON read_document (document, version, oral);  -- without reading all the parts
CREATE TABLE IF NOT EXISTS tie (key TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (key, document)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tie_of ON tie (document);
CREATE TABLE IF NOT EXISTS membership (document TEXT PRIMARY KEY, set_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members ON membership (set_id);
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

UNREAD = 0
"""The version of a document that has to be read again."""

_NEAR = "SELECT other.document FROM tie AS own JOIN tie AS other USING (key) WHERE own.document = :document"
"""The documents that have a key of this one."""

_UNLINK = f"""
DELETE FROM membership WHERE set_id IN (
    SELECT set_id FROM membership WHERE document = :document OR document IN ({_NEAR})
)"""  # noqa: S608 - the query above


@dataclass(frozen=True, slots=True)
class Row:
    """A part as it is kept: what is counted of it, its ties and itself as JSON, and the keys that tie it to others."""

    document: str
    counted: tuple[bool, bool, str | None, str | None]
    ties: str
    part: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is counted of one document: its place in the Aanhangsel, and the day it was received, asked or published."""

    document: str
    oral: bool
    withdrawn: bool
    appendix: str | None
    day: date | None


class PartStore(Closing):
    """Parts by document, and the set each document was last linked into. A context manager that closes the file.

    When the part of a document changes or goes, its whole set is linked no more, nor are the sets of those that had a
    key of it: so what is left to do is always on disk, and work that was cut off goes on where it was.
    """

    def __init__(self, path: Path) -> None:
        self._db = open_store(path, _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def read_by(self, reader: str) -> None:
        """Let every document be read again when another reader read what is here."""
        known = self._one("SELECT value FROM state WHERE name = ?", "reader")
        if known != reader:
            with self._db:
                self._db.execute("UPDATE read_document SET version = ?", (UNREAD,))
                self._db.execute("INSERT OR REPLACE INTO state VALUES ('reader', ?)", (reader,))

    def versions(self) -> dict[str, int]:
        """For every document the version of it that was read."""
        with closing(self._db.execute("SELECT document, version FROM read_document")) as rows:
            return dict(rows.fetchall())

    def put(self, rows: Iterable[Row], versions: Mapping[str, int]) -> None:
        """Keep parts, and which version of each document was read."""
        with self._db:
            for row in rows:
                self._take_out(row.document)
                values = (row.document, versions[row.document], *row.counted, row.ties, row.part)
                self._db.execute("INSERT INTO read_document VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
                self._db.executemany("INSERT INTO tie VALUES (?, ?)", [(key, row.document) for key in row.keys])

    def forget(self, documents: Iterable[str]) -> None:
        """Take out documents that are no longer published."""
        with self._db:
            for document in documents:
                self._take_out(document)

    def _take_out(self, document: str) -> None:
        self._db.execute(_UNLINK, {"document": document})
        for table in ("tie", "read_document"):
            self._db.execute(f"DELETE FROM {table} WHERE document = ?", (document,))  # noqa: S608 - the two names above

    def parts(self, documents: Iterable[str]) -> list[Part]:
        """The parts of these documents."""
        rows = [self._one("SELECT part FROM read_document WHERE document = ?", document) for document in documents]
        return [converter.structure(json.loads(row), Part) for row in rows if row is not None]

    def ties(self) -> Iterator[Ties]:
        """The ties of all documents that can belong to a set, in order of document."""
        with closing(self._db.execute("SELECT ties FROM read_document WHERE NOT oral ORDER BY document")) as rows:
            for (row,) in rows:
                yield converter.structure(json.loads(row), Ties)

    def ties_around(self, documents: Iterable[str]) -> list[Ties]:
        """The ties of some documents and all that are tied to those, at whatever distance, in order of document."""
        found, waiting = set[str](), list(documents)
        while waiting:
            document = waiting.pop()
            if document not in found:
                found.add(document)
                waiting += (row[0] for row in self._db.execute(_NEAR, {"document": document}))
        rows = (self._one("SELECT ties FROM read_document WHERE document = ?", document) for document in sorted(found))
        return [converter.structure(json.loads(row), Ties) for row in rows if row is not None]

    def unlinked(self) -> list[str]:
        """The documents that are in no set as they are now, and are to be."""
        query = (
            "SELECT document FROM read_document WHERE NOT oral AND document NOT IN (SELECT document FROM membership)"
        )
        with closing(self._db.execute(query)) as rows:
            return [row[0] for row in rows]

    def unlink(self, set_ids: Iterable[str]) -> None:
        """Let the documents of these sets be linked anew."""
        with self._db:
            self._db.executemany("DELETE FROM membership WHERE set_id = ?", [(set_id,) for set_id in set_ids])

    def oral(self) -> tuple[str, ...]:
        """Documents of oral questions, which are no sets."""
        with closing(self._db.execute("SELECT document FROM read_document WHERE oral ORDER BY document")) as rows:
            return tuple(row[0] for row in rows)

    def entries(self) -> Iterator[Entry]:
        """What is to be counted of every document, in order of document."""
        query = "SELECT document, oral, withdrawn, appendix, day FROM read_document ORDER BY document"
        with closing(self._db.execute(query)) as rows:
            for document, oral, withdrawn, appendix, day in rows:
                yield Entry(
                    document=document,
                    oral=bool(oral),
                    withdrawn=bool(withdrawn),
                    appendix=appendix,
                    day=date.fromisoformat(day) if day else None,
                )

    def memberships(self) -> dict[str, str]:
        """For each document the set it was last linked into."""
        with closing(self._db.execute("SELECT document, set_id FROM membership")) as rows:
            return dict(rows.fetchall())

    def link(self, members: Iterable[tuple[str, str]]) -> None:
        """Remember into which sets documents were linked."""
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO membership VALUES (?, ?)", members)

    def __len__(self) -> int:
        with closing(self._db.execute("SELECT count(*) FROM read_document")) as rows:
            return int(rows.fetchone()[0])

    def _one(self, query: str, value: str) -> str | None:
        with closing(self._db.execute(query, (value,))) as rows:
            row = rows.fetchone()
        return row[0] if row else None


def row_of(part: Part, tied: Ties) -> Row:
    """A part as it is kept; oral questions are tied to nothing."""
    held = {**converter.unstructure(tied), "sure": sorted(tied.sure)}
    day = part.received_on or part.asked_on or part.published_on
    counted = (part.oral, part.withdrawn, part.appendix, day.isoformat() if day else None)
    keys = frozenset() if part.oral else tied.every_key
    return Row(part.document, counted, _json(held), _json(converter.unstructure(part)), keys)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
