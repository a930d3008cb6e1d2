"""Who the people of a question set are: every printed name with its slug, from all names the set's documents give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from index.extract.parts import Part, Signature
from index.extract.problems import problem
from index.persons import Identity, Mention, given_of, identify
from index.records import Addressee, Problem, Submitter
from index.vocabulary import ministry, party


class People:
    """The people of one set, told apart by all names in its documents; `problems` grows with every doubtful name."""

    def __init__(self, parts: Iterable[Part]) -> None:
        held = tuple(parts)
        signed = (member.name for part in held for member in part.submitters)
        named = (who.name for part in held for who in (*part.asked, *part.answerers) if who.name)
        self._members = {*signed, *(name for part in held for name in part.names_of_members)}
        self._government = {*named, *(name for part in held for name in part.names_of_government)}
        self._doubts: dict[str, tuple[str, ...]] = {}

    def members(self, printed: Sequence[Signature], day: date | None) -> tuple[Submitter, ...]:
        """The members who signed, each with who it is."""
        own = [member.name for member in printed]
        return tuple(self._member(member, _fullest(member.name, own, self._members), day) for member in printed)

    def government(self, printed: Sequence[Addressee], day: date | None) -> tuple[Addressee, ...]:
        """Members of government, each with who it is where a name is given."""
        own = list(dict.fromkeys(who.name for who in printed if who.name))
        return tuple(
            self._officeholder(who, _fullest(who.name, own, self._government), day) if who.name else who
            for who in printed
        )

    def problems(self, document: str) -> tuple[Problem, ...]:
        """A problem for everyone of whom the papers do not tell which of several people is meant."""
        doubts = ((name, " of ".join(candidates)) for name, candidates in self._doubts.items())
        return tuple(problem("person_unclear", document, f"{name}: {candidates}") for name, candidates in doubts)

    def _member(self, member: Signature, name: str, day: date | None) -> Submitter:
        facet = party(member.party).facet if member.party else None
        identity = self._identity(Mention(name=name, year=_year(day), party=facet))
        return Submitter(
            name=member.name,
            slug=identity.slug,
            full_name=_other(identity, member.name),
            party=member.party,
            party_printed=member.party_printed,
        )

    def _officeholder(self, who: Addressee, name: str, day: date | None) -> Addressee:
        facet = ministry(who.ministry).facet if who.ministry else None
        identity = self._identity(
            Mention(name=name, year=_year(day), in_government=True, role=who.role, ministry=facet)
        )
        return replace(who, slug=identity.slug, full_name=_other(identity, who.name))

    def _identity(self, mention: Mention) -> Identity:
        identity = identify(mention)
        if identity.candidates:
            self._doubts[mention.name] = identity.candidates
        return identity


def _year(day: date | None) -> int | None:
    return day.year if day else None


def _other(identity: Identity, printed: str | None) -> str | None:
    """The full name where it is not just what is printed."""
    return identity.name if identity.name != printed else None


def _fullest(name: str, together: Sequence[str], names: Iterable[str]) -> str:
    """A bare family name with the initials or first name that another paper of the set gives.

    What belongs to a namesake who stands beside it with a first name is left out; where two stand there without one,
    or two fuller names are known, nothing is added.
    """
    beside = [given for other in together if (given := given_of(other, name)) is not None]
    letters = {given[0] for given in beside if given}
    fuller = {given: other for other in sorted(names) if (given := given_of(other, name)) and given[0] not in letters}
    return next(iter(fuller.values())) if len(fuller) == 1 and beside.count("") == 1 else name
