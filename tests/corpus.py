"""A small corpus of invented question sets, and the way to build records into a real generation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from index import writer
from index.generations import Generation
from index.records import (
    Addressee,
    Answer,
    Block,
    BlockKind,
    Footnote,
    House,
    Part,
    Postponement,
    Question,
    QuestionSet,
    Role,
    Status,
    Submitter,
    Topic,
)
from index.store import RecordStore
from index.vocabulary import find_ministry
from search.embedded.engine import EmbeddedEngine

EngineOf = Callable[[Iterable[QuestionSet]], EmbeddedEngine]


def paragraph(text: str) -> tuple[Block, ...]:
    return (Block(kind=BlockKind.PARAGRAPH, text=text),)


def question(number: int, text: str, answer: str | None = None, note: str | None = None) -> Question:
    return Question(
        number=str(number),
        blocks=paragraph(text),
        footnotes=(Footnote(number="1", text=note, addresses=("https://www.nos.nl/a",)),) if note else (),
        answer=Answer(covers=(str(number),), blocks=paragraph(answer), document="ah") if answer else None,
    )


def ministry_key(printed: str) -> str:
    found = find_ministry(printed)
    assert found, printed
    return found.key


def stikstof() -> QuestionSet:
    return QuestionSet(
        id="2022Z90001",
        source="koop",
        house=House.TWEEDE_KAMER,
        title="Stikstof en de Veluwse boeren",
        status=Status.ANSWERED,
        aliases=("kv-tk-2022Z90001", "ah-tk-20212022-9001"),
        asked_on=date(2022, 3, 1),
        answered_on=date(2022, 3, 20),
        submitters=(Submitter(name="Klaverweide", slug="klaverweide", party="d66"),),
        addressees=(
            Addressee(
                part=Part.ASKED, role=Role.MINISTER, ministry=ministry_key("Landbouw, Natuur en Voedselkwaliteit")
            ),
        ),
        topics=(Topic(slug="natuur-en-milieu/stoffen", label="Natuur en milieu | Stoffen", scheme="beleidsagenda"),),
        questions=(
            question(1, "Kent u het bericht over de boer die stopt?", "Ja.", "NOS, 28 februari 2022"),
            question(2, "Welke maatregelen neemt u tegen stikstof?", "De gemeente Ede neemt passende maatregelen."),
            question(3, "Krijgen boeren een vergoeding?", "Zie het antwoord op vraag 2."),
        ),
    )


def trein() -> QuestionSet:
    return QuestionSet(
        id="2023Z90002",
        source="koop",
        house=House.TWEEDE_KAMER,
        title="Het vervallen van treinen tussen Ede en Wageningen",
        status=Status.POSTPONED,
        asked_on=date(2023, 5, 2),
        submitters=(
            Submitter(name="Klaverweide", slug="klaverweide", party="d66"),
            Submitter(name="De Jongh-Prins", slug="de-jongh-prins", party="cda"),
        ),
        addressees=(
            Addressee(part=Part.ASKED, role=Role.MINISTER, ministry=ministry_key("Infrastructuur en Waterstaat")),
        ),
        topics=(Topic(slug="verkeer/spoor", label="Verkeer | Spoor", scheme="beleidsagenda"),),
        questions=(
            question(1, "Waarom rijdt de trein niet? Neemt u maatregelen die passend zijn?"),
            question(2, "Wat kost kinderopvangtoeslag voor boeren in de gemeenten langs het spoor?"),
        ),
        postponements=(Postponement(on=date(2023, 5, 24), blocks=paragraph("Het overleg loopt nog."), document="ah"),),
    )


def old() -> QuestionSet:
    return QuestionSet(
        id="2979890010",
        source="kvr",
        house=House.TWEEDE_KAMER,
        title="De financiële gevolgen van ’s-Gravenhage als zetel; D'66 en auto’s",
        status=Status.OPEN,
        asked_on=date(1998, 1, 5),
        submitters=(Submitter(name="Brandsteder", slug="brandsteder", party="gpv"),),
        addressees=(Addressee(part=Part.ASKED, role=Role.STATE_SECRETARY, ministry=ministry_key("Financiën")),),
        questions=(question(1, "Is één auto per ambtenaar genoeg?"), question(2, "Zo neen, waarom niet?")),
    )


def about(place: int, title: str, asked: str, answer: str) -> QuestionSet:
    """A set with a question about something and one that tells nothing."""
    return replace(
        stikstof(),
        id=f"{2010 + place}Z{place:05}",
        aliases=(),
        title=title,
        asked_on=date(2010 + place, 1, 1),
        answered_on=date(2010 + place, 2, 1),
        questions=(question(1, "Kent u het bericht?", "Ja."), question(2, asked, answer)),
    )


USUAL = (
    "Bent u het ermee eens dat er in deze en de andere plaatsen niet veel van is? Wie vindt dat? Wat doet u, en waarom?"
)
"""Words that tell nothing, once they stand in many sets."""


def others() -> list[QuestionSet]:
    """Twenty sets about nothing in particular."""
    return [
        about(place, f"Onderwerp {place}", f"{USUAL} Wat is punt {place}?", "Hoe het zij: daar is niets van bekend.")
        for place in range(10, 30)
    ]


def build_generation(folder: Path, records: Iterable[QuestionSet]) -> Generation:
    with RecordStore(folder / "records.sqlite") as store:
        store.replace(records)
        now = datetime(2026, 1, 1, tzinfo=UTC)
        return writer.build(store, folder / "generations", jobs=1, now=now, progress=lambda *_: None)
