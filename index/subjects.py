"""Topics and keywords: the publisher's headings, old and new, as rows; what is on no list is no topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.records import Topic
from index.vocabulary import fold, rows, several, slug

SEPARATOR = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of one of the lists: "Hoofd" or "Hoofd | Sub".

    `same_as` is the heading of a later list that says the same; `aliases` are other spellings, "Hoofd / Sub".
    """

    scheme: str
    label: str
    same_as: str | None
    aliases: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The value in addresses. The same words are the same value, whichever list they stand on."""
        return _slug(self.label)


def topic(printed: str, scheme: str) -> Topic:
    """The topic a printed "Hoofd | Sub" stands for: as listed when it is known, else as printed."""
    label = SEPARATOR.join(part.strip() for part in printed.split("|"))
    known = _by_spelling().get(fold(label))
    return Topic(slug=known.slug if known else _slug(label), label=known.label if known else label, scheme=scheme)


def is_known_topic(value: Topic) -> bool:
    """Whether one of the lists holds this topic."""
    return value.slug in _by_slug()


def known_topic(value: str) -> str | None:
    """The label of a listed topic by its facet value."""
    heading = _by_slug().get(value)
    return heading.label if heading else None


def topic_values(value: Topic) -> tuple[tuple[str, str], ...]:
    """The facet values of a topic with their labels: its own, the one above it, and the same on a later list."""
    return _values_by_slug().get(value.slug, ())


def headings() -> tuple[Heading, ...]:
    """All headings of all lists."""
    return tuple(_heading(row) for row in rows("topics"))


def keywords(printed: str) -> tuple[str, ...]:
    """The keywords of the historical registry apart: "Dieren Openbaar vervoer" → "Dieren", "Openbaar vervoer".

    They are printed one after the other, each with a capital; those with a capital inside are rows.
    """
    found: list[str] = []
    for line in re.split(r"\n+", printed):
        found += _keyword_at_capitals(" ".join(line.split()))
    return tuple(dict.fromkeys(found))


_NEXT_KEYWORD = re.compile(r"\s+(?=[A-ZÀ-Þ])")


def _keyword_at_capitals(line: str) -> Iterator[str]:
    rest = line
    while rest:
        known = _compound().match(rest)
        after = _NEXT_KEYWORD.search(rest, known.end() if known else 1)
        yield rest[: after.start()] if after else rest
        rest = rest[after.end() :] if after else ""


@cache
def _compound() -> re.Pattern[str]:
    """Any keyword with a capital inside, as a whole."""
    known = sorted((row["keyword"] for row in rows("keywords")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, known))})(?=\s|$)")


def _slug(label: str) -> str:
    return "/".join(slug(part) for part in label.split(SEPARATOR))


def _heading(row: dict[str, str]) -> Heading:
    return Heading(
        scheme=row["scheme"],
        label=row["label"],
        same_as=row["same_as"] or None,
        aliases=several(row["aliases"]),
    )


@cache
def _by_spelling() -> dict[str, Heading]:
    """Headings by every spelling; of the same words on several lists the first list's."""
    known: dict[str, Heading] = {}
    for heading in headings():
        for spelling in (heading.label, *heading.aliases):
            known.setdefault(fold(spelling), heading)
    return known


@cache
def _by_slug() -> dict[str, Heading]:
    return {heading.slug: heading for heading in reversed(headings())}


@cache
def _values_by_slug() -> dict[str, tuple[tuple[str, str], ...]]:
    return {slug: tuple(_values(heading)) for slug, heading in _by_slug().items()}


def _values(heading: Heading) -> Iterator[tuple[str, str]]:
    for label in filter(None, [heading.label, heading.same_as]):
        main = label.partition(SEPARATOR)[0]
        yield _slug(main), main
        yield _slug(label), label
