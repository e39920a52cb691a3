"""From the pieces that a reader found to a document: cleaned, told from boilerplate, joined, with their places."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from floodwatch.model.documents import Block, Document
from floodwatch.model.errors import InputError
from floodwatch.sources.documents.base import Found, Given, Piece, too_large, within
from floodwatch.sources.documents.boilerplate import marked
from floodwatch.sources.documents.cleaning import clean
from floodwatch.sources.documents.dates import day_of, visible_date

LONGEST_TITLE = 300


def build(found: Found, form: str, given: Given) -> Document:
    """The document, its text within the bounds (InputError where nothing can be read)."""
    if len(found.pieces) > given.bounds.pieces:
        raise too_large(f"It has more than {given.bounds.pieces:,} blocks of text", given)
    pieces = marked(list(_cleaned(found.pieces)), found.web)
    if not pieces:
        raise InputError(
            "There is no text in it", where=given.name, do="If it is a scan, recognise its text first (OCR)."
        )
    text, blocks = _joined(pieces)
    return Document(
        sha256=hashlib.sha256(given.data).hexdigest(),
        form=form,
        text=within(text, given),
        blocks=blocks,
        title=clean(found.title)[:LONGEST_TITLE] or _first_heading(pieces),
        published=day_of(found.published) or visible_date(pieces),
        publisher=clean(found.publisher)[:LONGEST_TITLE],
        url=clean(found.url)[: 4 * LONGEST_TITLE],
        language=clean(found.language)[:35],
    )


def _cleaned(pieces: Sequence[Piece]) -> Iterator[Piece]:
    ruled = False
    for piece in pieces:
        text = clean(piece.text)
        ruled = ruled or piece.ruled
        if text:
            yield replace(piece, text=text, ruled=ruled)
            ruled = False


def _joined(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    blocks, at = [], 0
    for piece in pieces:
        blocks.append(Block(at, at + len(piece.text), piece.kind, piece.page, piece.level))
        at += len(piece.text) + 1
    return "\n".join(p.text for p in pieces), tuple(blocks)


def _first_heading(pieces: Sequence[Piece]) -> str:
    headings = (p.text for p in pieces if p.kind == "heading")
    return next(headings, "")[:LONGEST_TITLE]
