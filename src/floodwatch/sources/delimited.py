"""CSV and TSV: any delimiter, quotes, ragged rows, and quotes that nobody closed."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Generator, Iterator, Sequence

import pyarrow as pa

from floodwatch.model.errors import FormatError
from floodwatch.sources import encodings, mapping
from floodwatch.sources.base import BATCH
from floodwatch.sources.containers import Item
from floodwatch.sources.encodings import Head
from floodwatch.sources.source import Example, Shape
from floodwatch.sources.task import Raw, Task

_DELIMITERS = (",", "\t", ";", "|")


class Delimited:
    """Tables of text with a header line."""

    name = "csv"
    description = "CSV, TSV and other delimited text with a header line"
    extensions: tuple[str, ...] = (".csv", ".tsv", ".txt", ".tab")

    def recognises(self, head: Head) -> bool:
        """Text that is not JSON is taken for a table."""
        return head.encoding != "binary" and head.text[:1] not in ("{", "[")

    def shape(self, item: Item, head: Head, task: Task) -> Shape:
        """The header's names."""
        names = header(head, self._delimiter(head))
        if not names:
            raise FormatError("The file has no header line", where=item.name, do="Put column names first.")
        return Shape(names)

    def read(self, item: Item, head: Head, task: Task) -> Iterator[Raw]:
        """Rows as columns of text, with their line numbers."""
        with task.open(item) as flow:
            lines = itertools.chain.from_iterable(
                encodings.lines(block) for block in encodings.blocks(flow, head, task)
            )
            rows = _Rows(lines, self._delimiter(head), task)
            names = [n.strip() for n in rows.first()]
            yield from _batches(rows, names, task)
            if flow.broken:
                task.reject(rows.line + 1, flow.broken)

    def examples(self) -> Sequence[Example]:
        """Two posts with a line break and a delimiter inside a cell."""
        content = 'post_id,account_id,created_at,text\n1,a,2024-01-01T00:00:00Z,"x,\ny"\n2,b,1704067200,z\n'
        return (Example("two posts", content.encode(), 2),)

    def _delimiter(self, head: Head) -> str:
        return delimiter(head)


class Tabbed(Delimited):
    """The same with tabs, for `--format tsv`; by content, CSV finds tabs itself."""

    name = "tsv"
    description = "Tab-separated text with a header line, whatever else it looks like"
    extensions = ()

    def recognises(self, head: Head) -> bool:
        """Only on request."""
        return False

    def examples(self) -> Sequence[Example]:
        """One post."""
        content = b"post_id\taccount_id\tcreated_at\ttext\n1\ta\t2024-01-01T00:00:00Z\thello, all\n"
        return (Example("one post", content, 1),)

    def _delimiter(self, head: Head) -> str:
        return "\t"


def delimiter(head: Head) -> str:
    """The delimiter whose header a mapping knows best, else the one that makes the most columns."""

    def fit(mark: str) -> tuple[tuple[int, int], int]:
        names = header(head, mark)
        best = max((m.weight(frozenset(names)) for m in mapping.known()), default=(0, 0))
        return best, len(names)

    return max(_DELIMITERS, key=fit)


def header(head: Head, mark: str) -> tuple[str, ...]:
    """Names in the first line that is not blank."""
    lines = (line for line in encodings.lines(_unix(head)) if line.strip())
    first = next(csv.reader(lines, delimiter=mark), [])
    return tuple(n.strip() for n in first)


def _unix(head: Head) -> str:
    return head.text.replace("\r", "\n") if head.newline == "\r" else head.text


class _Rows:
    """Rows of a CSV with the line they begin on; a quote that is never closed costs one line only."""

    def __init__(self, lines: Iterator[str], mark: str, task: Task) -> None:
        self._lines, self._mark, self._task = lines, mark, task
        self._kept: list[str] = []
        self._open = False
        self._recovered = 0
        self.line = 0
        csv.field_size_limit(2 * task.limits.row)

    def first(self) -> list[str]:
        """The header (empty rows before it are skipped)."""
        reader = csv.reader(self._lines, delimiter=self._mark)
        row = next((row for row in reader if row), [])
        self.line = reader.line_num
        return row

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        again = True
        while again:
            again = yield from self._until_open_quote()

    def _until_open_quote(self) -> Generator[tuple[int, list[str]], None, bool]:
        base, begin = self.line, self.line + 1
        reader = csv.reader(self._feed(), delimiter=self._mark)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return False
            except csv.Error:
                return self._recover(begin, "a line end stands in a cell without quotes", costly=False)
            if self._open:
                return self._recover(begin, "a quote that opens here is not closed")
            self._kept.clear()
            self.line = base + reader.line_num
            if row:
                yield begin, row
            begin = self.line + 1

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


def _batches(rows: _Rows, names: list[str], task: Task) -> Iterator[Raw]:
    width, places = len(names), _places(names, task)
    pairs = iter(rows)
    while batch := list(itertools.islice(pairs, BATCH)):
        good = [(line, row) for line, row in batch if len(row) == width]
        if len(good) < len(batch):
            good = [p for pair in batch if (p := _even(pair, width, task)) is not None]
        lines = pa.array([line for line, _ in good], pa.int64())
        columns = list(zip(*(row for _, row in good), strict=True)) if good else [()] * width
        arrays = [pa.array(columns[p], pa.string()) for p in places.values()]
        yield Raw(pa.table(arrays, names=list(places)), lines)


def _places(names: list[str], task: Task) -> dict[str, int]:
    """Where each name stands; of columns with one name the first counts."""
    for name, count in Counter(names).items():
        if count > 1 and name:
            task.note(f"the column {name!r} occurs {count} times: the first is used")
    return {name: place for place, name in reversed(list(enumerate(names))) if name}


def _even(pair: tuple[int, list[str]], width: int, task: Task) -> tuple[int, list[str]] | None:
    """The row with the header's width, or None after rejecting it; empty cells at the end do not matter."""
    line, row = pair
    if len(row) > width and not any(row[width:]):
        return line, row[:width]
    if len(row) == width:
        return pair
    task.reject(line, f"{width} cells expected, {len(row)} found")
    return None
