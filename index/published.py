"""The published form of a question set, key by key: what `index.json` writes and the description of the API shows."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, TypedDict


class Format(Enum):
    """What a text in the published form looks like."""

    DATE = "date"
    MOMENT = "date-time"


Day = Annotated[str, Format.DATE]
Moment = Annotated[str, Format.MOMENT]


class SubmitterJson(TypedDict):
    """Een Kamerlid dat de vragen stelde."""

    name: str
    party: Annotated[str | None, "de fractie van toen; zoals gedrukt als wij haar niet kennen"]
    slug: Annotated[str | None, "waarde van de facet indiener"]


class AddresseeJson(TypedDict):
    """Een bewindspersoon aan wie is gevraagd of die antwoordde."""

    part: Annotated[str, "gevraagd, beantwoord of mede-namens"]
    role: Annotated[str | None, "minister, staatssecretaris of minister-president"]
    ministry: Annotated[str | None, "waarde van de facet ministerie"]
    ministry_printed: Annotated[str | None, "het ministerie zoals gedrukt"]
    name: str | None
    slug: Annotated[str | None, "waarde van de facet bewindspersoon"]


class FootnoteJson(TypedDict):
    """Een voetnoot."""

    number: str
    text: str
    urls: list[str]


class AnswerJson(TypedDict):
    """Een antwoord; een gezamenlijk antwoord staat bij elke vraag die het beantwoordt."""

    covers: Annotated[list[str], "de nummers van alle vragen die dit antwoord beantwoordt"]
    text: str
    see: Annotated[list[str], "de vragen naar welker antwoord het verwijst"]


class QuestionJson(TypedDict):
    """Een vraag met haar antwoord."""

    number: str
    text: str
    answer: AnswerJson | None
    footnotes: list[FootnoteJson]


class PostponementJson(TypedDict):
    """Een uitstelbericht of mededeling."""

    on: Day | None
    by: Annotated[list[AddresseeJson], "wie het stuurde"]
    text: str


class ReferenceJson(TypedDict):
    """Een verwijzing naar andere vragen of stukken."""

    kind: Annotated[str, "zie-ook, aanvulling-op, eerdere-vragen of kamerstuk"]
    id: Annotated[str | None, "het nummer dat de tekst noemt; null als die alleen een Kamerlid en een dag noemt"]
    url: Annotated[str | None, "het officiële adres"]
    text: Annotated[str, "de woorden van de verwijzing"]
    member: Annotated[str | None, "het Kamerlid van wie de vragen zijn, als dat wordt genoemd"]
    asked_on: Annotated[Day | None, "de dag van inzending, als die wordt genoemd"]
    question: Annotated[str | None, "de vraag waarin, of in het antwoord waarop, de verwijzing staat"]


class DocumentJson(TypedDict):
    """Een officieel stuk waaruit de set is overgenomen."""

    id: str
    kind: Annotated[str, "vragen, antwoord of mededeling"]
    title: str
    url: str | None


class ProblemJson(TypedDict):
    """Iets wat niet is begrepen of niet kan kloppen."""

    code: str
    sentence: str
    document: str


class QuestionSetJson(TypedDict):
    """Een set Kamervragen met alles wat erover is gepubliceerd."""

    id: str
    title: str
    asked_on: Day | None
    answered_on: Day | None
    days_to_answer: int | None
    status: Annotated[str, "open, uitgesteld, beantwoord of ingetrokken"]
    term: Annotated[str | None, "op-tijd, na-uitstel, te-laat of loopt-nog"]
    term_ends_on: Annotated[Day | None, "de laatste dag van de termijn: 21 dagen, 42 na uitstel"]
    submitters: list[SubmitterJson]
    addressees: list[AddresseeJson]
    ministries: Annotated[list[str], "waarden van de facet ministerie"]
    topics: Annotated[list[str], "waarden van de facet onderwerp"]
    house: Annotated[str, "tweede-kamer of eerste-kamer"]
    parliamentary_year: Annotated[str | None, "het vergaderjaar, zoals 2021-2022"]
    appendix_number: Annotated[str | None, "het nummer in het Aanhangsel van de Handelingen"]
    questions: list[QuestionJson]
    postponements: list[PostponementJson]
    references: list[ReferenceJson]
    documents: list[DocumentJson]
    problems: list[ProblemJson]
