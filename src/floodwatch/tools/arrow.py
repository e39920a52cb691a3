"""Arrow schemas of the tables of records, and empty tables for what a case does not have."""

from __future__ import annotations

import pyarrow as pa

from floodwatch.model.records import Kind, Table

TYPES: dict[Kind, pa.DataType] = {
    "str": pa.string(),
    "ts": pa.timestamp("us", tz="UTC"),
    "list": pa.list_(pa.string()),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
}

REJECTS = pa.schema([("file", pa.string()), ("line", pa.int64()), ("reason", pa.string())])
"""Rows that could not be used."""


def schema(table: Table) -> pa.Schema:
    """Arrow schema of a table of records, columns in order."""
    return pa.schema([pa.field(c.name, TYPES[c.kind]) for c in table.columns])


def empty(table: Table) -> pa.Table:
    """A table without rows."""
    return schema(table).empty_table()


def conform(table: Table, rows: pa.Table) -> pa.Table:
    """The rows with exactly the table's columns: missing ones null, others dropped, types cast."""
    wanted = schema(table)
    columns = [
        rows.column(f.name).cast(f.type) if f.name in rows.column_names else pa.nulls(rows.num_rows, f.type)
        for f in wanted
    ]
    return pa.table(columns, schema=wanted)
