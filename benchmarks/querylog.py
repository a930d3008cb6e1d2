"""The queries that every engine answers."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import COUNTED, SHARED, Row
from index.analysis import forms

_PREFIXES = ("gemeent", "zorg", "minist", "belasting", "onderwijs", "asiel", "milieu", "verke", "vlieg", "politie")
_CLICKED = ("minister", "gemeente", "onderzoek", "kosten", "europese")


@dataclass(frozen=True, slots=True)
class Query:
    """One query of the log: `mode` is and, or, phrase or prefix; `chosen` is a facet with its value."""

    kind: str
    mode: str
    words: tuple[str, ...]
    chosen: tuple[str, str] | None = None

    @property
    def typed(self) -> str:
        """The query as a visitor would type it who wants all words and no sets with most of them instead."""
        match self.mode:
            case "or":
                return " OF ".join(self.words)
            case "phrase":
                return f"“{' '.join(self.words)}”"
            case "prefix":
                return f"{self.words[0]}*"
            case _:
                return " EN ".join(self.words)


def queries(rows: list[Row]) -> list[Query]:
    """The log of the design measurements with prefixes and clicks on facets; for another corpus its own words."""
    log = SHARED / "relevance" / "querylog.jsonl"
    found = _logged(log) if log.exists() else _made_up(rows)
    commonest = {name: Counter(value for row in rows for value in row.facets[name]).most_common(3) for name in COUNTED}
    clicks = [
        Query("click on a facet", "and", (word,), (name, value))
        for word in _CLICKED
        for name in COUNTED
        for value, _ in commonest[name]
    ]
    return [*found, *(Query("prefix", "prefix", (word,)) for word in _PREFIXES), *clicks[::3]]


def _logged(log: Path) -> list[Query]:
    lines = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    return [Query(line["kind"], line["mode"], tuple(line["words"])) for line in lines]


def _made_up(rows: list[Row]) -> list[Query]:
    """Words and pairs of words of the corpus, from the commonest to the rarest."""
    texts = [forms(row.body) for row in rows]
    words = [word for word, _ in Counter(word for text in texts for word in text if len(word) > 3).most_common()]
    pairs = [(text[place], text[place + 1]) for text in texts for place in range(0, len(text) - 1, 97)]
    return [
        *(Query("very common word", "and", (word,)) for word in words[:30]),
        *(Query("rare word", "and", (word,)) for word in words[-30:]),
        *(Query("two common words", "and", pair) for pair in zip(words[:40:2], words[1:40:2], strict=False)),
        *(Query("four words", "or", tuple(words[place : place + 4])) for place in range(40, 120, 4)),
        *(Query("phrase", "phrase", pair) for pair in pairs[:30]),
    ]
