"""Records on disk: one SQLite file of question sets, their other numbers and their problems."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index import changes
from index.changes import Moment
from index.closing import Closing
from index.json import Excerpt, excerpt_from_json, from_json, to_json
from index.mentions import asking_of, askings_of, fold_number, keys_of, numbers_of
from index.records import QuestionSet, Reference

_SCHEMA = f"""{changes.SCHEMA}
CREATE TABLE IF NOT EXISTS question_set (id TEXT PRIMARY KEY, asked_on TEXT, record TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS newest ON question_set (asked_on DESC, id);
CREATE TABLE IF NOT EXISTS alias (
    folded TEXT NOT NULL, set_id TEXT NOT NULL, PRIMARY KEY (folded, set_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS alias_of ON alias (set_id);
CREATE TABLE IF NOT EXISTS asking (
    key TEXT NOT NULL, set_id TEXT NOT NULL, PRIMARY KEY (key, set_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS asking_of ON asking (set_id);
CREATE TABLE IF NOT EXISTS mention (
    key TEXT NOT NULL, set_id TEXT NOT NULL, PRIMARY KEY (key, set_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mention_of ON mention (set_id);
CREATE TABLE IF NOT EXISTS problem (
    set_id TEXT NOT NULL, code TEXT NOT NULL, sentence TEXT NOT NULL, document TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS problem_of ON problem (set_id);
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class SetRows:
    """One set as it is kept: its record, what it is known by and what it mentions (by table), its problems."""

    record: tuple[str, str | None, str]
    keys: dict[str, list[tuple[str, str]]]
    problems: list[tuple[str, str, str, str]]


class RecordStore(Closing):
    """Question sets by id; every write is one transaction. A context manager that closes the file."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        if read_only:
            address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            self._db = sqlite3.connect(address, uri=True, check_same_thread=False)
        else:
            self._db = open_store(path, _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def replace(self, question_sets: Iterable[QuestionSet]) -> None:
        """Put the given sets in the place of their earlier records, all or nothing."""
        self.put([rows_of(question_set) for question_set in question_sets])

    def put(self, every: Iterable[SetRows]) -> None:
        """The same for sets in the rows they are kept in; a set whose record stays the same does not change."""
        rows_by_id = {rows.record[0]: rows for rows in every}
        with self._db:
            changes.note(
                self._db, {set_id for set_id, rows in rows_by_id.items() if self._record_of(set_id) != rows.record}
            )
            for set_id, rows in rows_by_id.items():
                self._remove(set_id)
                self._db.execute("INSERT INTO question_set VALUES (?, ?, ?)", rows.record)
                for table, keys in rows.keys.items():
                    self._db.executemany(f"INSERT INTO {table} VALUES (?, ?)", keys)  # noqa: S608 - names from `rows_of`
                self._db.executemany("INSERT INTO problem VALUES (?, ?, ?, ?)", rows.problems)

    def remove(self, set_ids: Iterable[str]) -> None:
        """Take sets out, all or nothing."""
        with self._db:
            gone = {set_id for set_id in set_ids if self._record_of(set_id)}
            changes.note(self._db, gone)
            for set_id in gone:
                self._remove(set_id)

    def _record_of(self, set_id: str) -> tuple[str, str | None, str] | None:
        """The record of a set as it is kept."""
        found: tuple[str, str | None, str] | None
        found = self._db.execute("SELECT * FROM question_set WHERE id = ?", (set_id,)).fetchone()
        return found

    def _remove(self, set_id: str) -> None:
        for table, column in changes.OF_SET.items():
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (set_id,))  # noqa: S608 - names from `OF_SET`

    def get(self, set_id: str) -> QuestionSet | None:
        """The record of one set."""
        text = self._text(set_id)
        return from_json(text) if text else None

    def excerpt(self, set_id: str) -> Excerpt | None:
        """The same, of which the questions are read as they are asked for."""
        text = self._text(set_id)
        return excerpt_from_json(text) if text else None

    def _text(self, set_id: str) -> str | None:
        """The record of one set as it is kept."""
        with closing(self._db.execute("SELECT record FROM question_set WHERE id = ?", (set_id,))) as rows:
            row = rows.fetchone()
        return row[0] if row else None

    def resolve(self, number: str) -> str | None:
        """The id of the set known by a number; the set's own id goes before another's alias, then the newest set."""
        folded = fold_number(number)
        query = (
            "SELECT id FROM alias JOIN question_set ON id = set_id WHERE folded = ?"
            " ORDER BY lower(id) = ? DESC, asked_on DESC, id LIMIT 1"
        )
        with closing(self._db.execute(query, (folded, folded))) as rows:
            row = rows.fetchone()
        return row[0] if row else None

    def named(self, reference: Reference) -> str | None:
        """The id of the set a reference means: by its number, else by day and member when only one set fits."""
        found = self.resolve(reference.id) if reference.id else None
        key = asking_of(reference)
        if found or key is None:
            return found
        with closing(self._db.execute("SELECT set_id FROM asking WHERE key = ? LIMIT 2", (key,))) as rows:
            fitting = [row[0] for row in rows]
        return fitting[0] if len(fitting) == 1 else None

    def mentioning(self, question_set: QuestionSet) -> tuple[str, ...]:
        """The ids of other sets that may mean this one in a reference; `named` tells which of them do."""
        keys = json.dumps(sorted(numbers_of(question_set) | askings_of(question_set)))
        query = (
            "SELECT DISTINCT set_id FROM mention JOIN json_each(?) ON mention.key = json_each.value"
            " WHERE set_id != ? ORDER BY set_id"
        )
        with closing(self._db.execute(query, (keys, question_set.id))) as rows:
            return tuple(row[0] for row in rows)

    def appendices(self) -> tuple[str, ...]:
        """Every place in the Aanhangsel that the sets are known by, folded."""
        query = "SELECT DISTINCT folded FROM alias WHERE folded >= 'ah-' AND folded < 'ah.' ORDER BY folded"
        with closing(self._db.execute(query)) as rows:
            return tuple(row[0] for row in rows)

    def ids(self) -> tuple[str, ...]:
        """All set ids, the newest first, those without a date last."""
        with closing(self._db.execute("SELECT id FROM question_set ORDER BY asked_on DESC NULLS LAST, id")) as rows:
            return tuple(row[0] for row in rows)

    def __iter__(self) -> Iterator[QuestionSet]:
        """All records, the newest first, read as they are asked for."""
        for set_id in self.ids():
            record = self.get(set_id)
            assert record is not None, set_id
            yield record

    def __len__(self) -> int:
        with closing(self._db.execute("SELECT count(*) FROM question_set")) as rows:
            return int(rows.fetchone()[0])

    def documents(self) -> set[str]:
        """All documents that are part of a set."""
        query = "SELECT json_extract(held.value, '$.id') FROM question_set, json_each(record, '$.documents') AS held"
        with closing(self._db.execute(query)) as rows:
            return {row[0] for row in rows}

    def problem_places(self) -> dict[str, tuple[str, ...]]:
        """For each kind of problem the documents that have it."""
        places: dict[str, list[str]] = {}
        with closing(self._db.execute("SELECT DISTINCT code, document FROM problem ORDER BY code, document")) as rows:
            for code, document in rows:
                places.setdefault(code, []).append(document)
        return {code: tuple(documents) for code, documents in places.items()}

    def problem_counts(self) -> Counter[str]:
        """How often each kind of problem occurs."""
        with closing(self._db.execute("SELECT code, count(*) FROM problem GROUP BY code")) as rows:
            return Counter(dict(rows.fetchall()))

    def state(self, name: str) -> str | None:
        """A remembered value, such as how far extraction came."""
        with closing(self._db.execute("SELECT value FROM state WHERE name = ?", (name,))) as rows:
            row = rows.fetchone()
        return row[0] if row else None

    def remember(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def last_moment(self) -> Moment:
        """When a set last changed."""
        return changes.last_moment(self._db)

    def changed_since(self, number: int) -> int:
        """How many sets came, were replaced or went after a moment."""
        return changes.changed_since(self._db, number)

    def has_been_at(self, moment: Moment) -> bool:
        """Whether a copy that came up to a moment is a copy of this store."""
        return changes.has_been_at(self._db, moment)

    def copy_to(self, path: Path) -> None:
        """A consistent copy of the whole store in one compact file, also while others write."""
        self._db.execute("VACUUM INTO ?", (str(path),))


def rows_of(question_set: QuestionSet) -> SetRows:
    """A set in the rows it is kept in."""
    asked = question_set.asked_on.isoformat() if question_set.asked_on else None
    mentioned = {key for reference in question_set.references for key in keys_of(reference)}
    tables = {"alias": numbers_of(question_set), "asking": askings_of(question_set), "mention": mentioned}
    return SetRows(
        record=(question_set.id, asked, to_json(question_set)),
        keys={table: [(key, question_set.id) for key in sorted(keys)] for table, keys in tables.items()},
        problems=[(question_set.id, p.code, p.sentence, p.document) for p in question_set.problems],
    )


def open_store(path: Path, schema: str) -> sqlite3.Connection:
    """A connection to a file of ours, made with its tables when it is not there; many may read while one writes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=60)
    db.execute("PRAGMA journal_mode=WAL")
    db.executescript(schema)
    return db
