"""The commands `crawl`, `extract`, `build`, `update`, `check` and `show`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from index import generations, writer
from index.archive import Archive
from index.check import coverage, stages
from index.cli import Command, CommandGroup, Failure, WrongUse, data_option
from index.crawl import CrawlReport, crawl_koop, crawl_kvr, crawl_tk
from index.disk import disk_trouble_told
from index.extraction import update_records
from index.fetch import Fetcher, FetchSettings
from index.folders import Folders
from index.json import public
from index.meter import Progress
from index.options import crawl_options, fetch_settings
from index.parts_store import PartStore
from index.records import QuestionSet
from index.report import Report, against_list, documents_by_year, named_elsewhere, series_of
from index.store import RecordStore
from index.work import alone, stoppable, working

Made = TypeVar("Made")

DATE = click.DateTime(["%Y-%m-%d"])


@click.group(cls=CommandGroup)
@data_option
def commands() -> None:
    """Van publicatie tot index."""


@commands.command(cls=Command)
@click.option("--source", type=click.Choice(["koop", "tk", "kvr"]), default="koop",
              help="koop: officiële publicaties; tk: de Tweede Kamer; kvr: historische bestanden.")  # fmt: skip
@click.option("--since", type=DATE, metavar="DATUM", help="gewijzigd op of na deze dag (jjjj-mm-dd).")
@click.option("--until", type=DATE, metavar="DATUM", help="gewijzigd op of voor deze dag (jjjj-mm-dd).")
@click.option("--id", "ids", multiple=True, metavar="ID", help="alleen dit document; mag vaker.")
@click.option("--base-url", metavar="ADRES", help="een spiegel in plaats van de officiële sites.")
@click.option("--path", "paths", multiple=True, type=click.Path(exists=True, path_type=Path), metavar="PAD",
              help="bestand, map of tar-archief met historische bestanden (bij kvr); mag vaker.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1), metavar="N", help="niet meer dan zoveel documenten.")
@crawl_options
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
    *,
    log_json: bool,
    **manners: Any,
) -> None:
    """Haal op wat nieuw of gewijzigd is; gaat verder waar het bleef."""
    if (source == "kvr") != bool(paths):
        raise WrongUse("De bron kvr leest bestanden: geef --path. De andere bronnen hebben geen --path.")
    if source != "koop" and (since or until or ids):
        raise WrongUse("Met --since, --until en --id kiest u uit de bron koop.")
    settings = fetch_settings(**manners)
    with working(folders, "crawl", as_json=log_json) as work, Archive(folders.archive) as archive:
        asked: dict[str, Any] = {"limit": limit, "progress": work.meter}
        if source == "kvr":
            work.crawled(source, crawl_kvr(archive, paths, **asked))
            return
        if source == "koop":
            asked |= {"ids": ids, "since": since and since.date(), "until": until and until.date()}
        with Fetcher(settings) as fetcher:
            work.crawled(source, _CRAWLS[source](archive, fetcher, base_url=base_url, **asked))


@commands.command(cls=Command)
@click.option("--id", "ids", multiple=True, metavar="ID", help="lees ook dit document opnieuw; mag vaker.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count, metavar="N", help="aantal processen.")
@click.pass_obj
def extract(folders: Folders, /, ids: tuple[str, ...], jobs: int) -> None:
    """Lees de documenten uit het archief en vorm er sets vragen van."""
    _need(folders.archive, "Er is nog geen archief", "vraagbaak crawl")
    with alone(folders), stoppable(folders) as meter:
        report = update_records(folders, ids=ids, jobs=jobs, progress=meter)
    click.echo(report.sentence())


@commands.command(cls=Command)
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count, metavar="N", help="aantal processen.")
@click.pass_obj
def build(folders: Folders, /, jobs: int) -> None:
    """Bouw een nieuwe index van alle sets en ga daarop over."""
    _need(folders.records, "Er zijn nog geen gegevens", "vraagbaak extract")
    with alone(folders), stoppable(folders) as meter:
        built = _made(writer.build, folders, jobs, meter)
    click.echo(f"{built.sentence()}.")


def _made(make: Callable[..., Made], folders: Folders, jobs: int, progress: Progress) -> Made:
    """What came of making a generation of the records."""
    with RecordStore(folders.records) as store:
        try:
            return make(store, folders.generations, jobs=jobs, now=datetime.now(UTC), progress=progress)
        except generations.BuildError as error:
            raise Failure(str(error)) from error


@commands.command(cls=Command)
@click.option("--base-url", metavar="ADRES", help="een spiegel in plaats van de officiële sites.")
@click.option("--source", "sources", multiple=True, type=click.Choice(["koop", "tk"]),
              help="de bron; mag vaker. Anders koop en tk, of bij --base-url alleen koop.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count, metavar="N", help="aantal processen.")
@crawl_options
@click.pass_obj
def update(
    folders: Folders,
    /,
    base_url: str | None,
    sources: tuple[str, ...],
    jobs: int,
    *,
    log_json: bool,
    **manners: Any,
) -> None:
    """Ophalen, lezen en aan de index toevoegen wat nieuw of gewijzigd is: voor cron.

    Bouwt de index alleen in zijn geheel als dat moet, bijvoorbeeld na een nieuwe versie, en zegt dan waarom.

    Eindigt met 0: alles gelukt; 1: mislukt; 2: verkeerd gebruik; 3: iets wordt een volgende keer opnieuw geprobeerd;
    4: er is al een andere opdracht bezig.
    """
    settings = fetch_settings(**manners)
    with working(folders, "update", as_json=log_json) as work, alone(folders):
        with Archive(folders.archive) as archive, Fetcher(settings) as fetcher:
            for source in sources or _usual_sources(base_url, settings):
                report = _CRAWLS[source](archive, fetcher, base_url=base_url, progress=work.meter)
                work.crawled(source, report)
        extraction = update_records(folders, jobs=jobs, progress=work.meter)
        work.say(extraction.sentence(), sets=extraction.sets, linked=extraction.linked, removed=extraction.removed)
        renewal = _made(writer.renew, folders, jobs, work.meter)
        if renewal:
            work.say(renewal.sentence(), generation=renewal.generation.manifest.id)
        work.serving = _serving(folders)


def _serving(folders: Folders) -> tuple[str, str | None]:
    """The index in use, which holds what the store does, and up to when that is what the sources had."""
    with RecordStore(folders.records) as store:
        return generations.current_name(folders.generations) or "", store.state("synced_at")


def _usual_sources(base_url: str | None, settings: FetchSettings) -> tuple[str, ...]:
    """Both sources; of a mirror only the one it surely has, and without leave for the search service only the other."""
    if not settings.search_despite_robots:
        return ("tk",)
    return ("koop",) if base_url else ("koop", "tk")


_CRAWLS: dict[str, Callable[..., CrawlReport]] = {"koop": crawl_koop, "tk": crawl_tk}


@commands.command(cls=Command)
@click.argument("target", metavar="BESTAND", type=click.Path(path_type=Path))
@click.pass_obj
def copy(folders: Folders, /, target: Path) -> None:
    """Kopieer het archief zoals het nu is, ook terwijl er in wordt geschreven."""
    _need(folders.archive, "Er is nog geen archief", "vraagbaak crawl")
    if target.exists():
        raise Failure(f"{target} bestaat al; kies een andere naam.")
    with disk_trouble_told(target.absolute().parent), Archive(folders.archive) as archive:
        archive.copy_to(target)
    click.echo(f"Kopie van het archief: {target} ({target.stat().st_size / 1e6:.0f} MB).")


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
        in_sets = store.documents()
        at = stages(archived, read, oral, in_sets)
        return Report(
            archive=archive.counts(),
            stages=at,
            series=series_of(entries, at.unread, in_sets),
            coverage=coverage(store),
            documents=documents_by_year(entries),
            in_sets=documents_by_year(entry for entry in entries if entry.document in in_sets),
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
