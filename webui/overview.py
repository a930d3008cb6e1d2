"""The page of one member, party, ministry or topic: its figures over time, what is new, and what still waits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from index.records import USUAL_TERM
from search.engine import Engine
from search.request import Filter, SearchRequest, Sort
from search.response import Bucket, Facet, Figures, SearchResponse, SnapshotMark, Statistics
from webui import formats, links
from webui.charts import YearChart, in_time_chart, sets_chart, wait_chart
from webui.examples import WAITS
from webui.filters import Choice
from webui.pages import RECENT, WAITING, Alternate, Head, Page, Row, row, waiting_row

NEWEST = 8
RELATED = 8


@dataclass(frozen=True, slots=True)
class Kind:
    """What an overview is of: its facet, what one is called, how its sets are named, and which facets go with it."""

    facet: str
    noun: str
    sets_of: str
    related: tuple[str, ...]


KINDS = {
    links.OVERVIEWS[kind.facet]: kind
    for kind in (
        Kind("indiener", "Indiener", "Kamervragen van {}", ("partij", "ministerie", "onderwerp")),
        Kind("partij", "Fractie", "Kamervragen van leden van {}", ("indiener", "ministerie", "onderwerp")),
        Kind(
            "ministerie",
            "Ministerie",
            "Kamervragen aan het ministerie van {}",
            ("bewindspersoon", "onderwerp", "partij"),
        ),
        Kind("onderwerp", "Onderwerp", "Kamervragen over {}", ("ministerie", "partij", "indiener")),
    )
}
"""By the folder of their addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A figure in large print with what it counts; `href` leads to the sets behind it."""

    value: str
    label: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """The figures of one year in the table."""

    label: str
    href: str | None
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """The commonest values of another facet within this overview, each with the search that has both."""

    label: str
    values: tuple[tuple[Bucket, str], ...]
    more: Choice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage(Page):
    """An overview as printed."""

    template: ClassVar[str] = "overview.html"
    noun: str
    label: str
    all_sets: str
    lead: str
    tiles: tuple[Tile, ...]
    charts: tuple[YearChart, ...]
    years: tuple[YearRow, ...]
    newest: tuple[Row, ...]
    waiting: tuple[Row, ...]
    all_waiting: str
    related: tuple[Related, ...]
    follow: tuple[Choice, ...]
    snapshot: SnapshotMark


def overview_page(engine: Engine, folder: str, value: str, today: date) -> OverviewPage | None:
    """The overview of one value; None when there is no such value."""
    kind = KINDS[folder]
    wanted = SearchRequest(filters=(Filter(kind.facet, (value,)),), sort=Sort.NEWEST)
    chosen = engine.facet(wanted, kind.facet, today)
    label = next((bucket.label for bucket in chosen.buckets if bucket.value == value), None)
    if label is None:
        return None
    found, statistics = engine.search(wanted, today), engine.statistics(wanted, today)
    waiting = replace(wanted.with_values("status", WAITS), asked_from=today - RECENT, sort=Sort.LONGEST_WAIT)
    return OverviewPage(
        head=_head(kind, label, wanted, links.overview(kind.facet, value)),
        noun=kind.noun,
        label=formats.label(label),
        all_sets=links.search(wanted),
        lead=_lead(kind, label, statistics),
        tiles=tiles(statistics.total, wanted),
        charts=charts(statistics, wanted),
        years=year_rows(statistics, wanted),
        newest=tuple(map(row, found.hits[:NEWEST])),
        waiting=tuple(waiting_row(hit, today) for hit in engine.search(waiting, today).hits[:WAITING]),
        all_waiting=links.search(waiting),
        related=_related(kind, found),
        follow=follow(wanted),
        snapshot=found.snapshot,
    )


def _head(kind: Kind, label: str, wanted: SearchRequest, address: str) -> Head:
    name = kind.sets_of.format(formats.label(label))
    feeds = (("application/atom+xml", "atom"), ("application/feed+json", "feed"))
    return Head(
        title=f"{name}: cijfers en nieuwste",
        canonical=address,
        alternates=tuple(
            Alternate(type=media, title=f"{name} (feed)", href=links.follow(wanted, form)) for media, form in feeds
        ),
    )


def _lead(kind: Kind, label: str, statistics: Statistics) -> str:
    years = [row.year for row in statistics.years if row.year is not None]
    name = kind.sets_of.format(formats.label(label))
    if not years:
        return f"{name}: er zijn er geen bekend."
    period = f"uit {years[0]}" if years[0] == years[-1] else f"van {years[0]} tot en met {years[-1]}"
    return f"{name}, {period}: hoeveel het er zijn, hoe snel het antwoord kwam en wat nog wacht."


def tiles(total: Figures, wanted: SearchRequest) -> tuple[Tile, ...]:
    """The figures on top: how many, how soon, how often in time, and how many wait."""
    open_now = wanted.with_values("status", WAITS)
    return (
        Tile(value=formats.number(total.sets), label="set" if total.sets == 1 else "sets", href=links.search(wanted)),
        Tile(value=formats.number(total.questions), label="vraag" if total.questions == 1 else "vragen"),
        Tile(value=_median(total), label="tot het antwoord, mediaan"),
        Tile(value=formats.share(total.in_time_share), label="binnen de termijn"),
        Tile(value=formats.number(total.waiting), label=_waiting_words(total), href=links.search(open_now)),
    )


def _median(figures: Figures) -> str:
    return formats.days(figures.median_days)


def _waiting_words(total: Figures) -> str:
    late = f", {formats.number(total.overdue)} te laat" if total.overdue else ""
    return f"{'wacht' if total.waiting == 1 else 'wachten'} op antwoord{late}"


def charts(statistics: Statistics, wanted: SearchRequest) -> tuple[YearChart, ...]:
    """The charts that there are years enough for."""
    made = (
        sets_chart(statistics, wanted),
        wait_chart(statistics, wanted, USUAL_TERM.days),
        in_time_chart(statistics, wanted),
    )
    return tuple(chart for chart in made if chart)


def year_rows(statistics: Statistics, wanted: SearchRequest) -> tuple[YearRow, ...]:
    """The table of all years, the newest first; those without a date have no search of their own."""
    return tuple(
        YearRow(
            label=str(row.year) if row.year is not None else "zonder datum",
            href=links.search(wanted.with_values("jaar", (str(row.year),))) if row.year is not None else None,
            figures=row.figures,
        )
        for row in sorted(statistics.years, key=lambda row: -(row.year or 0))
    )


def _related(kind: Kind, found: SearchResponse) -> tuple[Related, ...]:
    by_name = {facet.name: facet for facet in found.facets}
    rows = (_related_facet(by_name[name], found.request) for name in kind.related if name in by_name)
    return tuple(row for row in rows if row.values)


def _related_facet(facet: Facet, wanted: SearchRequest) -> Related:
    more = Choice(label=f"Toon alle {formats.number(facet.total_values)}", href=links.facet(wanted, facet.name))
    shown = facet.buckets[:RELATED]
    return Related(
        label=facet.label,
        values=tuple((bucket, links.toggle(wanted, facet.name, bucket.value)) for bucket in shown),
        more=more if facet.total_values > len(shown) else None,
    )


def follow(wanted: SearchRequest) -> tuple[Choice, ...]:
    """The ways to stay informed of a search."""
    return (
        Choice(label="Atom-feed", href=links.follow(wanted, "atom")),
        Choice(label="JSON Feed", href=links.follow(wanted, "feed")),
        Choice(label="Agenda van lopende termijnen", href=links.follow(wanted, "ics")),
    )
