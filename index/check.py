"""What cannot be right in a question set, and how much of a corpus is filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from index.extract.identifiers import is_case_number
from index.extract.numbers import is_unlikely
from index.extract.problems import problem
from index.records import Part, Problem, QuestionSet, Status

FIRST_QUESTIONS = date(1814, 1, 1)
"""No set can be older than parliament."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCoverage:
    """Counts over the sets asked in one year; None is the year of sets without a date."""

    year: int | None
    sets: int
    questions: int
    answered_sets: int
    answered_questions: int
    with_submitter: int
    with_party: int
    with_ministry: int
    with_topic: int
    problems: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Counts over a whole corpus, the years in order."""

    years: tuple[YearCoverage, ...]

    @property
    def sets(self) -> int:
        """How many question sets there are."""
        return sum(year.sets for year in self.years)

    @property
    def problems(self) -> tuple[tuple[str, int], ...]:
        """How many sets have each problem, the commonest first."""
        total: Counter[str] = Counter()
        for year in self.years:
            total.update(dict(year.problems))
        return tuple(total.most_common())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Where every document of the archive is: in a set, oral, not read yet, or nowhere, which would be a mistake.

    `stray` are documents of which we still have something though the archive publishes them no more.
    """

    archived: int
    linked: int
    oral: tuple[str, ...]
    unread: tuple[str, ...]
    nowhere: tuple[str, ...]
    stray: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every document went the whole road."""
        return not (self.unread or self.nowhere or self.stray)


def stages(
    archived: AbstractSet[str], read: AbstractSet[str], oral: AbstractSet[str], linked: AbstractSet[str]
) -> Stages:
    """Every archived document in exactly one of the places it can be; the sum of the places is the archive."""
    return Stages(
        archived=len(archived),
        linked=len(archived & read & linked),
        oral=tuple(sorted((archived & read & oral) - linked)),
        unread=tuple(sorted(archived - read)),
        nowhere=tuple(sorted((archived & read) - linked - oral)),
        stray=tuple(sorted((read | linked) - archived)),
    )


def problems(question_set: QuestionSet) -> tuple[Problem, ...]:
    """What is missing from the record or contradicts itself, besides the problems it already has."""
    found = dict.fromkeys(doubt for expectation in _EXPECTATIONS for doubt in expectation(question_set))
    known = set(question_set.problems)
    return tuple(doubt for doubt in found if doubt not in known)


def coverage(question_sets: Iterable[QuestionSet]) -> Coverage:
    """Counts per year of asking."""
    tallies: dict[int | None, Counter[str]] = {}
    for each in question_sets:
        year = each.asked_on.year if each.asked_on else None
        tallies.setdefault(year, Counter()).update(_tally(each))
    ordered = sorted(tallies, key=lambda year: year or 0)
    return Coverage(years=tuple(_year(year, tallies[year]) for year in ordered))


def _tally(each: QuestionSet) -> dict[str, int]:
    facts = {
        "sets": 1,
        "questions": len(each.questions),
        "answered_sets": each.status is Status.ANSWERED,
        "answered_questions": sum(question.answer is not None for question in each.questions),
        "with_submitter": bool(each.submitters),
        "with_party": any(member.party for member in each.submitters),
        "with_ministry": any(who.ministry for who in each.addressees),
        "with_topic": bool(each.topics),
    }
    return {**facts, **{f"!{code}": 1 for code in {doubt.code for doubt in (*each.problems, *problems(each))}}}


def _year(year: int | None, tally: Counter[str]) -> YearCoverage:
    doubts = sorted((name[1:], count) for name, count in tally.items() if name.startswith("!"))
    return YearCoverage(
        year=year,
        sets=tally["sets"],
        questions=tally["questions"],
        answered_sets=tally["answered_sets"],
        answered_questions=tally["answered_questions"],
        with_submitter=tally["with_submitter"],
        with_party=tally["with_party"],
        with_ministry=tally["with_ministry"],
        with_topic=tally["with_topic"],
        problems=tuple(doubts),
    )


def _dates(each: QuestionSet) -> Iterator[Problem]:
    if each.asked_on is None:
        yield problem("no_asked_date", each.id)
    if each.status is Status.ANSWERED and each.answered_on is None:
        yield problem("no_answered_date", each.id)
    if each.asked_on and each.answered_on and each.answered_on < each.asked_on:
        yield problem("answered_before_asked", each.id, f"{each.answered_on} en {each.asked_on}")
    for notice in each.postponements:
        if each.asked_on and notice.on and notice.on < each.asked_on:
            yield problem("notice_before_asked", notice.document, f"{notice.on} en {each.asked_on}")
    for day in (each.asked_on, each.answered_on, *(notice.on for notice in each.postponements)):
        if day and day < FIRST_QUESTIONS:
            yield problem("impossible_date", each.id, day.isoformat())


def _year_of_number(each: QuestionSet) -> Iterator[Problem]:
    """A case number opens with the year it was given; at the turn of the year that can be the year before or after."""
    year = int(each.id[:4]) if is_case_number(each.id) else None
    if year and each.asked_on and abs(each.asked_on.year - year) > 1:
        yield problem("year_differs", each.id, each.asked_on.isoformat())


def _people(each: QuestionSet) -> Iterator[Problem]:
    if not each.title:
        yield problem("no_title", each.id)
    if not each.submitters:
        yield problem("no_submitter", each.id)
    for member in each.submitters:
        if not member.party_printed:
            yield problem("no_party", each.id, member.name)
    if not each.addressees:
        yield problem("no_addressee", each.id)
    elif not any(who.ministry or who.ministry_printed for who in each.addressees):
        yield problem("no_ministry", each.id)


def _numbering(each: QuestionSet) -> Iterator[Problem]:
    if not each.questions:
        yield problem("no_questions", each.id)
    printed = {int(question.number) for question in each.questions if question.number.isdigit()}
    for unlikely in sorted(number for number in printed if is_unlikely((str(number),))):
        yield problem("number_unlikely", each.id, str(unlikely))
    numbers = {number for number in printed if not is_unlikely((str(number),))}
    missing = [str(number) for number in range(1, max(numbers, default=0)) if number not in numbers]
    if missing:
        yield problem("number_gap", each.id, ", ".join(missing))


def _answers(each: QuestionSet) -> Iterator[Problem]:
    if each.status is not Status.ANSWERED or not any(question.answer for question in each.questions):
        return
    for question in each.questions:
        if question.answer is None:
            yield problem("question_unanswered", each.id, question.number)


def _behalf_without_answerer(each: QuestionSet) -> Iterator[Problem]:
    parts = {who.part for who in each.addressees}
    if Part.ON_BEHALF in parts and Part.ANSWERED not in parts:
        yield problem("no_answerer", each.id)


_EXPECTATIONS: tuple[Callable[[QuestionSet], Iterator[Problem]], ...] = (
    _dates,
    _year_of_number,
    _people,
    _numbering,
    _answers,
    _behalf_without_answerer,
)
