"""The command line: the road stage by stage, and a sentence for everything that goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.cli import vraagbaak
from index.demo import DOCUMENTS as DEMONSTRATION
from index.demo.server import serving

DOCUMENTS = Path(__file__).parent / "documents"
HISTORICAL = sorted(DOCUMENTS.glob("kvr-*/*.xml"))


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(vraagbaak, ["--data", str(data), *arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which all stages have run over our own historical examples."""
    folder = tmp_path_factory.mktemp("data")
    paths = [f"--path={path}" for path in HISTORICAL]
    for arguments in (["crawl", "--source", "kvr", *paths], ["extract", "--jobs", "1"], ["build", "--jobs", "1"]):
        outcome = run(folder, *arguments)
        assert outcome.exit_code == 0, outcome.output
    return folder


def test_crawling_again_fetches_nothing(data: Path) -> None:
    outcome = run(data, "crawl", "--source", "kvr", "--path", str(HISTORICAL[0]))
    assert "0 opgehaald, 1 onveranderd" in outcome.stdout


def test_extracting_again_reads_nothing(data: Path) -> None:
    assert "0 van" in run(data, "extract", "--jobs", "1").stdout


def test_show_gives_the_record_under_any_of_its_numbers(data: Path) -> None:
    number = HISTORICAL[0].stem
    told = json.loads(run(data, "show", number, "--json").stdout)
    assert told["questions"]
    again = json.loads(run(data, "show", told["id"].lower(), "--json").stdout)
    assert again == told
    assert told["title"] in run(data, "show", number).stdout


def test_search_finds_it(data: Path) -> None:
    title = json.loads(run(data, "show", HISTORICAL[0].stem, "--json").stdout)["title"]
    outcome = run(data, "search", f'titel:"{title}"', "--json")
    answer = json.loads(outcome.stdout)
    assert answer["total"]["sets"] == 1
    assert answer["hits"][0]["url"].startswith("/vragen/")
    assert title in run(data, "search", title).stdout


def test_search_takes_the_parameters_of_an_address(data: Path) -> None:
    everything = json.loads(run(data, "search", "--json").stdout)
    year = everything["facets"]["jaar"][0]
    chosen = json.loads(run(data, "search", "--jaar", year["value"], "--json").stdout)
    left = json.loads(run(data, "search", "--niet-jaar", year["value"], "--json").stdout)
    assert chosen["total"]["sets"] == year["count"]
    assert left["total"]["sets"] == everything["total"]["sets"] - year["count"]


def test_evaluate_measures_the_order(data: Path, tmp_path: Path) -> None:
    paper = HISTORICAL[0].stem
    title = json.loads(run(data, "show", paper, "--json").stdout)["title"]
    (tmp_path / "topics").write_text(f"q1\t{title}\n", encoding="utf-8")
    (tmp_path / "qrels").write_text(f"q1 0 {paper} 1\n", encoding="utf-8")
    files = [f"--topics={tmp_path / 'topics'}", f"--qrels={tmp_path / 'qrels'}", f"--run={tmp_path / 'run'}"]
    told = json.loads(run(data, "evaluate", *files, "--json").stdout)
    assert told == {"queries": 1, "ndcg@10": 1.0, "mrr@10": 1.0, "recall@100": 1.0}
    assert (tmp_path / "run").read_text(encoding="utf-8").startswith("q1 Q0 ")
    (tmp_path / "topics").write_text("zonder tab\n", encoding="utf-8")
    assert run(data, "evaluate", *files).exit_code == 1


def test_check_tells_what_there_is(data: Path) -> None:
    assert "vragen" in run(data, "check").stdout.lower()
    told = json.loads(run(data, "check", "--json").stdout)
    assert told


def test_update_does_the_whole_road_and_then_only_what_is_new(tmp_path: Path) -> None:
    with serving(DEMONSTRATION) as base_url:
        first = run(tmp_path, "update", "--base-url", base_url, "--jobs", "1")
        again = run(tmp_path, "update", "--base-url", base_url, "--jobs", "1")
    assert first.exit_code == again.exit_code == 0, first.output
    assert "Index 00001-" in first.stdout
    assert "0 opgehaald" in again.stdout
    assert "Index" not in again.stdout
    assert json.loads(run(tmp_path, "search", "boeren", "--json").stdout)["total"]["sets"] > 1


def test_what_could_not_be_fetched_is_told_and_tried_again(tmp_path: Path) -> None:
    with serving(DEMONSTRATION) as base_url:
        outcome = run(tmp_path, "crawl", "--base-url", base_url, "--id", "ah-tk-20232024-1")
        assert outcome.exit_code == 3
        assert "ah-tk-20232024-1" in outcome.output
        assert run(tmp_path, "crawl", "--base-url", base_url, "--limit", "3").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["search", "x"], 1, "geen index"),
        (["extract"], 1, "geen archief"),
        (["build"], 1, "geen gegevens"),
        (["show", "1"], 1, "geen gegevens"),
        (["check"], 1, "geen gegevens"),
        (["serve"], 1, "geen index"),
        (["crawl", "--source", "kvr"], 2, "--path"),
        (["crawl", "--source", "elders"], 2, "source"),
        (["crawl"], 1, "VRAAGBAAK_CONTACT"),
        (["toveren"], 2, "bestaat niet"),
        (["search", "--kleur", "x"], 2, "bestaat niet"),
        (["evaluate"], 2, "--topics"),
        (["al-gevraagd", "nergens.txt"], 2, "nergens.txt"),
        (["explain", "x", "y"], 1, "geen index"),
    ],
)
def test_mistakes_get_a_sentence(tmp_path: Path, arguments: list[str], status: int, words: str) -> None:
    outcome = run(tmp_path, *arguments)
    assert outcome.exit_code == status, outcome.output
    assert words in outcome.output


def test_wrong_values_get_a_sentence(data: Path) -> None:
    outcome = run(data, "search", "x", "--partij", "tovenaars")
    assert outcome.exit_code == 2
    assert "geen bekende waarde" in outcome.output
    assert run(data, "show", "nooit-van-gehoord").exit_code == 1


@pytest.mark.parametrize(
    "command",
    ["crawl", "extract", "build", "update", "check", "show", "search", "al-gevraagd", "explain", "serve", "demo"],
)
def test_every_command_explains_itself_in_dutch(command: str, tmp_path: Path) -> None:
    outcome = run(tmp_path, command, "--help")
    assert outcome.exit_code == 0
    assert "Gebruik:" in outcome.stdout
    assert "Show this message" not in outcome.stdout
