"""What a file format is: the protocol of a source, what it shows of a file, and its examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from floodwatch.sources.containers import Item
from floodwatch.sources.encodings import Head
from floodwatch.sources.task import Raw, Task


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
