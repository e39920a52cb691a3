"""Runs a function once per distinct value of a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pyarrow as pa

Result = TypeVar("Result")
POST = (
    pa.field("platform", pa.string()),
    pa.field("post_id", pa.string()),
    pa.field("account_id", pa.string()),
    pa.field("created_at", pa.timestamp("us", tz="UTC")),
)
"""Columns by which a feature names its post."""


def each_distinct(column: pa.Array, function: Callable[[str], Result]) -> tuple[list[Result], pa.Array]:
    """Results for the distinct values of a string column, and each row's place among them (null for null)."""
    coded = column.dictionary_encode()
    return [function(value) for value in coded.dictionary.to_pylist()], coded.indices


def spread(values: Sequence[Any], kind: pa.DataType, places: pa.Array) -> pa.Array:
    """Values by place put back onto the rows."""
    return pa.array(values, kind).take(places)
