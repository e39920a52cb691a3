"""Runs every unit in memory over tables of records: no centre, no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from floodwatch.model.records import TABLES
from floodwatch.model.units import Progress, Unit, Value, quiet, sql_name

if TYPE_CHECKING:
    import pyarrow as pa


def analysis(
    tables: Mapping[str, pa.Table],
    settings: Mapping[str, Value] | None = None,
    keep: tuple[str, ...] = (),
    progress: Progress = quiet,
) -> dict[str, pa.Table]:
    """Findings from records that are already in memory, one row per key in each table.

    `tables` are tables of records by name; missing ones are empty. Gives every table that a unit makes,
    or only those named in `keep`, for which no other unit runs; power is not measured. Used by the evaluation
    suite and in notebooks.
    """
    from floodwatch.centre.units import every
    from floodwatch.engine import DuckDB
    from floodwatch.lake.plan import compute
    from floodwatch.tools.arrow import conform, empty

    units = needed(every(power=False), keep)
    made = keep or tuple(t for unit in units for t in unit.makes)
    with DuckDB() as engine:
        for table in TABLES:
            rows = tables.get(table.name)
            engine.register(table.name, empty(table) if rows is None else conform(table, rows))
        compute(engine, units, settings or {}, progress)
        return {name: engine.arrow(f"SELECT * FROM {sql_name(name)}") for name in made}


def needed(units: Sequence[Unit], tables: Sequence[str]) -> Sequence[Unit]:
    """The units that must run for the tables; all of them when none is named."""
    from floodwatch.lake.plan import leading_to

    given = [table.name for table in TABLES]
    wanted = {unit.name for table in tables for unit in leading_to(units, table, given)}
    return [unit for unit in units if unit.name in wanted] if tables else units
