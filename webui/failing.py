"""What is said when the server refuses or fails: a page for people, a sentence in their own form for programs."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from search.engine import NoGeneration, TooSlow
from webui import links, pages
from webui.asking import again, asked
from webui.exports import Busy

JSON = (".json", ".feed", ".jsonl", links.COMPLETIONS)
FILES = (".atom", ".bib", ".csv", ".ics", ".ris")
"""What is asked for under such an address is read by programs: JSON, or one plain sentence."""

RETRY = {"Retry-After": "60"}


def register(app: Flask) -> None:
    """Let the application tell its failures in these words."""
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(NoGeneration, unavailable)
    app.register_error_handler(TooSlow, too_slow)
    app.register_error_handler(Busy, busy)


def refused(mistake: HTTPException) -> ResponseReturnValue:
    """What the server refuses, and a fault of ours, in Dutch."""
    code = mistake.code or HTTPStatus.BAD_REQUEST
    answer = told(pages.failure(code), code)
    if isinstance(mistake, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(mistake.valid_methods or ()))
    return answer


def unavailable(missing: NoGeneration) -> ResponseReturnValue:
    """There is no index to search at this moment; the log says why."""
    current_app.logger.error("%s", missing)
    return later(pages.failure(HTTPStatus.SERVICE_UNAVAILABLE), HTTPStatus.SERVICE_UNAVAILABLE)


def too_slow(_: TooSlow) -> ResponseReturnValue:
    """What took longer than it may was stopped."""
    return later(pages.too_slow(again(), asked().q), HTTPStatus.GATEWAY_TIMEOUT)


def busy(_: Busy) -> ResponseReturnValue:
    """There is no place for another large export."""
    return later(pages.busy(again(), links.search(asked())), HTTPStatus.SERVICE_UNAVAILABLE)


def later(page: pages.ErrorPage, code: int) -> Response:
    """The words for a failure that may be over in a minute."""
    answer = told(page, code)
    answer.headers.update(RETRY)
    return answer


def told(page: pages.ErrorPage, code: int) -> Response:
    """A failure in the form that was asked for; who sees a file in a browser gets the page, with its ways on."""
    if request.path.endswith(JSON):
        return make_response(jsonify(error=page.sentence), code)
    if not request.path.endswith(FILES):
        return make_response(show(page), code)
    read_as = request.accept_mimetypes.best_match(["text/plain", "text/html"])
    plain = Response(page.sentence + "\n", code, mimetype="text/plain")
    answer = make_response(show(page), code) if read_as == "text/html" else plain
    answer.vary.add("Accept")
    return answer


def show(page: pages.Page) -> str:
    """The page as HTML."""
    return render_template(page.template, page=page)
