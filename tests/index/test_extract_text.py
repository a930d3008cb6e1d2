"""Healing changes what is certainly damage, and nothing twice."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.extract.text import NOTE, heal, heal_around, join_line_ends, place_notes

DAMAGE = st.text(alphabet="aeiocnszEI ´`¨¸ˆ˜ıéë-–«»Ã«©â€™\u00ad\u00a0.,s", max_size=40)


@pytest.mark.parametrize(
    ("printed", "healed"),
    [
        ("officie¨le", "officiële"),
        ("e´e´n", "één"),
        ("vo´o´r", "vóór"),
        ("Curac¸ao", "Curaçao"),
        ("Gene`ve", "Genève"),
        ("a` la carte", "à la carte"),
        ("geı¨nteresseerde", "geïnteresseerde"),
        ("enqueˆte", "enquête"),
        ("Pen˜ate", "Peñate"),
        ("Kos¸er-Kaya", "Koşer-Kaya"),
        ("prive´-sfeer", "privé-sfeer"),
        ("Kostic ´ (PvdD)", "Kostić (PvdD)"),
        ("FinanciÃ«n", "Financiën"),
        ("GenÃ¨ve", "Genève"),
        ("foto´s", "foto´s"),
        ("de ´zwarte´ lijst", "de ´zwarte´ lijst"),
        ("woor\u00ad den", "woorden"),
        ("  twee\u00a0 woorden\n", "twee woorden"),
    ],
)
def test_known_damage(printed: str, healed: str) -> None:
    assert heal(printed) == healed


@given(DAMAGE | st.text(max_size=60))
def test_healing_twice_is_healing_once(text: str) -> None:
    assert heal(heal(text)) == heal(text)


@given(st.text(alphabet=string.ascii_letters + string.digits + " .,;:?!()'-\t\n", max_size=60))
def test_plain_text_only_loses_white_space(text: str) -> None:
    assert heal(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        ("Green– peace", "Greenpeace"),
        ("waren- huis", "warenhuis"),
        ("in- en uitvoer", "in- en uitvoer"),
        ("vóór– of nadat", "vóór– of nadat"),
        ("Tieler– en Culemborg", "Tieler– en Culemborg"),
        ("de man – een held – zei", "de man – een held – zei"),
        ("Noord- Holland", "Noord- Holland"),
        ("stikstof– èn ammoniakverlies", "stikstof– èn ammoniakverlies"),
        ("voor- óf nadelen", "voor- óf nadelen"),
        ("1998- 1999", "1998- 1999"),
    ],
)
def test_line_ends(printed: str, joined: str) -> None:
    assert join_line_ends(printed) == joined


@pytest.mark.parametrize(
    ("marked", "text", "places"),
    [
        (f"het bericht {NOTE} inzake", "het bericht inzake", (11,)),
        (f"achteruit {NOTE}»? Ja", "achteruit»? Ja", (9,)),
        (f"boek{NOTE}, blz. 5", "boek, blz. 5", (4,)),
        (f"einde? {NOTE} {NOTE}", "einde?", (6, 6)),
        ("geen noot", "geen noot", ()),
        (f"{NOTE} vooraan", "vooraan", (0,)),
    ],
)
def test_notes_keep_their_place(marked: str, text: str, places: tuple[int, ...]) -> None:
    placed = place_notes(marked)
    assert (placed.text, placed.notes) == (text, places)


@given(st.lists(st.text(alphabet="ab .,", max_size=8), min_size=1, max_size=5))
def test_every_note_has_a_place_within_the_text(pieces: list[str]) -> None:
    text, places, _ = place_notes(NOTE.join(pieces))
    assert len(places) == len(pieces) - 1
    assert all(0 <= place <= len(text) for place in places)


@given(DAMAGE | st.text(max_size=60), st.lists(st.integers(0, 60), max_size=8))
def test_places_move_with_their_text(text: str, wanted: list[int]) -> None:
    places = sorted(min(place, len(text)) for place in wanted)
    healed, moved = heal_around(text, places)
    assert healed == heal(text)
    assert list(moved) == sorted(moved)
    assert all(0 <= place <= len(healed) for place in moved)


@given(
    st.lists(
        st.sampled_from(["offici", "e¨le", "foto´s", "Ã«", "ﬁn", "e\u0308n", "\u1112\u1161\u11ab", "."]),
        min_size=1,
        max_size=8,
    )
)
def test_a_place_between_words_stays_between_them(words: list[str]) -> None:
    places = [sum(len(word) + 1 for word in words[:number]) for number in range(len(words))]
    healed, moved = heal_around(" ".join(words), places)
    ends = [*[place - 1 for place in moved[1:]], len(healed)]
    assert [healed[start:end] for start, end in zip(moved, ends, strict=True)] == [heal(word) for word in words]
