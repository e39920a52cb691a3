"""Which pieces of a document are boilerplate: by the file's structure, by their words, by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from floodwatch.sources.documents.base import Piece
from floodwatch.sources.documents.furniture import heads_furniture, is_furniture, prefix

MAIN_SHARE = 0.4
"""Share of a page's characters that its main part must hold before what stands outside of it is left out."""
MOSTLY_LINKS = 0.6
FEW_WORDS = 15
TAIL_WORDS = 90
_TURN = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,4}(?: ?\([^)]{1,40}\))?:\s")
_LEAST_TURNS = 3
_LABEL = 80
"""Characters of a block that may hold the name of who speaks."""
_ASIDE = re.compile(r"[(\[][^()\[\]]{1,200}[)\]]\.?$")
_OPENING = 60
"""Words that may stand before the first turn of a transcript."""


def marked(pieces: Sequence[Piece], web: bool = False) -> list[Piece]:
    """The pieces, those that are no part of the text as `boilerplate`; datelines are cut off as pieces of their own.

    `web` says that they are of a web page, where short labels and lists of links are more often furniture.
    """
    known = [replace(p, kind="boilerplate") if _outside(p, web) else p for p in _main(pieces)]
    known = list(_without_datelines(known))
    _boxes(known, web)
    if web:
        _link_lists(known)
        _between(known)
    _transcript(known)
    _tail(known)
    return known


def _outside(piece: Piece, web: bool) -> bool:
    if piece.aside:
        return True
    if piece.kind in ("cell", "code") or (piece.kind == "heading" and not web):
        return False
    return is_furniture(piece.text, web)


def _main(pieces: Sequence[Piece]) -> list[Piece]:
    """What stands outside the part that the file marks as its main one is aside, where that part is large enough."""
    inside = sum(len(p.text) for p in pieces if p.inside and not p.aside)
    total = sum(len(p.text) for p in pieces if not p.aside)
    if not inside or inside < MAIN_SHARE * total:
        return list(pieces)
    return [p if p.inside else replace(p, aside=True) for p in pieces]


def _without_datelines(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A dateline stands in the first paragraph of running text, so no later one is searched."""
    searched = False
    for piece in pieces:
        cut = 0
        if not searched and piece.kind == "paragraph":
            cut, searched = prefix(piece.text), len(piece.text.split()) > FEW_WORDS
        if cut:
            yield replace(piece, text=piece.text[:cut].rstrip(), kind="boilerplate")
            yield replace(piece, text=piece.text[cut:].lstrip())
        else:
            yield piece


def _boxes(pieces: list[Piece], web: bool) -> None:
    """Under the heading of a box (other articles, a form, comments) the short blocks up to the next heading."""
    box = 0
    for number, piece in enumerate(pieces):
        if piece.kind == "heading" and (not box or piece.level <= box):
            box = piece.level if heads_furniture(piece.text, web) else 0
        elif box and len(piece.text.split()) > 2 * FEW_WORDS and piece.links < MOSTLY_LINKS:
            box = 0
        if box:
            pieces[number] = replace(piece, kind="boilerplate")


def _link_lists(pieces: list[Piece]) -> None:
    """Three or more short blocks in a row that are links, outside the main part."""
    run: list[int] = []
    for number, piece in enumerate([*pieces, Piece("")]):
        short = len(piece.text.split()) <= FEW_WORDS
        if not piece.inside and short and piece.links >= MOSTLY_LINKS:
            run.append(number)
            continue
        if len(run) > 2:
            for one in run:
                pieces[one] = replace(pieces[one], kind="boilerplate")
        run = []


def _transcript(pieces: list[Piece]) -> None:
    """Of a transcript, what stands before the first turn, and what the clerk put in brackets."""
    turns = [n for n, p in enumerate(pieces) if _TURN.match(p.text[:_LABEL])]
    if len(turns) < _LEAST_TURNS or 2 * len(turns) < len(pieces):
        return
    opening = sum(len(p.text.split()) for p in pieces[: turns[0]])
    for number, piece in enumerate(pieces):
        before = number < turns[0] and opening <= _OPENING
        if before or _ASIDE.match(piece.text):
            pieces[number] = replace(piece, kind="boilerplate")


def _tail(pieces: list[Piece]) -> None:
    """What stands under the last line that is drawn, where it is short and boilerplate is part of it."""
    last = next((n for n in range(len(pieces) - 1, -1, -1) if pieces[n].ruled), 0)
    under = pieces[last:]
    words = sum(len(p.text.split()) for p in under)
    if last and words <= TAIL_WORDS and any(p.kind == "boilerplate" for p in under):
        for number in range(last, len(pieces)):
            pieces[number] = replace(pieces[number], kind="boilerplate")


def _between(pieces: list[Piece]) -> None:
    """A label of a few words between two pieces of boilerplate, as a button is between a banner and a menu."""
    for number in range(1, len(pieces) - 1):
        piece, near = pieces[number], (pieces[number - 1], pieces[number + 1])
        label = piece.kind in ("paragraph", "item") and len(piece.text.split()) <= 4
        if label and not re.search(r"[.!?:]$", piece.text) and all(p.kind == "boilerplate" for p in near):
            pieces[number] = replace(piece, kind="boilerplate")
