"""Parts → question sets: one record of what the documents of a set say together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from index.extract.differences import of_all, with_parties_of
from index.extract.identifiers import appendix_in_id, page_address, revision_rank
from index.extract.parts import Part, Signature
from index.extract.problems import problem
from index.identities import People
from index.join import joined_questions
from index.records import (
    Addressee,
    DocumentKind,
    Footnote,
    Postponement,
    Problem,
    QuestionSet,
    Reference,
    ReferenceKind,
    SourceDocument,
    Status,
)
from index.records import Part as Capacity
from index.ties import group, ties
from index.vocabulary import fold

_Value = TypeVar("_Value")

_SOURCES = ("tk", "kvr-scan", "kvr", "koop")
"""The worst source of a text first: scanned papers, retyped papers, the publisher itself."""


UNKNOWN_VALUES = {"unknown_ministry", "unknown_party", "unknown_topic"}


def link(parts: Iterable[Part]) -> tuple[QuestionSet, ...]:
    """The question sets these documents make; oral questions are left out (`Part.oral` tells which those are)."""
    written = {part.document: part for part in parts if not part.oral}
    groups = group(map(ties, written.values()))
    return tuple(question_set(each.id, [written[document] for document in each.documents]) for each in groups)


def question_set(identifier: str, parts: Iterable[Part]) -> QuestionSet:
    """One record from all documents of a set; what the Tweede Kamer says of its case fills what they leave open."""
    every = sorted(parts, key=_age)
    cases, papers = [part for part in every if part.case], [part for part in every if not part.case]
    shown = [*cases, *_not_outdone(papers)]
    newest = shown[::-1]
    answering = [part for part in newest if part.kind is DocumentKind.ANSWER]
    main = _main(newest)
    joined = joined_questions(main if main.body.questions else None, newest, answering)
    cited = next((part for part in [*answering, *newest] if part.appendix_number), main)
    people = People(every)
    asked_on = _first(part.asked_on for part in [main, *newest])
    # The term ends with the first answer; a further one years later does not make it late.
    answered_on = _first([*(part.received_on for part in reversed(answering)), *_days_of_answer(cases)])
    used = {question.answer.document for question in joined.questions if question.answer}
    return QuestionSet(
        id=identifier,
        source=main.source,
        house=main.house,
        title=_first(part.title for part in [main, *newest]) or "",
        status=_status(shown),
        aliases=_aliases(identifier, every),
        parliamentary_year=_first(part.parliamentary_year for part in [cited, *newest]),
        appendix_number=cited.appendix_number,
        asked_on=asked_on,
        answered_on=answered_on,
        submitters=people.members(_submitters([main, *newest], cases), asked_on),
        addressees=(
            *people.government(_asked([main, *newest]), asked_on),
            *people.government(_all_answerers(answering) or _answerers(newest), answered_on or asked_on),
        ),
        topics=tuple(dict.fromkeys(subject for part in [main, *newest] for subject in part.topics)),
        questions=joined.questions,
        explanation=_first(part.body.explanation for part in [main, *newest]) or (),
        footnotes=_other_footnotes(main, newest),
        postponements=_postponements(shown, people) or tuple(_postponed_cases(cases)),
        references=_references(shown, set(_aliases("", every))),
        documents=tuple(_source_document(part, shown, used) for part in every),
        abstract=_first(part.abstract for part in newest),
        keywords=_first(part.keywords for part in newest) or (),
        problems=_problems(
            identifier, shown, (*joined.problems, *people.problems(main.document), *of_all(cases, papers[::-1]))
        ),
    )


def _age(part: Part) -> tuple[date, int, int, str]:
    """Sorts documents from old to new; a reprint after what it reprints, a better source after a worse one."""
    day = part.received_on or part.asked_on or part.published_on or date.min
    scanned = part.document.startswith("SG_")
    return (day, revision_rank(part.revision), _SOURCES.index("kvr-scan" if scanned else part.source), part.document)


def _not_outdone(parts: Sequence[Part]) -> list[Part]:
    """The documents without those of which there is a better version that has text."""
    versions = defaultdict[tuple[str, ...], list[Part]](list)
    for part in parts:
        versions[_logical(part)].append(part)
    best = {
        name: max((_version(part) for part in each if part.body.has_text), default=(False, 0))
        for name, each in versions.items()
    }
    return [part for part in parts if _version(part) >= best[_logical(part)]]


def _logical(part: Part) -> tuple[str, ...]:
    """What all versions of one document have in common: its place in the Aanhangsel, or the number of its questions."""
    if part.appendix:
        return (part.source, part.appendix)
    return (part.source, part.kind.value, part.numbers[0] if part.numbers else part.document)


def _version(part: Part) -> tuple[bool, int]:
    """Sorts versions: the provisional one first, reprints and replacements last."""
    return (not part.provisional, revision_rank(part.revision))


def _main(newest: Sequence[Part]) -> Part:
    """The document whose questions are shown: the newest answer, else the newest question document, else a notice."""
    kinds = (DocumentKind.ANSWER, DocumentKind.QUESTIONS, DocumentKind.NOTICE, DocumentKind.CASE)
    with_text = [part for part in newest if part.body.questions] or newest
    return next(part for kind in kinds for part in with_text if part.kind is kind)


def _first(values: Iterable[_Value | None]) -> _Value | None:
    """The first value that is there and not empty."""
    return next((value for value in values if value), None)


def _status(parts: Sequence[Part]) -> Status:
    if any(part.kind is DocumentKind.ANSWER for part in parts):
        return Status.ANSWERED
    if any(part.withdrawn for part in parts):
        return Status.WITHDRAWN
    facts = [part.case for part in parts if part.case]
    if any(case.answered for case in facts):
        return Status.ANSWERED
    postponed = any(part.kind is DocumentKind.NOTICE for part in parts) or any(case.postponed_on for case in facts)
    return Status.POSTPONED if postponed else Status.OPEN


def _days_of_answer(cases: Iterable[Part]) -> Iterable[date | None]:
    return (part.case.answered_on for part in cases if part.case)


def _aliases(identifier: str, parts: Sequence[Part]) -> tuple[str, ...]:
    names = [name for part in parts for name in (*part.numbers, part.document, *part.aliases, part.appendix) if name]
    return tuple(name for name in dict.fromkeys(names) if name != identifier)


def _submitters(parts: Sequence[Part], cases: Sequence[Part]) -> tuple[Signature, ...]:
    """The members as the first document with their parties names them; where none does, the case knows the parties."""
    papers = [part for part in parts if not part.case]
    with_party = (part.submitters for part in papers if any(member.party_printed for member in part.submitters))
    signed = _first(with_party) or _first(part.submitters for part in parts) or ()
    return with_parties_of(cases[0], signed) if cases else signed


def _asked(parts: Sequence[Part]) -> tuple[Addressee, ...]:
    with_ministry = (part.asked for part in parts if any(who.ministry for who in part.asked))
    return _first(with_ministry) or _first(part.asked for part in parts) or ()


def _answerers(parts: Sequence[Part]) -> tuple[Addressee, ...]:
    return _first(part.answerers for part in parts) or ()


def _all_answerers(answering: Iterable[Part]) -> tuple[Addressee, ...]:
    """Everyone who answered or on whose behalf, in whichever answer; those of the newest answer first."""
    everyone: dict[tuple[object, ...], Addressee] = {}
    for who in (who for part in answering for who in part.answerers):
        office = who.ministry or fold(who.ministry_printed or "")
        if who.name or not any(key[0] is who.part and key[2] == office for key in everyone):
            everyone.setdefault((who.part, fold(who.name or ""), office), who)
    return tuple(sorted(everyone.values(), key=lambda who: who.part is not Capacity.ANSWERED))


def _other_footnotes(main: Part, newest: Sequence[Part]) -> tuple[Footnote, ...]:
    """The footnotes outside questions and answers: of the main document, and of the one whose explanation is shown."""
    explaining = next((part for part in [main, *newest] if part.body.explanation), main)
    return tuple(dict.fromkeys([*main.body.footnotes, *explaining.body.footnotes]))


def _postponements(parts: Sequence[Part], people: People) -> tuple[Postponement, ...]:
    """The notices, each place in the Aanhangsel once: a reprint instead of what it reprints."""
    notices = {part.appendix or part.document: part for part in parts if part.kind is DocumentKind.NOTICE}
    return tuple(
        Postponement(
            on=part.received_on,
            by=people.government(part.answerers, part.received_on),
            blocks=part.body.notice,
            document=part.document,
        )
        for part in notices.values()
    )


def _postponed_cases(cases: Iterable[Part]) -> Iterable[Postponement]:
    """What the Tweede Kamer knows of notices that are not among the papers."""
    for part in cases:
        if part.case and part.case.postponed_on:
            yield Postponement(on=part.case.postponed_on, blocks=(), document=part.document)


_FIRM = (ReferenceKind.SUPPLEMENTS, ReferenceKind.EARLIER, ReferenceKind.DOSSIER, ReferenceKind.SEE_ALSO)
"""The kinds of reference, the one that says most first."""


def _references(parts: Sequence[Part], own: set[str]) -> tuple[Reference, ...]:
    """Mentions of other sets and papers, each once a question; what belongs to this set is no reference."""
    found = [reference for part in parts for reference in (*part.references, *_headers_refer(part))]
    told = {each.id for each in found if each.question}
    firmest: dict[tuple[object, ...], Reference] = {}
    for each in sorted(found, key=lambda each: _FIRM.index(each.kind)):
        firmest.setdefault((each.id or (each.member, each.asked_on), each.question), each)
    kept = {each for each in firmest.values() if each.id not in own and not _is_own(each, parts)}
    return tuple(each for each in dict.fromkeys(found) if each in kept and (each.question or each.id not in told))


def _is_own(reference: Reference, parts: Sequence[Part]) -> bool:
    """Whether a reference means these very questions, as notices do: by member and day, or by a number of its own."""
    if reference.id:
        in_notice = reference.kind is ReferenceKind.SEE_ALSO and reference.question is None
        return in_notice and reference.id.isdigit() and _may_be_own(reference.id, parts)
    names = {fold(member.name) for part in parts for member in part.submitters}
    same_member = any(name.endswith(fold(reference.member or "")) for name in names)
    return same_member and reference.asked_on in {part.asked_on for part in parts}


def _may_be_own(number: str, parts: Iterable[Part]) -> bool:
    """Whether ten digits can be the number of these questions: 2 07 08 13500 is that of 2008Z13500."""
    own = [each for part in parts for each in part.numbers]
    years = {f"20{number[1:3]}", f"20{number[3:5]}"}
    return not own or any(each[:4] in years and each[-5:] == number[-5:] for each in own)


def _headers_refer(part: Part) -> Iterable[Reference]:
    """The places that the header and the metadata of a document name; those a case names are of its own documents."""
    for name in () if part.case else part.appendices:
        place = appendix_in_id(name)
        words = place.in_words if place else name
        yield Reference(kind=ReferenceKind.SEE_ALSO, id=name, text=words, url=page_address(name))


def _source_document(part: Part, parts: Sequence[Part], used: set[str]) -> SourceDocument:
    return SourceDocument(
        id=part.document,
        kind=part.kind,
        title=part.document_title,
        address=part.address,
        published_on=part.published_on,
        received_on=part.received_on,
        files=part.files,
        current=not _replaced(part, parts, used),
        read_from=part.read_from,
    )


def _replaced(part: Part, parts: Sequence[Part], used: set[str]) -> bool:
    """Whether a later version, or a later answer that leaves nothing of this one, took its place."""
    if part not in parts:
        return True
    later = parts[parts.index(part) + 1 :]
    reprinted = any(each.kind is part.kind and each.appendix == part.appendix for each in later)
    answered_again = any(each.kind is DocumentKind.ANSWER and each.document in used for each in later)
    return reprinted or (part.kind is DocumentKind.ANSWER and answered_again and part.document not in used)


def _problems(identifier: str, parts: Sequence[Part], joining: Iterable[Problem]) -> tuple[Problem, ...]:
    own = {_told_once(each): each for part in reversed(parts) for each in reversed(part.problems)}
    wanted = _first(number for part in parts for number in part.numbers)
    taken = [problem("identifier_taken", parts[0].document, wanted)] if wanted and _is_name(identifier, parts) else []
    return tuple(dict.fromkeys([*reversed(own.values()), *joining, *taken]))


def _told_once(each: Problem) -> tuple[str, str, str]:
    """What makes a problem another one: a value that no vocabulary knows is the same in every document of a set."""
    return (each.code, each.sentence, "" if each.code in UNKNOWN_VALUES else each.document)


def _is_name(identifier: str, parts: Sequence[Part]) -> bool:
    return not any(identifier in part.numbers for part in parts)
