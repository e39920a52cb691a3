"""The words of a text as they are counted: folded, and in scripts without spaces every two characters that meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from floodwatch.tools.folding import folded, is_unspaced, is_word


class _Spaces(dict[int, str]):
    """What becomes of each character, found once: itself where it is part of words, else a space."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code) if is_word(chr(code)) and chr(code) != "_" else " "
        return self[code]


_SPACES = _Spaces()


def tokens(text: str) -> list[str]:
    """Words in their order, as often as they are there; `東京都` is `東京` and `京都`."""
    parts = folded(text).translate(_SPACES).split()
    return parts if text.isascii() else [word for part in parts for word in _cut(part)]


def _cut(part: str) -> Iterator[str]:
    """A run of letters as it is, or its parts in scripts without spaces two by two."""
    if part.isascii() or not any(map(is_unspaced, part)):
        yield part
        return
    run = part[0]
    for before, character in pairwise(part):
        if is_unspaced(before) == is_unspaced(character):
            run += character
        else:
            yield from _pairs(run)
            run = character
    yield from _pairs(run)


def _pairs(run: str) -> Iterator[str]:
    if len(run) > 1 and is_unspaced(run[0]):
        yield from (a + b for a, b in pairwise(run))
    else:
        yield run
