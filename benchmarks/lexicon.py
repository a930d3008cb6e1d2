"""The frequencies that the judged splits of words depend on, taken from a generation and pinned for the tests.

`python -m benchmarks.lexicon GENERATION` writes them; that is only to be done when other words are judged.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from index import segments
from index.analysis import stems

PLACE = Path(__file__).parent.parent / "tests" / "relevance"
SPLITS = PLACE / "splits.tsv"
FREQUENCIES = PLACE / "frequencies.txt"

SHORTEST = 3
"""Letters of the shortest word that is kept, below what a part has now."""


def frequencies(folder: Path) -> dict[str, int]:
    """How often each form occurs in a generation."""
    arrays = segments.open_arrays(folder / "whoosh")
    held = np.diff(arrays.postings.position_offsets)[arrays.lexicon.term_of].tolist()
    return {form: count for form, count in zip(arrays.lexicon.forms, held, strict=True) if count}


def needed(words: Iterable[str], counts: dict[str, int]) -> set[str]:
    """The forms that decide how some words are taken apart: all of their families, and whatever is inside those."""
    families = defaultdict(list)
    for form, stem in zip(counts, stems(counts), strict=True):
        families[stem].append(form)
    related = {form for stem in stems(words) for form in families[stem]}
    return related | {piece for form in related for piece in _pieces(form) if piece in counts}


def _pieces(form: str) -> Iterator[str]:
    """Every beginning and ending of a form."""
    for cut in range(SHORTEST, len(form) - SHORTEST + 1):
        yield form[:cut]
        yield form[cut:]


def main() -> None:
    """Write the frequencies of one generation."""
    counts = frequencies(Path(sys.argv[1]))
    judged = [line.split("\t")[0] for line in SPLITS.read_text(encoding="utf-8").splitlines()]
    lines = sorted(f"{form} {counts[form]}\n" for form in needed(judged, counts))
    FREQUENCIES.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
