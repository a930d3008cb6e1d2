"""Filters: the facets beside the results, the form that carries them, and the page with all values of one facet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from index.vocabulary import fold
from search.request import EXCLUDE_PREFIX, SearchRequest
from search.response import Bucket, Facet, SnapshotMark
from webui import formats, links
from webui.pages import Head, Page

SHOWN_VALUES = 10
LISTED_VALUES = 500
VISIBLE = frozenset({"q", "van", "tot", "pagina"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A link to the same search in another way; `current` marks the way it is now."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetBox:
    """One facet beside the results; links bring back what is `excluded`, `more` leads to the page of the facet."""

    name: str
    label: str
    buckets: tuple[Bucket, ...]
    excluded: tuple[Choice, ...]
    more: Choice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the search form carries: `hidden` keeps what has no visible field."""

    request: SearchRequest
    hidden: tuple[tuple[str, str], ...]
    clear: str | None = None


def search_form(request: SearchRequest, facets: tuple[Facet, ...]) -> Form:
    """The form keeps exclusions, order, page size and chosen values that no check box shows."""
    boxes = {(facet.name, bucket.value) for facet in facets for bucket in shown(facet)}
    return Form(
        request=request,
        hidden=tuple(pair for pair in request.params() if pair[0] not in VISIBLE and pair not in boxes),
        clear=links.clear(request) if request.filtered else None,
    )


def shown(facet: Facet) -> tuple[Bucket, ...]:
    """The values of a facet beside the results: the chosen ones and the first ten."""
    usable = [bucket for bucket in facet.buckets if not bucket.excluded]
    return tuple(bucket for place, bucket in enumerate(usable) if bucket.selected or place < SHOWN_VALUES)


def facet_box(request: SearchRequest, facet: Facet) -> FacetBox:
    """One facet as a group of check boxes."""
    buckets = shown(facet)
    return FacetBox(
        name=facet.name,
        label=facet.label,
        buckets=buckets,
        excluded=tuple(
            Choice(label=formats.label(b.label), href=links.search(request.without(facet.name, b.value, exclude=True)))
            for b in facet.buckets
            if b.excluded
        ),
        more=_more(request, facet, len(buckets)),
    )


def _more(request: SearchRequest, facet: Facet, shown_values: int) -> Choice | None:
    """The way to the page of the facet, which holds all values and excludes them; none where nothing is to choose."""
    if facet.total_values > shown_values:
        return Choice(label=f"Toon alle {formats.number(facet.total_values)}", href=links.facet(request, facet.name))
    return Choice(label="Uitsluiten", href=links.facet(request, facet.name)) if shown_values > 1 else None


def narrowings(request: SearchRequest, facets: tuple[Facet, ...]) -> tuple[tuple[str, SearchRequest], ...]:
    """Every filter of a search in words, with the search without it."""
    labels = {(facet.name, bucket.value): formats.label(bucket.label) for facet in facets for bucket in facet.buckets}
    names = {facet.name: facet.label for facet in facets}
    chosen = [
        (
            f"{names.get(f.facet, f.facet)}: {'niet ' if f.exclude else ''}{labels.get((f.facet, value), value)}",
            request.without(f.facet, value, exclude=f.exclude),
        )
        for f in request.filters
        for value in f.values
    ]
    return (*chosen, *_dates(request), *_since(request))


def _dates(request: SearchRequest) -> tuple[tuple[str, SearchRequest], ...]:
    limits = [("vanaf", request.asked_from), ("tot en met", request.asked_to)]
    spelled = " ".join(f"{word} {formats.day(limit)}" for word, limit in limits if limit)
    without = replace(request, asked_from=None, asked_to=None, page=1)
    return ((f"Ingezonden: {spelled}", without),) if spelled else ()


def _since(request: SearchRequest) -> tuple[tuple[str, SearchRequest], ...]:
    if request.since is None:
        return ()
    return ((f"Nieuw sinds {formats.day(request.since)}", replace(request, since=None, page=1)),)


def active_filters(request: SearchRequest, facets: tuple[Facet, ...]) -> tuple[Choice, ...]:
    """Every filter as a link that removes it."""
    return tuple(Choice(label=label, href=links.search(without)) for label, without in narrowings(request, facets))


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value on the page of its facet, with its own page where it has one."""

    bucket: Bucket
    overview: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetPage(Page):
    """All values of one facet for a search, each to be chosen or excluded.

    A very long list is cut: `left_out` values can then be found with the box, of which `contains` is the content.
    """

    template: ClassVar[str] = "facet.html"
    label: str
    name: str
    form: Form
    contains: str
    values: tuple[FacetValue, ...]
    total: int
    left_out: int
    back: str
    snapshot: SnapshotMark


def facet_page(request: SearchRequest, facet: Facet, contains: str, snapshot: SnapshotMark) -> FacetPage:
    """All values of a facet whose label holds `contains`; on top those chosen or excluded, whatever it holds."""
    chosen = [b for b in facet.buckets if b.selected or b.excluded]
    rest = [b for b in facet.buckets if b not in chosen and fold(contains) in fold(b.label)]
    values = tuple(
        FacetValue(
            bucket=bucket,
            overview=links.overview(facet.name, bucket.value) if facet.name in links.OVERVIEWS else None,
        )
        for bucket in (*chosen, *rest)[:LISTED_VALUES]
    )
    return FacetPage(
        head=Head(title=f"{facet.label}: alle waarden", q=request.q, noindex=True),
        label=facet.label,
        name=facet.name,
        form=_facet_form(request, facet.name),
        contains=contains,
        values=values,
        total=facet.total_values,
        left_out=len(chosen) + len(rest) - len(values),
        back=links.search(request),
        snapshot=snapshot,
    )


def _facet_form(request: SearchRequest, name: str) -> Form:
    """The form keeps the whole search but the values of this facet, which its check boxes hold."""
    own = {name, EXCLUDE_PREFIX + name, "pagina"}
    return Form(request=request, hidden=tuple(pair for pair in request.params() if pair[0] not in own))
