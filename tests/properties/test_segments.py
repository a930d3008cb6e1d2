"""Adding to an index and taking from it gives what building it anew gives, however many segments it went through."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from corpora import corpora
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir

from index import segments
from index.arrays import Arrays
from index.collecting import Collected, Collector
from index.inversion import invert
from index.records import QuestionSet


def collected(records: list[QuestionSet]) -> Collected:
    collector = Collector()
    for record in records:
        collector.add(record)
    return collector.collected()


def plain(value: object) -> object:
    """Arrays as lists, so that two of them can be compared."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def words(arrays: Arrays) -> object:
    """The arrays without words that no text holds any more, which a merge may keep."""
    held = plain(arrays)
    assert isinstance(held, dict)
    return {name: held[name] for name in ("ids", "documents", "sets", "facets", "texts")}


def postings(arrays: Arrays) -> dict[str, tuple[list[int], list[int], list[int]]]:
    """For each word form that occurs its texts, how often it is in each, and its positions."""
    found, lexicon, all_ = {}, arrays.lexicon, arrays.postings
    for place, form in enumerate(lexicon.forms):
        term = lexicon.term_of[place]
        here = slice(*all_.offsets[term : term + 2])
        standing = slice(*all_.position_offsets[term : term + 2])
        if here.stop > here.start:
            found[form] = (
                all_.texts[here].tolist(),
                all_.frequencies[here].tolist(),
                all_.positions[standing].tolist(),
            )
    return found


def compounds(arrays: Arrays) -> dict[str, tuple[list[str], set[str]]]:
    """For each form that occurs the forms it is made of, and those that hold a word of its stem."""
    forms = [arrays.lexicon.forms[place] for place in arrays.lexicon.places.tolist()]
    families = np.repeat(np.arange(len(arrays.lexicon.stems)), np.diff(arrays.lexicon.families)).tolist()
    found, all_ = {}, arrays.compounds
    for term, form in enumerate(forms):
        made_of = all_.parts[slice(*all_.part_offsets[term : term + 2])].tolist()
        within = all_.wholes[slice(*all_.whole_offsets[families[term] : families[term] + 2])].tolist()
        found[form] = ([forms[part] for part in made_of], {forms[whole] for whole in within})
    return {form: found[form] for form in postings(arrays)}


@settings(max_examples=60, deadline=None)
@given(corpora(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_collections_in_any_order_give_the_same(corpus: list[QuestionSet], chance: object, parts: int) -> None:
    whole = invert([collected(corpus)])
    shuffled = list(corpus)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random
    pieces = invert([collected(shuffled[part::parts]) for part in range(parts)])
    assert words(pieces) == words(whole)
    assert postings(pieces) == postings(whole)
    assert compounds(pieces) == compounds(whole)


@settings(max_examples=40, deadline=None)
@given(corpora(least=2), corpora(), st.data())
def test_updates_and_deletions_give_what_building_anew_gives(
    before: list[QuestionSet], other: list[QuestionSet], data: st.DataObject
) -> None:
    changed = data.draw(st.lists(st.sampled_from(other), unique_by=lambda record: record.id))
    gone = {record.id for record in data.draw(st.lists(st.sampled_from(before)))}
    after = {**{record.id: record for record in before}, **{record.id: record for record in changed}}
    left = [record for name, record in after.items() if name not in gone or record in changed]
    with TemporaryDirectory() as folder:
        with segments.writing(Path(folder)) as writer:
            writer.take(collected(before))
        with segments.writing(Path(folder)) as writer:
            writer.replace(collected(changed), removed=gone)
        merged = segments.open_arrays(Path(folder))
        with open_dir(folder).searcher() as searcher:
            documents = searcher.doc_count()
    anew = invert([collected(left)])
    assert words(merged) == words(anew)
    assert postings(merged) == postings(anew)
    assert compounds(merged) == compounds(anew)
    assert documents == len(anew.documents.sets)
