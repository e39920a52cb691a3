"""Texts cut where a reader would cut them: into the characters that an eye sees, and into words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from floodwatch.tools.folding import is_unspaced

_JOINER, _TAGS = "\u200d", ("\U000e0020", "\U000e007f")
_FLAGS, _SKINS = ("\U0001f1e6", "\U0001f1ff"), ("\U0001f3fb", "\U0001f3ff")
_SIGNS = {"So", "Sk"}


def graphemes(text: str) -> list[str]:
    """The text in pieces of one visible character each: a letter with its marks, a whole emoji, a flag."""
    pieces: list[str] = []
    for character in text:
        if pieces and _continues(pieces[-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def is_emoji(piece: str) -> bool:
    """Whether a grapheme is a sign rather than writing."""
    return (unicodedata.category(piece[0]) in _SIGNS and ord(piece[0]) > 0xA9) or "\u20e3" in piece


def words(text: str) -> Iterator[str]:
    """Runs of letters of scripts with spaces, runs of white space, and every other grapheme alone."""
    run, kind = "", ""
    for piece in graphemes(text):
        now = _kind(piece)
        if run and (now != kind or not now):
            yield run
            run = ""
        run, kind = run + piece, now
    if run:
        yield run


def _kind(piece: str) -> str:
    first = piece[0]
    if first.isspace():
        return "space"
    return "word" if (first.isalnum() or first == "_") and not is_unspaced(first) else ""


def _continues(piece: str, character: str) -> bool:
    if (
        unicodedata.category(character)[0] == "M"
        or character == _JOINER
        or (piece == "\r" and character == "\n")
    ):
        return True
    if piece[-1] == _JOINER:
        return unicodedata.category(character) in _SIGNS
    if _FLAGS[0] <= character <= _FLAGS[1]:
        return len(piece) == 1 and _FLAGS[0] <= piece <= _FLAGS[1]
    return _SKINS[0] <= character <= _SKINS[1] or _TAGS[0] <= character <= _TAGS[1]
