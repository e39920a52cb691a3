"""CSV cells that a spreadsheet may open safely: free text that looks like a formula is defused, reversibly.

A defused cell gets an apostrophe in front, and the row's `defused` column names the cells that did, so that
reading an export back restores every character. Ids and refs are written as they are.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc

MARK = "defused"
"""Name of the column that lists, separated by `|`, the defused cells of a row."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet run or change a cell."""
FREE_TEXT = frozenset({
    "text", "name", "bio", "location", "website", "handle", "avatar", "client", "permalink", "urls",
    "hashtags", "mentions", "media", "poll_options", "labels", "title", "description", "source",
    "collection_query", "known_gaps", "released_by", "summary", "explanation", "reason", "file",
})  # fmt: skip
"""Columns that hold what strangers wrote."""


def dangerous(cell: str) -> bool:
    """Whether a spreadsheet may take the cell for a formula."""
    return cell.startswith(DANGEROUS)


def defuse(cell: str) -> str:
    """The cell with an apostrophe in front when it is dangerous."""
    return "'" + cell if dangerous(cell) else cell


def restored(column: pa.Array, marks: pa.Array, name: str) -> pa.Array:
    """A column of an export with its apostrophes taken away where the row's mark names the column."""
    named = pc.binary_join_element_wise("|", pc.fill_null(marks, ""), "|", "")
    hit = pc.and_(pc.match_substring(named, f"|{name}|"), pc.starts_with(column, "'"))
    hit = pc.fill_null(hit, False)
    return pc.if_else(hit, pc.utf8_slice_codeunits(column, 1), column) if hit.true_count else column


def cell(value: Any) -> str:
    """One value as text: ISO 8601 times in UTC, lists separated by `|` (JSON where an element needs it)."""
    if value is None or value != value:  # noqa: PLR0124
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return _time(value)
    if isinstance(value, list | tuple):
        return _list([cell(v) for v in value])
    return str(value)


def _time(value: datetime) -> str:
    moment = value.astimezone(UTC) if value.tzinfo else value
    return moment.isoformat().removesuffix("+00:00") + "Z"


def _list(items: Sequence[str]) -> str:
    plain = all(i and i == i.strip() and "|" not in i and not i.startswith("[") for i in items)
    return "|".join(items) if plain else json.dumps(items, ensure_ascii=False)


def rows(
    records: Iterable[Mapping[str, Any]], names: Sequence[str], free: Collection[str]
) -> Iterator[list[str]]:
    """The cells of each record in the order of `names`, then the mark of what was defused in it."""
    for record in records:
        line = [cell(record.get(n)) for n in names]
        hot = [i for i, n in enumerate(names) if n in free and dangerous(line[i])]
        for i in hot:
            line[i] = "'" + line[i]
        yield [*line, "|".join(names[i] for i in hot)]


class _Lines:
    """Ends lines with `\n`; the writer is told `\r\n`, which makes it quote cells with either in them."""

    def __init__(self, handle: IO[str]) -> None:
        self._handle = handle

    def write(self, line: str) -> None:
        self._handle.write(line[:-2] + "\n")


def writer(handle: IO[str]) -> Any:
    """A CSV writer whose lines end with `\\n` and which quotes every cell with a line end of any kind in it."""
    return csv.writer(_Lines(handle), lineterminator="\r\n")


def write_records(handle: IO[str], batches: Iterable[pa.Table], names: Sequence[str]) -> None:
    """Write tables as one CSV that our own source reads back to the same values.

    Open the handle with `newline=""`. Free text is defused; the last column is the mark.
    """
    lines = writer(handle)
    lines.writerow([*names, MARK])
    for table in batches:
        for batch in table.select(list(names)).to_batches(max_chunksize=20_000):
            lines.writerows(rows(batch.to_pylist(), names, FREE_TEXT))
