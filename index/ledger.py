"""What the crawl knows: which windows were listed, which documents exist, which are due and why some fell short.

It lives in the archive's own file, so that a document and the note that it was fetched are kept together or not at all.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from index.archive import Archive
from index.runs import Retry
from index.sources.sru import PUBLICATIONS, Listed, Window

QUESTIONS, _REPLIES = PUBLICATIONS
UNLISTED = ""  # in the place of the publication, for a document that no listing has named

TRIES_AT_ONCE = 8  # so many runs may try again straight away; after that a document waits for days
ENOUGH_TRIES = 12  # then a document that came in a lesser form is taken to have no better one
LONGEST_REST = timedelta(days=30)
ONE_DAY = timedelta(days=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC).isoformat()
RECONCILED_AT_ONCE = 2_000  # documents in a part of the past that is listed once more

_NOTE = """
INSERT INTO visit (document, publication, version, modified, provisional, has_xml, due) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (document) DO UPDATE SET version = excluded.version, modified = excluded.modified,
    provisional = excluded.provisional, has_xml = excluded.has_xml, due = excluded.due, attempts = 0, reason = NULL,
    publication = excluded.publication
"""
_ARCHIVED = """
SELECT document FROM visit WHERE publication = ? AND modified BETWEEN ? AND ? AND due IS NULL
AND EXISTS (SELECT 1 FROM current WHERE current.document = visit.document)
"""
_KNOWN = """
SELECT modified, provisional, has_xml, attempts, packed FROM visit LEFT JOIN listing USING (document) WHERE document = ?
"""
_DESCRIBE = "INSERT OR REPLACE INTO described VALUES (?, ?, ?, ?)"
_EXPECT = """
INSERT INTO visit (document, publication, version, modified, provisional, has_xml, due) VALUES (?, ?, ?, ?, 0, 1, ?)
ON CONFLICT (document) DO UPDATE SET version = excluded.version, modified = excluded.modified,
    due = excluded.due, attempts = 0, reason = NULL
