"""CSV and TSV: any delimiter, quotes, ragged rows, and quotes that nobody closed."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence

from floodwatch.model.errors import FormatError
from floodwatch.sources import encodings, mapping, rows
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
            blocks = encodings.blocks(flow, head, task)
            style = self._style(head, task)
            names, line, blocks = _after_header(blocks, style)
            reader = rows.Reader([n.strip() for n in names], style, line, task)
            yield from reader.batches(blocks)
            if flow.broken:
                task.reject(reader.line + 1, flow.broken)

    def examples(self) -> Sequence[Example]:
        """Two posts with a line break and a delimiter inside a cell."""
        content = 'post_id,account_id,created_at,text\n1,a,2024-01-01T00:00:00Z,"x,\ny"\n2,b,1704067200,z\n'
        return (Example("two posts", content.encode(), 2),)

    def _delimiter(self, head: Head) -> str:
        return delimiter(head)

    def _style(self, head: Head, task: Task) -> rows.Style:
        """Files with tabs often have quotes that mean nothing: seen by quotes in odd places."""
        style = rows.Style(self._delimiter(head))
        start = head.text[: head.text.rfind("\n") + 1].replace("\r", "")
        if style.mark != "\t" or rows.regular(start.encode("utf-8", "replace"), style):
            return style
        task.note("quotes stand where they cannot open or close a cell: all are read as plain characters")
        return rows.Style(style.mark, quoted=False)


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


def _after_header(blocks: Iterator[str], style: rows.Style) -> tuple[list[str], int, Iterator[str]]:
    """The header's cells, the line that it ends on, and the text behind it."""
    lines = encodings.lines(next(blocks, ""))
    reader = csv.reader(lines, delimiter=style.mark)
    row = next((row for row in reader if row), [])
    return row, reader.line_num, itertools.chain([lines.read()], blocks)
