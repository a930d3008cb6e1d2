"""What a generation holds, as plain values that can be compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np

from index import segments
from index.changes import OF_SET


def plain(value: object) -> object:
    """Arrays as lists."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def rows(path: Path, tables: Iterable[str] = OF_SET) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a record store, by table."""
    with closing(sqlite3.connect(path)) as db:
        return {table: sorted(db.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}


def contents(place: Path) -> tuple[object, object]:
    """Everything that a generation answers with."""
    return plain(segments.open_arrays(place / "whoosh")), rows(place / "sets.sqlite")
