"""What was understood of each document, on disk: so that a new document costs only its own reading."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from index.closing import Closing
from index.extract.parts import Part
from index.json import converter
from index.store import open_store
from index.ties import Ties

_SCHEMA = """
CREATE TABLE IF NOT EXISTS part (
    document TEXT PRIMARY KEY, oral INTEGER NOT NULL, ties TEXT NOT NULL, part TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS membership (document TEXT PRIMARY KEY, set_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members ON membership (set_id);
"""


class PartStore(Closing):
    """Parts by document, and the set each document was last linked into. A context manager that closes the file."""

    def __init__(self, path: Path) -> None:
        self._db = open_store(path, _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def put(self, rows: Iterable[tuple[str, bool, str, str]]) -> None:
        """Keep parts, as `row_of` writes them."""
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?)", rows)

    def forget(self, documents: Iterable[str]) -> None:
        """Take out documents that are no longer published."""
        with self._db:
            self._db.executemany("DELETE FROM part WHERE document = ?", [(document,) for document in documents])

    def parts(self, documents: Iterable[str]) -> list[Part]:
        """The parts of these documents."""
        rows = [self._one("SELECT part FROM part WHERE document = ?", document) for document in documents]
        return [converter.structure(json.loads(row), Part) for row in rows if row is not None]

    def ties(self) -> Iterator[Ties]:
        """The ties of all documents that can belong to a set, in order of document."""
        with closing(self._db.execute("SELECT ties FROM part WHERE NOT oral ORDER BY document")) as rows:
            for (row,) in rows:
                yield converter.structure(json.loads(row), Ties)

    def oral(self) -> tuple[str, ...]:
        """Documents of oral questions, which are no sets."""
        with closing(self._db.execute("SELECT document FROM part WHERE oral ORDER BY document")) as rows:
            return tuple(row[0] for row in rows)

    def memberships(self) -> dict[str, str]:
        """For each document the set it was last linked into."""
        with closing(self._db.execute("SELECT document, set_id FROM membership")) as rows:
            return dict(rows.fetchall())

    def set_memberships(self, rows: Iterable[tuple[str, str]], *, gone: Iterable[str] = ()) -> None:
        """Remember into which sets documents were linked."""
        with self._db:
            self._db.executemany("DELETE FROM membership WHERE document = ?", [(document,) for document in gone])
            self._db.executemany("INSERT OR REPLACE INTO membership VALUES (?, ?)", rows)

    def __len__(self) -> int:
        with closing(self._db.execute("SELECT count(*) FROM part")) as rows:
            return int(rows.fetchone()[0])

    def _one(self, query: str, value: str) -> str | None:
        with closing(self._db.execute(query, (value,))) as rows:
            row = rows.fetchone()
        return row[0] if row else None


def row_of(part: Part, tied: Ties) -> tuple[str, bool, str, str]:
    """A part as it is kept."""
    held = {**converter.unstructure(tied), "sure": sorted(tied.sure)}
    return part.document, part.oral, _json(held), _json(converter.unstructure(part))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
