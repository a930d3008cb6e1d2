"""What to tell when the disk does not do what is asked: full, read-only, damaged."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.cli import Failure

_FULL = "De schijf met {folder} is vol. Alles tot hier is bewaard; maak ruimte en probeer het opnieuw."
_FORBIDDEN = "In {folder} kan niet worden geschreven. Controleer de rechten van de map en van de bestanden erin."
_DAMAGED = "Een bestand in {folder} is beschadigd ({detail}). Zet een kopie terug."
_OTHER = "De schijf met {folder} geeft een fout ({detail}). Alles tot hier is bewaard."

_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EROFS: _FORBIDDEN,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EIO: _OTHER,
}
_BY_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _FORBIDDEN,
    sqlite3.SQLITE_CANTOPEN: _FORBIDDEN,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: _OTHER,
}
_PRIMARY = 0xFF  # the part of an SQLite error code that tells its kind


@contextmanager
def disk_trouble_told(folder: Path) -> Iterator[None]:
    """Turns an error of the disk into a sentence about the folder it is in; any other error stays what it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        _raise(_BY_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY), folder, error)
    except OSError as error:
        _raise(_BY_ERRNO.get(error.errno or 0), _where(error, folder), error)


def _where(error: OSError, folder: Path) -> Path:
    """The folder of the file that could not be used, when that is known."""
    within = Path(error.filename).parent if isinstance(error.filename, str) else folder
    return within if within.is_relative_to(folder) else folder


def _raise(sentence: str | None, folder: Path, error: Exception) -> None:
    if sentence is None:
        raise error
    raise Failure(sentence.format(folder=folder, detail=error)) from error
