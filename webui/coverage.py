"""What we hold, year by year: the page and its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, TypedDict

from index.records import House
from index.series import SeriesYear, ranges
from search.engine import Engine
from search.public import FiguresJson, SnapshotJson, figures_json, snapshot_json
from search.request import SearchRequest
from search.response import Coverage, Figures, SnapshotMark, Statistics
from webui import formats, links
from webui.charts import COLUMN, YearChart, sets_chart
from webui.overview import YearRow, year_rows
from webui.pages import Alternate, Head, Page, coverage_line

EVERYTHING = SearchRequest()
NAMED = 4
"""Missing numbers, or runs of them, that the page names; the JSON names all."""


class YearCoverageJson(TypedDict):
    """Wat er uit een jaar is."""

    year: Annotated[int | None, "het jaar van inzending; null zonder datum"]
    figures: FiguresJson


class SeriesJson(TypedDict):
    """Hoe volledig de nummers van het Aanhangsel van de Handelingen in een vergaderjaar zijn."""

    house: Annotated[str, "tweede-kamer of eerste-kamer"]
    year: Annotated[str, "het vergaderjaar, zoals 2006-2007"]
    highest: Annotated[int, "het hoogste nummer dat bekend is"]
    expected: Annotated[int, "hoeveel nummers er moeten zijn"]
    held: Annotated[int, "hoeveel daarvan hier staan"]
    missed: Annotated[int, "hoeveel er hier ontbreken"]
    absent: Annotated[list[str], "de nummers die hier niet staan, zoals 12 of 20–25; ook die nooit zijn gepubliceerd"]


class CoverageJson(TypedDict):
    """Wat er in de verzameling staat."""

    snapshot: SnapshotJson
    sets: int
    questions: int
    answered_questions: int
    figures: FiguresJson
    years: list[YearCoverageJson]
    series: list[SeriesJson]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """One parliamentary year: how many papers there should be and are, and which numbers are not here."""

    year: SeriesYear
    share: str
    absent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTable:
    """The years of one house of which something is here, the newest first; `empty` tells of the others."""

    house: str
    rows: tuple[SeriesRow, ...]
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage(Page):
    """What we hold as printed."""

    template: ClassVar[str] = "coverage.html"
    line: str
    total: Figures
    unanswered: int
    chart: YearChart | None
    years: tuple[YearRow, ...]
    undated: Figures | None
    series: tuple[SeriesTable, ...]


def coverage_page(engine: Engine, today: date) -> CoveragePage:
    """What we hold and what is missing, as the collection itself tells; the site needs no archive beside it."""
    statistics, coverage, snapshot = _asked(engine, today)
    return CoveragePage(
        head=Head(
            title="Dekking: wat er in Vraagbaak staat",
            canonical=links.COVERAGE,
            alternates=(Alternate(type="application/json", title="JSON", href=f"{links.COVERAGE}.json"),),
            structured=_dataset(coverage, snapshot),
        ),
        line=coverage_line(coverage, snapshot),
        total=statistics.total,
        unanswered=coverage.questions - coverage.answered_questions,
        chart=sets_chart(statistics, EVERYTHING, COLUMN),
        years=year_rows(statistics, EVERYTHING),
        undated=next((row.figures for row in statistics.years if row.year is None), None),
        series=series_tables(engine.series()),
    )


def series_tables(years: tuple[SeriesYear, ...]) -> tuple[SeriesTable, ...]:
    """The numbers of the Aanhangsel, house by house; nothing of a house of which nothing is here."""
    of_house = {house: [year for year in years if year.house is house] for house in House}
    return tuple(
        SeriesTable(
            house=formats.HOUSE[house],
            rows=tuple(_series_row(year) for year in reversed(own) if year.held),
            empty=_nothing_of([year for year in own if not year.held]),
        )
        for house, own in of_house.items()
        if any(year.held for year in own)
    )


def _series_row(year: SeriesYear) -> SeriesRow:
    named = ranges(year.absent) if year.missed else ()
    more = ", …" if len(named) > NAMED else ""
    return SeriesRow(
        year=year,
        share=formats.share(min(1.0, year.held / year.expected)) if year.expected else "–",
        absent=", ".join(named[:NAMED]) + more,
    )


def _nothing_of(years: list[SeriesYear]) -> str:
    if not years:
        return ""
    period = years[0].year if len(years) == 1 else f"{years[0].year} tot en met {years[-1].year}"
    numbers = formats.count(sum(year.expected for year in years), "nummer", "nummers")
    which = "het vergaderjaar" if len(years) == 1 else f"{len(years)} vergaderjaren van"
    return f"Van {which} {period} is hier niets; dat zijn {numbers}."


def coverage_json(engine: Engine, today: date) -> CoverageJson:
    """The same for machines."""
    statistics, coverage, snapshot = _asked(engine, today)
    return {
        "snapshot": snapshot_json(snapshot),
        "sets": coverage.sets,
        "questions": coverage.questions,
        "answered_questions": coverage.answered_questions,
        "figures": figures_json(statistics.total),
        "years": [{"year": row.year, "figures": figures_json(row.figures)} for row in statistics.years],
        "series": [_series_json(year) for year in engine.series()],
    }


def _series_json(year: SeriesYear) -> SeriesJson:
    return {
        "house": year.house.value,
        "year": year.year,
        "highest": year.highest,
        "expected": year.expected,
        "held": year.held,
        "missed": year.missed,
        "absent": list(ranges(year.absent)),
    }


def _asked(engine: Engine, today: date) -> tuple[Statistics, Coverage, SnapshotMark]:
    return engine.statistics(EVERYTHING, today), engine.coverage(), engine.snapshot()


def _dataset(coverage: Coverage, snapshot: SnapshotMark) -> dict[str, object]:
    """The collection as search engines for data sets want it described."""
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "Kamervragen met hun antwoorden",
        "description": coverage_line(coverage, snapshot),
        "inLanguage": "nl",
        "isAccessibleForFree": True,
        "version": snapshot.id,
        "dateModified": (snapshot.synced_at or snapshot.built_at).isoformat(),
    }
    if coverage.first_asked and coverage.last_asked:
        described["temporalCoverage"] = f"{coverage.first_asked}/{coverage.last_asked}"
    return described
