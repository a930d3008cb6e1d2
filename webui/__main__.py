"""The commands `serve` and `demo`, and `vraagbaak`: the commands of all packages in one."""

from __future__ import annotations

import errno
import logging
import os
import socket
from dataclasses import replace
from functools import partial

import click
import waitress
from flask import Flask

from index.cli import CommandGroup, Failure, JointGroup, data_option
from index.demo import road
from index.folders import Folders
from index.meter import Meter
from index.runs import last_run
from search import open_engine
from search.engine import NoGeneration
from webui import create_app
from webui.asked import LARGEST
from webui.settings import Settings, explained

THREADS = 8


@click.group(cls=CommandGroup)
@data_option
def commands() -> None:
    """De website."""


@commands.command(epilog=f"Instellingen in de omgeving:\n\n\b\n{explained()}")
@click.option("--host", default="127.0.0.1", metavar="ADRES", help="Adres om op te luisteren; anders 127.0.0.1.")
@click.option(
    "--port", default=8000, type=click.IntRange(0, 65535), metavar="POORT", help="Poort; anders 8000; 0 kiest er een."
)
@click.pass_obj
def serve(folders: Folders, host: str, port: int) -> None:
    """Start de website."""
    try:
        engine = open_engine(folders.generations)
    except NoGeneration as missing:
        raise Failure(str(missing)) from missing
    settings, told = Settings.from_environ(os.environ), partial(last_run, folders.root)
    run(create_app(settings, engine, last_run=told), host, port)


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
    run(create_app(settings, open_engine(prepared.generations)), host, port)


def run(app: Flask, host: str, port: int) -> None:
    """Serves the application until it is stopped, and says where."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # every waiting request would be a line
    with listening(host, port) as listener:
        server = waitress.create_server(
            app, sockets=[listener], threads=THREADS, ident=None, max_request_body_size=2 * LARGEST
        )
        click.echo(f"Vraagbaak draait op http://{host}:{listener.getsockname()[1]}/ (stoppen met Ctrl-C).")
        try:
            server.run()
        finally:
            server.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as refusal:
        raise Failure(_why(refusal, host, port)) from refusal


def _why(refusal: OSError, host: str, port: int) -> str:
    if refusal.errno == errno.EADDRINUSE:
        return f"Poort {port} is al in gebruik; kies een andere met --port."
    if refusal.errno == errno.EACCES:
        return f"Poort {port} mag niet zonder beheerdersrechten; kies een poort vanaf 1024 met --port."
    return f"Luisteren op {host}:{port} lukt niet: {refusal.strerror}."


@click.group(cls=JointGroup)
@data_option
def vraagbaak() -> None:
    """Zoekmachine voor Kamervragen."""


if __name__ == "__main__":
    commands(prog_name="python -m webui")
