"""What metadata.xml, the inline metadata of 2010 and the record of the search service say, in one form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from index.extract.blocks import Element, plain
from index.extract.text import heal

# The search service spells the same facts as elements: local name → name in metadata.xml.
_LISTED = {
    "identifier": "dc.identifier",
    "title": "dc.title",
    "type": "dc.type",
    "creator": "dc.creator",
    "available": "dcterms.available",
    "issued": "dcterms.issued",
    "subject": "overheid.category",
    "publicatienaam": "overheidop.publicationname",
    "documentstatus": "overheidop.documentstatus",
    "vergaderjaar": "overheidop.vergaderjaar",
    "vraagnummer": "overheidop.vraagnummer",
    "aanhangselnummer": "overheidop.aanhangselnummer",
    "aanhangsel": "overheidop.aanhangsel",
    "indiener": "overheidop.indiener",
    "ontvanger": "overheidop.ontvanger",
    "datumIndiening": "overheidop.datumindiening",
    "datumOntvangst": "overheidop.datumontvangst",
    "preferredUrl": "url",
}


@dataclass(slots=True)
class Metadata:
    """Values by lower-case name, each with its scheme, in document order."""

    values: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a name."""
        return tuple(value for value, _ in self.values.get(name, ()))

    def first(self, name: str) -> str:
        """The first value of a name; empty when it is missing."""
        return next(iter(self.all(name)), "")

    def schemed(self, name: str) -> tuple[tuple[str, str], ...]:
        """All values of a name with their schemes."""
        return tuple(self.values.get(name, ()))


def metadata(roots: Iterable[Element]) -> Metadata:
    """The facts of several sources: for every name, the first source that has it speaks."""
    merged = Metadata()
    for root in roots:
        found = Metadata()
        for name, value, scheme in _facts(root):
            found.values[name].append((value, scheme))
        for name, values in found.values.items():
            merged.values.setdefault(name, values)
    return merged


def _facts(root: Element) -> Iterator[tuple[str, str, str]]:
    """Name, value and scheme of every fact. Elements are nested in some files, so all descendants count."""
    for element in root.iter("metadata", "meta", *_LISTED):
        if element.get("name"):
            name, value = element.get("name", "").lower(), heal(element.get("content", ""))
        else:
            name, value = _LISTED.get(element.tag, ""), plain(element) if len(element) == 0 else ""
        if name and value:
            yield name, value, element.get("scheme", "")
