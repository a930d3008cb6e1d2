"""Collected words → postings: all words of all fields are numbered, and sorted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.analysis import stems
from index.arrays import (
    FIELD_ORDER,
    Arrays,
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

Places = npt.NDArray[np.uint32]

GAP = NEAREST + 1
"""Positions left free behind each piece of text, so that no phrase and no VLAK reaches from one into the next."""

SORTED_TOGETHER = 5_000_000
"""So many words, or fewer, are sorted at once: a fraction of all, so that it can be done on several cores."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words as they were collected: the term of each, and its place when all stand in the order of their texts.

    Of each piece of text, in that order, `texts` and `lengths` tell whose it is and how many words it has.
    """

    terms: Ints
    places: Places
    texts: Ints
    lengths: Ints


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
    postings = _postings(words, _positions(words, texts.starts), len(lexicon.term_of))
    return assembled(
        ids=tuple(row.id for row in ordered),
        lexicon=lexicon,
        postings=postings,
        texts=texts,
        documents=documents,
        sets=sets,
        facets=facet_columns(ordered),
    )


def assembled(
    *,
    ids: tuple[str, ...],
    lexicon: Lexicon,
    postings: Postings,
    texts: TextColumns,
    documents: DocumentColumns,
    sets: SetColumns,
    facets: dict[str, FacetColumn],
) -> Arrays:
    """The arrays of a segment, with what is only known of the whole: compounds, what common words count and hold."""
    compounds = compounds_of(lexicon, np.diff(postings.position_offsets))
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
    streams, terms_of_them, texts = [], [], []
    for field in FIELD_ORDER:
        for each, term_of, (ordinals, numbers) in zip(collected, terms_of, places, strict=True):
            stream = each.streams[field.name]
            streams.append(stream)
            terms_of_them.append(term_of)
            texts.append(ranges[field.name][0] + (ordinals if field.of_set else numbers)[stream.owners])
    terms = on_all_cores(lambda n: terms_of_them[n][streams[n].words], range(len(streams)))
    return _ordered(
        np.concatenate(terms), np.concatenate(texts), np.concatenate([stream.lengths for stream in streams])
    )


def _ordered(terms: Ints, texts: Ints, lengths: Ints) -> _Words:
    """The words, with the pieces in the order of their texts."""
    order = np.argsort(texts, kind="stable")
    begins = np.empty(len(texts), dtype=np.int64)
    begins[order] = offsets(lengths[order])[:-1]
    moved = (begins - offsets(lengths)[:-1]).astype(np.int32)
    places = np.arange(len(terms), dtype=np.uint32)
    places += np.repeat(moved, lengths).view(np.uint32)
    return _Words(terms, places, texts[order], lengths[order])


def _positions(words: _Words, starts: Positions) -> Counts:
    """The position of each word in its text, in as few bytes as the longest text allows."""
    first = offsets(words.lengths)[:-1]
    gone_by = starts[words.texts] - np.arange(len(first)) * GAP  # words of the texts before the one of each piece
    longest = int((first + words.lengths - gone_by).max(initial=0))
    within = np.arange(len(words.terms), dtype=np.uint32)
    within -= np.repeat(gone_by.astype(np.uint32), words.lengths)
    return within.astype(np.min_scalar_type(longest))


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The postings of a range of terms: how many each has, and of each its text, frequency and positions."""

    counts: Offsets
    texts: Ints
    frequencies: Ints
    positions: Counts


def _postings(words: _Words, positions: Counts, terms: int) -> Postings:
    """Sort the words by term, some ranges of terms beside one another."""
    occurrences = np.bincount(words.terms, minlength=terms)
    text_of = np.repeat(words.texts, words.lengths)
    ranges = pairwise(_range_ends(occurrences))
    parts = on_all_cores(lambda terms: _sorted(words, text_of, positions, *terms), ranges)
    return Postings.of(
        offsets=offsets(np.concatenate([part.counts for part in parts])),
        texts=np.concatenate([part.texts for part in parts]),
        frequencies=np.concatenate([part.frequencies for part in parts]),
        position_offsets=offsets(occurrences),
        positions=np.concatenate([part.positions for part in parts]),
    )


def _range_ends(occurrences: Offsets) -> list[int]:
    """Where ranges of terms with about as many words begin, and where the last one ends."""
    reached = offsets(occurrences)
    between = np.searchsorted(reached, np.arange(SORTED_TOGETHER, reached[-1], SORTED_TOGETHER))
    return [0, *between.tolist(), len(occurrences)]


def _sorted(words: _Words, texts: Ints, positions: Counts, first: int, end: int) -> _Sorted:
    """Sort the words of some terms, those of one term as they stand, and take those of one text together."""
    wanted = np.flatnonzero((words.terms >= first) & (words.terms < end))
    key = (words.terms[wanted] - np.int32(first)).astype(np.uint64) << np.uint64(32)
    key |= words.places[wanted]
    key.sort()
    term_of = (key >> np.uint64(32)).astype(np.int32)
    key &= np.uint64(0xFFFFFFFF)
    places = key.view(np.int64)
    text_of = texts[places]
    other = np.ones(len(places), dtype=bool)
    other[1:] = (term_of[1:] != term_of[:-1]) | (text_of[1:] != text_of[:-1])
    starts = np.flatnonzero(other)
    return _Sorted(
        counts=np.bincount(term_of[starts], minlength=end - first),
        texts=text_of[starts],
        frequencies=np.diff(starts, append=len(places)).astype(np.int32),
        positions=positions[places],
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
    piece = np.searchsorted(words.texts, np.arange(texts))
    begins = offsets(words.lengths) + np.arange(len(words.lengths) + 1) * GAP
    return begins[piece].astype(np.uint32)
