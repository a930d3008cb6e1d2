"""What every page has, and the contexts of the small pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import ClassVar

from index.records import QuestionSet, Term
from index.schema import FACETS, FacetField, Operator
from search.engine import Engine
from search.request import Filter, SearchRequest, Sort
from search.response import Coverage, EventKind, Hit, SnapshotMark
from webui import exports, formats, links
from webui.examples import WAITS, Example, errands, examples, operator_examples
from webui.settings import Settings

NEWEST = 5
MANY_EVENTS = 50
"""The latest events, among which there are some answers for sure: every set is asked before it is answered."""
WAITING = 5
RECENT = timedelta(days=365)
"""Of the questions that wait longest only those of the last year: older ones will hardly be answered any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in another form."""

    type: str
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page tells browsers and search engines; `q` fills the search box on top, which some pages do without.

    `structured` is what the page is about in the words of schema.org.
    """

    title: str
    q: str = ""
    box: bool = True
    noindex: bool = False
    canonical: str | None = None
    alternates: tuple[Alternate, ...] = ()
    structured: dict[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its head, its template, and in subclasses what the template prints."""

    template: ClassVar[str]
    head: Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question set in short: its title, and what is told of it."""

    href: str
    title: str
    told: tuple[str, ...]


def row(record: Hit | QuestionSet) -> Row:
    """A set in short: what happened last, and who asked whom."""
    return Row(
        href=links.question_set(record.id),
        title=record.plain_title if isinstance(record, Hit) else record.title,
        told=(_last_event(record), _people(record)),
    )


def waiting_row(hit: Hit, today: date) -> Row:
    """A set without an answer: how long it has waited, and since when that is too long."""
    return Row(href=links.question_set(hit.id), title=hit.plain_title, told=(_waited(hit, today), _people(hit)))


def _last_event(record: Hit | QuestionSet) -> str:
    if record.answered_on is None:
        return f"Ingezonden {formats.day(record.asked_on)}"
    after = f" na {formats.days(record.days_to_answer)}" if record.days_to_answer is not None else ""
    return f"Beantwoord {formats.day(record.answered_on)}{after}"


def _waited(hit: Hit, today: date) -> str:
    if hit.asked_on is None:
        return f"Ingezonden: {formats.UNKNOWN}"
    since = formats.days((today - hit.asked_on).days)
    late = ", te laat" if hit.term is Term.LATE else ""
    return f"Wacht {since} sinds {formats.day(hit.asked_on)}{late}"


def _people(record: Hit | QuestionSet) -> str:
    return f"Vragen {formats.exchange(record.submitters, record.addressees)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The front page."""

    template: ClassVar[str] = "home.html"
    examples: tuple[Example, ...]
    errands: tuple[Example, ...]
    newest: tuple[Row, ...]
    all_newest: str
    waiting: tuple[Row, ...]
    all_waiting: str
    overviews: tuple[Way, ...]
    coverage: str


def home_page(engine: Engine, today: date, root: str) -> HomePage:
    """The front page: the newest answers, what waits longest for one, and what the collection holds."""
    newest = SearchRequest(filters=(Filter("status", ("beantwoord",)),), sort=Sort.NEWEST)
    waiting = SearchRequest(filters=(Filter("status", WAITS),), asked_from=today - RECENT, sort=Sort.LONGEST_WAIT)
    return HomePage(
        head=_home_head(root),
        examples=examples(engine, today),
        errands=errands(engine, today),
        newest=newest_answers(engine, today),
        all_newest=links.search(newest),
        waiting=tuple(waiting_row(hit, today) for hit in engine.search(waiting, today).hits[:WAITING]),
        all_waiting=links.search(waiting),
        overviews=OVERVIEWS,
        coverage=coverage_line(engine.coverage(), engine.snapshot()),
    )


def newest_answers(engine: Engine, today: date) -> tuple[Row, ...]:
    """The sets that were answered last, by the day of their answer."""
    answered = SearchRequest(filters=(Filter("status", ("beantwoord",)),))
    events = engine.events(answered, today, MANY_EVENTS)
    ids = [event.set_id for event in events if event.kind is EventKind.ANSWERED]
    records = (engine.question_set(set_id) for set_id in ids[:NEWEST])
    return tuple(row(record) for record in records if record)


def _home_head(root: str) -> Head:
    return Head(
        title="Vraagbaak: zoek in Kamervragen",
        box=False,
        canonical=links.HOME,
        structured={
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": "Vraagbaak",
            "url": f"{root}{links.HOME}",
            "inLanguage": "nl",
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{root}{links.SEARCH}?q={{search_term_string}}",
                "query-input": "required name=search_term_string",
            },
        },
    )


