"""What a visitor asks for: one value, read from the parameters of an address and written back in canonical order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from index.schema import FACETS, FacetField

MAX_QUERY_LENGTH = 512
PER_PAGE_CHOICES = (10, 25, 50, 100)
EXCLUDE_PREFIX = "niet-"

_FACETS = {facet.name: facet for facet in FACETS}
_ORDER = {name: place for place, name in enumerate(_FACETS)}


class Sort(Enum):
    """The order of hits."""

    RELEVANCE = "relevantie"
    NEWEST = "nieuw"
    OLDEST = "oud"
    LONGEST_WAIT = "antwoordtijd"


@dataclass(frozen=True, slots=True)
class Filter:
    """The chosen values of one facet: any of them, or none of them when `exclude`."""

    facet: str
    values: tuple[str, ...]
    exclude: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One search. `notes` tell what was adjusted, `mistakes` what was not understood (the JSON answers 400).

    With `since` only sets count that were asked or answered after that day.
    """

    q: str = ""
    filters: tuple[Filter, ...] = ()
    asked_from: date | None = None
    asked_to: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 10
    since: date | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)
    mistakes: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_params(cls, params: Iterable[tuple[str, str]]) -> SearchRequest:
        """The request that the parameters of an address spell; keeps a sentence for what it could not use."""
        reading = _Reading()
        for name, value in params:
            reading.take(name, value.strip())
        return reading.request()

    def params(self) -> tuple[tuple[str, str], ...]:
        """The parameters of this search in canonical order; defaults are left out."""
        pairs = [("q", self.q)] if self.q else []
        for exclude in (False, True):
            prefix = EXCLUDE_PREFIX if exclude else ""
            pairs += [(prefix + f.facet, value) for f in self.filters if f.exclude is exclude for value in f.values]
        if self.asked_from:
            pairs.append(("van", self.asked_from.isoformat()))
        if self.asked_to:
            pairs.append(("tot", self.asked_to.isoformat()))
        if self.sort is not Sort.RELEVANCE:
            pairs.append(("sorteer", self.sort.value))
        if self.page != 1:
            pairs.append(("pagina", str(self.page)))
        if self.per_page != PER_PAGE_CHOICES[0]:
            pairs.append(("per", str(self.per_page)))
        if self.since:
            pairs.append(("sinds", self.since.isoformat()))
        return tuple(pairs)

    @property
    def filtered(self) -> bool:
        """Whether anything besides words narrows this search."""
        return bool(self.filters or self.asked_from or self.asked_to or self.since)

    def cleared(self) -> SearchRequest:
        """The same words without any filter."""
        return replace(self, filters=(), asked_from=None, asked_to=None, since=None, page=1)

    def whole(self) -> SearchRequest:
        """This search without a page: everything it finds."""
        return replace(self, page=1, per_page=PER_PAGE_CHOICES[0])

    def unordered(self) -> SearchRequest:
        """Everything this search finds, for forms that have an order of their own."""
        return replace(self.whole(), sort=Sort.RELEVANCE)

    def selected(self, facet: str, *, exclude: bool = False) -> tuple[str, ...]:
        """The chosen (or excluded) values of one facet."""
        return next((f.values for f in self.filters if f.facet == facet and f.exclude is exclude), ())

    def with_values(self, facet: str, values: Iterable[str], *, exclude: bool = False) -> SearchRequest:
        """This search with other chosen (or excluded) values of one facet, back on page one."""
        others = [f for f in self.filters if (f.facet, f.exclude) != (facet, exclude)]
        chosen = tuple(sorted(set(values)))
        return replace(self, filters=canonical([*others, Filter(facet, chosen, exclude)]), page=1)

    def toggled(self, facet: str, value: str) -> SearchRequest:
        """This search with one value of a facet added, or removed when it was chosen."""
        return self.with_values(facet, set(self.selected(facet)) ^ {value})

    def without(self, facet: str, value: str, *, exclude: bool = False) -> SearchRequest:
        """This search without one chosen (or excluded) value."""
        return self.with_values(facet, set(self.selected(facet, exclude=exclude)) - {value}, exclude=exclude)


