"""The Whoosh index of a generation, with arrays for postings.

Whoosh keeps what it is good at: the schema, the table of segments, locks, commits that happen whole or not, and
deletions. Its codec is ours: a segment is arrays beside the table, made in one go from what was collected, and read by
Whoosh itself as terms, postings and stored fields, so that any Whoosh query still runs on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo
from whoosh.writing import SegmentWriter

from index import arrays
from index.arrays import FIELD_ORDER, Arrays, Flags, marked, place_of, stretches
from index.collecting import Collected
from index.cores import without_collecting_garbage
from index.inversion import invert
from index.schema import whoosh_schema
from index.splicing import spliced

_OF_SET = {field.name: field.of_set for field in FIELD_ORDER}


class ArrayWriter(SegmentWriter):
    """A writer that takes in whole collections, and leaves one segment of arrays at every commit."""

    def __init__(self, place: FileIndex) -> None:
        super().__init__(place, codec=ArrayCodec(), compound=False)  # type: ignore[no-untyped-call]
        self._collected: list[Collected] = []
        self._held: list[tuple[Arrays, Flags]] = []
        self._open = [_loaded(_stem(self.storage, one)) for one in self.segments]  # so that readers need not load them

    def take(self, collected: Collected) -> None:
        """Add all sets of a collection."""
        self._collected.append(collected)
        self.docnum += sum(row.documents for row in collected.rows)
        self._added = True

    def replace(self, collected: Collected, *, removed: Iterable[str] = ()) -> None:
        """Add all sets of a collection in the place of what is held of them, and take the removed ids out."""
        for set_id in {*removed, *(row.id for row in collected.rows)}:
            self.delete_by_term("set_id", set_id)
        self.take(collected)

    def add_reader(self, reader: Any) -> None:
        """Take in what is left of another segment; Whoosh calls this for each segment it merges."""
        stem = _stem(reader.storage(), reader.segment())
        held = _loaded(stem)
        deleted = marked(list(reader.segment().deleted_docs()), reader.doc_count_all())
        kept = np.ones(len(held.ids), dtype=bool)
        kept[held.documents.sets[deleted]] = False
        self._held.append((held, kept))
        self.docnum += int(kept[held.documents.sets].sum())

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.fieldwriter.close()
        with without_collecting_garbage():
            contents = invert(self._collected)
            for held, kept in self._held:
                contents = spliced(held, kept, contents)
        arrays.save(contents, _stem(self.storage, self.newsegment))


@contextmanager
def writing(folder: Path) -> Iterator[ArrayWriter]:
    """A writer for the index in a folder, made when it is not there; committed at the end, given up on any failure."""
    folder.mkdir(exist_ok=True)
    place = open_dir(str(folder)) if list(folder.glob("*.toc")) else create_in(str(folder), whoosh_schema())
    writer = ArrayWriter(place)
    try:
        yield writer
        writer._added = True  # an index without sets still has its segment  # noqa: SLF001
        writer.commit(optimize=True)  # type: ignore[no-untyped-call]
    except BaseException:
        if not writer.is_closed:
            writer.cancel()  # type: ignore[no-untyped-call]
        raise
    finally:
        place.close()


def open_arrays(folder: Path) -> Arrays:
    """The arrays of the one segment that every commit leaves."""
    place = open_dir(str(folder))
    (segment,) = place._segments()  # noqa: SLF001 - Whoosh tells its segments to readers only
    place.close()
    return _loaded(_stem(place.storage, segment))


_in_use: WeakValueDictionary[str, Arrays] = WeakValueDictionary()


def _loaded(stem: str) -> Arrays:
    """The arrays of a segment, loaded once for all that read them at a time: they never change."""
    held = _in_use.get(stem)
    if held is None:
        held = _in_use[stem] = arrays.load(stem)
    return held


def _stem(storage: Any, segment: Any) -> str:
    """What the names of a segment's files begin with."""
    return str(Path(storage.folder) / segment.segment_id())


class ArrayCodec(base.Codec):
    """How Whoosh reads our arrays, and asks for a new segment."""

    length_stats = False

    def postings_writer(self, *_: Any) -> Any:
        raise NotImplementedError

    def postings_reader(self, *_: Any) -> Any:
        raise NotImplementedError

    def per_document_writer(self, *_: Any) -> Any:
        return _Bulk()

    def field_writer(self, *_: Any) -> Any:
        return _Bulk()

    def terms_reader(self, storage: FileStorage, segment: W3Segment) -> Any:
        return _Terms(_loaded(_stem(storage, segment)))

    def per_document_reader(self, storage: FileStorage, segment: W3Segment) -> base.PerDocumentReader:
        return _Documents(_loaded(_stem(storage, segment)), segment)

    def new_segment(self, _: FileStorage, indexname: str) -> W3Segment:
        return W3Segment(self, indexname)


