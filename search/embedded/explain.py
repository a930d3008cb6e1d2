"""Why a set is found and what its score is made of, from the same evidence that gave the score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from index.arrays import FIELD_ORDER, marked
from index.collecting import texts_of
from index.records import QuestionSet
from search.embedded.evidence import Evidence
from search.embedded.generation import OpenGeneration
from search.embedded.matching import Evaluation
from search.embedded.sets import Sets
from search.embedded.snippets import Marker
from search.ranking import NAMED
from search.response import Bonus, ExplainedPlace, ExplainedWord, Explanation
from search.tree import TextLeaf, written


def explanation(generation: OpenGeneration, evaluation: Evaluation, record: QuestionSet, *, found: bool) -> Explanation:
    """What every word in every place adds to the score of one set; `found` says whether the search shows it."""
    ordinal = generation.ordinals[record.id]
    words = tuple(_words(generation, evaluation, record))
    score = sum(word.score for word in words)
    bonuses = []
    for bonus, factor in evaluation.factors(ordinal):
        bonuses.append((bonus, score * (factor - 1)))
        score *= factor
    named = evaluation.by_name is not None and bool(evaluation.by_name[ordinal])
    if named:
        bonuses.append((Bonus.NAMED, NAMED))
    lacking = (leaf for leaf, evidence in evaluation.wanted if not named and not evidence.sets[ordinal])
    return Explanation(
        set_id=record.id,
        title=record.title,
        found=found,
        sets=generation.set_count,
        words=words,
        bonuses=tuple(bonuses),
        missing=tuple(map(written, lacking)),
    )


def _words(generation: OpenGeneration, evaluation: Evaluation, record: QuestionSet) -> Iterator[ExplainedWord]:
    """The words that the set holds, in the order typed, and then what longer ones are made of."""
    ordinal = generation.ordinals[record.id]
    for leaf, share, evidence in evaluation.counted:
        if evidence.sets[ordinal]:
            score = share * evidence.scores(Sets(marked([ordinal], generation.set_count))).item()
            yield ExplainedWord(
                written=written(leaf),
                part=leaf in evaluation.parts,
                sets=int(np.count_nonzero(evidence.sets)),
                score=score,
                places=tuple(_places(generation, leaf, evidence, record, score)),
            )


def _places(
    generation: OpenGeneration, leaf: TextLeaf, evidence: Evidence, record: QuestionSet, score: float
) -> Iterator[ExplainedPlace]:
    """The texts of the set that hold a leaf, what counts most first, and how much of its score each has."""
    texts, weights = evidence.weights_in(generation.ordinals[record.id])
    for at in np.argsort(-weights, kind="stable").tolist():
        field, place = _place(generation, int(texts[at]))
        pieces = list(texts_of(record, field))[place or 0]
        marker = Marker([leaf], generation.forms_of, field)
        forms = Counter(piece[start:end].lower() for piece in pieces for start, end in marker.spans(piece))
        yield ExplainedPlace(
            field=field,
            number=record.questions[place].number if place is not None and record.questions else None,
            forms=tuple(forms.most_common()),
            score=score * float(weights[at] / weights.sum()),
        )


def _place(generation: OpenGeneration, text: int) -> tuple[str, int | None]:
    """The field of a text, and the place of its question; None for a text of the whole set."""
    ranges = ((field.name, generation.arrays.texts_of(field.name)) for field in FIELD_ORDER)
    field = next(name for name, (first, end) in ranges if first <= text < end)
    document = int(generation.arrays.texts.documents[text])
    return field, int(generation.arrays.documents.places[document]) if document >= 0 else None
