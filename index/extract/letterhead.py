"""What is printed above the first question: header sentences, numbers, dates; and the closing of a letter.

Tweede Kamer der Staten-Generaal · Vergaderjaar 2024–2025 · Aanhangsel van de Handelingen · 562
AH 604 · 2024Z18294
In antwoord op uw brief van 5 juli 2024, nr. 2024Z11859, deel ik u mede dat …
Antwoorden van de Minister van Justitie op Kamervragen van het lid Jansen (SP) over een onderwerp
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from index.extract.dates import printed_date
from index.extract.labels import Labels, are_named
from index.extract.text import NOTE, heal

_QUESTION = re.compile(
    r"(?:(?:mondelinge|schriftelijke|nadere|aanvullende)\s+)?vra(?:ag|gen)\s+(?:van|gesteld\s+door)\s(?!de\s+leden\s+der\s)",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:(?:nader|aanvullend)\s+)?(?:(?:antwoord(?:en)?|mededeling)\s+van\s|(?:antwoord|mededeling)\s+\(ontvangen)",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"mededeling\b", re.IGNORECASE)
# "Antwoorden van de minister van … op Kamervragen van het lid …": both sentences in one.
_BOTH = re.compile(
    r"\s+op\s+(?:de\s+)?(?:schriftelijke\s+|kamer)?vragen\s+(?=van|gesteld|(?:het\s+)?lid\b)", re.IGNORECASE
)
_SUBJECT_LINE = re.compile(
    r"beantwoording\s+(?:van\s+)?(?:de\s+)?(?:schriftelijke\s+|kamer)?vragen\s+(?=van|lid)", re.IGNORECASE
)
_ADDRESSED = re.compile(r"\baan\s+(?:de|het)\b")
_HANDED_IN = re.compile(r"\(\s*ingezonden\b[^)]*\)\.?\s*$", re.IGNORECASE)
_ONLY_HANDED_IN = re.compile(r"\s*\(\s*ingezonden\b[^)]*\)\.?\s*$", re.IGNORECASE)
_RECEIVED = re.compile(r"\(\s*ontvangen\b[^)]*\)", re.IGNORECASE)
_SEE_ALSO = re.compile(r"\s*zie\s+ook\s+aanhangsel\b", re.IGNORECASE)
_SET_NUMBER = re.compile(r"\b(20\d{2})\s?[Zz]\s?(\d{5})\b")
_APPENDIX = re.compile(r"\s*AH\s+(\d{1,4})\s*$")
_ONLY_NUMBER = re.compile(r"\s*(\d{1,4})\s*$")
_YEAR = re.compile(r"\bVergaderjaar\s+(\d{4})\s*[–-]\s*(\d{4})\b")
_HOUSE = re.compile(r"\b((?:Tweede|Eerste) Kamer der Staten-Generaal)")
_DATE = re.compile(r"\s*datum\b\s*:?\s*(?P<when>.*)$", re.IGNORECASE | re.DOTALL)
_OFFICE = re.compile(r"\s*(?:de\s+)?(?:minister|staatssecretaris)\b.{3,90}$", re.IGNORECASE)
_SIGNED = re.compile(
    r"\s*(?:drs\.?|mr\.?|dr\.?|ir\.?|prof\.?|\s)*(?P<name>(?:[A-Z]\.\s?(?:[a-z]{1,2}\.)?)+\s?(?:[a-zç]+\s)*[A-Z]\S+(?:\s\S+){0,2})\s*$"
)
_CLOSING = re.compile(r"\s*(?:hoogachtend|met\s+vriendelijke\s+groet|_{3,}|\*+)\W*$", re.IGNORECASE)
_HEAD_LINE = re.compile(
    r"\s*(?:(?:Tweede|Eerste) Kamer der Staten-Generaal|Vergaderjaar\s+\d{4}|Aanhangsel van de Handelingen\s*$|AH\s+\d+"
    r"|Vragen gesteld door de leden der|20\d{2}\s?Z\s?\d{5}\s*$)"
)
_APPENDIX_NAME = "Aanhangsel van de Handelingen"


class Printed(Protocol):
    """What is read of a paragraph here."""

    @property
    def text(self) -> str: ...

    @property
    def mark(self) -> str | None: ...


P = TypeVar("P", bound=Printed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The header sentences, and what else the head says as (name in the metadata, value)."""

    question: str = ""
    answer: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def is_notice(self) -> bool:
        """Whether the sentence above the answer says that it is a notice."""
        return bool(_NOTICE.match(self.answer))


def split_head(paragraphs: Sequence[P]) -> tuple[Head, Sequence[P]]:
    """The head, and the paragraphs after it."""
    first = _first_label(paragraphs)
    if first is None:
        first = _after_sentences(paragraphs)
    texts = [heal(each.text.replace(NOTE, "")) for each in paragraphs[:first]]
    question, answer = _sentences(texts)
    answer = _signed(answer, texts)
    return Head(question=question, answer=answer, facts=tuple(_facts(texts))), paragraphs[first:]


def opens_sentence(text: str) -> bool:
    """Whether a line opens a header sentence."""
    return text[:1].isupper() and bool(_QUESTION.match(text) or _ANSWER.match(text))


def stands_in_head(text: str) -> bool:
    """Whether a line is one of those that are printed above the header sentences."""
    return bool(_ONLY_NUMBER.match(text) or _HEAD_LINE.match(text))


def is_closing(text: str) -> bool:
    """Whether a paragraph at the end only closes a letter."""
    return bool(_CLOSING.match(text) or _SIGNED.match(text) or _OFFICE.match(text))


