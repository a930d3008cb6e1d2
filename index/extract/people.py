"""Members of parliament in the sentence above the questions: their names, and the party that follows them.

Vragen van de leden Van Dijk (SP), Bos en De Wit (beiden CDA) …
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.extract.parts import Signature
from index.vocabulary import find_party

_PARTY = re.compile(r"\(([^()\[\]{}]*)[)\]}]")
_BOTH = re.compile(r"^(?:beiden?|allen?)\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*[,;]\s*(?:en\s+)?|\s+en\s+|^en\s+", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:mede\s+gesteld\s+door\s+|aan\s+|van\s+)?(?:het\s+lid|de\s+leden|het\s+leden|de\s+lid|lid|leden|de\s+heren|de\s+heer|dhr\.|mevrouw|mw\.|mevr\.)\s+",
    re.IGNORECASE,
)
_OPEN_PARTY = re.compile(r"\s*\)(?=[A-Z][\w.]*\))")
_UNFINISHED = re.compile(r"\s*\(?\s*\b(?:beiden?|allen?)$|\s*[(>]\s*$", re.IGNORECASE)
_SENTENCE_STOP = re.compile(r"(?<![A-Z])\.$")
_INITIALS = re.compile(r"(?:[A-Z][a-z]?\.-?)+")
_INITIALS_LAST = re.compile(
    r"(?P<family>[A-ZÀ-Þ][^,]*?)(?:\s+(?P<prefix>(?:van|de|der|den|het|ter|ten|in|op|'t|\s)+))?\s+(?P<initials>(?:[A-Z][a-z]?\.)+)$"
)
_LETTERS = re.compile(r"\b[^\W\d_](?: [a-zà-ÿ])+\b")
_SPACED = re.compile(r"\b[^\W\d_](?: [a-zà-ÿ]){2,}\b")
_PREFIX_OF_TWO = re.compile(r"\b([Vv]an)(den|der|de)(?= )")
_LOST_SPACE = re.compile(r"(?<=\.)(?:Â|NB)(?=[A-Z])")
_AFTER_INITIALS = re.compile(r"(?<=\.)(?=[A-Za-zÀ-ÿ][a-zà-ÿ'’])")


def submitters(names: str) -> tuple[Signature, ...]:
    """Members with the party that follows them: a party counts for every name since the party before it."""
    pieces = _PARTY.split(closed(_OPEN_PARTY.sub(" (", names)))
    found = [
        signature(name, party)
        for names_part, party in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
        for name in _names(names_part)
    ]
    return tuple(dict.fromkeys(found))


def signature(name: str, party_printed: str) -> Signature:
    """One member with the party as printed and as known."""
    name = close_set(name)
    printed = _BOTH.sub("", party_printed.strip(" ,;")) or None
    if printed and printed.count(".") == 1:
        printed = printed.rstrip(".")
    party = find_party(printed) if printed else None
    return Signature(name=name, party=party.key if party else None, party_printed=printed)


def registered_name(name: str) -> str:
    """A name of the metadata in natural order: "Dam van M.H.P." → "M.H.P. van Dam"."""
    found = _INITIALS_LAST.fullmatch(name)
    if not found:
        return name
    return " ".join(" ".join(part for part in (found["initials"], found["prefix"], found["family"]) if part).split())


def close_set(name: str) -> str:
    """A name with its spaces where they belong: "V a n d e n B r o e k", "K.G.de Wit" → "K.G. de Wit"."""
    name = _AFTER_INITIALS.sub(" ", _LOST_SPACE.sub("", name))
    if not _SPACED.search(name):
        return name
    joined = _LETTERS.sub(lambda run: run.group().replace(" ", ""), name)
    return _PREFIX_OF_TWO.sub(r"\1 \2", re.sub(r" ?- ?", "-", joined))


def closed(text: str) -> str:
    """The text with the parenthesis that is missing behind its last words."""
    return (
        f"{text.rstrip(' .,')})" if text.rfind("(") > max(text.rfind(")"), text.rfind("]"), text.rfind("}")) else text
    )


def _names(text: str) -> Iterator[str]:
    for piece in _LISTED.split(_TITLE.sub("", text.strip(" .;:"))):
        name = _UNFINISHED.sub("", _SENTENCE_STOP.sub("", _TITLE.sub("", piece).strip(" ,;:-")))
        if any(char.isalpha() for char in name):
            yield name
