"""Healing of printed text: only what is certain is changed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

NOTE = "\ufffe"
"""Stands for a footnote mark while text is being read."""

BREAK = "\uffff"
"""Stands for the end of a paragraph in running text that has no other marks of it."""

Places = Sequence[int]
"""Places in a text, in order: where words that are set apart begin and end. They move when the text is healed."""

_COMBINING = {"¨": "\u0308", "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "˜": "\u0303", "¸": "\u0327"}
_DETACHED = re.compile(r"([A-Za-zı])([¨´`ˆ˜¸])")
# "Kostic ´ (PvdD)" in a header of 2024: the accent of a name, a space too far.
_DETACHED_AFTER_NAME = re.compile(r"(?<=[A-Za-z])([cszn]) ´(?=[\s),.]|$)")
LONGEST_QUOTATION = 200
"""How far before an acute sign the sign may stand that opened a quotation with it."""

_ACUTE_OR_GRAVE = "´`"
_ACCENTED = frozenset("aeiouyAEIOUYı")
_ACCENTED_CONSONANTS = frozenset("cCsSzZnN")
_PLURAL = re.compile(r"s\b")
_OPENING_QUOTE = re.compile(r"(?:^|[\s(«])[´`](?=\w)")
# UTF-8 that was read as Latin-1 or Windows-1252: "FinanciÃ«n", "â€™".
_MOJIBAKE = re.compile(r"[ÂÃ][\u0080-\u00bf]|â[\u0080€][\u0080-\u00bf\u02dc\u0153\u2013-\u2022\u2122]")
_SOFT_HYPHEN = re.compile("\u00ad\\s*")
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\x00-\x08\x0e-\x1b]")
_SUSPECT = re.compile("[ÂÃâ\u00ad¨´`ˆ˜¸\u200b\u200c\u2060\ufeff\x00-\x08\x0e-\x1b]")
"""What damage is known by: most texts have none of it."""
# White space that is not one space between two words.
_SPACES = re.compile(r"^\s+|\s{2,}|[^\S ]| \Z")
# A character that may stand before combining ones, with those that may: Unicode joins nothing else.
_COMPOSABLE = re.compile("[\x00-\u02ff]?[\u0300-\U0010ffff]+", re.DOTALL)
# The second halves that are words of their own: "in- en uitvoer", "vóór– of nadat", "stikstof– èn ammoniak".
_APART = (
    "[eèé]n|[oòó]f|tot|als|dan|dat|die|de|het|een|en/of|c\\.q|resp|respectievelijk|evenals|maar|noch|om|op|in|aan|te|van|"
    "voor|met|bij|naar|door|zoals|waar|wat|wie|and|und|et"
)
_LINE_END = re.compile(rf"(?<=[A-Za-zÀ-ÿ])[–-]\s+(?!(?:{_APART})\b)(?=[a-zà-ÿ]{{2}})")
_NOTES = re.compile(rf"\s*({NOTE}(?:\s*{NOTE})*)(\s*)")


def heal(text: str) -> str:
    """The text with diacritics attached, mojibake repaired and white space collapsed; twice is the same as once."""
    return heal_around(text, ())[0]


def heal_around(text: str, places: Places) -> tuple[str, Places]:
    """The healed text, and where the places in it have gone; they stay in order."""
    if text.isascii() and "`" not in text:
        return _respaced(*_substituted(_INVISIBLE, _nothing, text, places))
    before = None
    while before != text:
        before = text
        text, places = _healed_once(text, places)
    return text, places


def join_line_ends(text: str) -> str:
    """The text of a scanned paper without the hyphens of its line ends: "Green– peace" → "Greenpeace"."""
    return _LINE_END.sub("", text)


class Placed(NamedTuple):
    """A text without its note marks, the place of each mark, and where other places in the text have gone."""

    text: str
    notes: tuple[int, ...]
    places: Places = ()


def place_notes(text: str, places: Places = ()) -> Placed:
    """The text without its note marks, closed up where they stood apart from their word."""
    if NOTE not in text:
        return Placed(text, (), places)
    text, places = _respaced(*_substituted(_NOTES, _close_up, text, places))
    marks = [index for index, char in enumerate(text) if char == NOTE]
    moved = [place - bisect_left(marks, place) for place in places]
    return Placed(text.replace(NOTE, ""), tuple(at - before for before, at in enumerate(marks)), moved)


Replacement = Callable[[re.Match[str]], str]


def _substituted(pattern: re.Pattern[str], replacement: Replacement, text: str, places: Places) -> tuple[str, Places]:
    """`pattern.sub(…)`, and the places moved with their text; one inside a match stays inside what replaces it."""
    if not places:
        return pattern.sub(replacement, text), places
    pieces, moved, end = list[str](), list[int](), 0
    waiting, shift = 0, 0
    for match in pattern.finditer(text):
        new = replacement(match)
        passed = bisect_left(places, match.start(), waiting)
        moved += [place + shift for place in places[waiting:passed]]
        waiting = bisect_left(places, match.end(), passed)
        moved += [match.start() + shift + min(place - match.start(), len(new)) for place in places[passed:waiting]]
        shift += len(new) - len(match.group())
        pieces += [text[end : match.start()], new]
        end = match.end()
    moved += [place + shift for place in places[waiting:]]
    return "".join([*pieces, text[end:]]), moved


def _healed_once(text: str, places: Places) -> tuple[str, Places]:
    damage = _DAMAGE if _SUSPECT.search(text) else ()
    for pattern, replacement in damage[:_BEFORE_SPACES]:
        text, places = _substituted(pattern, replacement, text, places)
    text, places = _respaced(text, places)
    for pattern, replacement in damage[_BEFORE_SPACES:]:
        text, places = _substituted(pattern, replacement, text, places)
    if unicodedata.is_normalized("NFC", text):
        return text, places
    return _substituted(_COMPOSABLE, _composed, text, places)


def _respaced(text: str, places: Places) -> tuple[str, Places]:
    return _substituted(_SPACES, _one_space, text, places) if places else (" ".join(text.split()), places)


def _nothing(_: re.Match[str]) -> str:
    return ""


def _one_space(match: re.Match[str]) -> str:
    return " " if match.start() and match.end() < len(match.string) else ""


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match.group())


def _closer(match: re.Match[str]) -> str:
    return f"{match.group(1)}´"


def _repaired(match: re.Match[str]) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return match.group().encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return match.group()


def _attached(match: re.Match[str]) -> str:
    letter, mark = match.group(1), match.group(2)
    if mark in _ACUTE_OR_GRAVE and not _bears_accent(match):
        return match.group()
    composed = unicodedata.normalize("NFC", ("i" if letter == "ı" else letter) + _COMBINING[mark])
    return composed if len(composed) == 1 else match.group()


def _bears_accent(match: re.Match[str]) -> bool:
    """Whether an acute or grave sign is an accent here and no apostrophe or closing quotation mark."""
    text, end = match.string, match.end()
    if match.group(1) in "aouyAOUY" and _PLURAL.match(text, end):
        return False
    if text[end : end + 1].isalpha():
        return match.group(1) in _ACCENTED
    return match.group(1) in _ACCENTED | _ACCENTED_CONSONANTS and not _in_quotation(text, match.start())


def _in_quotation(text: str, place: int) -> bool:
    return bool(_OPENING_QUOTE.search(text, max(0, place - LONGEST_QUOTATION), place))


def _close_up(match: re.Match[str]) -> str:
    """The marks against the word before them, with one space after where there was one and a word follows."""
    text = match.string
    spaced = bool(match.group(2)) or text[match.start()].isspace()
    following = text[match.end() : match.end() + 1]
    gap = " " if spaced and match.start() and following and following not in ".,;:?!)»”’" else ""
    return "".join(match.group(1).split()) + gap


# Invisible characters go before white space is settled: they may stand between the two halves of other damage.
_DAMAGE = (
    (_MOJIBAKE, _repaired),
    (_INVISIBLE, _nothing),
    (_SOFT_HYPHEN, _nothing),
    (_DETACHED_AFTER_NAME, _closer),
    (_DETACHED, _attached),
)
_BEFORE_SPACES = 3
