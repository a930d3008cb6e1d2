"""Derive the arrays of a generation from its Whoosh index and its records."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from whoosh.reading import IndexReader

from index.analysis import stem
from index.arrays import NO_DATE, Arrays, FacetColumn, FieldPostings, Floats, Ints, SetColumns
from index.meter import Progress
from index.records import Question, QuestionSet, Status
from index.schema import FACETS, TEXT_FIELDS
from index.whoosh_parts import reading

_MAX_FREQUENCY = np.iinfo(np.uint16).max


@dataclass(slots=True)
class Collected:
    """What is noted of each set while it is indexed; the place in the lists is the set's ordinal."""

    ids: list[str] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
    due: list[int] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)
    repeats: dict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    facets: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    labels: dict[str, dict[str, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )

    def add(self, record: QuestionSet) -> None:
        """Note one set; sets come newest first."""
        ordinal = len(self.ids)
        self.ids.append(record.id)
        self.asked.append(record.asked_on.toordinal() if record.asked_on else NO_DATE)
        self.answered.append(record.answered_on.toordinal() if record.answered_on else NO_DATE)
        self.due.append(_due(record))
        self.questions.append(len(record.questions))
        self._note_repeats(ordinal, record.questions)
        self._note_facets(ordinal, record)

    def _note_repeats(self, ordinal: int, questions: tuple[Question, ...]) -> None:
        """Note which questions only repeat a text that an earlier one of the same printed block already has."""
        first_block: set[tuple[str, ...]] = set()
        first_answer: set[tuple[str, ...]] = set()
        for place, question in enumerate(questions):
            if question.together and question.together in first_block:
                self.repeats["question"].add((ordinal, place))
            first_block.add(question.together)
            covers = question.answer.covers if question.answer else ()
            if len(covers) > 1 and covers in first_answer:
                self.repeats["answer"].add((ordinal, place))
            first_answer.add(covers)

    def _note_facets(self, ordinal: int, record: QuestionSet) -> None:
        for facet in FACETS:
            for slug, label in dict(facet.values(record)).items():
                self.facets[facet.name].append((ordinal, slug))
                self.labels[facet.name][slug][label] += 1


def _due(record: QuestionSet) -> int:
    """The last day of the term of a set that still waits for its answer."""
    if record.term_ends_on is None or record.status in {Status.ANSWERED, Status.WITHDRAWN}:
        return NO_DATE
    return record.term_ends_on.toordinal()


def derive(folder: Path, collected: Collected, progress: Progress) -> Arrays:
    """All arrays of a generation, read from the Whoosh index in `folder` and from what was collected."""
    with reading(folder) as reader:
        doc_set, doc_question = _documents(reader, collected)
        lexicon = _lexicon(reader)
        postings = {}
        for done, text_field in enumerate(TEXT_FIELDS):
            progress(done, len(TEXT_FIELDS), "woordenlijsten omzetten")
            share = _share(text_field.name, doc_set, doc_question, collected)
            postings[text_field.name] = _postings(reader, text_field.name, lexicon, share)
    stems, stem_of = _stems(lexicon)
    return Arrays(
        forms=tuple(lexicon),
        stems=stems,
        stem_of=stem_of,
        fields=postings,
        doc_set=doc_set,
        doc_question=doc_question,
        sets=_set_columns(collected),
        facets={facet.name: _facet_column(facet.name, collected) for facet in FACETS},
    )


def _documents(reader: IndexReader, collected: Collected) -> tuple[Ints, Ints]:
    """For each Whoosh document the ordinal of its set and the place of its question."""
    ordinals = {set_id: ordinal for ordinal, set_id in enumerate(collected.ids)}
    rows = [(ordinals[stored["set_id"]], stored["place"]) for _, stored in reader.iter_docs()]
    table = np.array(rows, dtype=np.int32).reshape(-1, 2)
    return np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])


