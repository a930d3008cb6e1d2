"""Members of government in the sentences above questions and answers: role, name and ministry.

… aan de Ministers van Justitie en voor Rechtsbescherming over …
Antwoord van Minister Jansen (Justitie), mede namens de Staatssecretaris van Financiën (ontvangen …)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, lru_cache

from index.extract.people import close_set, closed
from index.extract.text import join_line_ends
from index.records import Addressee, Part, Role
from index.vocabulary import find_ministry, fold, ministries

_ROLE = r"minister-?\s?presidente?|ministers?|mininsters?|minsters?|staats?secretari(?:s(?:sen)?|es)"
_ROLE_WORD = re.compile(_ROLE, re.IGNORECASE)
_OFFICES = {
    "minister": Role.MINISTER,
    "ministers": Role.MINISTER,
    "staatssecretaris": Role.STATE_SECRETARY,
    "staatssecretarissen": Role.STATE_SECRETARY,
}
ALIKE = 0.75
"""How alike a misprint and the word for an office must be."""

LONGEST_OFFICE = 30
_ANSWERER = re.compile(
    rf"(?:(?P<role>{_ROLE})s?\s+|(?:mevrouw|de\s+heer|mw\.|dhr\.)\s+|\bvan\s+)"
    rf"(?P<name>(?!(?:de\s+)?(?:{_ROLE})\b)[^()]{{2,60}}?)\s*\((?P<ministry>[^()\d]+)\d?,?\)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W*(?:\w+\s+)?(?:antwoord(?:en)?|mededel?ing)\b", re.IGNORECASE)
_UNCLOSED = re.compile(rf"(\([^()]*?)(?=(?:\s+en\s+(?:de\s+)?(?:{_ROLE})|,\s+mede\s+namens)\b[^()]*\()", re.IGNORECASE)
_LEADING_WORDS = re.compile(r"^(?:,|en\s|[Aa]ntwoord\s|van\s(?![a-z])|(?:de|De)\sheer\s|[Mm]evrouw\s|\s)+")
_MINISTRY_FIRST = re.compile(r"(?:van|voor)\s+(?P<ministry>[A-Z].*)")
_BEHALF = re.compile(r"(?:mede\s+)?namens\s+(?P<who>.+?)(?=\s*\(\s*ontvangen|\.\s|\.?$)", re.IGNORECASE)
_INSTEAD = re.compile(
    rf",?\s*bij\s+(?:afwezigheid|ontstentenis)\s+van\s+.*?(?=,?\s+en\s+(?:aan\s+)?de\s+(?:{_ROLE})|\(\s*ontvangen|$)",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    rf"^(?:(?:van|de|heer|mevrouw|mevr\.|mw\.|dhr\.|baron|president|a\.i\.|(?:{_ROLE}|staatssecretans|staatssecraris))\s+)*"
    r"(?:heer|mevrouw|mevr\.|mw\.|dhr\.|baron|president|"
    rf"(?:{_ROLE}|staatssecretans|staatssecraris))\s+",
    re.IGNORECASE,
)
_SMALL_WORD = re.compile(r"([a-z][a-z-]{5,24})\s+")
_ACTING = re.compile(r"\s+a\.?\s?i\.?$", re.IGNORECASE)
_OFFICE_AFTER = re.compile(rf"\s*,\s*|\s+(?=(?:{_ROLE})\s+(?:van|voor)\b)", re.IGNORECASE)
_COLLEAGUE = re.compile(
    rf"\s+en\s+(?=(?:aan\s+)?(?:de|het|mw\.|mevr\.|mevrouw|dhr\.|van|voor|(?:{_ROLE}))\s)", re.IGNORECASE
)
_PERSON = r"(?:dhr|mw|mevr|de\s+heer|mevrouw)\.?\s+(?P<person>(?-i:[A-Z])[^,()]+?)"
_AFTER_PERSON = r"[,()]|$|\s+en\s+(?:aan\s+)?(?:de|het|mw|mevr|mevrouw|dhr|van|voor)\b"


def addressees(phrase: str, part: Part) -> tuple[Addressee, ...]:
    """Everyone an addressee phrase names: "de Ministers van A, van B en voor C en de Staatssecretaris van D".

    Whoever is absent is not asked: "de Minister van A, bij afwezigheid van de Staatssecretaris van B".
    """
    return _once(_spoken_to(_INSTEAD.sub("", close_set(join_line_ends(phrase))), part))


def answerers(sentence: str) -> tuple[Addressee, ...]:
    """Who answers according to the sentence above an answer, then those on whose behalf."""
    sentence = _INSTEAD.sub("", _UNCLOSED.sub(r"\1)", join_line_ends(_LABEL.sub("", sentence))))
    behalf = _BEHALF.search(sentence)
    own = sentence[: behalf.start()] + sentence[behalf.end() :] if behalf else sentence
    own = _opened(closed(re.split(r"\(\s*[Oo]ntvangen", own)[0]))
    answering = _named(own, Part.ANSWERED) or _unnamed(own)
    return _once([*answering, *(_on_behalf(closed(behalf["who"])) if behalf else [])])


def addressee(part: Part, role: str, name: str, ministry: str) -> Addressee:
    """A member of government from its printed pieces; an empty piece is unknown."""
    office, name = role_of(role), close_set(name)
    known = find_ministry(ministry) if ministry else None
    if known is None and not ministry and office is Role.PRIME_MINISTER:
        known = find_ministry("Algemene Zaken")
    return Addressee(
        part=part,
        role=office,
        ministry=known.key if known else None,
        ministry_printed=ministry or (known.name if known else None),
        name=name or None,
    )


def officeholders(part: Part, role: str, printed: str, ministry: str) -> tuple[Addressee, ...]:
    """Everyone printed in the place of one name: "heer De Wit, minister van Justitie", "De Wit en mw. Bos"."""
    first, *colleagues = _COLLEAGUE.split(printed.strip(" .,;)"))
    others = (each for words in colleagues for each in _colleague(part, role, words, ministry))
    return (_officeholder(part, role, first, ministry), *others)


def _officeholder(part: Part, role: str, printed: str, ministry: str) -> Addressee:
    """One person; role and ministry that stand behind the name count where they are not known otherwise."""
    name, _, office = _OFFICE_AFTER.sub("\0", printed, count=1).partition("\0")
    if not office and not ministry:
        name, office = _ministry_behind(name)
    said = next(iter(addressees(office, part)), None)
    if not ministry and office:
        ministry = (said.ministry_printed or "") if said else office if find_ministry(office) else ""
    words = _titles(name)
    office_word = _ROLE_WORD.search(words) or _ROLE_WORD.match(office)
    known = role or (office_word.group() if office_word else words.strip())
    return addressee(part, known, _only_name(name[len(words) :]), ministry)


def _titles(name: str) -> str:
    """The words before a name that are no part of it: titles, an office, also a misspelt one."""
    titles, word = _COURTESY.match(name), _SMALL_WORD.match(name)
    return titles.group() if titles else word.group() if word and role_of(word[1]) else ""


def _only_name(printed: str) -> str:
    """The name; empty when the words are none: "van", "Cultuur)", "Buitenlandse Zaken"."""
    name = _ACTING.sub("", printed).strip(" .,;)")
    return name if re.search(r"[A-ZÀ-Þ]", name) and not name.endswith("Zaken") and not find_ministry(name) else ""


def _ministry_behind(name: str) -> tuple[str, str]:
    """A name and the ministry run together with it: "Hirsch Ballin Justitie"."""
    words = name.split()
    for start in range(1, len(words)):
        if fold(" ".join(words[start:])) in _names_of_ministries():
            return " ".join(words[:start]), " ".join(words[start:])
    return name, ""


@cache
def _names_of_ministries() -> frozenset[str]:
    return frozenset(fold(each.name) for each in ministries())


def _colleague(part: Part, role: str, words: str, ministry: str) -> tuple[Addressee, ...]:
    """Who is named behind "en": an office ("de minister van Justitie") or someone of the same ministry."""
    office = re.sub(r"^aan\s+", "", words)
    if re.match(r"(?:van|voor)\s", office):
        office = f"de {role} {office}"
    named = addressees(office, part)
    if named and (named[0].ministry or re.match(r"de\s", office, re.IGNORECASE)):
        return named
    own = _ROLE_WORD.match(office)
    return (_officeholder(part, own.group() if own else role, office, ministry),)


@lru_cache(maxsize=1000)
def role_of(printed: str) -> Role | None:
    """The office a word means, misprints included; None for words that name none ("mevrouw")."""
    word = printed.lower().replace(" ", "")
    if "president" in word:
        return Role.MINISTER if word.startswith("vice") else Role.PRIME_MINISTER
    alike = get_close_matches(word, _OFFICES, n=1, cutoff=ALIKE) if len(word) <= LONGEST_OFFICE else []
    return _OFFICES[alike[0]] if alike else None


def _spoken_to(phrase: str, part: Part) -> list[Addressee]:
    """Addressees in order: a ministry counts for the offices just before it, an office for the ministries after it."""
    found: list[Addressee] = []
    offices: list[str] = []
    settled = False
    for match in _pieces().finditer(phrase):
        office = match["role"] or match["colleague"] or match["misspelt"]
        if office and (match["misspelt"] is None or role_of(office)):
            offices = [office] if settled else [*offices, office]
            settled = role_of(office) is Role.PRIME_MINISTER
            found += [addressee(part, office, "", "")] if settled else []
        elif office:
            pass
        elif match["person"]:
            person = match["person"].strip()
            found[-1:] = [each for last in found[-1:] for each in _with_person(last, person)]
        elif match["known"] and not offices:
            found.append(addressee(part, "", "", match["known"].strip(" ,.")))
        elif offices:
            settled = True
            ministry = (match["known"] or match["unknown"]).strip(" ,.")
            found += [addressee(part, office, "", ministry) for office in offices if _has_ministry(office)]
    return found if settled else [*found, *(addressee(part, office, "", "") for office in offices)]


def _has_ministry(office: str) -> bool:
    return role_of(office) is not Role.PRIME_MINISTER


def _with_person(who: Addressee, name: str) -> tuple[Addressee, ...]:
    """An office with the name that follows it; a second name is a colleague at the same ministry."""
    return (who, replace(who, name=name)) if who.name else (replace(who, name=name),)


def _once(found: Iterable[Addressee]) -> tuple[Addressee, ...]:
    """Everyone once; "de minister-president, minister van Algemene Zaken" is one person."""
    everyone = list(dict.fromkeys(found))
    premier = any(who.role is Role.PRIME_MINISTER for who in everyone)
    return tuple(who for who in everyone if not (premier and who.role is Role.MINISTER and who.ministry == "az"))


@cache
def _pieces() -> re.Pattern[str]:
    """Offices, known ministries and what follows "van" or "voor" otherwise, in a phrase."""
    spellings = {spelling for value in ministries() for spelling in (value.name, *value.aliases) if len(spelling) > 3}
    spellings |= {spelling.replace("ë", "e") for spelling in spellings}
    known = "|".join(_loose(spelling) for spelling in sorted(spellings, key=len, reverse=True))
    return re.compile(
        rf"(?P<role>{_ROLE})|(?P<colleague>\bambts?genoot)|\b(?-i:(?P<misspelt>[a-z]{{6,24}})(?=\s+(?:van|voor)\s+[A-Z]))"
        rf"|(?:(?:van|voor)\s+)?(?P<known>(?:(?<![\w-])|(?<=inister))(?:{known})\b)"
        rf"|,?\s*(?:en\s+)?{_PERSON}(?={_AFTER_PERSON}|\s+en\s+(?:{known})\b)"
        r"|(?-i:van|voor)\s+(?P<unknown>(?-i:[A-ZÀ-Þ]).*?)(?=,?\s+(?:en\s+)?(?:de|van|voor|dhr\.|mw\.)\s|$)",
        re.IGNORECASE,
    )


def _loose(spelling: str) -> str:
    return r"\W+".join(re.escape(word) for word in re.findall(r"\w+", spelling))


def _named(sentence: str, part: Part) -> list[Addressee]:
    """Everyone with a name and a ministry in parentheses; "minister van Justitie (…)" has no name."""
    matches = [(match, _bare(match["name"], match["role"])) for match in _ANSWERER.finditer(sentence)]
    return [
        who
        for match, name in matches
        if not _opens_with_ministry(name) and name not in ("van", "voor")
        for who in officeholders(part, match["role"] or "", name, match["ministry"].strip())
    ]


def _bare(name: str, role: str | None) -> str:
    """A name without the words before it; behind an office "van" belongs to the name: "minister van Aartsen"."""
    return (name if role else _LEADING_WORDS.sub("", name)).strip(" ,")


def _opens_with_ministry(name: str) -> bool:
    found = _MINISTRY_FIRST.match(name)
    return bool(found and find_ministry(found["ministry"]))


def _unnamed(sentence: str) -> list[Addressee]:
    """An answerer without ministry ("van minister-president Kok") or without name ("van de minister van X")."""
    who = re.split(r"\bvan\s+", sentence, maxsplit=1)[-1].strip(" .,;")
    if re.match(rf"(?:de\s+)?(?:{_ROLE})\s+(?:van|voor)\s", who, re.IGNORECASE):
        return list(addressees(who, Part.ANSWERED))
    role = _ROLE_WORD.match(who)
    name = _LEADING_WORDS.sub("", who[role.end() :] if role else who)
    return list(officeholders(Part.ANSWERED, role.group() if role else "", name, "")) if name or role else []


def _opened(text: str) -> str:
    """The text without closing parentheses that nothing opened."""
    depth, kept = 0, []
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth >= 0:
            kept.append(char)
        depth = max(depth, 0)
    return "".join(kept)


def _on_behalf(phrase: str) -> list[Addressee]:
    return _named(phrase, Part.ON_BEHALF) or list(addressees(phrase, Part.ON_BEHALF))
