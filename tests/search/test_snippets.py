"""Marking what matched, against the plainest way to do it, and choosing the part of a text to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fold, word_matches
from search.embedded.snippets import Marker
from search.tree import Phrase, Prefix, TextLeaf, Word

FIELDS = ("title", "question")
WORDS = ("boer", "boeren", "melk", "melkvee", "de", "Één", "auto’s", "D’66", "zo’n")
FAMILIES = {"boer": ("boer", "boeren"), "melk": ("melk", "melkvee"), "de": ("de",), "d66": ("d66",)}

texts = st.lists(st.sampled_from(WORDS), max_size=40).flatmap(
    lambda words: st.lists(
        st.sampled_from((" ", ", ", ". ", "\n", "-", " 5% ")), min_size=len(words), max_size=len(words)
    ).map(lambda gaps: "".join(word + gap for word, gap in zip(words, gaps, strict=True)))
)
leaves = st.lists(
    st.one_of(
        st.sampled_from(sorted(FAMILIES)).map(lambda form: Word(form, FIELDS)),
        st.sampled_from(("me", "een", "bo")).map(lambda form: Prefix(form, FIELDS)),
        st.lists(st.sampled_from([fold(word) for word in WORDS if "zo" not in word]), min_size=2, max_size=3).map(
            lambda forms: Phrase(tuple(forms), FIELDS)
        ),
    ),
    max_size=3,
)


def marker_of(wanted: list[TextLeaf], field: str | None = None) -> Marker:
    return Marker(wanted, lambda word: FAMILIES[word.form], field)


def matches(leaf: TextLeaf, forms: list[str], place: int) -> bool:
    """Whether a word of a text, given as its forms, is one that a leaf looks for."""
    match leaf:
        case Word(form):
            return forms[place] in FAMILIES[form]
        case Prefix(form):
            return forms[place].startswith(form)
        case Phrase(looked_for):
            begins = range(max(place - len(looked_for) + 1, 0), place + 1)
            return any(tuple(forms[at : at + len(looked_for)]) == looked_for for at in begins)
        case _:
            raise AssertionError(leaf)


@given(texts, leaves)
def test_what_matches_is_marked_and_nothing_else(text: str, wanted: list[TextLeaf]) -> None:
    words = list(word_matches(text))
    forms = [fold(word.group()) for word in words]
    expected = [any(matches(leaf, forms, place) for leaf in wanted) for place in range(len(words))]
    spans = marker_of(wanted).spans(text)
    inside = [any(start <= word.start() and word.end() <= end for start, end in spans) for word in words]
    assert inside == expected
    pieces = marker_of(wanted).mark(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, marked in pieces if marked] == [text[start:end] for start, end in spans]


def test_the_part_with_most_different_matches_is_shown_from_the_beginning_of_a_sentence() -> None:
    between = "Hier staat niets. " * 10
    text = f"Boeren. {between}Boeren, boeren, boeren! {between}De boer heeft melk. {between}Boer."
    shown = marker_of([Word("boer", FIELDS), Word("melk", FIELDS)]).passage(text, 60)
    assert shown[0] == ("… ", False)
    assert shown[-1] == (" …", False)
    assert [piece for piece, marked in shown if marked] == ["boer", "melk"]
    assert "".join(piece for piece, _ in shown).startswith("… De boer heeft melk.")


def test_words_of_another_field_are_not_marked() -> None:
    marker = marker_of([Word("boer", ("answer",)), Word("melk", FIELDS)], "title")
    assert [piece for piece, marked in marker.mark("Boeren en melkvee") if marked] == ["melkvee"]
