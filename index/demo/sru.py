"""The search service in miniature: a query in CQL over documents, answered as SRU 2.0."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

USUAL_RECORDS = 50
MOST_RECORDS = 1000
RECORD_SCHEMA = "http://standaarden.overheid.nl/sru/"
PRECISION = "info:srw/vocabulary/resultCountPrecision/1/estimate"
DIAGNOSTIC = "info:srw/diagnostic/1/"

NAMESPACES = {
    "sru": "http://docs.oasis-open.org/ns/search-ws/sruResponse",
    "diag": "http://docs.oasis-open.org/ns/search-ws/diagnostic",
    "gzd": "http://standaarden.overheid.nl/sru",
    "overheidwetgeving": "http://standaarden.overheid.nl/wetgeving/",
    "dcterms": "http://purl.org/dc/terms/",
    "overheid": "http://standaarden.overheid.nl/owms/terms/",
    "c": "http://standaarden.overheid.nl/collectie/",
}

# What a record says, in the order of the service: name of the element, name in the metadata file.
KERN = (
    ("identifier", "DC.identifier"),
    ("title", "DC.title"),
    ("language", "DCTERMS.language"),
    ("type", "DC.type"),
    ("creator", "DC.creator"),
    ("modified", "DCTERMS.modified"),
)
MANTEL = (
    ("date", "DCTERMS.issued"),
    ("available", "DCTERMS.available"),
    ("issued", "DCTERMS.issued"),
    ("subject", "OVERHEID.category"),
    ("publisher", "DC.creator"),
)
TPMETA = (
    ("publicatienaam", "OVERHEIDop.publicationName"),
    ("organisatietype", "OVERHEID.organisationType"),
    ("documentstatus", "OVERHEIDop.documentStatus"),
    ("vergaderjaar", "OVERHEIDop.vergaderjaar"),
    ("aanhangselnummer", "OVERHEIDop.aanhangselNummer"),
    ("vraagnummer", "OVERHEIDop.vraagnummer"),
    ("indiener", "OVERHEIDop.indiener"),
    ("ontvanger", "OVERHEIDop.ontvanger"),
    ("datumIndiening", "OVERHEIDop.datumIndiening"),
    ("datumOntvangst", "OVERHEIDop.datumOntvangst"),
    ("aanhangsel", "OVERHEIDop.aanhangsel"),
)
SCHEMED = frozenset({"type", "creator", "subject"})  # the elements that say from which list their value comes
PRODUCT_AREA = ("product-area", "officielepublicaties")
INDEXES = {
    **{f"dt.{element}": source for element, source in KERN + MANTEL},
    **{f"w.{element}": source for element, source in TPMETA},
    "c.product-area": "product-area",
}

Comparison = Callable[[str, str], bool]
COMPARISONS: dict[str, Comparison] = {
    "==": operator.eq,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
CLAUSE = re.compile(r'([\w.-]+)\s*(==|>=|<=|>|<)\s*(?:"([^"]*)"|([^\s"()]+))', re.ASCII)
CONJUNCTION = re.compile(r"\s+and\s+", re.IGNORECASE)


class QueryError(Exception):
    """A request the service refuses; `number` is the one SRU gives to this kind of refusal."""

    def __init__(self, number: int, message: str, details: str) -> None:
        super().__init__(f"{message}: {details}")
        self.number, self.message, self.details = number, message, details


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a metadata file."""

    name: str
    scheme: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDocument:
    """One document of the folder: its two files and what the metadata says."""

    id: str
    text: Path
    metadata: Path
    facts: tuple[Fact, ...]

    def values(self, name: str) -> tuple[str, ...]:
        """All values the metadata gives under one name."""
        return tuple(fact.value for fact in self.facts if fact.name == name)


def read_documents(folder: Path) -> tuple[DemoDocument, ...]:
    """Every document below a folder, by day of change and then by id."""
    documents = [read_document(path) for path in folder.rglob("*.metadata.xml")]
    return tuple(sorted(documents, key=lambda document: (document.values("DCTERMS.modified"), document.id)))


def read_document(metadata: Path) -> DemoDocument:
    """The document a metadata file describes; its text lies beside it.

    A document of the demonstration never changes after publication, so its day of change is that of publication.
    """
    facts = [fact_of(row) for row in etree.fromstring(metadata.read_bytes()).iter("metadata")]
    facts += [Fact("DCTERMS.modified", "", fact.value) for fact in facts if fact.name == "DCTERMS.available"]
    facts.append(Fact(PRODUCT_AREA[0], "", PRODUCT_AREA[1]))
    name = metadata.name.removesuffix(".metadata.xml")
    return DemoDocument(id=name, text=metadata.with_name(f"{name}.xml"), metadata=metadata, facts=tuple(facts))


def fact_of(row: etree._Element) -> Fact:
    return Fact(*(str(row.attrib[name]) for name in ("name", "scheme", "content")))


# Selection


