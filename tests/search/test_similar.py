"""What is alike: the nearest sets, and for each question of a draft the nearest that were asked before."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from corpus import EngineOf, about, build_generation, old, others, paragraph, question, trein

from index.analysis import forms, stem
from index.records import text_of
from search.draft import read_draft
from search.embedded.engine import EmbeddedEngine
from search.embedded.similar import MOST_WORDS, Likeness, nearest
from search.response import EarlierQuestion, Nearness

BATS = "Hoeveel vleermuizen overwinteren er in de bunkers van Rijswijk?"
SUBJECTS = (
    ("Vleermuizen in bunkers", BATS, "Ongeveer tweehonderd vleermuizen, in zeven bunkers."),
    (
        "De telling van vleermuizen",
        "Wie telt de vleermuizen die in bunkers overwinteren?",
        "Vrijwilligers tellen in bunkers.",
    ),
    ("Het schoonmaken van stoomketels", "Hoe vaak worden stoomketels ontkalkt?", "Eens per jaar, met citroenzuur."),
    ("Muntgeld in de kerk", "Waarom weigert de bank kleingeld van collectes?", "Het tellen van munten kost geld."),
    ("Bruggen in Zeeland", "Wanneer draait de brug bij Sluiskil weer?", "Na het vervangen van de tandwielen."),
)


OTHERS = others()
CORPUS = [*(about(place, *row) for place, row in enumerate(SUBJECTS)), *OTHERS]


@pytest.fixture(scope="module")
def alike(engine_of: EngineOf) -> EmbeddedEngine:
    return engine_of(CORPUS)


def earlier(engine: EmbeddedEngine, pasted: str) -> list[EarlierQuestion]:
    """What is found for the first question of a draft."""
    return list(engine.already_asked(read_draft(pasted))[0].nearest)


def test_the_sets_alike_come_first_and_others_not_at_all(alike: EmbeddedEngine) -> None:
    assert [found.id for found in alike.similar(CORPUS[0], ())] == [CORPUS[1].id]
    assert [found.id for found in alike.similar(CORPUS[1], ())] == [CORPUS[0].id]
    assert alike.similar(CORPUS[0], {CORPUS[1].id}) == ()
    assert alike.similar(CORPUS[2], ()) == ()


def test_of_two_that_are_as_much_alike_the_one_of_the_same_time_comes_first(engine_of: EngineOf) -> None:
    twins = [replace(CORPUS[1], id=f"2030Z{year}", asked_on=date(year, 1, 1)) for year in (1990, 2009, 2029)]
    engine = engine_of([CORPUS[0], *twins, *OTHERS])
    assert [found.id for found in engine.similar(CORPUS[0], ())] == ["2030Z2009", "2030Z2029", "2030Z1990"]


def test_a_set_without_a_date_has_neighbours_too(engine_of: EngineOf) -> None:
    undated = replace(CORPUS[1], asked_on=None)
    engine = engine_of([CORPUS[0], undated, *CORPUS[2:]])
    assert [found.id for found in engine.similar(undated, ())] == [CORPUS[0].id]
    assert all(CORPUS[1].id not in {each.set_id for each in row.nearest} for row in engine.earlier(undated))


def test_the_same_question_is_told_from_a_related_one(alike: EmbeddedEngine) -> None:
    found = earlier(alike, BATS.replace("Hoeveel", "Hoe veel"))
    assert [(each.set_id, each.number) for each in found] == [(CORPUS[0].id, "2"), (CORPUS[1].id, "2")]
    assert found[0].nearness is Nearness.SAME
    assert found[1].nearness is not Nearness.SAME


def test_an_earlier_question_comes_with_its_answer_and_the_shared_words_marked(alike: EmbeddedEngine) -> None:
    best = earlier(alike, "Overwinteren er vleermuizen in deze bunker?")[0]
    assert (best.asked_on, best.answered_on, best.status) == (date(2010, 1, 1), date(2010, 2, 1), CORPUS[0].status)
    assert best.submitters == CORPUS[0].submitters
    snippets = (best.title, best.question, best.answer)
    marked = " ".join(text for snippet in snippets for text, shared in snippet if shared)
    assert set(marked.lower().split()) == {"vleermuizen", "overwinteren", "bunkers"}
    assert "".join(text for text, _ in best.answer) == SUBJECTS[0][2]


@pytest.mark.parametrize(
    "pasted",
    ["Bent u het daarmee eens?", "Wat vindt u van de quasarpulsatie van Betelgeuze?", "zzz qqq", "?", "En waarom?"],
)
def test_nothing_is_found_where_nothing_is_alike(alike: EmbeddedEngine, pasted: str) -> None:
    assert earlier(alike, pasted) == []


def test_the_rest_of_a_draft_says_what_a_question_is_about(alike: EmbeddedEngine) -> None:
    draft = read_draft("Vleermuizen in bunkers\n1. Waar overwinteren ze?\n2. Wie vindt dat?")
    assert alike.already_asked(draft)[1].nearest[0].set_id == CORPUS[0].id
    assert earlier(alike, "Wie vindt dat?") == []


def test_what_is_near_the_rest_of_a_draft_only_is_not_near_the_question(alike: EmbeddedEngine) -> None:
    draft = read_draft("Vleermuizen in bunkers\n1. Waar overwinteren ze?\n2. Hoe zit het met quasarpulsatie?")
    assert alike.already_asked(draft)[0].nearest
    assert alike.already_asked(draft)[1].nearest == ()


def test_only_what_was_asked_on_an_earlier_day_went_before(alike: EmbeddedEngine) -> None:
    assert [row.nearest for row in alike.earlier(CORPUS[0])] == [(), ()]
    assert [each.set_id for each in alike.earlier(CORPUS[1])[1].nearest] == [CORPUS[0].id]


def test_what_was_printed_as_one_question_is_looked_up_once(engine_of: EngineOf) -> None:
    joint = tuple(replace(question(n, BATS), together=("1", "2")) for n in (1, 2))
    engine = engine_of([*CORPUS, trein(), old()])
    found = engine.earlier(replace(CORPUS[1], questions=joint))
    assert [row.question.number for row in found] == ["1, 2"]


def test_a_set_without_questions_has_neighbours(engine_of: EngineOf) -> None:
    bare = replace(CORPUS[0], questions=())
    engine = engine_of([bare, *CORPUS[1:]])
    assert [found.id for found in engine.similar(bare, ())] == [CORPUS[1].id]
    assert engine.earlier(bare) == ()


def test_how_near_is_what_the_telling_words_weigh(alike: EmbeddedEngine) -> None:
    """Told again with a loop over the records: the words held, each saturated, against the root of all."""
    generation = alike._generation()
    likeness = Likeness(generation)
    words = likeness.telling([(1.0, BATS), (0.2, "vleermuizen tellen, munten tellen, een onbekend toverwoord")])
    documents, scores = likeness.questions(words, np.arange(generation.set_count))
    whole = sum(word.weight for word in words) ** 0.5
    averages = {field: average(field) for field in ("question", "answer")}
    for document, score in zip(documents.tolist(), scores.tolist(), strict=True):
        record = generation.record(generation.arrays.ids[generation.arrays.documents.sets[document]])
        assert record
        each = record.questions[generation.arrays.documents.places[document]]
        texts = {"question": text_of(each.blocks), "answer": text_of(each.answer.blocks) if each.answer else ""}
        expected = 0.0
        for word in words:
            held = 2.0 * stems(record.title).count(word.stem)
            for field, boost in (("question", 2.0), ("answer", 1.0)):
                length = 0.5 + 0.5 * len(forms(texts[field])) / averages[field]
                held += boost * stems(texts[field]).count(word.stem) / length
            expected += word.weight * held / (held + 1.2)
        assert score == pytest.approx(expected / whole), record.title


def stems(text: str) -> list[str]:
    return [stem(form) for form in forms(text)]


def average(field: str) -> float:
    texts = [
        text_of(each.blocks) if field == "question" else text_of(each.answer.blocks) if each.answer else ""
        for record in CORPUS
        for each in record.questions
    ]
    return sum(len(forms(text)) for text in texts) / len(texts)


def test_a_text_is_known_by_its_rarest_words(alike: EmbeddedEngine) -> None:
    likeness = Likeness(alike._generation())
    words = likeness.telling([(1.0, f"{BATS} De de de en het. " + " ".join(f"woord{n}" for n in range(100)))])
    assert len(words) == MOST_WORDS
    assert [word.weight for word in words] == sorted((word.weight for word in words), reverse=True)
    assert not {"de", "het"} & {word.stem for word in words}


def test_the_nearest_are_the_highest_in_order() -> None:
    scores = np.array([0.0, 0.5, 0.9, 0.5, 0.1, -1.0])
    assert nearest(scores, 3).tolist() == [2, 1, 3]
    assert nearest(scores, 10).tolist() == [2, 1, 3, 4]
    assert nearest(np.zeros(0), 3).tolist() == []


def test_a_new_generation_has_neighbours_of_its_own(tmp_path: Path) -> None:
    build_generation(tmp_path, CORPUS)
    engine = EmbeddedEngine(tmp_path / "generations")
    assert engine.similar(CORPUS[0], ())
    first = engine._near()
    assert engine._near() is engine.pinned()._near() is first
    build_generation(tmp_path, CORPUS[:3])
    end = time.monotonic() + 30
    while engine._near() is first:
        assert time.monotonic() < end, "it did not go over"
        time.sleep(0.01)
    engine.close()


def test_a_short_text_is_not_the_same_question(alike: EmbeddedEngine) -> None:
    assert Nearness.SAME not in {each.nearness for each in earlier(alike, "Vleermuizen in bunkers?")}


def test_paragraph_marks_do_not_matter(alike: EmbeddedEngine) -> None:
    record = replace(
        CORPUS[1], questions=(replace(CORPUS[1].questions[1], blocks=paragraph(BATS) + paragraph("Wel?")),)
    )
    assert [each.set_id for each in alike.earlier(record)[0].nearest] == [CORPUS[0].id]
