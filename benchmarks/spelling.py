"""How often "did you mean" is right, on the words of a whole collection.

    python -m benchmarks.spelling FOLDER [--pin]

FOLDER holds `generations` of the historical papers. Prints the share of misspellings of `tests/search/spelling` whose
first suggestion is what was meant, the share of correct words without a suggestion, and the time a word takes. `--pin`
keeps the words of the collection for the tests.
"""

from __future__ import annotations

import argparse
import csv
import lzma
from pathlib import Path
from time import perf_counter

import numpy as np

from search.embedded.engine import EmbeddedEngine
from search.embedded.lexicon import SEEN_LEAST, seen
from search.embedded.spelling import Speller

LISTS = Path("tests/search/spelling")


def main() -> None:
    """Measure, and pin when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pin", action="store_true")
    options = parser.parse_args()
    generation = EmbeddedEngine(options.folder / "generations")._generation()  # noqa: SLF001 - no visitor asks for words alone
    started = perf_counter()
    speller = generation.speller
    print(f"ready after {perf_counter() - started:.2f} s")
    with (LISTS / "misspellings.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    correct = (LISTS / "correct.txt").read_text(encoding="utf-8").split()
    _tell(speller, rows, correct)
    if options.pin:
        listed = {word for row in rows for typed in (row["getypt"], row["bedoeld"]) for word in typed.split()}
        _pin(seen(generation.arrays), listed | set(correct))


def _tell(speller: Speller, rows: list[dict[str, str]], correct: list[str]) -> None:
    times, right = [], 0
    for row in rows:
        started = perf_counter()
        written = respelled(speller, row["getypt"])
        times.append(1000 * (perf_counter() - started))
        right += written == row["bedoeld"]
    alone = sum(not speller.respellings([word]) for word in correct)
    print(f"right first suggestion: {right / len(rows):.1%} of {len(rows)}")
    print(f"correct words left alone: {alone / len(correct):.1%} of {len(correct)}")
    print("milliseconds: p50 {:.1f}, p95 {:.1f}, most {:.1f}".format(*np.percentile(times, [50, 95, 100])))


def respelled(speller: Speller, typed: str) -> str:
    """The words as they were meant."""
    words = typed.split()
    for change in reversed(speller.respellings(words)):
        words[change.first : change.end] = change.words
    return " ".join(words)


def _pin(counts: dict[str, int], listed: set[str]) -> None:
    """Keep the words that can be suggested, and those of the lists."""
    kept = {word: count for word, count in counts.items() if word.isalpha() and (count >= SEEN_LEAST or word in listed)}
    lines = "".join(f"{word} {count}\n" for word, count in sorted(kept.items()))
    (LISTS / "words.txt.xz").write_bytes(lzma.compress(lines.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
