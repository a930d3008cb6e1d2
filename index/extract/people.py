"""Names, parties and offices in the sentences above questions and answers.

Vragen van de leden Van Dijk (SP), Bos en De Wit (beiden CDA) aan de Ministers van Justitie en voor …
Antwoord van Minister Jansen (Justitie), mede namens de Staatssecretaris van Financiën (ontvangen …)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from index.extract.parts import Signature
from index.records import Addressee, Part, Role
from index.vocabulary import find_ministry, find_party, ministries

_PARTY = re.compile(r"\(([^()\[\]{}]*)[)\]}]")
_BOTH = re.compile(r"^(?:beiden?|allen?)\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*[,;]\s*(?:en\s+)?|\s+en\s+|^en\s+", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:van\s+)?(?:het\s+lid|de\s+leden|het\s+leden|de\s+lid|lid|leden|de\s+heren|de\s+heer|dhr\.|mevrouw|mw\.|mevr\.)\s+",
    re.IGNORECASE,
)
_SENTENCE_STOP = re.compile(r"(?<![A-Z])\.$")
_INITIALS = re.compile(r"(?:[A-Z][a-z]?\.-?)+")
_INITIALS_LAST = re.compile(
    r"(?P<family>[A-ZÀ-Þ][^,]*?)(?:\s+(?P<prefix>(?:van|de|der|den|het|ter|ten|in|op|'t|\s)+))?\s+(?P<initials>(?:[A-Z][a-z]?\.)+)$"
)
_ROLE = r"minister-?\s?presidente?|ministers?|mininsters?|minsters?|staats?secretari(?:s(?:sen)?|es)"
_ROLE_WORD = re.compile(_ROLE, re.IGNORECASE)
_ANSWERER = re.compile(
    rf"(?:(?P<role>{_ROLE})s?\s+|(?:mevrouw|de\s+heer|mw\.|dhr\.)\s+|\bvan\s+)"
    rf"(?P<name>(?!(?:de\s+)?(?:{_ROLE})\b)[^()]{{2,60}}?)\s*\((?P<ministry>[^()\d]+)\)",
    re.IGNORECASE,
)
_LEADING_WORDS = re.compile(r"^(?:,|en\s|[Aa]ntwoord\s|van\s(?![a-z])|(?:de|De)\sheer\s|[Mm]evrouw\s|\s)+")
_MINISTRY_FIRST = re.compile(r"(?:van|voor)\s+(?P<ministry>[A-Z].*)")
_LETTERS = re.compile(r"\b[^\W\d_](?: [a-zà-ÿ])+\b")
_SPACED = re.compile(r"\b[^\W\d_](?: [a-zà-ÿ]){2,}\b")
_PREFIX_OF_TWO = re.compile(r"\b([Vv]an)(den|der|de)(?= )")
_BEHALF = re.compile(r"(?:mede\s+)?namens\s+(?P<who>.+?)(?=\s*\(\s*ontvangen|\.\s|\.?$)", re.IGNORECASE)
_PERSON = r"(?:dhr|mw|mevr|de\s+heer|mevrouw)\.?\s+(?P<person>(?-i:[A-Z])[^,()]+)"


def close_set(name: str) -> str:
    """A name without the spaces old papers print between its letters: "V a n d e n B r o e k" → "Van den Broek"."""
    if not _SPACED.search(name):
        return name
    joined = _LETTERS.sub(lambda run: run.group().replace(" ", ""), name)
    return _PREFIX_OF_TWO.sub(r"\1 \2", re.sub(r" ?- ?", "-", joined))


def submitters(names: str) -> tuple[Signature, ...]:
    """Members with the party that follows them: a party counts for every name since the party before it."""
    pieces = _PARTY.split(names)
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


def addressees(phrase: str, part: Part) -> tuple[Addressee, ...]:
    """Everyone an addressee phrase names: "de Ministers van A, van B en voor C en de Staatssecretaris van D"."""
    return _once(_spoken_to(phrase, part))


def answerers(sentence: str) -> tuple[Addressee, ...]:
    """Who answers according to the sentence above an answer, then those on whose behalf."""
    behalf = _BEHALF.search(sentence)
    own = sentence[: behalf.start()] + sentence[behalf.end() :] if behalf else sentence
    own = re.split(r"\(\s*[Oo]ntvangen", own)[0]
    answering = _named(own, Part.ANSWERED) or _unnamed(own)
    return _once([*answering, *(_on_behalf(behalf["who"]) if behalf else [])])


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


def role_of(printed: str) -> Role | None:
    """The office a word means, misprints included; None for words that name none ("mevrouw")."""
    word = printed.lower().replace(" ", "")
    if "president" in word:
        return Role.PRIME_MINISTER
    if re.match(r"sta+ts?se", word):
        return Role.STATE_SECRETARY
    return Role.MINISTER if re.match(r"m[inml1]+s?ter", word) else None


def _names(text: str) -> Iterator[str]:
    for piece in _LISTED.split(_TITLE.sub("", text.strip(" .;:"))):
        name = _SENTENCE_STOP.sub("", _TITLE.sub("", piece).strip(" ,;:-"))
        if any(char.isalpha() for char in name):
            yield name


def _spoken_to(phrase: str, part: Part) -> list[Addressee]:
    """Addressees in order: a ministry counts for the offices just before it, an office for the ministries after it."""
    found: list[Addressee] = []
    offices: list[str] = []
    settled = False
    for match in _pieces().finditer(phrase):
        if match["role"]:
            offices = [match["role"]] if settled else [*offices, match["role"]]
            settled = role_of(match["role"]) is Role.PRIME_MINISTER
            found += [addressee(part, match["role"], "", "")] if settled else []
        elif match["person"]:
            found[-1:] = [_with_name(last, match["person"].strip()) for last in found[-1:]]
        elif offices:
            settled = True
            ministry = (match["known"] or match["unknown"]).strip(" ,.")
            found += [addressee(part, office, "", ministry) for office in offices if _has_ministry(office)]
    return found if settled else [*found, *(addressee(part, office, "", "") for office in offices)]


def _has_ministry(office: str) -> bool:
    return role_of(office) is not Role.PRIME_MINISTER


def _with_name(who: Addressee, name: str) -> Addressee:
    return replace(who, name=name)


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
        rf"(?P<role>{_ROLE})|(?:(?:van|voor)\s+)?(?P<known>(?:(?<![\w-])|(?<=inister))(?:{known})\b)"
        rf"|,?\s*{_PERSON}"
        r"|(?-i:van|voor)\s+(?P<unknown>(?-i:[A-ZÀ-Þ]).*?)(?=,?\s+(?:en\s+)?(?:de|van|voor|dhr\.|mw\.)\s|$)",
        re.IGNORECASE,
    )


def _loose(spelling: str) -> str:
    return r"\W+".join(re.escape(word) for word in re.findall(r"\w+", spelling))


def _named(sentence: str, part: Part) -> list[Addressee]:
    """Everyone with a name and a ministry in parentheses; "minister van Justitie (…)" has no name."""
    matches = [(match, _LEADING_WORDS.sub("", match["name"]).strip(" ,")) for match in _ANSWERER.finditer(sentence)]
    return [
        addressee(part, match["role"] or "", name, match["ministry"].strip())
        for match, name in matches
        if not _opens_with_ministry(name)
    ]


def _opens_with_ministry(name: str) -> bool:
    found = _MINISTRY_FIRST.match(name)
    return bool(found and find_ministry(found["ministry"]))


def _unnamed(sentence: str) -> list[Addressee]:
    """An answerer without ministry ("van minister-president Kok") or without name ("van de minister van X")."""
    who = re.split(r"\bvan\s+", sentence, maxsplit=1)[-1].strip(" .,;")
    if re.match(rf"(?:de\s+)?(?:{_ROLE})\s+(?:van|voor)\s", who, re.IGNORECASE):
        return list(addressees(who, Part.ANSWERED))
    person, _, office = _LEADING_WORDS.sub("", who).partition(",")
    if _ROLE_WORD.match(office.strip()):
        return [_with_name(each, person.strip()) for each in addressees(office, Part.ANSWERED)[:1]]
    role = _ROLE_WORD.match(who)
    name = _LEADING_WORDS.sub("", (who[role.end() :] if role else who).partition(",")[0].strip(" .,"))
    return [addressee(Part.ANSWERED, role.group() if role else "", name, "")] if name or role else []


def _on_behalf(phrase: str) -> list[Addressee]:
    return _named(phrase, Part.ON_BEHALF) or list(addressees(phrase, Part.ON_BEHALF))
