"""The measures agree with values worked out by hand."""

from __future__ import annotations

import math

import pytest

from search.evaluate import (
    UnreadableJudgements,
    known_sets,
    measure,
    ndcg,
    read_judgements,
    read_topics,
    recall,
    reciprocal_rank,
    trec_run,
)


def test_ndcg_discounts_by_place() -> None:
    assert ndcg(["a", "x", "b"], {"a", "b"}, 10) == pytest.approx((1 + 1 / 2) / (1 + 1 / math.log2(3)))
    assert ndcg(["a", "b"], {"a", "b"}, 10) == 1.0
    assert ndcg(["x"] * 10 + ["a"], {"a"}, 10) == 0.0
    assert ndcg([], set(), 10) == 0.0


def test_reciprocal_rank_looks_at_the_first_relevant_set() -> None:
    assert reciprocal_rank(["x", "a", "b"], {"a", "b"}, 10) == 0.5
    assert reciprocal_rank(["x"] * 10 + ["a"], {"a"}, 10) == 0.0


def test_recall_is_the_share_that_was_found() -> None:
    assert recall(["a", "x"], {"a", "b"}, 100) == 0.5
    assert recall(["x", "a"], {"a"}, 1) == 0.0


def test_means_are_over_all_judged_queries() -> None:
    measures = measure([([("a", 2.0), ("x", 1.0)], {"a"}), ([("x", 2.0)], {"a"})])
    assert measures.as_json() == {"queries": 2, "ndcg@10": 0.5, "mrr@10": 0.5, "recall@100": 0.5}
    assert measure([]).as_json() == {"queries": 0, "ndcg@10": 0.0, "mrr@10": 0.0, "recall@100": 0.0}


def test_reads_topics_and_judgements() -> None:
    assert read_topics(["q1\tboer en stikstof\n", "\n", "q2\ttrein\n"]) == {"q1": "boer en stikstof", "q2": "trein"}
    assert read_judgements(["q1 0 KVR1 1\n", "q1 0 KVR2 0\n", "q2 0 KVR3 1\n"]) == {"q1": {"KVR1"}, "q2": {"KVR3"}}


@pytest.mark.parametrize("line", ["zonder tab", "q1"])
def test_an_unreadable_line_is_named(line: str) -> None:
    with pytest.raises(UnreadableJudgements, match="Regel 2"):
        read_topics(["q1\tgoed", line])


def test_documents_of_one_set_count_once_and_unknown_ones_stay_unfound() -> None:
    assert known_sets(["KVR1", "KVR2", "KVR9"], {"KVR1": "a", "KVR2": "a"}.get) == {"a", "KVR9"}


def test_writes_a_run() -> None:
    assert list(trec_run({"q1": [("a", 2.5), ("b", 1.0)]})) == [
        "q1 Q0 a 1 2.5000 vraagbaak",
        "q1 Q0 b 2 1.0000 vraagbaak",
    ]
