"""The historical question papers: XML files in a folder, in a tar archive, or on their own."""

from __future__ import annotations

import lzma
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.cli import Failure

SOURCE = "kvr"
SUFFIX = ".xml"


class UnreadablePath(Failure):
    """A path that leads to no question papers."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}.")


@dataclass(frozen=True, slots=True)
class Paper:
    """One file: its name without suffix, and its bytes."""

    id: str
    body: bytes

    @property
    def address(self) -> str:
        """Where it came from, in the form of an address."""
        return f"{SOURCE}:{self.id}{SUFFIX}"


def papers(paths: Iterable[Path]) -> Iterator[Paper]:
    """Every paper below these paths, one at a time in memory."""
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        elif path.is_file():
            yield from _in_file(path)
        else:
            raise UnreadablePath(path, "bestaat niet")


def _in_folder(folder: Path) -> Iterator[Paper]:
    files = sorted(folder.rglob(f"*{SUFFIX}"))
    if not files:
        raise UnreadablePath(folder, "in deze map staan geen XML-bestanden")
    for file in files:
        yield Paper(file.stem, file.read_bytes())


def _in_file(path: Path) -> Iterator[Paper]:
    if path.suffix == SUFFIX:
        yield Paper(path.stem, path.read_bytes())
    else:
        yield from _in_archive(path)


def _in_archive(path: Path) -> Iterator[Paper]:
    try:
        with tarfile.open(path, "r|*") as archive:
            for member in archive:
                name = PurePosixPath(member.name)
                file = archive.extractfile(member) if name.suffix == SUFFIX else None
                if file:
                    yield Paper(name.stem, file.read())
    except (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError) as error:
        raise UnreadablePath(path, f"dit is geen (heel) tar-archief ({error})") from error
