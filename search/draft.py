"""A pasted draft → its title and its questions, numbered or not; nothing pasted is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 60_000
"""Characters of a draft that are read; about six times the longest set there is."""

MOST = 40
"""Questions of a draft that are looked into."""

_NUMBERS = r"(?P<numbers>\d{1,3}(?:\s*(?:,|en|t/m|-|–)\s*\d{1,3})*)"
_NAMED = re.compile(rf"(?:vraag|vragen)\s+{_NUMBERS}\s*[.:)]?(?:\s+(?P<rest>.*))?", re.IGNORECASE)
# A number without a mark behind it must have nothing after it, or a new sentence: "3 miljoen" is no question 3.
_BARE = re.compile(r"(?P<numbers>\d{1,3})(?:\s*[.):](?=\s|$)|(?=\s+[^\W\d_a-z]|\s+[«“‘\"']|\s*$))\s*(?P<rest>.*)")
_ANSWER = re.compile(r"antwoord(?:\s+op)?(?:\s+(?:vraag|vragen))?[\d\s,en/t–-]*[.:]?$", re.IGNORECASE)
_FIRST_NOTE = re.compile(r"(?:1[).]|\[1\]|¹)\s*\S")
_ADDRESS = re.compile(r"(?:\[?\d{1,3}[).\]]?|[¹²³⁴-⁹]+)?\s*(?:(?:https?://|www\.)\S+)?$")
_SUBJECT = re.compile(r"\bover\s+(?P<subject>.+?)\s*(?:\(ingezonden\b.*)?\.?\s*$", re.IGNORECASE | re.DOTALL)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u00ad]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuestion:
    """One question of a draft under its printed number, or the number of its place."""

    number: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it was read; `notes` are sentences on what was left out of it."""

    title: str = ""
    questions: tuple[DraftQuestion, ...] = ()
    notes: tuple[str, ...] = ()


def read_draft(text: str) -> Draft:
    """The title and the questions of a pasted text."""
    lines = [_joined([line]) for line in _UNPRINTABLE.sub("", text[:LONGEST]).splitlines()]
    title, questions = _numbered(lines) or _unnumbered(lines)
    notes = []
    if len(text) > LONGEST:
        notes.append(f"De tekst is te lang; de eerste {LONGEST:,} tekens zijn gelezen.".replace(",", "."))
    if len(questions) > MOST:
        notes.append(f"Het zijn {len(questions)} vragen; de eerste {MOST} zijn nagekeken.")
    return Draft(title=_subject(title), questions=tuple(questions[:MOST]), notes=tuple(notes))


def _numbered(lines: list[str]) -> tuple[str, list[DraftQuestion]] | None:
    """The title and the numbered questions; None when no line begins with the number 1 or the word “Vraag”."""
    above: list[str] = []
    found: list[tuple[str, list[str]]] = []
    expected: int | None = None
    reading = True
    pattern = _NAMED if any(map(_NAMED.fullmatch, lines)) else _BARE
    for line in lines:
        heading = _heading(pattern.fullmatch(line), expected)
        if heading:
            number, expected, rest = heading
            found.append((number, [rest]))
        elif not found:
            above.append(line)
        reading = bool(heading) or (reading and not _ANSWER.match(line) and not _FIRST_NOTE.match(line))
        if found and reading and not heading and not _ADDRESS.match(line):
            found[-1][1].append(line)
    questions = [DraftQuestion(number=number, text=_joined(part)) for number, part in found if _joined(part)]
    return (_joined(above), questions) if questions else None


def _heading(match: re.Match[str] | None, expected: int | None) -> tuple[str, int, str] | None:
    """The numbers that begin a question, the one to come after them, and the rest of the line.

    Numbers go up by one; anything else that begins with a number is text.
    """
    if match is None:
        return None
    numbers = [int(number) for number in re.findall(r"\d+", match["numbers"])]
    if numbers[0] != expected and not (expected is None and (numbers[0] == 1 or match.re is _NAMED)):
        return None
    return " ".join(match["numbers"].split()), max(numbers) + 1, match["rest"] or ""


def _unnumbered(lines: list[str]) -> tuple[str, list[DraftQuestion]]:
    """A question for each paragraph that asks something, what stands before it included; above them a title."""
    paragraphs = list(_paragraphs(lines))
    asking = [paragraph for paragraph in paragraphs if "?" in paragraph]
    if not asking:
        whole = " ".join(paragraphs)
        return "", [DraftQuestion(number="1", text=whole)] if whole else []
    title = paragraphs.pop(0) if "?" not in paragraphs[0] and len(paragraphs) > 1 else ""
    texts: list[str] = []
    waiting = ""
    for paragraph in paragraphs:
        waiting = f"{waiting} {paragraph}".strip()
        if "?" in paragraph:
            texts.append(waiting)
            waiting = ""
    if waiting:
        texts[-1] = f"{texts[-1]} {waiting}"
    return title, [DraftQuestion(number=str(place), text=text) for place, text in enumerate(texts, 1)]


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """The paragraphs, parted by empty lines; where there are none a line that ends a sentence ends a paragraph."""
    parted = "\n\n" in "\n".join(lines).strip()
    kept: list[str] = []
    for line in [*lines, ""]:
        kept += [line] if line else []
        if kept and (not line or (not parted and line.endswith(("?", ".", ":")))):
            yield _joined(kept)
            kept = []


def _joined(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def _subject(opening: str) -> str:
    """What the questions are about, from the sentence above them: “Vragen van … aan … over …”."""
    match = _SUBJECT.search(opening) if re.match(r"(?:schriftelijke\s+)?vragen\b", opening, re.IGNORECASE) else None
    return match["subject"] if match else opening
