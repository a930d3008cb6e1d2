"""The ids that the official publisher gives the documents of a case of the Tweede Kamer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_PUBLISHED = re.compile(r"(?:ah|kv)-[\w-]+", re.ASCII)
_APPENDIX = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{5})")


def published_ids(document: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """The official ids of one document of a case, each with a mark that changes when the document does."""
    told = {
        version["ExterneIdentifier"]: f"{version.get('Versienummer')} {version.get('Datum')}"
        for version in document.get("DocumentVersie") or ()
        if _PUBLISHED.fullmatch(version.get("ExterneIdentifier") or "")
    }
    counted = appendix(document.get("Aanhangselnummer"))
    return (told or ({counted: ""} if counted else {})).items()


def appendix(number: str | None) -> str | None:
    """The place in the Aanhangsel: "242501244" → "ah-tk-20242025-1244"; None for no such number."""
    found = _APPENDIX.fullmatch(number or "")
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    century = "19" if int(found[1]) > 80 else "20"
    last = f"{int(century + found[1]) + 1}"
    return f"ah-tk-{century}{found[1]}{last}-{int(found[3])}"
