"""Helpers of these tests: an engine with small tables, and a unit run on them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from floodwatch.engine import DuckDB
from floodwatch.model.records import OBSERVED, TABLES
from floodwatch.model.units import Unit, sql_name
from floodwatch.tools.arrow import conform, empty
from tests.personas.acted import TABLES as ACTED

TEXT, REAL, WHOLE, YES = pa.string(), pa.float64(), pa.int64(), pa.bool_()


def _texts(names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, TEXT) for name in names.split()]


MADE = {
    "selected_accounts": _texts("platform account_id"),
    "members": [
        *_texts("network_id platform account_id behaviours route"),
        ("score", REAL),
        ("account_key", WHOLE),
    ],
    "networks_found": [("network_id", TEXT), ("q_value", REAL), ("members", WHOLE)],
    "robustness": [*_texts("network_id dropped_kind dropped"), ("survives", YES)],
    "edges": [*_texts("behaviour source_platform source_id target_platform target_id"), ("p_value", REAL)],
    "actions": [
        *_texts("trace platform account_id object_id post_id"),
        ("acted_at", pa.timestamp("us", tz="UTC")),
    ],
    "post_issues": _texts("platform post_id account_id issue camp terms"),
    "stances": [*_texts("platform post_id target stance"), ("account_no", WHOLE)],
    "stance_targets": [("target", TEXT), ("aliases", pa.list_(TEXT)), ("found", YES)],
    "opposed_targets": _texts("one other"),
    "post_texts": [*_texts("platform post_id account_id text_key"), ("is_share", YES)],
    "copies/texts": _texts("platform post_id account_id text_key copy_id"),
    "post_languages": [
        *_texts("platform post_id account_id language language_group"),
        ("created_at", pa.timestamp("us", tz="UTC")),
    ],
    "post_probes": [
        *_texts("platform post_id account_id probe phrase"),
        ("created_at", pa.timestamp("us", tz="UTC")),
        ("is_share", YES),
    ],
    "event_posts": [
        *_texts("event_id platform post_id account_id form linked_by"),
        ("created_at", pa.timestamp("us", tz="UTC")),
        ("latency_s", REAL),
        ("score", REAL),
    ],
    "post_terms": [
        *_texts("platform post_id account_id category label term mark shown"),
        ("created_at", pa.timestamp("us", tz="UTC")),
        ("is_share", YES),
    ],
    "post_links": [
        *_texts("platform post_id account_id url domain"),
        ("created_at", pa.timestamp("us", tz="UTC")),
        ("is_share", YES),
        ("position", WHOLE),
    ],
}


MADE |= {
    f"actions/{t}": MADE["actions"] for t in ("url", "repost", "text", "similar_text", "translated_text")
}
MADE |= ACTED


def engine(**given: list[dict[str, Any]]) -> DuckDB:
    """An engine with the given rows in record tables and in those that other rooms make; the rest empty."""
    made = DuckDB(threads=1)
    for table in (*TABLES, *OBSERVED.values()):
        rows = given.get(table.name)
        made.register(table.name, conform(table, pa.Table.from_pylist(rows)) if rows else empty(table))
    for name, columns in MADE.items():
        made.register(sql_name(name), pa.Table.from_pylist(given.get(name, []), schema=pa.schema(columns)))
    return made


def rows(made: DuckDB, table: str) -> list[dict[str, Any]]:
    """All rows of a table."""
    found: list[dict[str, Any]] = made.arrow(f"SELECT * FROM {sql_name(table)} ORDER BY ALL").to_pylist()
    return found


def run(made: DuckDB, *units: Unit, seed: int = 1) -> None:
    """Run units in order with their defaults."""
    for unit in units:
        unit.run(made, {"seed": seed, **{p.name: p.default for p in unit.parameters}})
