"""What `vraagbaak check` tells: the archive, the records per year, and the problems with where they occur."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from index.archive import ArchiveCounts
from index.check import Coverage, YearCoverage
from index.records import QuestionSet
from index.series import Series

EXAMPLES = 3
"""Documents named with each kind of problem in the table; the JSON names all."""

_COLUMNS = ("jaar", "sets", "vragen", "beantwoord", "indiener", "partij", "ministerie", "onderwerp", "problemen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything `check` tells.

    `places` are the documents with each problem, `oral` those of oral questions; `series` has the numbers of the
    Aanhangsel that are missing, year by year.
    """

    archive: ArchiveCounts
    coverage: Coverage
    places: dict[str, tuple[str, ...]]
    oral: tuple[str, ...]
    series: tuple[Series, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The whole report for machines."""
        return {
            "archive": asdict(self.archive),
            "sets": self.coverage.sets,
            "years": [{**asdict(year), "problems": dict(year.problems)} for year in self.coverage.years],
            "problems": {code: list(documents) for code, documents in self.places.items()},
            "oral": list(self.oral),
            "series": [
                {
                    "year": year.year,
                    "highest": year.highest,
                    "held": year.held,
                    "missing": list(year.missing),
                    "known_missing": year.known,
                }
                for year in self.series
            ],
        }

    def as_text(self) -> str:
        """The report for reading in a terminal."""
        archive = self.archive
        lines = [
            (
                f"Archief: {archive.documents} documenten, {archive.snapshots} versies, {archive.gone} verdwenen,"
                f" {archive.pending} nog op te halen, {archive.failed} mislukt."
            ),
            f"Gegevens: {self.coverage.sets} sets; {len(self.oral)} documenten met mondelinge vragen zijn geen set.",
            *map(_holes, self.series),
            "",
            *_table([_COLUMNS, *(_row(year) for year in self.coverage.years)]),
            "",
        ]
        for code, documents in sorted(self.places.items(), key=lambda item: -len(item[1])):
            lines.append(f"{len(documents):6}  {code}: {', '.join(documents[:EXAMPLES])}")
        return "\n".join(lines)


def _holes(year: Series) -> str:
    """What a parliamentary year lacks, as a line."""
    if year.sampled:
        return f"Aanhangsel {year.year}: {year.held} van ten minste {year.highest} nummers."
    first = ", ".join(map(str, year.missing[:EXAMPLES]))
    more = ", …" if len(year.missing) > EXAMPLES else ""
    told = f" ({first}{more}; {year.known} daarvan ontbreken ook elders)" if year.missing else ""
    return f"Aanhangsel {year.year}: {len(year.missing)} van {year.highest} nummers ontbreken{told}."


def problem_places(records: Iterable[QuestionSet]) -> dict[str, tuple[str, ...]]:
    """For each kind of problem the documents that have it."""
    places: dict[str, dict[str, None]] = {}
    for record in records:
        for doubt in record.problems:
            places.setdefault(doubt.code, {})[doubt.document] = None
    return {code: tuple(documents) for code, documents in sorted(places.items())}


def _row(year: YearCoverage) -> tuple[str, ...]:
    counts = (year.sets, year.questions, year.answered_sets)
    shares = (year.with_submitter, year.with_party, year.with_ministry, year.with_topic)
    problems = sum(count for _, count in year.problems)
    return (
        str(year.year or "onbekend"),
        *map(str, counts),
        *(f"{100 * share // max(year.sets, 1)} %" for share in shares),
        str(problems),
    )


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(_COLUMNS))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
