"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floodwatch.vocabulary.reading import word_set

_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*\s+|[。！？।۔]+[\"'”’»」』）)\]]*\s*|\n")
_OPENS = re.compile(r"[\"'“‘«(\[\-–—•…]*\s?([^\W_]+)")
_BEFORE = re.compile(r"([^\s\"“‘(\[]{1,12})\Z")
_INITIALS = re.compile(r"(?:[a-z]\.)*[a-z]")


def cut(text: str) -> Iterator[tuple[int, int]]:
    """Places of the sentences of a text, without the white space around them."""
    start = 0
    for stop in _STOP.finditer(text):
        if _ends(text, stop):
            yield from _trimmed(text, start, stop.end())
            start = stop.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    last = start + len(piece.rstrip())
    if first < last:
        yield first, last


def _ends(text: str, stop: re.Match[str]) -> bool:
    """Whether a stop ends a sentence: not after an abbreviation, nor where a small letter goes on."""
    mark = stop.group()
    if not mark.startswith((".", "!", "?", "…")):
        return True
    following = _OPENS.match(text, stop.end())
    word = following.group(1) if following else ""
    if word[:1].islower():
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    before = _BEFORE.search(text, max(0, stop.start() - 12), stop.start())
    return before is None or _may_end(before.group(1).lower(), word.lower())


def _may_end(before: str, after: str) -> bool:
    if before in word_set("sentences", "titles") or before in word_set("sentences", "inner"):
        return False
    if before in word_set("sentences", "either") or _INITIALS.fullmatch(before):
        return after in word_set("sentences", "openers")
    return True
