"""Running text of the official markup → blocks, with every footnote at its place and emphasis and links as spans.

    <al>Kent u het <nadruk type="cur">bericht</nadruk>?<noot id="n1"><noot.nr>1</noot.nr>…</noot> Zo ja,</al>
    <lijst><li><li.nr>a.</li.nr><al>punt</al></li></lijst>

Text before, between and after marked-up words all counts; what has no rule of its own keeps its text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from index.extract.addresses import web_addresses
from index.extract.identifiers import ZOEK, page_address
from index.extract.runs import Run, Settled, settled, together
from index.extract.tables import strays, table
from index.extract.text import heal
from index.records import Block, BlockKind, Footnote, NoteMark, Style

Element = etree._Element  # noqa: SLF001  lxml gives its element class no public name

_FLOWS = frozenset(
    [
        "al",
        "al-groep",
        "groep",
        "box",
        "citaat",
        "kop",
        "lijst",
        "li",
        "definitielijst",
        "definitie-item",
        "definitie",
        "ondertekening",
        "ondertekenaar",
        "tekst",
        "divisie",
        "gegevensgroep",
    ]
)
_BLOCKS = _FLOWS | {"table", "plaatje", "illustratie", "tussenkop", "title"}
_INLINE = frozenset(
    [
        "noot",
        "nootref",
        "extref",
        "intref",
        "nadruk",
        "sup",
        "inf",
        "br",
        "naam",
        "achternaam",
        "voornaam",
        "voorvoegsels",
        "organisatie",
        "datum",
        "kamervraagonderwerp",
        "functie",
        "plaats",
        "label",
        "nr",
        "titel",
        "subtitel",
        "term",
    ]
)
_HEADINGS = frozenset({"tussenkop", "title", "kop"})
_SIGNED = frozenset({"ondertekening", "ondertekenaar"})
_NUMBERS = frozenset({"nr", "nummer"})
# Printed apart, although no white space stands between them in the file: all of these; those after their first.
_SET_APART = _BLOCKS | {"noot.al", "noot.lijst", "br", "row", "entry"}
_NAME_PARTS = {"voornaam", "voorvoegsels", "achternaam"}
_PARTS_OF_ONE = _NAME_PARTS | {"label", "nr", "titel", "subtitel", "term", "definitie"}
_TABLE_PARTS = {"tgroup", "thead", "tbody", "tfoot", "entrytbl", "colspec", "spanspec"}
KNOWN = _INLINE | _SET_APART | _PARTS_OF_ONE | _TABLE_PARTS | {"noot.nr", "li.nr"}
_NO_NOTE_TEXT = frozenset({"noot", "noot.nr"})
_DOCUMENT = re.compile(r"[a-z]{1,5}-[\w-]+")
_IMAGE = re.compile(r"/?\w[\w-]*(?:[./]\w[\w-]*)*")
_EMPHASIS = {
    "cur": (Style.ITALIC,),
    "vet": (Style.BOLD,),
    "halfvet": (Style.BOLD,),
    "vetcur": (Style.BOLD, Style.ITALIC),
    "ondlijn": (Style.UNDERLINED,),
}
_STYLES = {"sup": (Style.SUPERSCRIPT,), "inf": (Style.SUBSCRIPT,), "term": (Style.BOLD,)}
_DASH = "–"
"""Printed before the items of a list that gives them no marks."""


@dataclass(frozen=True, slots=True)
class Running:
    """Blocks with the footnotes that stand in them."""

    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...] = ()


def plain(element: Element) -> str:
    """All text below an element but its footnotes, healed; comments and instructions give none."""
    return heal("".join(_texts(element)))


def children(element: Element, *names: str) -> list[Element]:
    """The child elements with one of these names, in order."""
    return [child for child in element if child.tag in names]


def text_block(text: str, kind: BlockKind, numbers: list[str], mark: str | None = None) -> Block | None:
    """A block of text in which NOTE stands for the footnotes with these numbers; None when it has no words."""
    return settled(text, numbers).block(kind, mark=mark)


@dataclass(slots=True)
class Reader:
    """Reads the parts of one document; knows its footnotes, and remembers which of them were met and what was odd."""

    root: Element
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    _notes: list[Footnote] = field(default_factory=list)
    _places: dict[Element | str, int] = field(default_factory=dict)
    _met: list[int] = field(default_factory=list)
    _images: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Collect all footnotes first: a reference may stand before its note."""
        for place, noot in enumerate(self.root.iter("noot")):
            note = _footnote(noot, place + 1)
            self._notes.append(note)
            self._places[noot] = place
            if noot.get("id"):
                self._places.setdefault(f"id {noot.get('id')}", place)
            self._places.setdefault(f"nr {_half(noot)} {note.number}", place)
            self._places.setdefault(f"nr {note.number}", place)

    def read(self, *elements: Element) -> Running:
        """The blocks of elements that follow each other, with their footnotes in order."""
        before = len(self._met)
        blocks = tuple(block for element in elements for block in self._block(element, 0))
        return Running(blocks, self._footnotes_since(before))

    def section(self, element: Element) -> tuple[str | None, Running]:
        """The number above a question or an answer, None where the markup has none, and the text below it."""
        before = len(self._met)
        headings = children(element, *_NUMBERS)
        marks = self._marks_in(headings)
        blocks = _marked(marks, self._flow(element, BlockKind.PARAGRAPH, 0, headings))
        heading = " ".join(map(plain, headings)) if headings else None
        return heading, Running(tuple(blocks), self._footnotes_since(before))

    def unplaced(self) -> tuple[Footnote, ...]:
        """The footnotes nothing that was read refers to."""
        met = set(self._met)
        return tuple(note for place, note in enumerate(self._notes) if place not in met)

    def _footnotes_since(self, before: int) -> tuple[Footnote, ...]:
        return tuple(self._notes[place] for place in dict.fromkeys(self._met[before:]))

    def _block(self, element: Element, level: int) -> list[Block]:
        tag = element.tag
        if tag == "li":
            return self._item(element, level)
        if tag == "definitie-item":
            return self._definition(element, level)
        if tag == "table":
            return self._table(element, level)
        if tag in _INLINE or tag == "illustratie":
            run = Run()
            self._inline(element, run)
            return self._ended(run, BlockKind.PARAGRAPH, level)
        kind = BlockKind.HEADING if tag in _HEADINGS else BlockKind.QUOTE if tag == "citaat" else BlockKind.PARAGRAPH
        return self._flow(element, kind, level)

    def _marks_in(self, headings: list[Element]) -> tuple[NoteMark, ...]:
        """The footnotes in a number or mark, which has no text of its own to stand in."""
        run = Run()
        for note in (note for heading in headings for note in heading.iter("noot", "nootref")):
            self._mark(note, run)
        return run.settled().notes

    def _flow(self, element: Element, kind: BlockKind, level: int, without: Collection[Element] = ()) -> list[Block]:
        """Blocks of mixed content: runs of text, broken by the block elements among them."""
        blocks: list[Block] = []
        run = Run()
        run.add(element.text)
        for child in element:
            if child in without:
                pass
            elif self._breaks(child, element):
                blocks += [*self._ended(run, kind, level), *_as(kind, self._block(child, level))]
                run = Run()
            else:
                self._inline(child, run)
            run.add(child.tail)
        return blocks + self._ended(run, kind, level)

    def _breaks(self, child: Element, parent: Element) -> bool:
        """Whether an element ends the run of text it stands in; a name below a letter has a line of its own."""
        if child.tag in _INLINE:
            return parent.tag in _SIGNED and child.tag not in ("noot", "nootref")
        return self._is_known(child)

    def _ended(self, run: Run, kind: BlockKind, level: int) -> list[Block]:
        """The block of a run, and the images that stood in it."""
        block = run.settled().block(kind, level=level)
        images, self._images = self._images, []
        return [block, *images] if block else images

    def _inline(self, element: Element, run: Run) -> None:
        """The text of an element that does not end the run, with its footnotes, emphasis and links."""
        if not self._is_known(element):
            return
        if element.tag in ("noot", "nootref"):
            self._mark(element, run)
            return
        run.add(_gap(element))
        if element.tag == "illustratie":
            self._images.append(_image(element))
        start = run.length
        run.add(element.text)
        for child in element:
            self._inline(child, run)
            run.add(child.tail)
        self._set_apart(element, run, start)

    def _set_apart(self, element: Element, run: Run, start: int) -> None:
        for style in _styles(element):
            run.set_apart(start, style=style)
        href = _link(element)
        if href:
            run.set_apart(start, href=href)

    def _mark(self, element: Element, run: Run) -> None:
        """The mark of a footnote; a reference to a note that is not there keeps its number."""
        place = self._place(element)
        if place is None:
            number = element.get("nr") or plain(element) or element.get("refid") or "?"
            self.missing.append(number)
            run.add_note(number)
            return
        self._met.append(place)
        run.add_note(self._notes[place].number)

    def _place(self, element: Element) -> int | None:
        """Which footnote a note or a reference is; by id before number, because they differ in real documents."""
        if element.tag == "noot":
            return self._places[element]
        number = element.get("nr") or plain(element)
        names = (f"id {element.get('refid')}", f"nr {_half(element)} {number}", f"nr {number}")
        return next((self._places[name] for name in names if name in self._places), None)

    def _item(self, element: Element, level: int) -> list[Block]:
        """The paragraphs of a list item, the first with its mark; lists inside it are a level deeper."""
        printed = children(element, "li.nr")
        marks = self._marks_in(printed)
        inner = _marked(marks, self._flow(element, BlockKind.PARAGRAPH, level + 1, printed))
        return _as_item(inner, " ".join(map(plain, printed)).strip() or _DASH, level)

    def _definition(self, element: Element, level: int) -> list[Block]:
        """A defined word with its definition behind it."""
        inner = self._flow(element, BlockKind.PARAGRAPH, level + 1)
        if element.find("term") is not None and [block.kind for block in inner[:2]] == [BlockKind.PARAGRAPH] * 2:
            whole = together((Settled(block.text, block.notes, block.spans) for block in inner[:2]), " ")
            inner[:2] = [replace(inner[0], text=whole.text, notes=whole.notes, spans=whole.spans)]
        return _as_item(inner, _DASH, level)

    def _table(self, element: Element, level: int) -> list[Block]:
        """The title of a table, the table, the images in it, and what stands there that is no part of a table."""
        groups, blocks = children(element, "tgroup") or [element], list[Block]()
        for title in children(element, "title"):
            blocks += self._block(title, level)
        for group in groups:
            found = table(group, self._cell, level)
            images, self._images = self._images, []
            blocks += [found, *images] if found else images
        for stray in strays(element):
            if stray.tag != "title" and self._is_known(stray):
                blocks += self._block(stray, level)
        return blocks

    def _cell(self, entry: Element) -> Settled:
        run = Run()
        self._inline(entry, run)
        return run.settled()

    def _is_known(self, element: Element) -> bool:
        """Whether this is an element at all; one that has no rule is remembered."""
        if isinstance(element.tag, str) and element.tag not in KNOWN:
            self.unknown.append(element.tag)
        return isinstance(element.tag, str)


