"""Rows of delimited text: whole blocks at once where quotes stand as they should, row by row where not.

The quick way (Arrow) and the patient way (Python's csv) give the same rows; the patient one finds the line of
every broken row.
"""

from __future__ import annotations

import csv
import itertools
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from floodwatch.sources import encodings
from floodwatch.sources.base import BATCH
from floodwatch.sources.task import Raw, Task

Pair = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Style:
    """How cells are told apart: the delimiter, and whether quotes mean anything."""

    mark: str
    quoted: bool = True

    def reader(self, lines: Iterable[str]) -> Any:
        """The patient reader of rows."""
        return csv.reader(
            lines, delimiter=self.mark, quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """Bytes that end with a row, the line of each row in them, and the bytes left over."""

    data: bytes
    lines: np.ndarray[tuple[int], np.dtype[np.int64]]
    newlines: int
    rest: bytes


class Reader:
    """Reads the rows behind a header. `line` is the last line that has been used."""

    def __init__(self, names: list[str], style: Style, line: int, task: Task) -> None:
        self.line = line
        self._names, self._style, self._task = names, style, task
        self._places = places(names, task)

    def batches(self, blocks: Iterator[str]) -> Iterator[Raw]:
        """Batches of about `BATCH` rows."""
        ready: list[Raw] = []
        count = 0
        for raw in self._pieces(blocks):
            ready.append(raw)
            count += raw.table.num_rows
            if count >= BATCH:
                yield _together(ready)
                ready, count = [], 0
        if ready:
            yield _together(ready)

    def patiently(self, blocks: Iterator[str]) -> Iterator[Raw]:
        """The same rows, always the slow way."""
        yield from self._patient(_one_text(list(blocks)))

    def _pieces(self, blocks: Iterator[str]) -> Iterator[Raw]:
        rest = b""
        for block in blocks:
            piece = cut(rest + block.encode("utf-8", "replace"), self.line + 1, self._style.quoted)
            rest = piece.rest
            raw, trusted = self._quick(piece)
            if raw is not None:
                yield raw
                self.line += piece.newlines
            elif trusted:
                yield from self._patient([piece.data.decode()], doubtful=not regular(piece.data, self._style))
            if not trusted or len(rest) > self._task.limits.row:
                again = [rest.decode()] if trusted else [piece.data.decode(), rest.decode()]
                yield from self._patient(itertools.chain(_one_text(again), blocks), doubtful=True)
                return
        if rest:
            yield from self._patient([rest.decode()], doubtful=not regular(rest, self._style))

    def _quick(self, piece: _Piece) -> tuple[Raw | None, bool]:
        """The piece's rows (None when it needs patience), and whether its rows end where they seem to."""
        if not piece.data:
            return None, True
        if not regular(piece.data, self._style):
            return None, whole(piece.data.decode(), self._style)
        odd: list[int] = []
        table = parsed(piece.data, len(self._names), self._style, odd)
        if table.num_rows + len(odd) != len(piece.lines):
            return None, False
        if odd:
            return None, whole(piece.data.decode(), self._style)
        columns = [table.column(place) for place in self._places.values()]
        return Raw(pa.table(columns, names=list(self._places)), pa.array(piece.lines)), True

    def _patient(self, blocks: Iterable[str], doubtful: bool = False) -> Iterator[Raw]:
        lines = itertools.chain.from_iterable(map(encodings.lines, blocks))
        width = len(self._names) if doubtful else 0
        rows = Rows(lines, self._style, self.line, self._task, width)
        pairs = iter(rows)
        while batch := list(itertools.islice(pairs, BATCH)):
            yield self._raw([p for pair in batch if (p := even(pair, len(self._names), self._task))])
        self.line = rows.line

    def _raw(self, good: list[Pair]) -> Raw:
        lines = pa.array([line for line, _ in good], pa.int64())
        columns = list(zip(*(row for _, row in good), strict=True)) if good else [()] * len(self._names)
        arrays = [pa.array(columns[p], pa.string()) for p in self._places.values()]
        return Raw(pa.table(arrays, names=list(self._places)), lines)


def _one_text(parts: list[str]) -> Iterator[str]:
    """Pieces of text as one, so that no line is cut where one piece ends."""
    yield "".join(parts)


def _together(ready: list[Raw]) -> Raw:
    if len(ready) == 1:
        return ready[0]
    table = pa.concat_tables([raw.table for raw in ready]).combine_chunks()
    return Raw(table, pa.concat_arrays([raw.lines for raw in ready]))


def cut(data: bytes, line: int, quoted: bool = True) -> _Piece:
    """Cut behind the last line end outside quotes; `line` is the number of the first line."""
    letters = np.frombuffer(data, np.uint8)
    newlines = np.flatnonzero(letters == 10)
    inside = np.searchsorted(np.flatnonzero(letters == 34), newlines) % 2
    which = np.flatnonzero(inside == 0) if quoted else np.arange(len(newlines))
    if not len(which):
        return _Piece(b"", which, 0, data)
    ends = newlines[which]
    starts = np.concatenate(([0], ends[:-1] + 1))
    numbers = line + np.concatenate(([0], which[:-1] + 1))
    blank = (ends == starts) | ((ends == starts + 1) & (letters[starts] == 13))
    last = int(ends[-1]) + 1
    return _Piece(data[:last], numbers[~blank].astype(np.int64), int(which[-1]) + 1, data[last:])


def regular(data: bytes, style: Style) -> bool:
    """Whether each quote opens or closes a cell or is doubled inside one, and no carriage return is alone.

    Only then are cells what they seem to be by counting quotes.
    """
    if data.count(b"\r") != data.count(b"\r\n"):
        return False
    if not style.quoted:
        return True
    letters = np.concatenate(([10], np.frombuffer(data, np.uint8), [10]))
    quotes = np.flatnonzero(letters == 34)
    edge = np.array([10, 13, 34, ord(style.mark)])
    before, behind = letters[quotes[::2] - 1], letters[quotes[1::2] + 1]
    return bool(np.isin(before, edge[[0, 2, 3]]).all() and np.isin(behind, edge).all())


def whole(text: str, style: Style) -> bool:
    """Whether the text ends outside a quoted cell: a row put behind it comes out as a row of its own."""
    behind = style.reader(itertools.chain(encodings.lines(text), ["behind\n"]))
    try:
        return bool(deque(behind, maxlen=1).pop() == ["behind"])
    except csv.Error:
        return False


def parsed(data: bytes, width: int, style: Style, odd: list[int]) -> pa.Table:
    """Columns of text; the widths of rows that do not have `width` cells go to `odd`."""

    def skip(row: pacsv.InvalidRow) -> str:
        odd.append(row.actual_columns)
        return "skip"

    names = [str(n) for n in range(width)]
    try:
        return pacsv.read_csv(
            pa.BufferReader(data),
            pacsv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            pacsv.ParseOptions(
                delimiter=style.mark,
                quote_char='"' if style.quoted else False,
                newlines_in_values=style.quoted,
                invalid_row_handler=skip,
            ),
            pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        odd.extend([0] * (data.count(b"\n") + 2))
        return pa.table({})


class Rows:
    """Rows of a CSV with the line they begin on; a quote that is never closed costs one line only.

    `width` is given where quotes are odd: a row of several lines, of which a later one has `width` cells
    by itself, is then taken for a stray quote that swallowed good rows.
    """

    def __init__(self, lines: Iterator[str], style: Style, line: int, task: Task, width: int = 0) -> None:
        self._lines, self._style, self._task, self._width = lines, style, task, width
        self._kept: list[str] = []
        self._open = False
        self._recovered = 0
        self.line = line
        csv.field_size_limit(2 * task.limits.row)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        again = True
        while again:
            again = yield from self._until_open_quote()

    def _until_open_quote(self) -> Generator[tuple[int, list[str]], None, bool]:
        base, begin = self.line, self.line + 1
        reader = self._style.reader(self._feed())
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return False
            except csv.Error:
                return self._recover(begin, "a line end stands in a cell without quotes", costly=False)
            if self._open:
                return self._recover(begin, "a quote that opens here is not closed")
            if self._width > 3 and self._swallowed():
                return self._recover(begin, "a quote opens here and swallows rows", len(self._kept) > 1000)
            self._kept.clear()
            self.line = base + reader.line_num
            if row:
                yield begin, row
            begin = self.line + 1

    def _swallowed(self) -> bool:
        return any(line.count(self._style.mark) == self._width - 1 for line in self._kept[1:])

    def _feed(self) -> Iterator[str]:
        """Lines for the reader; those of the row under way are kept, so that they can be read again."""
        kept, size, limit = self._kept, 0, self._task.limits.row
        for line in self._lines:
            if kept:
                size += len(line)
                if size > limit:
                    self._lines = itertools.chain([line], self._lines)
                    break
            else:
                size = len(line)
            kept.append(line)
            yield line
        self._open = bool(kept)

    def _recover(self, begin: int, reason: str, costly: bool = True) -> bool:
        """Reject the line and go on behind it; False when too many lines had to be read twice."""
        self._task.reject(begin, reason)
        rest = self._kept[1:]
        self._lines = itertools.chain(rest, self._lines)
        self._kept, self._open, self.line = [], False, begin
        self._recovered += costly
        if self._recovered <= self._task.limits.unclosed_quotes:
            return True
        self._task.reject(begin + 1, "too many quotes are not closed: the rest of the file was not read")
        return False


def places(names: list[str], task: Task) -> dict[str, int]:
    """Where each name stands; of columns with one name the first counts."""
    for name, count in Counter(names).items():
        if count > 1 and name:
            task.note(f"the column {name!r} occurs {count} times: the first is used")
    return {name: place for place, name in reversed(list(enumerate(names))) if name}


def even(pair: Pair, width: int, task: Task) -> Pair | None:
    """The row with the header's width, or None after rejecting it; empty cells at the end do not matter."""
    line, row = pair
    if len(row) > width and not any(row[width:]):
        return line, row[:width]
    if len(row) == width:
        return pair
    task.reject(line, f"{width} cells expected, {len(row)} found")
    return None
