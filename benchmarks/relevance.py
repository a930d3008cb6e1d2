"""How well hits are ordered: the judged collections searched as anybody searches, against the last pinned run.

    python -m benchmarks.relevance [--keep FOLDER] [--pin [--lower]]

Reads the 24,218 historical papers of the collection, each of them a set of its own (what the registry says of a paper
is no text of it: abstract, keywords and rubric are not indexed), and the answers of the question test, builds an index
of each and asks every query. Prints nDCG@10, MRR@10 and recall@100 beside the best of the peers that were measured on
the same queries, what was gained and lost since the run pinned in `tests/relevance`, and whether that could be chance.
What was built is kept for the next time; remove the folder after a change in reading papers.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import fmean

from benchmarks.corpus import SHARED, prepared
from index import writer
from index.meter import Meter
from index.records import Answer, Block, BlockKind, House, Question, QuestionSet, Status
from index.store import RecordStore
from search import open_engine
from search.engine import Engine
from search.evaluate import RANKED, ndcg, read_judgements, read_topics, recall, reciprocal_rank
from search.request import SearchRequest

PINNED = Path(__file__).resolve().parents[1] / "tests" / "relevance"
JUDGED = SHARED / "relevance"
PAIRS = SHARED / "question-answer-pairs" / "triples.csv.xz"
TESTS = ("keyword", "abstract-mid", "abstract-short", "abstract", "qa")
MEASURES = ("ndcg@10", "mrr@10", "recall@100")
PEERS = {"keyword": 0.561, "abstract-mid": 0.724, "abstract-short": 0.925, "abstract": 0.985, "qa": 0.675}
"""The best nDCG@10 that any of seven other engines reached on the same queries."""

CHANCES = 10_000
EXAMPLES = 5

Row = tuple[float, float, float]
Run = dict[str, dict[str, Row]]
"""The three measures of every query, by test and query id."""


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure of a test changed: its means, the chance that so much comes by itself, the queries that moved."""

    before: float
    now: float
    chance: float
    gained: list[str]
    lost: list[str]


def judged(test: str) -> Iterator[tuple[str, str, set[str]]]:
    """The queries of a test with the documents relevant to each."""
    with (JUDGED / f"{test}.qrels").open(encoding="utf-8") as qrels:
        relevant = read_judgements(qrels)
    with (JUDGED / f"{test}.topics.tsv").open(encoding="utf-8") as topics:
        for query, text in read_topics(topics).items():
            yield query, text, relevant[query]


def measured(engine: Engine, queries: Sequence[tuple[str, str, set[str]]]) -> dict[str, Row]:
    """The measures of every query."""
    rows = {}
    with Meter() as meter:
        for query, text, relevant in queries:
            request = replace(SearchRequest.from_params([("q", text)]), per_page=RANKED)
            hits = engine.search(request, date(2026, 1, 1)).hits
            ids = [hit.id for hit in hits]
            rows[query] = (ndcg(ids, relevant, 10), reciprocal_rank(ids, relevant, 10), recall(ids, relevant, RANKED))
            meter(len(rows), len(queries), "zoekvragen")
    return rows


def papers(folder: Path) -> Engine:
    """An engine on the papers of the collection; those of 1984–1994 are not judged and not in it."""
    place = folder / "papers"
    if writer.current_name(place / "generations") is None:
        with RecordStore(prepared(folder), read_only=True) as every:
            build(place, (record for record in every if record.id.startswith(("KVR", "V"))))
    return open_engine(place / "generations")


def answers(folder: Path) -> Engine:
    """An engine on the answers of the question test."""
    place = folder / "answers"
    if writer.current_name(place / "generations") is None:
        build(place, answer_sets())
    return open_engine(place / "generations")


def answer_sets() -> Iterator[QuestionSet]:
    """Each answer a set without any other text, named after its first row."""
    with lzma.open(PAIRS, "rt", encoding="utf-8", newline="") as file:
        first = {row["positive"]: row["id"] for row in reversed(list(csv.DictReader(file)))}
    for text, number in first.items():
        blocks = (Block(kind=BlockKind.PARAGRAPH, text=text),)
        answer = Answer(covers=("1",), blocks=blocks, document=f"qa-{number}")
        yield QuestionSet(
            id=f"qa-{number}",
            source="qa",
            house=House.TWEEDE_KAMER,
            title="",
            status=Status.ANSWERED,
            questions=(Question(number="1", blocks=(), answer=answer),),
        )