def _marked(marks: tuple[NoteMark, ...], blocks: list[Block]) -> list[Block]:
    """Blocks with footnote marks before their first word."""
    if not marks:
        return blocks
    first = blocks[0] if blocks else Block(kind=BlockKind.PARAGRAPH, text="")
    return [replace(first, notes=marks + first.notes), *blocks[1:]]


def _as(kind: BlockKind, blocks: list[Block]) -> list[Block]:
    """Paragraphs inside a heading or a quotation are of its kind."""
    if kind is BlockKind.PARAGRAPH:
        return blocks
    return [replace(block, kind=kind) if block.kind is BlockKind.PARAGRAPH else block for block in blocks]


def _as_item(inner: list[Block], mark: str, level: int) -> list[Block]:
    """Paragraphs as those of one item; its mark stands alone where something else comes first."""
    own = BlockKind.PARAGRAPH
    items = [replace(block, kind=BlockKind.ITEM, level=level) if block.kind is own else block for block in inner]
    if inner and inner[0].kind is own:
        return [replace(items[0], mark=mark), *items[1:]]
    alone = Block(kind=BlockKind.ITEM, text="", mark=mark, level=level)
    return [alone, *items] if items or mark != _DASH else []


def _styles(element: Element) -> tuple[Style, ...]:
    if element.tag == "nadruk":
        return _EMPHASIS.get(element.get("type", "cur"), ())
    return _STYLES.get(element.tag, ())


