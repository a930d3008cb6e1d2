"""Mentions of other sets and papers, the answers an answer refers to, and the words that take a set back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from index.extract.appendices import evened, named_appendices
from index.extract.dates import printed_date, year_implied
from index.extract.dossiers import named_dossiers
from index.extract.identifiers import page_address, set_number
from index.extract.numbers import printed_numbers
from index.extract.parts import Body
from index.records import Block, Footnote, House, Reference, ReferenceKind, text_of

LONGEST_REFERRAL = 200
"""An answer longer than this says more than where to look, even when it also refers to another answer."""

LONGEST_LINK = 30
"""How many characters may stand between "het lid Jansen, ingezonden 2 januari 2025" and the number of the questions."""

_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DATE = rf"\d{{1,2}}\s?(?:{_MONTHS})(?:\s\d{{4}}|,?\s(?:jl|j\.l)\b\.?)"
_ARTICLE = r"(?:(?i:van|de|den|der|te|ten|ter|het)\s|'t\s)*"
_NAME = rf"{_ARTICLE}[A-ZÀ-Þ][\w'’.-]+(?:\s[A-ZÀ-Þ][\w'’-]+){{0,2}}"
_PARTY = r"(?:\s*\([^()]{2,40}\))?"
_MORE_NAMES = rf"{_PARTY}(?:(?:,|\s+en)\s+{_NAME}{_PARTY})*"
_ABOUT = (
    r"(?:\s+(?:gestelde\s+vragen\s+)?(?:over|inzake|betreffende)\s(?:(?!\blid\b|\bleden\b)[^.;?]){2,150}?"
    r"(?:[,\s]die\s+werden)?)?"
)
_MEMBER = r"(?:het\s+(?:kamer)?lid|de\s+(?:kamer)?leden)\s+"
_WHO = rf"(?:{_MEMBER}|de\s+heer\s+|mevrouw\s+)"
_HANDED_IN = r"[\s,(]*(?:(?:eveneens|ook)\s+)?(?:ingezonden|ingediend|gesteld)[\s,]*(?:op\s+)?"
_QUESTIONS_OF = r"vragen\s+(?:ter\s?zake\s+)?(?:van|door)\s+"
# "het lid Jansen (SP), ingezonden 2 januari 2025" · "vragen van de leden Jansen en Pieters van 2 januari 2025"
_ASKED = re.compile(
    rf"(?:{_QUESTIONS_OF}{_WHO}|{_MEMBER})(?P<name>{_NAME}){_MORE_NAMES}{_ABOUT}{_HANDED_IN}(?P<day>{_DATE})"
    rf"|{_QUESTIONS_OF}{_WHO}(?P<other>{_NAME}){_MORE_NAMES}[\s,]*(?:d\.?d\.?\s*|van\s+|op\s+)?(?P<date>{_DATE})"
    rf"|{_QUESTIONS_OF}{_WHO}(?P<undated>{_NAME}){_MORE_NAMES}"
)
_DIGIT = re.compile(r"\d")
_SUPPLEMENTS = re.compile(r"aanvulling\s+op\s+(?:(?!\.\s+[A-Z]).)*", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:eerdere?|vorige|eerder\s+gestelde|voorgaande)\s+(?:\w+\s+){0,2}(?:kamer)?vra(?:ag|gen)\b"
    r"(?:(?!\.\s+[A-Z]).){0,200}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d./-])(?:20\d\d ?[zZ] ?\d{5}|2\d{9}|KVR\d{3,5})(?![\d-])")
_NUMBER_SAID = re.compile(r"\b(?:(?:vraag)?(?:nummers?|nrs?\.?)|kenmerk)\s+$", re.IGNORECASE)
_LONGEST_SAID = len("vraagnummers ")
_OFFICIAL = re.compile(
    r"officielebekendmakingen\.nl/"
    r"(?P<id>(?:ah-[te]k-\d{8}-\d+|kv-[te]k-\w+|kst-\d{5}[\w()-]*?-\w+))(?:\.html|\.pdf|$)"
)
_WITHDRAWN = re.compile(
    r"\(ingetrokken\)|(?:als|worden|zijn|hierbij)\s+(?:hierbij\s+)?ingetrokken|trekt\s+(?:hierbij\s+)?(?:zijn|haar|de(?:ze)?)\s+vragen"
    r"|van\s+de\s+lijst\s+van\s+(?:nog\s+te\s+beantwoorden\s+)?vragen\s+afgevoerd",
    re.IGNORECASE,
)
_MONTH = r"(?!\d|\s*(?:jan|feb|maart|apr|mei\b|juni|juli|aug|sept|okt|nov|dec))"
_NUMBERS = rf"\d{{1,2}}{_MONTH}(?:\s*(?:,\s*en|,|en|&|t/m|tot\s+en\s+met|-|–)\s*\d{{1,2}}{_MONTH})*"
_REFERRAL = re.compile(
    r"\b(?:zie|verwijs|verwezen|verwijzen|verwijzing|hetzelfde\s+als|conform|gelijk\s+aan)\b.*?"
    r"\b(?:antwoord(?:en)?|beantwoording)\s+(?:hierboven\s+)?"
    rf"(?:(?:(?:op|van|bij|onder)\s+)?(?:de\s+)?vra(?:ag|gen)\s+|(?:(?:op|bij|onder)\s+)?)(?P<numbers>{_NUMBERS})"
    rf"|^zie\s+(?:ook\s+)?(?:(?:bij|onder)\s+)?(?:vra(?:ag|gen)\s+)?(?P<bare>{_NUMBERS})\.?$",
    re.IGNORECASE | re.DOTALL,
)
_ABOVE = re.compile(
    r"(?:idem|zie\s+(?:hier)?boven|zie\s+(?:het\s+)?(?:(?:vorige|bovenstaande)\s+antwoord|antwoord\s+hierboven))[.!]?",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"van (?:(?:het|de|uw)\s+)?(?:kamer)?(?:lid|leden)\b|van (?:de\s+)?(?:heer|mevrouw|mw|dhr)\b|"
    r"uw (?:vorige|commissie)\b|"
    r"eerdere? (?:vragen|ingediende)|(?:serie|set) vragen|kamervragen|door (?:het lid|de leden|mevrouw|de heer)|"
    r"die de leden|dezelfde kwestie|aanhangsel|vergaderjaar|\d{4}Z\d+|\b\d{10}\b|kamerstuk",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """The words of a text that mention something, from `start` to `end`."""

    start: int
    end: int
    reference: Reference


def references(body: Body, house: House, day: date | None) -> tuple[Reference, ...]:
    """What the text of a document mentions, each with its question; `day` is the one the questions were asked."""
    found = [
        replace(reference, question=question)
        for question, blocks, footnotes in _texts(body)
        for text in (text_of(blocks), *(note.text for note in footnotes))
        for reference in mentioned(text, house, day)
    ]
    linked = [
        replace(reference, question=question)
        for question, blocks, footnotes in _texts(body)
        for reference in _linked(blocks, footnotes)
    ]
    return tuple({(each.id, each.asked_on, each.member, each.question): each for each in [*linked, *found]}.values())


def mentioned(text: str, house: House, day: date | None) -> tuple[Reference, ...]:
    """The sets and papers a text mentions, in order; all of them by a number or a date."""
    if not _DIGIT.search(text):
        return ()
    plain = evened(text)
    mentions = [*_appendices(plain, house), *_dossiers(plain, day), *_numbers(plain)]
    members = [*_members(plain, day)]
    dated = [member for member in members if member.reference.asked_on]
    alone = [member for member in dated if not _leads_to_any(member, mentions, plain)]
    whole = [_with_member(each, members, plain) for each in mentions]
    ordered = sorted([*whole, *alone], key=lambda each: each.start)
    return tuple(dict.fromkeys(_of_kind(each, plain) for each in ordered))


def referral(text: str) -> tuple[str, ...]:
    """The numbers of the answers a text refers to instead of answering: "Zie het antwoord op vraag 2." → 2."""
    if len(text) > LONGEST_REFERRAL or _ELSEWHERE.search(text):
        return ()
    matches = _REFERRAL.finditer(text.strip())
    found = [number for match in matches for number in printed_numbers(match["numbers"] or match["bare"])]
    return tuple(dict.fromkeys(found))


def is_same_as_above(text: str) -> bool:
    """Whether an answer only says that the one above it holds here too."""
    return bool(_ABOVE.fullmatch(text.strip()))


def is_withdrawal(text: str) -> bool:
    """Whether the words of a notice or title take the questions back."""
    return bool(_WITHDRAWN.search(text))


def _texts(body: Body) -> Iterator[tuple[str | None, tuple[Block, ...], tuple[Footnote, ...]]]:
    """Every text of a document with the first number of the question it belongs to."""
    for printed in (*body.questions, *body.answers):
        yield next(iter(printed.numbers), None), printed.blocks, printed.footnotes
    yield None, body.explanation, body.footnotes
    yield None, body.notice, ()


def _linked(blocks: Iterable[Block], footnotes: Iterable[Footnote]) -> Iterator[Reference]:
    """The official documents that links and footnotes point to."""
    links = [(block.text[span.start : span.end], span.href) for block in blocks for span in block.spans if span.href]
    notes = [(note.text, address) for note in footnotes for address in note.addresses]
    for text, address in chain(links, notes):
        found = _OFFICIAL.search(address)
        if found:
            kind = ReferenceKind.DOSSIER if found["id"].startswith("kst") else ReferenceKind.SEE_ALSO
            yield Reference(kind=kind, id=found["id"], text=text, url=page_address(found["id"]))


def _words(text: str, start: int, end: int) -> str:
    """The words of a mention, a parenthesis that they open closed."""
    words = text[start:end].strip(" ,;:")
    return words + ")" if words.count("(") > words.count(")") else words


def _appendices(text: str, house: House) -> Iterator[_Mention]:
    for named in named_appendices(text, house):
        for place in named.places:
            words = _words(text, named.start, named.end)
            address = page_address(place.id) if place.is_published else None
            found = Reference(kind=ReferenceKind.SEE_ALSO, id=place.id, text=words, url=address)
            yield _Mention(named.start, named.end, found)


def _dossiers(text: str, day: date | None) -> Iterator[_Mention]:
    for paper in named_dossiers(text, day.year if day else None):
        words = _words(text, paper.start, paper.end)
        found = Reference(kind=ReferenceKind.DOSSIER, id=paper.id, text=words, url=paper.url)
        yield _Mention(paper.start, paper.end, found)


def _numbers(text: str) -> Iterator[_Mention]:
    for match in _NUMBER.finditer(text):
        number = set_number(match.group().replace(" ", ""))
        if number and _can_be(number):
            said = _NUMBER_SAID.search(text, max(0, match.start() - _LONGEST_SAID), match.start())
            start = said.start() if said else match.start()
            words = _words(text, start, match.end())
            yield _Mention(start, match.end(), Reference(kind=ReferenceKind.SEE_ALSO, id=number, text=words))


def _can_be(number: str) -> bool:
    """Whether ten digits can be those of a set: a two, the two years of the sitting and what follows, 2 06 07 17240."""
    if not number.isdigit():
        return True
    return (int(number[1:3]) + 1) % 100 == int(number[3:5])


def _members(text: str, day: date | None) -> Iterator[_Mention]:
    """The questions named by a member, with the day they were handed in where the text tells it."""
    for match in _ASKED.finditer(text):
        printed = match["day"] or match["date"] or ""
        asked_on = printed_date(printed) or (year_implied(printed, day) if day else None)
        member = match["name"] or match["other"] or match["undated"]
        words = _words(text, match.start(), match.end())
        found = Reference(kind=ReferenceKind.EARLIER, text=words, asked_on=asked_on, member=member)
        yield _Mention(match.start(), match.end(), found)


def _leads_to(member: _Mention, mention: _Mention, text: str) -> bool:
    """Whether a number or place belongs to the member and day before it."""
    between = text[member.end : mention.start]
    return (
        member.start <= mention.start
        and len(between) <= LONGEST_LINK
        and not re.search(r"\.\s+[A-Z]|\blid\b|\bleden\b|;", between)
    )


def _leads_to_any(member: _Mention, mentions: Iterable[_Mention], text: str) -> bool:
    return any(each.reference.kind is not ReferenceKind.DOSSIER and _leads_to(member, each, text) for each in mentions)


def _with_member(mention: _Mention, members: Iterable[_Mention], text: str) -> _Mention:
    """The mention with the words, member and day in front of it."""
    if mention.reference.kind is ReferenceKind.DOSSIER:
        return mention
    before = [member for member in members if _leads_to(member, mention, text)]
    if not before:
        return mention
    member = before[-1]
    known = member.reference
    words = _words(text, member.start, mention.end)
    found = replace(mention.reference, kind=known.kind, text=words, asked_on=known.asked_on, member=known.member)
    return _Mention(member.start, mention.end, found)


def _of_kind(mention: _Mention, text: str) -> Reference:
    """The reference with the reason its sentence gives."""
    reference = mention.reference
    if reference.kind is ReferenceKind.DOSSIER:
        return reference
    if any(match.start() <= mention.start < match.end() for match in _SUPPLEMENTS.finditer(text)):
        return replace(reference, kind=ReferenceKind.SUPPLEMENTS)
    if any(match.start() <= mention.start < match.end() for match in _EARLIER.finditer(text)):
        return replace(reference, kind=ReferenceKind.EARLIER)
    return reference
