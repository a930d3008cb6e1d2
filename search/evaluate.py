"""How good an order is: nDCG, MRR and recall on judged queries."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

RANKED = 100
"""Hits looked at for each query."""

Ranking = Sequence[tuple[str, float]]
"""Set ids with their scores, the best first."""


class UnreadableJudgements(Exception):  # noqa: N818 - it says what is the matter
    """A file of topics or judgements that is not in its form; the sentence names the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The means over all judged queries."""

    queries: int
    ndcg_at_10: float
    mrr_at_10: float
    recall_at_100: float

    def as_json(self) -> dict[str, float]:
        """The measures under their usual names."""
        return {
            "queries": self.queries,
            "ndcg@10": round(self.ndcg_at_10, 4),
            "mrr@10": round(self.mrr_at_10, 4),
            "recall@100": round(self.recall_at_100, 4),
        }


def read_topics(lines: Iterable[str]) -> dict[str, str]:
    """Queries by id from lines "id<TAB>query"."""
    return dict(_fields(lines, "\t", 2))  # type: ignore[arg-type] # _fields gives as many as asked


def read_judgements(lines: Iterable[str]) -> dict[str, set[str]]:
    """The relevant documents of each query from TREC lines "query 0 document relevance"."""
    relevant: dict[str, set[str]] = {}
    for query, _, document, relevance in _fields(lines, None, 4):
        if int(relevance) > 0:
            relevant.setdefault(query, set()).add(document)
    return relevant


def _fields(lines: Iterable[str], separator: str | None, count: int) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        fields = tuple(line.rstrip("\n").split(separator, count - 1))
        if len(fields) != count:
            raise UnreadableJudgements(f"Regel {number} heeft geen {count} velden: ‘{line.strip()[:60]}’.")
        yield fields


def measure(judged: Iterable[tuple[Ranking, Collection[str]]]) -> Measures:
    """The measures over rankings with the sets that are relevant to each."""
    rows = [([one for one, _ in ranking], relevant) for ranking, relevant in judged]
    return Measures(
        queries=len(rows),
        ndcg_at_10=_mean(ndcg(ids, relevant, 10) for ids, relevant in rows),
        mrr_at_10=_mean(reciprocal_rank(ids, relevant, 10) for ids, relevant in rows),
        recall_at_100=_mean(recall(ids, relevant, RANKED) for ids, relevant in rows),
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return fmean(found) if found else 0.0


def ndcg(ids: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """Discounted gain of a ranking against the best one possible; judgements are yes or no."""
    gain = sum(1 / math.log2(place + 2) for place, one in enumerate(ids[:depth]) if one in relevant)
    best = sum(1 / math.log2(place + 2) for place in range(min(depth, len(relevant))))
    return gain / best if best else 0.0


def reciprocal_rank(ids: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """One over the place of the first relevant set; zero when it is not among the first."""
    return next((1 / place for place, one in enumerate(ids[:depth], 1) if one in relevant), 0.0)


def recall(ids: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """The share of the relevant sets among the first."""
    return len(set(ids[:depth]) & set(relevant)) / len(relevant) if relevant else 0.0


def known_sets(documents: Iterable[str], resolve: Callable[[str], str | None]) -> set[str]:
    """The sets that judged documents belong to; a document that is not held counts as a set of its own, never found."""
    return {resolve(document) or document for document in documents}


def trec_run(rankings: dict[str, Ranking]) -> Iterator[str]:
    """The lines of a TREC run."""
    for query, ranking in rankings.items():
        for place, (one, score) in enumerate(ranking, 1):
            yield f"{query} Q0 {one} {place} {score:.4f} vraagbaak"
