"""One table of fields: the Whoosh schema, the query operators, the facets and the help page are views of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from whoosh import fields

from index import facets
from index.analysis import forms
from index.records import QuestionSet
from index.subjects import known_topic


@dataclass(frozen=True, slots=True)
class FacetField:
    """A facet: its name in addresses and queries, its label, a sentence of help, and the values it finds in a set.

    `example` is a query with its operator; None for facets that are chosen only. `known` gives the label of a value
    that is a real one though no set has it (a ministry without questions), so that a saved address stays valid;
    `meant` gives the value that a former name, an abbreviation or another spelling in an address leads to.
    """

    name: str
    label: str
    help: str
    values: Callable[[QuestionSet], facets.Values]
    example: str | None = None
    known: Callable[[str], str | None] = facets.only_what_is_held
    meant: Callable[[str], facets.Reading] = facets.as_typed


FACETS: tuple[FacetField, ...] = (
    FacetField(
        "indiener",
        "Indiener",
        "het Kamerlid dat de vragen stelde",
        facets.submitters,
        "indiener:jansen",
        facets.known_person,
    ),
    FacetField(
        "partij",
        "Partij",
        "de fractie van de indiener",
        facets.parties,
        "partij:d66",
        facets.known_party,
        facets.party_meant,
    ),
    FacetField(
        "ministerie",
        "Ministerie",
        "het ministerie dat is gevraagd of antwoordde, ook onder een vroegere naam",
        facets.ministries,
        "ministerie:financiën",
        facets.known_ministry,
        facets.ministry_meant,
    ),
    FacetField(
        "bewindspersoon",
        "Bewindspersoon",
        "wie antwoordde of om uitstel vroeg",
        facets.answerers,
        "bewindspersoon:jansen",
        facets.known_person,
    ),
    FacetField(
        "onderwerp",
        "Onderwerp",
        "het onderwerp dat de uitgever gaf",
        facets.topics,
        "onderwerp:verkeer",
        known_topic,
    ),
    FacetField("jaar", "Jaar", "het jaar van inzending", facets.years, "jaar:2022", facets.known_year),
    FacetField(
        "status", "Status", "open, uitgesteld, beantwoord of ingetrokken", facets.statuses, known=facets.known_status
    ),
    FacetField(
        "termijn",
        "Termijn",
        "binnen de termijn beantwoord of niet: 21 dagen, 42 na uitstel",
        facets.terms,
        known=facets.known_term,
    ),
    FacetField(
        "bron",
        "Bron",
        "de krant, omroep of website die een voetnoot noemt",
        facets.sources,
        "bron:nos.nl",
        meant=facets.source_meant,
    ),
    FacetField("kamer", "Kamer", "Tweede of Eerste Kamer", facets.houses, known=facets.known_house),
)


@dataclass(frozen=True, slots=True)
class TextField:
    """A searched text: its name in the index, its operator in queries if any, a sentence of help.

    `of_set` tells a text that a set has once from one that each of its questions has.
    """

    name: str
    operator: str | None
    help: str
    of_set: bool = False


TEXT_FIELDS: tuple[TextField, ...] = (
    TextField("title", "titel", "woorden in de titel van de set", of_set=True),
    TextField("question", "vraag", "woorden in de vragen zelf"),
    TextField("answer", "antwoord", "woorden in de antwoorden"),
    TextField("notes", None, "woorden in voetnoten"),
    TextField("context", None, "woorden in toelichting en uitstelberichten", of_set=True),
)


NEAREST = 100
"""The farthest apart that two words can be and still be called near each other."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Something a query can say besides words: how it is written, what it does, an example that can be clicked."""

    written: str
    help: str
    example: str


OPERATORS: tuple[Operator, ...] = (
    Operator("woord woord", "alle woorden staan in de set, in welke vorm ook: boer vindt ook boeren", "boer stikstof"),
    Operator("“woordgroep”", "precies deze woorden, naast elkaar, in één tekst", "“raad van state”"),
    Operator("EN OF NIET", "verbinden woorden en haakjes; AND, OR en NOT mogen ook", "trein OF bus NIET metro"),
    Operator("-woord", "sets met dit woord vallen af", "energie -kolen"),
    Operator("( … )", "neemt woorden samen", "(trein OF bus) prijs"),
    Operator("woord*", "alle woorden die zo beginnen; ten minste twee letters voor de ster", "zorgverzeker*"),
    Operator(
        "woord VLAK/n woord",
        f"ten hoogste n woorden van elkaar, in één tekst; n is 10 als het er niet staat en ten hoogste {NEAREST}",
        "trein VLAK/10 vertraging",
    ),
    *(Operator(f"{f.operator}:woord", f.help, f"{f.operator}:kinderopvang") for f in TEXT_FIELDS if f.operator),
    *(Operator(f"{f.name}:…", f.help, f.example) for f in FACETS if f.example),
    Operator("nummer:…", "de set met dit nummer; het nummer alleen typen mag ook", "nummer:2022Z11774"),
    Operator(
        "datum:van..tot",
        "ingezonden van en met de ene tot en met de andere dag, maand of jaar",
        "datum:2022-06..2022-07",
    ),
)


class Words(fields.TEXT):
    """A text field of word forms. `index.collecting` takes its words in, not Whoosh's own loop a posting."""

    def __init__(self) -> None:
        super().__init__(phrase=False, stored=False)

    def process_text(self, qstring: str, mode: str = "", **_: Any) -> Iterator[str]:  # noqa: ARG002 - as Whoosh calls it
        """The forms of a text, for queries that Whoosh itself reads."""
        return iter(forms(qstring))


def whoosh_schema() -> fields.Schema:
    """One Whoosh document a question: its texts, its set's facet values, and only two small stored fields."""
    texts = {field.name: Words() for field in TEXT_FIELDS}
    keywords = {facet.name: fields.KEYWORD(commas=True) for facet in FACETS}
    return fields.Schema(set_id=fields.ID(stored=True, unique=True), place=fields.STORED, **texts, **keywords)
