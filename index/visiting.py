"""Visiting: the documents that are due are fetched, judged and archived, each in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from index.archive import Archive, snapshot_of
from index.fetch import Fetcher, HostDownError
from index.ledger import ENOUGH_TRIES, Known, Ledger, next_try
from index.listing import Clock, Tally
from index.log import tell
from index.meter import Progress
from index.snapshots import Form
from index.sources import koop
from index.sources.forms import Verdict
from index.sources.koop import BODY_FORMS, Finding, Hosts


class Visiting:
    """Visits documents and plans when to ask for them again."""

    def __init__(
        self, *, archive: Archive, fetcher: Fetcher, hosts: Hosts, tally: Tally, progress: Progress, clock: Clock
    ) -> None:
        self._archive = archive
        self._ledger = Ledger(archive)
        self._fetcher = fetcher
        self._hosts = hosts
        self._tally = tally
        self._progress = progress
        self._clock = clock
        self._visited: set[str] = set()

    def visit_due(self, limit: int | None) -> bool:
        """Visit the documents that are due and were not visited in this crawl; whether that were all."""
        due = self._ledger.due(self._clock())
        return self._visit_all([document for document in due if document not in self._visited], limit)

    def visit_ids(self, ids: Sequence[str], limit: int | None) -> bool:
        """Visit these documents whether they are due or not."""
        return self._visit_all([document for document in dict.fromkeys(ids) if self._ledger.known(document)], limit)

    def _visit_all(self, documents: Sequence[str], limit: int | None) -> bool:
        chosen = documents[:limit]
        for done, document in enumerate(chosen):
            self._progress(done, len(chosen), document)
            self._visited.add(document)
            try:
                self._visit(document)
                self._tell(document)
            except HostDownError as error:
                self._tally.failures[document] = str(error)
                return False
        self._progress(len(chosen), len(chosen), "klaar")
        return len(chosen) == len(documents)

    def _visit(self, document: str) -> None:
        known = self._ledger.known(document)
        assert known, f"{document} is due, but no listing named it"
        self._tally.found.add(document)
        validators = self._archive.validators(document)
        findings = koop.visit(self._fetcher, self._hosts, document, validators, has_xml=known.has_xml)
        with self._archive.transaction():
            self._conclude(known, findings, self._clock())

    def _tell(self, document: str) -> None:
        tally = self._tally
        outcomes = (("mislukt", tally.failures), ("verdwenen", tally.gone), ("opgehaald", tally.fetched))
        outcome = next((name for name, documents in outcomes if document in documents), "onveranderd")
        tell("document", f"{document}: {outcome}", routine=True, document=document, outcome=outcome)

    def _conclude(self, known: Known, findings: Sequence[Finding], now: datetime) -> None:
        verdicts = {finding.verdict for finding in findings}
        held = any(finding.held for finding in findings)
        if Verdict.REMOVED in verdicts or verdicts == {Verdict.ABSENT}:
            self._vanish(known, findings, now)
        elif held or Verdict.DOUBTFUL not in verdicts:
            self._keep(known, findings, now)
            self._plan(known, findings, now)
        else:
            self._fall_short(known, findings, now)

    def _vanish(self, known: Known, findings: Sequence[Finding], now: datetime) -> None:
        """The document is not there: gone when it was or when a page says so, else not to be found yet."""
        was_there = self._archive.retire(known.id, Form, now, findings[-1].judgement.reason)
        if was_there or findings[-1].verdict is Verdict.REMOVED:
            self._tally.gone.add(known.id)
            self._ledger.settle(known.id)
        else:
            self._fall_short(known, findings, now)

    def _keep(self, known: Known, findings: Sequence[Finding], now: datetime) -> None:
        """Archive what came; forms that are not there leave what is current."""
        new = [self._put(known.id, finding, now) for finding in findings if finding.reply]
        if any(new):
            self._tally.fetched.add(known.id)
        if known.listing:
            address = self._hosts.search
            self._archive.put(koop.SOURCE, snapshot_of(known.id, Form.LISTING, address, now, known.listing))
            self._ledger.listing_archived(known.id)
        self._archive.retire(known.id, _not_there(findings), now, "niet meer of in een betere vorm gepubliceerd")

    def _put(self, document: str, finding: Finding, now: datetime) -> bool:
        assert finding.reply, f"{document} {finding.form}: a good finding has a reply"
        snapshot = snapshot_of(document, finding.form, finding.reply.address, now, finding.reply.body)
        return self._archive.put(koop.SOURCE, snapshot, finding.reply.validators)

    def _plan(self, known: Known, findings: Sequence[Finding], now: datetime) -> None:
        """When to ask for an archived document again, if at all."""
        tried = known.attempts + 1
        if any(finding.verdict is Verdict.DOUBTFUL for finding in findings) and tried < ENOUGH_TRIES:
            self._fall_short(known, findings, now)
        elif known.provisional:
            self._ledger.settle(known.id, again_at=next_try(tried, now))
        elif now.date() <= known.modified:
            # The day is not over: it may change again without the day of change telling.
            self._ledger.settle(known.id, again_at=datetime.combine(known.modified + timedelta(days=1), time.min, UTC))
        else:
            self._ledger.settle(known.id)

    def _fall_short(self, known: Known, findings: Sequence[Finding], now: datetime) -> None:
        missed = [finding for finding in findings if not finding.held]
        reason = "; ".join(f"{finding.form.value}: {finding.judgement.reason}" for finding in missed)
        self._tally.failures[known.id] = reason
        self._ledger.fall_short(known.id, reason, next_try(known.attempts + 1, now))


def _not_there(findings: Sequence[Finding]) -> set[Form]:
    """The forms that are surely not published, or not needed because a better one is."""
    missing = {finding.form for finding in findings if finding.verdict in (Verdict.ABSENT, Verdict.WORDLESS)}
    held = [BODY_FORMS.index(finding.form) for finding in findings if finding.held and finding.form in BODY_FORMS]
    return missing.union(*(BODY_FORMS[place + 1 :] for place in held))