def build(place: Path, records: Iterator[QuestionSet]) -> None:
    """Build a generation of some records below a folder."""
    place.mkdir(parents=True, exist_ok=True)
    with RecordStore(place / "records.sqlite") as store, Meter() as meter:
        store.replace(records)
        writer.build(store, place / "generations", jobs=1, now=datetime.now(UTC), progress=meter)


def means(rows: dict[str, Row]) -> Row:
    """The means of the three measures."""
    first, second, third = (fmean(column) for column in zip(*rows.values(), strict=True))
    return first, second, third


def change(before: dict[str, Row], now: dict[str, Row], measure: int = 0) -> Change:
    """How a measure changed over the queries that both runs have."""
    shared = [query for query in now if query in before]
    moved = {query: now[query][measure] - before[query][measure] for query in shared}
    ordered = sorted(moved, key=moved.__getitem__)
    return Change(
        before=fmean(before[query][measure] for query in shared),
        now=fmean(now[query][measure] for query in shared),
        chance=chance(list(moved.values())),
        gained=[query for query in reversed(ordered) if moved[query] > 0],
        lost=[query for query in ordered if moved[query] < 0],
    )


def chance(differences: Sequence[float]) -> float:
    """How often differences with signs at random are as large as these in sum: paired randomisation, two-sided."""
    moved = [one for one in differences if one]
    observed, source = abs(sum(moved)) - 1e-12, random.Random(1)
    more = sum(abs(sum(one if source.getrandbits(1) else -one for one in moved)) >= observed for _ in range(CHANCES))
    return (more + 1) / (CHANCES + 1)


def pinned(name: str) -> Run:
    """The run that was pinned last; empty when none was."""
    file = PINNED / f"{name}.json"
    held = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {test: {query: (row[0], row[1], row[2]) for query, row in rows.items()} for test, rows in held.items()}


def pin(name: str, run: Run) -> None:
    """Keep a run as the one that later runs are held against: a line for each test."""
    rounded = {
        test: {query: [round(one, 4) for one in row] for query, row in rows.items()} for test, rows in run.items()
    }
    lines = (f"{json.dumps(test)}:{json.dumps(rows, separators=(',', ':'))}" for test, rows in rounded.items())
    (PINNED / f"{name}.json").write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


def floors() -> dict[str, dict[str, float]]:
    """The means below which no measure may come, by test."""
    held: dict[str, dict[str, float]] = json.loads((PINNED / "floors.json").read_text(encoding="utf-8"))
    return held


def below(run: Run, least: dict[str, dict[str, float]]) -> list[str]:
    """Where a mean is below its floor, each as a line."""
    lines = []
    for test, rows in run.items():
        found = dict(zip(MEASURES, means(rows), strict=True))
        for measure, floor in least.get(test, {}).items():
            if found[measure] < floor:
                lines.append(f"{test}: {measure} {found[measure]:.4f} is below {floor}")
    return lines


def told(run: Run, before: Run) -> Iterator[str]:
    """The figures as lines: a table, and what changed."""
    names = "".join(f"{name:>12}" for name in MEASURES)
    yield f"{'test':16}{'queries':>8}{names}{'best peer':>11}{'pinned':>9}{'chance':>8}"
    for test, rows in run.items():
        changed = change(before[test], rows) if test in before else None
        since = f"{changed.before:>9.4f}{changed.chance:>8.3f}" if changed else ""
        figures = "".join(f"{mean:>12.4f}" for mean in means(rows))
        yield f"{test:16}{len(rows):>8}{figures}{PEERS[test]:>11.3f}{since}"
        if changed:
            yield from (f"    {line}" for line in (_listed("+", changed.gained), _listed("-", changed.lost)) if line)


def _listed(sign: str, queries: list[str]) -> str:
    more = " …" if len(queries) > EXAMPLES else ""
    return f"{sign}{len(queries)}: {', '.join(queries[:EXAMPLES])}{more}" if queries else ""


def main() -> None:
    """Measure, print, and compare with what was pinned; exit status 1 when a mean is below its floor."""
    options = _options()
    if not JUDGED.exists():
        sys.exit(f"The judgements are not at {JUDGED}.")
    engines = {test: answers if test == "qa" else papers for test in TESTS}
    run = {test: measured(engines[test](options.keep), list(judged(test))) for test in TESTS}
    print(*told(run, pinned("full")), sep="\n")
    short = below(run, floors())
    if short:
        print("\nBelow the floor:", *short, sep="\n  ")
    if options.pin and (options.lower or not short):
        pin("full", run)
    elif short:
        sys.exit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, default=Path("var/relevance"), help="where what is built stays")
    parser.add_argument("--pin", action="store_true", help="keep this run, when nothing is below its floor")
    parser.add_argument("--lower", action="store_true", help="with --pin: keep lower figures too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
