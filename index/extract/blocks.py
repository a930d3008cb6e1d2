"""Running text of the official markup → blocks, with every footnote at its place.

    <al>Kent u het bericht?<noot id="n1" type="voet"><noot.nr>1</noot.nr><noot.al>Krant</noot.al></noot> Zo ja,</al>
    <lijst><li><li.nr>a.</li.nr><al>punt</al></li></lijst>

Text before, between and after marked-up words all counts; what has no rule of its own keeps its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from index.extract.text import NOTE, heal, place_notes
from index.records import Block, BlockKind, Footnote, NoteMark

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
        "term",
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
    ]
)
_SET_APART = frozenset({"al", "noot.al", "noot.lijst", "li", "br"})
_IGNORED = frozenset({"nr", "nummer", "li.nr", "colspec"})
_WEB_ADDRESS = re.compile(r"https?://[^\s<>«»\"]+[^\s<>«»\".,;:)\]]|(?<![\w/.])www\.[^\s<>«»\"]+[^\s<>«»\".,;:)\]]")


@dataclass(frozen=True, slots=True)
class Running:
    """Blocks with the footnotes that stand in them."""

    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...] = ()


def plain(element: Element) -> str:
    """All text below an element, healed; comments and instructions give none."""
    return heal("".join(_texts(element)))


def children(element: Element, *names: str) -> list[Element]:
    """The child elements with one of these names, in order."""
    return [child for child in element if child.tag in names]


def web_addresses(text: str) -> tuple[str, ...]:
    """The web addresses in running text, each once."""
    found = (match.group() for match in _WEB_ADDRESS.finditer(text))
    return tuple(dict.fromkeys(address if address.startswith("http") else f"http://{address}" for address in found))


def text_block(text: str, kind: BlockKind, numbers: list[str], mark: str | None = None) -> Block | None:
    """A block of text in which NOTE stands for the footnotes with these numbers; None when it has no words."""
    settled, places = place_notes(heal(text))
    if not settled:
        return None
    notes = tuple(NoteMark(at=at, number=number) for at, number in zip(places, numbers, strict=True))
    return Block(kind=kind, text=settled, mark=mark, notes=notes)


@dataclass(slots=True)
class Reader:
    """Reads the parts of one document; knows its footnotes, and remembers which of them were met and what was odd."""

    root: Element
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    _notes: list[Footnote] = field(default_factory=list)
    _places: dict[Element | str, int] = field(default_factory=dict)
    _met: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Collect all footnotes first: a reference may stand before its note."""
        for place, noot in enumerate(self.root.iter("noot")):
            note = _footnote(noot, place + 1)
            self._notes.append(note)
            self._places[noot] = place
            self._places.setdefault(f"id {noot.get('id')}", place)
            self._places.setdefault(f"nr {note.number}", place)

    def read(self, *elements: Element) -> Running:
        """The blocks of elements that follow each other, with their footnotes in order."""
        before = len(self._met)
        blocks = tuple(block for element in elements for block in self._block(element))
        return Running(blocks, tuple(self._notes[place] for place in dict.fromkeys(self._met[before:])))

    def unplaced(self) -> tuple[Footnote, ...]:
        """The footnotes nothing that was read refers to."""
        met = set(self._met)
        return tuple(note for place, note in enumerate(self._notes) if place not in met)

    def _block(self, element: Element) -> list[Block]:
        if element.tag in ("li", "definitie-item"):
            return self._item(element)
        if element.tag == "table":
            return self._table(element)
        if element.tag == "illustratie":
            return [Block(kind=BlockKind.IMAGE, text=element.get("alt", ""), href=element.get("naam"))]
        kind = BlockKind.HEADING if element.tag in ("tussenkop", "title", "kop") else BlockKind.PARAGRAPH
        return self._flow(element, kind)

    def _flow(self, element: Element, kind: BlockKind) -> list[Block]:
        """Blocks of mixed content: runs of text, broken by the block elements among them."""
        blocks: list[Block] = []
        run, numbers = [element.text or ""], list[str]()
        for child in element:
            if self._breaks(child):
                blocks += [*self._run(run, numbers, kind), *self._block(child)]
                run, numbers = [], []
            elif child.tag not in _IGNORED:
                run += self._inline(child, numbers)
            run.append(child.tail or "")
        return blocks + self._run(run, numbers, kind)

    def _breaks(self, child: Element) -> bool:
        if not isinstance(child.tag, str) or child.tag in _INLINE or child.tag in _IGNORED:
            return False
        if child.tag not in _BLOCKS:
            self.unknown.append(child.tag)
        return True

    def _run(self, run: list[str], numbers: list[str], kind: BlockKind) -> list[Block]:
        block = text_block("".join(run), kind, numbers)
        return [block] if block else []

    def _inline(self, element: Element, numbers: list[str]) -> Iterator[str]:
        if not isinstance(element.tag, str):
            return
        if element.tag in ("noot", "nootref"):
            yield from self._mark(element, numbers)
            return
        yield " " if element.tag == "br" else element.text or ""
        for child in element:
            yield from self._inline(child, numbers)
            yield child.tail or ""

    def _mark(self, element: Element, numbers: list[str]) -> Iterator[str]:
        place = self._place(element)
        if place is None:
            self.missing.append(element.get("nr") or element.get("refid") or "?")
            return
        self._met.append(place)
        numbers.append(self._notes[place].number)
        yield NOTE

    def _place(self, element: Element) -> int | None:
        """Which footnote a note or a reference is; by id before number, because they differ in real documents."""
        if element.tag == "noot":
            return self._places[element]
        by_id = self._places.get(f"id {element.get('refid')}")
        return by_id if by_id is not None else self._places.get(f"nr {element.get('nr')}")

    def _item(self, element: Element) -> list[Block]:
        mark = next((plain(child) for child in children(element, "li.nr")), "") or None
        inner = self._flow(element, BlockKind.ITEM)
        items = [replace(block, kind=BlockKind.ITEM) if _is_paragraph(block) else block for block in inner]
        return [replace(items[0], mark=mark), *items[1:]] if items and mark else items

    def _table(self, element: Element) -> list[Block]:
        titles = [block for title in children(element, "title") for block in self._block(title)]
        numbers: list[str] = []
        rows = [[self._cell(entry, numbers) for entry in row.iter("entry")] for row in element.iter("row")]
        text, places = place_notes("\n".join(" | ".join(row) for row in rows))
        table = Block(
            kind=BlockKind.TABLE,
            text=text,
            rows=tuple(tuple(cell.replace(NOTE, "") for cell in row) for row in rows),
            notes=tuple(NoteMark(at=at, number=number) for at, number in zip(places, numbers, strict=True)),
        )
        return [*titles, table] if rows else titles

    def _cell(self, entry: Element, numbers: list[str]) -> str:
        pieces = [entry.text or ""]
        for child in entry:
            pieces += [" ", *self._inline(child, numbers), child.tail or ""]
        return heal("".join(pieces))


def _is_paragraph(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH


def _texts(element: Element, without: str = "") -> Iterator[str]:
    """Pieces of text; name parts that touch are set apart: <voorvoegsels>van</voorvoegsels><achternaam>…."""
    if not isinstance(element.tag, str) or element.tag == without:
        return
    yield element.text or ""
    for child in element:
        if element.tag == "naam" or child.tag in _SET_APART:
            yield " "
        yield from _texts(child, without)
        yield child.tail or ""


def _footnote(noot: Element, position: int) -> Footnote:
    numbers = [plain(number) for number in children(noot, "noot.nr")] or [noot.get("nr") or ""]
    text = heal("".join(_texts(noot, without="noot.nr")))
    linked = [address for link in noot.iter("extref") if (address := link.get("doc") or "").startswith("http")]
    number = numbers[0].strip(" .)") or str(position)
    return Footnote(number=number, text=text, addresses=tuple(dict.fromkeys(linked)) or web_addresses(text))
