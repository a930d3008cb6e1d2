"""The year histogram as bars with a table: geometry and words, no markup."""

from __future__ import annotations

from dataclasses import dataclass

from search.request import SearchRequest
from search.response import YearCount
from webui import formats, links

STEP = 26
BAR = 18
HEIGHT = 96
FOOT = 22
HEADROOM = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One year: its bar, its count and the link that adds or removes the year as a filter.

    The count is printed only over the highest bars (`labelled`); the table below the chart has them all.
    """

    year: int
    sets: int
    words: str
    href: str
    selected: bool
    x: int
    y: int
    height: int
    label: str
    labelled: bool

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class YearChart:
    """The bars of all years from the first to the last, with a sentence that says what they show."""

    bars: tuple[Bar, ...]
    sentence: str
    step: int = STEP
    bar_width: int = BAR
    base: int = HEIGHT
    height: int = HEIGHT + FOOT

    @property
    def width(self) -> int:
        return len(self.bars) * self.step


def year_chart(histogram: tuple[YearCount, ...], request: SearchRequest) -> YearChart | None:
    """The chart of a histogram; None when there are no two years to compare."""
    if len(histogram) < 2:
        return None
    counts = {row.year: row.sets for row in histogram}
    years = range(min(counts), max(counts) + 1)
    top = max(counts.values())
    bars = tuple(_bar(place, year, counts.get(year, 0), top, request) for place, year in enumerate(years))
    return YearChart(bars=bars, sentence=_sentence(bars))


def _bar(place: int, year: int, sets: int, top: int, request: SearchRequest) -> Bar:
    height = max(2, round(sets / top * (HEIGHT - HEADROOM))) if sets else 0
    return Bar(
        year=year,
        sets=sets,
        words=formats.count(sets, "set", "sets"),
        href=links.toggle(request, "jaar", str(year)),
        selected=str(year) in request.selected("jaar"),
        x=place * STEP + (STEP - BAR) // 2,
        y=HEIGHT - height,
        height=height,
        label=f"’{year % 100:02}",
        labelled=sets == top,
    )


def _sentence(bars: tuple[Bar, ...]) -> str:
    highest = [bar for bar in bars if bar.labelled]
    most = f", de meeste in {highest[0].year} ({highest[0].words})" if len(highest) == 1 else ""
    return f"Ingezonden van {bars[0].year} tot en met {bars[-1].year}{most}."