class _Bulk:
    """Stands where Whoosh writes one document or posting at a time; ours come all at once, at the commit."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class _Terms(base.TermsReader):
    """The terms of a segment: word forms in text fields, slugs in facets, ids of sets; all as (field, bytes)."""

    def __init__(self, held: Arrays) -> None:
        self._held = held

    @cached_property
    def _ordinals(self) -> dict[str, int]:
        return {set_id: ordinal for ordinal, set_id in enumerate(self._held.ids)}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return bool(len(self._found(*term)[0]))

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        raise NotImplementedError

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in self.indexed_field_names():
            yield from self.terms_from(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        candidates = self._held.lexicon.forms if fieldname in _OF_SET else self._values(fieldname)
        for value in candidates:
            term = (fieldname, value.encode())
            if term[1] >= prefix and term in self:
                yield term

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        documents, weights = self._found(fieldname, text)
        if not len(documents):
            raise KeyError((fieldname, text))
        return TermInfo(
            weight=float(weights.sum()),
            df=len(documents),
            minlength=1,
            maxlength=int(self._held.texts.lengths.max(initial=1)),
            maxweight=float(weights.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self._found(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._found(fieldname, text)[0])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        info = self.term_info(fieldname, text)
        documents, weights = self._found(fieldname, text)
        return ListMatcher(
            documents.tolist(),
            weights.astype(float).tolist(),
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=info,
        )

    def indexed_field_names(self) -> Iterable[str]:
        return ["set_id", *_OF_SET, *self._held.facets]

    def close(self) -> None:
        pass

    def _values(self, fieldname: str) -> list[str]:
        return sorted(self._held.ids if fieldname == "set_id" else self._held.facets[fieldname].slugs)

    def _found(self, fieldname: str, text: bytes) -> tuple[Any, Any]:
        """The documents that hold a term, in order, and how often."""
        if fieldname in _OF_SET:
            return self._found_words(fieldname, text.decode())
        if fieldname == "set_id":
            ordinal = self._ordinals.get(text.decode())
            sets = np.array([] if ordinal is None else [ordinal], dtype=np.int64)
        else:
            column = self._held.facets[fieldname]
            wanted = np.array([slug == text.decode() for slug in column.slugs], dtype=bool)
            sets = column.sets[wanted[column.values]]
        documents, _ = self._documents_of(sets)
        return documents, np.ones(len(documents))

    def _found_words(self, fieldname: str, form: str) -> tuple[Any, Any]:
        lexicon, postings = self._held.lexicon, self._held.postings
        place = place_of(form, lexicon.forms)
        if place is None:
            return np.zeros(0, np.int32), np.zeros(0)
        term = lexicon.term_of[place]
        stretch = slice(*postings.offsets[term : term + 2].tolist())
        texts, starts = np.unique(postings.texts[stretch], return_index=True)
        frequencies = np.add.reduceat(postings.frequencies[stretch], starts, dtype=np.int64)
        first, end = self._held.texts_of(fieldname)
        inside = slice(*np.searchsorted(texts, [first, end]).tolist())
        if not _OF_SET[fieldname]:
            return texts[inside] - first, frequencies[inside]
        documents, counts = self._documents_of(texts[inside] - first)
        return documents, np.repeat(frequencies[inside], counts)

    def _documents_of(self, sets: Any) -> tuple[Any, Any]:
        """All documents of sets, and how many each has."""
        first = self._held.sets.first_documents
        return stretches(first[sets], first[sets + 1]), first[sets + 1] - first[sets]


class _Documents(base.PerDocumentReader):
    """The documents of a segment: their stored fields, their lengths, and which of them are deleted."""

    def __init__(self, held: Arrays, segment: Any) -> None:
        self._held = held
        self._segment = segment

    def close(self) -> None:
        pass

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterable[int]:
        found: Iterable[int] = self._segment.deleted_docs()
        return found

    def supports_columns(self) -> bool:
        return False

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        documents = self._held.documents
        return {"set_id": self._held.ids[documents.sets[docnum]], "place": int(documents.places[docnum])}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._lengths(fieldname)[self._owner(docnum, fieldname)]) if fieldname in _OF_SET else default

    def field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).sum()) if fieldname in _OF_SET else 0

    def min_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).min(initial=0)) if fieldname in _OF_SET else 0

    def max_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).max(initial=0)) if fieldname in _OF_SET else 0

    def _lengths(self, fieldname: str) -> Any:
        return self._held.texts.lengths[slice(*self._held.texts_of(fieldname))]

    def _owner(self, docnum: int, fieldname: str) -> int:
        return int(self._held.documents.sets[docnum]) if _OF_SET[fieldname] else docnum
