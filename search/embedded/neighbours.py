"""What stands near a set or a draft, ready to be told: the sets alike, and the earlier questions with their answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial

import numpy as np

from index.records import QuestionSet, text_of
from index.weights import FIELD_WEIGHTS
from search.draft import Draft, DraftQuestion
from search.embedded.deadline import Deadline
from search.embedded.generation import OpenGeneration
from search.embedded.similar import Likeness, Numbers, Scores, Telling, nearest
from search.embedded.snippets import Marker
from search.response import Asked, EarlierQuestion, Nearness, Similar
from search.tree import ALL_TEXTS, Word

ALIKE = 0.25
"""How near another set has to be. Of sets with words taken at random from the lexicon 1 in 20 finds one as near."""

RELATED, CLOSE = 0.28, 0.45
"""How near a set has to be to one question, to be called related or closely related; see docs/vergelijkbaar.md."""

SAME, SAME_BACK = 0.75, 0.5
"""The share of the telling words of a question that nearly the same one holds, and the other way round."""

FEWEST = 3
"""A question with fewer telling words than this is not nearly the same as any other."""

MOST_SETS, MOST_QUESTIONS = 6, 4
"""Sets shown beside a set, and earlier questions with one question of a draft."""

KEPT = 30
"""Sets kept in mind for each set that was looked at; more than the references that are left out of them."""

CANDIDATES = 300
"""Sets whose questions are looked at one by one."""

AROUND = 0.2
"""What a word in the rest of a draft weighs beside a word of the question itself."""

ANSWER_LENGTH = 600
"""Characters of an answer that are shown."""


class Neighbours:
    """Finds what is near in one generation."""

    def __init__(self, generation: OpenGeneration) -> None:
        self.generation = generation
        self.likeness = Likeness(generation)
        # Without a method of its own in it: what refers to itself would hold the files of a former generation open.
        self._nearest_sets = lru_cache(maxsize=1024)(partial(_nearest_sets, self.likeness))

    def sets(self, question_set: QuestionSet, besides: Collection[str], deadline: Deadline) -> tuple[Similar, ...]:
        """The sets nearest to one, nearest first, without some that are told already."""
        deadline.check()
        names = [name for name in self._nearest_sets(question_set.id) if name not in besides]
        return tuple(_similar(self.generation.held(self.generation.ordinals[name])) for name in names[:MOST_SETS])

    def questions(
        self, draft: Draft, deadline: Deadline, *, before: date | None = None, besides: Collection[str] = ()
    ) -> tuple[Asked, ...]:
        """For each question of a draft the nearest earlier ones, each from another set."""
        allowed = self.allowed(before, besides)
        return tuple(self._asked(draft, question, allowed, deadline) for question in draft.questions)

    def allowed(self, before: date | None, besides: Collection[str]) -> Scores:
        """1 for the sets that may be found, 0 for the others: those not asked before a day, and some by name."""
        asked = self.generation.arrays.sets.asked
        allowed = np.ones(len(asked)) if before is None else (asked < before.toordinal()).astype(np.float64)
        allowed[[self.generation.ordinals[name] for name in besides if name in self.generation.ordinals]] = 0
        return allowed

    def _asked(self, draft: Draft, question: DraftQuestion, allowed: Scores, deadline: Deadline) -> Asked:
        deadline.check()
        own, title = self.likeness.telling([(1.0, question.text)]), self.likeness.telling([(1.0, draft.title)])
        marker = Marker(_words([*title, *own]), self.generation.family_of)
        documents, near = self.nearest_documents(draft, question, allowed)
        found = [self._earlier(each, near, own, marker) for each in documents[:MOST_QUESTIONS].tolist()]
        return Asked(question=question, nearest=tuple(found))

    def nearest_documents(self, draft: Draft, question: DraftQuestion, allowed: Scores) -> tuple[Numbers, Scores]:
        """Of every set that is near enough the document nearest to a question, nearest first; how near each set is."""
        around = [(AROUND, other.text) for other in draft.questions if other is not question]
        words = self.likeness.telling([(1.0, draft.title), (1.0, question.text), *around])
        near = self.likeness.sets(words) * allowed
        candidates = nearest(np.where(near >= RELATED, near, 0), CANDIDATES)
        documents, scores = self.likeness.questions(words, np.sort(candidates))
        own = self.likeness.telling([(1.0, question.text)])
        if own:  # what shares words with the rest of the draft only is near to that, not to this question
            scores *= self.likeness.questions(own, np.sort(candidates))[1] > 0
        best = documents[nearest(scores, len(scores))]
        _, first = np.unique(self.generation.arrays.documents.sets[best], return_index=True)
        return best[np.sort(first)], near

    def _earlier(self, document: int, near: Scores, own: Sequence[Telling], marker: Marker) -> EarlierQuestion:
        ordinal = int(self.generation.arrays.documents.sets[document])
        record = self.generation.held(ordinal)
        question = record.questions[self.generation.arrays.documents.places[document]]
        asked, answer = text_of(question.blocks), text_of(question.answer.blocks) if question.answer else ""
        related = Nearness.CLOSE if near[ordinal] >= CLOSE else Nearness.RELATED
        return EarlierQuestion(
            set_id=record.id,
            title=marker.mark(record.title),
            number=question.number,
            together=question.together,
            nearness=Nearness.SAME if self._same(own, asked) else related,
            asked_on=record.asked_on,
            answered_on=record.answered_on,
            status=record.status,
            submitters=record.submitters,
            addressees=record.addressees,
            question=marker.mark(asked),
            answer=marker.passage(answer, ANSWER_LENGTH),
        )

    def _same(self, own: Sequence[Telling], asked: str) -> bool:
        """Whether a question says nearly the same in its words as another, given by its telling words."""
        theirs = self.likeness.telling([(1.0, asked)])
        return (
            len(own) >= FEWEST
            and _held(own, {word.stem for word in theirs}) >= SAME
            and _held(theirs, {word.stem for word in own}) >= SAME_BACK
        )


def set_scores(likeness: Likeness, ordinal: int) -> Scores:
    """How near every set is to one, more so when it is of the same time; 0 for itself and all that is not alike."""
    record = likeness.generation.held(ordinal)
    scores = likeness.sets(likeness.telling(_texts(record)))
    scores[scores < ALIKE] = 0
    scores[ordinal] = 0
    return likeness.in_time(scores, ordinal)


def _nearest_sets(likeness: Likeness, set_id: str) -> tuple[str, ...]:
    found = nearest(set_scores(likeness, likeness.generation.ordinals[set_id]), KEPT)
    return tuple(likeness.generation.arrays.ids[place] for place in found.tolist())


def draft_of(question_set: QuestionSet) -> Draft:
    """A set as if it were a draft; what was printed as one question is one."""
    printed: dict[object, DraftQuestion] = {}
    for place, question in enumerate(question_set.questions):
        numbers = ", ".join(question.together) or question.number
        printed.setdefault(question.together or place, DraftQuestion(number=numbers, text=text_of(question.blocks)))
    return Draft(title=question_set.title, questions=tuple(printed.values()))


def _texts(question_set: QuestionSet) -> Iterator[tuple[float, str]]:
    """The texts a set is known by, each with what a word in it weighs; a joint answer once."""
    boosts = {field: weight.boost for field, weight in FIELD_WEIGHTS.items()}
    yield boosts["title"], question_set.title
    for question in question_set.questions:
        yield boosts["question"], text_of(question.blocks)
    for text in dict.fromkeys(text_of(each.answer.blocks) for each in question_set.questions if each.answer):
        yield boosts["answer"], text


def _words(telling: Sequence[Telling]) -> Iterator[Word]:
    return (Word(word.form, ALL_TEXTS) for word in telling)


def _held(words: Sequence[Telling], stems: Collection[str]) -> float:
    """The share of the weight of words that is among some stems."""
    return sum(word.weight for word in words if word.stem in stems) / (sum(word.weight for word in words) or 1.0)


def _similar(record: QuestionSet) -> Similar:
    return Similar(
        id=record.id,
        title=record.title,
        asked_on=record.asked_on,
        status=record.status,
        submitters=record.submitters,
    )
