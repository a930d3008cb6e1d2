"""Where things lie below the data folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VARIABLE, USUAL = "VRAAGBAAK_DATA", "var"
"""The environment variable that names the data folder, and the folder when it does not."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The places below one data folder (`--data`, VRAAGBAAK_DATA)."""

    root: Path

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Folders:
        """The places below the folder that the environment names."""
        return cls(Path(environ.get(VARIABLE, USUAL)))

    @property
    def archive(self) -> Path:
        """The archive of snapshots: one SQLite file."""
        return self.root / "archive.sqlite"

    @property
    def records(self) -> Path:
        """The record store: one SQLite file."""
        return self.root / "records.sqlite"

    @property
    def parts(self) -> Path:
        """What was understood of each document: one SQLite file, made anew from the archive when lost."""
        return self.root / "parts.sqlite"

    @property
    def generations(self) -> Path:
        """The folder of built generations and the pointer to the current one."""
        return self.root / "generations"
