"""What is left of a segment, and what came → one segment, the same as all of it inverted at once.

Nothing is sorted again: what stays keeps its order and moves up, what came goes in between. So an update costs a few
passes over the arrays, and looking up the places of what came.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays import (
    FIELD_ORDER,
    Arrays,
    Counts,
    DocumentColumns,
    Flags,
    Ints,
    Lexicon,
    Offsets,
    Postings,
    SetColumns,
    Strings,
    TextColumns,
    offsets,
    stretches,
)
from index.columns import spliced_facets
from index.compounds import compounds_of
from index.inversion import GAP, assembled
from index.moves import GONE, Moves, Union, bisected, interleaved, places_among, united

_Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of sets, documents or texts as it changes: the moves, and before which old one each new one comes."""

    moves: Moves
    old: Ints
    before: Offsets

    @classmethod
    def of(cls, kept: Flags, before: Offsets) -> _Row:
        moves = interleaved(kept, before)
        return cls(moves, moves.old, before)


def spliced(held: Arrays, kept: Flags, came: Arrays) -> Arrays:
    """The kept sets of one segment and all of another, which has none of those, as one."""
    sets = _Row.of(kept, _before(held, came))
    documents = _documents(held, came, sets)
    texts = _texts(held, sets, documents)
    lexicon, postings = _words(held, came, texts)
    return assembled(
        ids=_strings(held.ids, came.ids, sets.moves.carry),
        lexicon=lexicon,
        compounds=compounds_of(lexicon, np.diff(postings.position_offsets)),
        postings=postings,
        texts=_text_columns(held, came, sets, documents, texts),
        documents=_document_columns(held.documents, came.documents, sets.moves, documents.moves),
        sets=_set_columns(held.sets, came.sets, sets.moves),
        facets=spliced_facets(held.facets, came.facets, sets.moves, sets.before),
    )


def _before(held: Arrays, came: Arrays) -> Offsets:
    """Before which old set each new one comes, by age."""

    def age(ordinal: int) -> _Key:
        return (-int(held.sets.asked[ordinal]), held.ids[ordinal])

    ages = zip((-came.sets.asked).tolist(), came.ids, strict=True)
    return np.array([bisect_left(range(len(held.ids)), one, key=age) for one in ages], dtype=np.int64)


def _documents(held: Arrays, came: Arrays, sets: _Row) -> _Row:
    """The documents, which lie in the order of their sets."""
    before = held.sets.first_documents[sets.before[came.documents.sets]]
    return _Row.of(sets.moves.kept[held.documents.sets], before.astype(np.int64))


def _texts(held: Arrays, sets: _Row, documents: _Row) -> _Row:
    """The texts of all fields: each field holds a row of sets or of documents."""
    rows = [(field.name, sets if field.of_set else documents) for field in FIELD_ORDER]
    kept = np.concatenate([row.moves.kept for _, row in rows])
    before = [held.texts_of(name)[0] + row.before for name, row in rows]
    return _Row.of(kept, np.concatenate(before))


def _set_columns(old: SetColumns, new: SetColumns, moves: Moves) -> SetColumns:
    def carried(name: str) -> Ints:
        return moves.carry(getattr(old, name), getattr(new, name))

    documents = moves.carry(np.diff(old.first_documents), np.diff(new.first_documents))
    return SetColumns(
        asked=carried("asked"),
        answered=carried("answered"),
        due=carried("due"),
        questions=carried("questions"),
        first_documents=offsets(documents).astype(np.int32),
    )


def _document_columns(old: DocumentColumns, new: DocumentColumns, sets: Moves, documents: Moves) -> DocumentColumns:
    return DocumentColumns(
        sets=documents.carry(sets.old[old.sets], sets.new[new.sets]),
        places=documents.carry(old.places, new.places),
    )


def _text_columns(held: Arrays, came: Arrays, sets: _Row, documents: _Row, texts: _Row) -> TextColumns:
    old, new, carry = held.texts, came.texts, texts.moves.carry
    of_old = np.where(old.documents < 0, GONE, documents.old[old.documents])
    of_new = np.where(new.documents < 0, GONE, documents.moves.new[new.documents])
    extents = carry(_extents(held), _extents(came))
    return TextColumns(
        sets=carry(sets.old[old.sets], sets.moves.new[new.sets]),
        documents=carry(of_old, of_new),
        lengths=carry(old.lengths, new.lengths),
        starts=offsets(extents)[:-1].astype(np.uint32),
        repeated=carry(old.repeated, new.repeated),
    )


def _extents(arrays: Arrays) -> Offsets:
    """How many positions each text takes up, with the gaps behind its pieces."""
    starts = arrays.texts.starts.astype(np.int64)
    last = np.flatnonzero(arrays.postings.texts == len(starts) - 1)
    positions = arrays.postings.positions[stretches(arrays.postings.begin(last), arrays.postings.begin(last + 1))]
    end = starts[-1:] + (int(positions.max()) + 1 + GAP if len(positions) else 0)
    extents: Offsets = np.append(starts[1:], end) - starts
    return extents


