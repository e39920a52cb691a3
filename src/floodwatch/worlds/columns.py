"""A growing table of NumPy columns: batches are added, whole columns are read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Texts = NDArray[np.object_]
Default = str | int | float | bool


class Columns:
    """Rows added in batches; a column's type is that of its default (text is kept as objects)."""

    def __init__(self, defaults: dict[str, Default]) -> None:
        self._defaults = defaults
        self._batches: dict[str, list[NDArray[Any]]] = {name: [] for name in defaults}
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def add(self, rows: int, **values: Any) -> Ints:
        """Add a batch; a value may be one for all or one per row. Returns the new row numbers."""
        unknown = values.keys() - self._defaults.keys()
        if unknown:
            raise KeyError(f"no such column: {sorted(unknown)}")
        for name, default in self._defaults.items():
            self._batches[name].append(_column(values.get(name, default), default, rows))
        self._rows += rows
        return np.arange(self._rows - rows, self._rows, dtype=np.int64)

    def __getitem__(self, name: str) -> NDArray[Any]:
        batches = self._batches[name]
        if len(batches) != 1:
            whole = np.concatenate(batches) if batches else _column("", self._defaults[name], 0)
            self._batches[name] = batches = [whole]
        return batches[0]

    def put(self, name: str, rows: Ints, values: Any) -> None:
        """Overwrite some rows of a column."""
        self[name][rows] = values


def _column(value: Any, default: Default, rows: int) -> NDArray[Any]:
    kind = object if isinstance(default, str) else np.asarray(default).dtype
    if rows and (isinstance(value, str) or np.ndim(value) == 0):
        return np.full(rows, value, dtype=kind)
    made = np.empty(rows, dtype=kind)
    if rows:
        made[:] = value
    return made


def texts(values: list[str]) -> Texts:
    """A list of strings as an array of objects."""
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
