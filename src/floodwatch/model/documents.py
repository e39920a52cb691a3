"""Documents: what a person would read of a file, as one text with places in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "cell", "quote", "caption", "code", "note", "boilerplate"]
"""`boilerplate` is navigation, banners, bylines and footers: kept, so that every place can be shown, and never read."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document's text, by character offsets, and the page that it stands on (from 1) where there are any.

    `level` is the depth of a heading, an item of a list or a quote within a quote, from 1.
    """

    start: int
    end: int
    kind: BlockKind
    page: int | None = None
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The readable text of a file: blocks in reading order, a line break between two, single spaces within.

    Letters are in Unicode NFKC without invisible characters, words broken at the end of a line are joined, so a place
    is a place in `text` and not in the original, whose SHA-256 is `sha256`. `published` is `YYYY-MM-DD` or empty.
    `form` names the reader of the bytes (html, pdf …). Empty text means that the file does not say it.
    """

    sha256: str
    form: str
    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    published: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""

    def said(self) -> Iterator[tuple[Block, str]]:
        """The blocks that are read, with their text."""
        for block in self.blocks:
            if block.kind != "boilerplate":
                yield block, self.text[block.start : block.end]

    def page_of(self, place: int) -> int | None:
        """The page on which a character stands."""
        return next((b.page for b in self.blocks if b.start <= place < b.end), None)
