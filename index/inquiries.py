"""What is asked for by name: numbers missing from the Aanhangsel, and questions that still wait for their answer.

A listing tells what changed; these are the documents a listing may have failed to tell of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from index.archive import Archive
from index.extract.identifiers import Appendix, appendix_in_id
from index.series import series

MOST_AT_ONCE = 50  # in one run; the rest follows in the next
MOST_TRIES = 7
FIRST_REST = timedelta(days=1)
LONGEST_REST = timedelta(days=30)
SET_REST = timedelta(days=7)
PATIENCE = timedelta(days=400)  # questions unanswered for longer are not asked after any more

_OPEN_SETS = """
SELECT DISTINCT described.number FROM described JOIN visit USING (document)
WHERE visit.publication = ? AND visit.modified >= ? AND described.number <> '' AND NOT EXISTS (
    SELECT 1 FROM described AS answer WHERE answer.number = described.number AND answer.reply = 'antwoord'
) ORDER BY visit.modified DESC
"""
_PLACES = "SELECT place FROM described WHERE place <> ''"
_LATER = """
INSERT INTO inquiry VALUES (?, 1, ?) ON CONFLICT (subject) DO UPDATE SET attempts = attempts + 1, due = excluded.due
"""


def _year_of(number: str) -> int:
    """The year in the number of a set ("2024Z18294", "224250001"); 0 in older ones, whose answers do not name it."""
    case, senate = re.match(r"([0-9]{4})Z", number), re.fullmatch(r"2[0-9]{2}([0-9]{2})[0-9]{4}", number)
    if case:
        return int(case[1])
    return 2000 + int(senate[1]) if senate else 0


@dataclass(frozen=True, slots=True)
class Inquiries:
    """What to ask by name, kept in the archive's own file."""

    archive: Archive
    questions: str  # the publication of documents that wait for an answer

    def missing(self, now: datetime) -> tuple[str, ...]:
        """The places in the Aanhangsel to ask for now, of years that are here as a whole."""
        places = (appendix_in_id(place) for (place,) in self.archive.rows(_PLACES))
        years = sorted(series(filter(None, places)), key=lambda year: year.year, reverse=True)
        whole = (year for year in years if year.held * 2 > year.highest)  # what we hold less of is but a sample
        wanted = (Appendix(year.house, year.year, str(number)).id for year in whole for number in year.absent)
        return self._due(wanted, now)

    def open_sets(self, now: datetime) -> tuple[str, ...]:
        """The numbers of unanswered sets to ask after now: not those that only just came."""
        values = (self.questions, (now - PATIENCE).date().isoformat())
        rows = self.archive.rows(_OPEN_SETS, values)
        numbers = [number for (number,) in rows if _year_of(number) >= (now - PATIENCE).year]
        self._begin(numbers, now + SET_REST)
        return self._due(numbers, now)

    def asked_place(self, place: str, now: datetime) -> None:
        """The service did not know it: ask again after 1, 2, 4, … days, and some day no more."""
        tried = self._attempts(place) + 1
        rest = min(FIRST_REST * 2 ** (tried - 1), LONGEST_REST)
        self._again(place, now + rest if tried < MOST_TRIES else None)

    def asked_set(self, number: str, now: datetime) -> None:
        """Ask again after a week."""
        self._again(number, now + SET_REST)

    def _due(self, wanted: Iterable[str], now: datetime) -> tuple[str, ...]:
        rows = self.archive.rows("SELECT subject FROM inquiry WHERE due IS NULL OR due > ?", (now.isoformat(),))
        resting = {subject for (subject,) in rows}
        return tuple(subject for subject in wanted if subject not in resting)[:MOST_AT_ONCE]

    def _begin(self, numbers: Iterable[str], due: datetime) -> None:
        rows = [(number, due.isoformat()) for number in numbers]
        with self.archive.transaction() as db:
            db.executemany("INSERT OR IGNORE INTO inquiry VALUES (?, 0, ?)", rows)

    def _attempts(self, subject: str) -> int:
        rows = self.archive.rows("SELECT attempts FROM inquiry WHERE subject = ?", (subject,))
        return int(rows[0][0]) if rows else 0

    def _again(self, subject: str, due: datetime | None) -> None:
        with self.archive.transaction() as db:
            db.execute(_LATER, (subject, due.isoformat() if due else None))
