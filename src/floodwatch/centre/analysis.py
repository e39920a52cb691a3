"""Runs every unit in memory over tables of records: no centre, no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from floodwatch.model.records import OBSERVED, TABLES, Table
from floodwatch.model.units import Progress, Step, Unit, Value, quiet, sql_name

if TYPE_CHECKING:
    import pyarrow as pa

    from floodwatch.engine import Engine


def analysis(
    tables: Mapping[str, pa.Table],
    settings: Mapping[str, Value] | None = None,
    keep: tuple[str, ...] = (),
    progress: Progress = quiet,
) -> dict[str, pa.Table]:
    """Findings from records that are already in memory, one row per key in each table.

    `tables` are tables of records by name; missing ones are empty. Accounts may have several rows, observed at
    different times: the last observed counts, and what looks at changes reads all of them. Gives every table that a
    unit makes, or only those named in `keep`, for which no other unit runs; power is not measured. Used by the
    evaluation suite and in notebooks.
    """
    from floodwatch.centre.units import every
    from floodwatch.engine import DuckDB
    from floodwatch.lake.plan import compute

    units = needed(every(power=False), keep)
    made = keep or tuple(t for unit in units for t in unit.makes)
    with DuckDB() as engine:
        records(engine, tables)
        compute(engine, units, settings or {}, progress)
        return {name: engine.arrow(f"SELECT * FROM {sql_name(name)}") for name in made}


def records(engine: Engine, tables: Mapping[str, pa.Table]) -> None:
    """Make tables of records readable in an engine, as `analysis` takes them; missing ones are empty."""
    from floodwatch.tools.arrow import conform, empty

    for table in TABLES:
        rows = tables.get(table.name)
        _register(engine, table, empty(table) if rows is None else conform(table, rows))


def _register(engine: Engine, table: Table, rows: pa.Table) -> None:
    """The rows as they are, or the latest of them where units may ask for every observation."""
    if table.name not in OBSERVED:
        engine.register(table.name, rows)
        return
    seen = OBSERVED[table.name].name
    engine.register(seen, rows)
    if rows.group_by(list(table.key)).aggregate([]).num_rows == rows.num_rows:
        engine.register(table.name, rows)
        return
    key = ", ".join(table.key)
    last = f"row_number() OVER (PARTITION BY {key} ORDER BY observed_at DESC NULLS LAST) = 1"
    engine.table(Step(table.name, f"SELECT * FROM {seen} QUALIFY {last}"))


def needed(units: Sequence[Unit], tables: Sequence[str]) -> Sequence[Unit]:
    """The units that must run for the tables; all of them when none is named."""
    from floodwatch.lake.plan import leading_to

    given = [table.name for table in (*TABLES, *OBSERVED.values())]
    wanted = {unit.name for table in tables for unit in leading_to(units, table, given)}
    return [unit for unit in units if unit.name in wanted] if tables else units
