"""The commands `crawl`, `extract`, `build`, `update`, `check` and `show`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

import click

from index import writer
from index.archive import Archive
from index.check import coverage, stages
from index.cli import Command, CommandGroup, Failure, WrongUse, data_option
from index.crawl import CrawlReport, crawl_koop, crawl_kvr
from index.extraction import ExtractionReport, update_records
from index.fetch import Fetcher, FetchSettings
from index.folders import Folders
from index.json import public
from index.meter import Meter
from index.parts_store import PartStore
from index.records import QuestionSet
from index.report import Report, against_list, documents_by_year, named_elsewhere, series_of
from index.store import RecordStore

SHOWN_FAILURES = 20
DATE = click.DateTime(["%Y-%m-%d"])


@click.group(cls=CommandGroup)
@data_option
def commands() -> None:
    """Van publicatie tot index."""


@contextmanager
def _stoppable() -> Iterator[Meter]:
    """A meter for long work that may be stopped with Ctrl-C at any moment."""
    try:
        with Meter() as meter:
            yield meter
    except KeyboardInterrupt:
        raise Failure("Gestopt. Alles tot hier is bewaard; de volgende keer gaat het verder waar het bleef.") from None


@commands.command(cls=Command)
@click.option("--source", type=click.Choice(["koop", "kvr"]), default="koop", help="de bron; anders koop.")
@click.option("--since", type=DATE, metavar="DATUM", help="gewijzigd op of na deze dag (jjjj-mm-dd).")
@click.option("--until", type=DATE, metavar="DATUM", help="gewijzigd op of voor deze dag (jjjj-mm-dd).")
@click.option("--id", "ids", multiple=True, metavar="ID", help="alleen dit document; mag vaker.")
@click.option("--base-url", metavar="ADRES", help="een spiegel in plaats van de officiële sites.")
@click.option("--path", "paths", multiple=True, type=click.Path(exists=True, path_type=Path), metavar="PAD",
              help="bestand, map of tar-archief met historische bestanden (bij kvr); mag vaker.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1), metavar="N", help="niet meer dan zoveel documenten.")
@click.pass_obj
def crawl(
    folders: Folders,
    /,
    source: str,
    since: datetime | None,
    until: datetime | None,
    ids: tuple[str, ...],
    base_url: str | None,
    paths: tuple[Path, ...],
    limit: int | None,
) -> None:
    """Haal op wat nieuw of gewijzigd is; gaat verder waar het bleef."""
    if (source == "kvr") != bool(paths):
        raise WrongUse("De bron kvr leest bestanden: geef --path. De bron koop heeft geen --path.")
    with _stoppable() as meter, Archive(folders.archive) as archive:
        if source == "kvr":
            report = crawl_kvr(archive, paths, limit=limit, progress=meter)
        else:
            with Fetcher(_fetch_settings()) as fetcher:
                report = crawl_koop(
                    archive,
                    fetcher,
                    since=since.date() if since else None,
                    until=until.date() if until else None,
                    ids=ids,
                    limit=limit,
                    base_url=base_url,
                    progress=meter,
                )
    _tell_crawl(report)


def _fetch_settings() -> FetchSettings:
    return FetchSettings(contact=os.environ.get("VRAAGBAAK_CONTACT"))


def _tell_crawl(report: CrawlReport) -> None:
    """Print what a crawl did; exit status 1 when something has to be tried again."""
    click.echo(report.sentence())
    for document, reason in report.failures[:SHOWN_FAILURES]:
        click.echo(f"  {document}: {reason}", err=True)
    if len(report.failures) > SHOWN_FAILURES:
        click.echo(f"  … en nog {len(report.failures) - SHOWN_FAILURES}", err=True)
    if report.failures:
        raise Failure("Niet alles is gelukt; een volgende keer wordt het opnieuw geprobeerd.")


@commands.command(cls=Command)
@click.option("--id", "ids", multiple=True, metavar="ID", help="lees ook dit document opnieuw; mag vaker.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count, metavar="N", help="aantal processen.")
@click.pass_obj
def extract(folders: Folders, /, ids: tuple[str, ...], jobs: int) -> None:
    """Lees de documenten uit het archief en vorm er sets vragen van."""
    click.echo(_extract(folders, ids, jobs).sentence())


def _extract(folders: Folders, ids: tuple[str, ...], jobs: int) -> ExtractionReport:
    _need(folders.archive, "Er is nog geen archief", "vraagbaak crawl")
    with _stoppable() as meter:
        return update_records(folders, ids=ids, jobs=jobs, progress=meter)


@commands.command(cls=Command)
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count, metavar="N", help="aantal processen.")
@click.pass_obj
def build(folders: Folders, /, jobs: int) -> None:
    """Bouw een nieuwe index van alle sets en ga daarop over."""
    _build(folders, jobs)


def _build(folders: Folders, jobs: int) -> None:
    _need(folders.records, "Er zijn nog geen gegevens", "vraagbaak extract")
    with _stoppable() as meter, RecordStore(folders.records) as store:
        try:
            built = writer.build(store, folders.generations, jobs=jobs, now=datetime.now(UTC), progress=meter)
        except writer.BuildError as error:
            raise Failure(str(error)) from error
    click.echo(f"Index {built.manifest.id}: {built.manifest.sets} sets, {built.manifest.questions} vragen.")


@commands.command(cls=Command)
@click.option("--base-url", metavar="ADRES", help="een spiegel in plaats van de officiële sites.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count, metavar="N", help="aantal processen.")
@click.pass_obj
def update(folders: Folders, /, base_url: str | None, jobs: int) -> None:
    """Ophalen, lezen en bouwen in één keer: voor cron. Bouwt de index nog in zijn geheel opnieuw."""
    with _stoppable() as meter, Archive(folders.archive) as archive, Fetcher(_fetch_settings()) as fetcher:
        report = crawl_koop(archive, fetcher, base_url=base_url, progress=meter)
    extraction = _extract(folders, (), jobs)
    click.echo(extraction.sentence())
    if extraction.changed or writer.current_name(folders.generations) is None:
        _build(folders, jobs)
    _tell_crawl(report)


@commands.command(cls=Command)
@click.option("--identifiers", type=click.File(encoding="utf-8"), metavar="BESTAND",
              help="identificaties die er moeten zijn, een per regel.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="als JSON.")
@click.pass_obj
def check(folders: Folders, /, identifiers: TextIO | None, *, as_json: bool) -> None:
    """Toon wat er is, wat ontbreekt en welke problemen er zijn."""
    _need(folders.records, "Er zijn nog geen gegevens", "vraagbaak extract")
    report = _report(folders, identifiers)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else report.as_text())
    if not report.stages.complete:
        raise Failure("Niet elk document is de hele weg gegaan; zie hierboven.")


def _report(folders: Folders, identifiers: Iterable[str] | None) -> Report:
    with Archive(folders.archive) as archive, RecordStore(folders.records) as store, PartStore(folders.parts) as parts:
        archived, entries = set(archive.ids()), list(parts.entries())
        read, oral = {one.document for one in entries}, {one.document for one in entries if one.oral}
        at = stages(archived, read, oral, store.documents())
        return Report(
            archive=archive.counts(),
            stages=at,
            series=series_of(entries, at.unread),
            coverage=coverage(store),
            documents=documents_by_year(entries),
            places=store.problem_places(),
            named=named_elsewhere(parts.ties(), entries),
            withdrawn=tuple(entry.document for entry in entries if entry.withdrawn),
            listed=against_list(identifiers, archived) if identifiers is not None else None,
        )


@commands.command(cls=Command)
@click.argument("number", metavar="NUMMER")
@click.option("--json", "as_json", is_flag=True, help="als JSON.")
@click.pass_obj
def show(folders: Folders, /, number: str, *, as_json: bool) -> None:
    """Toon één set vragen zoals wij die begrepen."""
    _need(folders.records, "Er zijn nog geen gegevens", "vraagbaak extract")
    with RecordStore(folders.records) as store:
        set_id = store.resolve(number)
        record = store.get(set_id) if set_id else None
    if record is None:
        raise Failure(f"We kennen geen set met nummer ‘{number}’.")
    told = public(record, date.today())  # noqa: DTZ011 - the local day
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _as_text(record))


def _as_text(record: QuestionSet) -> str:
    """A record for reading in a terminal."""
    lines = [f"{record.id}  {record.title}", f"{record.status.value}, gevraagd {record.asked_on or 'onbekend'}"]
    lines += [f"beantwoord {record.answered_on}"] if record.answered_on else []
    lines += [f"  {person.name} ({person.party_printed or 'partij onbekend'})" for person in record.submitters]
    lines += [f"  {a.part.value}: {a.name or ''} {a.ministry_printed or ''}".rstrip() for a in record.addressees]
    for question in record.questions:
        lines += ["", f"Vraag {question.number}", *(block.text for block in question.blocks)]
        if question.answer:
            lines += [f"Antwoord {', '.join(question.answer.covers)}", *(b.text for b in question.answer.blocks)]
    lines += ["", *(f"Uitstel {p.on or ''}: {' '.join(b.text for b in p.blocks)}" for p in record.postponements)]
    lines += [f"Probleem {p.code} ({p.document}): {p.sentence}" for p in record.problems]
    return "\n".join(lines).rstrip()


def _need(path: Path, missing: str, command: str) -> None:
    """Refuse work whose input is not there yet."""
    if not path.exists():
        raise Failure(f"{missing} in {path.parent}. Begin met: {command}")


if __name__ == "__main__":
    commands(prog_name="python -m index")