def select(documents: Iterable[DemoDocument], query: str) -> list[DemoDocument]:
    """The documents a query asks for: clauses joined by `and`, each a fact that must hold."""
    clauses = [read_clause(text) for text in CONJUNCTION.split(query.strip())]
    return [document for document in documents if all(holds(document, *clause) for clause in clauses)]


def read_clause(text: str) -> tuple[str, Comparison, str]:
    """One clause as name in the metadata, comparison and value."""
    found = CLAUSE.fullmatch(text)
    if found is None:
        raise QueryError(10, "Query syntax error", text)
    index, sign, quoted, bare = found.groups()
    if index not in INDEXES:
        raise QueryError(16, "Unsupported index", index)
    value = bare if quoted is None else quoted
    if sign != "==":
        refuse_impossible_date(value)
    return INDEXES[index], COMPARISONS[sign], value


def refuse_impossible_date(value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise QueryError(36, "Term in invalid format for index or relation", value) from error


def holds(document: DemoDocument, name: str, compare: Comparison, value: str) -> bool:
    return any(compare(known, value) for known in document.values(name))


# Response


def respond(documents: Iterable[DemoDocument], parameters: Mapping[str, str], base_url: str) -> bytes:
    """The answer to one request; a request that is not understood is answered with a diagnostic."""
    try:
        start = whole_number(parameters, "startRecord", usual=1, least=1)
        count = min(whole_number(parameters, "maximumRecords", usual=USUAL_RECORDS, least=0), MOST_RECORDS)
        found = select(documents, query_of(parameters))
    except QueryError as error:
        return response_of(refusal(error))
    records = [record(each, base_url, place) for place, each in enumerate(found[start - 1 :][:count], start)]
    after = start + len(records)
    more = [node("sru:nextRecordPosition", str(after))] if records and after <= len(found) else []
    number, precision = node("sru:numberOfRecords", str(len(found))), node("sru:resultCountPrecision", PRECISION)
    return response_of(number, node("sru:records", *records), *more, precision)


def query_of(parameters: Mapping[str, str]) -> str:
    """The query of a request for records."""
    operation = parameters.get("operation", "searchRetrieve")
    if operation != "searchRetrieve":
        raise QueryError(4, "Unsupported operation", operation)
    if "query" not in parameters:
        raise QueryError(7, "Mandatory parameter not supplied", "query")
    return parameters["query"]


def whole_number(parameters: Mapping[str, str], name: str, *, usual: int, least: int) -> int:
    text = parameters.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise QueryError(6, "Unsupported parameter value", name)
    return int(text)


def response_of(*content: etree._Element) -> bytes:
    root = node("sru:searchRetrieveResponse", node("sru:version", "2.0"), *content)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def refusal(error: QueryError) -> etree._Element:
    parts = [("uri", f"{DIAGNOSTIC}{error.number}"), ("message", error.message), ("details", error.details)]
    return node("sru:diagnostics", node("diag:diagnostic", *(node(f"diag:{name}", text) for name, text in parts)))


def record(document: DemoDocument, base_url: str, position: int) -> etree._Element:
    """One document as the search service lists it."""
    kern = node("overheidwetgeving:owmskern", *stated(document, "dcterms", KERN))
    mantel = node("overheidwetgeving:owmsmantel", *stated(document, "dcterms", MANTEL))
    area = node("c:product-area", PRODUCT_AREA[1])
    tpmeta = node("overheidwetgeving:tpmeta", area, *stated(document, "overheidwetgeving", TPMETA))
    original = node("gzd:originalData", node("overheidwetgeving:meta", kern, mantel, tpmeta))
    listed = node("sru:recordData", node("gzd:gzd", original, addresses(document.id, base_url)))
    return node(
        "sru:record", node("sru:recordSchema", RECORD_SCHEMA), listed, node("sru:recordPosition", str(position))
    )


def stated(document: DemoDocument, prefix: str, rows: Iterable[tuple[str, str]]) -> list[etree._Element]:
    """The elements of one group of a record."""
    return [
        node(f"{prefix}:{element}", fact.value, **({"scheme": fact.scheme} if element in SCHEMED else {}))
        for element, source in rows
        for fact in document.facts
        if fact.name == source
    ]


def addresses(document: str, base_url: str) -> etree._Element:
    """Where this server has the document."""
    text = f"{base_url}/{document}.xml"
    metadata = node("gzd:itemUrl", f"{base_url}/{document}/metadata.xml", manifestation="metadata")
    words = node("gzd:itemUrl", text, manifestation="xml")
    return node("gzd:enrichedData", node("gzd:url", text), node("gzd:preferredUrl", text), metadata, words)


def node(name: str, *content: etree._Element | str, **attributes: str) -> etree._Element:
    """An element, named as prefix:name, with its text or its children."""
    prefix, local = name.split(":")
    made = etree.Element(f"{{{NAMESPACES[prefix]}}}{local}", attributes, nsmap=NAMESPACES)
    for part in content:
        if isinstance(part, str):
            made.text = part
        else:
            made.append(part)
    return made
