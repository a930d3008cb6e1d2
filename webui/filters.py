"""Filters: the facets beside the results, the form that carries them, and the page with all values of one facet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from index.vocabulary import fold
from search.request import SearchRequest
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
    """One facet beside the results; `more` leads to all its values when not all are shown."""

    name: str
    label: str
    buckets: tuple[Bucket, ...]
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
    all_of_them = f"Toon alle {formats.number(facet.total_values)}"
    more = Choice(label=all_of_them, href=links.facet(request, facet.name))
    return FacetBox(
        name=facet.name, label=facet.label, buckets=buckets, more=more if facet.total_values > len(buckets) else None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value on the page of its facet, with the link that excludes it, and its own page where it has one."""

    bucket: Bucket
    exclude: str
    overview: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetPage(Page):
    """All values of one facet for a search; `narrow` is what the box that narrows the list must keep.

    A very long list is cut: `left_out` values can then be found with the box.
    """

    template: ClassVar[str] = "facet.html"
    label: str
    name: str
    form: Form
    contains: str
    values: tuple[FacetValue, ...]
    total: int
    left_out: int
    narrow: tuple[tuple[str, str], ...]
    back: str
    snapshot: SnapshotMark


def facet_page(request: SearchRequest, facet: Facet, contains: str, snapshot: SnapshotMark) -> FacetPage:
    """All values of a facet whose label holds `contains`, and the chosen ones in any case."""
    wanted = [b for b in facet.buckets if not b.excluded and (b.selected or fold(contains) in fold(b.label))]
    values = tuple(
        FacetValue(
            bucket=bucket,
            exclude=links.exclude(request, facet.name, bucket.value),
            overview=links.overview(facet.name, bucket.value) if facet.name in links.OVERVIEWS else None,
        )
        for bucket in wanted[:LISTED_VALUES]
    )
    return FacetPage(
        head=Head(title=f"{facet.label}: alle waarden", q=request.q, noindex=True),
        label=facet.label,
        name=facet.name,
        form=_facet_form(request, facet.name),
        contains=contains,
        values=values,
        total=facet.total_values,
        left_out=len(wanted) - len(values),
        narrow=tuple(pair for pair in request.params() if pair[0] != "pagina"),
        back=links.search(request),
        snapshot=snapshot,
    )


def _facet_form(request: SearchRequest, name: str) -> Form:
    """The form keeps the whole search but the values of this facet, which its check boxes hold."""
    hidden = tuple(pair for pair in request.params() if pair[0] not in {name, "pagina"})
    return Form(request=request, hidden=hidden)
