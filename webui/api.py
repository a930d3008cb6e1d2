"""The interface for programs: one row an address; the page in words and the OpenAPI description are views of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, get_type_hints

from index.published import QuestionSetJson
from index.schema import FACETS
from search.public import SearchJson
from search.request import EXCLUDE_PREFIX, PARAMETERS, Form, Parameter
from webui import exports, feeds, formats, links, schemas
from webui.citations import CslJson
from webui.coverage import CoverageJson
from webui.feeds import FeedJson
from webui.machines import COMPLETIONS_MEDIA, CompletionsJson, ErrorJson, MistakesJson, PastTheEndJson
from webui.pages import Alternate, Head, Page
from webui.schemas import Schema
from webui.status import StatusJson

VERSION = "1.0.0"
HTML = "text/html"
TEXT = "text/plain"
JSON = "application/json"


class Takes(Enum):
    """Which parameters an address takes."""

    NOTHING = "niets"
    SEARCH = "een zoekopdracht"
    NUMBER = "een nummer"
    EXPLAINED = "een nummer en een zoekopdracht"
    DRAFT = "eventueel een nummer"
    ANSWER = "een nummer en eventueel een vraag"
    FACET = "de naam van een facet en een zoekopdracht"
    SLUG = "een waarde van een facet"
    TYPED = "het begin van een zoekvraag"
    PART = "een volgnummer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One public address: its rule as the site knows it, what it gives, and what it refuses with which form.

    `form` is the type of a JSON answer, `example` an address that can be tried. `moves` is the status with which it can
    lead on to another address; a `signpost` always does. `posted` says what it gives for a draft that is sent to it.
    """

    rule: str
    what: str
    media: str = HTML
    form: Any = None
    takes: Takes = Takes.NOTHING
    refuses: tuple[tuple[int, Any], ...] = ()
    moves: int | None = None
    signpost: bool = False
    posted: str = ""
    example: str = ""

    @property
    def path(self) -> str:
        """The rule as OpenAPI writes it: /vragen/{nummer}.json."""
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: f"{{{PATH_NAMES[found[1]].name}}}", self.rule)


@dataclass(frozen=True, slots=True)
class PathPart:
    """A part of an address that is filled in: its name, what it is, and an example."""

    name: str
    help: str
    example: str
    schema: Schema


TEXTUAL: Schema = {"type": "string", "minLength": 1}

PATH_NAMES = {
    "number": PathPart("nummer", "een nummer waaronder de set bekend is, van welke soort ook", "2022Z11774", TEXTUAL),
    "name": PathPart(
        "facet", "de naam van een facet", "partij", {"type": "string", "enum": [facet.name for facet in FACETS]}
    ),
    "value": PathPart("waarde", "een waarde van de facet", "lnv", TEXTUAL),
    "part": PathPart("deel", "de hoeveelste", "1", {"type": "integer", "minimum": 1}),
}

RENAMED = frozenset({"partij", "ministerie"})
"""Facets whose former values lead on to those of today."""

SEARCHING = frozenset({Takes.SEARCH, Takes.FACET, Takes.EXPLAINED, Takes.SLUG, Takes.TYPED})
"""What an address takes that searches for it."""

REFUSED_SEARCH = ((400, None),)
REFUSED_EXPORT = ((400, None), (503, None))
NO_SET = ((404, None),)
EXAMPLE = "?q=stikstof&sorteer=nieuw"


def _set(ending: str, what: str, media: str, **more: Any) -> Address:
    row = {"takes": Takes.NUMBER, "refuses": NO_SET, "moves": 301, **more}
    return Address(rule=f"/vragen/<path:number>{ending}", what=what, media=media, **row)


def _search(ending: str, what: str, media: str, **more: Any) -> Address:
    row = {"refuses": REFUSED_SEARCH, "example": f"/zoeken{ending}{EXAMPLE}", **more}
    return Address(rule=f"/zoeken{ending}", what=what, media=media, takes=Takes.SEARCH, **row)


@dataclass(frozen=True, slots=True)
class Section:
    """Addresses that belong together."""

    heading: str
    says: str
    addresses: tuple[Address, ...]


