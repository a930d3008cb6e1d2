"""A small search service and site of our own, in the form of the official ones, that answers as told."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from index.sources.sru import PUBLICATIONS

LAST = 9_999
XML = b"<officiele-publicatie><al>Waarom %s?</al></officiele-publicatie>"
HTML = b'<html><head><meta name="DC.identifier" content="%s"></head><body>Waarom?</body></html>'
PDF = b"%%PDF-1.4 %s %%%%EOF"
METADATA = b'<metadata_gegevens><metadata name="DC.identifier" content="%s"/></metadata_gegevens>'
ERROR_PAGE = Response(b"<!DOCTYPE html><html><body>Fout</body></html>", content_type="text/html")
BODIES = {".xml": XML, ".html": HTML, ".pdf": PDF, "/metadata.xml": METADATA}

RECORD = """<r:record><r:recordData><gzd>
<identifier>{id}</identifier><modified>{modified}</modified><publicatienaam>{publication}</publicatienaam>
<vraagnummer>{number}</vraagnummer><type>{kind}</type>
</gzd></r:recordData></r:record>"""


@dataclass
class Paper:
    """A document of the site: its day of change, its own date, its publication, and replies other than the usual."""

    modified: date
    dated: date | None = None
    publication: str = PUBLICATIONS[1]
    replies: dict[str, Response] = field(default_factory=dict)
    number: str = ""
    notice: bool = False


class Site:
    """A search service and a site of documents that answer as told."""

    def __init__(self, httpserver: HTTPServer) -> None:
        self.papers: dict[str, Paper] = {}
        self.robots = ""
        self.asked: Counter[str] = Counter()
        self.searches: list[str] = []
        self.count: int | None = None  # what the service says it found, when that is wrong
        self.base = httpserver.url_for("").rstrip("/")
        httpserver.expect_request(re.compile(".*")).respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        if request.path == "/sru":
            return self._search(request)
        self.asked[request.path] += 1
        if request.path == "/robots.txt":
            return Response(self.robots)
        name, suffix = re.fullmatch(r"/([^/.]+)(.*)", request.path).groups()  # type: ignore[union-attr]
        paper = self.papers.get(name)
        if paper is None:
            return Response(status=404)
        reply = paper.replies.get(suffix) or Response(BODIES[suffix] % name.encode())
        if reply.status_code == 200:
            reply.set_etag(str(hash(reply.data)))
            reply.make_conditional(request)
        return reply

    def _search(self, request: Request) -> Response:
        self.searches.append(request.args["query"])
        start, size = int(request.args["startRecord"]), int(request.args["maximumRecords"])
        query, _, undated = request.args["query"].partition(" NOT ")
        clauses = re.findall(r'(\S+?)(==|>=|<=)"([^"]*)"', query)
        papers = [(name, paper) for name, paper in self.papers.items() if not (undated and paper.dated)]
        found = [name for name, paper in papers if _matches(clauses, name, paper)]
        if start > LAST:
            return Response(status=504)
        page = found[start - 1 : start - 1 + size]
        more = f"<r:nextRecordPosition>{start + size}</r:nextRecordPosition>" if start - 1 + size < len(found) else ""
        records = "".join(self._record(name) for name in page)
        count = self.count if self.count and found else len(found)
        body = f"<r:numberOfRecords>{count}</r:numberOfRecords><r:records>{records}</r:records>{more}"
        return Response(f'<r:searchRetrieveResponse xmlns:r="x">{body}</r:searchRetrieveResponse>')

    def _record(self, name: str) -> str:
        paper = self.papers[name]
        return RECORD.format(id=name, kind="Mededeling" if paper.notice else "", **vars(paper))


def _matches(clauses: list[tuple[str, str, str]], name: str, paper: Paper) -> bool:
    facts = {
        "dt.identifier": name,
        "w.publicatienaam": paper.publication,
        "w.vraagnummer": paper.number,
        "dt.modified": str(paper.modified),
        "dt.date": str(paper.dated) if paper.dated else None,
    }
    return all(_holds(facts[index], relation, value) for index, relation, value in clauses)


def _holds(fact: str | None, relation: str, value: str) -> bool:
    if fact is None:
        return False
    return {"==": fact == value, ">=": fact >= value, "<=": fact <= value}[relation]
