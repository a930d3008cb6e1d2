"""The commands that search, measure and explain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, TextIO

import click

from index.cli import Command, CommandGroup, Failure, WrongUse, data_option
from index.folders import Folders
from index.meter import Meter
from index.schema import FACETS
from search import evaluate as evaluation
from search import open_engine
from search.draft import LONGEST, read_draft
from search.engine import Engine, NoGeneration
from search.public import asked_json, search_json
from search.request import EXCLUDE_PREFIX, SearchRequest, Sort
from search.terminal import Terminal, asked_lines, explained_lines, lines

MAX_LIMIT = 1000


@click.group(cls=CommandGroup)
@data_option
def commands() -> None:
    """Zoeken in de gebouwde index."""


def _facet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """An option to choose and one to exclude for every facet, as in the address of a search."""
    for facet in reversed(FACETS):
        sentence = f"{facet.help}; mag vaker."
        command = click.option(f"--{EXCLUDE_PREFIX}{facet.name}", multiple=True, metavar="WAARDE", hidden=True)(command)
        command = click.option(f"--{facet.name}", multiple=True, metavar="WAARDE", help=sentence)(command)
    return command


@commands.command(
    cls=Command, epilog="Elke facet kent ook --niet-…, bijvoorbeeld --niet-partij vvd, om uit te sluiten."
)
@click.argument("query", metavar="ZOEKVRAAG", default="")
@_facet_options
@click.option("--van", metavar="DATUM", help="ingezonden op of na deze dag (jjjj-mm-dd).")
@click.option("--tot", metavar="DATUM", help="ingezonden op of voor deze dag (jjjj-mm-dd).")
@click.option("--sinds", metavar="DATUM", help="ingezonden of beantwoord na deze dag (jjjj-mm-dd).")
@click.option("--sorteer", metavar="VOLGORDE", help=f"{', '.join(sort.value for sort in Sort)}.")
@click.option("--pagina", metavar="N", help="de hoeveelste pagina.")
@click.option("--limit", default=10, type=click.IntRange(1, MAX_LIMIT), metavar="N", help="sets per pagina; anders 10.")
@click.option("--json", "as_json", is_flag=True, help="het antwoord als JSON.")
@click.pass_obj
def search(
    folders: Folders, /, query: str, limit: int, *, as_json: bool, **params: str | tuple[str, ...] | None
) -> None:
    """Zoek vragen op woorden, “woordgroepen” en velden."""
    request = SearchRequest.from_params([("q", query), *_pairs(params)])
    response = _engine(folders).search(replace(request, per_page=limit), date.today())  # noqa: DTZ011 - the local day
    if response.mistakes:
        raise WrongUse(" ".join(response.mistakes))
    if as_json:
        click.echo(json.dumps(search_json(response), ensure_ascii=False, indent=2))
    else:
        for line in lines(response, Terminal.standard()):
            click.echo(line, color=True)  # the terminal has decided about colours already


@commands.command(cls=Command)
@click.option("--topics", type=click.File(encoding="utf-8"), required=True, metavar="BESTAND", help="id<TAB>zoekvraag.")
@click.option("--qrels", type=click.File(encoding="utf-8"), required=True, metavar="BESTAND", help="TREC-oordelen.")
@click.option("--json", "as_json", is_flag=True, help="als JSON.")
@click.option(
    "--run", "run_file", type=click.File("w", encoding="utf-8"), metavar="BESTAND", help="schrijf de TREC-run."
)
@click.pass_obj
def evaluate(folders: Folders, /, topics: TextIO, qrels: TextIO, run_file: TextIO | None, *, as_json: bool) -> None:
    """Meet de volgorde van de treffers aan beoordeelde zoekvragen."""
    engine = _engine(folders)
    try:
        queries, relevant = evaluation.read_topics(topics), evaluation.read_judgements(qrels)
    except evaluation.UnreadableJudgements as error:
        raise Failure(str(error)) from error
    with Meter() as meter:
        rankings = {}
        for query, text in queries.items():
            rankings[query] = _ranking(engine, text)
            meter(len(rankings), len(queries), "zoekvragen")
    known = {query: evaluation.known_sets(relevant[query], engine.resolve) for query in queries if query in relevant}
    measures = evaluation.measure((rankings[query], sets) for query, sets in known.items())
    if run_file:
        run_file.writelines(f"{line}\n" for line in evaluation.trec_run(rankings))
    told = measures.as_json()
    click.echo(json.dumps(told) if as_json else "\n".join(f"{name:12} {value}" for name, value in told.items()))


def _ranking(engine: Engine, query: str) -> evaluation.Ranking:
    """The best sets for one query."""
    request = replace(SearchRequest.from_params([("q", query)]), per_page=evaluation.RANKED)
    response = engine.search(request, date.today())  # noqa: DTZ011 - the local day
    return [(hit.id, hit.score) for hit in response.hits]


@commands.command(name="al-gevraagd", cls=Command)
@click.argument("draft", metavar="BESTAND", type=click.File(encoding="utf-8", errors="replace"))
@click.option("--json", "as_json", is_flag=True, help="het antwoord als JSON.")
@click.pass_obj
def already_asked(folders: Folders, /, draft: TextIO, *, as_json: bool) -> None:
    """Zoek bij elke vraag van een concept (- is wat binnenkomt) de eerdere vragen die er het meest op lijken."""
    read = read_draft(draft.read(LONGEST + 1))
    if not read.questions:
        raise Failure("Er staat geen vraag in.")
    engine = _engine(folders)
    asked = engine.already_asked(read)
    if as_json:
        click.echo(json.dumps(asked_json(read, asked, engine.snapshot()), ensure_ascii=False, indent=2))
    else:
        for line in asked_lines(read, asked, Terminal.standard()):
            click.echo(line, color=True)


@commands.command(cls=Command)
@click.argument("query", metavar="ZOEKVRAAG")
@click.argument("number", metavar="NUMMER")
@click.pass_obj
def explain(folders: Folders, query: str, number: str) -> None:
    """Laat zien waarom een set past, en wat elk woord aan zijn plaats bijdraagt."""
    engine = _engine(folders)
    set_id = engine.resolve(number)
    record = engine.question_set(set_id) if set_id else None
    if record is None:
        raise Failure(f"Er zijn geen Kamervragen bekend onder nummer ‘{number[:80]}’.")
    request = SearchRequest.from_params([("q", query)])
    explanation = engine.explain(request, record, date.today())  # noqa: DTZ011 - the local day
    for line in explained_lines(explanation, Terminal.standard()):
        click.echo(line, color=True)


def _pairs(params: dict[str, str | tuple[str, ...] | None]) -> Iterator[tuple[str, str]]:
    """Options as the parameters of an address."""
    for name, value in params.items():
        for one in value if isinstance(value, tuple) else [value]:
            if one is not None:
                yield name.replace("_", "-"), one


def _engine(folders: Folders) -> Engine:
    try:
        return open_engine(folders.generations)
    except NoGeneration as missing:
        raise Failure(str(missing)) from missing


if __name__ == "__main__":
    commands(prog_name="python -m search")
