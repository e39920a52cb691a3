"""Writes small PDF files, for examples and tests: lines of Helvetica at given places."""

from __future__ import annotations

from collections.abc import Sequence

Written = tuple[int, int, int, str]
"""Size, distance from the left and from the bottom, and the text (Latin-1)."""


def made(pages: Sequence[Sequence[Written]], about: bytes = b"") -> bytes:
    """A PDF with these pages, A4; `about` is the inside of its dictionary of information."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in pages:
        stream = b"BT\n" + b"".join(map(_shown, page)) + b"ET"
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % len(bodies)
        )
        kids.append(b"%d 0 R" % len(bodies))
    bodies[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    bodies.append(b"<< %s >>" % about)
    return _file(bodies)


def _shown(line: Written) -> bytes:
    size, left, bottom, text = line
    plain = text.encode("latin-1")
    for sign in (b"\\", b"(", b")"):
        plain = plain.replace(sign, b"\\" + sign)
    return b"/F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj\n" % (size, left, bottom, plain)


def _file(bodies: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    tail = b"trailer << /Root 1 0 R /Size %d /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(bodies) + 1,
        len(bodies),
        len(out),
    )
    return out + head + table + tail
