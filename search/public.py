"""A search as the JSON promised to scripts: the same from the command line and from the site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypedDict
from urllib.parse import quote

from index.json import ministry_value, submitter
from index.published import Day, Moment, SubmitterJson
from index.records import Addressee
from index.subjects import is_known_topic
from search.describe import completed
from search.draft import Draft
from search.request import EXCLUDE_PREFIX, SearchRequest
from search.response import Asked, Bucket, EarlierQuestion, Figures, Hit, Passage, SearchResponse, SnapshotMark, Snippet

SnippetJson = Annotated[list[tuple[str, bool]], "stukken tekst achter elkaar; true bij wat paste"]


class RequestJson(TypedDict):
    """De zoekopdracht zoals zij is gelezen."""

    q: str
    filters: Annotated[dict[str, list[str]], "gekozen waarden per facet; niet-… sluit uit"]
    van: Day | None
    tot: Day | None
    sort: str
    page: int
    per_page: int
    sinds: Day | None


class TotalJson(TypedDict):
    """Precieze aantallen."""

    sets: int
    questions: Annotated[int, "de vragen van die sets waarin iets paste"]


class WhoJson(TypedDict):
    """Een bewindspersoon bij een treffer."""

    name: str | None
    role: str | None
    ministry: str | None


class PassageJson(TypedDict):
    """Een vraag van de treffer die paste, met haar antwoord."""

    number: str
    url: str
    question: SnippetJson
    answer: SnippetJson


class HitJson(TypedDict):
    """Een treffer: een set Kamervragen."""

    id: str
    url: str
    title: str
    asked_on: Day | None
    answered_on: Day | None
    days_to_answer: int | None
    status: str
    term: str | None
    submitters: list[SubmitterJson]
    addressees: list[WhoJson]
    ministries: list[str]
    topics: list[str]
    score: float
    matching_questions: int
    passages: list[PassageJson]
    via: Annotated[list[str], "langere woorden waardoor alleen de set past: een deel ervan is gezocht"]
    missing: Annotated[list[str], "gezochte woorden die de set niet heeft"]


class BucketJson(TypedDict):
    """Een waarde van een facet met het aantal sets dat een keuze ervoor overlaat."""

    value: str
    label: str
    count: int
    selected: bool


class YearJson(TypedDict):
    """Het aantal sets dat in een jaar is ingezonden, welk jaar ook is gekozen."""

    year: int
    sets: int


class FiguresJson(TypedDict):
    """Cijfers over de gevonden sets."""

    sets: int
    questions: int
    answered: int
    waiting: Annotated[int, "open of uitgesteld"]
    on_time: Annotated[int, "beantwoord binnen 21 dagen"]
    after_postponement: Annotated[int, "beantwoord binnen 42 dagen, na uitstel"]
    late: Annotated[int, "te laat beantwoord, of te laat en nog zonder antwoord"]
    running: Annotated[int, "nog zonder antwoord, binnen de termijn"]
    overdue: Annotated[int, "te laat en nog zonder antwoord"]
    median_days: Annotated[float | None, "de mediaan van het aantal dagen tot het antwoord"]
    in_time_share: Annotated[float | None, "deel (0 tot 1) binnen de termijn, van wat nu te zeggen is"]


class SnapshotJson(TypedDict):
    """Welke stand van de verzameling antwoordde."""

    id: str
    built_at: Moment
    synced_at: Moment | None


class ReadingJson(TypedDict):
    """Een andere zoekopdracht die bedoeld kan zijn."""

    label: str
    request: RequestJson


class SearchJson(TypedDict):
    """Het antwoord op een zoekopdracht."""

    request: RequestJson
    sentence: str
    notes: Annotated[list[str], "hoe de zoekvraag is gelezen, als dat anders is dan getypt"]
    total: TotalJson
    hits: list[HitJson]
    facets: dict[str, list[BucketJson]]
    histogram: list[YearJson]
    figures: FiguresJson
    suggestion: str | None
    complete: Annotated[int | None, "sets met alle woorden, als die zijn aangevuld met sets met de meeste"]
    exact: Annotated[str | None, "de zoekvraag voor precies deze woorden, als zij dat nog niet is"]
    readings: Annotated[list[ReadingJson], "zoekopdrachten naar iemand wiens naam is getypt"]
    snapshot: SnapshotJson
    took_ms: float


class EarlierJson(TypedDict):
    """Een vraag die eerder is gesteld."""

    id: str
    url: str
    number: str
    title: str
    nearness: Annotated[str, "hoe dichtbij: vrijwel dezelfde vraag, nauw verwant of verwant"]
    asked_on: Day | None
    answered_on: Day | None
    status: str
    submitters: list[SubmitterJson]
    addressees: list[WhoJson]
    question: SnippetJson
    answer: SnippetJson


class AskedJson(TypedDict):
    """Een vraag van het concept met de eerdere vragen die er het meest op lijken."""

    number: str
    text: str
    earlier: list[EarlierJson]


class DraftJson(TypedDict):
    """Het antwoord op een concept."""

    notes: Annotated[list[str], "wat er van het concept niet is gelezen"]
    questions: list[AskedJson]
    snapshot: SnapshotJson


def address_of(set_id: str, number: str | None = None) -> str:
    """The lasting address of a question set, or of one of its questions."""
    return f"/vragen/{quote(set_id)}" + (f"#{quote(anchor(number))}" if number else "")


def anchor(number: str) -> str:
    """The id of a question on the page of its set."""
    return f"vraag-{fragment(number)}"


def fragment(text: str) -> str:
    """The text as a part of an id: without white space, which ids cannot hold."""
    return "-".join(text.split())


def search_json(response: SearchResponse) -> SearchJson:
    """The whole answer to a search."""
    return {
        "request": _request(response.request),
        "sentence": response.sentence,
        "notes": [*response.notes, *completed(response)],
        "total": {"sets": response.total.sets, "questions": response.total.questions},
        "hits": [_hit(hit) for hit in response.hits],
        "facets": {facet.name: [_bucket(bucket) for bucket in facet.buckets] for facet in response.facets},
        "histogram": [{"year": row.year, "sets": row.sets} for row in response.histogram],
        "figures": figures_json(response.figures),
        "suggestion": response.suggestion,
        "complete": response.complete,
        "exact": response.exact,
        "readings": [{"label": one.label, "request": _request(one.request)} for one in response.readings],
        "snapshot": snapshot_json(response.snapshot),
        "took_ms": response.took_ms,
    }


def asked_json(draft: Draft, asked: Iterable[Asked], snapshot: SnapshotMark) -> DraftJson:
    """What was asked before of a draft."""
    return {
        "notes": list(draft.notes),
        "questions": [
            {
                "number": row.question.number,
                "text": row.question.text,
                "earlier": [_earlier(found) for found in row.nearest],
            }
            for row in asked
        ],
        "snapshot": snapshot_json(snapshot),
    }


def _earlier(found: EarlierQuestion) -> EarlierJson:
    return {
        "id": found.set_id,
        "url": address_of(found.set_id, found.number),
        "number": found.number,
        "title": "".join(text for text, _ in found.title),
        "nearness": found.nearness.value,
        "asked_on": found.asked_on.isoformat() if found.asked_on else None,
        "answered_on": found.answered_on.isoformat() if found.answered_on else None,
        "status": found.status.value,
        "submitters": [submitter(person) for person in found.submitters],
        "addressees": [_addressee(person) for person in found.addressees],
        "question": _snippet(found.question),
        "answer": _snippet(found.answer),
    }


def snapshot_json(snapshot: SnapshotMark) -> SnapshotJson:
    """Which generation answered."""
    synced = snapshot.synced_at
    return {
        "id": snapshot.id,
        "built_at": snapshot.built_at.isoformat(),
        "synced_at": synced.isoformat() if synced else None,
    }


def figures_json(figures: Figures) -> FiguresJson:
    """Figures, the share with three decimals."""
    share = figures.in_time_share
    return {
        "sets": figures.sets,
        "questions": figures.questions,
        "answered": figures.answered,
        "waiting": figures.waiting,
        "on_time": figures.on_time,
        "after_postponement": figures.after_postponement,
        "late": figures.late,
        "running": figures.running,
        "overdue": figures.overdue,
        "median_days": figures.median_days,
        "in_time_share": round(share, 3) if share is not None else None,
    }


def _request(request: SearchRequest) -> RequestJson:
    return {
        "q": request.q,
        "filters": {f"{EXCLUDE_PREFIX if f.exclude else ''}{f.facet}": list(f.values) for f in request.filters},
        "van": request.asked_from.isoformat() if request.asked_from else None,
        "tot": request.asked_to.isoformat() if request.asked_to else None,
        "sort": request.sort.value,
        "page": request.page,
        "per_page": request.per_page,
        "sinds": request.since.isoformat() if request.since else None,
    }


def _hit(hit: Hit) -> HitJson:
    return {
        "id": hit.id,
        "url": address_of(hit.id),
        "title": hit.plain_title,
        "asked_on": hit.asked_on.isoformat() if hit.asked_on else None,
        "answered_on": hit.answered_on.isoformat() if hit.answered_on else None,
        "days_to_answer": hit.days_to_answer,
        "status": hit.status.value,
        "term": hit.term.value if hit.term else None,
        "submitters": [submitter(person) for person in hit.submitters],
        "addressees": [_addressee(person) for person in hit.addressees],
        "ministries": list(hit.ministries),
        "topics": [topic.slug for topic in hit.topics if is_known_topic(topic)],
        "score": hit.score,
        "matching_questions": hit.matching_questions,
        "passages": [_passage(hit, passage) for passage in hit.passages],
        "via": list(hit.via),
        "missing": list(hit.missing),
    }


def _addressee(person: Addressee) -> WhoJson:
    role = person.role.value if person.role else None
    return {"name": person.name, "role": role, "ministry": ministry_value(person)}


def _passage(hit: Hit, passage: Passage) -> PassageJson:
    return {
        "number": passage.number,
        "url": address_of(hit.id, passage.number),
        "question": _snippet(passage.question),
        "answer": _snippet(passage.answer),
    }


def _snippet(snippet: Snippet) -> list[tuple[str, bool]]:
    return list(snippet)


def _bucket(bucket: Bucket) -> BucketJson:
    return {"value": bucket.value, "label": bucket.label, "count": bucket.count, "selected": bucket.selected}
