"""Adding to an index and taking from it gives what building it anew gives, however many segments it went through."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from contents import plain
from corpora import corpora
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir

from index import collecting, inversion, segments
from index.collecting import Collected, Collector
from index.inversion import invert
from index.records import QuestionSet


def collected(records: list[QuestionSet]) -> Collected:
    collector = Collector()
    for record in records:
        collector.add(record)
    return collector.collected()


@settings(max_examples=60, deadline=None)
@given(corpora(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_collections_in_any_order_give_the_same(corpus: list[QuestionSet], chance: object, parts: int) -> None:
    whole = invert([collected(corpus)])
    shuffled = list(corpus)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collecting, "TOGETHER", 40)
        patch.setattr(inversion, "AT_ONCE", 7)
        pieces = invert([collected(shuffled[part::parts]) for part in range(parts)])
    assert plain(pieces) == plain(whole)


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
    assert plain(merged) == plain(anew)
    assert documents == len(anew.documents.sets)
