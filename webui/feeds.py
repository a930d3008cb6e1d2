"""Following a search or a question set: its questions and answers as Atom and as JSON Feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NotRequired, TypedDict
from xml.etree import ElementTree as ET

from index.published import Moment
from index.records import Part, QuestionSet, Status, text_of
from search.engine import Engine
from search.request import SearchRequest
from search.response import Event, EventKind
from webui import formats, links
from webui.facts import lead, term_line

ATOM = "http://www.w3.org/2005/Atom"
LATEST = 50
SUMMARY = 400

KIND_WORDS = {EventKind.ASKED: "Nieuwe vragen", EventKind.ANSWERED: "Beantwoord"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happened. `id` stays the same for ever; `authors` asked or answered."""

    id: str
    address: str
    title: str
    day: date
    summary: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]

    @property
    def moment(self) -> datetime:
        """The start of the day, for the papers tell no hour."""
        return datetime.combine(self.day, time(), formats.AMSTERDAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The entries of a search or a set, newest first; `page` is what it is the feed of, `built_at` its own age."""

    title: str
    page: str
    entries: tuple[Entry, ...]
    built_at: datetime

    @property
    def updated(self) -> datetime:
        """The day of the newest entry; without entries the age of the collection."""
        return max((entry.moment for entry in self.entries), default=self.built_at)


def search_feed(engine: Engine, request: SearchRequest, sentence: str, today: date, root: str) -> Feed:
    """The latest questions and answers of a search."""
    events = engine.events(request, today, LATEST)
    records = {event.set_id: engine.question_set(event.set_id) for event in events}
    found = ((event, records[event.set_id]) for event in events)
    return Feed(
        title=f"{sentence} – Vraagbaak",
        page=root + links.search(request.unordered()),
        entries=tuple(_entry(event, record, root) for event, record in found if record),
        built_at=engine.snapshot().built_at,
    )


def _entry(event: Event, record: QuestionSet, root: str) -> Entry:
    answered = event.kind is EventKind.ANSWERED
    return Entry(
        id=f"{root}{links.question_set(record.id)}#{event.kind.value}",
        address=root + links.question_set(record.id),
        title=f"{KIND_WORDS[event.kind]}: {record.title}",
        day=event.day,
        summary=f"{lead(record)}\n\n{_opening(record, answered=answered)}".strip(),
        authors=_answerers(record) if answered else tuple(map(formats.submitter, record.submitters)),
        topics=tuple(topic.label for topic in record.topics),
    )


def _answerers(record: QuestionSet) -> tuple[str, ...]:
    return tuple(formats.addressee(person) for person in record.addressees if person.part is Part.ANSWERED)


def _opening(record: QuestionSet, *, answered: bool) -> str:
    """How the questions, or the first answer of more than a word or two, begin."""
    given = (question.answer.blocks for question in record.questions if question.answer)
    texts = [text_of(blocks) for blocks in (given if answered else (question.blocks for question in record.questions))]
    told = next((text for text in texts if len(text.split()) > 3), "".join(texts[:1]))
    return formats.shortened(told, SUMMARY)


def set_feed(record: QuestionSet, today: date, root: str, built_at: datetime) -> Feed:
    """What happened to one set, and that it is answered once it is."""
    entries = sorted(_history(record, today, root), key=lambda entry: entry.day, reverse=True)
    return Feed(
        title=f"{record.title} – Kamervragen {record.id}",
        page=root + links.question_set(record.id),
        entries=tuple(entries),
        built_at=built_at,
    )


def _history(record: QuestionSet, today: date, root: str) -> Iterator[Entry]:
    """The entries of a set that are dated; the answer comes first among those of one day."""
    for kind, day in ((EventKind.ANSWERED, record.answered_on), (EventKind.ASKED, record.asked_on)):
        if day:
            yield _entry(Event(day=day, kind=kind, set_id=record.id), record, root)
    heading = "Ingetrokken" if record.status is Status.WITHDRAWN else "Uitgesteld"
    for place, notice in enumerate(record.postponements, start=1):
        if notice.on:
            yield Entry(
                id=f"{root}{links.question_set(record.id)}#mededeling-{place}",
                address=root + links.question_set(record.id),
                title=f"{heading}: {record.title}",
                day=notice.on,
                summary=f"{text_of(notice.blocks)}\n\nTermijn: {term_line(record, today)}.",
                authors=tuple(formats.addressee(person) for person in notice.by),
                topics=tuple(topic.label for topic in record.topics),
            )


def atom(feed: Feed, address: str) -> bytes:
    """The feed as Atom; `address` is its own."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "nl"})
    _add(root, "title", feed.title)
    _add(root, "id", address)
    _add(root, "updated", feed.updated.isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    _add(_add(root, "author"), "name", "Vraagbaak")
    for entry in feed.entries:
        _add_entry(root, entry)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_entry(root: ET.Element, entry: Entry) -> None:
    part = _add(root, "entry")
    _add(part, "title", entry.title)
    _add(part, "id", entry.id)
    _add(part, "published", entry.moment.isoformat())
    _add(part, "updated", entry.moment.isoformat())
    _add(part, "link", rel="alternate", type="text/html", href=entry.address)
    for name in entry.authors:
        _add(_add(part, "author"), "name", name)
    for label in entry.topics:
        _add(part, "category", term=label)
    _add(part, "summary", entry.summary, type="text")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    part = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    part.text = _printable(text) if text else None
    return part


def _printable(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\n\t")


class FeedAuthorJson(TypedDict):
    """Wie vroeg of antwoordde."""

    name: str


class FeedItemJson(TypedDict):
    """Nieuwe vragen of een antwoord."""

    id: str
    url: str
    title: str
    content_text: str
    date_published: Moment
    authors: NotRequired[list[FeedAuthorJson]]
    tags: NotRequired[list[str]]


class FeedJson(TypedDict):
    """Een feed in de vorm van JSON Feed 1.1."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    language: str
    items: list[FeedItemJson]


def json_feed(feed: Feed, address: str) -> FeedJson:
    """The feed as JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": address,
        "language": "nl",
        "items": [_item(entry) for entry in feed.entries],
    }


def _item(entry: Entry) -> FeedItemJson:
    item: FeedItemJson = {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_text": entry.summary,
        "date_published": entry.moment.isoformat(),
    }
    if entry.authors:
        item["authors"] = [{"name": name} for name in entry.authors]
    if entry.topics:
        item["tags"] = list(entry.topics)
    return item
