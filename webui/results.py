"""The page of results and the page of all values of one facet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from search.describe import every_and_most, timing
from search.request import PER_PAGE_CHOICES, SearchRequest, Sort
from search.response import Facet, Figures, Hit, Passage, SearchResponse, Snippet
from webui import formats, links
from webui.charts import YearChart, year_chart
from webui.exports import cut
from webui.feeds import LATEST
from webui.filters import Choice, FacetBox, Form, active_filters, facet_box, search_form, shown
from webui.overview import follow
from webui.pages import Alternate, Head, Page
from webui.widening import Wider

SORTS = {
    Sort.RELEVANCE: "Relevantie",
    Sort.NEWEST: "Nieuwste eerst",
    Sort.OLDEST: "Oudste eerst",
    Sort.LONGEST_WAIT: "Langst gewacht",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A matching question of a hit with its answer."""

    label: str
    href: str
    question: Snippet
    answer: Snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A hit as printed; `more` leads to the rest of the set, `why` to what its place is made of."""

    hit: Hit
    href: str
    people: str
    passages: tuple[PassageView, ...]
    more: Choice | None
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """What the browser keeps of a search that a visitor saves: its address, its name, and the feed with its news."""

    address: str
    name: str
    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage(Page):
    """The results of a search."""

    template: ClassVar[str] = "results.html"
    response: SearchResponse
    counts: tuple[str, str]
    form: Form
    facets: tuple[FacetBox, ...]
    suggestion: Choice | None
    exact: Choice | None
    readings: tuple[Choice, ...]
    active: tuple[Choice, ...]
    wider: tuple[Wider, ...]
    chart: YearChart | None
    sorts: tuple[Choice, ...]
    sizes: tuple[Choice, ...]
    hits: tuple[HitView, ...]
    first: int
    timing: str
    overviews: tuple[Choice, ...]
    follow: tuple[Choice, ...]
    take: tuple[Choice, ...]
    cut: str
    latest: int
    save: SavedSearch
    pagination: tuple[Choice | None, ...]
    previous: str | None
    next: str | None


def results_page(response: SearchResponse, wider: tuple[Wider, ...] = ()) -> ResultsPage:
    """Everything the page of results prints; `wider` are searches that find more than nothing."""
    request = response.request
    return ResultsPage(
        head=_head(response),
        response=response,
        counts=_counts(response),
        form=search_form(request, response.facets),
        facets=tuple(facet_box(request, facet) for facet in response.facets if shown(facet)),
        suggestion=_suggestion(response),
        exact=_exact(response),
        readings=tuple(Choice(label=one.label, href=links.search(one.request)) for one in response.readings),
        active=active_filters(request, response.facets),
        wider=wider,
        chart=year_chart(response.histogram, request),
        sorts=tuple(Choice(label=SORTS[s], href=links.sort(request, s), current=s is request.sort) for s in Sort),
        sizes=_sizes(request),
        hits=tuple(hit_view(hit, request) for hit in response.hits),
        first=(request.page - 1) * request.per_page + 1,
        timing=timing_line(response.figures),
        overviews=_overviews(response.facets),
        follow=follow(request),
        take=_take(request),
        cut=cut(response.total),
        latest=LATEST,
        save=SavedSearch(
            address=links.search(request.whole()), name=response.sentence, feed=links.follow(request, "feed")
        ),
        pagination=pagination(request, response.pages),
        previous=links.page(request, request.page - 1) if request.page > 1 else None,
        next=links.page(request, request.page + 1) if request.page < response.pages else None,
    )


def _counts(response: SearchResponse) -> tuple[str, str]:
    """How many sets, and what they hold: so many questions, or all words of the query and then most of them."""
    sets, complete = response.total.sets, response.complete
    if complete is not None and complete != sets:
        return _completed(complete, response)
    matching = "passende " if response.request.q else ""
    return (
        formats.count(sets, "set", "sets"),
        formats.count(response.total.questions, f"{matching}vraag", f"{matching}vragen"),
    )


def _completed(complete: int, response: SearchResponse) -> tuple[str, str]:
    """How many sets hold all that was typed, and how many hold some of it."""
    every, most = every_and_most(response)
    if not complete:
        return formats.count(response.total.sets, "set", "sets"), f"{most}; geen enkele met {every}"
    others = formats.number(response.total.sets - complete)
    return formats.count(complete, "set", "sets"), f"{every}, en {others} met {most}"


def _head(response: SearchResponse) -> Head:
    request = response.request
    page = f" (pagina {request.page} van {response.pages})" if response.pages > 1 else ""
    return Head(
        title=f"{response.sentence}{page}",
        q=request.q,
        box=False,
        noindex=any(name != "q" for name, _ in request.params()),
        canonical=links.search(request),
        alternates=_alternates(response),
    )


FORMS = (("csv", "CSV"), ("jsonl", "JSON"), ("ris", "RIS"), ("bib", "BibTeX"))


def _alternates(response: SearchResponse) -> tuple[Alternate, ...]:
    request, name = response.request, response.sentence
    return (
        Alternate(type="application/json", title="JSON", href=links.search(request, "json")),
        Alternate(type="application/atom+xml", title=f"{name} (Atom)", href=links.follow(request, "atom")),
        Alternate(type="application/feed+json", title=f"{name} (JSON Feed)", href=links.follow(request, "feed")),
        Alternate(type="text/csv", title="CSV", href=links.export(request, "csv")),
    )


def _take(request: SearchRequest) -> tuple[Choice, ...]:
    """The forms in which a search can be taken away."""
    whole = [Choice(label=label, href=links.export(request, form)) for form, label in FORMS]
    return (*whole, Choice(label="JSON (deze pagina)", href=links.search(request, "json")))


def timing_line(figures: Figures) -> str:
    """How soon and how often in time the sets found were answered; empty when nothing can be told."""
    told = timing(figures)
    if figures.overdue:
        told.append(f"{formats.count(figures.overdue, 'set wacht', 'sets wachten')} langer dan de termijn")
    line = "; ".join(told)
    return f"{line[0].upper()}{line[1:]}." if line else ""


def _overviews(facets: tuple[Facet, ...]) -> tuple[Choice, ...]:
    """The overviews of what is chosen."""
    chosen = ((f.name, b) for f in facets if f.name in links.OVERVIEWS for b in f.buckets if b.selected)
    return tuple(Choice(label=formats.label(b.label), href=links.overview(name, b.value)) for name, b in chosen)


def _suggestion(response: SearchResponse) -> Choice | None:
    if response.suggestion is None:
        return None
    return Choice(label=response.suggestion, href=links.with_words(response.request, response.suggestion))


def _exact(response: SearchResponse) -> Choice | None:
    """The same search for the very words typed, where other forms or longer words were found too."""
    if response.exact is None or not response.total.sets:
        return None
    return Choice(label="Zoek precies deze woorden", href=links.with_words(response.request, response.exact))


def _sizes(request: SearchRequest) -> tuple[Choice, ...]:
    return tuple(
        Choice(label=str(size), href=links.per_page(request, size), current=size == request.per_page)
        for size in PER_PAGE_CHOICES
    )


def hit_view(hit: Hit, request: SearchRequest) -> HitView:
    """One hit as printed."""
    href = links.question_set(hit.id, request)
    return HitView(
        hit=hit,
        href=href,
        people=formats.exchange(hit.submitters, hit.addressees),
        passages=tuple(_passage(passage, href) for passage in hit.passages),
        more=_more(hit, request, href),
        why=links.why(hit.id, request) if hit.score else None,
    )


def _passage(passage: Passage, href: str) -> PassageView:
    """A question of the set with an address."""
    return PassageView(
        label=formats.question_label(passage.together or (passage.number,)),
        href=links.question(href, passage.number),
        question=passage.question,
        answer=passage.answer,
    )


def _more(hit: Hit, request: SearchRequest, href: str) -> Choice | None:
    """The link to the questions of the set that are not among the passages."""
    rest = hit.questions - len({number for passage in hit.passages for number in passage.together or (passage.number,)})
    if rest <= 0:
        return None
    matching = hit.matching_questions - (hit.questions - rest) if request.q else 0
    told = f", waarvan {formats.number(matching)} passend" if 0 < matching < rest else ""
    label = f"nog {formats.count(rest, 'vraag', 'vragen')} in deze set{told}"
    return Choice(label=label, href=href)


def pagination(request: SearchRequest, pages: int) -> tuple[Choice | None, ...]:
    """Links to the first, the last and the nearest pages; None is a gap. Empty when there is one page."""
    near = {1, 2, pages - 1, pages, *range(request.page - 2, request.page + 3)}
    numbers = sorted(number for number in near if 1 <= number <= pages)
    links_with_gaps: list[Choice | None] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number > before + 1:
            links_with_gaps.append(None)
        current = number == request.page
        links_with_gaps.append(Choice(label=formats.number(number), href=links.page(request, number), current=current))
    return tuple(links_with_gaps) if pages > 1 else ()