def coverage_line(coverage: Coverage, snapshot: SnapshotMark) -> str:
    """What the collection holds, in one sentence."""
    sets = formats.count(coverage.sets, "set Kamervragen", "sets Kamervragen")
    questions = formats.count(coverage.questions, "vraag", "vragen")
    answered = formats.number(coverage.answered_questions)
    period = _period(coverage)
    fresh = formats.moment(snapshot.synced_at or snapshot.built_at)
    stand = f"Bijgewerkt op {fresh} (stand {snapshot.id})."
    return f"{sets} met {questions}, waarvan {answered} met antwoord{period}. {stand}"


def _period(coverage: Coverage) -> str:
    if coverage.first_asked is None or coverage.last_asked is None:
        return ""
    return f"; ingezonden van {formats.day(coverage.first_asked)} tot en met {formats.day(coverage.last_asked)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage(Page):
    """How to search: everything a query can say, with a link that tries it, and the filters."""

    template: ClassVar[str] = "help.html"
    operators: tuple[tuple[Operator, Example | None], ...]
    new_example: str
    facets: tuple[FacetField, ...] = FACETS


def help_page(engine: Engine, today: date) -> HelpPage:
    """The help page."""
    return HelpPage(
        head=Head(title="Hulp bij het zoeken", canonical=links.HELP),
        new_example=links.search(SearchRequest(since=today - timedelta(days=30))),
        operators=operator_examples(engine, today),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage(Page):
    """What this site is."""

    template: ClassVar[str] = "about.html"
    coverage: str
    snapshot: SnapshotMark
    contact: str


def about_page(engine: Engine, settings: Settings) -> AboutPage:
    """What this site is, where its texts come from and how complete it is."""
    snapshot = engine.snapshot()
    return AboutPage(
        head=Head(title="Over Vraagbaak", canonical=links.ABOUT),
        coverage=coverage_line(engine.coverage(), snapshot),
        snapshot=snapshot,
        contact=settings.contact,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage(Page):
    """The searches that a visitor keeps in the own browser; a script fills the list."""

    template: ClassVar[str] = "saved.html"


def saved_page() -> SavedPage:
    """The page of saved searches."""
    return SavedPage(head=Head(title="Bewaarde zoekopdrachten", canonical=links.SAVED))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityPage(Page):
    """What is done to keep the site usable for everyone."""

    template: ClassVar[str] = "accessibility.html"
    contact: str


def accessibility_page(settings: Settings) -> AccessibilityPage:
    """What is tested for accessibility and how to report what does not work."""
    return AccessibilityPage(
        head=Head(title="Toegankelijkheid", canonical=links.ACCESSIBILITY), contact=settings.contact
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way on from a page that has nothing to show."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """A page that says why there is nothing, and where to go."""

    template: ClassVar[str] = "error.html"
    heading: str
    sentence: str
    ways: tuple[Way, ...] = ()


OVERVIEWS = (
    Way(text="Indieners", href=links.facet(SearchRequest(), "indiener")),
    Way(text="Fracties", href=links.facet(SearchRequest(), "partij")),
    Way(text="Ministeries", href=links.facet(SearchRequest(), "ministerie")),
    Way(text="Onderwerpen", href=links.facet(SearchRequest(), "onderwerp")),
)
"""Where the pages of people, parties, ministries and topics are listed."""

TO_HOME = Way(text="Naar de startpagina", href=links.HOME)


def error_page(heading: str, sentence: str, *ways: Way, q: str = "") -> ErrorPage:
    """A page with a heading, a sentence, and ways on."""
    return ErrorPage(
        head=Head(title=heading, q=q, noindex=True), heading=heading, sentence=sentence, ways=(*ways, TO_HOME)
    )


def unknown_number(number: str) -> ErrorPage:
    """The page for a number no question set is known by."""
    return error_page(
        "Deze Kamervragen kennen we niet",
        f"Er zijn geen Kamervragen bekend onder nummer ‘{number[:80]}’. "
        "Zoek op de titel, op een woord uit de vragen of op een ander nummer.",
        Way(text=f"Zoek ‘{number[:80]}’ in de vragen en antwoorden", href=links.words(number[:80])),
    )


def unknown_overview(noun: str, value: str) -> ErrorPage:
    """The page for the overview of something that does not exist."""
    return error_page(
        "Dit overzicht bestaat niet",
        f"{noun} ‘{value[:80]}’ is hier niet bekend. Zoek hierboven verder, of kies uit een lijst.",
        *OVERVIEWS,
    )


ERRORS = {
    HTTPStatus.BAD_REQUEST: (
        "Dit verzoek is niet te lezen",
        "Het adres of wat ermee is gestuurd, klopt niet. Zoek hierboven verder.",
    ),
    HTTPStatus.NOT_FOUND: (
        "Deze pagina bestaat niet",
        "Het adres klopt niet, of de pagina is er nooit geweest. Zoek hierboven verder.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Dit verzoek kan niet", "Op deze manier is dit adres niet op te vragen."),
    HTTPStatus.GONE: ("Deze pagina is er niet meer", "Wat hier stond, is ingetrokken. Zoek hierboven verder."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("Dit is te veel", "Wat u stuurt is te lang. Stuur een kleiner deel."),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "Dit adres is te lang",
        "Vraagbaak leest van een zoekvraag 512 tekens. Plak een heel concept bij ‘Is dit al gevraagd?’.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Er ging iets mis",
        "Dit is een fout van ons, niet van u. Hij is vastgelegd; probeer het later nog eens.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "Vraagbaak is even niet beschikbaar",
        "De verzameling wordt bijgewerkt of is niet te lezen. Probeer het over een minuut nog eens.",
    ),
}
"""What is said when the server refuses or fails; another refusal is told as a bad request."""


def failure(code: int) -> ErrorPage:
    """The page for a request that the server refuses, or in which it fails."""
    known = next((status for status in ERRORS if status == code), HTTPStatus.BAD_REQUEST)
    return error_page(*ERRORS[known])


def too_slow(again: str, q: str) -> ErrorPage:
    """The page for what took too long and was stopped; `again` is its address, `q` the query in it."""
    fewer = "met minder woorden, of " if q else ""
    return error_page(
        "Dit duurt te lang",
        f"Het is nu druk: dit antwoord duurt te lang en is gestopt. Probeer het {fewer}over een minuut nog eens.",
        Way(text="Nog eens proberen", href=again),
        q=q,
    )


def busy(again: str, results: str) -> ErrorPage:
    """The page for a large export while there is no place for it; `again` is its address."""
    return error_page(
        "Te veel grote exports tegelijk",
        "Anderen halen nu ook veel Kamervragen op. Probeer het over een minuut nog eens, of neem minder mee: "
        f"een export tot en met {formats.number(exports.LARGE)} sets kan altijd.",
        Way(text="Nog eens proberen", href=again),
        Way(text="Terug naar de resultaten, om te filteren", href=results),
    )


def past_the_end(request: SearchRequest, pages: int) -> ErrorPage:
    """The page for a results page after the last one."""
    return error_page(
        "Zo veel pagina’s zijn er niet",
        f"Pagina {formats.number(request.page)} bestaat niet: deze zoekopdracht heeft "
        f"{formats.count(pages, 'pagina', 'pagina’s')}.",
        Way(text=f"Naar de laatste pagina ({formats.number(pages)})", href=links.page(request, pages)),
        Way(text="Naar de eerste pagina", href=links.page(request, 1)),
        q=request.q,
    )
