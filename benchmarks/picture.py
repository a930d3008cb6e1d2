"""The figures as one SVG: latency by engine and kind of query, and growth with the corpus."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.querylog import Query

_WIDTH, _ROW, _LEFT, _TOP = 760, 15, 150, 66
_COLOURS = ("#154273", "#c2410c", "#f59e0b", "#0f766e", "#7c3aed", "#c084fc", "#6b7280")
_BESIDE = 4
"""Names of engines beside each other, above the picture."""

_LEAST, _MOST = 0.1, 10_000.0


def write(path: Path, times: dict[str, list[float]], log: list[Query], growth: dict[float, Any]) -> None:
    """Draw both pictures below each other into one file."""
    latency, height = _latency(times, log)
    grown, more = _growth(growth, height)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height + more}" font-family="sans-serif"'
    title = "<title>Rekentijd per zoekvraag, per motor en soort zoekvraag, en de groei met het corpus</title>"
    path.write_text("\n".join([f'{head} font-size="11">', title, *latency, *grown, "</svg>\n"]), encoding="utf-8")


def _latency(times: dict[str, list[float]], log: list[Query]) -> tuple[list[str], int]:
    """A row of dots for each kind of query, one dot an engine; milliseconds on a logarithmic scale."""
    kinds = list(dict.fromkeys(query.kind for query in log))
    bottom = _TOP + len(kinds) * _ROW * 2
    parts = [_text(_LEFT, 14, "Mediaan van de rekentijd, milliseconden (logaritmisch)"), *_legend(times)]
    for exponent in range(-1, 5):
        place = _across(10.0**exponent)
        parts.append(f'<line x1="{place:.0f}" y1="{_TOP}" x2="{place:.0f}" y2="{bottom}" stroke="#ddd"/>')
        parts.append(_text(place, bottom + 14, f"{10.0**exponent:g}", "middle"))
    for row, kind in enumerate(kinds):
        height = _TOP + row * _ROW * 2 + _ROW
        parts.append(_text(_LEFT - 8, height + 4, kind, "end"))
        for (name, own), colour in zip(times.items(), _COLOURS[: len(times)], strict=True):
            median = statistics.median(each for each, query in zip(own, log, strict=True) if query.kind == kind)
            parts.append(
                f'<circle cx="{_across(median):.1f}" cy="{height}" r="5" fill="{colour}">'
                f"<title>{name}: {median:.2f} ms</title></circle>"
            )
    return parts, bottom + 30


def _legend(times: Iterable[str]) -> list[str]:
    parts = []
    for place, (name, colour) in enumerate(zip(times, _COLOURS, strict=False)):
        left, height = _LEFT + place % _BESIDE * 150, 30 + place // _BESIDE * 18
        parts += [f'<circle cx="{left}" cy="{height}" r="5" fill="{colour}"/>', _text(left + 9, height + 4, name)]
    return parts


def _growth(growth: dict[float, Any], top: int) -> tuple[list[str], int]:
    """Bars for the p95 of ours at each share of the corpus, with the p50 in them."""
    if not growth:
        return [], 0
    parts = [
        _text(_LEFT, top + 14, "Vraagbaak: p95 (licht) en mediaan (donker) bij delen en veelvouden van het corpus, ms")
    ]
    slowest = max(_at(at["cpu"]["vraagbaak"], 0.95) for at in growth.values())
    for row, (share, at) in enumerate(growth.items()):
        height = top + 24 + row * (_ROW + 6)
        parts.append(_text(_LEFT - 8, height + 12, f"{share:g} ×", "end"))
        for part, colour in ((0.95, "#9db8d4"), (0.5, _COLOURS[0])):
            ms = _at(at["cpu"]["vraagbaak"], part)
            width = ms / slowest * (_WIDTH - _LEFT - 70)
            parts.append(f'<rect x="{_LEFT}" y="{height}" width="{width:.1f}" height="{_ROW}" fill="{colour}"/>')
        parts.append(_text(_WIDTH - 60, height + 12, f"{_at(at['cpu']['vraagbaak'], 0.95):.1f} ms"))
    return parts, 34 + len(growth) * (_ROW + 6)


def _at(times: list[float], part: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _across(ms: float) -> float:
    scale = math.log10(min(max(ms, _LEAST), _MOST) / _LEAST) / math.log10(_MOST / _LEAST)
    return _LEFT + scale * (_WIDTH - _LEFT - 30)


def _text(left: float, height: float, words: str, anchor: str = "start") -> str:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{left:.0f}" y="{height:.0f}" text-anchor="{anchor}">{escaped}</text>'
