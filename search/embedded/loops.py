"""The inner loops of a search: one go over postings or sets, where NumPy would go over whole arrays many times.

Numba compiles them to machine code for the types that are named above each. That happens when this module is first
imported on a machine, takes some seconds, and is kept in a cache. What is in the cache is found again by the text of
this file alone: so a loop is given all it needs, for a number taken from another module would stay what it was.

While a loop runs, other threads do too. Places that come from files are checked, so that damage ends in an IndexError;
those of texts and sets that are found, where these are marked and flagged, before anything else is done with them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from numba import njit, types

_Loop = TypeVar("_Loop", bound=Callable[..., Any])
_Array = npt.NDArray[Any]

_log = logging.getLogger(__name__)


def _compiled(*arguments: tuple[Any, ...], returns: Any = types.void, checked: bool = True) -> Callable[[_Loop], _Loop]:
    """Compile a loop for arguments of each of these types; not `checked` where places were so before."""
    signatures = [returns(*each) for each in arguments]

    def compiling(loop: _Loop) -> _Loop:
        try:
            compiled: Any = njit(signatures, cache=True, nogil=True, boundscheck=checked, error_model="numpy")(loop)
        except RuntimeError:  # there is no folder that can be written in
            _tell_of_no_cache()
            compiled = njit(signatures, nogil=True, boundscheck=checked, error_model="numpy")(loop)
        return compiled  # type: ignore[no-any-return] # Numba keeps no record of what a loop is called with

    return compiling


def _part(loop: _Loop) -> _Loop:
    """Compile a part of loops, with each of them."""
    compiled: Any = njit(loop)
    return compiled  # type: ignore[no-any-return] # the same


@cache
def _tell_of_no_cache() -> None:
    """Say once why every start takes longer."""
    _log.warning(
        "De vertaalde lussen kunnen nergens worden bewaard: elke start duurt enkele seconden langer. "
        "Geef met NUMBA_CACHE_DIR een map waarin geschreven mag worden."
    )


def _read(kind: Any, dimensions: int = 1) -> Any:
    """An array that is only read: what is mapped into memory cannot be written."""
    return types.Array(kind, dimensions, "C", readonly=True)


_FLAGS, _U1, _U2, _U4 = map(_read, (types.bool_, types.uint8, types.uint16, types.uint32))
_U8, _U8_ROWS = _read(types.uint64), _read(types.uint64, 2)
_I4, _I8, _F4, _F8 = map(_read, (types.int32, types.int64, types.float32, types.float64))
_FLAGS_OUT, _U2_OUT, _I4_OUT, _I8_OUT = (kind[::1] for kind in (types.bool_, types.uint16, types.int32, types.int64))
_F4_OUT, _F8_OUT, _I8_ROWS_OUT = types.float32[::1], types.float64[::1], types.int64[:, ::1]


@_compiled((_I4, _I4), (_I8, _I4), returns=types.int64)
def size_of(offsets: _Array, terms: _Array) -> int:
    """How many postings some terms have."""
    size = 0
    for term in terms:
        size += offsets[term + 1] - offsets[term]
    return size


@_compiled(
    (_I4, _U1, _I4, _I4, types.float64, types.int64, _I4_OUT, _F4_OUT),
    (_I4, _U1, _I8, _I4, types.float64, types.int64, _I4_OUT, _F4_OUT),
    returns=types.int64,
    checked=False,  # but a term at a time: checks at each posting would take half of the time
)
def gather(
    texts: _Array,
    begins: _Array,
    offsets: _Array,
    terms: _Array,
    share: float,
    place: int,
    places: _Array,
    amounts: _Array,
) -> int:
    """Put the texts of some terms in a row from a place on, with a share of how often each is there; gives the end."""
    for term in terms:
        if not 0 <= term < len(offsets) - 1:
            raise IndexError
        first, end = offsets[term], offsets[term + 1]
        held = end - first
        if not 0 <= first <= end <= min(len(texts), len(begins) - 1) or place + held > len(places):
            raise IndexError
        for posting in range(held):
            places[place + posting] = texts[first + posting]
        for posting in range(held):
            amounts[place + posting] = share * np.uint8(begins[first + posting + 1] - begins[first + posting])
        place += held
    return place


@_compiled((_I4, _I4, _FLAGS_OUT), returns=types.int64)
def mark(texts: _Array, set_of: _Array, flags: _Array) -> int:
    """Flag the sets of some texts; gives how many were not flagged yet."""
    new = 0
    for text in texts:
        ordinal = set_of[text]
        new += not flags[ordinal]
        flags[ordinal] = True
    return new


@_compiled((_I4, _F4, _I4, _F8, _FLAGS, _I8, types.float64, types.float64, _F8_OUT, _F8_OUT), checked=False)
def weigh(
    texts: _Array,
    amounts: _Array,
    set_of: _Array,
    weights: _Array,
    chosen: _Array,
    ordinals: _Array,
    worth: float,
    saturation: float,
    room: _Array,
    scores: _Array,
) -> None:
    """Add to the scores of chosen sets BM25F of what is in some texts, so often; `room` has zeros, and keeps them."""
    for place in range(len(texts)):
        ordinal = set_of[texts[place]]
        if chosen[ordinal]:
            room[ordinal] += amounts[place] * weights[texts[place]]
    for place in range(min(len(texts), len(ordinals))):
        ordinal = ordinals[place] if len(ordinals) < len(texts) else np.int64(set_of[texts[place]])
        if chosen[ordinal] and room[ordinal]:
            scores[ordinal] += worth * (room[ordinal] / (room[ordinal] + saturation))
            room[ordinal] = 0.0


@_compiled((_I4, _F4, _I4, _I4, _F8, _FLAGS, _I8, _F8_OUT))
def weigh_documents(
    texts: _Array,
    amounts: _Array,
    set_of: _Array,
    document_of: _Array,
    weights: _Array,
    near: _Array,
    documents: _Array,
    sums: _Array,
) -> None:
    """Sum for some documents, in order and all in sets that are near, what is in their own texts, so often."""
    for place in range(len(texts)):
        text = texts[place]
        if near[set_of[text]]:
            at = np.searchsorted(documents, document_of[text])
            if at < len(documents) and documents[at] == document_of[text]:
                sums[at] += amounts[place] * weights[text]


@_compiled((_FLAGS, _I8_OUT), returns=types.int64, checked=False)
def flagged(flags: _Array, ordinals: _Array) -> int:
    """Tell which are flagged, and how many; there is room for one more than there are flags."""
    count = 0
    for ordinal in range(len(flags)):  # the next one takes the place of one that is not: nothing has to be foreseen
        ordinals[count] = ordinal
        count += flags[ordinal]
    return count


@_compiled(*((sets, _FLAGS_OUT) for sets in (_U1, _U2, _U4)))
def flag(sets: _Array, flags: _Array) -> None:
    """Flag some sets."""
    for ordinal in sets:
        flags[ordinal] = True


@_compiled(*((sets, _F4, types.float64, _F8_OUT) for sets in (_U1, _U2, _U4)), checked=False)
def add(sets: _Array, added: _Array, share: float, scores: _Array) -> None:
    """Add to the scores of some sets a share of what each has here."""
    for place in range(min(len(sets), len(added))):
        scores[sets[place]] += share * added[place]


@_compiled((_I8, _I4, _U2_OUT))
def count_none(ordinals: _Array, first_documents: _Array, held: _Array) -> None:
    """Let the questions of some sets have counted nothing."""
    for ordinal in ordinals:
        for document in range(first_documents[ordinal], first_documents[ordinal + 1]):
            held[document] = 0


@_compiled((_I4, _I4, types.uint16, _U2_OUT))
def count_held(texts: _Array, document_of: _Array, before: int, held: _Array) -> None:
    """Count one more for the questions of some texts that have counted so many before."""
    for text in texts:
        document = document_of[text]
        if document >= 0 and held[document] == before:
            held[document] = before + 1


@_compiled((_U1, _I8, _I4, types.uint16, _U2_OUT))
def count_bits(bits: _Array, ordinals: _Array, first_documents: _Array, before: int, held: _Array) -> None:
    """The same for the questions of some sets that have a bit."""
    for ordinal in ordinals:
        for document in range(first_documents[ordinal], first_documents[ordinal + 1]):
            if held[document] == before and (bits[document >> 3] >> (7 - (document & 7))) & 1:
                held[document] = before + 1


@_compiled((_I8, _I4, _U2, types.uint16, _FLAGS_OUT))
def any_counting(ordinals: _Array, first_documents: _Array, held: _Array, wanted: int, flags: _Array) -> None:
    """Flag the places of those of some sets of which a question has counted so many."""
    for place in range(len(ordinals)):
        for document in range(first_documents[ordinals[place]], first_documents[ordinals[place] + 1]):
            if held[document] == wanted:
                flags[place] = True
                break


@_compiled(
    *(
        (_I4, _I8, types.int64, _I4, types.int64, types.int64, _U1, _I4, positions, _FLAGS_OUT)
        for positions in (_U1, _U2, _U4)
    )
)
def stand_beside(
    spot_texts: _Array,
    spot_places: _Array,
    distance: int,
    texts: _Array,
    first: int,
    end: int,
    begins: _Array,
    turns: _Array,
    positions: _Array,
    flags: _Array,
) -> None:
    """Flag the spots, in order, that have the term of a stretch of postings so far behind them.

    Both are gone through once, side by side: from text to text, and in a text from position to position.
    """
    turn, known, at, stop = np.searchsorted(turns, first, side="right"), -1, 0, 0
    for spot in range(len(spot_texts)):
        text, wanted = spot_texts[spot], spot_places[spot] + distance
        if text != known:
            known, step = text, 1
            while first + step < end and texts[first + step] < text:
                first += step
                step *= 2
            last = min(first + step, end)
            while first < last:
                middle = (first + last) // 2
                if texts[middle] < text:
                    first = middle + 1
                else:
                    last = middle
            while turn < len(turns) and turns[turn] <= first:
                turn += 1
            at = stop = turn * 256 + begins[first]
            posting = first
            while posting < end and texts[posting] == text:
                stop += np.uint8(begins[posting + 1] - begins[posting])
                posting += 1
        while at < stop and np.int64(positions[at]) < wanted:
            at += 1
        flags[spot] = at < stop and np.int64(positions[at]) == wanted


@_compiled((_I8, _U4, _U4, _I8_OUT), checked=False)
def count_values(ordinals: _Array, set_offsets: _Array, values: _Array, counts: _Array) -> None:
    """Count for each value those of some sets that have it."""
    for ordinal in ordinals:
        for place in range(set_offsets[ordinal], set_offsets[ordinal + 1]):
            counts[values[place]] += 1


@_compiled((_FLAGS, _U4, _U4, _I8_OUT), checked=False)
def count_sets(chosen: _Array, value_offsets: _Array, sets: _Array, counts: _Array) -> None:
    """Count for each value which of its sets are chosen."""
    for value in range(len(counts)):
        count = 0
        for place in range(value_offsets[value], value_offsets[value + 1]):
            count += chosen[sets[place]]
        counts[value] = count


@_compiled((_U8, _U8_ROWS, _I8, _I8_OUT), checked=False)
def count_words(chosen: _Array, bits: _Array, values: _Array, counts: _Array) -> None:
    """The same for some values whose sets are the bits of a row of words, as the chosen ones are."""
    for row in range(len(values)):
        count = np.uint64(0)
        for place in range(len(chosen)):
            word = bits[row, place] & chosen[place]
            word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
            word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
            word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
            count += (word * np.uint64(0x0101010101010101)) >> np.uint64(56)
        counts[values[row]] = count


@_compiled((_I8, _I8, _I8_ROWS_OUT, _I8_ROWS_OUT, _I8_OUT), checked=False)
def commonest(counts: _Array, firsts: _Array, best: _Array, most: _Array, held: _Array) -> None:
    """Find the commonest values of each facet with their counts, equal ones in their own order, and how many count."""
    wanted = best.shape[1]
    for facet in range(len(held)):
        there, found, least = 0, 0, 0 if wanted else np.iinfo(np.int64).max
        for value in range(firsts[facet], firsts[facet + 1]):
            count = counts[value]
            there += count > 0
            if count > least:
                place = min(found, wanted - 1)
                found = place + 1
                while place > 0 and most[facet, place - 1] < count:
                    best[facet, place], most[facet, place] = best[facet, place - 1], most[facet, place - 1]
                    place -= 1
                best[facet, place], most[facet, place] = value, count
                if found == wanted:
                    least = most[facet, wanted - 1]
        held[facet] = there


@_part
def _before(keys: _Array, one: int, other: int) -> bool:
    """Whether one place comes before another: by their keys, equal ones as they stand."""
    return bool(keys[one] < keys[other] or (keys[one] == keys[other] and one < other))


@_part
def _sink(heap: _Array, keys: _Array, at: int, end: int) -> None:
    """Let a place in a heap go down until those below it come before it."""
    place = heap[at]
    while 2 * at + 1 < end:
        below = 2 * at + 1
        if below + 1 < end and _before(keys, heap[below], heap[below + 1]):
            below += 1
        if not _before(keys, place, heap[below]):
            break
        heap[at] = heap[below]
        at = below
    heap[at] = place


@_compiled((_I8, _I8_OUT), (_F8, _I8_OUT), checked=False)
def foremost(keys: _Array, places: _Array) -> None:
    """Find the places of the least keys in order, equal ones as they stand; there is room for at least one of them."""
    wanted = len(places)
    for place in range(wanted):
        places[place] = place
    for at in range(wanted // 2 - 1, -1, -1):
        _sink(places, keys, at, wanted)
    last = keys[places[0]]
    for place in range(wanted, len(keys)):
        if keys[place] < last:
            places[0] = place
            _sink(places, keys, 0, wanted)
            last = keys[places[0]]
    for end in range(wanted - 1, 0, -1):
        places[0], places[end] = places[end], places[0]
        _sink(places, keys, 0, end)
