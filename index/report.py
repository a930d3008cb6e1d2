"""What `vraagbaak check` tells: what there should be, the archive, the records per year, the problems and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from typing import Any

from index.archive import ArchiveCounts
from index.check import Coverage, Stages, YearCoverage
from index.extract.identifiers import Appendix, appendix_in_id
from index.parts_store import Entry
from index.records import House
from index.series import SeriesYear, ranges, series
from index.ties import Ties

EXAMPLES = 3
"""Documents named with each kind of problem in the table; the JSON names all."""

_SETS = (
    "jaar",
    "gelezen",
    "in sets",
    "sets",
    "vragen",
    "beantwoord",
    "indiener",
    "partij",
    "ministerie",
    "onderwerp",
    "problemen",
)
_SERIES = ("vergaderjaar", "hoogste", "verwacht", "aanwezig", "gelezen", "in sets", "gemist", "ontbrekende nummers")
_HOUSES = {House.TWEEDE_KAMER: "Tweede Kamer", House.EERSTE_KAMER: "Eerste Kamer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list of official identifiers held against the archive."""

    listed: int
    missing: tuple[str, ...]
    unlisted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything `check` tells.

    `places` are the documents with each problem, `named` the places in the Aanhangsel that a document names and of
    which we have none, `documents` how many there are from each year, `in_sets` how many of those are in a set.
    """

    archive: ArchiveCounts
    stages: Stages
    series: tuple[SeriesYear, ...]
    coverage: Coverage
    documents: dict[int | None, int]
    in_sets: dict[int | None, int]
    places: dict[str, tuple[str, ...]]
    named: tuple[str, ...]
    withdrawn: tuple[str, ...]
    listed: Listed | None = None

    def as_json(self) -> dict[str, Any]:
        """The whole report for machines."""
        return {
            "archive": asdict(self.archive),
            "stages": asdict(self.stages),
            "series": [
                {**asdict(year), "house": year.house.value, "expected": year.expected, "missed": year.missed}
                for year in self.series
            ],
            "sets": self.coverage.sets,
            "years": [
                {
                    **asdict(year),
                    "documents": self.documents.get(year.year, 0),
                    "linked": self.in_sets.get(year.year, 0),
                    "problems": dict(year.problems),
                }
                for year in self.coverage.years
            ],
            "problems": {code: list(documents) for code, documents in self.places.items()},
            "named": list(self.named),
            "withdrawn": list(self.withdrawn),
            "identifiers": asdict(self.listed) if self.listed else None,
        }

    def as_text(self) -> str:
        """The report for reading in a terminal."""
        return "\n".join([*self._sums(), "", *self._expected(), "", *self._years(), "", *self._problems()])

    def _sums(self) -> list[str]:
        held, at = self.archive, self.stages
        lines = [
            (
                f"Archief: {held.documents} documenten, {held.snapshots} versies, {held.gone} verdwenen,"
                f" {held.pending} nog op te halen, {held.failed} mislukt."
            ),
            (
                f"Gelezen: {at.archived - len(at.unread)}; in sets {at.linked}, mondelinge vragen {len(at.oral)},"
                f" nergens {len(at.nowhere)}."
            ),
            f"Gegevens: {self.coverage.sets} sets, waarvan ingetrokken volgens {len(self.withdrawn)} documenten.",
        ]
        lines += _named("Nog niet gelezen (draai: vraagbaak extract)", at.unread)
        lines += _named("Gelezen en toch in geen set", at.nowhere)
        lines += _named("Niet meer in het archief en nog wel hier (draai: vraagbaak extract)", at.stray)
        lines += _named("In een document genoemd en niet in het archief", self.named)
        return lines + (self._against_list(self.listed) if self.listed else [])

    def _against_list(self, found: Listed) -> list[str]:
        lines = [
            f"Lijst van identificaties: {found.listed}, waarvan {found.listed - len(found.missing)} in het archief."
        ]
        return lines + _named("Op de lijst en niet in het archief", found.missing)

    def _expected(self) -> list[str]:
        """What there should be by the numbers of the Aanhangsel; years of which nothing is here are one line."""
        empty = [year for year in self.series if not year.held]
        lines: list[str] = []
        for house, name in _HOUSES.items():
            rows = [_series_row(year) for year in self.series if year.house is house and year.held]
            if rows:
                lines += [f"Aanhangsel van de Handelingen, {name}", *_table([_SERIES, *rows]), ""]
        if empty:
            lines.append(f"Niets van {len(empty)} vergaderjaren met samen {sum(y.expected for y in empty)} nummers.")
        return lines

    def _years(self) -> list[str]:
        rows = [
            _set_row(year, self.documents.get(year.year, 0), self.in_sets.get(year.year, 0))
            for year in self.coverage.years
        ]
        return _table([_SETS, *rows])

    def _problems(self) -> list[str]:
        ordered = sorted(self.places.items(), key=lambda item: -len(item[1]))
        return [f"{len(documents):6}  {code}: {_examples(documents)}" for code, documents in ordered]


def series_of(
    entries: Iterable[Entry], unread: Iterable[str] = (), in_sets: AbstractSet[str] = frozenset()
) -> tuple[SeriesYear, ...]:
    """How complete the numbers of the Aanhangsel are, by the places of the documents that are here."""
    known = [(place, each) for each in entries if (place := appendix_in_id(each.appendix or each.document))]
    read = {place for place, _ in known}
    linked = {place for place, each in known if each.document in in_sets}
    waiting = {place for place in map(appendix_in_id, unread) if place}
    return series(read | waiting, read=read - waiting, linked=linked)


def named_elsewhere(every: Iterable[Ties], held: Iterable[Entry]) -> tuple[str, ...]:
    """The places in the Aanhangsel that documents name and of which there is no document."""
    here = {place for entry in held if (place := appendix_in_id(entry.appendix or entry.document))}
    named = {place for tied in every for name in tied.keys[1] if (place := appendix_in_id(name))}
    return tuple(place.id for place in sorted(named - here, key=_order))


def against_list(identifiers: Iterable[str], archived: set[str]) -> Listed:
    """A list of identifiers held against the archive; a later version of a document stands for the first."""
    listed = {name for line in identifiers if (name := line.strip())}
    here = archived | {place.id for place in map(appendix_in_id, archived) if place}
    missing = [name for name in listed - here if _place_id(name) not in here]
    return Listed(listed=len(listed), missing=tuple(sorted(missing)), unlisted=tuple(sorted(archived - listed)))


def documents_by_year(entries: Iterable[Entry]) -> dict[int | None, int]:
    """How many documents there are from each year."""
    return dict(Counter(entry.day.year if entry.day else None for entry in entries))


def _place_id(name: str) -> str | None:
    place = appendix_in_id(name)
    return place.id if place else None


def _order(place: Appendix) -> tuple[str, str, int, str]:
    return (place.house.value, place.year, len(place.number), place.number)


def _named(what: str, documents: tuple[str, ...]) -> list[str]:
    return [f"{what}: {len(documents)} ({_examples(documents)})."] if documents else []


def _examples(documents: tuple[str, ...]) -> str:
    return ", ".join(documents[:EXAMPLES]) + (", …" if len(documents) > EXAMPLES else "")


def _series_row(year: SeriesYear) -> tuple[str, ...]:
    counts = (year.highest, year.expected, year.held, year.read, year.linked, year.missed)
    absent = ranges(year.absent)
    return (year.year, *map(str, counts), _examples(absent))


def _set_row(year: YearCoverage, documents: int, in_sets: int) -> tuple[str, ...]:
    counts = (documents, in_sets, year.sets, year.questions, year.answered_sets)
    shares = (year.with_submitter, year.with_party, year.with_ministry, year.with_topic)
    problems = sum(count for _, count in year.problems)
    return (
        str(year.year or "onbekend"),
        *map(str, counts),
        *(f"{100 * share // max(year.sets, 1)} %" for share in shares),
        str(problems),
    )


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
