"""Words written as one are taken apart as a reader would, by the frequencies they have in the historical papers.

`splits.tsv` holds our own judgements: a word, how it came in the list (drawn at `random` in five bands of frequency,
drawn from the words that were `split`, known to be `hard`), and its parts; "-" is a word that must stay whole.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate

from compounding import Parts, taken_apart

from benchmarks.lexicon import FREQUENCIES, SPLITS

PRECISION = 0.98
RECALL = 0.7
"""Of the compounds drawn at random; most others have parts too short to be believed, or too rare."""


@cache
def judged() -> dict[str, tuple[str, str]]:
    rows = (line.split("\t") for line in SPLITS.read_text(encoding="utf-8").splitlines())
    return {word: (origin, parts) for word, origin, parts in rows}


@cache
def made() -> dict[str, Parts]:
    rows = (line.split() for line in FREQUENCIES.read_text(encoding="utf-8").splitlines())
    counts = {form: int(count) for form, count in rows}
    return taken_apart(counts)


def words(*origins: str) -> list[str]:
    return [word for word, (origin, _) in judged().items() if origin in origins]


def is_right(word: str) -> bool:
    """Whether the second part begins where one of the judged parts does."""
    begins = accumulate(map(len, judged()[word][1].split("+")))
    return len(word) - len(made()[word][1]) in set(begins)


def test_the_list_is_large_enough() -> None:
    assert len(words("random")) >= 300
    assert len(words("hard")) >= 100


def test_splits_are_right() -> None:
    own = [word for word in words("random", "split") if word in made()]
    wrong = {word: made()[word] for word in own if not is_right(word)}
    assert len(own) >= 400
    assert len(wrong) <= (1 - PRECISION) * len(own), wrong


def test_what_must_stay_whole_does() -> None:
    assert {word: made()[word] for word, (_, parts) in judged().items() if parts == "-" and word in made()} == {}


def test_hard_words_are_never_taken_apart_wrongly() -> None:
    assert {word: made()[word] for word in words("hard") if word in made() and not is_right(word)} == {}


def test_most_compounds_are_taken_apart() -> None:
    compounds = [word for word in words("random") if judged()[word][1] != "-"]
    assert sum(word in made() for word in compounds) >= RECALL * len(compounds)
