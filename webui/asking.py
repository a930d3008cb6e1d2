"""What the request at hand asks for, read once for pages and machines alike."""

from __future__ import annotations

from flask import request

from index.records import QuestionSet
from search.request import SearchRequest
from webui import links
from webui.site import site


def asked(without: str = "") -> SearchRequest:
    """The search that the address spells; one parameter may belong to the page instead."""
    return SearchRequest.from_params((name, text) for name, text in request.args.items(multi=True) if name != without)


def is_canonical(wanted: SearchRequest) -> bool:
    """Whether the address is the one to save for this search; one with a mistake in it stays, to be told about."""
    told = wanted.notes or wanted.mistakes
    return bool(told) or tuple(request.args.items(multi=True)) == wanted.params()


def again() -> str:
    """The address of the request at hand, to try it once more."""
    return links.address(request.path, request.args.items(multi=True))


def known(number: str) -> QuestionSet | None:
    """The set known by a number, whichever of its numbers that is."""
    set_id = site().engine.resolve(number)
    return site().engine.question_set(set_id) if set_id else None


def root() -> str:
    """The address of this site, for answers that are read elsewhere."""
    return (site().settings.public_url or request.url_root).rstrip("/")
