"""Which form of a document gives its text: XML, else the web page, else the PDF, the Word letter or plain text.

Whatever the form, its text becomes official markup, so that one reader understands questions, answers and footnotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from index.extract import modern, vraagdoc
from index.extract.blocks import Element
from index.extract.header import Sentence
from index.extract.parts import Body
from index.extract.pdf import pdf_paragraphs
from index.extract.pdflines import LongPdfError, UnreadablePdfError, pdf_lines
from index.extract.plaintext import text_paragraphs
from index.extract.printed import Paragraph, printed_markup
from index.extract.problems import problem
from index.extract.text import heal
from index.extract.unread import unread
from index.extract.webpage import page, page_markup, page_metadata, page_paragraphs
from index.extract.word import UnreadableWordError, word_paragraphs
from index.records import Problem, TextForm
from index.snapshots import Document, Form

_NOTHING = Sentence(text="")


@dataclass(frozen=True, slots=True)
class Text:
    """What the text of a document gave; `facts` are metadata that stand in the text itself."""

    body: Body = field(default_factory=Body)
    question: Sentence = _NOTHING
    answer: Sentence = _NOTHING
    problems: tuple[Problem, ...] = ()
    read_from: TextForm | None = None
    facts: Element | None = None


class UnreadError(Exception):
    """A form whose text cannot be read: the code of the problem, and its detail."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def read(document: Document, xml: Element | None) -> Text:
    """The text in the best form that has it; empty, with the reasons, when none has."""
    problems = list[Problem]()
    for kind, markup_of in _ways(document, xml):
        try:
            markup = markup_of()
        except UnreadError as unread:
            problems.append(problem(unread.code, document.id, unread.detail))
            continue
        if markup is not None:
            problems += [problem(_MARKED[kind], document.id)] if kind in _MARKED else []
            return _text(markup, document.id, kind, problems)
    other_forms = any(document.form(form) for form, _, _ in _READERS)
    return Text(problems=(*problems, *([] if other_forms else [problem("only_metadata", document.id)])))


def _ways(document: Document, xml: Element | None) -> Iterator[tuple[TextForm, Callable[[], Element | None]]]:
    """The forms there are, the best first, each with the way to its markup."""
    yield TextForm.XML, partial(_xml, xml)
    for form, kind, markup_of in _READERS:
        if snapshot := document.form(form):
            yield kind, partial(markup_of, snapshot.body)


def _text(markup: Element, document: str, kind: TextForm, problems: list[Problem]) -> Text:
    reader = vraagdoc if markup.tag == "vraagdoc" else modern
    question, answer = (sentence or _NOTHING for sentence in reader.sentences(markup))
    body = reader.body(markup, document)
    lost = unread(markup, body, [question.text, answer.text], document)
    facts = next(markup.iterchildren("metadata"), None) if kind is not TextForm.XML else None
    return Text(body, question, answer, (*problems, *lost), kind, facts)


def _xml(root: Element | None) -> Element | None:
    """The markup itself, when it has words."""
    if root is None or (root.tag == "officiele-publicatie" and not modern.has_text(root)):
        return None
    if root.tag not in ("officiele-publicatie", "vraagdoc"):
        raise UnreadError("unknown_markup", str(root.tag))
    return root


def _html(body: bytes) -> Element:
    root = page(body)
    markup = page_markup(root) if root is not None else None
    if markup is None and root is not None:
        markup = printed_markup([Paragraph(text=text) for text in page_paragraphs(root)], [])
    if markup is None or root is None:
        raise UnreadError("html_without_text")
    markup.append(page_metadata(root))
    return markup


def _pdf(body: bytes) -> Element:
    try:
        lines = pdf_lines(body)
    except UnreadablePdfError as error:
        raise UnreadError("pdf_unreadable", str(error)) from error
    except LongPdfError as error:
        raise UnreadError("pdf_too_long", str(error)) from error
    if not lines:
        raise UnreadError("pdf_without_text")
    markup = printed_markup(*pdf_paragraphs(lines))
    if markup is None:
        raise UnreadError("text_not_understood", "PDF")
    return markup


def _word(body: bytes) -> Element:
    try:
        markup = printed_markup(*word_paragraphs(body))
    except UnreadableWordError as error:
        raise UnreadError("word_unreadable", str(error)) from error
    if markup is None:
        raise UnreadError("text_not_understood", "brief")
    return markup


def read_text(body: bytes) -> Element:
    """The markup of plain text; raises UnreadError."""
    markup = printed_markup(*text_paragraphs(_healed_lines(body.decode("utf-8", "replace"))))
    if markup is None:
        raise UnreadError("text_not_understood", "platte tekst")
    return markup


def _healed_lines(text: str) -> str:
    return "\n".join(heal(line) for line in text.splitlines())


_MARKED = {TextForm.PDF: "read_from_pdf", TextForm.WORD: "read_from_word", TextForm.TEXT: "read_from_text"}
_READERS: tuple[tuple[Form, TextForm, Callable[[bytes], Element]], ...] = (
    (Form.HTML, TextForm.HTML, _html),
    (Form.PDF, TextForm.PDF, _pdf),
    (Form.WORD, TextForm.WORD, _word),
    (Form.TEXT, TextForm.TEXT, read_text),
)
