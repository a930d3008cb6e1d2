"""Cases of the Tweede Kamer, brought into the archive: harvested period by period, then followed by their changes.

What a case says of documents that the official publisher has makes those documents due, so that they are found
without its search service too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from index.archive import Archive, snapshot_of
from index.fetch import Fetcher, FetchError, HostDownError
from index.ledger import Expected, Ledger
from index.listing import Clock, Tally
from index.meter import Progress
from index.snapshots import Form
from index.sources import tk
from index.sources.tk import AnswerError, Case, Change, Page, Service

PERIOD = timedelta(days=91)
STILL_NEW = timedelta(days=14)  # cases that can still be entered under an earlier day
OPEN_REST = timedelta(days=1)  # between two looks at a case that is not closed
MOST_LOST = 50  # cases that can have been taken away between two looks
FEED_PAGES = 200  # in one run and category; the feed begins years back

_KNOWN = "SELECT id FROM parliament_case WHERE id = ? UNION SELECT case_id FROM case_piece WHERE id = ?"
_OPEN = "SELECT id FROM parliament_case WHERE NOT closed AND seen_at < ? ORDER BY seen_at"
_STARTED = "SELECT id FROM parliament_case WHERE started BETWEEN ? AND ?"


@dataclass(slots=True, kw_only=True)
class Cases:
    """Asks for cases and keeps them; every answer is one transaction."""

    archive: Archive
    fetcher: Fetcher
    service: Service
    tally: Tally
    progress: Progress
    clock: Clock
    down: bool = False

    def bring_up_to_date(self) -> bool:
        """Everything there is to do today; whether all of it could be done."""
        today = self.clock().date()
        steps = [self._harvest(today), self._follow_feed(), self._look_at_open(), self._look_back(today)]
        return all(steps)

    # Period by period

    def _harvest(self, today: date) -> bool:
        """All cases begun since the last harvest, the oldest first."""
        first = min(self._day("harvested") or tk.FIRST_CASES, _from_new_on(today))  # a clock may have run ahead
        while first <= today:
            last = min(first + PERIOD, today)
            if not self._period(first, last):
                return False
            self._remember("harvested", min(last + timedelta(days=1), _from_new_on(today)).isoformat())
            first = last + timedelta(days=1)
        return True

    def _look_back(self, today: date) -> bool:
        """A period of the past once more, one a day: what left the service is noticed."""
        if self._day("looked_back_on") == today:
            return True
        first = self._day("looked_back") or tk.FIRST_CASES
        first = tk.FIRST_CASES if first > today else first
        done = self._period(first, min(first + PERIOD, today))
        if done:
            self._remember("looked_back", (first + PERIOD + timedelta(days=1)).isoformat())
            self._remember("looked_back_on", today.isoformat())
        return done

    def _period(self, first: date, last: date) -> bool:
        """Whether all cases of a period were kept, and those that were there before are not there any more retired."""
        pages = tk.cases_of_period(self.fetcher, self.service, first, last)
        given = self._keep(pages, f"zaken {first} t/m {last}")
        if given is None:
            return False
        rows = self.archive.rows(_STARTED, (first.isoformat(), last.isoformat()))
        return self._look_at([each for (each,) in rows if each not in given])

    # One by one

    def _look_at_open(self) -> bool:
        """The cases that are not closed, each once a day."""
        rows = self.archive.rows(_OPEN, ((self.clock() - OPEN_REST).isoformat(),))
        return self._look_at([each for (each,) in rows])

    def _look_at(self, ids: Sequence[str]) -> bool:
        """Ask for these cases; those that are not given any more are retired."""
        given = self._keep(tk.cases_by_id(self.fetcher, self.service, ids), "zaken nagekeken") if ids else set()
        if given is None:
            return False
        lost = [each for each in ids if each not in given and self._is_archived(each)]
        if len(lost) > MOST_LOST:
            self.tally.failures["zaken"] = f"de Tweede Kamer geeft {len(lost)} zaken niet meer; dat wordt niet geloofd"
            return False
        with self.archive.transaction():
            for each in lost:
                self._retire(each)
        return True

    def _is_archived(self, case: str) -> bool:
        return bool(self.archive.rows("SELECT 1 FROM parliament_case WHERE id = ?", (case,)))

    # Changes

    def _follow_feed(self) -> bool:
        """Look at every case of which something changed; whether the end of the feed was reached."""
        reached = [self._follow(category) for category in tk.CATEGORIES]
        return all(reached)

    def _follow(self, category: str) -> bool:
        for _ in range(FEED_PAGES):
            page = self._feed_page(category)
            if page is None:
                return False
            if page.token is None:
                return True
            if not self._look_at(self._touched(page.changes)):
                return False
            self._remember(f"feed:{category}", page.token)
        return False

    def _feed_page(self, category: str) -> tk.FeedPage | None:
        if self.down:
            return None
        token = self._fact(f"feed:{category}")
        self.progress(len(self.tally.found), None, f"wijzigingen gevolgd ({category})")
        try:
            return tk.feed_page(self.fetcher, self.service, category, token)
        except (AnswerError, FetchError) as error:
            self._fail(f"wijzigingen van {category}", error)
            return None

    def _touched(self, changes: Iterable[Change]) -> list[str]:
        """The cases behind these changes that were not seen since: known ones, and new ones of our kind."""
        touched: dict[str, None] = {}
        for change in changes:
            known = {case for each in change.ids for (case,) in self.archive.rows(_KNOWN, (each, each))}
            ours = change.kind == tk.KIND or (change.category == "document" and change.kind in tk.DOCUMENT_KINDS)
            found = known or (set(change.ids) if ours else set())
            touched |= dict.fromkeys(sorted(case for case in found if not self._seen_since(case, change.at)))
        return list(touched)

    def _seen_since(self, case: str, moment: datetime | None) -> bool:
        rows = self.archive.rows("SELECT seen_at FROM parliament_case WHERE id = ?", (case,))
        return bool(rows and moment and moment < datetime.fromisoformat(rows[0][0]))

    # Keeping

    def _keep(self, pages: Iterable[Page], what: str) -> set[str] | None:
        """The ids of the cases on these pages, all kept; None when the service failed on the way."""
        if self.down:
            return None
        given: set[str] = set()
        try:
            for page in pages:
                self._keep_page(page)
                given.update([case.id for case in page.cases], [odd.id for odd in page.odd])
                self.progress(len(self.tally.found), None, what)
        except (AnswerError, FetchError) as error:
            self._fail(what, error)
            return None
        return given

    def _keep_page(self, page: Page) -> None:
        now = self.clock()
        self.tally.failures.update((odd.document, odd.reason) for odd in page.odd)
        with self.archive.transaction():
            for case in page.cases:
                self._put(case, now)
            pieces = [piece for case in page.cases for piece in case.published]
            Ledger(self.archive).expect([Expected(piece.id, piece.version, piece.day) for piece in pieces], now)

    def _put(self, case: Case, now: datetime) -> None:
        self.tally.found.add(case.document)
        snapshot = snapshot_of(case.document, Form.CASE, self.service.case(case.id), now, case.body)
        if self.archive.put(tk.SOURCE, snapshot):
            self.tally.fetched.add(case.document)
        row = (case.id, case.document, case.started.isoformat(), case.closed, now.isoformat())
        with self.archive.transaction() as db:
            db.execute("INSERT OR REPLACE INTO parliament_case VALUES (?, ?, ?, ?, ?)", row)
            db.execute("DELETE FROM case_piece WHERE case_id = ?", (case.id,))
            db.executemany("INSERT OR REPLACE INTO case_piece VALUES (?, ?)", [(each, case.id) for each in case.pieces])

    def _retire(self, case: str) -> None:
        """The case is no longer given: it is gone, as far as we had it."""
        for (document,) in self.archive.rows("SELECT document FROM parliament_case WHERE id = ?", (case,)):
            reason = "de Tweede Kamer geeft deze zaak niet meer"
            if self.archive.retire(document, [Form.CASE], self.clock(), reason):
                self.tally.gone.add(document)
                self.tally.found.add(document)
            with self.archive.transaction() as db:
                db.execute("DELETE FROM parliament_case WHERE id = ?", (case,))
                db.execute("DELETE FROM case_piece WHERE case_id = ?", (case,))

    def _fail(self, what: str, error: Exception) -> None:
        self.down = self.down or isinstance(error, HostDownError)
        self.tally.failures[what] = str(error)

    # What is remembered

    def _day(self, name: str) -> date | None:
        value = self._fact(name)
        return date.fromisoformat(value) if value else None

    def _fact(self, name: str) -> str | None:
        rows = self.archive.rows("SELECT value FROM fact WHERE name = ?", (f"tk:{name}",))
        return rows[0][0] if rows else None

    def _remember(self, name: str, value: str) -> None:
        with self.archive.transaction() as db:
            db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (f"tk:{name}", value))


def _from_new_on(today: date) -> date:
    """The first day under which cases can still be entered."""
    return today - STILL_NEW + timedelta(days=1)
