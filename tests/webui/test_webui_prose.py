"""Running text is printed as it was: every word once and in order, whatever is set apart or searched for in it."""

from __future__ import annotations

from datetime import date

from bs4 import BeautifulSoup
from flask import render_template_string
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import MemoryEngine

from index.records import Block, BlockKind, Footnote, NoteMark, Reach, Span, Style
from search.response import Snippet
from webui import create_app
from webui.prose import Printer
from webui.settings import Settings

APP = create_app(Settings(), MemoryEngine([]), lambda: date(2023, 5, 1))
SHOW = '{% from "components/prose.html" import prose %}{{ prose(text) }}'
LETTERS = st.text(alphabet="ab <&|", max_size=12)
KINDS = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING, BlockKind.QUOTE, BlockKind.IMAGE])


def nothing(text: str) -> Snippet:
    return ((text, False),)


def every_b(text: str) -> Snippet:
    """Marks the runs of the letter b."""
    pieces = text.replace("b", "\0b\0").replace("\0\0", "").split("\0")
    return tuple((piece, piece.startswith("b")) for piece in pieces if piece)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    text = draw(LETTERS)
    bounds = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    apart = draw(st.lists(st.tuples(bounds, st.sampled_from([*Style, "https://a.example/"])), max_size=4))
    spans = [
        Span(start=start, end=end, style=how if isinstance(how, Style) else None, href=how if how in HREFS else None)
        for (start, end), how in apart
        if start < end
    ]
    return Block(
        kind=draw(KINDS),
        text=text,
        mark=draw(st.none() | st.just("a.")),
        level=draw(st.integers(0, 12)),
        notes=tuple(
            NoteMark(at=at, number="1") for at in sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
        ),
        spans=tuple(sorted(spans, key=lambda span: (span.start, -span.end))),
    )


HREFS = ("https://a.example/",)


def shown(*found: Block, notes: tuple[Footnote, ...] = (), mark: object = nothing) -> BeautifulSoup:
    printer = Printer(mark)  # type: ignore[arg-type]
    with APP.test_request_context():
        html = render_template_string(SHOW, text=printer.prose(tuple(found), notes, "vraag-1"))
    return BeautifulSoup(html, "html.parser")


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(found=st.lists(blocks(), max_size=6))
@settings(max_examples=200)
def test_every_word_is_printed_once_and_in_order(found: list[Block]) -> None:
    page = shown(*found, mark=every_b)
    for extra in [*page.select(".item-mark"), *(sup for sup in page.select("sup") if sup.get_text() == "1")]:
        extra.decompose()
    printed = squeezed(page.get_text()).replace("Afbeeldinginhetdocument:", "").replace("Afbeeldinginhetdocument", "")
    wanted = "".join(f"[{squeezed(b.text)}]" if b.kind is BlockKind.IMAGE else squeezed(b.text) for b in found)
    assert printed == wanted
    assert squeezed("".join(mark.get_text() for mark in page.select("mark"))) == "".join(c for c in wanted if c == "b")


def paragraph(text: str, *spans: Span, notes: tuple[NoteMark, ...] = ()) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text, spans=spans, notes=notes)


def test_emphasis_links_searched_words_and_footnotes_in_one_line() -> None:
    block = paragraph(
        "zie abba hier en H2O",
        Span(start=0, end=13, style=Style.ITALIC),
        Span(start=4, end=13, href="https://a.example/x"),
        Span(start=18, end=19, style=Style.SUBSCRIPT),
        notes=(NoteMark(at=8, number="1"),),
    )
    page = shown(block, mark=every_b, notes=(Footnote(number="1", text="Krant"),))
    line, link = page.select_one("p"), '<a href="https://a.example/x" rel="noopener external">'
    for mark in line.select("sup"):
        mark.replace_with("^")
    assert line.decode_contents().strip() == (
        f"<em>zie </em>{link}<em>a</em><em><mark>bb</mark></em><em>a</em></a>^"
        f"{link}<em> hier</em></a> en H<sub>2</sub>O"
    )


