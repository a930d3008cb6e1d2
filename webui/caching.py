"""Telling a browser that it already holds what an address shows, without searching again."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request

from webui import headers
from webui.site import site

VOLATILE = frozenset({"machines.status"})


def keep(blueprint: Blueprint) -> None:
    """Give every answer of these views an ETag, and answer 304 to who has it."""
    blueprint.before_request(unchanged)
    blueprint.after_request(tagged)


def unchanged() -> Response | None:
    """304 when the browser already holds what this address shows."""
    if request.method == "POST" or request.endpoint in VOLATILE or not request.if_none_match.contains_weak(tag()):
        return None
    return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": f'W/"{tag()}"', "Cache-Control": "no-cache"})


def tagged(response: Response) -> Response:
    """The response with its ETag, to be asked for again each time; what was posted is kept nowhere."""
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    elif response.status_code == HTTPStatus.OK and request.endpoint not in VOLATILE:
        response.set_etag(tag(), weak=True)
        response.headers["Cache-Control"] = "no-cache"
    return response


def tag() -> str:
    """The ETag of the current address."""
    served = site()
    params = request.args.items(multi=True)
    return headers.etag(served.engine.snapshot().id, served.release, served.today, request.path, params)
