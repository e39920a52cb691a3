"""Rows given as dictionaries -> tables of text, with dotted names for what is nested."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from floodwatch.sources.task import Raw, Task


def as_float_text(number: str) -> str:
    """A JSON number in floating-point form, written so that ids notice it (`1e18` -> `1.0e18`)."""
    mantissa, mark, exponent = number.lower().partition("e")
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{exponent}" if mark else number


DECODER = json.JSONDecoder(parse_int=str, parse_float=as_float_text)
"""Reads JSON with numbers as text, so that no digit of an id is lost."""


def decode(text: str) -> Any:
    """The value of a JSON text, numbers as text (ValueError when it is broken)."""
    return DECODER.decode(text)


def names(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Every name in the rows, in the order of appearance, objects as `outer.inner` too."""
    found: dict[str, None] = {}
    for row in rows:
        for key, value in row.items():
            found.setdefault(key)
            if isinstance(value, dict):
                found.update(dict.fromkeys(f"{key}.{inner}" for inner in value))
    return tuple(found)


def table(rows: Sequence[Mapping[str, Any]], lines: Sequence[int], task: Task, only: str = "") -> Raw:
    """A table of text columns, one for every name in the rows."""
    columns = {name: column(_values(rows, name), task) for name in names(rows)}
    return Raw(pa.table(columns), pa.array(lines, pa.int64()), only)


def _values(rows: Sequence[Mapping[str, Any]], name: str) -> list[Any]:
    return [_value(row, name) for row in rows] if "." in name else [row.get(name) for row in rows]


def _value(row: Mapping[str, Any], name: str) -> Any:
    if name in row:
        return row[name]
    outer, dot, inner = name.partition(".")
    nested = row.get(outer) if dot else None
    return nested.get(inner) if isinstance(nested, dict) else None


def column(cells: list[Any], task: Task) -> pa.Array:
    """Values as text, or lists of text; what is mixed or nested as JSON.

    Half characters (lone surrogates) are replaced and counted.
    """
    for kind in (pa.string(), pa.list_(pa.string())):
        try:
            return pa.array(cells, kind)
        except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
            continue
    return pa.array([clean(cell, task) for cell in cells], pa.string())


def clean(cell: Any, task: Task) -> str | None:
    """One value as text that can be encoded."""
    if cell is None or isinstance(cell, bool):
        return None if cell is None else str(cell).lower()
    text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        task.note("{n} texts had half characters (lone surrogates), replaced by U+FFFD")
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
