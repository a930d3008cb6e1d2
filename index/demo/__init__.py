"""The demonstration corpus and the small server that publishes it."""

from __future__ import annotations

from pathlib import Path

DOCUMENTS = Path(__file__).parent / "documents"
