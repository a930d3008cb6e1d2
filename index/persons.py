"""Members of parliament and of government as rows: a printed name → the one person it means.

A row says what a person is called, for which parties and in which years they sat in parliament, and which offices
they held. A name means the one person whose family name, initials or first name, party and years agree with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from index.records import Role
from index.vocabulary import fold, party, rows, slug

SLACK = 2
"""Years by which a name may lie outside the known years: the lists are not complete at their edges."""

LIFETIME = 15
"""The same for a name with the right first name or all initials: who left may come back as a minister."""

UNCLEAR = "onbekend"
"""The end of a slug that two people share because the source does not tell which of them is meant."""

_PREFIXES = {"van", "de", "der", "den", "het", "ter", "ten", "te", "in", "op", "la", "el", "von", "du", "'t", "’t"}
_INITIALS = re.compile(r"(?:[A-Z][A-Za-z]?\.-?)+|[A-Z]{1,4}")
_OFFICE = re.compile(r"(?P<years>[\d-]+)(?: (?P<role>[a-z-]+))?(?: (?P<ministry>[a-z]+))?")


@dataclass(frozen=True, slots=True)
class Years:
    """The first and the last year of something; it goes on where no last year is known."""

    first: int
    last: int

    def hold(self, year: int, slack: int = 0) -> bool:
        """Whether a year lies in them, or at most `slack` outside."""
        return self.first - slack <= year <= self.last + slack


@dataclass(frozen=True, slots=True)
class Office:
    """Years in government, with the role and the facet of the ministry where they are known."""

    years: Years
    role: Role | None
    ministry: str | None


@dataclass(frozen=True, slots=True)
class Membership:
    """The facet of a party, and the years in it where they are known."""

    party: str
    years: Years | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A row of the registry; `family` opens with its prefix ("van der Burg")."""

    slug: str
    family: str
    initials: str
    first_name: str
    spellings: tuple[str, ...]
    parties: tuple[Membership, ...]
    member: tuple[Years, ...]
    offices: tuple[Office, ...]

    @property
    def name(self) -> str:
        """The name shown wherever the person is: one for each person."""
        given = self.first_name or self.initials
        if given:
            return f"{given} {self.family}"
        return labelled(self.family, self.parties[0].party if self.parties else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name as printed, with what the paper tells about it; `party` and `ministry` are facets."""

    name: str
    year: int | None = None
    party: str | None = None
    in_government: bool = False
    role: Role | None = None
    ministry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who is meant: slug and name. `candidates` are the names of all it can be, when that is more than one."""

    slug: str
    name: str
    candidates: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def identify(mention: Mention) -> Identity:
    """The person of the registry whom a name means; else one derived from the name itself."""
    found = _likeliest(mention, _agreeing(mention))
    if len(found) == 1:
        return Identity(slug=found[0].slug, name=found[0].name)
    if found:
        family = capitalised(found[0].family)
        names = tuple(person.name for person in found)
        return Identity(slug=f"{slug(family)}-{UNCLEAR}", name=f"{family} (niet bekend welke)", candidates=names)
    return _derived(mention)


def persons() -> tuple[Person, ...]:
    """Everyone in the registry."""
    return tuple(_registry().values())


def given_of(name: str, family: str) -> str | None:
    """What stands before a family name: ("A.G. Wolbert", "Wolbert") → "A.G."; None when the family is another."""
    words = name.split()
    for start in range(len(words)):
        if fold("".join(words[start:])) == fold(family):
            given = words[:start]
            return None if any(word.lower() in _PREFIXES for word in given) else " ".join(given)
    return None


def family_of(slug: str, name: str) -> str:
    """The family name of somebody as the facets know people, with its prefix ("Van den Bos (D66)" → "Van den Bos").

    Of somebody whom no list knows only initials are taken off: "Brinkhorst Landbouw" is a misprint, and no Landbouw.
    """
    person = _registry().get(slug)
    if person:
        return person.family
    words = name.partition(" (")[0].split()
    given = takewhile(_INITIALS.fullmatch, words[:-1])
    return " ".join(words[len(list(given)) :])


def _has_given(name: str) -> bool:
    """Whether initials or a first name seem to stand before the family name: not in "De Wit" or "Bos-van Dam"."""
    words = name.split()
    return len(words) > 1 and words[0].rpartition("-")[2].lower() not in _PREFIXES


def capitalised(family: str) -> str:
    """A family name as it opens a line: "van der Burg" → "Van der Burg"."""
    return family[:1].upper() + family[1:]


def labelled(family: str, facet: str | None) -> str:
    """A family name that stands alone, told apart by the party."""
    return f"{capitalised(family)} ({party(facet).abbreviation})" if facet else capitalised(family)


def _derived(mention: Mention) -> Identity:
    """A person no list knows: the name as slug, with party or capacity where the name alone says too little."""
    name = re.sub(r"\s*[-–—]\s*", "-", " ".join(mention.name.split()))
    own = slug(name) or "naamloos"
    if _has_given(name) and own not in _registry():
        return Identity(slug=own, name=name)
    if mention.in_government:
        return Identity(slug=f"{own}-bewindspersoon", name=capitalised(name))
    return Identity(slug=f"{own}-{mention.party or 'kamerlid'}", name=labelled(name, mention.party))


def _agreeing(mention: Mention) -> tuple[Person, ...]:
    """Everyone with this name for whom party and years agree: by whole family names, else by the first half of one."""
    words = re.sub(r"\s*[-–—]\s*", "-", mention.name).split()
    for spellings in _spellings():
        for start in range(len(words)):
            given = tuple(words[:start])
            named = (each for each in spellings.get(fold("".join(words[start:])), ()) if _goes_with(given, each))
            found = tuple(each for each in named if _agrees(mention, each, sure=_is_sure(given, each)))
            if found:
                return found
    return ()


def _goes_with(given: tuple[str, ...], person: Person) -> bool:
    """Whether what stands before the family name can belong to this person."""
    if not given:
        return True
    if any(word.lower() in _PREFIXES for word in given):
        return False
    if all(map(_INITIALS.fullmatch, given)):
        printed, known = fold("".join(given)), fold(person.initials)
        return printed.startswith(known) or known.startswith(printed)
    if person.first_name:
        return fold(given[0]) == fold(person.first_name.split()[0])
    return not person.initials or fold(given[0])[:1] == fold(person.initials)[:1]


def _is_sure(given: tuple[str, ...], person: Person) -> bool:
    """Whether the first name or all initials are printed; one letter says too little."""
    printed = fold("".join(given))
    return len(printed) > 1 and printed in {fold(person.initials), fold(person.first_name)}


def _agrees(mention: Mention, person: Person, *, sure: bool) -> bool:
    if mention.party and person.parties and not any(_is_party(mention, each) for each in person.parties):
        return False
    if mention.year is None:
        return True
    if sure:
        return any(years.hold(mention.year, LIFETIME) for years in _all_years(person))
    return any(years.hold(mention.year, SLACK) for years in _years(mention, person))


def _is_party(mention: Mention, held: Membership) -> bool:
    """Whether this is the party of the mention; GroenLinks and PvdA have sat together since 2023."""
    same = mention.party == held.party or {mention.party, held.party} in ({"gl", "gl-pvda"}, {"pvda", "gl-pvda"})
    return same and (mention.year is None or held.years is None or held.years.hold(mention.year, SLACK))


def _years(mention: Mention, person: Person) -> Iterable[Years]:
    return (office.years for office in person.offices) if mention.in_government else person.member


def _all_years(person: Person) -> Iterator[Years]:
    yield from person.member
    yield from (office.years for office in person.offices)


def _likeliest(mention: Mention, found: tuple[Person, ...]) -> tuple[Person, ...]:
    """Of several people those for whom more agrees: the name, the party, the very year, the office."""
    given = {each: tuple(filter(None, [given_of(mention.name, each.family)])) for each in found}
    for agrees in (
        lambda each: _is_sure(given[each], each),
        lambda each: any(mention.party == held.party for held in each.parties),
        lambda each: bool(mention.year and any(years.hold(mention.year) for years in _years(mention, each))),
        lambda each: any(_is_office(mention, office) for office in each.offices),
    ):
        found = tuple(filter(agrees, found)) or found
    return found


def _is_office(mention: Mention, office: Office) -> bool:
    return (
        mention.in_government
        and (mention.year is None or office.years.hold(mention.year, SLACK))
        and mention.role is office.role
        and mention.ministry == office.ministry
    )


@cache
def _registry() -> dict[str, Person]:
    return {row["slug"]: _person(row) for row in rows("persons")}


def _person(row: dict[str, str]) -> Person:
    return Person(
        slug=row["slug"],
        family=f"{row['prefix']} {row['family']}".strip(),
        initials=row["initials"],
        first_name=row["first_name"],
        spellings=_listed(row["spellings"]),
        parties=tuple(map(_membership, _listed(row["parties"]))),
        member=tuple(map(_years_of, _listed(row["member"]))),
        offices=tuple(map(_office, _listed(row["offices"]))),
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def _years_of(printed: str) -> Years:
    """What "2010-2017", "2012", "2023-" or "-2014" says."""
    first, dash, last = printed.partition("-")
    return Years(int(first or 0), int(last or 9999) if dash else int(first))


def _membership(printed: str) -> Membership:
    """What "vvd 1998-2004" or only the key of a party says."""
    key, _, years = printed.partition(" ")
    return Membership(party(key).facet, _years_of(years) if years else None)


def _office(printed: str) -> Office:
    """What "2010-2012 staatssecretaris fin" or only the years say."""
    found = _OFFICE.fullmatch(printed)
    assert found, printed
    return Office(_years_of(found["years"]), Role(found["role"]) if found["role"] else None, found["ministry"])


@cache
def _spellings() -> tuple[dict[str, tuple[Person, ...]], ...]:
    """Everyone by family name, other spelling and full name run together; then by the first half of a double name."""
    whole, half = defaultdict[str, list[Person]](list), defaultdict[str, list[Person]](list)
    for person in persons():
        for spelling in {fold(each) for each in (person.family, *person.spellings, person.first_name + person.family)}:
            whole[spelling].append(person)
        if "-" in person.family:
            half[fold(person.family.partition("-")[0])].append(person)
    return tuple({key: tuple(found) for key, found in each.items()} for each in (whole, half))