WHERE publication = excluded.publication AND version <> excluded.version
"""
_DAYS_OF = """
SELECT modified FROM visit WHERE publication = ? AND modified >= ? ORDER BY modified LIMIT 1 OFFSET ?
"""
_DUE = """
SELECT document FROM visit WHERE due <= ? OR (due IS NOT NULL AND attempts = 0)
ORDER BY attempts, modified DESC, document
"""
_VERSION = """
SELECT version FROM visit
WHERE document = ? AND (due IS NOT NULL OR EXISTS (SELECT 1 FROM current WHERE current.document = visit.document))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one document before it is visited; `listing` is None when its record is already archived."""

    id: str
    modified: date
    provisional: bool
    has_xml: bool
    listing: bytes | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Expected:
    """A document that another source than the search service speaks of; `version` changes when it does."""

    id: str
    version: str
    day: date


class Ledger:
    """The crawl's notes in an archive; every method that writes is one transaction, or part of the caller's."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    # Listing

    def expect(self, documents: Iterable[Expected], at: datetime) -> None:
        """Make documents due that another source speaks of, new or in a new version, and no listing has named."""
        rows = [(each.id, UNLISTED, each.version, each.day.isoformat(), at.isoformat()) for each in documents]
        with self._archive.transaction() as db:
            db.executemany(_EXPECT, rows)

    def note(self, listed: Iterable[Listed], at: datetime) -> None:
        """Remember documents of a listing; those that are new or have changed become due."""
        with self._archive.transaction() as db:
            for document in listed:
                db.execute(_DESCRIBE, (document.id, document.number, document.place, _reply(document)))
                if document.version != self._version(document.id):
                    _note(db, document, at)

    def _version(self, document: str) -> str | None:
        """The version that is archived or due; None for a document that is new, or listed again after it was gone."""
        rows = self._archive.rows(_VERSION, (document,))
        return rows[0][0] if rows else None

    def window_done(self, publication: str, window: Window, on: date) -> None:
        """Remember that a window was listed to its end, as far as its days were over.

        A day is over when it lies before the day of listing, and when the service knew of changes since: one that
        lags behind has not told everything yet.
        """
        last = min(window.last, on - ONE_DAY, self._newest_change(publication))
        if window.first <= last:
            self._join_windows(publication, Window(window.first, last), on)

    def _join_windows(self, publication: str, window: Window, on: date) -> None:
        """Keep a window together with those it touches as one, so that they stay few however long this goes on."""
        reach = (publication, (window.last + ONE_DAY).isoformat(), (window.first - ONE_DAY).isoformat())
        touching = "FROM listed_window WHERE publication = ? AND first <= ? AND last >= ?"
        days = [day for row in self._archive.rows(f"SELECT first, last {touching}", reach) for day in row]
        days += [window.first.isoformat(), window.last.isoformat()]
        with self._archive.transaction() as db:
            db.execute(f"DELETE {touching}", reach)
            db.execute("INSERT INTO listed_window VALUES (?, ?, ?, ?)", (publication, min(days), max(days), str(on)))

    def archived(self, publication: str, window: Window) -> set[str]:
        """The archived documents that were last changed in a window and are not due."""
        values = (publication, window.first.isoformat(), window.last.isoformat())
        return {row[0] for row in self._archive.rows(_ARCHIVED, values)}

    def doubt(self, documents: Iterable[str], at: datetime) -> None:
        """Make documents due of which a listing no longer speaks."""
        with self._archive.transaction() as db:
            db.executemany(
                "UPDATE visit SET due = ? WHERE document = ?", [(at.isoformat(), name) for name in documents]
            )

    def windows_to_list(self, publication: str, first: date, last: date) -> tuple[Window, ...]:
        """The parts of a period that were never listed after they were over, each from a day earlier on."""
        gaps, begin = [], first
        for window in self._listed_windows(publication):
            if window.first > begin:
                gaps.append((begin, window.first - ONE_DAY))
            begin = max(begin, window.last + ONE_DAY)
        gaps.append((begin, last))
        return tuple(Window(max(first, a - ONE_DAY), min(b, last)) for a, b in gaps if a <= min(b, last))

    def _listed_windows(self, publication: str) -> Iterator[Window]:
        query = "SELECT first, last FROM listed_window WHERE publication = ? ORDER BY first, last"
        for first, last in self._archive.rows(query, (publication,)):
            yield Window(date.fromisoformat(first), date.fromisoformat(last))

    def _newest_change(self, publication: str) -> date:
        query = "SELECT max(modified) FROM visit WHERE publication = ?"
        ((newest,),) = self._archive.rows(query, (publication,))
        return date.fromisoformat(newest) if newest else date.min

    # Looking back

    def window_to_reconcile(self, publication: str, first: date, now: datetime) -> Window | None:
        """The next part of the past to list once more, so that what left the service is noticed; one a day.

        None today when that was done, on the first day, when everything has just been listed, and without a past.
        """
        begin = self._day_fact(f"reconciled:{publication}")
        if begin is None:
            self.reconciled(publication, first, now.date())
        last = min(now.date() - ONE_DAY, self._newest_change(publication))
        if begin is None or self._day_fact(f"reconciled_on:{publication}") == now.date() or last < first:
            return None
        begin = first if begin > last else begin
        rows = self._archive.rows(_DAYS_OF, (publication, begin.isoformat(), RECONCILED_AT_ONCE))
        return Window(begin, min(last, date.fromisoformat(rows[0][0])) if rows else last)

    def reconciled(self, publication: str, up_to: date, on: date) -> None:
        """Remember from which day looking back goes on; at the end it begins again."""
        with self._archive.transaction() as db:
            db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (f"reconciled:{publication}", up_to.isoformat()))
            db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (f"reconciled_on:{publication}", on.isoformat()))

    def _day_fact(self, name: str) -> date | None:
        rows = self._archive.rows("SELECT value FROM fact WHERE name = ?", (name,))
        return date.fromisoformat(rows[0][0]) if rows else None

    # Time

    def heal_clock(self, now: datetime) -> None:
        """Bring back what a clock that ran ahead put off further than is ever meant, or saw in what is yet to come."""
        latest = (now + LONGEST_REST + ONE_DAY).isoformat()
        with self._archive.transaction() as db:
            for table in ("visit", "inquiry"):
                db.execute(f"UPDATE {table} SET due = ? WHERE due > ?", (now.isoformat(), latest))  # noqa: S608 - names from this line
            db.execute("DELETE FROM rest WHERE until > ?", (latest,))
            db.execute("UPDATE parliament_case SET seen_at = ? WHERE seen_at > ?", (_LONG_AGO, now.isoformat()))

    def rests(self, now: datetime) -> dict[str, datetime]:
        """The hosts that asked to be left alone until a later moment."""
        rows = self._archive.rows("SELECT host, until FROM rest WHERE until > ?", (now.isoformat(),))
        return {host: datetime.fromisoformat(until) for host, until in rows}

    def remember_rests(self, rests: Mapping[str, datetime]) -> None:
        """Remember until when hosts asked to be left alone."""
        rows = [(host, until.isoformat()) for host, until in rests.items()]
        with self._archive.transaction() as db:
            db.executemany("INSERT OR REPLACE INTO rest VALUES (?, ?)", rows)

    # Visiting

    def outstanding(self) -> set[str]:
        """The documents that are still to be archived, or to be had in a better form."""
        query = "SELECT document FROM visit WHERE due IS NOT NULL AND (reason IS NOT NULL OR attempts = 0)"
        return {row[0] for row in self._archive.rows(query)}

    def retries(self, most: int) -> tuple[Retry, ...]:
        """The first documents that fell short and are tried again."""
        query = "SELECT document, reason, due FROM visit WHERE due IS NOT NULL AND reason IS NOT NULL ORDER BY due, 1"
        rows = self._archive.rows(f"{query} LIMIT ?", (most,))
        return tuple(Retry(document=document, reason=reason, due=due) for document, reason, due in rows)

    def due(self, now: datetime) -> tuple[str, ...]:
        """The documents to visit now: those never tried, whatever the clock was then, before those that fell short."""
        return tuple(row[0] for row in self._archive.rows(_DUE, (now.isoformat(),)))

    def known(self, document: str) -> Known | None:
        """What is known of one document; None when no listing named it."""
        rows = self._archive.rows(_KNOWN, (document,))
        if not rows:
            return None
        ((modified, provisional, has_xml, attempts, packed),) = rows
        return Known(
            id=document,
            modified=date.fromisoformat(modified),
            provisional=bool(provisional),
            has_xml=bool(has_xml),
            listing=zlib.decompress(packed) if packed else None,
            attempts=attempts,
        )

    def settle(self, document: str, *, again_at: datetime | None = None) -> None:
        """The document is archived (or gone) and has nothing to be asked, unless once more at a given moment."""
        self._visited(document, again_at, None)

    def fall_short(self, document: str, reason: str, again_at: datetime) -> None:
        """The visit did not give all there may be; it is tried again."""
        self._visited(document, again_at, reason)

    def _visited(self, document: str, due: datetime | None, reason: str | None) -> None:
        query = "UPDATE visit SET due = ?, reason = ?, attempts = attempts + 1 WHERE document = ?"
        with self._archive.transaction() as db:
            db.execute(query, (due.isoformat() if due else None, reason, document))

    def listing_archived(self, document: str) -> None:
        """The record of the listing is a snapshot now, and no longer needed here."""
        with self._archive.transaction() as db:
            db.execute("DELETE FROM listing WHERE document = ?", (document,))

    def synced(self, at: datetime) -> None:
        """Remember that everything there was to see was seen."""
        with self._archive.transaction() as db:
            db.execute("INSERT OR REPLACE INTO fact VALUES ('synced_at', ?)", (at.isoformat(),))


def next_try(attempts: int, now: datetime) -> datetime:
    """When to try again after so many attempts: the next run, later on after 1, 2, 4, … days."""
    if attempts < TRIES_AT_ONCE:
        return now
    return now + timedelta(days=min(2 ** (attempts - TRIES_AT_ONCE), LONGEST_REST.days))


def _reply(document: Listed) -> str:
    if document.publication == QUESTIONS:
        return ""
    return "mededeling" if document.notice else "antwoord"


def _note(db: sqlite3.Connection, document: Listed, at: datetime) -> None:
    changed = (document.version, document.modified.isoformat(), document.provisional, document.has_xml)
    db.execute(_NOTE, (document.id, document.publication, *changed, at.isoformat()))
    db.execute("INSERT OR REPLACE INTO listing VALUES (?, ?)", (document.id, zlib.compress(document.record)))
