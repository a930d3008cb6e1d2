"""Names typed as words: whom they mean among the people of a generation, and how such a query is read.

"De Jong" is somebody, not every "jong" and "jonge". So a query that is nothing but a name is read as those people or
that name in a text. One word in small letters ("bos") stays a word when it can be one; the member is then offered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from index.analysis import forms
from index.persons import family_of
from search.describe import either
from search.query import ParsedQuery
from search.request import SearchRequest
from search.response import Reading
from search.tree import ALL_TEXTS, And, Hyphened, Named, Or, Phrase, Word

TOLD = 3
"""People who are named in a sentence; of more only how many they are."""

ROLES = {"indiener": "het Kamerlid", "bewindspersoon": "de bewindspersoon"}
"""The facets that hold people, and what somebody is who is a value of it."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """A value of a facet of people."""

    facet: str
    slug: str
    label: str


Names = Mapping[tuple[str, ...], tuple[Namesake, ...]]


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as it is searched, and the people whose name it is; `is_name` says whether it is read as that."""

    parsed: ParsedQuery
    people: tuple[Namesake, ...]
    is_name: bool


def names_of(people: Iterable[Namesake]) -> Names:
    """Everyone by family name (with its prefix) and by whole name, as word forms."""
    found: dict[tuple[str, ...], dict[Namesake, None]] = defaultdict(dict)
    for person in people:
        for name in (family_of(person.slug, person.label), person.label):
            found[tuple(forms(name))][person] = None
    return {name: tuple(named) for name, named in found.items() if name}


def understood(parsed: ParsedQuery, typed: str, names: Names, is_held: Callable[[str], bool]) -> Understood:
    """A query, read as the people whom it names when that is sure; `is_held` tells which forms texts have."""
    people = _meant(parsed, typed, names)
    if not people or not _is_surely_name(typed, is_held):
        return Understood(parsed, people, is_name=False)
    name = Named(tuple((person.facet, person.slug) for person in people))
    tree = Or((name, Phrase(tuple(forms(typed)), ALL_TEXTS)))
    return Understood(replace(parsed, tree=tree, notes=(*parsed.notes, _note(typed, people))), people, is_name=True)


def _meant(parsed: ParsedQuery, typed: str, names: Names) -> tuple[Namesake, ...]:
    """The people that a query names, when it is nothing but their name."""
    nodes = parsed.tree.nodes if isinstance(parsed.tree, And) else (parsed.tree,)
    if parsed.strict or not all(isinstance(node, Word | Hyphened) and node.fields == ALL_TEXTS for node in nodes):
        return ()
    return names.get(tuple(forms(typed)), ())


def _is_surely_name(typed: str, is_held: Callable[[str], bool]) -> bool:
    """Whether a name is typed as one: more words than one, or with a capital, or no word that has other forms."""
    found = forms(typed)
    return len(found) > 1 or typed.strip()[:1].isupper() or not any(map(is_held, _inflected(found[0])))


def _inflected(form: str) -> Iterator[str]:
    """The forms that a noun or adjective would have: bos has bossen, wit has witte, Omtzigt has none."""
    yield from (form + ending for ending in ("s", "en", "e", "er"))
    yield from (form + form[-1] + ending for ending in ("en", "e"))


def readings(request: SearchRequest, query: Understood) -> tuple[Reading, ...]:
    """For each facet the search for these people alone."""
    people = {facet: [person for person in query.people if person.facet == facet] for facet in ROLES}
    return tuple(
        Reading(
            label=_alone(facet, who) if query.is_name else f"Bedoelt u {ROLES[facet]} {who}?",
            request=replace(request, q="").with_values(facet, [person.slug for person in found]),
        )
        for facet, found in people.items()
        for who in _called(found)
    )


def _called(people: list[Namesake]) -> tuple[str, ...]:
    """How some people are called together: by their label, by the family name when labels differ; nobody has none."""
    labels = dict.fromkeys(person.label for person in people)
    if len(labels) < 2:
        return tuple(labels)
    family = family_of(people[0].slug, people[0].label)
    return (family[:1].upper() + family[1:],)


def _note(typed: str, people: tuple[Namesake, ...]) -> str:
    labels = list(dict.fromkeys(person.label for person in people))
    who = either(labels) if len(labels) <= TOLD else f"een van {len(labels)} mensen met die naam"
    return f"‘{typed}’ is gelezen als naam: gesteld of beantwoord door {who}, of met precies die woorden in de tekst."


def _alone(facet: str, name: str) -> str:
    return f"Alleen vragen {'van' if facet == 'indiener' else 'beantwoord door'} {name}"