def _words(held: Arrays, came: Arrays, texts: _Row) -> tuple[Lexicon, Postings]:
    """The lexicon, and where every word stands."""
    old, new = held.postings, came.postings
    places = texts.old[old.texts]
    lost = np.flatnonzero(places == GONE)
    losing = _terms(old.offsets, lost)
    left = _left(old.offsets, losing)
    lexicon, terms = _lexicon(held.lexicon, came.lexicon, left > 0)
    before = _before_rows(old.offsets, old.texts, terms, new.offsets, texts.before[new.texts])
    moves = interleaved(places != GONE, before)
    words_left = _left(old.position_offsets, np.repeat(losing, old.frequencies[lost]))
    postings = Postings.of(
        offsets=_offsets(terms, left, new.offsets),
        texts=moves.carry(places, texts.moves.new[new.texts]),
        frequencies=moves.carry(old.frequencies[:], new.frequencies[:]),
        position_offsets=_offsets(terms, words_left, new.position_offsets),
        positions=_positions(old, new, moves.kept, before),
    )
    return lexicon, postings


def _terms(held: Offsets, rows: Offsets) -> Offsets:
    """The term of each of some rows."""
    return np.searchsorted(held, rows, side="right") - 1


def _left(held: Offsets, losing: Offsets) -> Offsets:
    """How many rows each term keeps, when it loses one for each time it is named."""
    return np.diff(held) - np.bincount(losing, minlength=len(held) - 1)


def _offsets(terms: Union, left: Offsets, new: Offsets) -> Offsets:
    """Where the rows of each term begin: what it keeps and what came."""
    counts = terms.carry(left, np.zeros(len(new) - 1, dtype=np.int64))
    counts[terms.new] += np.diff(new)
    return offsets(counts)


def _before_rows(held: Offsets, places: npt.NDArray[Any], terms: Union, new: Offsets, wanted: Offsets) -> Offsets:
    """Before which row of its term each new row comes, for the place that it wants among theirs."""
    of_term = np.repeat(np.arange(len(new) - 1), np.diff(new))
    at = terms.at[of_term]
    first = held[at]
    end = np.where(terms.known[of_term], held[np.minimum(at + 1, len(held) - 1)], first)
    return bisected(places, first, end, wanted)


def _positions(old: Postings, new: Postings, kept: Flags, before: Offsets) -> Counts:
    """The positions of all rows, which count from the beginning of their text, in as few bytes as will do."""
    words = np.repeat(kept, old.frequencies[:])
    moves = interleaved(words, np.repeat(old.begin(before), new.frequencies[:]))
    held = old.positions.astype(np.result_type(old.positions, new.positions), copy=False)
    positions = moves.carry(held, new.positions)
    longest = int(positions.max()) + 1 if len(positions) else 0
    return positions.astype(np.min_scalar_type(longest), copy=False)


def _lexicon(old: Lexicon, new: Lexicon, held: Flags) -> tuple[Lexicon, Union]:
    """The forms that are still held and those that came, and how their terms came together."""
    at, known = places_among(new.forms, old.forms)
    terms = united(held, _term_places(old, new, at, known), known[new.places])
    forms = united(terms.moves.kept[old.term_of], at, known)
    families = old.stem_of, new.stem_of
    kept_stems = np.bincount(families[0][terms.moves.kept], minlength=len(old.stems)) > 0
    stems = united(kept_stems, *places_among(new.stems, old.stems))
    term_of = forms.carry(terms.old[old.term_of], terms.new[new.term_of])
    places = np.empty_like(term_of)
    places[term_of] = np.arange(len(term_of), dtype=np.int32)
    sizes = np.bincount(terms.carry(stems.old[families[0]], stems.new[families[1]]), minlength=len(stems.moves.of_old))
    lexicon = Lexicon(
        forms=_strings(old.forms, new.forms, forms.carry),
        term_of=term_of,
        places=places,
        stems=_strings(old.stems, new.stems, stems.carry),
        families=offsets(sizes).astype(np.int32),
    )
    return lexicon, terms


def _term_places(old: Lexicon, new: Lexicon, at: Offsets, known: Flags) -> Offsets:
    """For each new term the old one that it is, or comes before."""
    stems = new.stem_of.tolist()
    places = [
        int(old.term_of[at[place]]) if known[place] else _place_in_family(old, new.stems[stems[term]], new.forms[place])
        for term, place in enumerate(new.places.tolist())
    ]
    return np.array(places, dtype=np.int64)


def _place_in_family(lexicon: Lexicon, stem: str, form: str) -> int:
    """Before which term a form with this stem comes."""
    family = bisect_left(lexicon.stems, stem)
    if family == len(lexicon.stems) or lexicon.stems[family] != stem:
        return int(lexicon.families[family])
    first, end = lexicon.families[family : family + 2].tolist()
    return bisect_left(range(end), form, first, end, key=lambda term: lexicon.forms[lexicon.places[term]])


def _strings(old: Strings, new: Strings, carry: Callable[..., npt.NDArray[Any]]) -> Strings:
    return tuple(carry(np.array(old, dtype=object), np.array(new, dtype=object)).tolist())
