"""A plain CSV as arrays: where its cells lie, block by block. What is odd is left to a reader of all CSV.

Plain is UTF-8 with commas, line feeds and as many cells in each row as in the first; cells may be quoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Words = list[NDArray[np.uint64]]

BLOCK = 1 << 18
"""Bytes that are looked at together; they and what is made of them stay in a processor's cache."""
LONGEST_ROW = 1 << 20
LONGEST_CELL = 64
DIGITS, ZERO = 15, np.uint8(ord("0"))
COMMA, NEWLINE, QUOTE = b',\n"'
MARK = b"\xef\xbb\xbf"
PAD = bytes(8)
LOW = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)
"""Masks that leave so many bytes of a word."""


class Odd(Exception):
    """The file is not plain, so another reader must say what it holds."""


@dataclass(frozen=True)
class Block:
    """Whole rows: their bytes, the marks before and after each cell, and where the quotes are."""

    data: NDArray[np.uint8]
    edges: Ints
    quotes: NDArray[np.bool_]
    width: int
    inner_quotes: bool

    def cells(self, column: int) -> tuple[Ints, Ints]:
        """Where the cells of a column start, within their quotes, and how long they are."""
        start = self.edges[:-1].reshape(-1, self.width)[:, column] + 1
        end = self.edges[1:].reshape(-1, self.width)[:, column]
        quoted = self.quotes[start]
        start, end = start + quoted, end - quoted
        if self.inner_quotes:
            seen = np.cumsum(self.quotes)
            if (seen[end - 1] > seen[start - 1])[end > start].any():
                raise Odd
        return start, end - start

    def words(self, column: int) -> Words:
        """The cells of a column, eight bytes to a number, in which they sort as the cells do."""
        start, size = self.cells(column)
        longest = int(size.max(initial=1))
        if longest > LONGEST_CELL:
            raise Odd
        wide: NDArray[Any] = np.ndarray(len(self.data) - 7, "<u8", self.data, strides=(1,))
        places = [(np.minimum(start + n, len(wide) - 1), size - n) for n in range(0, longest, 8)]
        return [(wide[at] & LOW[np.clip(left, 0, 8)]).byteswap() for at, left in places]

    def whole_numbers(self, column: int) -> Ints:
        """The cells of a column as numbers; all must be of digits only."""
        start, size = self.cells(column)
        if size.min(initial=1) < 1 or size.max(initial=1) > DIGITS:
            raise Odd
        last, total = start + size - 1, np.zeros(len(start), np.int64)
        for place in range(int(size.max(initial=0))):
            digit = (self.data[last - place] - ZERO) * (place < size)
            if digit.max(initial=0) > 9:
                raise Odd
            total += digit * np.int64(10**place)
        return total


def blocks(path: Path, width: int) -> Iterator[Block]:
    """The rows after the first, in blocks; Odd, at any moment, when the file is not plain."""
    rest, skipped = b"", width
    with path.open("rb", buffering=0) as file:
        while got := file.read(BLOCK):
            rest = rest + got if rest or skipped == 0 else got.removeprefix(MARK)
            block, used = _cut(rest, width, skipped)
            rest = rest[used:]
            if len(rest) > LONGEST_ROW:
                raise Odd
            if block:
                skipped = 0
                yield block
    if rest:
        block, used = _cut(rest + b"\n", width, skipped)
        if not block or used <= len(rest):
            raise Odd
        yield block


def _cut(text: bytes, width: int, skipped: int) -> tuple[Block | None, int]:
    """The whole rows at the start of a text without its first cells, and how many bytes they are."""
    whole = text[: text.rfind(b"\n") + 1]
    if b"\r" in whole or b"\0" in whole or not _is_utf8(whole):
        raise Odd
    data = np.frombuffer(whole + PAD, np.uint8)
    quotes, marks = data == QUOTE, (data == COMMA) | (data == NEWLINE)
    edges = _edges(marks)
    simple = _fits(data, edges, width) and _quoted_simply(quotes, edges)
    if not simple:
        edges = _edges(marks & ~_within(quotes, marks))
        lines = np.flatnonzero(data[edges[1:]] == NEWLINE)
        edges = edges[: lines[-1] + 2 if len(lines) else 1]
        if not _fits(data, edges, width):
            raise Odd
    if len(edges) == 1:
        return None, 0
    return Block(data, edges[skipped:], quotes, width, not simple), int(edges[-1]) + 1


def _is_utf8(text: bytes) -> bool:
    try:
        return text.isascii() or bool(text.decode())
    except UnicodeDecodeError:
        return False


def _edges(marks: NDArray[np.bool_]) -> Ints:
    return np.concatenate(([-1], np.flatnonzero(marks)))


def _fits(data: NDArray[np.uint8], edges: Ints, width: int) -> bool:
    """Whether each row has as many cells as it should."""
    ends = data[edges[1:]] == NEWLINE
    rows, left = divmod(len(ends), width)
    return not left and bool(ends[width - 1 :: width].all()) and np.count_nonzero(ends) == rows


def _quoted_simply(quotes: NDArray[np.bool_], edges: Ints) -> bool:
    """Whether quotes stand only at both ends of cells."""
    opened, closed = quotes[edges[:-1] + 1], quotes[edges[1:] - 1]
    return (
        np.array_equal(opened, closed)
        and np.count_nonzero(quotes) == 2 * np.count_nonzero(opened)
        and not (opened & (np.diff(edges) == 2)).any()
    )


def _within(quotes: NDArray[np.bool_], marks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which bytes stand within quotes. Odd when a quote opens or closes amid a cell."""
    within = np.bitwise_xor.accumulate(quotes)
    outside = marks | quotes
    opening, closing = quotes & within, quotes & ~within
    if (opening[1:] & ~outside[:-1]).any() or (closing[:-1] & ~outside[1:]).any():
        raise Odd
    return within