SECTIONS = (
    Section(
        "Zoeken",
        "Elke zoekopdracht is een adres; met een andere uitgang geeft dat adres hetzelfde antwoord in een andere vorm.",
        (
            _search("", "de gevonden sets als pagina", HTML, refuses=((404, None),), moves=302),
            _search(
                ".json",
                "één pagina treffers met tellingen, cijfers en facetten",
                JSON,
                form=SearchJson,
                refuses=((400, MistakesJson), (404, PastTheEndJson)),
            ),
            _search(
                ".csv", "alle vragen van alle gevonden sets, een rij per vraag", "text/csv", refuses=REFUSED_EXPORT
            ),
            _search(
                ".jsonl",
                "alle gevonden sets met hun vragen en antwoorden, een set per regel, elk zoals /vragen/….json",
                "application/x-ndjson",
                refuses=((400, MistakesJson), (503, ErrorJson)),
            ),
            _search(
                ".ris",
                "alle gevonden sets als verwijzing voor Zotero, EndNote en Mendeley",
                "application/x-research-info-systems",
                refuses=REFUSED_EXPORT,
            ),
            _search(
                ".bib", "alle gevonden sets als verwijzing voor LaTeX", "application/x-bibtex", refuses=REFUSED_EXPORT
            ),
            _search(".atom", "de nieuwste vragen en antwoorden als Atom-feed", "application/atom+xml"),
            _search(
                ".feed",
                "de nieuwste vragen en antwoorden als JSON Feed",
                "application/feed+json",
                form=FeedJson,
                refuses=((400, MistakesJson),),
            ),
            _search(
                ".ics", "de termijnen die nog lopen als agenda; een keuze op termijn telt niet mee", "text/calendar"
            ),
            Address(
                rule=links.COMPLETIONS,
                what="wat een begin van een zoekvraag kan worden, in de vorm waarin browsers erom vragen "
                "(OpenSearch Suggestions)",
                media=COMPLETIONS_MEDIA,
                form=CompletionsJson,
                takes=Takes.TYPED,
                example=f"{links.COMPLETIONS}?q=stik",
            ),
            Address(
                rule=links.WHY,
                what="waarom een set bij een zoekopdracht hoort, en wat elk woord bijdroeg aan zijn plaats",
                takes=Takes.EXPLAINED,
                refuses=((404, None),),
            ),
            Address(
                rule="/facet/<name>",
                what="alle waarden van een facet binnen een zoekopdracht",
                takes=Takes.FACET,
                refuses=((404, None),),
                example="/facet/partij?q=stikstof",
            ),
        ),
    ),
    Section(
        "Eén set Kamervragen",
        "Elk nummer waaronder een set bekend is, leidt met een blijvende verwijzing (301) naar haar eigen adres.",
        (
            _set("", "de set als pagina; #vraag-3 is een vraag daarin", HTML),
            _set(
                ".json",
                "de set met alles wat erover is gepubliceerd",
                JSON,
                form=QuestionSetJson,
                refuses=((404, ErrorJson),),
            ),
            _set(".ris", "de verwijzing als RIS", "application/x-research-info-systems", takes=Takes.ANSWER),
            _set(".bib", "de verwijzing als BibTeX", "application/x-bibtex", takes=Takes.ANSWER),
            _set(
                ".csl.json",
                "de verwijzing als CSL-JSON",
                "application/vnd.citationstyles.csl+json",
                form=list[CslJson],
                takes=Takes.ANSWER,
                refuses=((404, ErrorJson),),
            ),
            _set(".atom", "een feed die meldt dat de vragen zijn uitgesteld of beantwoord", "application/atom+xml"),
        ),
    ),
    Section(
        "Overzichten",
        "Een pagina met cijfers per jaar voor elke indiener, elke fractie, elk ministerie en elk onderwerp.",
        tuple(
            address
            for facet, folder in links.OVERVIEWS.items()
            for address in (
                Address(
                    rule=f"/{folder}",
                    what=f"de lijst van alle waarden van de facet {facet}",
                    moves=302,
                    signpost=True,
                ),
                Address(
                    rule=f"/{folder}/<path:value>",
                    what=f"het overzicht van een waarde van de facet {facet}",
                    takes=Takes.SLUG,
                    refuses=((404, None),),
                    moves=301 if facet in RENAMED else None,
                ),
            )
        ),
    ),
    Section(
        "De verzameling",
        "Elk antwoord in JSON noemt de stand van de verzameling waaruit het komt (snapshot).",
        (
            Address(rule=links.COVERAGE, what="wat er in de verzameling staat, per jaar", example=links.COVERAGE),
            Address(
                rule=f"{links.COVERAGE}.json",
                what="hetzelfde als JSON",
                media=JSON,
                form=CoverageJson,
                example=f"{links.COVERAGE}.json",
            ),
            Address(
                rule=links.STATUS,
                what="of de site werkt, hoe vers ze is en hoe de laatste ronde ging; in een browser als pagina",
                media=JSON,
                form=StatusJson,
                example=links.STATUS,
            ),
        ),
    ),
    Section(
        "De site",
        "Pagina’s voor mensen en bestanden waarmee programma’s de weg vinden.",
        (
            Address(rule=links.HOME, what="de startpagina", example=links.HOME),
            Address(
                rule=links.ASKED,
                what="het vak voor een concept; met een nummer: wat voor die set al was gevraagd",
                posted="per vraag van het concept (tekst) de vragen die er het meest op lijken",
                takes=Takes.DRAFT,
                refuses=((404, None),),
                example=f"{links.ASKED}?{links.NUMBER}=2022Z11774",
            ),
            Address(rule=links.SAVED, what="zoekopdrachten die de browser bewaart", example=links.SAVED),
            Address(rule=links.HELP, what="hulp bij het zoeken", example=links.HELP),
            Address(rule=links.ABOUT, what="over deze site", example=links.ABOUT),
            Address(
                rule=links.ACCESSIBILITY, what="wat er voor toegankelijkheid is gedaan", example=links.ACCESSIBILITY
            ),
            Address(rule=links.API, what="deze beschrijving", example=links.API),
            Address(rule=links.OPENAPI, what="deze beschrijving als OpenAPI 3.1", media=JSON, example=links.OPENAPI),
            Address(
                rule="/opensearch.xml",
                what="de beschrijving waarmee een browser hier kan zoeken",
                media="application/opensearchdescription+xml",
                example="/opensearch.xml",
            ),
            Address(rule="/robots.txt", what="wat zoekmachines mogen lezen", media=TEXT, example="/robots.txt"),
            Address(
                rule="/sitemap.xml",
                what="de delen van de lijst van alle pagina’s",
                media="application/xml",
                example="/sitemap.xml",
            ),
            Address(
                rule="/sitemap/paginas.xml",
                what="alle pagina’s behalve de Kamervragen zelf",
                media="application/xml",
                example="/sitemap/paginas.xml",
            ),
            Address(
                rule="/sitemap/vragen-<int:part>.xml",
                what="een deel van alle Kamervragen",
                media="application/xml",
                takes=Takes.PART,
                refuses=((404, None),),
            ),
        ),
    ),
)

