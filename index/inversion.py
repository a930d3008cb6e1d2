"""Collected words → postings: all words of all fields are numbered, and sorted once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.analysis import stems
from index.arrays import (
    FIELD_ORDER,
    Arrays,
    Compounds,
    Counts,
    DocumentColumns,
    FacetColumn,
    Ints,
    Lexicon,
    Offsets,
    Positions,
    Postings,
    SetColumns,
    TextColumns,
    offsets,
    stretches,
    text_ranges,
)
from index.collecting import Collected, SetRow
from index.columns import facet_columns
from index.compounds import compounds_of
from index.cores import on_all_cores
from index.holding import question_bits
from index.schema import NEAREST
from index.weighing import weighed

GAP = NEAREST + 1
"""Positions left free behind each piece of text, so that no phrase and no VLAK reaches from one into the next."""

_BITS = 64
"""Of a number: enough for a million terms in sixteen million texts of a million words."""

AT_ONCE = 2_000_000
"""Of so many sorted words at once, on any core, the postings are made."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words as they were collected: the term of each, and of each piece its text, its length and where it stands.

    The first word of a piece stands at `stands` when all texts are written one behind the other, with a gap behind
    every piece.
    """

    terms: Ints
    texts: Ints
    lengths: Ints
    stands: Offsets


def invert(collected: Sequence[Collected]) -> Arrays:
    """The arrays of everything that was collected; any order of the sets gives the same."""
    rows = [row for each in collected for row in each.rows]
    order = sorted(range(len(rows)), key=lambda n: rows[n].age)
    ordered = [rows[n] for n in order]
    lexicon, terms_of = _lexicon(collected)
    sets = _set_columns(ordered)
    documents = _document_columns(sets)
    words = _words(collected, terms_of, _places(collected, order, sets), documents)
    texts = _text_columns(words, sets, documents, ordered)
    occurrences = np.bincount(words.terms, minlength=len(lexicon.term_of))
    with ThreadPoolExecutor(1) as beside:
        # these two are mostly Python, which has a core to itself while NumPy sorts
        compounds = beside.submit(compounds_of, lexicon, occurrences)
        facets = beside.submit(facet_columns, ordered)
        postings = _postings(words, texts.starts, occurrences)
    return assembled(
        ids=tuple(row.id for row in ordered),
        lexicon=lexicon,
        compounds=compounds.result(),
        postings=postings,
        texts=texts,
        documents=documents,
        sets=sets,
        facets=facets.result(),
    )


def assembled(
    *,
    ids: tuple[str, ...],
    lexicon: Lexicon,
    compounds: Compounds,
    postings: Postings,
    texts: TextColumns,
    documents: DocumentColumns,
    sets: SetColumns,
    facets: dict[str, FacetColumn],
) -> Arrays:
    """The arrays of a segment, with what common words count and hold, which is only known of the whole."""
    return Arrays(
        ids=ids,
        lexicon=lexicon,
        compounds=compounds,
        postings=postings,
        weighed=weighed(postings, texts, lexicon, compounds, len(ids), len(documents.sets)),
        holding=question_bits(postings, texts, lexicon, compounds, len(documents.sets)),
        texts=texts,
        documents=documents,
        sets=sets,
        facets=facets,
    )


def _lexicon(collected: Sequence[Collected]) -> tuple[Lexicon, list[Ints]]:
    """All forms as a lexicon, and for each collection the term of each of its forms."""
    numbers: dict[str, int] = {}
    own = [np.array([numbers.setdefault(form, len(numbers)) for form in c.forms], dtype=np.int32) for c in collected]
    forms = list(numbers)
    stem_of = stems(forms)
    by_form = sorted(range(len(forms)), key=forms.__getitem__)
    by_term = sorted(by_form, key=stem_of.__getitem__)
    term_of = np.empty(len(forms), dtype=np.int32)
    term_of[by_term] = np.arange(len(forms), dtype=np.int32)
    families: dict[str, int] = {}
    for term, number in enumerate(by_term):
        families.setdefault(stem_of[number], term)
    lexicon = Lexicon(
        forms=tuple(forms[n] for n in by_form),
        term_of=term_of[by_form],
        places=np.argsort(term_of[by_form]).astype(np.int32),
        stems=tuple(families),
        families=np.array([*families.values(), len(forms)], dtype=np.int32),
    )
    return lexicon, [term_of[numbers_here] for numbers_here in own]


def _set_columns(rows: list[SetRow]) -> SetColumns:
    documents = np.array([row.documents for row in rows], dtype=np.int32)
    return SetColumns(
        asked=np.array([row.asked for row in rows], dtype=np.int32),
        answered=np.array([row.answered for row in rows], dtype=np.int32),
        due=np.array([row.due for row in rows], dtype=np.int32),
        questions=np.array([row.questions for row in rows], dtype=np.int32),
        first_documents=offsets(documents).astype(np.int32),
    )


def _document_columns(sets: SetColumns) -> DocumentColumns:
    documents = np.diff(sets.first_documents)
    of_set = np.repeat(np.arange(len(documents), dtype=np.int32), documents)
    places = np.arange(len(of_set), dtype=np.int32) - sets.first_documents[of_set]
    return DocumentColumns(sets=of_set, places=np.where(sets.questions[of_set] > 0, places, -1).astype(np.int32))


def _places(collected: Sequence[Collected], order: list[int], sets: SetColumns) -> list[tuple[Ints, Ints]]:
    """For each collection the ordinals of its sets and the numbers of its documents."""
    ordinals = np.empty(len(order), dtype=np.int32)
    ordinals[order] = np.arange(len(order), dtype=np.int32)
    first, places = 0, []
    for each in collected:
        own = ordinals[first : first + len(each.rows)]
        first += len(each.rows)
        places.append((own, stretches(sets.first_documents[own], sets.first_documents[own + 1]).astype(np.int32)))
    return places


def _words(
    collected: Sequence[Collected],
    terms_of: list[Ints],
    places: list[tuple[Ints, Ints]],
    documents: DocumentColumns,
) -> _Words:
    """The words of all fields of all collections."""
    ranges = text_ranges(sum(len(each.rows) for each in collected), len(documents.sets))
    parts = [
        (each.streams[field.name], term_of, ranges[field.name][0] + (ordinals if field.of_set else numbers))
        for field in FIELD_ORDER
        for each, term_of, (ordinals, numbers) in zip(collected, terms_of, places, strict=True)
    ]
    terms = np.concatenate(on_all_cores(lambda part: part[1][part[0].words], parts))
    texts = np.concatenate([texts_of[stream.owners] for stream, _, texts_of in parts])
    lengths = np.concatenate([stream.lengths for stream, _, _ in parts])
    return _Words(terms, texts, lengths, _stands(texts, lengths))


def _stands(texts: Ints, lengths: Ints) -> Offsets:
    """Where each piece stands; those of one text are in order."""
    order = np.argsort(texts, kind="stable")
    stands = np.empty(len(texts), dtype=np.int64)
    stands[order] = offsets(lengths[order] + GAP)[:-1]
    return stands


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Words by term, those of one term as they stand: term, text and position of each in the bits of one number."""

    keys: npt.NDArray[np.uint64]
    text_bits: int
    position_bits: int

    @classmethod
    def of(cls, words: _Words, starts: Positions) -> _Sorted:
        """The words sorted; NumPy sorts numbers many times as fast as it finds an order."""
        within = words.stands - starts[words.texts]
        position_bits = int((within + words.lengths).max(initial=0)).bit_length()
        text_bits = len(starts).bit_length()
        assert int(words.terms.max(initial=0)).bit_length() + text_bits + position_bits <= _BITS
        # what to add to the place of a word among all to get its text and its position there; may be below zero
        piece = (words.texts.astype(np.int64) << position_bits) + within - offsets(words.lengths)[:-1]
        keys = words.terms.astype(np.uint64)
        keys <<= np.uint64(text_bits + position_bits)
        keys += np.repeat(piece, words.lengths).view(np.uint64)
        keys += np.arange(len(keys), dtype=np.uint32)
        keys.sort()
        return cls(keys, text_bits, position_bits)

    def part(self, first: int) -> _Part:
        """The postings that begin among so many words."""
        keys = self.keys[first : first + AT_ONCE]
        heads = keys >> np.uint64(self.position_bits)
        other = np.ones(len(heads), dtype=bool)
        other[1:] = heads[1:] != heads[:-1]
        other[0] = not first or heads[0] != self.keys[first - 1] >> np.uint64(self.position_bits)
        starts = np.flatnonzero(other)
        positions = keys & np.uint64((1 << self.position_bits) - 1)
        return _Part(
            starts=starts + first,
            terms=(heads[starts] >> np.uint64(self.text_bits)).astype(np.int32),
            texts=(heads[starts] & np.uint64((1 << self.text_bits) - 1)).astype(np.int32),
            positions=positions.astype(np.min_scalar_type((1 << self.position_bits) - 1)),
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """Some postings: of each the word with which it begins, its term and its text; and the positions of their words."""

    starts: Offsets
    terms: Ints
    texts: Ints
    positions: Counts


def _postings(words: _Words, starts: Positions, occurrences: Offsets) -> Postings:
    """Sort the words by term, and take those of one text together."""
    ordered = _Sorted.of(words, starts)
    parts = on_all_cores(ordered.part, range(0, len(words.terms), AT_ONCE))

    def joined(name: str, kind: Any) -> npt.NDArray[Any]:
        return np.concatenate([np.zeros(0, kind), *(getattr(part, name) for part in parts)])

    return Postings.of(
        offsets=offsets(np.bincount(joined("terms", np.int32), minlength=len(occurrences))),
        texts=joined("texts", np.int32),
        frequencies=np.diff(joined("starts", np.int64), append=len(words.terms)),
        position_offsets=offsets(occurrences),
        positions=joined("positions", np.uint8),
    )


def _text_columns(words: _Words, sets: SetColumns, documents: DocumentColumns, rows: list[SetRow]) -> TextColumns:
    ranges = text_ranges(len(rows), len(documents.sets))
    own, of_sets = np.arange(len(documents.sets), dtype=np.int32), np.arange(len(rows), dtype=np.int32)
    set_of = [of_sets if field.of_set else documents.sets for field in FIELD_ORDER]
    document_of = [np.full_like(of_sets, -1) if field.of_set else own for field in FIELD_ORDER]
    count = sum(map(len, set_of))
    repeated = np.zeros(count, dtype=bool)
    for first, row in zip(sets.first_documents.tolist(), rows, strict=False):
        for field, place in row.repeats:
            repeated[ranges[field][0] + first + place] = True
    return TextColumns(
        sets=np.concatenate(set_of),
        documents=np.concatenate(document_of),
        lengths=np.bincount(words.texts, weights=words.lengths, minlength=count).astype(np.int32),
        starts=_starts(words, count),
        repeated=repeated,
    )


def _starts(words: _Words, texts: int) -> Positions:
    """Where each text begins; an empty one where the next begins."""
    piece = np.searchsorted(np.sort(words.texts), np.arange(texts))
    end = len(words.terms) + len(words.texts) * GAP
    return np.append(np.sort(words.stands), end)[piece].astype(np.uint32)
