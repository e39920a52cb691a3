"""What every source shares: options, limits, what is handed on, and what is said about a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

if TYPE_CHECKING:
    from floodwatch.sources.containers import Flow, Item
    from floodwatch.sources.encodings import Head

MIB = 1 << 20
BATCH = 50_000
"""Rows that are handed on together."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep a hostile file from using up memory or disk (sizes in bytes)."""

    row: int = 16 * MIB
    object: int = 64 * MIB
    ratio: int = 250
    ratio_from: int = 64 * MIB
    total: int = 1 << 40
    members: int = 100_000
    unclosed_quotes: int = 20


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user said about the input.

    `format` names a source (empty: recognised by content). `platform` is used where a file names none.
    `mapping` is `{our column: their column}`, a built-in mapping's name or a mapping file. `collection` describes how
    the data came to be (columns of `collections`). `now` is only used to warn about times in the future.
    """

    format: str = ""
    platform: str = ""
    mapping: Mapping[str, str] | str | Path = field(default_factory=dict)
    collection: Mapping[str, str | None] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of one table of records, with exactly its columns; `read` is the input rows behind them."""

    table: str
    rows: pa.Table
    file: str
    read: int


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be used: where it stands (line 0: the file as a whole) and why."""

    file: str
    line: int
    reason: str


@dataclass(slots=True)
class FileSummary:
    """What was found out about one file. `notes` are sentences for the report's data-quality section."""

    file: str
    format: str = ""
    mapping: str = ""
    compression: str = ""
    encoding: str = ""
    rows_read: int = 0
    rows_rejected: int = 0
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Raw:
    """Rows as a file has them: any columns, and for each row its line (or row number, from 1).

    `only` names the table of records that the rows are for, when the format says so.
    """

    table: pa.Table
    lines: pa.Array
    only: str = ""


class Task:
    """The reading of one file: takes rejects and notes, and counts both."""

    def __init__(self, file: str, options: ReadOptions, reject: Callable[[Reject], None]) -> None:
        self.file, self.options, self.limits = file, options, options.limits
        self.rejected = 0
        self._reject = reject
        self._flow: Flow | None = None
        self._counts: dict[str, int] = {}

    def open(self, item: Item) -> Flow:
        """The item's plain bytes; `share` then says how far they have been used."""
        self._flow = item.open()
        return self._flow

    @property
    def share(self) -> float:
        """Share of the file that has been read so far."""
        return self._flow.share if self._flow else 0.0

    def reject(self, line: int, reason: str) -> None:
        """Hand on a row that cannot be used."""
        self.rejected += 1
        self._reject(Reject(self.file, line, reason))

    def note(self, sentence: str, count: int = 1) -> None:
        """Count something worth telling; `{n}` in the sentence becomes the final count."""
        if count:
            self._counts[sentence] = self._counts.get(sentence, 0) + count

    def notes(self) -> tuple[str, ...]:
        """The sentences, in the order in which they first came up."""
        return tuple(text.replace("{n}", f"{count:,}") for text, count in self._counts.items())


@dataclass(frozen=True, slots=True)
class Example:
    """Bytes that a source must read, and the number of rows that it must find."""

    title: str
    content: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What the beginning of a file shows: its columns and, for nested formats, the name of their form."""

    columns: tuple[str, ...]
    form: str = ""


class Source(Protocol):
    """One file format. `recognises` looks at the beginning of the content, `read` yields rows as they are."""

    name: str
    description: str
    extensions: tuple[str, ...]

    def recognises(self, head: Head) -> bool: ...
    def shape(self, item: Item, head: Head, task: Task) -> Shape: ...
    def read(self, item: Item, head: Head, task: Task) -> Iterator[Raw]: ...
    def examples(self) -> Sequence[Example]: ...
