"""The official publications (KOOP): the search service lists the documents, the public site keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from index.archive import NO_VALIDATORS, Validators
from index.cli import Failure
from index.fetch import Fetcher, FetchError, Forbidden, HostDownError, Reply
from index.pace import same_host
from index.snapshots import Form
from index.sources import sru
from index.sources.forms import Judgement, Verdict, judge
from index.sources.sru import LAST_POSITION, BrokenAnswerError, Listed, Page, SearchError, Window

SOURCE = "koop"
BODY_FORMS = (Form.XML, Form.HTML, Form.PDF)  # the first that has the words is kept
SUFFIXES = {Form.XML: ".xml", Form.HTML: ".html", Form.PDF: ".pdf", Form.METADATA: "/metadata.xml"}
MOST_IN_WINDOW = 5_000
SHORT_WINDOW = 31
SEARCH_TRIES = 5
HOPS = 3
OK, NOT_MODIFIED = 200, 304
NOT_THERE = frozenset({404, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ERROR_PAGES = ("fout404", "errors/404")


class WrongAddress(Failure):
    """A base address that is none."""

    def __init__(self, address: str) -> None:
        super().__init__(f"‘{address}’ is geen webadres. Geef bijvoorbeeld http://127.0.0.1:8890.")


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where the search service is, and below which address the documents are."""

    search: str
    documents: str

    @classmethod
    def at(cls, base: str | None) -> Hosts:
        """Both at one address (a mirror), or the official ones."""
        if base is None:
            return OFFICIAL
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise WrongAddress(base)
        root = base.rstrip("/")
        return cls(f"{root}/sru", root)

    def address(self, document: str, form: Form) -> str:
        """The address of one form of a document."""
        return f"{self.documents}/{quote(document, safe='')}{SUFFIXES[form]}"


OFFICIAL = Hosts("https://repository.overheid.nl/sru", "https://zoek.officielebekendmakingen.nl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found at the address of one form; `reply` is there when the verdict is GOOD."""

    form: Form
    judgement: Judgement
    reply: Reply | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict without its reason."""
        return self.judgement.verdict

    @property
    def held(self) -> bool:
        """Whether we have the form: just received, or still as we had it."""
        return self.verdict in (Verdict.GOOD, Verdict.SAME)


# Listing


def list_window(fetcher: Fetcher, hosts: Hosts, publication: str, window: Window) -> Iterator[Page | Window]:
    """The pages of a window; or, when it is too full to read, smaller windows to ask for instead.

    A long window is only counted first: most are either empty or too full.
    """
    query = sru.window_query(publication, window)
    size = sru.PAGE_SIZE if window.days <= SHORT_WINDOW else 1
    page = _ask(fetcher, hosts, query, size=size)
    halves = window.halves() if page.count > MOST_IN_WINDOW else ()
    if halves:
        yield from halves
    elif page.count:
        yield page
        yield from _rest_of(fetcher, hosts, query, window, page)


def _rest_of(fetcher: Fetcher, hosts: Hosts, query: str, window: Window, page: Page) -> Iterator[Page | Window]:
    while page.next_position is not None:
        if page.next_position > LAST_POSITION:
            yield from _halves_of_full(window)
            return
        page = _ask(fetcher, hosts, query, position=page.next_position)
        yield page


def _halves_of_full(window: Window) -> tuple[Window, ...]:
    halves = window.halves()
    if not halves:
        raise SearchError("op één dag zijn meer dan 10.000 documenten gewijzigd; de rest is niet te lezen")
    return halves


def list_document(fetcher: Fetcher, hosts: Hosts, document: str) -> Listed | None:
    """What the search service says of one document; None when it does not know it as one of our publications."""
    page = _ask(fetcher, hosts, sru.id_query(document))
    return next(_ours(page), None)


def list_set(fetcher: Fetcher, hosts: Hosts, number: str) -> tuple[Listed, ...]:
    """What the search service says of the documents of one set."""
    return tuple(_ours(_ask(fetcher, hosts, sru.set_query(number))))


def _ours(page: Page) -> Iterator[Listed]:
    return (listed for listed in page.listed if listed.publication in sru.PUBLICATIONS)


def _ask(fetcher: Fetcher, hosts: Hosts, query: str, *, position: int = 1, size: int = sru.PAGE_SIZE) -> Page:
    address = f"{hosts.search}?{sru.parameters(query, position, size)}"
    for attempt in range(SEARCH_TRIES):
        try:
            return _page(fetcher.get(address, search=True), position)
        except BrokenAnswerError as error:
            reason = error
            fetcher.rest(attempt)
    raise reason


def _page(reply: Reply, position: int) -> Page:
    if reply.status != OK:
        raise SearchError(f"de zoekdienst antwoordt met status {reply.status}")
    return sru.read_page(reply.body, position)


# Documents


def visit(
    fetcher: Fetcher, hosts: Hosts, document: str, known: dict[Form, Validators], *, has_xml: bool
) -> tuple[Finding, ...]:
    """What the site has of a document: its words in the best form there is, then its metadata.

    When the words may be there but cannot be had today, the metadata is not asked for either.
    """
    findings = []
    for form in BODY_FORMS if has_xml else BODY_FORMS[1:]:
        findings.append(_find(fetcher, hosts.address(document, form), form, known.get(form, NO_VALIDATORS)))
        if findings[-1].held or findings[-1].verdict is Verdict.REMOVED:
            break
        if findings[-1].verdict is Verdict.DOUBTFUL and form in known:
            return tuple(findings)  # what we have is better than another form
    if findings[-1].held or all(f.verdict in (Verdict.ABSENT, Verdict.WORDLESS) for f in findings):
        address = hosts.address(document, Form.METADATA)
        findings.append(_find(fetcher, address, Form.METADATA, known.get(Form.METADATA, NO_VALIDATORS)))
    return tuple(findings)


def _find(fetcher: Fetcher, address: str, form: Form, validators: Validators) -> Finding:
    try:
        reply = _follow(fetcher, address, validators)
    except HostDownError:
        raise
    except (FetchError, Forbidden) as error:
        return Finding(form=form, judgement=Judgement(Verdict.DOUBTFUL, str(error)))
    if reply.status == NOT_MODIFIED and validators == NO_VALIDATORS:
        return Finding(form=form, judgement=Judgement(Verdict.DOUBTFUL, "status 304 zonder dat daarom was gevraagd"))
    judgement = _judge(form, reply)
    return Finding(form=form, judgement=judgement, reply=reply if judgement.verdict is Verdict.GOOD else None)


def _follow(fetcher: Fetcher, address: str, validators: Validators) -> Reply:
    """The reply at an address or where it leads on the same host, except to an error page."""
    for _ in range(HOPS):
        reply = fetcher.get(address, validators=validators)
        target = urljoin(address, reply.location or "")
        if reply.status not in REDIRECTS or is_error_page(target) or not same_host(address, target):
            return reply
        address = target
    raise FetchError("verwijst steeds verder")


def _judge(form: Form, reply: Reply) -> Judgement:
    if reply.status == NOT_MODIFIED:
        return Judgement(Verdict.SAME)
    if reply.status in NOT_THERE:
        return Judgement(Verdict.ABSENT, f"status {reply.status}")
    if reply.status in REDIRECTS:
        return Judgement(Verdict.DOUBTFUL, f"verwijst naar {reply.location}")
    if reply.status != OK:
        return Judgement(Verdict.DOUBTFUL, f"status {reply.status}")
    return judge(form, reply.body)


def is_error_page(address: str) -> bool:
    """Whether an address is that of the site's own error page."""
    return any(name in address.lower() for name in ERROR_PAGES)
