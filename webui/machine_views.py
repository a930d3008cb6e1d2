"""Addresses → answers for machines: searches and sets in other forms, and what the site tells about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

import index.json
from index.records import QuestionSet
from index.vocabulary import slug
from search import public
from search.response import SearchResponse
from webui import agenda, api, caching, citations, coverage, exports, feeds, links, machines
from webui.asking import asked, known, root
from webui.site import site
from webui.status import status_json, status_page

views = Blueprint("machines", __name__)
caching.keep(views)

LONGEST_NAME = 60
MOST_COMPLETIONS = 8
TEXT = "text/plain"


@views.get("/zoeken.json")
def search_json() -> ResponseReturnValue:
    response = site().engine.search(asked(), site().today)
    if response.mistakes:
        return jsonify(machines.mistakes_json(response.mistakes)), HTTPStatus.BAD_REQUEST
    if response.request.page > response.pages:
        return jsonify(machines.past_the_end_json(response)), HTTPStatus.NOT_FOUND
    return jsonify(public.search_json(response))


@views.get(links.COMPLETIONS)
def completions() -> Response:
    typed = request.args.get("q", "").lstrip()
    found = site().engine.complete(typed, MOST_COMPLETIONS, site().today)
    return as_json(machines.completions_json(typed, found, root()), machines.COMPLETIONS_MEDIA)


@views.get("/zoeken.feed")
def search_feed() -> ResponseReturnValue:
    response = found()
    if response.mistakes:
        return jsonify(machines.mistakes_json(response.mistakes)), HTTPStatus.BAD_REQUEST
    feed = feeds.json_feed(feed_of(response), root() + links.follow(response.request, "feed"))
    return as_json(feed, "application/feed+json")


def search_in(write: Callable[[SearchResponse], Response]) -> ResponseReturnValue:
    """A whole search in one of the forms below."""
    response = found()
    if response.mistakes:
        return Response(" ".join(response.mistakes) + "\n", HTTPStatus.BAD_REQUEST, mimetype=TEXT)
    return write(response)


@views.get("/zoeken.jsonl")
def search_jsonl() -> ResponseReturnValue:
    response = found()
    if response.mistakes:
        return jsonify(machines.mistakes_json(response.mistakes)), HTTPStatus.BAD_REQUEST
    pieces = exports.json_pieces(all_of(response), site().today, exports.cut(response.total))
    return download(response, pieces, "application/x-ndjson", "jsonl")


def search_csv(response: SearchResponse) -> Response:
    pieces = exports.csv_pieces(all_of(response), root(), site().today, exports.cut(response.total))
    return download(response, pieces, "text/csv", "csv")


def search_ris(response: SearchResponse) -> Response:
    return download(
        response, cited(response, citations.ris, citations.ris_remark), "application/x-research-info-systems", "ris"
    )


def search_bib(response: SearchResponse) -> Response:
    return download(response, cited(response, citations.bibtex, citations.bibtex_remark), "application/x-bibtex", "bib")


def search_atom(response: SearchResponse) -> Response:
    address = root() + links.follow(response.request, "atom")
    return Response(feeds.atom(feed_of(response), address), mimetype="application/atom+xml")


def search_ics(response: SearchResponse) -> Response:
    running = response.request.unordered().with_values("termijn", ["loopt-nog"])
    records = site().engine.records(running, site().today)
    name = f"Lopende termijnen: {response.sentence}"
    return Response(agenda.agenda(name, records, root(), response.snapshot.built_at), mimetype="text/calendar")


for form, write in (
    ("csv", search_csv),
    ("ris", search_ris),
    ("bib", search_bib),
    ("atom", search_atom),
    ("ics", search_ics),
):
    views.add_url_rule(f"/zoeken.{form}", f"search_{form}", search_in, defaults={"write": write})


@views.get("/vragen/<path:number>.json")
def question_set_json(number: str) -> ResponseReturnValue:
    record = known(number)
    if record is None:
        return jsonify(error=unknown(number)), HTTPStatus.NOT_FOUND
    if record.id != number:
        return redirect(links.question_set_as(record.id, "json"), HTTPStatus.MOVED_PERMANENTLY)
    return jsonify(index.json.public(record, site().today))


def set_in(number: str, form: str, write: Callable[[QuestionSet, str | None], Response]) -> ResponseReturnValue:
    """A set, or one of its answers, in one of the forms below."""
    record, question = known(number), request.args.get(links.QUESTION)
    if record is None:
        return _missing(form, unknown(number))
    if record.id != number:
        return redirect(links.question_set_as(record.id, form, question), HTTPStatus.MOVED_PERMANENTLY)
    if question is not None and question not in {one.number for one in record.questions}:
        return _missing(form, f"Kamervragen {record.id} hebben geen vraag ‘{question[:40]}’.")
    return write(record, question)


def _missing(form: str, sentence: str) -> ResponseReturnValue:
    """That there is no such set or question: as JSON to who asked for JSON."""
    if form.endswith("json"):
        return jsonify(error=sentence), HTTPStatus.NOT_FOUND
    return Response(sentence + "\n", HTTPStatus.NOT_FOUND, mimetype=TEXT)


def set_ris(record: QuestionSet, question: str | None) -> Response:
    return attachment(citations.ris(cite(record, question)), "application/x-research-info-systems", "ris", record.id)


def set_bib(record: QuestionSet, question: str | None) -> Response:
    return attachment(citations.bibtex(cite(record, question)), "application/x-bibtex", "bib", record.id)


def set_csl(record: QuestionSet, question: str | None) -> Response:
    return as_json([citations.csl(cite(record, question))], "application/vnd.citationstyles.csl+json")


def set_atom(record: QuestionSet, _: str | None) -> Response:
    feed = feeds.set_feed(record, site().today, root(), site().engine.snapshot().built_at)
    address = root() + links.question_set_as(record.id, "atom")
    return Response(feeds.atom(feed, address), mimetype="application/atom+xml")


for form, write_set in (("ris", set_ris), ("bib", set_bib), ("csl.json", set_csl), ("atom", set_atom)):
    views.add_url_rule(
        f"/vragen/<path:number>.{form}",
        f"question_set_{form.replace('.', '_')}",
        set_in,
        defaults={"form": form, "write": write_set},
    )


@views.get("/dekking.json")
def coverage_json() -> Response:
    return jsonify(coverage.coverage_json(site().engine, site().today))


@views.get(links.STATUS)
def status() -> Response:
    """JSON, or a page for who would rather have that, such as a browser."""
    known_now = site().engine, site().last_run(), site().today
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        page = status_page(*known_now)
        answer = make_response(render_template(page.template, page=page))
    else:
        answer = jsonify(status_json(*known_now))
    answer.vary.add("Accept")
    return answer


@views.get(links.OPENAPI)
def openapi() -> Response:
    return jsonify(api.openapi(root()))


@views.get("/robots.txt")
def robots() -> Response:
    return Response(machines.robots(root()), mimetype=TEXT)


@views.get("/opensearch.xml")
def opensearch() -> Response:
    return Response(machines.opensearch(root()), mimetype="application/opensearchdescription+xml")


@views.get("/sitemap.xml")
def sitemap() -> Response:
    return xml(machines.sitemap_index(root(), machines.sitemap_parts(site().engine.listing())))


@views.get("/sitemap/paginas.xml")
def sitemap_pages() -> Response:
    return xml(machines.sitemap_pages(root(), machines.page_addresses(site().engine, site().today)))


@views.get("/sitemap/vragen-<int:part>.xml")
def sitemap_sets(part: int) -> Response:
    listing = site().engine.listing()
    if not 1 <= part <= machines.sitemap_parts(listing):
        abort(HTTPStatus.NOT_FOUND)
    return xml(machines.sitemap_sets(root(), listing, part))


def found() -> SearchResponse:
    """The search that the address spells, as a whole."""
    return site().engine.search(asked().whole(), site().today)


def feed_of(response: SearchResponse) -> feeds.Feed:
    return feeds.search_feed(site().engine, response.request, response.sentence, site().today, root())


def all_of(response: SearchResponse) -> Iterator[QuestionSet]:
    """The records of all sets found, from the same generation, with the time that takes."""
    return site().engine.pinned(exports.PATIENCE).records(response.request, site().today)


def cited(
    response: SearchResponse, write: Callable[[citations.Citation], str], remark: Callable[[str], str]
) -> Iterator[str]:
    address, today = root(), site().today
    return exports.pieces_of(
        all_of(response),
        lambda record: write(citations.cite(record, None, address, today)),
        remark,
        exports.cut(response.total),
    )


def cite(record: QuestionSet, question: str | None) -> citations.Citation:
    return citations.cite(record, question, root(), site().today)


def unknown(number: str) -> str:
    """Why there is nothing under a number."""
    return f"Er zijn geen Kamervragen bekend onder nummer ‘{number[:80]}’."


def download(response: SearchResponse, pieces: Iterator[str], media: str, ending: str) -> Response:
    """A file of a whole search, sent while it is being made; a large one when there is a place for it."""
    name = slug(response.sentence)[:LONGEST_NAME].strip("-") or "kamervragen"
    answer = attachment(pieces, media, ending, name)
    if response.total.sets > exports.LARGE:
        answer.call_on_close(site().places.take(pieces))
    return answer


def attachment(content: str | Iterable[str], media: str, ending: str, name: str) -> Response:
    answer = Response(content, content_type=f"{media}; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{slug(name)}.{ending}")
    return answer


def as_json(content: object, media: str) -> Response:
    answer = jsonify(content)
    answer.mimetype = media
    return answer


def xml(content: bytes) -> Response:
    return Response(content, mimetype="application/xml")