def _link(element: Element) -> str | None:
    """Where a reference leads: an address on the web, or the page of an official document."""
    doc = (element.get("doc") or "").strip()
    is_document = element.tag == "extref" and element.get("soort") == "document" and _DOCUMENT.fullmatch(doc)
    return page_address(doc) if is_document else _web_link(element)


def _web_link(element: Element) -> str | None:
    """The address on the web that a reference names; some leave out how to get there."""
    doc = (element.get("doc") or "").strip() if element.tag == "extref" else ""
    if doc.startswith("www."):
        return f"http://{doc}"
    return doc if doc.startswith(("http://", "https://")) else None


def _image(element: Element) -> Block:
    """An image as a link to its place beside the document."""
    name = (element.get("naam") or "").strip()
    beside = f"{ZOEK}/{name.lstrip('/')}" if _IMAGE.fullmatch(name) else None
    href = name if name.startswith(("http://", "https://")) else beside
    return Block(kind=BlockKind.IMAGE, text=heal(element.get("alt", "")), href=href)


def _half(element: Element) -> str:
    """Which half of an old document an element stands in: both number their footnotes from 1."""
    return next((half.tag for half in element.iterancestors("vragen", "reactie")), "")


def _gap(element: Element) -> str:
    """A space before what is printed apart: <voorvoegsels>van</voorvoegsels><achternaam>…."""
    follows = element.tag in _PARTS_OF_ONE and element.getprevious() is not None
    return " " if follows or element.tag in _SET_APART else ""


