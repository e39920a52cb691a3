"""The values that go in and out: options and limits, chunks and rejects, and what is said about a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

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
    `mapping` is `{our column: their column}`, a built-in mapping's name or a mapping file.
    `collection` describes how the data came to be (columns of `collections`).
    `now` is only used to warn about times in the future.
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
