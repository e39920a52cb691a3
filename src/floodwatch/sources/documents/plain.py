"""Plain text: paragraphs between empty lines, lists, columns as they lie, quotes of an e-mail, pages at form feeds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from floodwatch.sources.documents.base import DocumentExample, Found, Given, Piece
from floodwatch.sources.documents.cleaning import clean
from floodwatch.sources.documents.furniture import is_furniture

_QUOTE = re.compile(r"[ \t]*((?:>[ \t]?)+)")
_ITEM = re.compile(r"\s*(?:[-*•–·◦▪‣]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_BULLET = re.compile(r"\s*[-*•–·◦▪‣]\s+\S")
_GAP = re.compile(r"(?<=\S)(?: {3,}|\s*\t\s*)(?=\S)")
_NOTE = re.compile(r"\s*(?:\[\d{1,3}\]|\d{1,3}\s)\s*\S")
_RULE = re.compile(r"\s*[_=*~-]{5,}\s*$")
_CLOSED = re.compile(r"[.!?…:;,)\"”»]$")
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?]\s")
LONGEST_HEADING = 100
LINE = 400
"""Characters of a line up to which it may be furniture, a heading or a row of columns."""


class Plain:
    """Text without mark-up, in any encoding."""

    name = "text"
    description = "Plain text: paragraphs, lists and columns as they lie."
    suffixes = (".txt", ".text", ".log", "")

    def recognises(self, given: Given) -> bool:
        """Any text is plain text."""
        return bool(given.head.strip())

    def read(self, given: Given) -> Found:
        """The paragraphs; a form feed begins a page."""
        pages = given.text().split("\f")
        numbered = len(pages) > 1
        pieces: list[Piece] = []
        for number, page in enumerate(pages, 1):
            pieces += blocks(page.splitlines(), page=number if numbered else None)
        return Found(pieces, title=_title(pieces))

    def examples(self) -> Sequence[DocumentExample]:
        """A heading, a broken word and a list; a line of contact."""
        return (
            DocumentExample(
                "a note",
                b"Two names\n\nThe two ac-\ntors are one.\n\n* First\n* Second\n\nContact: press@desk.example\n",
                "Two names\nThe two actors are one.\n* First\n* Second",
                "Contact: press@desk.example",
            ),
        )


def _title(pieces: Sequence[Piece]) -> str:
    first = pieces[0] if pieces else None
    return first.text if first is not None and first.kind == "heading" else ""


def blocks(lines: Iterable[str], *, page: int | None = None, quotes: bool = False) -> Iterator[Piece]:
    """The pieces of some lines; with `quotes`, `>` before a line makes it a quote of that depth."""
    group: list[str] = []
    depth = 0
    for line in (*lines, ""):
        mark = _QUOTE.match(line) if quotes else None
        here, bare = (mark.group(1).count(">"), line[mark.end() :]) if mark else (0, line)
        if group and (not bare.strip() or here != depth):
            yield from _chunk(group, page, depth)
            group = []
        depth = here
        if bare.strip():
            group.append(bare)
    if group:
        yield from _chunk(group, page, depth)


def _chunk(lines: list[str], page: int | None, depth: int) -> Iterator[Piece]:
    """The pieces of lines without an empty one between them."""
    spread = sum(bool(len(line) <= LINE and _GAP.search(line)) for line in lines)
    columns = 2 * spread > len(lines)
    around = _furniture(lines, columns)
    run: list[str] = []
    for number, line in enumerate(lines):
        row = len(line) <= LINE and (columns or _GAP.search(line))
        if number not in around and not row:
            run.append(line)
            continue
        yield from _texts(run, page, depth)
        run = []
        yield from [Piece(line, page=page, aside=True)] if number in around else _row(line, page)
    yield from _texts(run, page, depth)


def _furniture(lines: Sequence[str], columns: bool) -> set[int]:
    """Numbers of the lines that are no part of the text: among columns any, else the first and the last ones.

    A line that another one continues is in the midst of a sentence, whatever its words are.
    """
    if columns:
        return {number for number, line in enumerate(lines) if _is_one(line)}
    first = next((n for n, line in enumerate(lines) if not _is_one(line)), len(lines))
    if first < len(lines) and lines[first].lstrip()[:1].islower():
        first = 0
    last = len(lines)
    while last > first and _is_one(lines[last - 1]):
        last -= 1
    if last > first and not _CLOSED.search(lines[last - 1].rstrip()):
        last = len(lines)
    return {*range(first), *range(last, len(lines))}


def _is_one(line: str) -> bool:
    return len(line) <= LINE and is_furniture(clean(line))


def _row(line: str, page: int | None) -> Iterator[Piece]:
    for cell in _GAP.split(line):
        yield Piece(cell, "cell", page)


def _texts(lines: list[str], page: int | None, depth: int) -> Iterator[Piece]:
    """Lines as one paragraph or as items."""
    if not lines:
        return
    if depth:
        yield Piece("\n".join(lines), "quote", page, depth)
    elif _RULE.match(lines[0]):
        yield from (Piece(line, "note", page) for line in _notes(lines))
    elif _listed(lines):
        yield from (Piece(text, "item", page) for text in _items(lines))
    elif first := next((n for n, line in enumerate(lines) if _BULLET.match(line)), 0):
        yield from _texts(lines[:first], page, depth)
        yield from _texts(lines[first:], page, depth)
    elif _is_heading(lines):
        yield from (Piece(line, "heading", page) for line in lines)
    else:
        yield Piece("\n".join(lines), page=page)


def _listed(lines: Sequence[str]) -> bool:
    return bool(_ITEM.match(lines[0])) and not _is_heading(lines)


def _items(lines: Sequence[str]) -> Iterator[str]:
    """Each item with the lines that continue it; under a bullet only a bullet begins another."""
    begins = _BULLET if _BULLET.match(lines[0]) else _ITEM
    item: list[str] = []
    for line in lines:
        if item and begins.match(line):
            yield "\n".join(item)
            item = []
        item.append(line)
    yield "\n".join(item)


def _notes(lines: Sequence[str]) -> Iterator[str]:
    """A drawn line and the footnotes under it, each with the lines that continue it."""
    note: list[str] = []
    for line in lines:
        if note and _NOTE.match(line):
            yield "\n".join(note)
            note = []
        note.append(line)
    yield "\n".join(note)


def _is_heading(lines: Sequence[str]) -> bool:
    """One short line that no sentence ends, or lines all in capitals."""
    if any(len(line) > LONGEST_HEADING for line in lines):
        return False
    capitals = all(line.isupper() for line in lines)
    if not (capitals or len(lines) == 1) or _BULLET.match(lines[0]):
        return False
    return not _CLOSED.search(lines[-1].rstrip()) and not _SENTENCE.search(lines[0][4:])
