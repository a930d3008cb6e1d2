"""What changed in a record store since a copy of it was made.

Every write that changes sets is a moment, with a number and a token of its own, kept in the same transaction as the
sets themselves. A copy holds the moments up to its own. So nothing has to be compared, nothing is missed when work was
cut off between two copies, and a store that has another past (made anew, put back from a backup) is known as such.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS moment (number INTEGER PRIMARY KEY, token TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS change (set_id TEXT PRIMARY KEY, moment INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS change_at ON change (moment);
"""

OF_SET = {"question_set": "id", **dict.fromkeys(("alias", "asking", "mention", "problem"), "set_id")}
"""The tables that hold something of a set, with the column that names it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How far a store or a copy of it is: its last write."""

    number: int
    token: str


BEFORE_ALL = Moment(0, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The sets that came or were replaced, and those that went."""

    put: tuple[str, ...]
    removed: tuple[str, ...]


def note(db: sqlite3.Connection, set_ids: set[str]) -> None:
    """Note that these sets change, within the transaction that changes them."""
    if set_ids:
        number = db.execute("INSERT INTO moment (token) VALUES (lower(hex(randomblob(8))))").lastrowid
        db.executemany("INSERT OR REPLACE INTO change VALUES (?, ?)", [(set_id, number) for set_id in set_ids])


def last_moment(db: sqlite3.Connection) -> Moment:
    """How far a store or a copy is."""
    row = db.execute("SELECT number, token FROM moment ORDER BY number DESC LIMIT 1").fetchone()
    return Moment(*row) if row else BEFORE_ALL


def changed_since(db: sqlite3.Connection, number: int) -> int:
    """How many sets changed after a moment."""
    return int(db.execute("SELECT count(*) FROM change WHERE moment > ?", (number,)).fetchone()[0])


def has_been_at(db: sqlite3.Connection, moment: Moment) -> bool:
    """Whether a moment is in the past of a store, so that a copy from then can catch up."""
    rows = db.execute("SELECT 1 FROM moment WHERE (number, token) = (?, ?)", (moment.number, moment.token))
    return rows.fetchone() is not None or moment == last_moment(db)


def catch_up(copy: Path, store: Path) -> Changes:
    """Bring a copy that nobody reads yet up to the store it was made of, and tell what changed."""
    with closing(sqlite3.connect(copy)) as db:
        db.execute("PRAGMA journal_mode = MEMORY")
        db.execute("PRAGMA synchronous = OFF")  # the whole generation is flushed before it serves
        db.execute("ATTACH ? AS newer", (str(store),))
        with db:
            db.execute("BEGIN")
            since = last_moment(db).number
            touched = _touched(db, since)
            _replace(db, since)
        put = {row[0] for row in db.execute("SELECT id FROM question_set JOIN touched ON id = set_id")}
        return Changes(put=tuple(sorted(put)), removed=tuple(sorted(touched - put)))


def _touched(db: sqlite3.Connection, since: int) -> set[str]:
    """The sets that changed, kept as the table `touched` too."""
    db.execute("CREATE TEMP TABLE touched (set_id TEXT PRIMARY KEY) WITHOUT ROWID")
    db.execute("INSERT INTO touched SELECT set_id FROM newer.change WHERE moment > ?", (since,))
    return {row[0] for row in db.execute("SELECT set_id FROM touched")}


def _replace(db: sqlite3.Connection, since: int) -> None:
    for table, column in {**OF_SET, "change": "set_id"}.items():
        touched = f"{column} IN (SELECT set_id FROM touched)"  # noqa: S608 - names from the table above
        db.execute(f"DELETE FROM main.{table} WHERE {touched}")  # noqa: S608
        db.execute(f"INSERT INTO main.{table} SELECT * FROM newer.{table} WHERE {touched}")  # noqa: S608
    db.execute("INSERT INTO main.moment SELECT * FROM newer.moment WHERE number > ?", (since,))
    db.execute("INSERT OR REPLACE INTO main.state SELECT * FROM newer.state")
