"""Words that no column may have: reserved in DuckDB's SQL or in Spark's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb

SPARK = frozenset(Path(__file__).with_name("spark_reserved.txt").read_text("utf-8").split())
HOUSE = frozenset({"at", "start"})
"""Broke prototypes, or read badly in every dialect."""


@cache
def reserved() -> frozenset[str]:
    """Every word that is refused as the name of a column."""
    query = (
        "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')"
    )
    with duckdb.connect(":memory:") as connection:
        found = {row[0].lower() for row in connection.execute(query).fetchall()}
    return found | SPARK | HOUSE
