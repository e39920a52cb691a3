"""Tables as CSV: exact columns first, floats `%.6g`, lists joined by `|`, ISO 8601 in UTC, rows sorted.

Free text that looks like a formula is defused; ids and refs stand verbatim.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from floodwatch.model import findings
from floodwatch.tools.cells import FREE_TEXT, defuse, writer

if TYPE_CHECKING:
    import pyarrow as pa

KEYS = {
    "networks": ("network_id",),
    "members": ("network_id", "platform", "account_id"),
    "edges": findings.EDGES[:5],
    "signals": ("subject_kind", "subject_id", "signal"),
    "edge_evidence": (*findings.EDGES[:5], "object_id", "source_post", "target_post"),
    "left_out_objects": ("behaviour", "object_id"),
    "rejects": findings.REJECTS,
}
EVIDENCE = (
    *findings.EDGES[:5], "object_id", "source_post", "target_post", "source_at", "target_at", "lag_s",
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    **findings.EXPORTS, "edge_evidence": EVIDENCE, "rejects": findings.REJECTS,
}  # fmt: skip
CHUNK = 20000
OF_POSTS = ("repost", "reply")
"""Behaviours whose objects are ids of posts."""


def table(name: str, rows: pa.Table) -> bytes:
    """A finding table as CSV, header always: its promised columns, then what else the table has."""
    columns = COLUMNS[name]
    columns = (*columns, *(c for c in rows.column_names if c not in columns))
    return write(columns, _sorted(rows, KEYS.get(name, ()), columns))


def write(columns: Sequence[str], rows: pa.Table) -> bytes:
    """The columns of an Arrow table as CSV in UTF-8; a column that the table lacks is empty."""
    out = io.StringIO()
    lines = writer(out)
    lines.writerow(columns)
    for batch in rows.to_batches(max_chunksize=CHUNK):
        lines.writerows(zip(*_cells(batch, columns), strict=True))
    return out.getvalue().encode("utf-8", "replace")


def _cells(batch: pa.RecordBatch, columns: Sequence[str]) -> list[Sequence[str]]:
    """The cells of each column; objects that are words of strangers are defused, posts' ids are not."""
    names = set(batch.schema.names)
    found: list[Sequence[str]] = [
        _column(batch.column(c), c in FREE_TEXT) if c in names else [""] * batch.num_rows for c in columns
    ]
    if {"behaviour", "object_id"} <= names:
        place, behaviours = columns.index("object_id"), found[columns.index("behaviour")]
        found[place] = [
            value if behaviour in OF_POSTS else defuse(value)
            for value, behaviour in zip(found[place], behaviours, strict=True)
        ]
    return found


def _column(column: pa.Array, free: bool) -> Sequence[str]:
    """The cells of a column, each distinct value written once: in large tables most stand in many rows."""
    from pyarrow import types

    def told(values: Sequence[Any]) -> list[str]:
        return [defuse(cell(v)) if free else cell(v) for v in values]

    # Of floats 0.0 and -0.0 would be one value, and are two cells.
    if types.is_nested(column.type) or types.is_floating(column.type):
        return told(column.to_pylist())
    coded = column.dictionary_encode(null_encoding="encode")
    words = told(coded.dictionary.to_pylist())
    return [words[place] for place in coded.indices.to_pylist()]


def cell(value: Any) -> str:
    """One value as its cell: nothing for null, `%.6g` for floats, `|` between the items of a list."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, datetime):
        return _time(value)
    if isinstance(value, list | tuple):
        return "|".join(cell(v) for v in value)
    return str(value)


def _time(value: datetime) -> str:
    moment = value.astimezone(UTC) if value.tzinfo else value
    part = f".{moment.microsecond:06d}".rstrip("0").rstrip(".")
    return f"{moment:%Y-%m-%dT%H:%M:%S}{part}Z"


def _sorted(rows: pa.Table, keys: Sequence[str], columns: Sequence[str]) -> pa.Table:
    """Rows in the order of their key, then of every other column that Arrow can sort."""
    from pyarrow import types

    order = [*keys, *(c for c in columns if c not in keys)]
    able = [c for c in order if c in rows.column_names and not types.is_nested(rows.schema.field(c).type)]
    return rows.sort_by([(c, "ascending") for c in able]) if able else rows
