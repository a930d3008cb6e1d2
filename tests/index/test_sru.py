"""The search service: the questions we ask and how its answers are read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from index.sources.sru import (
    PUBLICATIONS,
    BrokenAnswerError,
    SearchError,
    Window,
    WrongId,
    id_query,
    read_page,
    window_query,
)

JANUARY = Window(date(2026, 1, 1), date(2026, 1, 31))

RECORD = """
<s:record><s:recordData>
  <g:gzd xmlns:g="http://standaarden.overheid.nl/sru" xmlns:d="http://purl.org/dc/terms/">
    <g:originalData><w:meta xmlns:w="http://standaarden.overheid.nl/wetgeving/">
      <w:owmskern>
        <d:identifier>ah-tk-20252026-{number}</d:identifier><d:modified>{modified}</d:modified>
      </w:owmskern>
      <w:tpmeta>
        <w:publicatienaam>Kamervragen (Aanhangsel)</w:publicatienaam>
        <w:documentstatus>{status}</w:documentstatus>
        <w:datumTijdstipWijzigingExpression>2026-01-05T08:00:00</w:datumTijdstipWijzigingExpression>
      </w:tpmeta>
    </w:meta></g:originalData>
    <g:enrichedData>{items}</g:enrichedData>
  </g:gzd>
