"""The records everything else speaks of: one question set with its questions and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

USUAL_TERM = timedelta(days=21)
POSTPONED_TERM = timedelta(days=42)

CELL_GAP, ROW_GAP = " | ", "\n"
"""What stands between the cells and between the rows of a table in its plain text."""


class House(Enum):
    """The chamber of parliament a set was put in."""

    TWEEDE_KAMER = "tweede-kamer"
    EERSTE_KAMER = "eerste-kamer"


class Status(Enum):
    """How far a set has come."""

    OPEN = "open"
    POSTPONED = "uitgesteld"
    ANSWERED = "beantwoord"
    WITHDRAWN = "ingetrokken"


class Term(Enum):
    """Whether the answer came within its term: 21 days, 42 after a postponement."""

    ON_TIME = "op-tijd"
    AFTER_POSTPONEMENT = "na-uitstel"
    LATE = "te-laat"
    RUNNING = "loopt-nog"


class BlockKind(Enum):
    """What a block of running text is."""

    PARAGRAPH = "alinea"
    ITEM = "lijstitem"
    HEADING = "tussenkop"
    TABLE = "tabel"
    IMAGE = "afbeelding"
    QUOTE = "citaat"


class Style(Enum):
    """How words are set apart inside a block."""

    ITALIC = "cursief"
    BOLD = "vet"
    UNDERLINED = "onderstreept"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"


class TextForm(Enum):
    """The form of a document its text was read from; only XML says for certain where a paragraph ends."""

    XML = "xml"
    HTML = "html"
    PDF = "pdf"
    WORD = "docx"
    TEXT = "txt"


class Part(Enum):
    """In which capacity a member of government is named."""

    ASKED = "gevraagd"
    ANSWERED = "beantwoord"
    ON_BEHALF = "mede-namens"


class Role(Enum):
    """The office of a member of government."""

    MINISTER = "minister"
    STATE_SECRETARY = "staatssecretaris"
    PRIME_MINISTER = "minister-president"


class DocumentKind(Enum):
    """What one published document is to its set."""

    QUESTIONS = "vragen"
    ANSWER = "antwoord"
    NOTICE = "mededeling"
    CASE = "zaak"


class ReferenceKind(Enum):
    """Why one set names another document."""

    SEE_ALSO = "zie-ook"
    SUPPLEMENTS = "aanvulling-op"
    EARLIER = "eerdere-vragen"
    DOSSIER = "kamerstuk"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMark:
    """The place of a footnote mark: before the character at `at` in the text of its block."""

    at: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The characters from `start` up to `end` in the text of a block: emphasised words, or words that are a link."""

    start: int
    end: int
    style: Style | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A cell of a table that fills more than its own place: so many rows down and columns across, its own included."""

    row: int
    column: int
    down: int = 1
    across: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, list item, heading, table, image or paragraph of a quotation.

    `mark` is the mark of a list item ("a.", "–"): an item without one goes on with the item before it. `level` is how
    many lists stand around its own; `rows` are the cells of a table, all rows equally long, of which the first
    `heading_rows` are its head, and whose `text` is the same cells with CELL_GAP and ROW_GAP between them; a cell that
    fills several places has its text in the first and is one of `reaching`. `href` is the web address of an image.
    `spans` are in order of their start, the wider before the narrower.
    """

    kind: BlockKind
    text: str
    mark: str | None = None
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    heading_rows: int = 0
    reaching: tuple[Reach, ...] = ()
    href: str | None = None
    notes: tuple[NoteMark, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A footnote with its printed number and the web addresses it gives, in order; `spans` are its emphasised words."""

    number: str
    text: str
    addresses: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One printed answer; `covers` are the numbers of all questions it answers, `see` those it refers to instead."""

    covers: tuple[str, ...]
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...] = ()
    see: tuple[str, ...] = ()
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One numbered question; `together` are all numbers of the printed block when it joins several questions."""

    number: str
    blocks: tuple[Block, ...]
    together: tuple[str, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """A member who signed the questions; `party` is the vocabulary's key of `party_printed`, None when unknown.

    `name` is as printed here, `full_name` the one name that goes with the slug everywhere.
    """

    name: str
    slug: str
    full_name: str | None = None
    party: str | None = None
    party_printed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A member of government asked or answering; `ministry` is the vocabulary's key of `ministry_printed`.

    `name` is as printed here, `full_name` the one name that goes with the slug everywhere.
    """

    part: Part
    role: Role | None = None
    ministry: str | None = None
    ministry_printed: str | None = None
    name: str | None = None
    slug: str | None = None
    full_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject heading of the publisher; `slug` is "hoofd" or "hoofd/sub", `label` as printed ("Hoofd | Sub")."""

    slug: str
    label: str
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponement:
    """A notice that the answer comes later; `by` are those who sent it."""

    on: date | None
    blocks: tuple[Block, ...]
    document: str
    by: tuple[Addressee, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A mention of another set or document; `id` is the best identifier the text gives, `text` its own words.

    Without an identifier it is known by `member`, as printed, and `asked_on`, the day the questions were handed in.
    `question` is the number of the question in which, or in the answer to which, the words stand; None elsewhere.
    """

    kind: ReferenceKind
    text: str
    id: str | None = None
    url: str | None = None
    asked_on: date | None = None
    member: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """One published document of a set. `address` is its page, `files` other forms as (form, address).

    `received_on` is the day that an answer or a notice was received, as it says itself.
    `current` is False for a version that a later one (reprint, further answer) replaced; `read_from` is the form the
    text came from, None when no text was had.
    """

    id: str
    kind: DocumentKind
    title: str
    address: str | None
    published_on: date | None = None
    received_on: date | None = None
    files: tuple[tuple[str, str], ...] = ()
    current: bool = True
    read_from: TextForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a document that was not understood or cannot be right: a code, a Dutch sentence, the document."""

    code: str
    sentence: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """One submission of questions, with everything published about it.

    `aliases` are all other identifiers it is known by (document ids, file names, old numbers). `abstract` and
    `keywords` come from the historical registry; they are shown but never part of the searched text.
    """

    id: str
    source: str
    house: House
    title: str
    status: Status
    aliases: tuple[str, ...] = ()
    parliamentary_year: str | None = None
    appendix_number: str | None = None
    asked_on: date | None = None
    answered_on: date | None = None
    submitters: tuple[Submitter, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    topics: tuple[Topic, ...] = ()
    questions: tuple[Question, ...] = ()
    explanation: tuple[Block, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    postponements: tuple[Postponement, ...] = ()
    references: tuple[Reference, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def days_to_answer(self) -> int | None:
        """Days from asking to answering; None when a date is missing or they contradict each other."""
        if self.asked_on is None or self.answered_on is None or self.answered_on < self.asked_on:
            return None
        return (self.answered_on - self.asked_on).days

    @property
    def term_ends_on(self) -> date | None:
        """The last day an answer is in time: 21 days after asking, 42 once a notice came; None without asking day."""
        if self.asked_on is None:
            return None
        return self.asked_on + (POSTPONED_TERM if self.postponements else USUAL_TERM)

    def term(self, today: date) -> Term | None:
        """Where the set stands against its term on `today`; None when that cannot be told."""
        if self.term_ends_on is None or self.status is Status.WITHDRAWN:
            return None
        if self.status is not Status.ANSWERED:
            return Term.RUNNING if today <= self.term_ends_on else Term.LATE
        if self.answered_on is None or self.days_to_answer is None:
            return None
        if self.days_to_answer <= USUAL_TERM.days:
            return Term.ON_TIME
        return Term.AFTER_POSTPONEMENT if self.answered_on <= self.term_ends_on else Term.LATE


def text_of(blocks: tuple[Block, ...]) -> str:
    """The plain text of blocks: a line each, list marks in front."""
    return "\n".join(f"{block.mark} {block.text}" if block.mark else block.text for block in blocks)
