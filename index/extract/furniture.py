"""What a page repeats at its head and foot and is no part of the text."""

from __future__ import annotations

import re

_FURNITURE = re.compile(
    r"\s*(?:"
    r"(?:ah|kv)-[a-z]{2}-[\w-]+"
    r"|ISSN\s*0921\s*-\s*7398.*"
    r"|[’'‘]?s-Gravenhage\s+\d{4}.*"
    r"|(?:Tweede|Eerste)\s+Kamer,\s+vergaderjaar\s+\d{4}\s*[–-]\s*\d{4},\s+(?:Aanhangsel|Vragen)(?:\s+\d+)?"
    r"|Pagina\s+\d+\s+van\s+\d+"
    r")\s*$",
    re.IGNORECASE,
)


def is_furniture(line: str) -> bool:
    """Whether a line is a running head or foot."""
    return bool(_FURNITURE.match(line))
