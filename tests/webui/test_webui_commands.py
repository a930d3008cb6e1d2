"""The command line: Dutch, with a sentence and the right exit status for every mistake."""

from __future__ import annotations

import socket
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from corpus import build_generation, stikstof

from index.cli import Command, CommandGroup, Failure, data_option, vraagbaak
from index.folders import Folders
from webui.__main__ import commands, site
from webui.serving import listening


def run(group: click.Group, *arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments), prog_name="vraagbaak")


@click.group(cls=CommandGroup)
@data_option
def trial() -> None:
    """Een proef."""


@trial.command()
@click.argument("number", type=int)
@click.pass_obj
def show(folders: Folders, number: int) -> None:
    """Toont een getal."""
    if number < 0:
        raise Failure("Alleen getallen vanaf nul.")
    click.echo(f"{folders.root} {number}")


def test_help_is_dutch() -> None:
    answer = run(trial, "--help")
    assert answer.exit_code == 0
    assert answer.output.startswith("Gebruik: vraagbaak [OPTIES] OPDRACHT [ARGUMENTEN]...")
    assert "Opdrachten:\n  show  Toont een getal." in answer.output
    assert not {"Usage:", "Options:", "Commands:", "Show this"} & set(answer.output.split("\n"))


def test_the_data_folder_comes_from_the_option_the_environment_or_is_var(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VRAAGBAAK_DATA", raising=False)
    assert run(trial, "show", "1").output == "var 1\n"
    monkeypatch.setenv("VRAAGBAAK_DATA", "/elders")
    assert run(trial, "show", "1").output == "/elders 1\n"
    assert run(trial, "--data", "/hier", "show", "1").output == "/hier 1\n"


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["--kleur"], 2, "De optie ‘--kleur’ bestaat niet."),
        (["show", "--kleur", "1"], 2, "De optie ‘--kleur’ bestaat niet."),
        (["toon"], 2, "De opdracht ‘toon’ bestaat niet."),
        (["show"], 2, "‘NUMBER’ ontbreekt."),
        (["show", "een"], 2, "De waarde voor ‘NUMBER’ klopt niet"),
        (["show", "1", "2"], 2, "Dit begrijpt vraagbaak niet"),
        (["show", "--", "-1"], 1, "Alleen getallen vanaf nul."),
    ],
)
def test_mistakes_get_a_sentence_and_a_status(arguments: list[str], status: int, sentence: str) -> None:
    answer = run(trial, *arguments)
    assert answer.exit_code == status
    assert sentence in answer.output
    assert "Error" not in answer.output


def test_serving_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    answer = run(commands, "--data", str(tmp_path), "serve")
    assert answer.exit_code == 1
    assert "Er is nog geen index" in answer.output


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Failure, match=f"Poort {port} is al in gebruik; kies een andere met --port."):
            listening("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Failure, match=r"Luisteren op 192\.0\.2\.1:8000 lukt niet"):
        listening("192.0.2.1", 8000)


def test_another_server_finds_the_site_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_generation(tmp_path, [stikstof()])
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path))
    monkeypatch.setenv("VRAAGBAAK_PUBLIC_URL", "https://vraagbaak.example")
    client = site().test_client()
    assert client.get("/status").json["sets"] == 1
    assert "https://vraagbaak.example/sitemap.xml" in client.get("/robots.txt").text


def test_serve_explains_its_settings() -> None:
    answer = run(commands, "serve", "--help")
    assert "VRAAGBAAK_CONTACT" in answer.output
    assert "--port POORT" in answer.output


def test_the_joint_command_has_the_commands_of_every_package() -> None:
    answer = run(vraagbaak, "--help")
    assert answer.exit_code == 0, answer.exception
    assert "serve" in answer.output
    for name in ("crawl", "build", "search"):
        assert isinstance(vraagbaak.get_command(click.Context(vraagbaak), name), Command), name
