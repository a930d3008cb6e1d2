"""A search as the JSON promised to scripts: the same from the command line and from the site."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from index.json import ministry_value, submitter
from index.records import Addressee
from index.subjects import is_known_topic
from search.request import EXCLUDE_PREFIX, SearchRequest
from search.response import Bucket, Hit, Passage, SearchResponse, SnapshotMark, Snippet

Json = dict[str, Any]


def address_of(set_id: str, number: str | None = None) -> str:
    """The lasting address of a question set, or of one of its questions."""
    return f"/vragen/{quote(set_id)}" + (f"#{quote(anchor(number))}" if number else "")


def anchor(number: str) -> str:
    """The id of a question on the page of its set."""
    return f"vraag-{fragment(number)}"


def fragment(text: str) -> str:
    """The text as a part of an id: without white space, which ids cannot hold."""
    return "-".join(text.split())


def search_json(response: SearchResponse) -> Json:
    """The whole answer to a search."""
    return {
        "request": _request(response.request),
        "sentence": response.sentence,
        "notes": list(response.notes),
        "total": {"sets": response.total.sets, "questions": response.total.questions},
        "hits": [_hit(hit) for hit in response.hits],
        "facets": {facet.name: [_bucket(bucket) for bucket in facet.buckets] for facet in response.facets},
        "histogram": [{"year": row.year, "sets": row.sets} for row in response.histogram],
        "suggestion": response.suggestion,
        "snapshot": snapshot_json(response.snapshot),
        "took_ms": response.took_ms,
    }


def snapshot_json(snapshot: SnapshotMark) -> Json:
    """Which generation answered."""
    synced = snapshot.synced_at
    return {
        "id": snapshot.id,
        "built_at": snapshot.built_at.isoformat(),
        "synced_at": synced.isoformat() if synced else None,
    }


def _request(request: SearchRequest) -> Json:
    return {
        "q": request.q,
        "filters": {f"{EXCLUDE_PREFIX if f.exclude else ''}{f.facet}": list(f.values) for f in request.filters},
        "van": request.asked_from.isoformat() if request.asked_from else None,
        "tot": request.asked_to.isoformat() if request.asked_to else None,
        "sort": request.sort.value,
        "page": request.page,
        "per_page": request.per_page,
    }


def _hit(hit: Hit) -> Json:
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
    }


def _addressee(person: Addressee) -> Json:
    role = person.role.value if person.role else None
    return {"name": person.name, "role": role, "ministry": ministry_value(person)}


def _passage(hit: Hit, passage: Passage) -> Json:
    return {
        "number": passage.number,
        "url": address_of(hit.id, passage.number),
        "question": _snippet(passage.question),
        "answer": _snippet(passage.answer),
    }


def _snippet(snippet: Snippet) -> list[list[str | bool]]:
    return [[text, marked] for text, marked in snippet]


def _bucket(bucket: Bucket) -> Json:
    return {"value": bucket.value, "label": bucket.label, "count": bucket.count, "selected": bucket.selected}
