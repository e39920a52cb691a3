"""Columns that hold one of a few words: other spellings become these, and anything else cannot be used."""

from __future__ import annotations

from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from floodwatch.vocabulary.load import load


def words(table: str, column: str) -> tuple[str, ...]:
    """The words that a column of records holds; none where it is open."""
    return tuple(load("closed.yaml").get(table, {}).get(column, ()))


def read(table: str, column: str, given: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The column in those words, and a mask of the values that are none of them."""
    spelled, meant = _spellings(table, column)
    found = pc.index_in(pc.utf8_lower(given), spelled)
    return meant.take(found), pc.and_(pc.is_null(found), pc.is_valid(given))


@cache
def _spellings(table: str, column: str) -> tuple[pa.Array, pa.Array]:
    others: dict[str, list[str]] = load("closed.yaml")[table][column]
    pairs = [(spelled, word) for word, more in others.items() for spelled in (word, *more)]
    return pa.array([s for s, _ in pairs], pa.string()), pa.array([w for _, w in pairs], pa.string())
