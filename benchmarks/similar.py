"""How often what is alike is found: the earlier of two sets of which one names the other, among the ten nearest.

    python -m benchmarks.similar --data var [--qa FOLDER] [--set MOST_WORDS=25 …]

Pairs are references between sets that the index holds, the earlier handed in no later than the later one, evenly
chosen; the words of the reference itself stay in. For a single question the named set must be among the ten nearest
questions' sets. `--qa` are judged questions whose only right answer is their own, among all answers. `--set` gives a
constant of the engine another value, to measure a variant.
"""

from __future__ import annotations

import argparse
import csv
import io
import lzma
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from index import writer
from index.folders import Folders
from index.records import Answer, Block, BlockKind, House, Question, QuestionSet, Status
from index.store import RecordStore
from search.embedded import neighbours, similar
from search.embedded.generation import OpenGeneration
from search.evaluate import read_judgements, read_topics

SEED = 2026
NOWHERE = 1_000_000


@dataclass(frozen=True)
class Pair:
    """A set, the one that it names, and the question in which it does."""

    later: str
    earlier: str
    question: str | None


@dataclass
class Found:
    """At which places the right ones came, counted from 0, and the time it took."""

    places: list[int] = field(default_factory=list)
    started: float = field(default_factory=time.process_time)

    def line(self, what: str) -> str:
        asked = len(self.places)
        shares = [sum(place < most for place in self.places) / asked for most in (1, 10, 20)]
        reciprocal = sum(1 / (place + 1) for place in self.places) / asked
        spent = 1000 * (time.process_time() - self.started) / asked
        return f"| {what} | {asked} | " + " | ".join(f"{s:.3f}" for s in (*shares, reciprocal)) + f" | {spent:.1f} |"


def pairs(place: Path) -> list[Pair]:
    """Every reference from a set to another that was handed in no later, in an order by chance that stays the same."""
    found = set()
    with RecordStore(place / "sets.sqlite", read_only=True) as records:
        days = {record.id: record.asked_on or date.max for record in records}
        for record in records:
            for reference in record.references:
                name = records.named(reference)
                if name and name != record.id and days[name] <= days[record.id] != date.max:
                    found.add(Pair(record.id, name, reference.question))
    ordered = sorted(found, key=lambda pair: (pair.later, pair.earlier, pair.question or ""))
    random.Random(SEED).shuffle(ordered)
    return ordered


def sets_near(near: neighbours.Neighbours, chosen: Iterable[Pair]) -> Found:
    """The place of the named set among all others."""
    found = Found()
    for pair in chosen:
        later, earlier = (near.generation.ordinals[name] for name in (pair.later, pair.earlier))
        scores = neighbours.set_scores(near.likeness, later)
        found.places.append(int(np.count_nonzero(scores > scores[earlier])) if scores[earlier] else NOWHERE)
    return found


def questions_near(near: neighbours.Neighbours, chosen: Iterable[Pair]) -> Found:
    """The place of the named set among the sets of the questions nearest to one question."""
    found = Found()
    for pair in chosen:
        record = near.generation.record(pair.later)
        assert record
        draft = neighbours.draft_of(record)
        asked = next((each for each in draft.questions if pair.question in each.number.split(", ")), None)
        if asked:
            documents, _ = near.nearest_documents(draft, asked, near.allowed(None, {pair.later}))
            sets = near.generation.arrays.documents.sets[documents].tolist()
            earlier = near.generation.ordinals[pair.earlier]
            found.places.append(sets.index(earlier) if earlier in sets else NOWHERE)
    return found


def answers_near(folder: Path) -> Found:
    """The place of the own answer of a judged question among all answers."""
    with lzma.open(folder.parent / "question-answer-pairs" / "triples.csv.xz", "rt", encoding="utf-8") as rows:
        answers: dict[str, str] = {}
        for row in csv.DictReader(io.StringIO(rows.read())):
            answers.setdefault(row["positive"], f"qa-{row['id']}")
    with (folder / "qa.topics.tsv").open(encoding="utf-8") as topics, (folder / "qa.qrels").open() as qrels:
        queries, relevant = read_topics(topics), read_judgements(qrels)
    with tempfile.TemporaryDirectory() as place:
        near = neighbours.Neighbours(_built(Path(place), answers))
        found = Found()
        for query, text in queries.items():
            scores = near.likeness.sets(near.likeness.telling([(1.0, text)]))
            right = near.generation.ordinals[next(iter(relevant[query]))]
            found.places.append(int(np.count_nonzero(scores > scores[right])))
        near.generation.close()
    return found


def _built(place: Path, answers: dict[str, str]) -> OpenGeneration:
    with RecordStore(place / "records.sqlite") as records:
        records.replace(_answered(name, text) for text, name in answers.items())
        now = datetime.now(UTC)
        built = writer.build(records, place / "generations", jobs=1, now=now, progress=lambda *_: None)
    return OpenGeneration(built.folder)


def _answered(name: str, text: str) -> QuestionSet:
    block = Block(kind=BlockKind.PARAGRAPH, text=text)
    answer = Answer(covers=("1",), blocks=(block,), document=name)
    asked = Question(number="1", blocks=(), answer=answer)
    house = House.TWEEDE_KAMER
    return QuestionSet(id=name, source="qa", house=house, title="", status=Status.ANSWERED, questions=(asked,))


def tables(near: neighbours.Neighbours, every: list[Pair], most: int, qa: Path | None) -> Iterator[str]:
    """The figures as a table."""
    yield "| | gemeten | recall@1 | recall@10 | recall@20 | MRR | ms |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    once = list(dict.fromkeys(Pair(pair.later, pair.earlier, None) for pair in every))
    yield sets_near(near, once[:most]).line("eerdere set bij latere set")
    named = [pair for pair in every if pair.question]
    yield questions_near(near, named[:most]).line("eerdere set bij één vraag")
    if qa:
        yield answers_near(qa).line("antwoord bij losse vraag (qa)")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=Path("var"))
    options.add_argument("--qa", type=Path)
    options.add_argument("--pairs", type=int, default=1000)
    options.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    given = options.parse_args()
    for name, _, value in (each.partition("=") for each in given.set):
        module = similar if hasattr(similar, name) else neighbours
        setattr(module, name, type(getattr(module, name))(value))
    folder = Folders(given.data).generations
    place = folder / (writer.current_name(folder) or "")
    for line in tables(neighbours.Neighbours(OpenGeneration(place)), pairs(place), given.pairs, given.qa):
        print(line, flush=True)


if __name__ == "__main__":
    main()
