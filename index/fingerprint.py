"""A fingerprint of the code and the vocabularies that decide how something is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable


def fingerprint(modules: Iterable[str], folders: Iterable[str]) -> str:
    """It changes when any of these modules of `index` does, or any file in one of these folders of it."""
    digest = sha256()
    for file in sorted(_files(files("index"), modules, folders), key=lambda file: file.name):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(package: Traversable, modules: Iterable[str], folders: Iterable[str]) -> Iterator[Traversable]:
    yield from (package / f"{name}.py" for name in modules)
    for folder in folders:
        yield from (file for file in (package / folder).iterdir() if file.is_file())