def _first_label(paragraphs: Sequence[P]) -> int | None:
    """Where the first question or remark is headed; None when nothing is."""
    named = are_named(each.text for each in paragraphs)
    labels = Labels(named=named)
    for place, paragraph in enumerate(paragraphs):
        label = labels.label(paragraph.text, paragraph.mark)
        if label and not _ANSWER.match(paragraph.text) and (label.tag != "antwoord" or place):
            if named or not _is_number_in_head(paragraphs, place):
                return place
            labels = Labels(named=named)
    return None


def _is_number_in_head(paragraphs: Sequence[P], place: int) -> bool:
    """Whether a number before the header sentence is the number of the paper: "Aanhangsel … 1 Vragen van …"."""
    return bool(_ONLY_NUMBER.match(paragraphs[place].text)) and any(
        _QUESTION.match(each.text) or _ANSWER.match(each.text) for each in paragraphs[place + 1 : place + 3]
    )


def _after_sentences(paragraphs: Sequence[P]) -> int:
    """Where the text begins when nothing in it is headed: after the last header sentence."""
    place = 0
    for at, paragraph in enumerate(paragraphs):
        text = paragraph.text.strip()
        if _QUESTION.match(text) or _ANSWER.match(text) or _SEE_ALSO.match(text) or _ONLY_HANDED_IN.match(text):
            place = max(place, _end_of_sentence(paragraphs, at))
    return place


def _end_of_sentence(paragraphs: Sequence[P], start: int) -> int:
    """Where a header sentence ends that may run over several lines; at its own line when no later one closes it."""
    text = ""
    for at in range(start, min(start + 6, len(paragraphs))):
        text = f"{text} {paragraphs[at].text}"
        if _HANDED_IN.search(text) or _RECEIVED.search(text):
            return at + 1
    return start + 1


def _sentences(texts: Sequence[str]) -> tuple[str, str]:
    """The sentence above the questions and the one above the answer."""
    found = {"question": "", "answer": ""}
    handed_in, current = "", None
    for text in texts:
        if _ONLY_HANDED_IN.match(text):
            handed_in = f" {text}"
            current = None
        elif _SEE_ALSO.match(text) and found["answer"]:
            found["answer"] += f" {text}"
            current = "answer"
        elif _ANSWER.match(text) or _QUESTION.match(text):
            current = "answer" if _ANSWER.match(text) else "question"
            found[current] = text
        elif current and not _is_closed(found[current]):
            found[current] += f" {text}"
    question, answer = _apart(found["question"], found["answer"])
    question = question if _ADDRESSED.search(question) else _from_subject(texts) or question
    return (question + handed_in).strip() if question else "", answer


def _is_closed(sentence: str) -> bool:
    return bool(_HANDED_IN.search(sentence) or (_ANSWER.match(sentence) and _RECEIVED.search(sentence)))


def _apart(question: str, answer: str) -> tuple[str, str]:
    """Both sentences where a letter makes one of them."""
    both = _BOTH.search(answer)
    if not both:
        return question, answer
    return question or f"Vragen {answer[both.end() :]}", answer[: both.start()]


def _from_subject(texts: Sequence[str]) -> str:
    """The sentence above the questions out of the subject of a letter, where that says whom they were put to."""
    subjects = (f"Vragen {text[match.end() :]}" for text in texts if (match := _SUBJECT_LINE.match(text)))
    return next((subject for subject in subjects if _ADDRESSED.search(subject)), "")


def _signed(answer: str, texts: Sequence[str]) -> str:
    """The answer sentence of a letter with the name that stands below it, when one minister signed."""
    names = [match["name"] for text in texts if (match := _SIGNED.match(text))]
    role = re.match(
        r"(antwoord(?:en)?\s+van)\s+de\s+(minister|staatssecretaris)\s+(?:van|voor)\s+(.+?)(?=,?\s+mede\b|$)",
        answer,
        re.IGNORECASE,
    )
    if len(names) != 1 or not role:
        return answer
    return f"Antwoord van {role[2].capitalize()} {names[0]} ({role[3]}){answer[role.end() :]}"


def _facts(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    head = "\n".join(texts)
    for number in _set_numbers(texts):
        yield "OVERHEIDop.vraagnummer", number
    if house := _HOUSE.search(head):
        yield "DC.creator", house[1]
    if year := _YEAR.search(head):
        yield "OVERHEIDop.vergaderjaar", f"{year[1]}-{year[2]}"
    if number := _appendix_number(texts):
        yield "OVERHEIDop.aanhangselNummer", number
        yield "OVERHEIDop.publicationName", "Kamervragen (Aanhangsel)"
    if on := _letter_date(texts):
        yield "OVERHEIDop.datumOntvangst", on.isoformat()


def _letter_date(texts: Sequence[str]) -> date | None:
    """The date of a letter, beside or below the word "Datum"."""
    for place, text in enumerate(texts):
        if found := _DATE.match(text):
            on = printed_date(found["when"] or " ".join(texts[place + 1 : place + 2]))
            if on:
                return on
    return None


def _set_numbers(texts: Sequence[str]) -> tuple[str, ...]:
    """The first set number in the head; a letter may name earlier sets too."""
    found = [f"{match[1]}Z{match[2]}" for text in texts for match in _SET_NUMBER.finditer(text)]
    return tuple(found[:1])


def _appendix_number(texts: Sequence[str]) -> str:
    """The number in the Aanhangsel: "AH 604", or the number alone above the header sentence."""
    for place, text in enumerate(texts):
        if match := _APPENDIX.match(text):
            return match[1]
        above = place and any(_APPENDIX_NAME in earlier for earlier in texts[:place])
        if (
            above
            and (match := _ONLY_NUMBER.match(text))
            and place + 1 < len(texts)
            and _QUESTION.match(texts[place + 1])
        ):
            return match[1]
    return ""
