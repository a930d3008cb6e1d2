"""What a page is about in the words of schema.org, for search engines."""

from __future__ import annotations

from index.records import QuestionSet, Submitter
from index.vocabulary import party
from webui import formats, links


def question_set(record: QuestionSet, root: str) -> dict[str, object]:
    """A question set as a work that its submitters wrote, based on the official papers."""
    papers = [document.address for document in record.documents if links.outside(document.address)]
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": record.title,
        "identifier": [record.id, *record.aliases],
        "url": root + links.question_set(record.id),
        "inLanguage": "nl",
        "author": [_person(person) for person in record.submitters],
        "publisher": {"@type": "Organization", "name": f"{formats.HOUSE[record.house]} der Staten-Generaal"},
        "about": [topic.label for topic in record.topics],
        "isBasedOn": papers,
    }
    days = {"dateCreated": record.asked_on, "datePublished": record.answered_on or record.asked_on}
    described |= {name: day.isoformat() for name, day in days.items() if day}
    return {name: value for name, value in described.items() if value}


def _person(person: Submitter) -> dict[str, object]:
    found: dict[str, object] = {"@type": "Person", "name": person.name}
    group = party(person.party).abbreviation if person.party else person.party_printed
    if group:
        found["affiliation"] = {"@type": "Organization", "name": group}
    return found
