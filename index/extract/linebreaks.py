"""Printed lines → running text: which hyphens at line ends belong to the word, and which only broke it.

A hyphen goes when the document prints the word whole elsewhere, or when the rules of spelling leave no other reading:
Dutch writes compounds of ordinary words as one word, and keeps the hyphen for names, capitals, figures, abbreviations,
clashing vowels ("zee-egel"), a few prefixes ("oud-minister") and what is left out ("in- en uitvoer"). Everything else
keeps its hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"(?P<left>\S*?(?P<word>[^\W\d_]*))-$")
_SLASH = re.compile(r"[^\W\d_]/$")
_FIRST = re.compile(r"(?P<right>[^\W\d_]+)")
_WEB = re.compile(r"(?:https?://|www\.)\S*$", re.IGNORECASE)
_ADDRESS_GOES_ON = re.compile(r"\S*[-/_.=%&~?#]\S|\S*\d\S*|\S+\)\W*$|\S+$")
_APART = re.compile(
    "en|of|tot|als|dan|dat|de|het|een|noch|om|op|in|aan|te|van|voor|met|bij|naar|door|uit|maar|resp|evenals|and|und|et"
)
_KEEPERS = re.compile(
    "ex|niet|non|oud|vice|adjunct|aspirant|assistent|co|collega|ere|interim|kandidaat|loco|pseudo|quasi|semi|sint|anti|"
    "pro|contra|privaat|publiek|minister|secretaris|directeur|inspecteur|procureur|advocaat|gouverneur|noord|zuid|oost|"
    "west|midden|noordoost|noordwest|zuidoost|zuidwest|centraal|sociaal|christen|cultureel|politiek|economisch|follow|"
    "start|check|know|stand|ad|face|full|part|public|real|stop|make"
)
# Short halves that are a syllable; other short words before a hyphen may be abbreviations ("mvo-beleid", "cao-loon").
_SYLLABLES = re.compile(
    "be|ge|her|ver|ont|aan|af|bij|in|om|op|toe|uit|mis|wan|con|com|dis|re|pre|par|per|kan|kin|ken|lan|lei|man|men|min|"
    "na|pa|pe|po|pri|ra|ri|ro|sa|sta|ste|to|tra|va|vi|vo|wa|we|wo|za|ze|zo"
)
_VOWELS = "aeiouyáéíóúàèëïöüij"
_CLASH = re.compile("a[aeiu]|e[eiu]|i[aeij]|o[eiou]|u[aiu]")
_SHORT = 3


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """Every word of a document, in lower case, but for the halves of those that a line broke."""
    words: set[str] = set()
    broken = False
    for line in lines:
        found = [word.lower() for word in _WORD.findall(line)]
        opening, broken = broken, line.rstrip().endswith("-")
        words.update(found[1 if opening else 0 : -1 if broken else None])
    return frozenset(words)


def joined(lines: Sequence[str], words: frozenset[str]) -> str:
    """The lines as running text."""
    text = ""
    for line in lines:
        text = _joined_two(text, line.strip(), words) if text else line.strip()
    return text


def _joined_two(text: str, line: str, words: frozenset[str]) -> str:
    if not line:
        return text
    if web := _WEB.search(text):
        return text + ("" if _is_same_address(web.group(), line) else " ") + line
    last, first = _LAST.search(text), _FIRST.match(line)
    if _SLASH.search(text) and first:
        return text + line
    if not last or not last["left"]:
        return f"{text} {line}"
    if not first:
        return text + line if line[0].isdigit() else f"{text} {line}"
    return _hyphen_settled(text, line, last["word"], first["right"], words)


def _hyphen_settled(text: str, line: str, left: str, right: str, words: frozenset[str]) -> str:
    if _APART.fullmatch(right.lower()):
        return f"{text} {line}"
    whole, parts = (left + right).lower(), f"{left}-{right}".lower()
    chained = text[: -len(left) - 1].endswith("-")
    if left and not chained and parts not in words and (whole in words or _only_broken(left, right, words)):
        return text[:-1] + line
    return text + line


def _only_broken(left: str, right: str, words: frozenset[str]) -> bool:
    """Whether spelling leaves no other reading than one word that the line broke."""
    low = left.lower()
    if len(left) < 2 or not left.isalpha() or not right.islower() or left[1:] != low[1:]:
        return False
    if _KEEPERS.fullmatch(low) or _CLASH.match(low[-1] + right[0]) or not any(char in _VOWELS for char in low):
        return False
    if len(low) <= _SHORT and not _SYLLABLES.fullmatch(low):
        return False
    return not (low in words and right in words)


def _is_same_address(address: str, line: str) -> bool:
    """Whether a web address at the end of a line goes on in the next one."""
    first = line.split(maxsplit=1)[0]
    if address[-1] in "-/_=?&%." and address[-1:] != ".":
        return bool(_ADDRESS_GOES_ON.match(first))
    return bool(re.match(r"\S*[/_=%]\S", first)) and not first.startswith(("http", "www"))
