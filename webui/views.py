"""Addresses → pages. A view reads the request, asks the engine once, and hands over to a pure function."""

from __future__ import annotations

from http import HTTPStatus
from time import perf_counter

from flask import Blueprint, Response, abort, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from index.records import QuestionSet
from index.schema import FACETS
from search.draft import read_draft
from search.engine import TooSlow
from search.request import SearchRequest
from search.response import SearchResponse
from webui import api, caching, headers, links, pages
from webui import asked as asked_pages
from webui.asking import asked, is_canonical, known, root
from webui.coverage import coverage_page
from webui.failing import RETRY, show
from webui.filters import facet_page
from webui.overview import KINDS, overview_page
from webui.reading import question_set_page
from webui.results import results_page
from webui.site import site
from webui.why import why_page
from webui.widening import wider

views = Blueprint("views", __name__)
caching.keep(views)


@views.get("/")
def home() -> str:
    return show(pages.home_page(site().engine, site().today, root()))


@views.get("/zoeken")
def search() -> ResponseReturnValue:
    wanted = asked(without=links.CONTAINS)  # the box of a facet's page belongs to its form
    if not is_canonical(wanted):
        return redirect(links.search(wanted))
    response = site().engine.search(wanted, site().today)
    if response.request.page > response.pages:
        return show(pages.past_the_end(response.request, response.pages)), HTTPStatus.NOT_FOUND
    return with_timing(response)


@views.get("/facet/<name>")
def facet(name: str) -> str:
    if name not in {row.name for row in FACETS}:
        abort(HTTPStatus.NOT_FOUND)
    wanted = asked(without=links.CONTAINS)
    values = site().engine.facet(wanted, name, site().today)
    contains = request.args.get(links.CONTAINS, "").strip()
    return show(facet_page(wanted, values, contains, site().engine.snapshot()))


@views.get("/vragen/<path:number>")
def question_set(number: str) -> ResponseReturnValue:
    record = known(number)
    if record is None:
        return show(pages.unknown_number(number)), HTTPStatus.NOT_FOUND
    if record.id != number:
        return redirect(links.question_set(record.id, asked()), HTTPStatus.MOVED_PERMANENTLY)
    return show(reading(record, asked()))


@views.get(links.WHY)
def why() -> ResponseReturnValue:
    number, wanted = request.args.get(links.NUMBER, "").strip(), asked(without=links.NUMBER)
    record = known(number)
    if record is None:
        return show(pages.unknown_number(number)), HTTPStatus.NOT_FOUND
    return show(why_page(site().engine.explain(wanted, record, site().today), wanted))


@views.get(links.ASKED)
def asked_before() -> ResponseReturnValue:
    number = request.args.get(links.NUMBER, "").strip()
    if not number:
        return show(asked_pages.empty_page())
    record = known(number)
    if record is None:
        return show(pages.unknown_number(number)), HTTPStatus.NOT_FOUND
    return show(asked_pages.set_page(record, site().engine.earlier(record)))


@views.post(links.ASKED)
def already_asked() -> ResponseReturnValue:
    try:
        text = request.form.get("tekst", "")
    except RequestEntityTooLarge:
        return show(asked_pages.too_long_page()), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    draft = read_draft(text)
    try:
        return show(asked_pages.draft_page(text, draft, site().engine.already_asked(draft)))
    except TooSlow:
        return show(asked_pages.too_slow_page(text)), HTTPStatus.GATEWAY_TIMEOUT, RETRY


def overview(folder: str, value: str) -> ResponseReturnValue:
    row = next(row for row in FACETS if row.name == KINDS[folder].facet)
    meant = row.meant(value).value
    if meant != value:  # a former name, or another spelling
        return redirect(links.overview(row.name, meant), HTTPStatus.MOVED_PERMANENTLY)
    page = overview_page(site().engine, folder, value, site().today)
    if page is None:
        return show(pages.unknown_overview(KINDS[folder].noun, value)), HTTPStatus.NOT_FOUND
    return show(page)


def overviews(folder: str) -> ResponseReturnValue:
    """Everyone and everything that has an overview, in the list of the facet."""
    return redirect(links.facet(SearchRequest(), KINDS[folder].facet))


for name in KINDS:
    views.add_url_rule(f"/{name}", f"{name}_all", overviews, defaults={"folder": name})
    views.add_url_rule(f"/{name}/<path:value>", name, overview, defaults={"folder": name})


@views.get(links.COVERAGE)
def coverage() -> str:
    return show(coverage_page(site().engine, site().today))


@views.get(links.SAVED)
def saved() -> str:
    return show(pages.saved_page())


@views.get(links.API)
def api_() -> str:
    return show(api.api_page(root()))


@views.get(links.HELP)
def help_() -> str:
    return show(pages.help_page(site().engine, site().today))


@views.get(links.ABOUT)
def about() -> str:
    return show(pages.about_page(site().engine, site().settings))


@views.get(links.ACCESSIBILITY)
def accessibility() -> str:
    return show(pages.accessibility_page(site().settings))


@views.after_app_request
def secured(response: Response) -> Response:
    return headers.secure(headers.packed(response, request.accept_encodings))


def with_timing(response: SearchResponse) -> Response:
    """The page of results, with what the time went to in a header."""
    started = perf_counter()
    page = make_response(show(results_page(response, wider(site().engine, response, site().today))))
    return headers.timed(page, (*response.parts_ms, ("page", (perf_counter() - started) * 1000)))


def reading(record: QuestionSet, found_with: SearchRequest) -> pages.Page:
    """The page of a set, the words marked that it was found with."""
    engine = site().engine
    relations = engine.relations(record)
    named = {tie.other.id for tie in (*relations.refers_to, *relations.referred_by) if tie.other}
    return question_set_page(
        record,
        found_with,
        today=site().today,
        mark=engine.marking(found_with.q),
        place=engine.place(found_with, record.id, site().today) if found_with.params() else None,
        relations=relations,
        similar=engine.similar(record, besides=named),
        root=root(),
    )