def _texts(element: Element) -> Iterator[str]:
    """Pieces of text without footnotes; what is printed apart is set apart."""
    if not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        if child.tag != "noot":
            yield _gap(child)
            yield from _texts(child)
        yield child.tail or ""


def _footnote(noot: Element, position: int) -> Footnote:
    numbers = [plain(number) for number in children(noot, "noot.nr")] or [noot.get("nr") or ""]
    number = numbers[0].strip(" .)") or str(position)
    run = Run()
    _note_text(noot, run)
    words = run.settled()
    emphasised = tuple(span for span in words.spans if span.style)
    return Footnote(number=number, text=words.text, addresses=_addresses(noot), spans=emphasised)


def _note_text(element: Element, run: Run) -> None:
    """The words of a footnote, with their emphasis; not its number, and not those of a footnote inside it."""
    start = run.length
    run.add(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _NO_NOTE_TEXT:
            run.add(_gap(child))
            _note_text(child, run)
        run.add(child.tail)
    for style in _styles(element):
        run.set_apart(start, style=style)


def _addresses(noot: Element) -> tuple[str, ...]:
    """The addresses that a footnote prints, then those it links; one that it does both with is the linked one."""
    linked = [href for link in noot.iter("extref") if (href := _web_link(link))]
    found = {_bare_address(address): address for address in web_addresses(heal("".join(_unlinked(noot))))}
    found |= {_bare_address(address): address for address in linked}
    return tuple(found.values())


def _unlinked(element: Element) -> Iterator[str]:
    """Pieces of text outside links to the web, and outside the number of a footnote."""
    yield element.text or ""
    for child in element:
        yield _gap(child)
        if isinstance(child.tag, str) and child.tag not in _NO_NOTE_TEXT and not _web_link(child):
            yield from _unlinked(child)
        yield child.tail or ""


def _bare_address(address: str) -> str:
    """What two spellings of one address have in common."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/").lower()
