"""The running text of a historical file, with what its makers misplaced put back where it is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from index.extract.addresses import web_addresses
from index.extract.blocks import Element, plain, text_block
from index.extract.dates import printed_date
from index.extract.header import AnswerHeader, Sentence, answer_header
from index.extract.kvrcuts import Raw, whole
from index.extract.kvrpaper import Paper, put_in_order, with_rest_of_number
from index.extract.numbers import printed_numbers
from index.extract.offices import officeholders
from index.extract.parts import Body, Printed
from index.extract.problems import problem
from index.extract.text import BREAK, NOTE, heal, join_line_ends
from index.records import Addressee, Block, BlockKind, Footnote, House, Part

_NEXT_SET = re.compile(r"Vragen van (?:het lid|de leden) [^?]{5,400}?\(\s*[Il]nge[zs]onden \d")
# "…vragen.De Kamer": where two paragraphs met, the line break is gone.
_GLUED_NOTE = re.compile(
    r"(?P<note>(?:[A-Z«]|https?:|www\.).{3,250}?)"
    r"(?=\s*(?:$|\b(?:Antwoord|Mededeling) (?:Antwoord|Mededeling|Nader)|Toelichting|Deze vragen|Vragen van ))"
)
_GLUED = re.compile(rf"{BREAK}|(?<=[a-zà-ÿ)»]{{3}}[.?!])(?=[A-Z«][a-zà-ÿ]*\s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class KvrText:
    """The text of a paper and what its reply says about itself; `reply_lost` when that is not in the file."""

    body: Body
    reply_header: str
    received_on: date | None
    answerers: tuple[Addressee, ...]
    reply_lost: bool


@dataclass(slots=True)
class _Notes:
    """The footnotes of a paper by section and number; a mark finds the note of its own section first."""

    by_place: dict[tuple[str, str], Footnote] = field(default_factory=dict)
    spare: list[Footnote] = field(default_factory=list)
    met: set[tuple[str, str]] = field(default_factory=set)
    printed_out: dict[Element, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def add(self, section: str, note: Footnote) -> None:
        if self.by_place.setdefault((section, note.number), note) is not note:
            self.spare.append(note)

    def find(self, section: str, number: str) -> Footnote | None:
        other = "antwoorden" if section == "vragen" else "vragen"
        place = next((place for place in ((section, number), (other, number)) if place in self.by_place), None)
        if place is None:
            self.missing.append(number)
            return None
        self.met.add(place)
        return self.by_place[place]

    def unplaced(self) -> tuple[Footnote, ...]:
        return (*(note for place, note in self.by_place.items() if place not in self.met), *self.spare)


def kvr_text(root: Element, document: str) -> KvrText:
    """The text of a historical file."""
    notes = _notes(root)
    questions = whole(_raws(root, "vragen", "vraag", notes))
    asked = {number for raw in questions for number in raw.numbers}
    answers = whole(_raws(root, "antwoorden", "antwoord", notes), asked)
    paper = Paper(
        document=document,
        questions=questions,
        answers=[with_rest_of_number(raw) for raw in answers],
        notice=_text_at(root, "mededeling"),
        explanation=_text_at(root, "toelichting"),
    )
    put_in_order(paper, root)
    reply = answer_header(Sentence(text=paper.reply_header), House.TWEEDE_KAMER) if paper.reply_header else None
    return KvrText(
        body=_body(paper, notes),
        reply_header=paper.reply_header,
        received_on=printed_date(paper.reply_header) or _element_date(root),
        answerers=_reply_by(root, reply),
        reply_lost=not paper.has_reply and _was_answered(root),
    )


def _body(paper: Paper, notes: _Notes) -> Body:
    if any(_NEXT_SET.search(raw.text) for raw in paper.questions):
        paper.problems.append(problem("several_sets", paper.document))
    mended = dict.fromkeys(number for raw in (*paper.questions, *paper.answers) for number in raw.mended)
    paper.problems += [problem("number_in_text", paper.document, ", ".join(mended))] if mended else []
    paper.problems += [problem("note_without_text", paper.document, number) for number in dict.fromkeys(notes.missing)]
    return Body(
        questions=tuple(map(_printed, paper.questions)),
        answers=tuple(map(_printed, paper.answers)),
        notice=_blocks(paper.notice, ()),
        explanation=_blocks(paper.explanation, ()),
        footnotes=notes.unplaced(),
        problems=tuple(paper.problems),
    )


def _notes(root: Element) -> _Notes:
    notes = _Notes()
    for section in ("vragen", "antwoorden"):
        for position, noot in enumerate(root.iterfind(f"{section}/noten/noot"), start=1):
            text = join_line_ends(plain(noot))
            if text:
                number = noot.get("nummer", "").strip() or str(position)
                notes.add(section, Footnote(number=number, text=text, addresses=web_addresses(text)))
    _take_glued_notes(root, notes)
    return notes


def _take_glued_notes(root: Element, notes: _Notes) -> None:
    """Footnotes that run on after the last question: … voorkomen? <voetnoot nummer="1"/> Zie de Courant van gisteren.

    The mark there is the number of the note itself; `printed_out` keeps what follows the note.
    """
    for element in root.iterfind("vragen/vraag"):
        before = heal(element.text or "")
        for child in element:
            number, tail = child.get("nummer", "").strip(), heal(child.tail or "")
            found = _GLUED_NOTE.match(tail) if ("vragen", number) not in notes.by_place else None
            if found and before.endswith(("?", ".")) and not found["note"].endswith("?"):
                text = join_line_ends(found["note"])
                notes.add("vragen", Footnote(number=number, text=text, addresses=web_addresses(text)))
                notes.printed_out[child] = tail[found.end() :]
            before = tail


def _raws(root: Element, section: str, tag: str, notes: _Notes) -> list[Raw]:
    return [_raw(element, section, notes) for element in root.iterfind(f"{section}/{tag}")]


def _raw(element: Element, section: str, notes: _Notes) -> Raw:
    pieces, used = [element.text or ""], list[Footnote]()
    for child in element:
        if child in notes.printed_out:
            pieces.append(f" {notes.printed_out[child]}")
            continue
        is_mark = child.tag == "voetnoot"
        if is_mark:
            number = child.get("nummer", "").strip()
            used.append(notes.find(section, number) or Footnote(number=number or "?", text=""))
        pieces += [NOTE if is_mark else plain(child), child.tail or ""]
    text = join_line_ends(heal("".join(pieces)))
    heading = element.get("nummer", "").strip()
    return Raw(printed_numbers(heading), text, tuple(used), heading, is_answer=section == "antwoorden")


def _text_at(root: Element, path: str) -> str:
    element = root.find(path)
    return join_line_ends(plain(element)) if element is not None else ""


def _printed(raw: Raw) -> Printed:
    """The text with its footnotes; a mark whose note is not in the file has no text and is only a mark."""
    notes = tuple(dict.fromkeys(note for note in raw.notes if note.text))
    return Printed(numbers=raw.numbers, blocks=_blocks(raw.text, raw.notes), footnotes=notes)


def _blocks(text: str, notes: Iterable[Footnote]) -> tuple[Block, ...]:
    numbers = [note.number for note in notes]
    blocks = []
    for piece in _GLUED.split(text):
        count = piece.count(NOTE)
        blocks.append(text_block(piece, BlockKind.PARAGRAPH, numbers[:count]))
        del numbers[:count]
    return tuple(block for block in blocks if block)


def _element_date(root: Element) -> date | None:
    data, notice = root.find("meta/antwoorddata"), root.find("mededeling")
    printed = (data.get("antwoorddatum", "") if data is not None else "")[:40]
    return printed_date(printed) or (printed_date(notice.get("mededelingdatum", "")) if notice is not None else None)


def _reply_by(root: Element, reply: AnswerHeader | None) -> tuple[Addressee, ...]:
    """Who replied according to the words above the reply, else according to the attributes of the notice."""
    notice = root.find("mededeling")
    if (reply and reply.answerers) or notice is None:
        return reply.answerers if reply else ()
    name, ministry = notice.get("mededeler", "").strip(), join_line_ends(heal(notice.get("afdeling", ""))).strip(" ,")
    named = bool(ministry) and not any(char.isdigit() for char in ministry)
    if not name and not named:
        return ()
    return officeholders(Part.ANSWERED, notice.get("functie", ""), name, ministry if named else "")


def _was_answered(root: Element) -> bool:
    place = next((item.text or "" for item in root.iterfind("meta/metadata/item[@attribuut='Vindplaats']")), "")
    return "vraagnr" not in place