def test_addresses_that_are_none_for_the_web_are_no_links() -> None:
    page = shown(paragraph("klik", Span(start=0, end=4, href="javascript:alert(1)")))
    assert page.select("a") == []
    assert page.select_one("p").get_text() == "klik"


def item(text: str, mark: str | None = None, level: int = 0) -> Block:
    return Block(kind=BlockKind.ITEM, text=text, mark=mark, level=level)


def test_lists_inside_lists() -> None:
    table = Block(kind=BlockKind.TABLE, text="x | y", rows=(("x", "y"),), level=1)
    found = [item("een", "1."), item("vervolg"), item("diep", "a.", 1), item("twee", "2."), table, item("drie", "3.")]
    page = shown(*found)
    (outer,) = page.select(".prose > ul")
    one, two, three = outer.find_all("li", recursive=False)
    assert [p.get_text() for p in one.select(":scope > .item > p")] == ["een", "vervolg"]
    assert [li.get_text() for li in one.select("ul > li")] == ["a. diep"]
    assert [cell.get_text() for cell in two.select("td")] == ["x", "y"]
    assert three.get_text() == "3. drie"


def test_items_without_marks_are_items_each() -> None:
    assert [li.get_text() for li in shown(item("een"), item("twee")).select("li")] == ["een", "twee"]


def test_a_list_that_begins_deep() -> None:
    page = shown(item("diep", "a.", 2), item("ondiep", "1."))
    assert [" ".join(li.get_text().split()) for li in page.select("li")] == [
        "a. diep",
        "a. diep",
        "a. diep",
        "1. ondiep",
    ]


def test_the_head_of_a_table_and_what_stands_in_its_cells() -> None:
    table = Block(
        kind=BlockKind.TABLE,
        text="Jaar | \n2001 | km2",
        rows=(("Jaar", ""), ("2001", "km2")),
        heading_rows=1,
        spans=(Span(start=8, end=12, style=Style.BOLD), Span(start=17, end=18, style=Style.SUPERSCRIPT)),
        notes=(NoteMark(at=4, number="1"), NoteMark(at=12, number="2")),
    )
    page = shown(table)
    assert [str(cell) for cell in page.select("tr > *")] == [
        '<th scope="col">Jaar<sup>1</sup></th>',
        "<td></td>",
        "<td><strong>2001</strong><sup>2</sup></td>",
        "<td>km<sup>2</sup></td>",
    ]


def test_cells_that_fill_several_places() -> None:
    table = Block(
        kind=BlockKind.TABLE,
        text="Jaar | Aantal | \n | man | vrouw\n2001 | geen | ",
        rows=(("Jaar", "Aantal", ""), ("", "man", "vrouw"), ("2001", "geen", "")),
        heading_rows=2,
        reaching=(Reach(row=0, column=0, down=2), Reach(row=0, column=1, across=2), Reach(row=2, column=1, across=2)),
    )
    assert [str(cell) for cell in shown(table).select("tr > *")] == [
        '<th rowspan="2" scope="col">Jaar</th>',
        '<th colspan="2" scope="colgroup">Aantal</th>',
        '<th scope="col">man</th>',
        '<th scope="col">vrouw</th>',
        "<td>2001</td>",
        '<td colspan="2">geen</td>',
    ]


def test_all_addresses_of_a_footnote_are_links() -> None:
    addresses = ("https://www.a.example/1", "https://b.example/2", "https://a.example/3", "ftp://c.example/")
    notes = (
        Footnote(number="1", text="Kranten", addresses=addresses),
        Footnote(number="2", text="Krant", addresses=("https://a.example/",)),
    )
    first, second = shown(notes=notes).select(".notes li")
    assert [(link.get_text(), link["href"]) for link in first.select("a")] == [
        ("naar a.example", "https://www.a.example/1"),
        ("naar b.example", "https://b.example/2"),
        ("naar a.example (2)", "https://a.example/3"),
    ]
    assert [link.get_text() for link in second.select("a")] == ["naar de bron"]