ADDRESSES = tuple(address for section in SECTIONS for address in section.addresses)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A published form in words: its name, what it is, and its keys with their types."""

    name: str
    says: str
    keys: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage(Page):
    """The interface in words."""

    template: ClassVar[str] = "api.html"
    root: str
    sections: tuple[Section, ...] = SECTIONS
    parameters: tuple[Parameter, ...] = PARAMETERS
    facets: tuple[tuple[str, str], ...] = tuple((facet.name, facet.help) for facet in FACETS)
    columns: tuple[str, ...] = exports.COLUMNS
    most: str
    large: str
    latest: int
    forms: tuple[FormView, ...]


def api_page(root: str) -> ApiPage:
    """The page that describes the interface."""
    return ApiPage(
        head=Head(
            title="De API: Kamervragen voor programma’s",
            canonical=links.API,
            alternates=(Alternate(type="application/json", title="OpenAPI", href=links.OPENAPI),),
        ),
        root=root,
        most=formats.number(exports.MOST_SETS),
        large=formats.number(exports.LARGE),
        latest=feeds.LATEST,
        forms=tuple(_form_view(form) for form in _forms()),
    )


def _forms() -> list[type]:
    """All published forms, those that an address answers with first."""
    answered = [address.form for address in ADDRESSES if address.form is not None]
    refused = [form for address in ADDRESSES for _, form in address.refuses if form is not None]
    inner = sorted(set().union(*map(schemas.forms_in, (*answered, *refused))), key=schemas.name_of)
    return list(dict.fromkeys([*(form for form in answered if isinstance(form, type)), *inner]))


def _form_view(form: type) -> FormView:
    hints = get_type_hints(form, include_extras=True)
    keys = tuple((key, _in_words(schemas.schema(schemas.bare(hint))), _remark(hint)) for key, hint in hints.items())
    return FormView(name=schemas.name_of(form), says=form.__doc__ or "", keys=keys)


def _remark(hint: Any) -> str:
    return str(schemas.schema(schemas.bare(hint)).get("description", ""))


WORDS = {"string": "tekst", "integer": "geheel getal", "number": "getal", "boolean": "true of false", "null": "null"}
FORMATS = {"date": "datum", "date-time": "moment"}


def _in_words(schema: Schema) -> str:
    """A schema as a Dutch reader says it: "lijst van Question", "datum of null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " of ".join(_in_words(one) for one in schema["anyOf"])
    if "prefixItems" in schema:
        return f"[{', '.join(_in_words(one) for one in schema['prefixItems'])}]"
    if schema["type"] == "array":
        return f"lijst van {_in_words(schema['items'])}"
    if schema["type"] == "object":
        return f"per sleutel {_in_words(schema['additionalProperties'])}"
    return FORMATS.get(schema.get("format", ""), WORDS[schema["type"]])


