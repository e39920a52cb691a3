"""Objects of nested formats (the X API) or plain rows, gathered into batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from floodwatch.sources import flat, x_api_v1, x_api_v2
from floodwatch.sources.base import BATCH
from floodwatch.sources.source import Shape
from floodwatch.sources.task import Raw, Task

_FORMS = (x_api_v1, x_api_v2)


def form(row: Mapping[str, Any]) -> str:
    """Name of the nested form that an object has, or nothing."""
    return next((module.FORM for module in _FORMS if module.fits(row)), "")


def shape(sample: Sequence[Mapping[str, Any]]) -> Shape:
    """Columns and form of the first rows of a file."""
    forms = [f for row in sample if (f := form(row))]
    return Shape(flat.names(sample), forms[0] if forms else "")


class Batch:
    """Rows on their way into tables, each with its line."""

    def __init__(self, form: str, task: Task) -> None:
        self._task, self._size = task, 0
        self._take = {module.FORM: module.records for module in _FORMS}.get(form)
        self._rows: dict[str, list[Mapping[str, Any]]] = {}
        self._lines: dict[str, list[int]] = {}

    def take(self, row: Mapping[str, Any], line: int) -> None:
        """Add one object."""
        self._size += 1
        if self._take is None:
            self._add("", row, line)
            return
        found = False
        try:
            for table, record in self._take(row):
                self._add(table, record, line)
                found = True
        except (AttributeError, TypeError, KeyError) as problem:
            self._task.reject(line, f"not in the expected form: {problem}")
            return
        if not found:
            self._task.reject(line, "no post in this object")

    @property
    def full(self) -> bool:
        """Whether it is time to hand the rows on."""
        return self._size >= BATCH or any(len(rows) >= BATCH for rows in self._rows.values())

    def out(self) -> Iterator[Raw]:
        """Hand the rows on."""
        for table, rows in self._rows.items():
            yield flat.table(rows, self._lines[table], self._task, table)
        self._size, self._rows, self._lines = 0, {}, {}

    def _add(self, table: str, row: Mapping[str, Any], line: int) -> None:
        self._rows.setdefault(table, []).append(row)
        self._lines.setdefault(table, []).append(line)
