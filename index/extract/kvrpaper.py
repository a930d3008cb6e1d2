"""Putting the text of a historical file in order: what its makers misplaced goes back where that is certain."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import count

from index.extract.blocks import Element
from index.extract.kvrcuts import Raw
from index.extract.kvrjoint import single_answers, single_questions, split_notes, with_opening_placed
from index.extract.numbers import printed_numbers
from index.extract.problems import problem
from index.extract.text import NOTE, heal, join_line_ends
from index.records import Problem

_REAL_TYPES = re.compile(r"(?:|(?:\w+ )?(?:antwoord|mededeling)|vragen)\s*", re.IGNORECASE)
_SET_HEADER = re.compile(
    r"\W*(?:\d+\s+)?\W*(?:Aanvullende |Nadere )?Vra(?:ag|gen) van "
    r"(?:(?:het )?[Ll]id|de leden|de her?en|de heer|mevrouw)\b"
    r"[^?]{5,900}?(?:\??\s*\(\s*[Il]nge[zs]onden[^)]*\)|(?=\s*$))\.?\s*"
)
# The end of one, or one behind the end of the paper before it: ' Handelingen, nr. 838. 849 Vragen van … (Ingezonden …)
_REST_OF_HEADER = re.compile(r"[^?]{5,600}\(\s*[Il]nge[zs]onden[^)]*\)\W*")
# The end of a list of numbers that fell into the answer: <antwoord nummer="2">en 3 De verdachte …
_REST_OF_NUMBER = re.compile(r"(?:\s*(?:,|en|t/m|tot en met)\s*\d{1,2})+\s+(?=[A-Z«(–])")
_REPLY_HEADER = re.compile(
    r"(?:(?:Nadere?|Aanvullende?|Tweede|Derde)\s+)*(?P<kind>[Aa]ntwoord(?:en)?|[Mm]ededel?ing)\s+van\s+(?:de\s+)?"
    r"(?:[Mm]inister|[Ss]taatss|heer|[Mm]evrouw|ministers)[^?]{3,400}?\(\s*(?:op\s+)?[O0o]ntvangen\s+[^()]{4,30}\)"
    r"(?:[.,]?\s*\(?[Zz]ie\s+(?:ook\s+)?[^()]{5,110}?\d{4}\s?[–/-]\s?\d{2,4}(?:,?\s*nrs?\.?\s*\d+)?\)?)?[.\s]*"
)
_REPLY_LABEL = re.compile(r"\s*\b(?:Mededeling|Antwoord)\s*$")
# In the date of the answer: 17 augustus 1999). Zie ook Aanhangsel Handelingen nr. 1776, vergaderjaar 1998–1999 In …
_AFTER_DATE = re.compile(
    r"(?P<head>(?:(?!\bzie\b)[^)]){4,40}\)?[.,\s]*(?:mede namens (?:(?!\bzie\b)[^()]){5,160}(?=\bzie\b))?"
    r"(?:\(?zie\s+(?:ook\s+)?[^()]{5,130}?\d{4}\s?[–/-]\s?\d{2,4}(?:,?\s*nrs?\.?\s*\d+)?\)?)?)[.\s]*(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERS = r"\d{1,2}(?:(?:\s*,\s*|\s*(?:e ?n|t/m|tot en met)\s+)\d{1,2})*\.?\s+"
_NUMBERS_FIRST = re.compile(rf"(?<!\S){_NUMBERS}(?=[A-Z«])")
_NUMBERS_ALONE = re.compile(_NUMBERS)
_EXPLANATION_INSIDE = re.compile(
    r"(?P<question>.*[?.]\S?)\s*(?:Toelichting:?\s+(?=[A-Z])|(?=Deze vragen (?:dienen|worden|zijn) ))"
    r"(?P<explanation>.+)",
    re.DOTALL,
)
_NOTICE_WORDS = re.compile(
    r"binnen de (?:daarvoor )?(?:gebruikelijke|gestelde)(?: antwoord)?termijn|uitstel|zo spoedig mogelijk|"
    r"niet (?:tijdig|mogelijk)[^.]{0,80}beantwoord|als ingetrokken|lijst van nog te beantwoorden",
    re.IGNORECASE,
)
SURE = 60
"""So many letters of a text are there twice by no accident."""

_HEAD_OF_LETTER = 400
"""How much of an unnumbered text may come before the words that make it a notice."""


@dataclass(slots=True)
class Paper:
    """A paper while its text is being put in order."""

    document: str
    questions: list[Raw]
    answers: list[Raw]
    notice: str
    explanation: str
    reply_header: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def has_reply(self) -> bool:
        return bool(self.answers or self.notice)


def put_in_order(paper: Paper, root: Element) -> None:
    """Give header, reply, explanation and last line their places, and every question a number of its own."""
    _drop_header(paper)
    _take_reply_from_date(paper, root)
    _take_reply_from_text(paper)
    _take_explanation(paper)
    _split_joint(paper)
    _cut_notice_header(paper)
    _restore_last_line(paper, root.get("type", ""))
    paper.questions = _renumbered(paper)


def with_rest_of_number(raw: Raw) -> Raw:
    rest = _REST_OF_NUMBER.match(raw.text)
    if not rest or not raw.numbers:
        return raw
    return replace(raw, numbers=printed_numbers(f"{raw.numbers[-1]} {rest.group()}"), text=raw.text[rest.end() :])


def _drop_header(paper: Paper) -> None:
    """The header sentence that stands in the first "question" of most scanned papers is no question."""
    first = paper.questions[0] if paper.questions else None
    header = first and (_SET_HEADER.match(first.text) or _REST_OF_HEADER.fullmatch(first.text))
    if first and header:
        rest = replace(first, text=first.text[header.end() :])
        paper.questions[:1] = [rest] if rest.text.strip() else []


def _take_reply_from_date(paper: Paper, root: Element) -> None:
    """The words before the first numbered answer, which ended up behind the date: a preface, or the whole reply."""
    data = root.find("meta/antwoorddata")
    found = _AFTER_DATE.match(join_line_ends(heal(data.get("antwoorddatum", "")))) if data is not None else None
    if not found or not found["text"]:
        return
    text = found["text"]
    paper.reply_header = f"(ontvangen {found['head']}"
    if paper.answers:
        _put_before(paper, text)
    elif _NOTICE_WORDS.search(text[:_HEAD_OF_LETTER]) and not paper.notice:
        paper.notice = text
    elif not paper.notice:
        paper.answers = [Raw((), text)]


def _put_before(paper: Paper, text: str) -> None:
    """The words before the first answer: its own beginning, or a text of their own."""
    first = paper.answers[0]
    if len(text) >= SURE and first.text.rstrip().endswith(text.rstrip()):
        paper.answers[0] = replace(first, numbers=(), text=text)  # the same: its number is the day of the date
        return
    if not first.numbers:
        paper.answers[0] = replace(first, text=f"{text} {first.text}")
        return
    before, copy = _at_copy(text, first)
    if len(paper.answers) == 1 and not first.notes and len(copy) > len(first.text):
        paper.answers = [replace(first, text=copy)]
    if before:
        paper.answers.insert(0, Raw((), before, is_answer=True))


def _at_copy(text: str, answer: Raw) -> tuple[str, str]:
    """The words before an answer that begins in them once more, its numbers before it, and that answer."""
    words = answer.text.split(NOTE)[0].strip()
    if len(words) >= SURE and text.startswith(words[:SURE]):
        return "", text
    if len(words) >= SURE and _NUMBERS_ALONE.fullmatch(text.removesuffix(words)):
        return "", ""
    for numbers in _NUMBERS_FIRST.finditer(text):
        left = len(text) - numbers.end()
        begins = text.startswith(words[:SURE], numbers.end()) or (left <= len(words) and words.startswith(text[-left:]))
        if words and left and begins and (len(words) >= SURE or printed_numbers(numbers.group()) == answer.numbers):
            return text[: numbers.start()].strip(), text[numbers.end() :]
    return text, ""


def _take_reply_from_text(paper: Paper) -> None:
    """A reply that runs on after a question or the explanation, where the file has it nowhere else or twice.

    In papers of 1984-1988 the answers are themselves <vraag> elements, after the one that ends in
    "Antwoord van Minister … (Ontvangen …)".
    """
    explanation = _REPLY_HEADER.search(paper.explanation)
    if explanation:
        paper.explanation = _REPLY_LABEL.sub("", paper.explanation[: explanation.start()])
    if paper.has_reply:
        return
    for place, raw in enumerate(paper.questions):
        header = _REPLY_HEADER.search(raw.text)
        if header:
            _split_at_reply(paper, place, header)
            return


def _split_at_reply(paper: Paper, place: int, header: re.Match[str]) -> None:
    """Questions up to the header of the reply; what follows it is the reply."""
    last, after = paper.questions[place], paper.questions[place + 1 :]
    asked = _REPLY_LABEL.sub("", last.text[: header.start()]).strip()
    question, rest = split_notes(last, asked, last.text[header.end() :])
    paper.questions[place:] = [question] if asked else []
    paper.reply_header = header.group()
    if header["kind"].lower().startswith("m"):
        paper.notice = " ".join(raw.text.replace(NOTE, "") for raw in (rest, *after)).strip()
    elif after:
        first = replace(after[0], text=f"{rest.text} {after[0].text}".strip(), notes=rest.notes + after[0].notes)
        paper.answers = [with_rest_of_number(raw) for raw in (first, *after[1:])]
    elif rest.text:
        paper.answers = [rest]


def _split_joint(paper: Paper) -> None:
    """Questions and answers of their own where several run on in one text."""
    paper.questions = single_questions(paper.questions)
    asked = [number for raw in paper.questions for number in raw.numbers[:1]]
    answers = single_answers(paper.answers, asked)
    paper.answers = with_opening_placed(answers, asked, is_letter=bool(paper.reply_header))
    if len(paper.answers) == len(answers) and paper.answers != answers:
        numbers = ", ".join(paper.answers[0].numbers)
        paper.problems.append(problem("number_inferred", paper.document, f"het antwoord op vraag {numbers}"))


def _take_explanation(paper: Paper) -> None:
    """The explanation that runs on after the last question."""
    found = _EXPLANATION_INSIDE.match(paper.questions[-1].text) if paper.questions else None
    if found and found["question"].strip():
        question, rest = split_notes(paper.questions[-1], found["question"], found["explanation"])
        paper.questions[-1] = question
        paper.explanation = paper.explanation or rest.text.replace(NOTE, "")


def _cut_notice_header(paper: Paper) -> None:
    header = _REPLY_HEADER.match(paper.notice)
    if header:
        paper.reply_header, paper.notice = header.group(), paper.notice[header.end() :]


def _restore_last_line(paper: Paper, line: str) -> None:
    """The last line of the body, cut off and left in kvr@type in a quarter of the files, back behind the last text."""
    line = heal(line)
    if _REAL_TYPES.fullmatch(line):
        return
    if len(line) < 4 and not line.endswith("."):
        paper.problems.append(problem("last_line_unplaced", paper.document, line))
    elif paper.notice:
        paper.notice = _continued(paper.notice, line)
    elif paper.answers:
        paper.answers[-1] = _raw_continued(paper.answers[-1], line)
    elif paper.explanation:
        paper.explanation = _continued(paper.explanation, line)
    elif paper.questions and paper.document.startswith("V"):
        paper.questions[-1] = _raw_continued(paper.questions[-1], line)
    else:
        paper.problems.append(problem("last_line_unplaced", paper.document, line))
        return
    paper.problems.append(problem("last_line_restored", paper.document, line))


def _raw_continued(raw: Raw, line: str) -> Raw:
    return replace(raw, text=_continued(raw.text, line))


def _continued(text: str, line: str) -> str:
    return join_line_ends(f"{text.rstrip()} {line}")


def _renumbered(paper: Paper) -> list[Raw]:
    """The questions with a number of their own each."""
    seen: set[str] = set()
    again_from: dict[str, count[int]] = defaultdict(lambda: count(2))
    questions = []
    for raw in paper.questions:
        number = raw.numbers[0] if raw.numbers else "1"
        if number in seen:
            paper.problems.append(problem("number_repeated", paper.document, number))
            number = next(name for again in again_from[number] if (name := f"{number}-{again}") not in seen)
        seen.add(number)
        questions.append(replace(raw, numbers=(number,)))
    return questions
