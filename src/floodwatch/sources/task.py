"""The reading of one file: the rows it gives, and where its rejects and notes go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from floodwatch.sources.base import ReadOptions, Reject
from floodwatch.sources.containers import Flow, Item


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
