"""The commands `serve` and `demo`."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial

import click
from flask import Flask

from index.cli import CommandGroup, Failure, data_option
from index.demo import road
from index.folders import Folders
from index.meter import Meter
from index.runs import last_run
from search import open_engine
from search.engine import NoGeneration
from webui import create_app, dutch_day
from webui.serving import run
from webui.settings import Settings, explained


@click.group(cls=CommandGroup)
@data_option
def commands() -> None:
    """De website."""


@commands.command(epilog=f"Instellingen in de omgeving:\n\n\b\n{explained()}")
@click.option("--host", default="127.0.0.1", metavar="ADRES", help="Adres om op te luisteren; anders 127.0.0.1.")
@click.option(
    "--port", default=8000, type=click.IntRange(0, 65535), metavar="POORT", help="Poort; anders 8000; 0 kiest er een."
)
@click.option("--workers", default=1, type=click.IntRange(1, 64), metavar="N", help="Aantal processen; anders 1.")
@click.pass_obj
def serve(folders: Folders, host: str, port: int, workers: int) -> None:
    """Start de website."""
    run(partial(application, folders, Settings.from_environ(os.environ)), host, port, workers)


def application(folders: Folders, settings: Settings) -> Flask:
    """The site over the generations below a data folder."""
    try:
        engine = open_engine(folders.generations)
    except NoGeneration as missing:
        raise Failure(str(missing)) from missing
    engine.get_ready(dutch_day())
    return create_app(settings, engine, last_run=partial(last_run, folders.root))


def site() -> Flask:
    """The site as the environment describes it, for another server: gunicorn 'webui.__main__:site()'."""
    return application(Folders.from_environ(os.environ), Settings.from_environ(os.environ))


DEMO_NOTICE = "Dit is een demonstratie met verzonnen vragen, mensen en antwoorden."


@commands.command()
@click.option("--host", default="127.0.0.1", metavar="ADRES", help="Adres om op te luisteren; anders 127.0.0.1.")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), metavar="POORT", help="Poort; anders 8000.")
@click.pass_obj
def demo(folders: Folders, host: str, port: int) -> None:
    """Bouw de demonstratie van verzonnen vragen en start de website daarop."""
    with Meter() as meter:
        prepared = road.prepare(folders.root, meter)
    settings = replace(Settings.from_environ(os.environ), notice=DEMO_NOTICE)
    run(partial(application, prepared, settings), host, port, workers=1)


if __name__ == "__main__":
    commands(prog_name="python -m webui")
