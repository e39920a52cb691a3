"""JSON documents: an array of rows, an object that holds one, or one page of an API's answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from floodwatch.model.errors import FormatError
from floodwatch.sources import encodings, flat, nested
from floodwatch.sources.base import MIB
from floodwatch.sources.containers import Item
from floodwatch.sources.encodings import Head
from floodwatch.sources.source import Example, Shape
from floodwatch.sources.task import Raw, Task

_SPACE = re.compile(r"[\s,]*")
_SAMPLE = 50


class JsonArray:
    """One JSON document; arrays are streamed, whatever their size."""

    name = "json"
    description = "JSON: an array of objects, or an object that holds one"
    extensions: tuple[str, ...] = (".json",)

    def recognises(self, head: Head) -> bool:
        """Begins like JSON (JSON lines are asked before)."""
        return head.text.lstrip()[:1] in ("{", "[")

    def shape(self, item: Item, head: Head, task: Task) -> Shape:
        """The names in the first rows."""
        problems: list[str] = []
        quiet = Task(task.file, task.options, lambda reject: problems.append(reject.reason))
        sample = [row for row, _ in zip(_objects(item, head, quiet), range(_SAMPLE), strict=False)]
        if not sample:
            why = f": {problems[0]}" if problems else ""
            raise FormatError(
                f"The JSON holds no objects{why}", where=item.name, do="Give an array of objects."
            )
        return nested.shape([row for _, row in sample])

    def read(self, item: Item, head: Head, task: Task) -> Iterator[Raw]:
        """Rows, numbered from 1."""
        batch = nested.Batch(self.shape(item, head, task).form, task)
        for number, row in _objects(item, head, task):
            batch.take(row, number)
            if batch.full:
                yield from batch.out()
        yield from batch.out()

    def examples(self) -> Sequence[Example]:
        """An array, and an object that holds one."""
        row = '{"post_id": "1", "account_id": "a", "created_at": "2024-01-01T00:00:00Z", "text": "[x]"}'
        held = f'{{"count": 1, "posts": [{row}]}}'
        return (Example("an array", f"[{row}]".encode(), 1), Example("held", held.encode(), 1))


def _objects(item: Item, head: Head, task: Task) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every row-like object with its number."""
    with task.open(item) as flow:
        window = _Window(encodings.blocks(flow, head, task), task)
        number = 0
        for row in window.rows():
            number += 1
            if isinstance(row, dict):
                yield number, row
            else:
                task.reject(number, "not a JSON object")
        if flow.broken or window.problem:
            task.reject(number + 1, flow.broken or window.problem)


class _Window:
    """A sliding piece of the text, from which one value after another is decoded."""

    def __init__(self, blocks: Iterator[str], task: Task) -> None:
        self._blocks, self._limits, self._task = blocks, task.limits, task
        self._text, self._place, self._ended = "", 0, False
        self.problem = ""

    def rows(self) -> Iterator[Any]:
        """The rows of the outermost array; of an object, itself or an array of objects in it."""
        self._skip()
        if self._peek() == "[":
            self._place += 1
            yield from self._elements()
        else:
            yield from self._object()

    def _object(self) -> Iterator[Any]:
        while len(self._text) < self._limits.object and self._more():
            pass
        if self._ended:
            whole = self._value()
            yield from held(whole) if isinstance(whole, dict) else []
            return
        found = re.compile(r'"[^"\\]*"\s*:\s*\[\s*(?=\{)').search(self._text)
        if not found:
            self.problem = "the JSON object is too large, and no array of objects was found in it"
            return
        self._place = found.end()
        yield from self._elements()

    def _elements(self) -> Iterator[Any]:
        while True:
            self._skip()
            if self._peek() == "]":
                return
            value = self._value()
            if self.problem:
                return
            yield value

    def _value(self) -> Any:
        """Decode the next value, reading on while it is incomplete (bounded by the limit of an object)."""
        while True:
            try:
                value, self._place = flat.DECODER.raw_decode(self._text, self._place)
                return value
            except RecursionError:
                self.problem = "the JSON is nested too deeply"
                return None
            except ValueError as problem:
                if len(self._text) - self._place > self._limits.object:
                    self.problem = f"a value is longer than {self._limits.object // MIB} MiB"
                    return None
                if not self._more(max(MIB, len(self._text) - self._place)):
                    self.problem = f"broken JSON: {problem}"[:200]
                    return None

    def _more(self, size: int = MIB) -> bool:
        """Read on; what has been decoded is forgotten."""
        parts = [self._text[self._place :]]
        got = 0
        for block in self._blocks:
            parts.append(block)
            got += len(block)
            if got >= size:
                break
        else:
            self._ended = True
        self._text, self._place = "".join(parts), 0
        return got > 0

    def _skip(self) -> None:
        while True:
            self._place = _SPACE.match(self._text, self._place).end()  # type: ignore[union-attr]
            if self._place < len(self._text) or not self._more():
                return

    def _peek(self) -> str:
        if self._place >= len(self._text):
            self.problem = self.problem or "the JSON ends too early"
            return "]"
        return self._text[self._place]


def held(whole: dict[str, Any]) -> Iterator[Any]:
    """The rows of an object: itself when it is a page or a row, else the longest array of objects in it."""
    if nested.form(whole):
        yield whole
        return
    arrays = [v for v in whole.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
    yield from max(arrays, key=len) if arrays else [whole]
