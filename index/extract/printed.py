"""A sequence of printed paragraphs → official markup: what a PDF, a Word letter or plain text says without markup.

    Vragen van het lid Jansen (SP) aan de Minister van Justitie over een onderwerp (ingezonden 6 januari 2025).
    Antwoord van Minister De Vries (Justitie) (ontvangen 27 januari 2025).
    Vraag 1
    Kent u het bericht?
    Antwoord op vraag 1
    Ja.

The headings come in many spellings ("Antwoord vraag 4-7:", a bare "Antwoord", "1. Kent u …"); see `labels`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from index.extract.blocks import Element
from index.extract.labels import Label, Labels, are_answers_named, are_named, numbers_apart
from index.extract.letterhead import Head, is_closing, split_head
from index.extract.markup import add, add_text, new_document
from index.extract.text import NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A printed paragraph; NOTE stands in the text for the marks of the footnotes with these keys.

    `apart` says that the whole paragraph is set in another style than its neighbours, `rows` makes it a table.
    """

    text: str
    notes: tuple[str, ...] = ()
    mark: str | None = None
    apart: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNote:
    """A footnote: its printed number, its text, the web addresses behind its words, and a `key` no other note has."""

    number: str
    text: str
    key: str
    addresses: tuple[str, ...] = ()


@dataclass(slots=True)
class _Section:
    """A question, an answer or a remark while it is being collected."""

    tag: str
    heading: str | None
    paragraphs: list[Paragraph] = field(default_factory=list)


def printed_markup(paragraphs: Iterable[Paragraph], notes: Sequence[PrintedNote]) -> Element | None:
    """The paragraphs as official markup; None when they hold no questions, no answer and no header sentence."""
    words = [each for each in paragraphs if each.text.strip() or each.rows]
    head, rest = split_head(words)
    sections = _sections(head, _without_closing(rest))
    if not sections and not head.question:
        return None
    markup, text = new_document()
    _add_head(markup, text, head)
    for section in sections:
        _add_section(text, section)
    for note in notes:
        _add_note(add(text, "noten"), note)
    return markup


def _without_closing(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs without the greeting and the names at the end of a letter."""
    kept = list(paragraphs)
    while kept and is_closing(kept[-1].text):
        kept.pop()
    return kept


def _sections(head: Head, paragraphs: Sequence[Paragraph]) -> list[_Section]:
    texts = [each.text for each in paragraphs]
    answered = bool(head.answer) and not head.is_notice and not are_answers_named(texts)
    labels = Labels(named=are_named(texts), answered=answered)
    labelled = [(labels.label(each.text, each.mark), each) for each in paragraphs]
    if any(label for label, _ in labelled):
        return _awaited(_with_unheaded_answers(_labelled(labelled)))
    return _unlabelled(head, paragraphs)


def _labelled(paragraphs: Iterable[tuple[Label | None, Paragraph]]) -> list[_Section]:
    sections: list[_Section] = []
    for label, paragraph in paragraphs:
        if label:
            sections.append(_Section(label.tag, label.text))
            paragraph = _after(paragraph, label.length)  # noqa: PLW2901  what is left is the first words of the section
        if sections and (paragraph.text.strip() or paragraph.notes or paragraph.rows):
            sections[-1].paragraphs.append(paragraph)
    return sections


def _after(paragraph: Paragraph, length: int) -> Paragraph:
    """What a paragraph says after its label."""
    return replace(paragraph, text=paragraph.text[length:], mark=None, apart=False)


def _with_unheaded_answers(sections: list[_Section]) -> list[_Section]:
    """The sections; where a letter sets questions and answers in different type, that tells answers without heading."""
    questions = [section.paragraphs for section in sections if section.tag == "vraag"]
    answers = [section.paragraphs for section in sections if section.tag == "antwoord"]
    apart = all(each and each[0].apart for each in questions) and not any(each and each[0].apart for each in answers)
    return [part for section in sections for part in (_by_type(section) if apart and answers else [section])]


def _by_type(section: _Section) -> list[_Section]:
    """A question, and as an answer without a number what follows it in the type of the answers."""
    asked = list(takewhile(lambda paragraph: paragraph.apart, section.paragraphs))
    answered = section.paragraphs[len(asked) :]
    if section.tag != "vraag" or not answered:
        return [section]
    return [_Section("vraag", section.heading, asked), _Section("antwoord", None, answered)]


def _awaited(sections: list[_Section]) -> list[_Section]:
    """The sections, a bare "Antwoord" with the numbers of the questions printed since the previous answer."""
    waiting: list[str] = []
    answers = sum(section.tag == "antwoord" for section in sections)
    for section in sections:
        numbers = numbers_apart(section.heading or "")
        if section.tag == "vraag":
            waiting += numbers
        elif section.tag == "antwoord":
            if not numbers and section.heading and answers > 1 and len(waiting) == 1:
                section.heading = f"Antwoord {waiting[0]}"
            waiting = []
    return sections


def _unlabelled(head: Head, paragraphs: Sequence[Paragraph]) -> list[_Section]:
    """Text without any heading: a notice, one answer to everything, or a question a paragraph."""
    if not paragraphs:
        return []
    if head.is_notice:
        return [_Section("kamervraagopmerking", "Mededeling", list(paragraphs))]
    if head.answer:
        return [_Section("antwoord", None, list(paragraphs))]
    return [_Section("vraag", "", [paragraph]) for paragraph in paragraphs] if head.question else []


def _add_head(markup: Element, text: Element, head: Head) -> None:
    facts = add(markup, "metadata")
    for name, value in head.facts:
        add(facts, "meta", name=name, content=value)
    if head.question:
        add(text, "kamervraagomschrijving", head.question, type="vraag")
    if head.answer:
        add(text, "kamervraagomschrijving", head.answer, type="antwoord")


def _add_section(text: Element, section: _Section) -> None:
    element = add(text, section.tag)
    if section.tag == "kamervraagopmerking":
        add(element, "tussenkop", section.heading or "")
    elif section.heading is not None:
        add(element, "nr", section.heading)
    headed = section.tag != "vraag" and not all(paragraph.apart for paragraph in section.paragraphs)
    for paragraph in section.paragraphs:
        _add_paragraph(element, paragraph if headed else replace(paragraph, apart=False))


def _add_paragraph(section: Element, paragraph: Paragraph) -> None:
    if paragraph.rows:
        _add_table(section, paragraph.rows)
        return
    if paragraph.mark is None:
        target = add(section, "tussenkop" if paragraph.apart else "al")
    else:
        item = add(_list_at_end(section), "li")
        add(item, "li.nr", paragraph.mark)
        target = add(item, "al")
    keys = iter(paragraph.notes)
    for at, piece in enumerate(paragraph.text.split(NOTE)):
        if at:
            key = next(keys, "")
            add(target, "nootref", refid=key, nr=key)
        add_text(target, piece)


def _list_at_end(section: Element) -> Element:
    return section[-1] if len(section) and section[-1].tag == "lijst" else add(section, "lijst", type="expliciet")


def _add_table(section: Element, rows: Sequence[Sequence[str]]) -> None:
    body = add(add(add(section, "table"), "tgroup", cols=str(max(map(len, rows)))), "tbody")
    for row in rows:
        line = add(body, "row")
        for cell in row:
            add(add(line, "entry"), "al", cell)


def _add_note(notes: Element, note: PrintedNote) -> None:
    element = add(notes, "noot", id=note.key, type="voet")
    add(element, "noot.nr", note.number)
    add(element, "noot.al", note.text)
    for address in note.addresses:
        add(element[-1], "extref", soort="URL", doc=address)
