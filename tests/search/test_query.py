"""What a person typed → the tree it means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.schema import TEXT_FIELDS
from search.query import bare_words, exact, parse
from search.tree import And, Dates, Hyphened, Label, Node, Not, Number, Or, Phrase, Prefix, Word, leaves

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
        ("F-35", Hyphened(("f", "35"), ALL)),
        ('"F-35"', Phrase(("f", "35"), ALL)),
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
        ("a-b", Hyphened(("a", "b"), ALL)),
        ("e-mail", Hyphened(("e", "mail"), ALL)),
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


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("kinderopvang", '"kinderopvang"'),
        ("zorg  toeslag", '"zorg"  "toeslag"'),
        ("zorg-toeslag EN huur", '"zorg-toeslag" EN "huur"'),
        ("titel:zorg partij:d66 zorg*", 'titel:"zorg" partij:d66 zorg*'),
        ('"zorg toeslag"', '"zorg toeslag"'),
        ("(zorg OF huur) -toeslag", '("zorg" OF "huur") -"toeslag"'),
        ("datum:2022 🙂", "datum:2022 🙂"),
        ("", ""),
    ],
)
def test_the_query_for_the_very_words(query: str, wanted: str) -> None:
    assert exact(query) == wanted
    assert exact(wanted) == wanted


def test_words_know_how_they_are_written_as_one() -> None:
    (kinder, opvang, toeslag) = leaves(parse("kinder opvang toeslag").tree)
    assert isinstance(kinder, Word)
    assert kinder.joined == ("kinderopvang", "kinderopvangtoeslag")
    assert opvang == Word("opvang", ALL, ("kinderopvang", "kinderopvangtoeslag", "opvangtoeslag"))
    assert toeslag == Word("toeslag", ALL, ("kinderopvangtoeslag", "opvangtoeslag"))
    assert leaves(parse("de zorg titel:toeslag").tree) == (a_word("de"), a_word("zorg"), Word("toeslag", ("title",)))


def a_word(form: str) -> Word:
    return Word(form, ALL)


@pytest.mark.parametrize(
    ("query", "bare"),
    [
        ("a b", ("a", "b")),
        ("a -b partij:d66", ("a",)),
        ("a EN b", ()),
        ("a OF b", ()),
        ('a "b c"', ()),
        ("a titel:b", ()),
        ("a bc*", ()),
        ("partij:d66", ()),
        ("", ()),
    ],
)
def test_words_that_a_set_may_lack(query: str, bare: tuple[str, ...]) -> None:
    assert bare_words(parse(query)) == tuple(map(a_word, bare))


def test_a_pasted_text_looks_for_its_words() -> None:
    parsed = parse("Deelt u de mening dat «de rode zone» te-klein is, en zo nee, waarom is dat dan niet het geval?")
    assert all(isinstance(leaf, Word) for leaf in leaves(parsed.tree))
    assert a_word("zone") in bare_words(parsed)
    assert "lopende tekst" in parsed.notes[0]
