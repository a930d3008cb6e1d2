"""Every known oddity of the documents is tried somewhere: here is where.

The numbers are those of the list of cases in the description of the source formats; `9a` and the forms of a number
above a question, of a notice and of an identifier stand beside it.
"""

from __future__ import annotations

import importlib

import pytest
from example_documents import EXAMPLES

# Case → the example folders and the tests ("module:test") that hold it.
CASES: dict[str, tuple[str, ...]] = {
    "1 vragen en antwoorden gelijk gegroepeerd": ("joint-blocks",),
    "2 vragen apart, antwoord samen": ("joint-answer",),
    "3 vragen samen, antwoorden apart": ("joined-questions-answers-apart",),
    "4 één ongenummerd antwoord": ("unnumbered-answer", "bare-text", "kvr-unnumbered"),
    "5 antwoord verwijst naar een ander": ("joined-questions-answers-apart",),
    "6 nummer ontbreekt": ("numbers-missing",),
    "7 nummer in de tekst": ("numbers-inside-text", "kvr-number-in-text"),
    "8 eerst een tussenkop": ("subheading-first",),
    "9 uitstelbericht": ("notice-then-answer", "vraagdoc-notice", "test_notices:test_what_is_a_notice"),
    "9a voorlopig document": ("provisional-then-final",),
    "10 nader antwoord": ("further-answer",),
    "11 herdruk": ("reprint", "replaced-twice", "reprinted-questions"),
    "12 ingetrokken": ("withdrawn", "test_notices:test_what_takes_questions_back"),
    "13 beiden, allen": ("test_people:test_a_party_counts_back_to_the_party_before",),
    "14 gemengde lijst van indieners": ("many-people", "test_people:test_a_party_counts_back_to_the_party_before"),
    "15 veel indieners en bewindspersonen": ("test_people:test_a_party_counts_back_to_the_party_before",),
    "16 vormen van de geadresseerden": ("test_people:test_addressees",),
    "17 bij afwezigheid van": ("test_people:test_addressees",),
    "18 vormen van wie antwoordt": ("test_people:test_answerers",),
    "19 tikfouten": ("test_people:test_misprinted_ministers",),
    "20 dubbele namen": ("many-people",),
    "21 losse accenten": ("damaged", "test_extract_text:test_known_damage"),
    "22 verkeerd gelezen tekens": ("damaged", "test_extract_text:test_known_damage"),
    "23 voornamen onderscheiden leden": ("many-people",),
    "24 onderwerp met dubbele punt of haakjes": ("test_extract_header:test_the_parts_of_the_sentence",),
    "25 mondelinge vragen": ("oral", "test_link:test_oral_questions_make_no_set"),
    "26 dezelfde vragen aan velen": ("same-questions-to-many",),
    "27 één onderwerp, meer leden": ("one-subject-several-members",),
    "28 ter aanvulling op": ("notice-then-answer", "kvr-answered"),
    "29 lijsten, tabellen, afbeeldingen, citaten, koppen": ("structure", "lists-tables-images"),
    "30 alinea begint met opmaak": ("footnotes", "structure"),
    "31 noten in vragen en antwoorden": ("footnotes", "structure"),
    "32 noot zonder verwijzing en andersom": ("orphan-notes", "kvr-open"),
    "33 kort antwoord": ("short-answers",),
    "34 geen tekst te lezen": ("only-pdf", "test_extract_damage:test_bytes_that_are_no_xml"),
    "35 verwijderd document": (
        "test_extraction:test_a_withdrawn_document_leaves_its_set",
        "test_archive:test_a_retired_document_is_gone_with_a_tombstone",
    ),
    "36 ministerie hernoemd": ("test_vocabulary:test_ministries",),
    "37 metadata ontbreken": ("lists-tables-images",),
    "38 Eerste Kamer": ("senate", "test_extract_header:test_a_senate_sentence"),
    "39 onmogelijke antwoorddatum": ("kvr-unnumbered",),
    "40 verwijzing met tien cijfers": ("kvr-answered", "test_identifiers:test_numbers_in_identifiers"),
    "3.1 vormen van een identificatie": ("test_identifiers:test_numbers_in_identifiers",),
    "3.2 vormen van een nummer": ("test_extract_numbers:test_headings_of_real_documents", "letters-and-roman-numbers"),
    "3.4 vormen van een mededeling": ("test_notices:test_what_is_a_notice",),
}

PLACES = sorted({place for places in CASES.values() for place in places})


def test_all_forty_cases_are_named() -> None:
    numbers = {case.partition(" ")[0] for case in CASES}
    assert numbers == {*(str(number) for number in range(1, 41)), "9a", "3.1", "3.2", "3.4"}


@pytest.mark.parametrize("place", PLACES)
def test_the_example_or_test_is_there(place: str) -> None:
    module, _, test = place.partition(":")
    if test:
        assert callable(getattr(importlib.import_module(module), test))
    else:
        assert list((EXAMPLES / place).glob("*.xml"))
        assert (EXAMPLES / place / "expected.json").exists()
