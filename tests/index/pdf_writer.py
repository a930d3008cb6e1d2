"""Small PDFs with the layout of the printed papers, written by hand: Courier, so that widths are known."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

LEFT, TOP, WIDTH = 200, 780, 60
BODY, SMALL, RAISED = 9.0, 7.0, 5.5
REGULAR, ITALIC = "F1", "F2"


@dataclass
class Paper:
    """A printed paper while it is being set. A caret and a number in a text ("bericht?^1") is a raised number."""

    pages: list[list[bytes]] = field(default_factory=lambda: [[]])
    y: float = TOP

    def lines(self, *texts: str, size: float = BODY, x: float = LEFT, font: str = REGULAR) -> Paper:
        """Lines below each other, as they are given."""
        for text in texts:
            self.pages[-1].append(_shown(text, x, self.y, size, font))
            self.y -= size * 1.2
        return self

    def text(self, text: str) -> Paper:
        """A paragraph, its lines as full as they can be."""
        return self.lines(*textwrap.wrap(text, WIDTH))

    def gap(self) -> Paper:
        self.y -= BODY * 1.2
        return self

    def headed(self, heading: str, *paragraphs: str) -> Paper:
        self.gap().lines(heading)
        for paragraph in paragraphs:
            self.text(paragraph)
        return self

    def feet(self, *notes: str, running: str) -> Paper:
        """Footnotes and the running foot of the page, and a new page."""
        self.y = 120
        for note in notes:
            self.lines(*textwrap.wrap(note, 70), size=SMALL)
        self.pages[-1].append(_shown(running, 55, 40, SMALL, REGULAR))
        self.pages.append([])
        self.y = TOP
        return self

    def bytes(self) -> bytes:
        return written([page for page in self.pages if page])


def _shown(text: str, x: float, y: float, size: float, font: str) -> bytes:
    """The operators that print a line, its raised numbers small and high."""
    shown = f"BT 1 0 0 1 {x} {y:.1f} Tm ".encode()
    first, *raised = text.split("^")
    shown += _string(first, size, font, 0)
    for piece in raised:
        number = piece[: len(piece) - len(piece.lstrip("0123456789"))]
        shown += _string(number, min(size, BODY) * RAISED / BODY, font, 3) + _string(
            piece[len(number) :], size, font, 0
        )
    return shown + b"ET\n"


def _string(text: str, size: float, font: str, rise: int) -> bytes:
    escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"/{font} {size} Tf {rise} Ts (".encode() + escaped + b") Tj " if text else b""


def written(pages: list[list[bytes]], *, extra: bytes = b"") -> bytes:
    """A whole file with these pages; `extra` goes into the trailer."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Oblique /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        content = b"".join(page)
        fonts = b"<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources "
            + fonts
            + f" /Contents {6 + 2 * number} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"endstream")
    return _file(objects, extra)


def _file(objects: list[bytes], extra: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R ".encode() + extra
    return bytes(out + f">>\nstartxref\n{start}\n%%EOF\n".encode())
