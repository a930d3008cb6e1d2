"""What a person typed → the tree it means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.schema import TEXT_FIELDS
from search.query import And, Dates, Label, Node, Not, Number, Or, Phrase, Prefix, Word, leaves, parse

ALL = tuple(field.name for field in TEXT_FIELDS)
a, b, c = (Word(form, ALL) for form in "abc")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a", a),
        ("A", a),
        ("a b", And((a, b))),
        ("a EN b", And((a, b))),
        ("a AND b", And((a, b))),
        ("a OF b", Or((a, b))),
        ("a b OF c", Or((And((a, b)), c))),
        ("a (b OF c)", And((a, Or((b, c))))),
        ("a -b", And((a, Not(b)))),
        ("a NIET b", And((a, Not(b)))),
        ("-(a OF b)", Not(Or((a, b)))),
        ('"a b"', Phrase(("a", "b"), ALL)),
        ("«a b»", Phrase(("a", "b"), ALL)),
        ('-"a b"', Not(Phrase(("a", "b"), ALL))),
        ("F-35", Phrase(("f", "35"), ALL)),
        ("zorg*", Prefix("zorg", ALL)),
        ("titel:a", Word("a", ("title",))),
        ('vraag:"a b"', Phrase(("a", "b"), ("question",))),
        ("antwoord:zorg*", Prefix("zorg", ("answer",))),
        ("partij:D66", Label("partij", ("d66",))),
        ('ministerie:"sociale zaken"', Label("ministerie", ("szw",))),
        ('ministerie:"zaken en"', Label("ministerie", ("zaken", "en"))),
        ("nummer:2022Z11774", Number("2022Z11774")),
        ("datum:2022-06-01..2022-07-15", Dates(date(2022, 6, 1), date(2022, 7, 15))),
        ("of en", And((Word("of", ALL), Word("en", ALL)))),
        ("a-b", Phrase(("a", "b"), ALL)),
        ("e-mail", Phrase(("e", "mail"), ALL)),
        ("aanhangsel 2021-2022, nr. 3578", Number("ah-tk-20212022-3578")),
        ("Aanhangsel Handelingen, vergaderjaar 1998–1999, nr. 1841", Number("ah-tk-19981999-1841")),
        ("", None),
        ("🙂", None),
        ("()", None),
    ],
)
def test_reads(query: str, tree: Node | None) -> None:
    parsed = parse(query)
    assert parsed.tree == tree


@pytest.mark.parametrize("query", ["a b", "“a b”", "a -b", "zorg*", "titel:a", "F-35", "'s-Gravenhage", "art. 68"])
def test_says_nothing_about_a_plain_query(query: str) -> None:
    assert parse(query).notes == ()


ALPHABET = st.sampled_from(
    ['"', "“", "(", ")", "-", "*", ":", " ", "a", "b", "EN", "OF", "NIET", "titel:", "datum:", "1"]
)


@settings(max_examples=400)
@given(st.lists(ALPHABET, max_size=30).map("".join) | st.text(max_size=60))
def test_nothing_typed_is_an_error(query: str) -> None:
    parsed = parse(query)
    assert all(note.endswith(".") for note in parsed.notes)
    assert parsed.tree or parsed.notes or not query.strip()


def test_leaves_leave_out_what_is_excluded() -> None:
    assert leaves(parse("a (b OF -c)").tree) == (a, b)
