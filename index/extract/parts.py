"""What one document was understood to hold, before documents are brought together into question sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.records import (
    Addressee,
    Block,
    DocumentKind,
    Footnote,
    House,
    Problem,
    Reference,
    TextForm,
    Topic,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A member as a paper names them; `party` is the vocabulary's key of `party_printed`, None when unknown."""

    name: str
    party: str | None = None
    party_printed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A printed question or answer: its numbers (none on an answer to everything), its text and its own footnotes."""

    numbers: tuple[str, ...]
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The running text of one document; `footnotes` are those that stand in no question or answer."""

    questions: tuple[Printed, ...] = ()
    answers: tuple[Printed, ...] = ()
    notice: tuple[Block, ...] = ()
    explanation: tuple[Block, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def has_text(self) -> bool:
        """Whether there is any running text."""
        return bool(self.questions or self.answers or self.notice or self.explanation)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """How far a case has come at the Tweede Kamer, and the official ids of the documents it names."""

    closed: bool
    answered_on: date | None = None
    postponed_on: date | None = None
    published: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether it counts as answered: closed, or with an answer among its documents."""
        return self.closed or self.answered_on is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One document, understood.

    `numbers` are the numbers of its set, the best first; `appendix` is its own place in the Aanhangsel
    ("ah-tk-19981999-1841"), `appendices` those of other documents it says belong to the same set. `heading` is
    the folded sentence above the questions, which all papers about one set share. A `provisional` document
    ("onopgemaakt") gives way to the final one with the same number or place. People have no slug yet: who they
    are is told by all papers of a set together. `names_of_members` and `names_of_government` are their names as the
    metadata have them, which often give the initials that the text leaves out. `case` is there on the one kind of part
    that is no paper: what the Tweede Kamer says of a set.
    """

    document: str
    source: str
    kind: DocumentKind
    house: House
    title: str
    document_title: str
    body: Body
    numbers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    appendix: str | None = None
    appendix_number: str | None = None
    appendices: tuple[str, ...] = ()
    parliamentary_year: str | None = None
    revision: str = ""
    provisional: bool = False
    heading: str = ""
    read_from: TextForm | None = None
    asked_on: date | None = None
    received_on: date | None = None
    published_on: date | None = None
    submitters: tuple[Signature, ...] = ()
    asked: tuple[Addressee, ...] = ()
    answerers: tuple[Addressee, ...] = ()
    names_of_members: tuple[str, ...] = ()
    names_of_government: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    references: tuple[Reference, ...] = ()
    address: str | None = None
    files: tuple[tuple[str, str], ...] = ()
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    oral: bool = False
    withdrawn: bool = False
    case: CaseFacts | None = None
    problems: tuple[Problem, ...] = ()
