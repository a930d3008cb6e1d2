"""Addresses that are promised but not built: each answers with a sentence instead of silence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Announced:
    """A promised address: its rule, what will be there, and the form of the answer ("html", "json", "text")."""

    rule: str
    what: str
    form: str


ANNOUNCED = (
    Announced("/zoeken.csv", "Een zoekopdracht als CSV", "text"),
    Announced("/zoeken.atom", "Een zoekopdracht als Atom-feed", "text"),
    Announced("/zoeken.feed", "Een zoekopdracht als JSON Feed", "json"),
    Announced("/zoeken.ris", "Een zoekopdracht als RIS", "text"),
    Announced("/zoeken.bib", "Een zoekopdracht als BibTeX", "text"),
    Announced("/vragen/<path:number>.ris", "De verwijzing als RIS", "text"),
    Announced("/vragen/<path:number>.bib", "De verwijzing als BibTeX", "text"),
    Announced("/vragen/<path:number>.csl.json", "De verwijzing als CSL", "json"),
    Announced("/vragen/<path:number>.atom", "De feed die meldt dat vragen zijn beantwoord", "text"),
    Announced("/al-gevraagd", "Het nakijken of een vraag al eerder is gesteld", "html"),
    Announced("/suggesties", "Het aanvullen van zoekwoorden", "json"),
    Announced("/indieners/<slug>", "Het overzicht van een indiener", "html"),
    Announced("/partijen/<slug>", "Het overzicht van een partij", "html"),
    Announced("/ministeries/<slug>", "Het overzicht van een ministerie", "html"),
    Announced("/onderwerpen/<path:slug>", "Het overzicht van een onderwerp", "html"),
    Announced("/dekking", "De verantwoording per jaar van wat hier wel en niet staat", "html"),
    Announced("/dekking.json", "De verantwoording per jaar van wat hier wel en niet staat", "json"),
    Announced("/api", "De beschrijving van de interface voor programma’s", "html"),
    Announced("/openapi.json", "De beschrijving van de interface voor programma’s", "json"),
    Announced("/sitemap.xml", "De lijst van alle pagina’s voor zoekmachines", "text"),
)
