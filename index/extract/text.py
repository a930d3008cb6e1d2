"""Healing of printed text: only what is certain is changed."""

from __future__ import annotations

import re
import unicodedata
from math import inf

NOTE = "\ufffe"
"""Stands for a footnote mark while text is being read."""

BREAK = "\uffff"
"""Stands for the end of a paragraph in running text that has no other marks of it."""

_COMBINING = {"¨": "\u0308", "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "˜": "\u0303", "¸": "\u0327"}
_DETACHED = re.compile(r"([A-Za-zı])([¨´`ˆ˜¸])")
# "Kostic ´ (PvdD)" in a header of 2024: the accent of a name, a space too far.
_DETACHED_AFTER_NAME = re.compile(r"(?<=[A-Za-z])([cszn]) ´(?=[\s),.]|$)")
_ACUTE_OR_GRAVE = "´`"
_ACCENTED = frozenset("aeiouyAEIOUYı")
_ACCENTED_CONSONANTS = frozenset("cCsSzZnN")
_PLURAL = re.compile(r"s\b")
_OPENING_QUOTE = re.compile(r"(?:^|[\s(«])[´`](?=\w)")
# UTF-8 that was read as Latin-1 or Windows-1252: "FinanciÃ«n", "â€™".
_MOJIBAKE = re.compile(r"[ÂÃ][\u0080-\u00bf]|â[\u0080€][\u0080-\u00bf\u02dc\u0153\u2013-\u2022\u2122]")
_SOFT_HYPHEN = re.compile("\u00ad\\s*")
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
# The second halves that are words of their own: "in- en uitvoer", "vóór– of nadat".
_APART = (
    "en|of|tot|als|dan|dat|die|de|het|een|en/of|c\\.q|resp|respectievelijk|evenals|maar|noch|om|op|in|aan|te|van|voor|"
    "met|bij|naar|door|zoals|waar|wat|wie|and|und|et"
)
_LINE_END = re.compile(rf"(?<=[A-Za-zÀ-ÿ])[–-]\s+(?!(?:{_APART})\b)(?=[a-zà-ÿ]{{2}})")
_NOTES = re.compile(rf"\s*({NOTE}(?:\s*{NOTE})*)(\s*)")


def heal(text: str) -> str:
    """The text with diacritics attached, mojibake repaired and white space collapsed; twice is the same as once."""
    healed = _healed_once(text)
    while healed != text:
        text, healed = healed, _healed_once(healed)
    return healed


def join_line_ends(text: str) -> str:
    """The text of a scanned paper without the hyphens of its line ends: "Green– peace" → "Greenpeace"."""
    return _LINE_END.sub("", text)


def place_notes(text: str) -> tuple[str, tuple[int, ...]]:
    """Text without its note marks, and the place of each."""
    if NOTE not in text:
        return text, ()
    settled = _NOTES.sub(_close_up, text).strip()
    places = [index for index, char in enumerate(settled) if char == NOTE]
    return settled.replace(NOTE, ""), tuple(at - before for before, at in enumerate(places))


def _healed_once(text: str) -> str:
    if text.isascii() and "`" not in text:
        return " ".join(_INVISIBLE.sub("", text).split())
    text = _MOJIBAKE.sub(_repaired, text)
    text = _SOFT_HYPHEN.sub("", _INVISIBLE.sub("", text))
    text = _DETACHED_AFTER_NAME.sub(r"\1´", " ".join(text.split()))
    opened = _first_opening_quote(text)
    return unicodedata.normalize("NFC", _DETACHED.sub(lambda match: _attached(match, opened), text))


def _repaired(match: re.Match[str]) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return match.group().encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return match.group()


def _attached(match: re.Match[str], opened: float) -> str:
    letter, mark = match.group(1), match.group(2)
    if mark in _ACUTE_OR_GRAVE and not _bears_accent(match, opened):
        return match.group()
    composed = unicodedata.normalize("NFC", ("i" if letter == "ı" else letter) + _COMBINING[mark])
    return composed if len(composed) == 1 else match.group()


def _bears_accent(match: re.Match[str], opened: float) -> bool:
    """Whether an acute or grave sign is an accent here and no apostrophe or closing quotation mark."""
    text, end = match.string, match.end()
    if match.group(1) in "aouyAOUY" and _PLURAL.match(text, end):
        return False
    if text[end : end + 1].isalpha():
        return match.group(1) in _ACCENTED
    return match.group(1) in _ACCENTED | _ACCENTED_CONSONANTS and not opened <= match.start()


def _first_opening_quote(text: str) -> float:
    """Where the first word after an opening quotation mark has begun; infinity when none does."""
    found = _OPENING_QUOTE.search(text) if "´" in text or "`" in text else None
    return found.end() + 1 if found else inf


def _close_up(match: re.Match[str]) -> str:
    """The marks against the word before them, with one space after where there was one and a word follows."""
    text = match.string
    spaced = bool(match.group(2)) or text[match.start()].isspace()
    following = text[match.end() : match.end() + 1]
    gap = " " if spaced and following and following not in ".,;:?!)»”’" else ""
    return "".join(match.group(1).split()) + gap
