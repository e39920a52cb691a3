"""Columns as files have them -> columns of records: text, ids, numbers, truth values and lists.

Every cast returns the values and a mask of those that were there but could not be read.
"""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

LIST = pa.list_(pa.string())
NOTHING = pa.array(["", "null", "none", "nan", "na", "n/a", "\\n", "<na>", "undefined"])
_FLOAT = r"^[+-]?(\d+\.\d+[eE][+-]?\d+|\d+[eE][+-]\d+)$"
_TRUE, _FALSE = (
    pa.array(["true", "1", "t", "yes", "y", "1.0"]),
    pa.array(["false", "0", "f", "no", "n", "0.0"]),
)
_BRACKETS = r"""^(\[[^"'|\[\]]*\])?$"""
_EXACT = float(2**53)


def text(column: pa.Array) -> pa.Array:
    """Any column as text; empty text is null. Nested values become JSON."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return text(column.dictionary_decode())
    if pa.types.is_floating(kind):
        return _float_text(column)
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "true", "false")
    if pa.types.is_nested(kind):
        return pa.array(
            [None if v is None else json.dumps(v, default=str) for v in column.to_pylist()], pa.string()
        )
    try:
        plain = column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        plain = pa.array([_clean(v) for v in column.to_pylist()], pa.string())
    return pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)


def _clean(value: Any) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if value is None else str(value)


def _float_text(column: pa.Array) -> pa.Array:
    number = column.cast(pa.float64())
    whole = pc.and_(pc.equal(pc.floor(number), number), pc.less_equal(pc.abs(number), _EXACT))
    whole = pc.fill_null(whole, False)
    integers = pc.if_else(whole, number, 0.0).cast(pa.int64()).cast(pa.string())
    known = pc.and_(pc.is_valid(number), pc.invert(pc.is_nan(number)))
    other = (
        pa.array([None if v is None else f"{v:.17e}" for v in number.to_pylist()])
        if not all_true(whole)
        else None
    )
    value = integers if other is None else pc.if_else(whole, integers, other)
    return pc.if_else(known, value, pa.scalar(None, pa.string()))


def all_true(mask: pa.Array) -> bool:
    """Whether every value is true (also of an empty mask)."""
    return bool(mask.true_count == len(mask))


def known(column: pa.Array) -> pa.Array:
    """Trimmed text with words for nothing (`null`, `NaN`, `N/A`) as null: for everything but free text."""
    plain = pc.utf8_trim_whitespace(text(column))
    nothing = pc.is_in(pc.utf8_lower(plain), NOTHING)
    return pc.if_else(nothing, pa.scalar(None, pa.string()), plain) if nothing.true_count else plain


def ids(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Ids as text; a number in floating-point form has lost digits and is unreadable."""
    plain = known(column)
    mangled = pc.fill_null(pc.match_substring_regex(plain, _FLOAT), False)
    return _without(plain, mangled), mangled


def integers(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Whole numbers; `12.0` is 12, `1,200` and `many` are unreadable."""
    if pa.types.is_integer(column.type):
        return column.cast(pa.int64(), safe=False), pc.is_null(pc.is_null(column))
    plain = known(column)
    trimmed = pc.replace_substring_regex(plain, r"^([+-]?\d+)\.0*$", r"\1")
    bad = pc.fill_null(pc.invert(pc.match_substring_regex(trimmed, r"^-?\d{1,18}$")), False)
    return _without(trimmed, bad).cast(pa.int64()), bad


def floats(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Numbers."""
    plain = known(column)
    bad = pc.fill_null(
        pc.invert(pc.match_substring_regex(plain, r"^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$")), False
    )
    return _without(plain, bad).cast(pa.float64()), bad


def booleans(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Truth values: true/false, yes/no, 1/0."""
    lower = pc.utf8_lower(known(column))
    true, false = pc.is_in(lower, _TRUE), pc.is_in(lower, _FALSE)
    bad = pc.and_(pc.is_valid(lower), pc.invert(pc.or_(true, false)))
    value = pc.if_else(pc.or_(true, false), true, pa.scalar(None, pa.bool_()))
    return value, bad


def _without(values: pa.Array, mask: pa.Array) -> pa.Array:
    return pc.if_else(mask, pa.scalar(None, values.type), values) if mask.true_count else values


def lists(column: pa.Array) -> pa.Array:
    """Lists of text: lists as they are, JSON arrays, `[a, b]` without quotes, or values separated by `|`."""
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return _of_list(column)
    if pa.types.is_nested(column.type):
        return _slow(text(column))
    plain = pc.utf8_trim_whitespace(pc.fill_null(text(column), ""))
    if not pc.any(pc.starts_with(plain, "[")).as_py():
        return _split(plain, "|", _slow)
    if (
        not all_true(pc.match_substring_regex(plain, _BRACKETS))
        or pc.any(pc.match_substring(plain, "null")).as_py()
    ):
        return _slow(plain)
    return _split(pc.utf8_slice_codeunits(plain, 1, -1), ",", _slow_bracket)


def _of_list(column: pa.Array) -> pa.Array:
    if pa.types.is_string(column.type.value_type) and not pc.list_flatten(column).null_count:
        clean = column.cast(LIST)
        return pc.if_else(pc.is_null(clean), pa.scalar([], LIST), clean) if clean.null_count else clean
    return pa.array([_items(v or []) for v in column.to_pylist()], LIST)


def _items(values: list[Any]) -> list[str]:
    return [v if isinstance(v, str) else json.dumps(v) for v in values if v is not None and v != ""]


def _split(plain: pa.Array, mark: str, slow: Any) -> pa.Array:
    """Split at the mark; where trimming leaves an empty element, the column takes the slow way."""
    filled = pc.not_equal(plain, "")
    parts = pc.split_pattern(plain, mark)
    flat = pc.utf8_trim_whitespace(parts.flatten())
    blank = pc.sum(pc.equal(flat, "")).as_py() or 0
    if blank > len(plain) - (filled.true_count or 0):
        return slow(plain)
    lengths = pc.if_else(filled, pc.list_value_length(parts), 0)
    offsets = pc.cumulative_sum(pa.concat_arrays([pa.array([0], pa.int32()), lengths.cast(pa.int32())]))
    return pa.ListArray.from_arrays(offsets, flat.filter(pc.not_equal(flat, "")))


def _slow(plain: pa.Array) -> pa.Array:
    return pa.array([elements(cell) for cell in plain.to_pylist()], LIST)


def _slow_bracket(plain: pa.Array) -> pa.Array:
    return pa.array([_bracket(cell or "") for cell in plain.to_pylist()], LIST)


def elements(cell: str | None) -> list[str]:
    """The elements of one list cell."""
    cell = (cell or "").strip()
    if cell.startswith("[") and cell.endswith("]"):
        try:
            return _items(json.loads(cell, parse_int=str, parse_float=str))
        except (ValueError, RecursionError):
            return _bracket(cell[1:-1])
    return [part.strip() for part in cell.split("|") if part.strip()]


def _bracket(inner: str) -> list[str]:
    parts = (part.strip().strip("'\"") for part in inner.split(","))
    return [part for part in parts if part]


def fixed(column: pa.Array, count: int = 0) -> tuple[pa.Array, int]:
    """Text without NUL characters, and how many there were."""
    found = pc.sum(pc.count_substring(column, "\0")).as_py() or 0
    return (pc.replace_substring(column, "\0", "") if found else column), count + found
