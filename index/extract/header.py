"""The sentence above the questions and the one above the answer, taken apart.

Vragen van het lid Jansen (SP) aan de Minister van Justitie over een onderwerp (ingezonden 6 januari 2025).
Antwoord van Minister De Vries (Justitie) (ontvangen 27 januari 2025). Zie ook Aanhangsel Handelingen,
vergaderjaar 2024-2025, nr. 9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.extract.appendices import appendices_in
from index.extract.dates import iso_date, printed_date
from index.extract.identifiers import Appendix
from index.extract.offices import addressees, answerers
from index.extract.parts import Signature
from index.extract.people import submitters
from index.records import Addressee, House, Part
from index.vocabulary import fold

LONGEST_SENTENCE = 5000
"""A sentence longer than this is no header; one with twenty members has some two thousand characters."""

_OPENING = re.compile(
    r"^(?:\d+\s+)?(?:(?:aanvullende|nadere|schriftelijke|mondelinge|interpellatie)\s*)?vra(?:ag|gen)\b\s*(?:gesteld\s+)?"
    r"(?:(?:van|door)\s+)?(?:(?:het\s+lid|de\s+leden|het\s+leden|de\s+lid|de\s+heren|de\s+heer|mevrouw|lid|leden|het|de)\s+)?",
    re.IGNORECASE,
)
_ABOUT = (
    r"over|inzake|betreffende|betreft|betr\.|omtrent|naar\s+aanleiding\s+van|met\s+betrekking\s+tot|"
    r"ten\s+aanzien\s+van|in\s+verband\s+met"
)
_AFTER_NAMES = re.compile(
    rf"[\s,)]+(?:(?P<to>aan)\s|op\s+\d{{1,2}}\s?[a-z]|me(?:de|e)gedeeld\s|ten\s+behoeve\s+van\s|(?:{_ABOUT})\b)"
)
_SUBJECT = re.compile(rf"(?:^|[\s,)])(?:{_ABOUT})\b:?\s+(?P<what>.+)$")
_HANDED_IN = re.compile(r"(?<![\s.,])[\s.,]*\(?\s*(?:in|ln|Ln|In)ge[zs]onden\b(?P<when>.*)$", re.IGNORECASE)
_KIND_OF_PAPER = re.compile(r"\s*;\s*(?:\w+\s+)?(?:antwoord|mededeling)\b.*$", re.IGNORECASE)
_PARENTHESES = re.compile(r"\([^()]{1,60}[)\]}]")
_RECEIVED = re.compile(r"[O0o]ntvangen(?:\s+op)?\s+(?P<when>[^)]{4,30})")
_ORAL = re.compile(r"^\s*mondelinge\s+vra", re.IGNORECASE)
_NOTICE = re.compile(r"^\W*(?:\w+\s+)?mededel?ing\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A header sentence as read: its text, the subject and the encoded dates where the markup gives them."""

    text: str
    subject: str = ""
    iso_dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionHeader:
    """What the sentence above the questions says.

    `understood` is False when it does not have the known form; `opened` when "Vragen van …" is missing, so that
    the names may be incomplete.
    """

    understood: bool
    opened: bool
    oral: bool
    title: str
    heading: str
    submitters: tuple[Signature, ...]
    asked: tuple[Addressee, ...]
    asked_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHeader:
    """What the sentence above the answer says."""

    notice: bool
    answerers: tuple[Addressee, ...]
    received_on: date | None
    see_also: tuple[Appendix, ...]


def question_header(sentence: Sentence) -> QuestionHeader:
    """The facts of the sentence above the questions."""
    text = _KIND_OF_PAPER.sub("", sentence.text[:LONGEST_SENTENCE])
    handed_in = _HANDED_IN.search(text)
    body = text[: handed_in.start()] if handed_in else text.rstrip(" .")
    opening = _OPENING.match(body)
    names, rest = _split_names(body[opening.end() :] if opening else body)
    to, subject = _split_subject(rest, sentence.subject)
    return QuestionHeader(
        understood=bool((opening or "(" in names) and names and subject) and len(sentence.text) <= LONGEST_SENTENCE,
        opened=bool(opening),
        oral=bool(_ORAL.match(text)),
        title=_as_title(subject or ("" if opening else body)),
        heading=fold(body),
        submitters=submitters(names),
        asked=addressees(to, Part.ASKED),
        asked_on=_header_date(sentence, handed_in["when"] if handed_in else body),
    )


def answer_header(sentence: Sentence, house: House) -> AnswerHeader:
    """The facts of the sentence above the answer or the notice."""
    text = sentence.text[:LONGEST_SENTENCE]
    received = _RECEIVED.search(text)
    own = re.split(r"[(.,\s]*\bzie\s+(?:ook\s+)?(?:het\s+)?aanhangsel", text, flags=re.IGNORECASE)[0]
    return AnswerHeader(
        notice=bool(_NOTICE.match(text)),
        answerers=answerers(own),
        received_on=_header_date(sentence, received["when"] if received else ""),
        see_also=appendices_in(text, house),
    )


def _split_names(text: str) -> tuple[str, str]:
    """The names with their parties, and everything after them. Words between parentheses are no end of names."""
    masked = _PARENTHESES.sub(lambda match: "(" + "x" * (len(match.group()) - 2) + ")", text)
    end = _AFTER_NAMES.search(masked)
    if not end:
        return "", text
    at = end.start() + len(masked[end.start() :]) - len(masked[end.start() :].lstrip(" ,)"))
    return text[:at], text[at:]


def _split_subject(rest: str, marked: str) -> tuple[str, str]:
    """The addressee phrase and the subject; a subject that the markup names is believed."""
    about = _SUBJECT.search(rest)
    before = rest[: about.start()] if about else rest
    to = re.search(r"\baan\s+(?P<who>.+)$", before)
    return to["who"] if to else "", marked or (about["what"] if about else "")


def _as_title(subject: str) -> str:
    title = subject.strip(" .;:")
    return title[:1].upper() + title[1:]


def _header_date(sentence: Sentence, printed: str) -> date | None:
    encoded = [value for value in map(iso_date, sentence.iso_dates[-1:]) if value]
    return encoded[0] if encoded else printed_date(printed)