</s:recordData></s:record>
"""


def answer(*records: str, count: object = 1, rest: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<s:searchRetrieveResponse xmlns:s="http://docs.oasis-open.org/ns/search-ws/sruResponse">'
        f"<s:numberOfRecords>{count}</s:numberOfRecords><s:records>{''.join(records)}</s:records>{rest}"
        "</s:searchRetrieveResponse>"
    ).encode()


def record(number: int = 1, modified: str = "2026-01-05", status: str = "Opgemaakt", items: str = "") -> str:
    return RECORD.format(number=number, modified=modified, status=status, items=items)


def test_a_record_says_what_the_document_is() -> None:
    (listed,) = read_page(answer(record())).listed
    assert (listed.id, listed.publication) == ("ah-tk-20252026-1", "Kamervragen (Aanhangsel)")
    assert listed.modified == date(2026, 1, 5)
    assert listed.version == "2026-01-05 2026-01-05T08:00:00"
    assert not listed.provisional
    assert listed.has_xml


def test_the_record_is_kept_as_an_xml_document_of_its_own() -> None:
    (listed,) = read_page(answer(record())).listed
    root = etree.fromstring(listed.record)
    assert root.tag == "{http://standaarden.overheid.nl/sru}gzd"
    assert root.findtext(".//{http://purl.org/dc/terms/}identifier") == "ah-tk-20252026-1"


@pytest.mark.parametrize(
    ("forms", "has_xml"), [(("pdf",), False), (("html", "pdf"), False), (("html", "xml"), True), ((), True)]
)
def test_a_record_that_names_its_forms_tells_whether_there_is_xml(forms: tuple[str, ...], has_xml: bool) -> None:
    items = "".join(f'<g:itemUrl manifestation="{form}">http://x.invalid/</g:itemUrl>' for form in forms)
    assert read_page(answer(record(items=items))).listed[0].has_xml is has_xml


def test_a_provisional_document_is_recognised() -> None:
    assert read_page(answer(record(status="Onopgemaakt"))).listed[0].provisional


def test_the_next_page_begins_where_the_service_says() -> None:
    page = read_page(answer(record(1), record(2), count=7, rest="<s:nextRecordPosition>3</s:nextRecordPosition>"))
    assert (page.count, len(page.listed), page.next_position) == (7, 2, 3)
    assert read_page(answer(record())).next_position is None


def test_nothing_found_is_an_answer() -> None:
    assert read_page(answer(count=0)).listed == ()


DIAGNOSTIC = (
    '<s:diagnostics xmlns:d="http://docs.oasis-open.org/ns/search-ws/diagnostic"><d:diagnostic>'
    "<d:message>SEARCH-IGNOREDQTEXT</d:message><d:details>2026-02-29</d:details></d:diagnostic></s:diagnostics>"
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (answer(record(), rest=DIAGNOSTIC), "SEARCH-IGNOREDQTEXT 2026-02-29"),
        (answer(record(), count="veel"), "noemt geen aantal"),
        (answer(record(modified="2026-02-30")), "‘2026-02-30’"),
        (answer("<s:record/>"), "geen beschrijving"),
        (answer(record().replace("ah-tk-20252026-1", " ")), "geen nummer"),
        (answer(record(), rest="<s:nextRecordPosition>1</s:nextRecordPosition>"), "wijst na 1 naar 1"),
        (answer(record(), rest="<s:nextRecordPosition>x</s:nextRecordPosition>"), "wijst na 1 naar x"),
    ],
)
def test_an_answer_that_says_something_is_wrong_is_an_error(body: bytes, words: str) -> None:
    with pytest.raises(SearchError, match=words) as caught:
        read_page(body)
    assert not isinstance(caught.value, BrokenAnswerError)


@pytest.mark.parametrize(
    "body",
    [
        answer(count=12),
        answer(record())[:-20],
        b"",
        b"<html><body>Fout</body></html>",
        b"<!DOCTYPE html><html><br></html>",
    ],
)
def test_a_damaged_or_empty_answer_is_worth_another_try(body: bytes) -> None:
    with pytest.raises(BrokenAnswerError):
        read_page(body)


def test_an_empty_last_page_beyond_the_estimated_count_is_the_end() -> None:
    assert read_page(answer(count=1000), position=1001).listed == ()


def test_an_entity_does_not_reach_outside() -> None:
    attack = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with pytest.raises(BrokenAnswerError, match="iets anders"):
        read_page(attack)


def test_a_window_asks_for_one_publication_and_its_days() -> None:
    assert window_query(PUBLICATIONS[1], JANUARY) == (
        "c.product-area==officielepublicaties"
        ' and w.publicatienaam=="Kamervragen (Aanhangsel)"'
        ' and dt.modified>="2026-01-01" and dt.modified<="2026-01-31"'
    )


@pytest.mark.parametrize("document", ['x" or dt.title any "a', "", "a b", "../robots.txt", "a\\b"])
def test_an_id_that_would_break_the_question_is_refused(document: str) -> None:
    with pytest.raises(WrongId):
        id_query(document)


@pytest.mark.parametrize("document", ["ah-tk-20152016-6a", "kv-2009z12345", "ah-ek-19951995-*", "ah-1151601"])
def test_strange_but_real_ids_are_asked_for(document: str) -> None:
    assert id_query(document).endswith(f'dt.identifier=="{document}"')


@given(first=st.dates(date(1980, 1, 1), date(2030, 1, 1)), days=st.integers(1, 20000))
def test_halves_of_a_period_are_the_period(first: date, days: int) -> None:
    window = Window(first, first + timedelta(days=days))
    low, high = window.halves()
    assert (low.first, high.last) == (window.first, window.last)
    assert high.first - low.last == timedelta(days=1)
    assert abs(low.days - high.days) <= 1


@given(day=st.dates(date(2000, 1, 1), date(2030, 1, 1)), dated=st.one_of(st.none(), st.dates()))
def test_parts_of_a_full_day_hold_every_document_once(day: date, dated: date | None) -> None:
    def holds(window: Window) -> bool:
        if window.undated:
            return dated is None
        low, high = window.dated or (None, None)
        return dated is not None and (low or date.min) <= dated <= (high or date.max)

    parts = [Window(day, day)]
    for _ in range(6):
        parts = [part for window in parts for part in window.halves() or (window,)]
    assert sum(holds(part) for part in parts) == 1
    assert all((part.first, part.last) == (day, day) for part in parts)


def test_a_day_is_cut_by_date_until_it_cannot_be() -> None:
    day = date(2022, 3, 9)
    first, second, undated = Window(day, day).halves()
    assert 'dt.modified<="2022-03-09" and dt.date<=' in window_query(PUBLICATIONS[0], first)
    assert 'dt.modified<="2022-03-09" and dt.date>=' in window_query(PUBLICATIONS[0], second)
    assert window_query(PUBLICATIONS[0], undated).endswith('NOT dt.date>="1000-01-01"')
    assert undated.halves() == ()
    assert not undated.whole_days
    assert Window(day, day).whole_days