def openapi(root: str) -> Schema:
    """The whole interface as OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vraagbaak",
            "version": VERSION,
            "summary": "Kamervragen met hun antwoorden, doorzoekbaar",
            "description": f"De beschrijving in woorden staat op {root}{links.API}.",
        },
        "servers": [{"url": root}],
        "paths": {address.path: _operations(address) for address in ADDRESSES},
        "components": {"schemas": {schemas.name_of(form): schemas.definition(form) for form in _forms()}},
    }


def _operations(address: Address) -> Schema:
    return {"get": _operation(address), **({"post": _posting(address)} if address.posted else {})}


def _posting(address: Address) -> Schema:
    form: Schema = {"type": "object", "properties": {"tekst": {"type": "string"}}, "required": ["tekst"]}
    return {
        "operationId": f"{_name(address)}_concept",
        "summary": address.posted,
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}},
        "responses": {
            "200": _answer(address.posted, address.media, None),
            "413": _answer(REFUSALS[413], address.media, None),
            "504": _answer(REFUSALS[504], address.media, None),
        },
    }


def _name(address: Address) -> str:
    return re.sub(r"\W+", "_", address.path).strip("_") or "start"


def _operation(address: Address) -> Schema:
    answers: Schema = {} if address.signpost else {"200": _answer(address.what, address.media, address.form)}
    if address.moves:
        answers[str(address.moves)] = {"description": "het staat op een ander adres"}
    for status, form in (*address.refuses, *_too_slow(address)):
        answers[str(status)] = _answer(REFUSALS[status], _media_of_refusal(address, form), form)
    return {
        "operationId": _name(address),
        "summary": address.what,
        "parameters": list(_parameters(address)),
        "responses": answers,
    }


REFUSALS = {
    400: "er staat een onbekende parameter of waarde in; de zin zegt welke",
    404: "dit is er niet",
    413: "de tekst is veel te lang",
    503: "anderen halen nu ook veel op; Retry-After zegt wanneer het weer kan",
    504: "het zoeken duurde te lang; Retry-After zegt wanneer het weer kan",
}


def _too_slow(address: Address) -> Iterator[tuple[int, Any]]:
    """What is said when a search takes longer than it may, where one is asked for."""
    if address.takes in SEARCHING:
        in_json = address.form is not None or any(form is not None for _, form in address.refuses)
        yield 504, ErrorJson if in_json else None


def _media_of_refusal(address: Address, form: Any) -> str:
    """JSON refuses in JSON, a page with a page, a file in plain text; what no view refuses itself is a page."""
    if form is not None:
        return JSON
    return HTML if address.media == HTML or address.takes is Takes.PART else TEXT


def _answer(what: str, media: str, form: Any) -> Schema:
    content: Schema = {"schema": schemas.schema(form)} if form is not None else {}
    return {"description": what, "content": {media: content}}


def _parameters(address: Address) -> Iterator[Schema]:
    for name in re.findall(r"<(?:\w+:)?(\w+)>", address.rule):
        yield _parameter(PATH_NAMES[name].name, PATH_NAMES[name].help, PATH_NAMES[name].schema, place="path")
    if address.takes in {Takes.SEARCH, Takes.FACET, Takes.EXPLAINED}:
        yield from _search_parameters()
    if address.takes is Takes.TYPED:
        yield _parameter("q", "wat er tot nu toe is getypt", {"type": "string"})
    if address.takes is Takes.FACET:
        yield _parameter(links.CONTAINS, "alleen waarden met deze tekst", {"type": "string"})
    if address.takes in {Takes.DRAFT, Takes.EXPLAINED}:
        yield _parameter(links.NUMBER, "een nummer waaronder een set bekend is", TEXTUAL)
    if address.takes is Takes.ANSWER:
        yield _parameter(links.QUESTION, "het nummer van één vraag; zonder: de hele set", TEXTUAL)


def _search_parameters() -> Iterator[Schema]:
    for row in PARAMETERS:
        yield _parameter(row.name, row.help, _value_schema(row))
    several: Schema = {"type": "array", "items": TEXTUAL}
    for facet in FACETS:
        yield _parameter(facet.name, f"{facet.help}; een van deze waarden", several)
        yield _parameter(f"{EXCLUDE_PREFIX}{facet.name}", f"{facet.help}; geen van deze waarden", several)


def _value_schema(row: Parameter) -> Schema:
    match row.form:
        case Form.TEXT:
            return {"type": "string"}
        case Form.DATE:
            return {"type": "string", "format": "date"}
        case Form.CHOICE:
            return {"type": "string", "enum": list(row.choices)}
        case Form.NUMBER:
            return {"type": "integer", "minimum": 1}


def _parameter(name: str, says: str, schema: Schema, *, place: str = "query") -> Schema:
    """One parameter; a part of the path must be there, the rest need not."""
    return {"name": name, "in": place, "description": says, "required": place == "path", "schema": schema}
