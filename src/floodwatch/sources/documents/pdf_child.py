"""Reads the lines of a PDF in a process of its own, which limits its time and memory first and sees no other file.

Run as a script: the PDF comes on standard input, JSON goes out, a line for the file and one for each page. It imports
nothing of the project, so that it starts quickly. PDFium runs no script and fetches nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

FIELDS = ("Title", "CreationDate", "Producer", "Author")
HYPHENS = frozenset((0x2, 0xFFFE))
"""What PDFium makes of a hyphen that parts a word at the end of a line."""
WIDE = 2.0
"""A gap of so many heights of a line is one between columns."""
Box = tuple[float, float, float, float]
Line = tuple[str, float, float, float, float]


def main() -> int:
    """Limits, then every page."""
    memory, seconds, pages, characters = map(int, sys.argv[1:5])
    limit(memory, seconds)
    data = sys.stdin.buffer.read()
    for said in told(data, pages, characters):
        sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
    return 0


def limit(memory: int, seconds: int) -> None:
    """Let this process have no more than that, and write no file; where the system cannot, the parent's clock holds."""
    try:
        import resource
    except ImportError:
        return
    wanted = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in wanted:
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


def told(data: bytes, pages: int, characters: int) -> Iterator[dict[str, Any]]:
    """What the file says of itself, then the size and the lines of each page; or what is wrong with it."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        yield {"wrong": "locked" if "password" in str(problem).lower() else "broken"}
        return
    if len(document) > pages:
        yield {"wrong": "pages", "pages": len(document)}
        return
    about = document.get_metadata_dict()
    yield {"pages": len(document), **{name: str(about.get(name, ""))[:2000] for name in FIELDS}}
    for number in range(len(document)):
        page = told_page(document, number)
        characters -= sum(len(line[0]) for line in page["lines"])
        if characters < 0:
            yield {"wrong": "characters"}
            return
        yield page


def told_page(document: Any, number: int) -> dict[str, Any]:
    """Size and lines of a page; a page that cannot be read has none."""
    import pypdfium2 as pdfium

    try:
        page = document[number]
        size, text = page.get_size(), page.get_textpage()
    except pdfium.PdfiumError:
        return {"size": (0, 0), "lines": []}
    found = list(lines(text))
    text.close()
    page.close()
    return {"size": size, "lines": found}


def lines(text: Any) -> Iterator[Line]:
    """Each line with its box: left, bottom, right, top. A tab stands for a gap between columns."""
    from pypdfium2 import raw

    line: list[tuple[int, str]] = []
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        if code in HYPHENS:
            yield from one(text, [*line, (index, "-")])
            line = []
        elif code == 0x0A:
            yield from one(text, line)
            line = []
        elif code >= 0x20 and not 0xD800 <= code <= 0xDFFF:
            line.append((index, chr(code)))
    yield from one(text, line)


def one(text: Any, line: list[tuple[int, str]]) -> Iterator[Line]:
    """A line of characters with their numbers on the page."""
    seen = [place for place, (_, sign) in enumerate(line) if not sign.isspace()]
    if not seen:
        return
    line = line[seen[0] : seen[-1] + 1]
    first, last = box(text, line[0][0]), box(text, line[-1][0])
    height = max(first[3] - first[1], 0.1)
    parts = []
    for place, (_, sign) in enumerate(line):
        wide = sign == " " and gap(text, line, place) > WIDE * height
        parts.append("\t" if wide else sign)
    yield "".join(parts), first[0], first[1], max(last[2], first[2]), first[3]


def gap(text: Any, line: list[tuple[int, str]], place: int) -> float:
    """How much room stands between the characters before and after this one."""
    before, after = line[place - 1], line[place + 1]
    if before[1] == " ":
        return 0.0
    return box(text, after[0])[0] - box(text, before[0])[2]


def box(text: Any, index: int) -> Box:
    """Where a character of the font's full height stands."""
    import pypdfium2 as pdfium

    try:
        left, bottom, right, top = text.get_charbox(index, loose=True)
    except pdfium.PdfiumError:
        return (0.0, 0.0, 0.0, 0.0)
    return (left, bottom, right, top)


if __name__ == "__main__":
    sys.exit(main())
