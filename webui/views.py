"""Addresses → pages. A view reads the request, asks the engine once, and hands over to a pure function."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound

import index.json
from index.records import QuestionSet
from index.schema import FACETS
from search import public
from search.request import SearchRequest
from webui import exports, headers, links, pages
from webui.announced import ANNOUNCED
from webui.filters import facet_page
from webui.reading import question_set_page
from webui.results import results_page
from webui.site import site

views = Blueprint("views", __name__)

VOLATILE = frozenset({"views.status"})


@views.get("/")
def home() -> str:
    return show(pages.home_page(site().engine, site().today))


@views.get("/zoeken")
def search() -> ResponseReturnValue:
    wanted = asked()
    if not is_canonical(wanted):
        return redirect(links.search(wanted))
    response = site().engine.search(wanted, site().today)
    if response.request.page > response.pages:
        return show(pages.past_the_end(response.request, response.pages)), HTTPStatus.NOT_FOUND
    return show(results_page(response))


@views.get("/zoeken.json")
def search_json() -> ResponseReturnValue:
    response = site().engine.search(asked(), site().today)
    if response.mistakes:
        return jsonify(exports.mistakes_json(response.mistakes)), HTTPStatus.BAD_REQUEST
    if response.request.page > response.pages:
        return jsonify(exports.past_the_end_json(response)), HTTPStatus.NOT_FOUND
    return jsonify(public.search_json(response))


@views.get("/facet/<name>")
def facet(name: str) -> str:
    if name not in {row.name for row in FACETS}:
        abort(HTTPStatus.NOT_FOUND)
    wanted = asked(without=links.CONTAINS)
    values = site().engine.facet(wanted, name, site().today)
    return show(facet_page(wanted, values, request.args.get(links.CONTAINS, "").strip()))


@views.get("/vragen/<path:number>")
def question_set(number: str) -> ResponseReturnValue:
    record = known(number)
    if record is None:
        return show(pages.unknown_number(number)), HTTPStatus.NOT_FOUND
    if record.id != number:
        return redirect(links.question_set(record.id, asked()), HTTPStatus.MOVED_PERMANENTLY)
    return show(reading(record, asked()))


@views.get("/vragen/<path:number>.json")
def question_set_json(number: str) -> ResponseReturnValue:
    record = known(number)
    if record is None:
        return jsonify(error=f"Er zijn geen Kamervragen bekend onder nummer ‘{number[:80]}’."), HTTPStatus.NOT_FOUND
    if record.id != number:
        return redirect(links.question_set_as(record.id, "json"), HTTPStatus.MOVED_PERMANENTLY)
    return jsonify(index.json.public(record, site().today))


@views.get(links.HELP)
def help_() -> str:
    return show(pages.help_page())


@views.get(links.ABOUT)
def about() -> str:
    return show(pages.about_page(site().engine, site().settings))


@views.get(links.ACCESSIBILITY)
def accessibility() -> str:
    return show(pages.accessibility_page(site().settings))


@views.get("/status")
def status() -> Response:
    return jsonify(exports.status_json(site().engine.snapshot(), site().engine.coverage()))


@views.get("/robots.txt")
def robots() -> Response:
    return Response("User-agent: *\nDisallow: /facet/\nDisallow: /zoeken.\n", mimetype="text/plain")


@views.get("/opensearch.xml")
def opensearch() -> Response:
    root = (site().settings.public_url or request.url_root).rstrip("/")
    return Response(exports.opensearch(root), mimetype="application/opensearchdescription+xml")


def not_yet(what: str, form: str, **_: str) -> ResponseReturnValue:
    """The answer on an address that is announced but not built, in the form that its readers expect."""
    page = pages.not_yet(what)
    if form == "html":
        return show(page), HTTPStatus.NOT_IMPLEMENTED
    if form == "json":
        return jsonify(error=page.sentence), HTTPStatus.NOT_IMPLEMENTED
    return Response(page.sentence + "\n", HTTPStatus.NOT_IMPLEMENTED, mimetype="text/plain")


for place, row in enumerate(ANNOUNCED):
    views.add_url_rule(row.rule, f"announced_{place}", not_yet, defaults={"what": row.what, "form": row.form})


@views.before_request
def unchanged() -> Response | None:
    """304 when the browser already holds what this address shows; without asking the engine to search."""
    if request.endpoint in VOLATILE or not request.if_none_match.contains_weak(tag()):
        return None
    return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": f'W/"{tag()}"', "Cache-Control": "no-cache"})


@views.after_request
def tagged(response: Response) -> Response:
    """The response with its ETag, to be asked for again each time."""
    if response.status_code == HTTPStatus.OK and request.endpoint not in VOLATILE:
        response.set_etag(tag(), weak=True)
        response.headers["Cache-Control"] = "no-cache"
    return response


@views.after_app_request
def secured(response: Response) -> Response:
    return headers.secure(response)


@views.app_errorhandler(HTTPException)
def refused(mistake: HTTPException) -> ResponseReturnValue:
    """A Dutch page for whatever the server refuses."""
    return show(pages.refused()), mistake.code or HTTPStatus.BAD_REQUEST


@views.app_errorhandler(NotFound)
def not_found(_: NotFound) -> ResponseReturnValue:
    return show(pages.not_found()), HTTPStatus.NOT_FOUND


@views.app_errorhandler(InternalServerError)
def broken(_: InternalServerError) -> ResponseReturnValue:
    return show(pages.broken()), HTTPStatus.INTERNAL_SERVER_ERROR


def show(page: pages.Page) -> str:
    """The page as HTML."""
    return render_template(page.template, page=page)


def asked(without: str = "") -> SearchRequest:
    """The search that the address spells; one parameter may belong to the page instead."""
    return SearchRequest.from_params((name, text) for name, text in request.args.items(multi=True) if name != without)


def is_canonical(wanted: SearchRequest) -> bool:
    """Whether the address is the one to save for this search; one with a mistake in it stays, to be told about."""
    told = wanted.notes or wanted.mistakes
    return bool(told) or tuple(request.args.items(multi=True)) == wanted.params()


def known(number: str) -> QuestionSet | None:
    """The set known by a number, whichever of its numbers that is."""
    set_id = site().engine.resolve(number)
    return site().engine.question_set(set_id) if set_id else None


def reading(record: QuestionSet, found_with: SearchRequest) -> pages.Page:
    """The page of a set, the words marked that it was found with."""
    engine = site().engine
    return question_set_page(
        record,
        found_with,
        today=site().today,
        mark=lambda text: engine.mark(found_with.q, text),
        relations=engine.relations(record),
    )


def tag() -> str:
    """The ETag of the current address."""
    served = site()
    params = request.args.items(multi=True)
    return headers.etag(served.engine.snapshot().id, served.release, served.today, request.path, params)
