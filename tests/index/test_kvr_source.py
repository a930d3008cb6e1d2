"""Historical papers from folders, tar archives and single files."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from index.archive import Archive
from index.crawl import crawl_kvr
from index.snapshots import Form
from index.sources.kvr import UnreadablePath, papers

SHARED_PAPERS = Path(__file__).parents[3] / "shared" / "data" / "kvr-xml"

PAPERS = {"KVR1.xml": b"<kvr>1</kvr>", "KVR2.xml": b"<kvr>2</kvr>", "sub/SG_3.xml": b"\xff geen XML"}


def folder_of(path: Path, files: dict[str, bytes]) -> Path:
    for name, body in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(body)
    return path


def tar_of(path: Path, files: dict[str, bytes], mode: str) -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, body in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return path


def test_a_folder_gives_its_papers_in_order(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {**PAPERS, "lees.txt": b"nee"})
    assert [(paper.id, paper.body) for paper in papers([folder])] == [
        ("KVR1", PAPERS["KVR1.xml"]),
        ("KVR2", PAPERS["KVR2.xml"]),
        ("SG_3", PAPERS["sub/SG_3.xml"]),
    ]


@pytest.mark.parametrize(("suffix", "mode"), [("tar", "w"), ("tar.gz", "w:gz"), ("tar.xz", "w:xz"), ("tgz", "w:gz")])
def test_a_tar_archive_gives_its_papers(tmp_path: Path, suffix: str, mode: str) -> None:
    path = tar_of(tmp_path / f"papieren.{suffix}", {**PAPERS, "lees.txt": b"nee"}, mode)
    assert [paper.id for paper in papers([path])] == ["KVR1", "KVR2", "SG_3"]


def test_a_single_file_is_a_paper(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, PAPERS)
    (paper,) = papers([folder / "KVR2.xml"])
    assert (paper.id, paper.body, paper.address) == ("KVR2", b"<kvr>2</kvr>", "kvr:KVR2.xml")


@pytest.mark.parametrize("content", [b"", b"geen tar", b"\xfd7zXZ\x00 half"])
def test_a_file_that_is_no_archive_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "papieren.tar.xz"
    path.write_bytes(content)
    with pytest.raises(UnreadablePath, match=r"geen \(heel\) tar-archief"):
        list(papers([path]))


def test_a_cut_off_archive_keeps_what_came_before(tmp_path: Path) -> None:
    many = {f"KVR{number}.xml": b"<kvr>%d</kvr>" % number * 100 for number in range(1200)}
    path = tar_of(tmp_path / "papieren.tar", many, "w")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with Archive(tmp_path / "archive.sqlite") as archive:
        with pytest.raises(UnreadablePath):
            crawl_kvr(archive, [path])
        assert archive.counts().documents == 500
        assert archive.synced_at() is None


@pytest.mark.parametrize("name", ["nergens", "leeg"])
def test_a_path_without_papers_is_a_mistake(tmp_path: Path, name: str) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(UnreadablePath, match=r"bestaat niet\.|geen XML-bestanden\."):
        list(papers([tmp_path / name]))


def test_papers_are_archived_once(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "papieren", PAPERS)
    with Archive(tmp_path / "archive.sqlite") as archive:
        first = crawl_kvr(archive, [folder])
        assert (first.found, first.fetched, first.unchanged) == (3, 3, 0)
        (folder / "KVR1.xml").write_bytes(b"<kvr>nieuw</kvr>")
        second = crawl_kvr(archive, [folder])
        assert (second.found, second.fetched, second.unchanged) == (3, 1, 2)
        document = archive.document("KVR1")
        assert document
        assert document.source == "kvr"
        kept = document.form(Form.KVR)
        assert kept
        assert (kept.body, kept.address) == (b"<kvr>nieuw</kvr>", "kvr:KVR1.xml")
        assert archive.synced_at() is not None


def test_a_limit_takes_the_first_papers(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "papieren", PAPERS)
    with Archive(tmp_path / "archive.sqlite") as archive:
        assert crawl_kvr(archive, [folder], limit=2).found == 2
        assert list(archive.ids()) == ["KVR1", "KVR2"]
        assert archive.synced_at() is None


def test_the_report_is_a_dutch_sentence(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "papieren", PAPERS)
    with Archive(tmp_path / "archive.sqlite") as archive:
        sentence = crawl_kvr(archive, [folder]).sentence()
    assert sentence.startswith("3 gevonden: 3 opgehaald, 0 onveranderd, 0 mislukt (0,0 MB,")


@pytest.mark.shared
def test_the_real_sample_is_archived_byte_for_byte(tmp_path: Path) -> None:
    sample = SHARED_PAPERS / "sample"
    if not sample.is_dir():
        pytest.skip(f"there are no papers at {sample}")
    with Archive(tmp_path / "archive.sqlite") as archive:
        report = crawl_kvr(archive, [sample])
        assert report.found == report.fetched == 420
        for document in archive.documents():
            kept = document.form(Form.KVR)
            assert kept
            assert kept.body == (sample / f"{document.id}.xml").read_bytes()
