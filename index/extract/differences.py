"""Where the papers of a set and its case at the Tweede Kamer say different things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from index.extract.parts import Part, Signature
from index.extract.problems import problem
from index.records import DocumentKind, Problem
from index.vocabulary import fold, party

SLACK = timedelta(days=7)  # between the day on the paper and the day the case was entered

_INITIALS = re.compile(r"^(?:(?:[A-Z][a-z]?\.-?)+\s*)+")


def with_parties_of(case: Part, members: Sequence[Signature]) -> tuple[Signature, ...]:
    """The members of a paper, with the party that the case knows where the paper prints none."""
    return tuple(member if member.party_printed else _with_party(case, member) for member in members)


def _with_party(case: Part, member: Signature) -> Signature:
    same = [each for each in case.submitters if _is_one(each.name, member.name) and each.party_printed]
    if len(same) != 1:
        return member
    return replace(member, party=same[0].party, party_printed=same[0].party_printed)


def differences(case: Part, papers: Sequence[Part]) -> Iterator[Problem]:
    """What the case says otherwise than the papers, or more."""
    assert case.case, f"{case.document} is no case"
    yield from _status(case, papers)
    asked = next((paper.asked_on for paper in papers if paper.asked_on), None)
    if asked and case.asked_on and abs(asked - case.asked_on) > SLACK:
        yield problem("case_date_differs", case.document, f"{case.asked_on}, tegen {asked}")
    yield from _people(case, papers)
    held = {paper.document for paper in papers} | {paper.appendix for paper in papers}
    lacking = [name for name in case.case.published if name not in held]
    if lacking:
        yield problem("case_document_missing", case.document, ", ".join(lacking))


def _status(case: Part, papers: Sequence[Part]) -> Iterator[Problem]:
    assert case.case
    answered = any(paper.kind is DocumentKind.ANSWER for paper in papers)
    withdrawn = any(paper.withdrawn for paper in papers)
    if case.case.answered and not answered and not withdrawn:
        yield problem("case_answer_elsewhere", case.document)
    if answered and not case.case.closed:
        yield problem("case_still_open", case.document)


def _people(case: Part, papers: Sequence[Part]) -> Iterator[Problem]:
    signed = next((paper.submitters for paper in papers if paper.submitters), ())
    if not signed or not case.submitters:
        return
    strangers = [each.name for each in case.submitters if not any(_is_one(each.name, one.name) for one in signed)]
    if strangers or len(signed) != len(case.submitters):
        names = ", ".join(each.name for each in case.submitters)
        yield problem("case_submitters_differ", case.document, names)
    for member in signed:
        yield from _party(case, member)


def _party(case: Part, member: Signature) -> Iterator[Problem]:
    for each in case.submitters:
        if each.party and member.party and _is_one(each.name, member.name) and not _same(each.party, member.party):
            yield problem("case_party_differs", case.document, f"{each.name}: {each.party_printed}")


def _same(one: str, other: str) -> bool:
    return party(one).facet == party(other).facet


def _is_one(full: str, printed: str) -> bool:
    """Whether a full name ("Michiel van Nispen") can be the one printed ("Van Nispen", "M. van Nispen")."""
    family = fold(_INITIALS.sub("", printed))
    return bool(family) and (fold(full).endswith(family) or fold(printed).endswith(fold(_INITIALS.sub("", full))))


def of_all(cases: Iterable[Part], papers: Sequence[Part]) -> Iterator[Problem]:
    """The differences of every case of a set, when there are papers to differ from."""
    for case in cases if papers else ():
        yield from differences(case, papers)