def canonical(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """Filters in the order of the facet table, the empty ones left out."""
    return tuple(sorted((f for f in filters if f.values), key=lambda f: (f.exclude, _ORDER[f.facet])))


class _Reading:
    """The reading of one address, parameter by parameter."""

    def __init__(self) -> None:
        self.q = ""
        self.values: dict[tuple[str, bool], set[str]] = {}
        self.dates: dict[str, date] = {}
        self.sort = Sort.RELEVANCE
        self.page = 1
        self.per_page = PER_PAGE_CHOICES[0]
        self.notes: list[str] = []
        self.mistakes: list[str] = []

    def take(self, name: str, value: str) -> None:
        facet = name.removeprefix(EXCLUDE_PREFIX)
        if facet in _FACETS:
            if value:
                self.take_facet(_FACETS[facet], value, exclude=name != facet)
        elif name in _READERS:
            if value:
                _READERS[name](self, value)
        else:
            self.mistakes.append(f"De parameter ‘{name[:40]}’ bestaat niet.")

    def take_facet(self, facet: FacetField, value: str, *, exclude: bool) -> None:
        meant = facet.meant(value)
        self.values.setdefault((facet.name, exclude), set()).add(meant.value)
        if meant.note:
            self.notes.append(meant.note)

    def take_query(self, value: str) -> None:
        self.q = " ".join(value.replace("\0", " ").split())
        if len(self.q) > MAX_QUERY_LENGTH:
            self.q = self.q[:MAX_QUERY_LENGTH].rstrip()
            self.notes.append(f"De zoekvraag is ingekort tot {MAX_QUERY_LENGTH} tekens.")

    def take_from(self, value: str) -> None:
        self.take_date("van", value)

    def take_to(self, value: str) -> None:
        self.take_date("tot", value)

    def take_since(self, value: str) -> None:
        self.take_date("sinds", value)

    def take_date(self, name: str, value: str) -> None:
        try:
            self.dates[name] = date.fromisoformat(value)
        except ValueError:
            self.mistakes.append(
                f"‘{value[:40]}’ is geen datum; schrijf ‘{name}’ als jjjj-mm-dd, bijvoorbeeld 2022-06-01."
            )

    def take_sort(self, value: str) -> None:
        try:
            self.sort = Sort(value)
        except ValueError:
            known = ", ".join(sort.value for sort in Sort)
            self.mistakes.append(f"Sorteren op ‘{value[:40]}’ kan niet; kies uit {known}.")

    def take_page(self, value: str) -> None:
        if value.isascii() and value.isdigit() and int(value[:9]) > 0:
            self.page = int(value[:9])
        else:
            self.mistakes.append(f"‘{value[:40]}’ is geen paginanummer.")

    def take_per_page(self, value: str) -> None:
        if value in {str(choice) for choice in PER_PAGE_CHOICES}:
            self.per_page = int(value)
        else:
            known = ", ".join(str(choice) for choice in PER_PAGE_CHOICES)
            self.mistakes.append(f"‘per’ kan niet ‘{value[:40]}’ zijn; kies uit {known}.")

    def request(self) -> SearchRequest:
        chosen = [Filter(facet, tuple(sorted(values)), exclude) for (facet, exclude), values in self.values.items()]
        start, end = self.dates.get("van"), self.dates.get("tot")
        if start and end and start > end:
            start, end = end, start
            self.notes.append("‘van’ lag na ‘tot’; de twee datums zijn omgewisseld.")
        return SearchRequest(
            q=self.q,
            filters=canonical(chosen),
            asked_from=start,
            asked_to=end,
            sort=self.sort,
            page=self.page,
            per_page=self.per_page,
            since=self.dates.get("sinds"),
            notes=tuple(self.notes),
            mistakes=tuple(self.mistakes),
        )


class Form(Enum):
    """What the value of a parameter looks like."""

    TEXT = "tekst"
    DATE = "datum"
    CHOICE = "keuze"
    NUMBER = "getal"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a search that is no facet: how it is written, what it does, an example, how it is read."""

    name: str
    form: Form
    help: str
    example: str
    read: Callable[[_Reading, str], None]
    choices: tuple[str, ...] = ()


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "q",
        Form.TEXT,
        f"de zoekvraag: woorden, “woordgroepen” en velden; ten hoogste {MAX_QUERY_LENGTH} tekens, de rest valt af",
        "stikstof natuurgebieden",
        _Reading.take_query,
    ),
    Parameter("van", Form.DATE, "ingezonden op of na deze dag", "2022-01-01", _Reading.take_from),
    Parameter("tot", Form.DATE, "ingezonden op of voor deze dag", "2022-12-31", _Reading.take_to),
    Parameter(
        "sorteer",
        Form.CHOICE,
        "de volgorde; zonder deze parameter op relevantie",
        Sort.NEWEST.value,
        _Reading.take_sort,
        tuple(sort.value for sort in Sort),
    ),
    Parameter("pagina", Form.NUMBER, "de hoeveelste pagina, vanaf 1", "2", _Reading.take_page),
    Parameter(
        "per",
        Form.CHOICE,
        f"het aantal sets op een pagina; anders {PER_PAGE_CHOICES[0]}",
        "50",
        _Reading.take_per_page,
        tuple(str(choice) for choice in PER_PAGE_CHOICES),
    ),
    Parameter(
        "sinds",
        Form.DATE,
        "alleen wat nieuw is: na deze dag ingezonden of beantwoord",
        "2022-06-01",
        _Reading.take_since,
    ),
)

_READERS = {parameter.name: parameter.read for parameter in PARAMETERS}
