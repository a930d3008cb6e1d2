"""How well documents are read: records against what is known to be in them, field by field, era by era.

    python -m benchmarks.score [--sample] [--pin [--lower]]

The replica turns real historical papers into documents in the markup of each era and writes the truth about them; the
same papers are read in their historical form too. Everything goes the real road: archive, extraction, linking, records.
Prints for each field the precision (how much of what we say is right) and the recall (how much of what is there we
say), and what was gained and lost since the figures in `tests/score`. `--pin` writes those figures anew; lower ones
only with `--lower`. `--sample` measures some hundred sets, as the tests do.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeGuard

from benchmarks.fields import FIELDS, Truth
from index.archive import Archive, snapshot_of
from index.extraction import update_records
from index.folders import Folders
from index.records import House, QuestionSet, Status
from index.snapshots import Form
from index.sources.kvr import papers
from index.store import RecordStore

REPOSITORY = Path(__file__).resolve().parents[1]
PINNED = REPOSITORY / "tests" / "score"
SHARED = REPOSITORY.parent / "shared"
REPLICA = SHARED / "tools" / "replica"
PAPERS = SHARED / "data" / "kvr-xml"
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
NO_RECORD = QuestionSet(id="", source="", house=House.TWEEDE_KAMER, title="", status=Status.OPEN)
EXAMPLES = 4
MOST_NAMED = 100
"""Of a field that is wrong in more sets than this, they are counted in the pinned figures and not named."""

_ENDINGS = {".metadata.xml": Form.METADATA, ".xml": Form.XML, ".html": Form.HTML, ".pdf": Form.PDF}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is measured: how many sets of which papers, and how many of them from HTML and from PDF too."""

    name: str
    sets: int | None
    of_one_form: int
    archives: str


FULL = Run(name="full", sets=None, of_one_form=1500, archives="*.tar.xz")
SAMPLE = Run(name="sample", sets=300, of_one_form=60, archives="*KVR-*.tar.xz")


