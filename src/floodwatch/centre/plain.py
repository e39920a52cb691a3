"""Answers as bytes that anybody can take away: JSON of all of one, CSV of its rows."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any


def as_json(values: Any) -> bytes:
    """Values as JSON in UTF-8: times in ISO 8601, records as objects, names in their order."""
    return (json.dumps(values, ensure_ascii=False, indent=1, default=_plain) + "\n").encode(
        "utf-8", "replace"
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Set):
        return sorted(value)
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)


def _fields(record: Any) -> dict[str, Any]:
    """A record as an object, what it holds as it is: some of that is a mapping that cannot be copied."""
    return {one.name: getattr(record, one.name) for one in fields(record)}


def as_csv(rows: Sequence[Any]) -> bytes:
    """Rows as CSV that a spreadsheet may open; columns in the order in which they are first met."""
    from floodwatch.tools.cells import cell, defuse, writer

    found = [
        _flat(_fields(row) if is_dataclass(row) and not isinstance(row, type) else dict(row)) for row in rows
    ]
    columns = list(dict.fromkeys(name for row in found for name in row))
    out = io.StringIO()
    lines = writer(out)
    lines.writerow(columns)
    lines.writerows([defuse(cell(row.get(name))) for name in columns] for row in found)
    return out.getvalue().encode("utf-8", "replace")


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose nested values are JSON."""
    return {
        name: _text(value) if isinstance(value, Mapping) or _rows(value) else value
        for name, value in row.items()
    }


def _rows(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(
        isinstance(one, Mapping | list | tuple) or is_dataclass(one) for one in value
    )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)
