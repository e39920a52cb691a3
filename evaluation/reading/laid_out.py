"""Texts of the corpus as documents: the reading text with its paragraphs, and where another text has the same words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from evaluation.reading.reduce import Shown, cleaned, decoded, marked_down
from evaluation.reading.texts import Text
from floodwatch.model.documents import Block, BlockKind, Document

FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
PARTS = re.compile(r"\n[ \t>]*\n|\n(?=[ \t]*(?:>[ \t]?)*(?:#|[-*] |\d+[.)] |\|))")
CELL = "\ue000"
"""Before the text of a cell of an HTML table."""
FAR = 300
"""Characters of the reading text that may be passed over to find the next paragraph."""


def document(text: Text) -> Document:
    """The reading text of a file, one block per paragraph, item, heading or cell."""
    read = text.reading()
    return Document(
        sha256=hashlib.sha256(text.path.read_bytes()).hexdigest(),
        form=text.path.suffix[1:],
        text=read,
        blocks=tuple(_blocks(read, text.path)),
        title=str(text.about.get("title", "")),
        published=str(text.about.get("published", "")),
        publisher=str(text.about.get("publisher", "")),
    )


def _blocks(read: str, path: Path) -> Iterator[Block]:
    """The pieces of the file that follow one another in the text, and what lies between."""
    place = 0
    for piece, kind in _pieces(path):
        found = read.find(piece, place, place + len(piece) + FAR)
        if found >= 0:
            yield from _between(read, place, found)
            yield Block(found, found + len(piece), kind)
            place = found + len(piece)
    yield from _between(read, place, len(read))


def _between(read: str, start: int, end: int) -> Iterator[Block]:
    part = read[start:end]
    if part.strip():
        yield Block(start + len(part) - len(part.lstrip()), start + len(part.rstrip()), "paragraph")


def _pieces(path: Path) -> Iterator[tuple[str, BlockKind]]:
    """Paragraphs, headings, items and cells of a file, as they stand in its reading text."""
    raw, suffix = decoded(path.read_bytes(), path.suffix)
    whole = _html_lines(raw) if suffix == ".html" else FRONT.sub("", raw).replace("\r\n", "\n")
    for part in PARTS.split(whole):
        kind: BlockKind = "heading" if part.lstrip().startswith("#") else "paragraph"
        row = part.strip()
        kind = "cell" if row.startswith(CELL) else kind
        cells = row.split("|") if suffix == ".md" and row.startswith("|") else [part.replace(CELL, "")]
        for cell in cells:
            piece = cleaned(marked_down(cell, ".txt" if suffix == ".html" else suffix))
            if piece:
                yield piece, kind if len(cells) == 1 else "cell"


def _html_lines(raw: str) -> str:
    parser = _Lines()
    parser.feed(raw)
    parser.close()
    return "".join(parser.parts)


class _Lines(Shown):
    """As `reduce.html_text`, with an empty line where a tag parts words, and one space where the source has more."""

    between = "\n\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.parts.append(CELL if tag in ("td", "th") else "")

    def handle_data(self, data: str) -> None:
        super().handle_data(re.sub(r"\s+", " ", data))


class Places:
    """Where the characters of a document's text stand in the reading text, by the words that both have in order."""

    def __init__(self, text: str, read: str) -> None:
        ours, theirs = _words(text), _words(read)
        self.same: dict[int, int] = {}
        matcher = SequenceMatcher(None, [w for w, _ in ours], [w for w, _ in theirs], autojunk=False)
        for block in matcher.get_matching_blocks():
            for step in range(block.size):
                word, at = ours[block.a + step]
                to = theirs[block.b + step][1]
                self.same.update({at + i: to + i for i in range(len(word))})

    def of(self, start: int, end: int) -> tuple[int, int] | None:
        """The same span in the reading text; None where that has no such words there."""
        first, last = self.same.get(start), self.same.get(end - 1)
        return None if first is None or last is None else (first, last + 1)


def _words(text: str) -> list[tuple[str, int]]:
    return [(m.group(), m.start()) for m in re.finditer(r"\w+|[^\w\s]", text)]
