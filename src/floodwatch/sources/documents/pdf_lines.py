"""From the lines of pages, with their places, to paragraphs; and which lines pages repeat at their edges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from floodwatch.sources.documents.base import Piece
from floodwatch.sources.documents.cleaning import clean

EDGE = 0.12
"""Share of a page's height, above and below, where running heads and page numbers stand."""
LARGER = 1.15
FARTHER = 1.45
"""A gap of so many usual distances of lines begins a paragraph."""
SMALLER = 0.9
LONGEST_HEADING = 200
_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.|pág\.?)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von|de)\s*\d{1,4})?\W*$", re.I
)
_ITEM = re.compile(r"(?:[-*•–·◦▪‣\uf0b7]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_NOTE = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}|[*†‡])\s*[^\W\d_]")
_ENDED = re.compile(r"[.!?:…][\"”’')\]]*$")
_FEW = 3
"""Pages on which a line must be repeated, unless there are fewer."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, its box (from the page's lower left corner), its page and that page's height."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    page: int
    height: float

    @property
    def size(self) -> float:
        """Height of its letters."""
        return max(self.top - self.bottom, 0.1)

    @property
    def at_edge(self) -> bool:
        """Whether it stands where running heads and page numbers do."""
        return self.top > (1 - EDGE) * self.height or self.bottom < EDGE * self.height


@dataclass(frozen=True, slots=True)
class _Usual:
    """Size and distance of most lines of the text, and its right edge."""

    size: float
    pitch: float
    right: float


def pieces_of(pages: Sequence[Sequence[Line]]) -> list[Piece]:
    """The pieces of all pages."""
    every = [line for page in pages for line in page]
    if not every:
        return []
    usual = _usual(pages, every)
    repeated = _repeated(every, len(pages))
    pieces: list[Piece] = []
    for page in pages:
        running = [line for line in page if _is_running(line, repeated, usual)]
        pieces += [Piece(line.text, page=line.page, aside=True) for line in running]
        rest = [line for line in page if not _is_running(line, repeated, usual)]
        for group in _grouped(rest, usual):
            pieces += _made(group, usual)
    return pieces


def _usual(pages: Sequence[Sequence[Line]], every: Sequence[Line]) -> _Usual:
    sizes: Counter[float] = Counter()
    for line in every:
        sizes[round(line.size, 1)] += len(line.text)
    size = max(sizes, key=lambda s: (sizes[s], -s))
    steps = [
        above.bottom - line.bottom
        for page in pages
        for above, line in pairwise(page)
        if 0 < above.bottom - line.bottom < 3 * size
        and max(abs(line.size - size), abs(above.size - size)) < 0.1 * size
    ]
    return _Usual(size, median_low(steps) if steps else 1.2 * size, max(line.right for line in every))


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", clean(line.text)).lower()


def _repeated(every: Sequence[Line], pages: int) -> set[str]:
    seen = {(line.page, _key(line)) for line in every if line.at_edge}
    counts = Counter(key for _, key in seen)
    return {key for key, count in counts.items() if count >= min(_FEW, max(2, pages))}


def _is_running(line: Line, repeated: set[str], usual: _Usual) -> bool:
    """Whether it is a running head, a running foot or a page's number; what is set larger is a heading."""
    small = line.at_edge and not _is_large(line, usual)
    return small and (_key(line) in repeated or bool(_NUMBER.match(line.text)))


def _grouped(lines: Sequence[Line], usual: _Usual) -> Iterator[list[Line]]:
    """Lines that belong to one paragraph."""
    group: list[Line] = []
    for line in lines:
        if group and _begins(line, group, usual):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _begins(line: Line, group: Sequence[Line], usual: _Usual) -> bool:
    """Whether a line begins a paragraph, after the lines of another."""
    before = group[-1]
    if "\t" in line.text or "\t" in before.text or _ITEM.match(line.text):
        return True
    if not 1 / LARGER < line.size / before.size < LARGER:
        return True
    step = before.bottom - line.bottom
    ended = bool(_ENDED.search(before.text))
    if step <= 0 or step > 3 * FARTHER * usual.pitch:
        return ended or _is_large(before, usual)
    if step > FARTHER * usual.pitch * max(1.0, line.size / usual.size):
        return True
    widest = max(one.right for one in group)
    short = before.right < widest - 4 * line.size or (len(group) == 1 and before.right < 0.7 * usual.right)
    indented = line.left > before.left + 0.8 * line.size and len(group) > 1
    return ended and (short or indented)


def _is_large(line: Line, usual: _Usual) -> bool:
    return line.size > LARGER * usual.size


def _made(group: Sequence[Line], usual: _Usual) -> Iterator[Piece]:
    text, first = "\n".join(line.text for line in group), group[0]
    if "\t" in text:
        yield from (Piece(cell, "cell", first.page) for line in group for cell in line.text.split("\t"))
    elif _is_large(first, usual) and len(text) <= LONGEST_HEADING:
        yield Piece(text, "heading", first.page, 1 if first.size > 1.5 * usual.size else 2)
    elif first.size < SMALLER * usual.size and first.top < first.height / 2 and _NOTE.match(text):
        yield Piece(text, "note", first.page)
    else:
        yield Piece(text, "item" if _ITEM.match(text) else "paragraph", first.page)
