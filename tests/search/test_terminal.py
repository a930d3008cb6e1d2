"""Results in a terminal: coloured and to its width; plain in a pipe, and where colours are not wanted."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import pytest
from corpus import build_generation, others, stikstof, trein

from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from search.response import SearchResponse
from search.terminal import Terminal, lines

TODAY = date(2023, 6, 1)
CODES = re.compile(r"\x1b\[")


@pytest.fixture
def response(engine: EmbeddedEngine) -> SearchResponse:
    return engine.search(SearchRequest.from_params([("q", "boeren")]), TODAY)


def test_plain_output_says_it_all(response: SearchResponse) -> None:
    told = list(lines(response, Terminal(colour=False, width=None)))
    assert told[:2] == [
        "Vragen over ‘boeren’: 2 sets, 3 vragen",
        "antwoord na 19 dagen (mediaan); 100% binnen de termijn",
    ]
    assert told[3:9] == [
        " 1. Stikstof en de Veluwse boeren",
        "    Klaverweide · 1 maart 2022 · beantwoord na 19 dagen",
        "    /vragen/2022Z90001",
        "    1  Kent u het bericht over de boer die stopt?",
        "       → Ja.",
        "    3  Krijgen boeren een vergoeding?",
    ]
    assert told[-1].startswith("pagina 1 van 1 · stand 00001-")


def test_a_single_day_is_one(response: SearchResponse) -> None:
    soon = replace(response, figures=replace(response.figures, median_days=1))
    assert (
        list(lines(soon, Terminal(colour=False, width=None)))[1]
        == "antwoord na 1 dag (mediaan); 100% binnen de termijn"
    )


def test_colours_change_no_word(response: SearchResponse) -> None:
    plain = list(lines(response, Terminal(colour=False, width=60)))
    coloured = list(lines(response, Terminal(colour=True, width=60)))
    assert [click.unstyle(line) for line in coloured] == plain
    assert any("\x1b[33m\x1b[1mboeren\x1b[0m" in line for line in coloured)
    assert not any(CODES.search(line) for line in plain)


def test_no_line_is_wider_than_the_terminal(response: SearchResponse) -> None:
    for width in (40, 60, 100):
        told = [click.unstyle(line) for line in lines(response, Terminal(colour=True, width=width))]
        assert all(len(line) <= width for line in told if " · stand " not in line)


DRAFT = "1. Welke maatregelen neemt u tegen stikstof?\n2. Wat doet u aan zwerfkeien?"


def already_asked(folder: Path, *arguments: str, draft: str = DRAFT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "search", "--data", str(folder), "al-gevraagd", *arguments, "-"]
    return subprocess.run(command, input=draft, capture_output=True, text=True, check=False)


def test_a_draft_in_a_pipe(tmp_path: Path) -> None:
    build_generation(tmp_path, [stikstof(), *others()])
    told = already_asked(tmp_path).stdout.splitlines()
    assert told == [
        " 1. Welke maatregelen neemt u tegen stikstof?",
        "",
        "    Stikstof en de Veluwse boeren (vrijwel dezelfde vraag)",
        "    Klaverweide · 1 maart 2022 · beantwoord 20 maart 2022",
        "    /vragen/2022Z90001#vraag-2",
        "    2  Welke maatregelen neemt u tegen stikstof?",
        "       → De gemeente Ede neemt passende maatregelen.",
        "",
        " 2. Wat doet u aan zwerfkeien?",
        "    Niets dat erop lijkt.",
    ]
    told = json.loads(already_asked(tmp_path, "--json").stdout)
    first, second = told["questions"]
    assert (first["earlier"][0]["url"], first["earlier"][0]["nearness"]) == (
        "/vragen/2022Z90001#vraag-2",
        "vrijwel dezelfde vraag",
    )
    assert ["tegen stikstof", True] in first["earlier"][0]["question"]
    assert (second["number"], second["earlier"]) == ("2", [])
    empty = already_asked(tmp_path, draft="\n")
    assert (empty.returncode, empty.stderr) == (1, "Er staat geen vraag in.\n")


def searched(folder: Path, **environ: str) -> str:
    """What the command prints on a real terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "search", "--data", str(folder), "search", "boeren"]
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(command, stdout=theirs, env={**clean, "TERM": "xterm", **environ}, check=True)
    os.close(theirs)
    read = b""
    try:
        while piece := os.read(ours, 4096):
            read += piece
    except OSError:  # the other end is closed and everything has been read
        pass
    os.close(ours)
    return read.decode()


def test_the_command_on_a_terminal_in_a_pipe_and_without_colour(tmp_path: Path) -> None:
    build_generation(tmp_path, [stikstof(), trein()])
    command = [sys.executable, "-m", "search", "--data", str(tmp_path), "search", "boeren"]
    piped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Stikstof en de Veluwse boeren" in piped
    assert not CODES.search(piped)
    assert CODES.search(searched(tmp_path))
    assert not CODES.search(searched(tmp_path, NO_COLOR="1"))
    assert not CODES.search(searched(tmp_path, TERM="dumb"))
