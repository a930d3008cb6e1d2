"""One table of fields: the Whoosh schema, the query operators, the facets and the help page are views of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FacetField:
    """A facet: its name in addresses, its label on pages, one sentence for the help page."""

    name: str
    label: str
    help: str


FACETS: tuple[FacetField, ...] = (
    FacetField("indiener", "Indiener", "het Kamerlid dat de vragen stelde"),
    FacetField("partij", "Partij", "de fractie van de indiener op dat moment"),
    FacetField("ministerie", "Ministerie", "het ministerie van de bewindspersoon die werd gevraagd of antwoordde"),
    FacetField("bewindspersoon", "Bewindspersoon", "wie antwoordde of om uitstel vroeg"),
    FacetField("onderwerp", "Onderwerp", "het onderwerp dat de uitgever aan de vragen gaf"),
    FacetField("jaar", "Jaar", "het jaar waarin de vragen zijn ingezonden"),
    FacetField("status", "Status", "open, uitgesteld, beantwoord of ingetrokken"),
    FacetField("termijn", "Termijn", "of het antwoord binnen de termijn kwam: 21 dagen, 42 na uitstel"),
    FacetField("bron", "Bron", "de website waarnaar een voetnoot verwijst"),
    FacetField("kamer", "Kamer", "Tweede of Eerste Kamer"),
)
