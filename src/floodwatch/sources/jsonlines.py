"""JSON lines: one object a line; an object may be a row, a post of the X API, or a page of its answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from floodwatch.model.errors import FormatError
from floodwatch.sources import encodings, flat, nested
from floodwatch.sources.containers import Item
from floodwatch.sources.encodings import Head
from floodwatch.sources.source import Example, Shape
from floodwatch.sources.task import Raw, Task

_SAMPLE = 50


class JsonLines:
    """One JSON object on each line."""

    name = "jsonl"
    description = "JSON lines (NDJSON): one object on each line"
    extensions: tuple[str, ...] = (".jsonl", ".ndjson", ".json")

    def recognises(self, head: Head) -> bool:
        """The first line is a whole object, and not the only line."""
        if not head.text.lstrip().startswith("{"):
            return False
        first, _, rest = head.text.lstrip().partition("\n")
        alone = head.whole and not rest.strip()
        return not alone and isinstance(_tried(first), dict)

    def shape(self, item: Item, head: Head, task: Task) -> Shape:
        """The names in the first lines."""
        lines = encodings.lines(head.text)
        sample = [
            row
            for line, _ in zip(lines, range(_SAMPLE), strict=False)
            if isinstance(row := _tried(line), dict)
        ]
        if not sample:
            raise FormatError("No line is a JSON object", where=item.name, do="Use one object on each line.")
        return nested.shape(sample)

    def read(self, item: Item, head: Head, task: Task) -> Iterator[Raw]:
        """Rows with their line numbers."""
        form = self.shape(item, head, task).form
        line = 0
        with task.open(item) as flow:
            batch = nested.Batch(form, task)
            for block in encodings.blocks(flow, head, task):
                for text in encodings.lines(block):
                    line += 1
                    _take(text, line, batch, task)
                    if batch.full:
                        yield from batch.out()
            yield from batch.out()
            if flow.broken:
                task.reject(line + 1, flow.broken)

    def examples(self) -> Sequence[Example]:
        """Two posts, one of them with an id beyond 2^53."""
        content = (
            b'{"post_id": 1234567890123456789, "account_id": "a", "created_at": 1704067200, "text": "x"}\n'
            b'{"post_id": "2", "account_id": "b", "created_at": "2024-01-01T00:00:00Z", "urls": ["https://e.org"]}\n'
        )
        return (Example("two posts", content, 2),)


def _take(text: str, line: int, batch: nested.Batch, task: Task) -> None:
    if not text.strip():
        return
    try:
        row = flat.decode(text)
    except (ValueError, RecursionError) as problem:
        task.reject(line, f"not JSON: {problem}"[:200])
        return
    if isinstance(row, dict):
        batch.take(row, line)
    else:
        task.reject(line, "not a JSON object")


def _tried(text: str) -> Any:
    try:
        return flat.decode(text)
    except (ValueError, RecursionError):
        return None
