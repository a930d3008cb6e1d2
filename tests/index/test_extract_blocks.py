"""Running text → blocks: no words are lost, whatever the markup, and what is set apart stays at its words."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pytest
from example_documents import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from index.extract.blocks import KNOWN, Element, Reader
from index.extract.numbering import without_opening
from index.extract.text import heal
from index.records import CELL_GAP, ROW_GAP, Block, BlockKind, Footnote, NoteMark, Reach, Span, Style

FORMATS = SHARED / "data" / "officielepublicaties-formats"

INLINE = st.sampled_from(
    ["nadruk", 'nadruk type="vet"', "sup", "inf", 'extref doc="https://a.example/"', "naam", "raar"]
)
GROUPS = st.sampled_from(["al", "al-groep", "box", "citaat", "tussenkop", "li", "lijst", "definitie", "kop", "vreemd"])


def element(opening: str, inside: list[str]) -> str:
    return f"<{opening}>{''.join(inside)}</{opening.partition(' ')[0]}>"


def table(rows: list[list[str]]) -> str:
    lines = "".join(f"<row>{''.join(f'<entry><al>{cell}</al></entry>' for cell in row)}</row>" for row in rows)
    return f"<table><title>Titel</title><tgroup><tbody>{lines}</tbody></tgroup></table>"


def texts(alphabet: str) -> st.SearchStrategy[str]:
    """Running text in any markup, with words made of these characters."""
    words = st.text(alphabet=alphabet, max_size=8).map(escape)
    notes = st.builds("<noot><noot.nr>1</noot.nr><noot.al>{}</noot.al></noot>".format, words)
    pieces = words | notes | st.just("<br/>")
    runs = st.recursive(pieces, lambda inner: st.builds(element, INLINE, st.lists(inner, max_size=4)), max_leaves=8)
    tables = st.builds(table, st.lists(st.lists(runs, min_size=1, max_size=3), max_size=3))
    return st.recursive(
        runs | tables, lambda inner: st.builds(element, GROUPS, st.lists(inner, max_size=4)), max_leaves=20
    )


CLEAN = "aeiou ns.,<\u00ad\u00a0ë–\n\ue000"
DAMAGED = CLEAN + "¨´`Ã«"
CELLS = st.text(alphabet="ab |.,\n", max_size=6)


def read(markup: str) -> tuple[list[Block], Reader]:
    root = etree.fromstring(f"<antwoord>{markup}</antwoord>")
    reader = Reader(root)
    return list(reader.section(root)[1].blocks), reader


def letters(text: str) -> str:
    """The text without what reading may add or take away: white space, and the gaps between cells."""
    return "".join(text.split()).replace("|", "")


@given(texts(CLEAN))
@settings(max_examples=300)
def test_every_letter_is_in_the_blocks_in_order(markup: str) -> None:
    blocks, reader = read(markup)
    root = etree.fromstring(f"<antwoord>{markup}</antwoord>")
    for noot in root.iter("noot"):
        for child in list(noot):
            noot.remove(child)
    everything = "".join(root.itertext()).replace("\u00ad", "")
    assert letters("".join(block.text for block in blocks)) == letters(everything)
    notes = [mark for block in blocks for mark in block.notes]
    assert len(notes) == sum(1 for _ in reader.root.iter("noot"))


@given(texts(DAMAGED))
@settings(max_examples=300)
def test_spans_and_notes_lie_within_their_text_and_in_order(markup: str) -> None:
    for block in read(markup)[0]:
        assert list(block.notes) == sorted(block.notes, key=lambda note: note.at)
        assert all(0 <= note.at <= len(block.text) for note in block.notes)
        assert [(span.start, -span.end) for span in block.spans] == sorted(
            (span.start, -span.end) for span in block.spans
        )
        for span in block.spans:
            words = block.text[span.start : span.end]
            assert words == words.strip() != ""
            assert (span.style is None) != (span.href is None)


@given(st.lists(st.tuples(st.sampled_from(["", "cur", "vet"]), st.text("abc é\u200b", max_size=6)), max_size=6))
def test_the_words_of_a_span_are_those_of_its_element(pieces: list[tuple[str, str]]) -> None:
    marked = "".join(f' <nadruk type="{kind}">{text}</nadruk> ' if kind else f" {text} " for kind, text in pieces)
    (blocks, _) = read(f"<al>{marked}</al>")
    wanted = [heal(text) for kind, text in pieces if kind and heal(text)]
    assert [block.text[span.start : span.end] for block in blocks for span in block.spans] == wanted


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_the_text_of_a_table_is_its_cells(rows: list[list[str]]) -> None:
    (found,) = [block for block in read(table(rows))[0] if block.kind is BlockKind.TABLE]
    assert found.text == ROW_GAP.join(CELL_GAP.join(row) for row in found.rows)
    assert {len(row) for row in found.rows} == {max(map(len, rows))}


def paragraph(text: str, *spans: Span, notes: tuple[NoteMark, ...] = ()) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text, spans=spans, notes=notes)


@pytest.mark.parametrize(
    ("inside", "spans"),
    [
        ('<nadruk type="cur">een</nadruk> twee', [Span(start=0, end=3, style=Style.ITALIC)]),
        ('een <nadruk type="halfvet"> twee </nadruk>', [Span(start=4, end=8, style=Style.BOLD)]),
        ("CO<inf>2</inf> en m<sup>3</sup>", [
            Span(start=2, end=3, style=Style.SUBSCRIPT), Span(start=8, end=9, style=Style.SUPERSCRIPT)
        ]),
        ('<nadruk type="vetcur">ja</nadruk>', [
            Span(start=0, end=2, style=Style.ITALIC), Span(start=0, end=2, style=Style.BOLD)
        ]),
        ('<nadruk type="ondlijn">zie <extref doc="https://a.example/b">hier</extref></nadruk>', [
            Span(start=0, end=8, style=Style.UNDERLINED), Span(start=4, end=8, href="https://a.example/b")
        ]),
        ('offici<nadruk type="vet">e¨</nadruk>le', [Span(start=6, end=7, style=Style.BOLD)]),
        ('woor\u00ad<nadruk type="vet">den</nadruk>', [Span(start=4, end=7, style=Style.BOLD)]),
        ('  een\n <nadruk type="cur">  twee\t drie </nadruk>', [Span(start=4, end=13, style=Style.ITALIC)]),
        ('zie <extref soort="document" doc="kst-21501-32-1703">stuk</extref>', [
            Span(start=4, end=8, href="https://zoek.officielebekendmakingen.nl/kst-21501-32-1703.html")
        ]),
        ('<extref doc="javascript:alert(1)">klik</extref> <extref doc="mailto:a@b.example">post</extref>', []),
        ("zie www.a.example/b. Of", [Span(start=4, end=19, href="http://www.a.example/b")]),
        ('<extref doc="https://a.example/c">www.a.example</extref>', [
            Span(start=0, end=13, href="https://a.example/c")
        ]),
        ('<nadruk type="cur"> </nadruk>leeg<nadruk type="cur"/>', []),
    ],
)  # fmt: skip
def test_words_set_apart(inside: str, spans: list[Span]) -> None:
    ((block,), _) = read(f"<al>{inside}</al>")
    assert list(block.spans) == spans


def test_a_footnote_inside_emphasis_is_at_its_word_and_the_emphasis_goes_on() -> None:
    note = "<noot id='n1'><noot.nr>3</noot.nr><noot.al>Krant</noot.al></noot>"
    ((block,), _) = read(f'<al>Het <nadruk type="cur">grote {note} bericht</nadruk> is bekend.</al>')
    assert block == paragraph(
        "Het grote bericht is bekend.",
        Span(start=4, end=17, style=Style.ITALIC),
        notes=(NoteMark(at=9, number="3"),),
    )


@pytest.mark.parametrize(
    ("markup", "text", "at"),
    [
        ("<tussenkop>Kop{}</tussenkop>", "Kop", 3),
        ("<lijst><li><li.nr>a.</li.nr><al>punt{};</al></li></lijst>", "punt;", 4),
        ("<lijst><li><li.nr>a.{}</li.nr><al>punt</al></li></lijst>", "punt", 0),
        ("<table><tgroup><tbody><row><entry>x</entry><entry>y{}</entry></row></tbody></tgroup></table>", "x | y", 5),
        ("<nr>Vraag 1{}</nr><al>Kent u dit?</al>", "Kent u dit?", 0),
        ("<al>{}</al>", "", 0),
    ],
)
def test_footnotes_stand_everywhere(markup: str, text: str, at: int) -> None:
    note = "<noot id='n1'><noot.nr>1</noot.nr><noot.al>Krant</noot.al></noot>"
    root = etree.fromstring(f"<vraag>{markup.format(note)}</vraag>")
    heading, running = Reader(root).section(root)
    assert heading in (None, "Vraag 1")
    assert [(block.text, block.notes) for block in running.blocks] == [(text, (NoteMark(at=at, number="1"),))]
    assert running.footnotes == (Footnote(number="1", text="Krant"),)


def test_a_reference_without_a_note_keeps_its_number() -> None:
    blocks, reader = read('<al>Zie<nootref refid="n9" nr="9"/>.</al>')
    assert blocks == [paragraph("Zie.", notes=(NoteMark(at=3, number="9"),))]
    assert reader.missing == ["9"]


@pytest.mark.parametrize(
    ("inside", "addresses"),
    [
        (
            '<extref doc="https://a.example/1">a</extref> en www.b.example/2.',
            ("http://www.b.example/2", "https://a.example/1"),
        ),
        ('<extref doc="https://www.a.example/1/">www.a.example/1</extref>', ("https://www.a.example/1/",)),
        ("https://a.example/1; https://a.example/2", ("https://a.example/1", "https://a.example/2")),
        ('<extref doc="mailto:a@b.example">a@b.example</extref>', ()),
        ('<extref doc="http://a.example/">http://a.example/</extref>(/een/ twee/)', ("http://a.example/",)),
        ('<extref doc="www.a.example/1">a</extref>', ("http://www.a.example/1",)),
        ('<extref soort="document" doc="kst-1-2">https://a.example/1</extref>', ("https://a.example/1",)),
    ],
)
def test_all_addresses_of_a_footnote(inside: str, addresses: tuple[str, ...]) -> None:
    root = etree.fromstring(
        f"<antwoord><al>x<noot><noot.nr>1</noot.nr><noot.al>{inside}</noot.al></noot></al></antwoord>"
    )
    (note,) = Reader(root).section(root)[1].footnotes
    assert note.addresses == addresses


def test_the_emphasis_of_a_footnote_is_kept() -> None:
    words = 'De <nadruk type="cur">Krant</nadruk> van <nadruk type="vet">mei<noot>x</noot></nadruk>, https://a.example/'
    root = etree.fromstring(
        f"<antwoord><al>x<noot><noot.nr>1</noot.nr><noot.al>{words}</noot.al></noot></al></antwoord>"
    )
    note = Reader(root).section(root)[1].footnotes[0]
    assert note.text == "De Krant van mei, https://a.example/"
    assert note.spans == (Span(start=3, end=8, style=Style.ITALIC), Span(start=13, end=16, style=Style.BOLD))


def test_a_reference_without_attributes_is_known_by_its_number() -> None:
    reader = Reader(
        root := etree.fromstring('<d><al>x<nootref>2</nootref></al><noot id="n"><noot.nr>2</noot.nr>y</noot></d>')
    )
    (block,) = reader.read(root[0]).blocks
    assert (block.text, block.notes) == ("x", (NoteMark(at=1, number="2"),))
    assert reader.unplaced() == ()


def test_the_two_halves_of_an_old_document_number_their_own_notes() -> None:
    half = "<{0}><al>x<nootref nr='1'/></al><noot nr='1'>{0}</noot></{0}>"
    root = etree.fromstring(f"<body>{half.format('vragen')}{half.format('reactie')}</body>")
    reader = Reader(root)
    assert [reader.read(part.find("al")).footnotes[0].text for part in root] == ["vragen", "reactie"]


@given(st.text("ab ", min_size=1, max_size=9), st.integers(0, 9), st.data())
def test_a_text_without_its_opening_keeps_what_is_set_apart(text: str, length: int, data: st.DataObject) -> None:
    length = min(length, len(text))
    bounds = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=3))
    spans = [Span(start=start, end=end, style=Style.BOLD) for start, end in map(sorted, bounds) if start < end]
    rest = without_opening(paragraph(text, *spans, notes=(NoteMark(at=len(text), number="1"),)), length)
    assert rest.text == text[length:]
    assert rest.notes == (NoteMark(at=len(rest.text), number="1"),)
    assert sorted(rest.text[span.start : span.end] for span in rest.spans) == sorted(
        left for span in spans if (left := text[max(span.start, length) : span.end])
    )


SIGNED = (
    "<ondertekening><functie>De Minister,</functie>"
    "<naam><voornaam>A.</voornaam><achternaam>Bos</achternaam></naam></ondertekening>"
)


def item(text: str, mark: str | None, level: int = 0, *spans: Span) -> Block:
    return Block(kind=BlockKind.ITEM, text=text, mark=mark, level=level, spans=spans)


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<lijst><li><al>een</al><al>verder</al></li><li>twee</li></lijst>", [
            item("een", "–"), item("verder", None), item("twee", "–")
        ]),
        ("<lijst><li><li.nr>1.</li.nr>een<lijst><li><li.nr>a.</li.nr><al>twee</al></li></lijst></li></lijst>", [
            item("een", "1."), item("twee", "a.", 1)
        ]),
        ("<lijst><li><li.nr>1.</li.nr><lijst><li><li.nr>a.</li.nr><al>diep</al></li></lijst></li></lijst>", [
            item("", "1."), item("diep", "a.", 1)
        ]),
        ("<lijst><li><li.nr>1.</li.nr></li><li/></lijst>", [item("", "1.")]),
        ("<definitie-item><term>Dijk</term><definitie><al>kering van aarde</al></definitie></definitie-item>", [
            item("Dijk kering van aarde", "–", 0, Span(start=0, end=4, style=Style.BOLD))
        ]),
        ("<citaat><al>Woord</al><al>voor woord</al></citaat>", [
            Block(kind=BlockKind.QUOTE, text="Woord"), Block(kind=BlockKind.QUOTE, text="voor woord")
        ]),
        ("<box><al>In een kader</al></box>", [paragraph("In een kader")]),
        ("<kop><label>Artikel</label><nr>2</nr><titel>Doel</titel></kop>", [
            Block(kind=BlockKind.HEADING, text="Artikel 2 Doel")
        ]),
        (SIGNED, [paragraph("De Minister,"), paragraph("A. Bos")]),
        ('<al>Zie <plaatje><illustratie naam="ah-1.png" alt="Kaart"/></plaatje> hier</al>', [
            paragraph("Zie"),
            Block(kind=BlockKind.IMAGE, text="Kaart", href="https://zoek.officielebekendmakingen.nl/ah-1.png"),
            paragraph("hier"),
        ]),
        ('<illustratie naam="../../etc"/>', [Block(kind=BlockKind.IMAGE, text="")]),
        ('<illustratie naam="javascript:x"/>', [Block(kind=BlockKind.IMAGE, text="")]),
    ],
)  # fmt: skip
def test_kinds_of_blocks(markup: str, blocks: list[Block]) -> None:
    assert read(markup)[0] == blocks


SPANNING = """
<table><title>Aantallen</title><tgroup cols="3">
<colspec colname="a"/><colspec colname="b"/><colspec colname="c"/>
<thead><row><entry morerows="1"><al>Jaar</al></entry><entry namest="b" nameend="c"><al>Aantal</al></entry></row>
<row><entry colname="b"><al>man</al></entry><entry><al>vrouw</al></entry></row></thead>
<tbody><row><entry><al>2001</al></entry><entry/><entry><al>4</al></entry></row>
<row><entry><al>2002</al></entry><entry colname="c"><lijst><li><li.nr>a.</li.nr><al>vijf</al></li></lijst></entry></row>
</tbody>
</tgroup></table>
"""


def test_cells_that_reach_over_several_places_keep_the_columns_straight() -> None:
    title, found = read(SPANNING)[0]
    assert title == Block(kind=BlockKind.HEADING, text="Aantallen")
    assert found.heading_rows == 2
    assert found.rows == (
        ("Jaar", "Aantal", ""),
        ("", "man", "vrouw"),
        ("2001", "", "4"),
        ("2002", "", "a. vijf"),
    )
    assert found.reaching == (Reach(row=0, column=0, down=2), Reach(row=0, column=1, across=2))


def test_a_cell_reaches_no_further_than_its_table_and_its_neighbours() -> None:
    columns = "".join(f'<colspec colname="{name}"/>' for name in "abc")
    wide = '<row><entry namest="a" nameend="c">c</entry></row>'
    head = f'<thead><row><entry>a</entry><entry morerows="9">b</entry></row>{wide}</thead>'
    row = '<row><entry morerows="9" namest="b" nameend="c">d</entry></row>'
    (found,) = read(f"<table><tgroup>{columns}{head}{row}</tgroup></table>")[0]
    assert found.rows == (("a", "b", ""), ("c", "", ""), ("", "", "d"))
    assert found.reaching == (Reach(row=0, column=1, down=2),)


@pytest.mark.parametrize(
    "table",
    [
        '<tgroup><tbody><row><entry morerows="99999999">a</entry><entry morerows="x">b</entry></row></tbody></tgroup>',
        '<tgroup><colspec colname="a"/><row><entry namest="a" nameend="zz">a</entry><entry>b</entry></row></tgroup>',
        "<row><entry>a</entry><entry>b</entry></row>",
    ],
)
def test_damaged_tables(table: str) -> None:
    assert [block.rows for block in read(f"<table>{table}</table>")[0]] == [(("a", "b"),)]


def test_what_stands_in_a_table_outside_its_cells_is_kept() -> None:
    blocks, reader = read(
        "<table><tgroup><tbody><row><entry>a</entry><vreemd>b</vreemd></row></tbody></tgroup></table>"
    )
    assert [block.text for block in blocks] == ["a", "b"]
    assert reader.unknown == ["vreemd"]


def test_lists_as_deep_as_xml_can_be() -> None:
    deep = "<lijst><li>" * 120 + "<al>diep</al>" + "</li></lijst>" * 120
    assert [block.text for block in read(deep)[0]][-1] == "diep"


def formats() -> list[str]:
    names = ["stb.xml", "bgr.xml", "gmb.xml"]
    debates = sorted(path.name for path in (FORMATS / "handelingen").glob("*.xml")) if FORMATS.exists() else []
    return [*names, *(f"handelingen/{name}" for name in debates)]


@pytest.mark.shared
@pytest.mark.skipif(not FORMATS.exists(), reason="de gedeelde documenten ontbreken hier")
@pytest.mark.parametrize("name", formats())
def test_real_publications_lose_no_words(name: str) -> None:
    # The debates have a doubled byte order mark before their declaration.
    body = (FORMATS / name).read_bytes()
    root = etree.fromstring(body[body.index(b"<officiele-publicatie") :], etree.XMLParser(remove_pis=True))
    root.remove(root.find("metadata"))
    reader = Reader(root)
    running = reader.read(root)
    shown = [letters(f"{block.mark or ''}{block.text}") for block in running.blocks]
    assert "".join(shown) == letters("".join(map(heal, pieces(root))))
    noted = letters("".join(f"{note.number}{note.text}" for note in running.footnotes))
    assert noted.removeprefix("1") == letters("".join("".join(noot.itertext()) for noot in root.iter("noot")))
    assert set(reader.unknown) == {each.tag for each in root.iter() if isinstance(each.tag, str)} - KNOWN - {root.tag}


def pieces(element: Element) -> Iterator[str]:
    """The text nodes of a document outside its footnotes."""
    yield element.text or ""
    for child in element:
        if child.tag != "noot":
            yield from pieces(child)
        yield child.tail or ""
