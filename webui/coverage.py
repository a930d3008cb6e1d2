"""What we hold, year by year: the page and its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, TypedDict

from search.engine import Engine
from search.public import FiguresJson, SnapshotJson, figures_json, snapshot_json
from search.request import SearchRequest
from search.response import Coverage, Figures, SnapshotMark, Statistics
from webui import links
from webui.charts import COLUMN, YearChart, sets_chart
from webui.overview import YearRow, year_rows
from webui.pages import Alternate, Head, Page, coverage_line

EVERYTHING = SearchRequest()


class YearCoverageJson(TypedDict):
    """Wat er uit een jaar is."""

    year: Annotated[int | None, "het jaar van inzending; null zonder datum"]
    figures: FiguresJson


class CoverageJson(TypedDict):
    """Wat er in de verzameling staat."""

    snapshot: SnapshotJson
    sets: int
    questions: int
    answered_questions: int
    figures: FiguresJson
    years: list[YearCoverageJson]


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


def coverage_page(engine: Engine, today: date) -> CoveragePage:
    """What we hold and what is missing, as far as the collection itself can tell."""
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
    )


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
