"""Figures year by year as bars: geometry and words, no markup. The table beside a chart holds the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.request import SearchRequest
from search.response import Figures, Statistics, YearCount
from webui import formats, links

STEP = 26
WIDEST_STEP = 44
COLUMN = 760
"""Width of a chart beside the filters or in a column of text."""
ROOM = 1110
"""Width of a chart that has a page to itself; few bars do not fill it, many stand closer and then scroll."""
FEW = 13
"""Years of which three charts fit beside each other."""
GAP = 8
HEIGHT = 96
FOOT = 22
HEADROOM = 16
SHORT = 3
"""Characters of a value that fit over a bar; of longer values only the highest is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One year to draw: its value, the words that say it, and the link of its bar."""

    year: int
    value: float
    label: str
    words: str
    href: str
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One year: its bar, its value in words, and the link of the bar; `labelled` ones have the value over them."""

    year: int
    value: float
    words: str
    href: str
    selected: bool
    x: int
    y: int
    width: int
    height: int
    value_label: str
    labelled: bool

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def label(self) -> str:
        return f"’{self.year % 100:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A value to hold the bars against, such as a term."""

    y: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearChart:
    """The bars of all years from the first to the last, with a sentence that says what they show."""

    heading: str
    bars: tuple[Bar, ...]
    sentence: str
    level: Level | None = None
    step: int = STEP
    base: int = HEIGHT
    height: int = HEIGHT + FOOT

    @property
    def width(self) -> int:
        return len(self.bars) * self.step


def year_chart(histogram: tuple[YearCount, ...], request: SearchRequest) -> YearChart | None:
    """The sets of a search by year, each bar a link that adds or removes its year; None without two years."""
    if len(histogram) < 2:
        return None
    counts = {row.year: row.sets for row in histogram}
    points = [
        Point(
            year=year,
            value=counts.get(year, 0),
            label=formats.number(counts.get(year, 0)),
            words=formats.count(counts.get(year, 0), "set", "sets"),
            href=links.toggle(request, "jaar", str(year)),
            selected=str(year) in request.selected("jaar"),
        )
        for year in range(min(counts), max(counts) + 1)
    ]
    step = _step(len(points), COLUMN)
    bars = _bars(points, max(counts.values()), step, every_label=False)
    sentence = f"Ingezonden {_span(bars)}{_peak(bars, 'de meeste')}."
    return YearChart(heading="Per jaar", bars=bars, sentence=sentence, step=step)


def sets_chart(statistics: Statistics, request: SearchRequest, room: int = ROOM) -> YearChart | None:
    """How many sets were asked each year."""
    return _chart(
        statistics,
        request,
        "Sets per jaar",
        value=lambda figures: float(figures.sets),
        label=lambda value: formats.number(round(value)),
        words=lambda value: formats.count(round(value), "set", "sets"),
        most="de meeste",
        room=room,
    )


def wait_chart(statistics: Statistics, request: SearchRequest, term: int) -> YearChart | None:
    """How long the answers took each year, against the term."""
    return _chart(
        statistics,
        request,
        "Dagen tot het antwoord (mediaan)",
        value=lambda figures: figures.median_days,
        label=lambda value: formats.number(round(value)),
        words=formats.days,
        most="het langst",
        level=(term, f"de termijn van {term} dagen"),
    )


def in_time_chart(statistics: Statistics, request: SearchRequest) -> YearChart | None:
    """Which share was answered in time each year."""
    return _chart(
        statistics,
        request,
        "Binnen de termijn (%)",
        value=lambda figures: figures.in_time_share,
        label=lambda value: formats.number(round(100 * value)),
        words=formats.share,
        most="het meest",
        top=1.0,
    )


def _chart(
    statistics: Statistics,
    request: SearchRequest,
    heading: str,
    *,
    value: Callable[[Figures], float | None],
    label: Callable[[float], str],
    words: Callable[[float], str],
    most: str,
    top: float = 0.0,
    level: tuple[float, str] | None = None,
    room: int = ROOM,
) -> YearChart | None:
    """A chart of one figure; each bar leads to the sets of its year. None without two years that have the figure."""
    known = {row.year: value(row.figures) for row in statistics.years if row.year is not None}
    told = {year: figure for year, figure in known.items() if figure is not None}
    if len(told) < 2:
        return None
    points = [
        Point(
            year=year,
            value=told.get(year, 0.0),
            label=label(told[year]) if year in told else "",
            words=words(told[year]) if year in told else formats.UNKNOWN,
            href=links.search(request.with_values("jaar", (str(year),))),
        )
        for year in range(min(told), max(told) + 1)
    ]
    highest = max(top, *told.values(), level[0] if level else 0.0)
    step = STEP if len(points) <= FEW else _step(len(points), room)
    bars = _bars(points, highest, step, every_label=all(len(point.label) <= SHORT for point in points))
    line = Level(y=HEIGHT - _height(level[0], highest), words=level[1]) if level else None
    return YearChart(
        heading=heading, bars=bars, sentence=f"{_span(bars).capitalize()}{_peak(bars, most)}.", level=line, step=step
    )


def _step(years: int, room: int) -> int:
    """The room of one year."""
    return max(STEP, min(WIDEST_STEP, room // years))


def _bars(points: Sequence[Point], highest: float, step: int, *, every_label: bool) -> tuple[Bar, ...]:
    top = max(point.value for point in points)
    return tuple(
        Bar(
            year=point.year,
            value=point.value,
            words=point.words,
            href=point.href,
            selected=point.selected,
            x=place * step + GAP // 2,
            y=HEIGHT - _height(point.value, highest),
            width=step - GAP,
            height=_height(point.value, highest),
            value_label=point.label,
            labelled=bool(point.value) and (every_label or point.value == top),
        )
        for place, point in enumerate(points)
    )


def _height(value: float, highest: float) -> int:
    return max(2, round(value / highest * (HEIGHT - HEADROOM))) if value else 0


def _span(bars: Sequence[Bar]) -> str:
    return f"van {bars[0].year} tot en met {bars[-1].year}"


def _peak(bars: Sequence[Bar], most: str) -> str:
    """Which year stands out; nothing when several do."""
    top = max(bar.value for bar in bars)
    highest = [bar for bar in bars if bar.value == top]
    return f", {most} in {highest[0].year} ({highest[0].words})" if len(highest) == 1 else ""