@dataclass(slots=True)
class Outcome:
    """One field in one era: how many things were right, were said and were known, and the sets that were not right."""

    right: int = 0
    said: int = 0
    known: int = 0
    wrong: set[str] = field(default_factory=set)

    @property
    def precision(self) -> float:
        """The share of what was said that is right."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """The share of what is known that was said."""
        return self.right / self.known if self.known else 1.0

    def add(self, name: str, said: Iterable[Hashable], known: Iterable[Hashable]) -> None:
        """Count the comparison of one set."""
        ours, theirs = Counter(said), Counter(known)
        self.right += (ours & theirs).total()
        self.said += ours.total()
        self.known += theirs.total()
        if ours != theirs:
            self.wrong.add(name)


Score = dict[str, dict[str, Outcome]]
"""Outcomes by era and field."""


def measured(run: Run, folder: Path, jobs: int) -> Score:
    """The score of everything a run reads, worked out below a folder.

    Web pages and PDFs are measured beside the making of the markup, then the papers; the markup is read on all cores.
    """
    with ProcessPoolExecutor(jobs, get_context("spawn")) as beside:
        forms = beside.submit(_of_forms, run, folder / "forms")
        official = _published(run, folder / "official", "xml,metadata", run.sets)
        papers = beside.submit(_of_papers, run, folder / "kvr", official)
        forms_score, papers_score = forms.result(), papers.result()
    return {**_of_markup(folder / "official", official, jobs), **papers_score, **forms_score}


def _of_markup(folder: Path, truths: list[Truth], jobs: int) -> Score:
    """The score of the official markup, by era."""
    score = _empty()
    for truth, record in _pairs(truths, _official(folder, jobs, Form.XML), _main_document):
        _compare(score["scanned" if _is_scanned(truth) else truth["era"]], truth, record)
    return dict(score)


def _of_papers(run: Run, folder: Path, truths: list[Truth]) -> Score:
    """The score of the historical papers that the sets were made from."""
    score = _empty()
    for truth, record in _pairs(truths, _historical(run, folder, truths), _main_paper):
        if not _lost_its_reply(truth):
            _compare(score["kvr scanned" if _is_scanned(truth) else "kvr"], truth, record, paper=True)
    return dict(score)


def _of_forms(run: Run, folder: Path) -> Score:
    """The score of web pages and of PDFs, each read alone."""
    score = _empty()
    truths = _published(run, folder, "metadata,html,pdf", run.of_one_form)
    for form in (Form.HTML, Form.PDF):
        for truth, record in _pairs(truths, _official(folder, 1, form), _main_document):
            _compare(score[form.value], truth, record)
    return dict(score)


def _empty() -> Score:
    return defaultdict(partial(defaultdict, Outcome))


def _published(run: Run, folder: Path, forms: str, limit: int | None) -> list[Truth]:
    """The truth of sets whose documents are written below the folder."""
    source = [
        *(f"--kvr={path}" for path in _archives(run)),
        *([f"--limit={limit}"] if limit else []),
        "--metadata-only=0",
    ]
    output = [f"--export={folder / 'documents'}", f"--export-forms={forms}", f"--truth={folder / 'truth.jsonl'}"]
    folder.mkdir()
    subprocess.run([sys.executable, "-B", str(REPLICA), "build", *source, *output], check=True, capture_output=True)
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]


def _archives(run: Run) -> list[Path]:
    return sorted(PAPERS.glob(run.archives))


def _official(folder: Path, jobs: int, body: Form) -> Iterator[QuestionSet]:
    """The records of official documents with their words in one form only."""
    folders = Folders(folder / body.value)
    with Archive(folders.archive) as archive, archive.transaction():
        for file in sorted((folder / "documents").iterdir()):
            name, dot, ending = file.name.partition(".")
            form = _ENDINGS[dot + ending]
            if form in (Form.METADATA, body):
                archive.put("koop", snapshot_of(name, form, file.name, MOMENT, file.read_bytes()))
    yield from _records(folders, jobs)


def _historical(run: Run, folder: Path, truths: Iterable[Truth]) -> Iterator[QuestionSet]:
    """The records of the historical papers that the sets were made from."""
    wanted, folders = {name for truth in truths for name in truth["sources"]}, Folders(folder)
    with Archive(folders.archive) as archive, archive.transaction():
        for paper in papers(_archives(run)):
            if paper.id in wanted:
                archive.put("kvr", snapshot_of(paper.id, Form.KVR, paper.address, MOMENT, paper.body))
    yield from _records(folders, 1)


def _records(folders: Folders, jobs: int) -> Iterator[QuestionSet]:
    report = update_records(folders, jobs=jobs, progress=lambda *_: None)
    print(f"{folders.root.name}: {report.sentence()}", file=sys.stderr)
    with RecordStore(folders.records) as store:
        yield from store


def _main_document(truth: Truth) -> str:
    return str(truth["main_document"])


def _main_paper(truth: Truth) -> str:
    return next(str(each["source"]) for each in truth["documents"] if each["id"] == truth["main_document"])


def _is_scanned(truth: Truth) -> bool:
    return any(name.startswith("SG_") for name in truth["sources"])


def _pairs(
    truths: list[Truth], records: Iterable[QuestionSet], main: Callable[[Truth], str]
) -> Iterator[tuple[Truth, QuestionSet]]:
    """Each known set with the record that holds its main document; an empty record when that is nowhere.

    What else a record is known by does not count: ah-tk-20072008-337 is one paper, and another has place 337.
    """
    left = {main(truth): truth for truth in truths}
    for record in records:
        yield from [(left.pop(held.id), record) for held in record.documents if held.id in left]
    yield from ((truth, NO_RECORD) for truth in left.values())


def _lost_its_reply(truth: Truth) -> bool:
    """Whether the replica made open questions of a paper whose reply it could not read."""
    return truth["status"] == "open" and not any(name.startswith("V") for name in truth["sources"])


def _compare(outcomes: dict[str, Outcome], truth: Truth, record: QuestionSet, *, paper: bool = False) -> None:
    """Count all fields of one set; in a historical paper we may read on where the replica's text breaks off."""
    for name, each in FIELDS.items():
        if paper and each.official:
            continue
        said, known = each.said(record), each.known(truth, record)
        if said is not None and known is not None:
            outcomes[name].add(truth["set"], _broken_off(said, known) if paper else said, known)


def _broken_off(said: list[Hashable], known: list[Hashable]) -> list[Hashable]:
    """Texts that begin as a known text of the same place does, cut to it."""
    texts = dict(filter(_is_text, known))
    return [(thing[0], texts[thing[0]]) if _goes_on(thing, texts) else thing for thing in said]


def _is_text(thing: Hashable) -> TypeGuard[tuple[Hashable, str]]:
    return isinstance(thing, tuple) and len(thing) == 2 and isinstance(thing[1], str)


def _goes_on(thing: Hashable, texts: dict[Hashable, str]) -> TypeGuard[tuple[Hashable, str]]:
    return _is_text(thing) and thing[0] in texts and thing[1].startswith(texts[thing[0]])


