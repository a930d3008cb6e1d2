"""What an operator can set, each with its explanation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one site."""

    public_url: str = field(
        default="",
        metadata={"help": "adres van de site voor volledige adressen; leeg: dat van het verzoek"},
    )
    contact: str = field(
        default="",
        metadata={"help": "e-mailadres waar bezoekers fouten en ontoegankelijkheid melden; leeg: niet genoemd"},
    )

    notice: str = field(
        default="",
        metadata={"help": "zin die boven elke pagina staat; leeg: geen"},
    )

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """The settings as VRAAGBAAK_… variables spell them."""
        return cls(**{row.name: environ[name] for row in fields(cls) if (name := variable(row.name)) in environ})


def variable(name: str) -> str:
    """The environment variable of one setting."""
    return f"VRAAGBAAK_{name.upper()}"


def explained() -> str:
    """All settings with their explanation, a line each."""
    return "\n".join(f"{variable(row.name)}: {row.metadata['help']}" for row in fields(Settings))
