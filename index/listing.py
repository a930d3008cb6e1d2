"""Listing: what the search service says there is, noted in the ledger window by window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from index.cli import Failure
from index.fetch import Fetcher, FetchError
from index.inquiries import Inquiries
from index.ledger import ONE_DAY, Ledger
from index.meter import Progress
from index.sources import koop
from index.sources.koop import Hosts
from index.sources.sru import PUBLICATIONS, Listed, SearchError, Window

FIRST_DAY = date(1980, 1, 1)  # well before the oldest change the service tells of
MOST_MISSING = 200  # documents that can have disappeared since the days of a window were last listed

Clock = Callable[[], datetime]


class WrongPeriod(Failure):
    """A period that ends before it begins."""

    def __init__(self, since: date, until: date) -> None:
        super().__init__(f"De periode van {since} tot en met {until} eindigt voor ze begint.")


@dataclass(slots=True)
class Tally:
    """What a crawl under way has come across, by document; `failures` also has windows that could not be listed."""

    found: set[str] = field(default_factory=set)
    fetched: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    failures: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)  # places in the Aanhangsel that the service does not know either
    stopped: str = ""  # why the crawl ended before it was done


class Listing:
    """Lists documents and notes which of them are due."""

    def __init__(
        self, *, ledger: Ledger, fetcher: Fetcher, hosts: Hosts, tally: Tally, progress: Progress, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._fetcher = fetcher
        self._hosts = hosts
        self._tally = tally
        self._progress = progress
        self._clock = clock

    def list_ids(self, ids: Sequence[str]) -> None:
        """Ask what the search service knows of these documents."""
        for place, document in enumerate(ids):
            self._progress(place, len(ids), f"zoeken: {document}")
            try:
                self._list_id(document)
            except (SearchError, FetchError) as error:
                self._tally.failures[document] = str(error)

    def inquire(self, inquiries: Inquiries) -> None:
        """Ask by name for what the listings may have missed: numbers that lack, questions without their answer."""
        now = self._clock()
        self._ask_after(inquiries.missing(now), self._find_place, inquiries.asked_place)
        self._ask_after(inquiries.open_sets(now), self._find_set, inquiries.asked_set)

    def _ask_after(
        self, subjects: Sequence[str], find: Callable[[str], bool], asked: Callable[[str, datetime], None]
    ) -> None:
        for place, subject in enumerate(subjects):
            self._progress(place, len(subjects), f"navragen: {subject}")
            try:
                found = find(subject)
            except (SearchError, FetchError) as error:
                self._tally.failures[f"navraag naar {subject}"] = str(error)
                return
            if not found:
                asked(subject, self._clock())

    def _find_place(self, place: str) -> bool:
        listed = koop.list_document(self._fetcher, self._hosts, place)
        if listed:
            self._note((listed,))
        else:
            self._tally.unknown.append(place)
        return bool(listed)

    def _find_set(self, number: str) -> bool:
        """Note the documents of a set; whatever there is, the set is asked after again until it is answered."""
        self._note(koop.list_set(self._fetcher, self._hosts, number))
        return False

    def reconcile(self) -> None:
        """List a part of the past once more, a day's worth a day: what silently left the service is then looked for."""
        for publication in PUBLICATIONS:
            window = self._ledger.window_to_reconcile(publication, FIRST_DAY, self._clock())
            if window and self._list(publication, window, None):
                self._ledger.reconciled(publication, window.last + ONE_DAY, self._clock().date())

    def _list_id(self, document: str) -> None:
        listed = koop.list_document(self._fetcher, self._hosts, document)
        if listed:
            self._note((listed,))
        elif not self._ledger.known(document):
            self._tally.failures[document] = "de zoekdienst kent dit nummer niet"

    def list_period(self, since: date | None, until: date | None, limit: int | None) -> bool:
        """Whether everything that changed in a period was listed; without `since`, in days not listed before."""
        last = until or self._clock().date()
        first = since or FIRST_DAY
        if first > last:
            raise WrongPeriod(first, last)
        done = [self._list(*part, limit) for part in self._parts(first, last, again=since is not None)]
        return all(done)

    def _parts(self, first: date, last: date, *, again: bool) -> Iterator[tuple[str, Window]]:
        for publication in PUBLICATIONS:
            unlisted = self._ledger.windows_to_list(publication, first, last)
            for window in (Window(first, last),) if again else unlisted:
                yield publication, window

    def _list(self, publication: str, window: Window, limit: int | None) -> bool:
        """Whether a window was listed to its end; smaller windows are remembered as they are done."""
        if self._enough(limit):
            return False
        try:
            smaller = self._note_pages(publication, window)
        except (SearchError, FetchError) as error:
            self._tally.failures[f"{publication}, {window}"] = str(error)
            return False
        done = [self._list(publication, part, limit) for part in smaller]
        if not window.whole_days:
            return all(done)
        return all(done) and self._close(publication, window)

    def _close(self, publication: str, window: Window) -> bool:
        """Remember that a window is done, and doubt what it no longer names; refused when that is beyond belief."""
        missing = self._ledger.archived(publication, window) - self._tally.found
        if len(missing) > MOST_MISSING:
            reason = f"de zoekdienst noemt {len(missing)} documenten die er waren niet meer; dat wordt niet geloofd"
            self._tally.failures[f"{publication}, {window}"] = reason
            return False
        self._ledger.doubt(missing, self._clock())
        self._ledger.window_done(publication, window, self._clock().date())
        return True

    def _note_pages(self, publication: str, window: Window) -> list[Window]:
        """Note the documents of a window; the smaller windows to ask for when it was too full."""
        smaller = []
        for item in koop.list_window(self._fetcher, self._hosts, publication, window):
            if isinstance(item, Window):
                smaller.append(item)
            else:
                self._note(item.listed)
        return smaller

    def _note(self, listed: tuple[Listed, ...]) -> None:
        self._ledger.note(listed, self._clock())
        self._tally.found.update(document.id for document in listed)
        self._progress(len(self._tally.found), None, "documenten gevonden")

    def _enough(self, limit: int | None) -> bool:
        return limit is not None and len(self._ledger.due(self._clock())) >= limit