def _lexicon(reader: IndexReader) -> dict[str, int]:
    """Every form of every field in order, with its term number."""
    found = {term.decode() for text_field in TEXT_FIELDS for term in reader.lexicon(text_field.name)}
    return {form: number for number, form in enumerate(sorted(found))}


def _stems(lexicon: dict[str, int]) -> tuple[tuple[str, ...], Ints]:
    """All stems, and for each term the number of its stem."""
    numbers: dict[str, int] = {}
    stem_of = [numbers.setdefault(stem(form), len(numbers)) for form in lexicon]
    return tuple(numbers), np.array(stem_of, dtype=np.int32)


def _postings(reader: IndexReader, name: str, lexicon: dict[str, int], share: Floats) -> FieldPostings:
    """The postings of one field, term by term and document by document."""
    terms, docs, frequencies = array("i"), array("i"), array("i")
    for leaf, offset in reader.leaf_readers():
        for number, doc, frequency in _leaf_postings(leaf, name, lexicon):
            terms.append(number)
            docs.append(doc + offset)
            frequencies.append(frequency)
    term_of = np.frombuffer(terms, dtype=np.int32)
    order = np.argsort(term_of, kind="stable")
    counts = np.bincount(term_of, minlength=len(lexicon))
    doc_of = np.frombuffer(docs, dtype=np.int32)
    frequency_of = np.frombuffer(frequencies, dtype=np.int32)
    return FieldPostings(
        offsets=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        docs=doc_of[order],
        frequencies=np.minimum(frequency_of[order], _MAX_FREQUENCY).astype(np.uint16),
        lengths=_lengths(doc_of, frequency_of, len(share)),
        share=share,
    )


def _leaf_postings(leaf: IndexReader, name: str, lexicon: dict[str, int]) -> Iterator[tuple[int, int, int]]:
    """Term number, document and frequency of each posting of a field in one segment."""
    for term in leaf.lexicon(name):
        number = lexicon[term.decode()]
        matcher = leaf.postings(name, term)
        while matcher.is_active():
            yield number, matcher.id(), int(matcher.weight())
            matcher.next()


def _lengths(docs: Ints, frequencies: Ints, documents: int) -> Ints:
    capped = np.minimum(frequencies, _MAX_FREQUENCY)
    return np.bincount(docs, weights=capped, minlength=documents).astype(np.int32)


def _share(name: str, doc_set: Ints, doc_question: Ints, collected: Collected) -> Floats:
    """How much of each document's text counts for its set: a title once over all its questions, a repeat not at all."""
    if name == "title":
        documents = np.maximum(np.array(collected.questions, dtype=np.int32), 1)
        return (1.0 / documents[doc_set]).astype(np.float32)
    share = np.ones(len(doc_set), dtype=np.float32)
    repeats = collected.repeats.get(name, set())
    for doc, key in enumerate(zip(doc_set.tolist(), doc_question.tolist(), strict=True)):
        if key in repeats:
            share[doc] = 0.0
    return share


def _set_columns(collected: Collected) -> SetColumns:
    return SetColumns(
        ids=tuple(collected.ids),
        asked=np.array(collected.asked, dtype=np.int32),
        answered=np.array(collected.answered, dtype=np.int32),
        due=np.array(collected.due, dtype=np.int32),
        questions=np.array(collected.questions, dtype=np.int32),
    )


def _facet_column(name: str, collected: Collected) -> FacetColumn:
    """The values of one facet by slug; of several labels for a slug the commonest."""
    labels = {slug: counts.most_common(1)[0][0] for slug, counts in sorted(collected.labels[name].items())}
    numbers = {slug: number for number, slug in enumerate(labels)}
    rows = [(ordinal, numbers[slug]) for ordinal, slug in collected.facets[name]]
    table = np.array(rows, dtype=np.int32).reshape(-1, 2)
    return FacetColumn(
        sets=np.ascontiguousarray(table[:, 0]),
        values=np.ascontiguousarray(table[:, 1]),
        slugs=tuple(labels),
        labels=tuple(labels.values()),
    )
