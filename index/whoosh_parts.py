"""The Whoosh index of a generation: a part for each process that built it, read as one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import create_in, open_dir
from whoosh.reading import IndexReader, MultiReader
from whoosh.writing import IndexWriter

from index.schema import whoosh_schema

_MEMORY_PER_WRITER = 768
"""Megabytes of postings a writer holds before it sorts them to disk."""


@contextmanager
def writing(folder: Path, part: int) -> Iterator[IndexWriter]:
    """A writer of one new part; committed at the end, given up when anything goes wrong."""
    place = folder / f"part-{part:02d}"
    place.mkdir(parents=True)
    whoosh_index = create_in(str(place), whoosh_schema())
    writer = whoosh_index.writer(limitmb=_MEMORY_PER_WRITER)
    try:
        yield writer
        writer.commit(merge=False)
    except BaseException:
        writer.cancel()
        raise
    finally:
        whoosh_index.close()


def open_reader(folder: Path) -> IndexReader:
    """One reader over all parts; document numbers run on from part to part."""
    readers = [open_dir(str(place)).reader() for place in sorted(folder.glob("part-*"))]
    return readers[0] if len(readers) == 1 else MultiReader(readers)


@contextmanager
def reading(folder: Path) -> Iterator[IndexReader]:
    """The reader over all parts, closed at the end."""
    reader = open_reader(folder)
    try:
        yield reader
    finally:
        reader.close()