def told(score: Score) -> str:
    """The figures as tables, an era each."""
    lines: list[str] = []
    for era, outcomes in score.items():
        lines += ["", f"{era}", f"  {'field':24}{'known':>8}{'precision':>11}{'recall':>9}   wanted  wrong in"]
        lines += [_row(name, outcomes[name]) for name in FIELDS if name in outcomes]
    return "\n".join(lines)


def shortfalls(score: Score) -> set[tuple[str, str]]:
    """The eras and fields in which less is right than is wanted."""
    return {
        (era, name) for era, outcomes in score.items() for name, each in outcomes.items() if _falls_short(name, each)
    }


def _falls_short(name: str, outcome: Outcome) -> bool:
    wanted = FIELDS[name].wanted
    return wanted is not None and min(outcome.precision, outcome.recall) < wanted


def _row(name: str, outcome: Outcome) -> str:
    wanted = FIELDS[name].wanted
    told = f"{wanted:.1%}{'!' if _falls_short(name, outcome) else ' '}" if wanted else ""
    shown = ", ".join(sorted(outcome.wrong)[:EXAMPLES])
    figures = f"{outcome.known:>8}{outcome.precision:>11.2%}{outcome.recall:>9.2%}"
    return f"  {name:24}{figures}{told:>9}  {len(outcome.wrong):>5}  {shown}"


def as_json(score: Score) -> dict[str, dict[str, dict[str, Any]]]:
    """The score as it is pinned."""
    return {
        era: {
            name: {"right": o.right, "said": o.said, "known": o.known, "wrong": _named(o)}
            for name, o in outcomes.items()
        }
        for era, outcomes in score.items()
    }


def _named(outcome: Outcome) -> list[str]:
    return sorted(outcome.wrong) if len(outcome.wrong) <= MOST_NAMED else []


def pinned(run: Run) -> Score:
    """The score that was pinned last; empty when none was."""
    file = PINNED / f"{run.name}.json"
    held = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {
        era: {name: Outcome(**{**each, "wrong": set(each["wrong"])}) for name, each in outcomes.items()}
        for era, outcomes in held.items()
    }


def pin(run: Run, score: Score) -> None:
    """Keep a score as the one that later scores are held against."""
    text = json.dumps(as_json(score), ensure_ascii=False, separators=(",", ":"))
    lined = text.replace('},"', '},\n"').replace(':{"', ':{\n"', 1)
    (PINNED / f"{run.name}.json").write_text(f"{lined}\n", encoding="utf-8")


def drops(before: Score, now: Score) -> list[str]:
    """Where a share is lower than it was, each as a line."""
    lines = []
    for era, outcomes in before.items():
        for name, was in outcomes.items():
            held = now.get(era, {}).get(name, Outcome(known=was.known))
            for share in ("precision", "recall"):
                old, new = getattr(was, share), getattr(held, share)
                if new < old:
                    lines.append(f"{era}, {name}: {share} {new:.3%}, was {old:.3%}")
    return lines


def changes(before: Score, now: Score) -> list[str]:
    """The sets that became right and those that became wrong since, as far as they are named: a line for each field."""
    lines = []
    for era, outcomes in now.items():
        for name, outcome in outcomes.items():
            was = before.get(era, {}).get(name, Outcome())
            gained, lost = sorted(was.wrong - outcome.wrong), sorted(set(_named(outcome)) - was.wrong)
            if gained or lost:
                lines.append(f"{era}, {name}: {_listed('+', gained)} {_listed('-', lost)}")
    return lines


def _listed(sign: str, names: list[str]) -> str:
    more = " …" if len(names) > EXAMPLES else ""
    return f"{sign}{len(names)} ({', '.join(names[:EXAMPLES])}{more})" if names else f"{sign}0"


def main() -> None:
    """Measure, print, and compare with what was pinned; exit status 1 when something dropped."""
    options = _options()
    run = SAMPLE if options.sample else FULL
    if not REPLICA.exists():
        sys.exit(f"The replica and its papers are not at {SHARED}.")
    with TemporaryDirectory() as folder:
        score = measured(run, Path(folder), options.jobs)
    before = pinned(run)
    dropped = drops(before, score)
    print(told(score))
    print("\nSince the last pinned figures:", *(changes(before, score) or ["nothing changed"]), sep="\n  ")
    if dropped:
        print("\nLower than pinned:", *dropped, sep="\n  ")
    if options.pin and (options.lower or not dropped):
        pin(run, score)
    elif dropped:
        sys.exit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", action="store_true", help="some hundred sets")
    parser.add_argument("--pin", action="store_true", help="keep these figures, when none is lower")
    parser.add_argument("--lower", action="store_true", help="with --pin: keep lower figures too")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
