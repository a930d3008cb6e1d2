"""What a record says and what is known to be in its documents, field by field, in a form that can be compared.

The truth is that of the replica (`--truth`): a JSON object for each set, written from the source papers. A field gives
the things it holds; None where the truth cannot tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from index.extract.text import heal
from index.records import DocumentKind, Part, Question, QuestionSet, Status, text_of
from index.vocabulary import find_ministry, find_party, fold, ministries

Things = list[Hashable] | None
_NO_NAME = re.compile(r"^(?:baron|minister|staatssecretaris)\s+|\s+a\.?\s?i\.?$", re.IGNORECASE)
_NUMBERS_AT_END = re.compile(r"(?:\d|en|tm|totenmet|\+)+$")
Truth = dict[str, Any]

SURE = 40
"""So many letters of an answer are found again in another text by no accident."""

SHORTEST_NAME = 6
"""A ministry's name in fewer letters stands inside other words."""

_STATUS = {"answered": Status.ANSWERED, "postponed": Status.POSTPONED, "open": Status.OPEN}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: how to take it from the record and from the truth, and the share that is wanted."""

    said: Callable[[QuestionSet], Things]
    known: Callable[[Truth, QuestionSet], Things]
    wanted: float | None = None
    official: bool = False  # only in what the official publisher makes of a paper


def same(text: str | None) -> str:
    """A text as it is compared: its letters and digits."""
    return fold(heal(text or ""))


def _said_ids(found: QuestionSet) -> Things:
    return [each.id for each in found.documents]


def _known_ids(truth: Truth, _: QuestionSet) -> Things:
    return [each["id"] for each in truth["documents"]]


def _day(day: object) -> Things:
    return [str(day)] if day else []


def _said_parties(found: QuestionSet) -> Things:
    return [(place, member.party) for place, member in enumerate(found.submitters) if member.party]


def _known_parties(truth: Truth, _: QuestionSet) -> Things:
    printed = [(place, member["party"]) for place, member in enumerate(truth["submitters"]) if member["party"]]
    keys = [(place, known.key if (known := find_party(party)) else None) for place, party in printed]
    return None if any(key is None for _, key in keys) else list(keys)


def _said_ministries(found: QuestionSet, part: Part) -> Things:
    return list({who.ministry for who in found.addressees if who.part is part and who.ministry})


def _known_ministries(phrases: list[str]) -> Things:
    found = {key for phrase in phrases for key in ministries_in(phrase)}
    return list(found) or None


def ministries_in(phrase: str) -> Iterator[str]:
    """The keys of all ministries a phrase names, found without reading its grammar: the longest names first."""
    for match in _ministry_names().finditer(fold(heal(phrase))):
        known = find_ministry(match.group())
        assert known, match.group()
        yield known.key


@cache
def _ministry_names() -> re.Pattern[str]:
    names = {fold(spelling) for each in ministries() for spelling in each.spellings}
    long = sorted((name for name in names if len(name) >= SHORTEST_NAME), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, long)))


def _known_answerers(truth: Truth, _: QuestionSet) -> Things:
    """Names with ministries of those who signed the answer, each once; nobody is known of a notice."""
    if not truth["answerers"]:
        return None
    who = [
        (_bare_name(each["name"]), each["ministry"] and find_ministry(each["ministry"])) for each in truth["answerers"]
    ]
    keys = {(name, ministry.key) for name, ministry in who if ministry}
    return list(keys) if len(keys) == len(set(who)) else None


def _said_answerers(found: QuestionSet) -> Things:
    return [(_bare_name(who.name), who.ministry) for who in found.addressees if who.part is Part.ANSWERED]


def _bare_name(name: str | None) -> str:
    """A name as it is compared: without the title or office that the truth has in it and a record has beside it."""
    return same(_NO_NAME.sub("", name or ""))


def _known_first_answer(truth: Truth, _: QuestionSet) -> Things:
    """The day of the first answer; not of one that a reprint replaced."""
    answers = [each for each in truth["documents"] if "antwoord" in each["type"]]
    reprinted = {each["id"].rpartition("-h")[0] for each in answers}
    days = [each["date"] for each in answers if each["id"] not in reprinted and each["date"]]
    return _day(min(days, default=None))


def _said_last_answer(found: QuestionSet) -> Things:
    """The day of the last answer that the record knows of."""
    answers = [each.received_on for each in found.documents if each.kind is DocumentKind.ANSWER and each.received_on]
    return _day(max(answers, default=None))


def _said_question_texts(found: QuestionSet) -> Things:
    """Texts of printed blocks: questions in one block have one text."""
    return list({(each.together or (each.number,), same(text_of(each.blocks))) for each in _asked(found)})


def _asked(found: QuestionSet) -> list[Question]:
    """The questions that were found, without those of which only the answer is there."""
    return [each for each in found.questions if each.blocks or each.answer is None]


def _known_question_texts(truth: Truth, found: QuestionSet) -> Things:
    """The texts of the questions, joined where the record has several in one block: both is right."""
    texts = {str(each["number"]): each["text"] for each in truth["questions"]}
    blocks = dict.fromkeys(each.together or (each.number,) for each in found.questions)
    alone = [(number,) for number in texts if not any(number in block for block in blocks)]
    held = [(block, [texts[number] for number in block if number in texts]) for block in [*blocks, *alone]]
    return [(block, same("\n".join(parts))) for block, parts in held if parts]


def _said_answer_texts(found: QuestionSet) -> Things:
    return [(each.number, same(text_of(each.answer.blocks))) for each in found.questions if each.answer]


def _known_answer_texts(truth: Truth, found: QuestionSet) -> Things:
    return list(_known_answers(truth, found).items())


def _known_answers(truth: Truth, found: QuestionSet) -> dict[str, str]:
    """The texts of the answers by number.

    The truth keeps an answer that runs on in the one before it ("… Ja. 2, 3 en 5 Dat is …") as its end; where the
    record has exactly those words under those numbers, they count as an answer of their own.
    """
    texts = {str(number): same(each["text"]) for each in truth["answers"] for number in each["numbers"]}
    answers = dict.fromkeys(question.answer for question in found.questions if question.answer)
    for answer in reversed([each for each in answers if texts.keys().isdisjoint(each.covers)]):
        _tell_apart(texts, answer.covers, same(text_of(answer.blocks)))
    return texts


def _tell_apart(texts: dict[str, str], covers: tuple[str, ...], words: str) -> None:
    """Let words that end another answer, behind the numbers of their questions, be an answer to those."""
    for number, text in list(texts.items()):
        start = text.rfind(words[:SURE])
        head = _head(text[:start], covers) if start > 0 else None
        if head and words.startswith(text[start:]):
            texts[number] = text[:start].removesuffix(head)
            texts |= dict.fromkeys(covers, text[start:])


def _head(text: str, covers: tuple[str, ...]) -> str | None:
    """The end of a text that is nothing but these numbers: "235", "2tm5", "2en4tm6"."""
    found = _NUMBERS_AT_END.search(text)
    ends = (found.group()[place:] for place in reversed(range(len(found.group())))) if found else ()
    return next((end for end in ends if _bare(end) in _spellings(covers)), None)


def _bare(numbers: str) -> str:
    return numbers.replace("totenmet", "tm").replace("en", "").replace("+", "")


def _spellings(covers: tuple[str, ...]) -> set[str]:
    """A list of numbers, or ranges of those that follow each other: 2 3 4 6 → "2346", "2tm46", "246"."""
    runs: list[list[str]] = []
    for number in covers:
        follows = runs and number.isdigit() and runs[-1][-1].isdigit() and int(number) == int(runs[-1][-1]) + 1
        if not follows:
            runs.append([])
        runs[-1].append(number)
    spelled = [{"".join(run), *(f"{run[0]}{to}{run[-1]}" for to in ("tm", "") if len(run) > 1)} for run in runs]
    return {"".join(parts) for parts in product(*spelled)}


def _said_notes(found: QuestionSet) -> Things:
    return list(_notes(found))


def _notes(found: QuestionSet) -> set[tuple[str, str]]:
    answers = [question.answer for question in found.questions if question.answer]
    groups = [*(question.footnotes for question in found.questions), *(answer.footnotes for answer in answers)]
    return {(note.number, same(note.text)) for group in [*groups, found.footnotes] for note in group}


FIELDS: dict[str, Field] = {
    "id": Field(lambda found: [found.id], lambda truth, _: [truth["question_number"]], 0.995, official=True),
    "documents": Field(_said_ids, _known_ids, official=True),
    "status": Field(lambda found: [found.status], lambda truth, _: [_STATUS[truth["status"]]]),
    "title": Field(lambda found: [same(found.title)], lambda truth, _: [same(truth["subject"])]),
    "asked": Field(lambda found: _day(found.asked_on), lambda truth, _: _day(truth["asked"]), 0.995),
    "answered": Field(lambda found: _day(found.answered_on), _known_first_answer, 0.995),
    "answered last": Field(_said_last_answer, lambda truth, _: _day(truth["answered"]), 0.995),
    "submitter": Field(
        lambda found: [same(member.name) for member in found.submitters],
        lambda truth, _: [same(member["name"]) for member in truth["submitters"]],
        0.99,
    ),
    "party": Field(_said_parties, _known_parties, 0.995),
    "ministry asked": Field(
        lambda found: _said_ministries(found, Part.ASKED),
        lambda truth, _: _known_ministries([truth["addressees"] or ""]),
        0.995,
    ),
    "answerer with ministry": Field(_said_answerers, _known_answerers, 0.995),
    "ministry on behalf": Field(
        lambda found: _said_ministries(found, Part.ON_BEHALF),
        lambda truth, _: _known_ministries(truth["on_behalf_of"] if truth["answered"] else []),
    ),
    "question numbers": Field(
        lambda found: [question.number for question in _asked(found)],
        lambda truth, _: [str(question["number"]) for question in truth["questions"]],
        0.995,
    ),
    "question text": Field(_said_question_texts, _known_question_texts, 0.99),
    "answer numbers": Field(
        lambda found: [question.number for question in found.questions if question.answer],
        lambda truth, found: list(_known_answers(truth, found)),
        0.995,
    ),
    "answer text": Field(_said_answer_texts, _known_answer_texts, 0.99),
    "footnotes": Field(
        _said_notes,
        lambda truth, _: list({(str(note["number"]), same(note["text"])) for note in truth["footnotes"]}),
        0.98,
        official=True,
    ),
    "footnote texts": Field(
        lambda found: sorted({text for _, text in _notes(found)}),
        lambda truth, _: sorted({same(note["text"]) for note in truth["footnotes"]}),
        0.98,
    ),
    "explanation": Field(
        lambda found: [same(text_of(found.explanation))] if found.explanation else [],
        lambda truth, _: [same(truth["explanation"])] if truth["explanation"] else [],
    ),
    "postponements": Field(
        lambda found: [(str(each.on), same(text_of(each.blocks))) for each in found.postponements],
        lambda truth, _: [(each["date"], same(each["text"])) for each in truth["postponements"]],
    ),
    "topics": Field(
        lambda found: [subject.label for subject in found.topics], lambda truth, _: truth["topics"], official=True
    ),
}
