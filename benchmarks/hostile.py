"""Look for the heaviest query: make queries up from the commonest words, keep what is slow, and make it worse.

    python -m benchmarks.hostile FOLDER [--minutes N]

FOLDER holds `generations`. Prints every query that is slower than all before it.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date
from pathlib import Path

import numpy as np

from index.arrays import Arrays
from search.embedded.engine import EmbeddedEngine
from search.request import MAX_QUERY_LENGTH, SearchRequest

_OPERATORS = ("", "", "OF", "EN", "NIET", "VLAK/100", "VLAK/1", "(", ")", "-")
_TODAY = date(2008, 12, 31)


def main() -> None:
    """Search for as long as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    engine = EmbeddedEngine(options.folder / "generations")
    engine.get_ready(_TODAY)
    words = _commonest(engine._generation().arrays)  # noqa: SLF001 - no visitor is told which words are the commonest
    chance, end = random.Random(7), time.monotonic() + options.minutes * 60
    worst: list[tuple[float, list[str]]] = [(0.0, [])]
    tried = 0
    while time.monotonic() < end:
        tokens = _changed(chance.choice(worst)[1], words, chance)
        took = _time(engine, tokens)
        tried += 1
        if took > worst[0][0]:
            print(f"{took:.0f} ms CPU: {' '.join(tokens)[:MAX_QUERY_LENGTH]}", flush=True)
        worst = sorted([*worst, (took, tokens)], reverse=True)[:20]
    print(f"{tried} queries tried; the worst took {worst[0][0]:.0f} ms of CPU")


def _commonest(held: Arrays) -> list[str]:
    """The commonest forms, with wide prefixes among them."""
    terms = held.lexicon.term_of
    counts = np.diff(held.postings.offsets)[terms]
    forms = [held.lexicon.forms[place] for place in np.argsort(-counts)[:300]]
    return [*forms, *sorted({f"{form[:2]}*" for form in forms if form[:2].isalpha() and len(form) > 1})]


def _changed(tokens: list[str], words: list[str], chance: random.Random) -> list[str]:
    """A query with a few tokens more, fewer or other; now and then a phrase."""
    changed = list(tokens)
    for _ in range(chance.randint(1, 8)):
        place = chance.randint(0, len(changed))
        match chance.randint(0, 4):
            case 0 if changed:
                changed.pop(min(place, len(changed) - 1))
            case 1:
                changed.insert(place, chance.choice(_OPERATORS))
            case 2:
                changed.insert(place, f"“{' '.join(chance.sample(words[:40], chance.randint(2, 5)))}”")
            case _:
                changed.insert(place, chance.choice(words))
    return changed


def _time(engine: EmbeddedEngine, tokens: list[str]) -> float:
    request = SearchRequest.from_params([("q", " ".join(tokens))])
    started = time.thread_time()
    engine.search(request, _TODAY)
    return (time.thread_time() - started) * 1000


if __name__ == "__main__":
    main()
