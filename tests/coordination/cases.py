"""Runs the coordination units over actions, as tests need them."""

from __future__ import annotations

import pyarrow as pa
from crowds import actions

from floodwatch.detectors.coordination.calibration import CALIBRATION
from floodwatch.detectors.coordination.edges import EDGES
from floodwatch.detectors.coordination.kernel import CO_ACTION
from floodwatch.detectors.coordination.networks import NETWORKS
from floodwatch.detectors.coordination.robustness import ROBUSTNESS
from floodwatch.engine import DuckDB

SEED_COLUMNS = ("seed", "group_id", "platform", "account_id")


def analysed(*parts, seeds=(), acts=None, settings=None):
    """An engine with the tables of every coordination unit over the acts of crowds and operations."""
    engine = DuckDB(threads=1)
    engine.register("actions", actions(*parts) if acts is None else acts)
    rows = [dict(zip(SEED_COLUMNS, row, strict=True)) for row in seeds]
    schema = pa.schema([(name, pa.string()) for name in SEED_COLUMNS])
    engine.register("seeds", pa.Table.from_pylist(rows, schema=schema))
    engine.register("selected_accounts", schema.empty_table().select(["platform", "account_id"]))
    for unit in (CO_ACTION, EDGES, NETWORKS, ROBUSTNESS, CALIBRATION):
        unit.run(engine, {"seed": 0, **(settings or {})})
    return engine


def rows(engine, table):
    """All rows of a table, as they lie there."""
    return engine.arrow(f"SELECT * FROM {table}").to_pylist()


def table_of(acts):
    """The table of actions of (trace, account, object, second) rows."""
    columns = list(zip(*acts, strict=True)) if acts else [[], [], [], []]
    times = [second * 1_000_000 for second in columns[3]]
    return pa.table(
        {
            "trace": pa.array(columns[0], pa.string()),
            "platform": pa.array(["x"] * len(acts), pa.string()),
            "account_id": pa.array(columns[1], pa.string()),
            "object_id": pa.array(columns[2], pa.string()),
            "acted_at": pa.array(times, pa.timestamp("us", tz="UTC")),
            "post_id": pa.array([f"p{i}" for i in range(len(acts))], pa.string()),
        }
    )
