"""Identifiers of documents: every form that occurs gives what can be known from it, and none is refused."""

from __future__ import annotations

import lzma
import re

import pytest
from example_documents import SHARED
from hypothesis import given
from hypothesis import strategies as st

from index.extract.identifiers import appendix_in_id, number_in_id, revision, revision_rank, set_number

IDENTIFIERS = SHARED / "data" / "op-identifiers" / "ah-kv-identifiers.txt.xz"


@pytest.mark.parametrize(
    ("identifier", "number", "mark"),
    [
        ("kv-tk-2024Z18294", "2024Z18294", ""),
        ("kv-2009Z12345", "2009Z12345", ""),
        ("kv-2009z12345", "2009Z12345", ""),
        ("kv-tk-2018z12433", "2018Z12433", ""),
        ("kv-tk-2016Z04321-n1", "2016Z04321", "n1"),
        ("kv-2000100840", "2000100840", ""),
        ("kv-2000100840-h1", "2000100840", "h1"),
        ("kv-2000100840-h", "2000100840", "h"),
        ("kv-2000100840H", "2000100840", "h"),
        ("kv-tk-20062007-KVR27039", "KVR27039", ""),
        ("kv-ek-218190001", "218190001", ""),
        ("kv-tk-2011Z2249", "2011Z2249", ""),
        ("kv-tk-2012Z001173", "2012Z001173", ""),
        ("kv-tk-2015Z15377a", "2015Z15377a", ""),
        ("kv-ek-232411", None, ""),
        ("kv-ek-22223013", None, ""),
        ("kv-1183865", None, ""),
        ("kv-tk-20189Z06701", None, ""),
        ("kv-tk-201707014", "201707014", ""),
        ("kv-2007-01-11", None, ""),
    ],
)
def test_numbers_in_identifiers(identifier: str, number: str | None, mark: str) -> None:
    assert number_in_id(identifier) == number
    assert revision(identifier) == mark


@pytest.mark.parametrize(
    ("identifier", "place", "mark"),
    [
        ("ah-tk-20242025-604", "ah-tk-20242025-604", ""),
        ("ah-tk-20022003-1391-h1", "ah-tk-20022003-1391", "h1"),
        ("ah-tk-20082009-3385-n12", "ah-tk-20082009-3385", "n12"),
        ("ah-tk-20142015-AH2742", "ah-tk-20142015-2742", ""),
        ("ah-ek-19941995-3", "ah-ek-19941995-3", ""),
        ("ah-tk-20152016-6a", "ah-tk-20152016-6a", ""),
        ("ah-ek-20062007-10a", "ah-ek-20062007-10a", ""),
        ("ah-tk-20112012-27527", "ah-tk-20112012-27527", ""),
        ("ah-ek-19951995-4", "ah-ek-19951995-4", ""),
        ("ah-1151601", None, ""),
        ("ah-815604", None, ""),
    ],
)
def test_places_in_identifiers(identifier: str, place: str | None, mark: str) -> None:
    found = appendix_in_id(identifier)
    assert (found.id if found else None) == place
    assert revision(identifier) == mark


def test_revisions_in_order() -> None:
    marks = ["", "h", "h2", "n9", "n10"]
    assert sorted(marks, key=revision_rank) == marks


@given(st.text(max_size=20) | st.from_regex(r"(kv|ah)-[\w-]*", fullmatch=True))
def test_no_identifier_is_refused(identifier: str) -> None:
    number_in_id(identifier)
    appendix_in_id(identifier)
    assert revision_rank(revision(identifier)) >= 0
    set_number(identifier)


@pytest.mark.shared
@pytest.mark.skipif(not IDENTIFIERS.exists(), reason="de gedeelde documenten ontbreken hier")
def test_real_identifiers() -> None:
    with lzma.open(IDENTIFIERS, "rt", encoding="utf-8") as file:
        known = file.read().split()
    provisional = re.compile(r"(?:ah|kv)-\d{4,7}")
    lasting = [each for each in known if not provisional.fullmatch(each) and not each.startswith("kv-ek-")]
    silent = [each for each in lasting if not (number_in_id(each) if each.startswith("kv") else appendix_in_id(each))]
    assert len(lasting) > 120_000
    assert len(silent) <= 5, silent
