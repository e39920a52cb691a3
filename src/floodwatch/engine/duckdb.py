"""DuckDB: the engine of one machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.engine.base import BATCH_ROWS, Engine, quoted
from floodwatch.tools.memory import bytes_of
from floodwatch.tools.stores import Place, Remote, reader

if TYPE_CHECKING:
    import pyarrow as pa

PER_THREAD = 125 * 10**6
"""Bytes that DuckDB's own guide advises for each thread."""


def compiled() -> Any:
    """DuckDB's compiled half, which runs SQL; its Python half takes thrice as long to load.

    The Python half, once imported, gives connections the methods that know Arrow.
    """
    try:
        return import_module("_duckdb")
    except ImportError:
        return import_module("duckdb")


def affordable(memory: str) -> int:
    """How many threads there are cores for, and memory: each holds rows of its own that it cannot spill."""
    return max(1, min(os.cpu_count() or 1, bytes_of(memory) // PER_THREAD))


class DuckDB(Engine):
    """An in-memory database that spills to `spill` when `memory` is used up. No network, no extensions."""

    name = "duckdb"

    def __init__(self, memory: str = "", spill: Path | None = None, threads: int = 0) -> None:
        self.limits = {"memory": memory, "spill": spill, "threads": threads}
        self._connection = compiled().connect(":memory:")
        self._reached = set[str]()
        self._execute("SET autoload_known_extensions = false")
        self._execute("SET autoinstall_known_extensions = false")
        self._execute("SET preserve_insertion_order = false")
        self._execute("SET enable_progress_bar = false")
        self._execute("SET GLOBAL TimeZone = 'UTC'")
        if memory:
            self._execute(f"SET memory_limit = '{quoted(memory)}'")
        if spill:
            self._execute(f"SET temp_directory = '{quoted(str(spill))}'")
        if threads or memory:
            self._execute(f"SET threads = {threads or affordable(memory):d}")

    def _scan(self, name: str, paths: Sequence[Place], arrival: bool) -> None:
        self._reach(paths)
        super()._scan(name, paths, arrival)

    def _reach(self, paths: Sequence[Place]) -> None:
        """Let SQL read from the store of the paths, if they lie on one that DuckDB does not read by itself."""
        far = [place for place in paths if isinstance(place, Remote) and place.scheme != "file"]
        if far:
            system = reader(far)
            if far[0].scheme not in self._reached:
                self._connection.register_filesystem(system)
                self._reached.add(far[0].scheme)

    def _execute(self, sql: str) -> None:
        self._connection.execute(sql)

    def _arrow(self, sql: str) -> pa.Table:
        import duckdb  # noqa: F401

        return self._connection.sql(sql).to_arrow_table()

    def _register(self, name: str, table: pa.Table) -> None:
        import duckdb  # noqa: F401

        self._connection.execute(f"DROP TABLE IF EXISTS {name}")
        self._connection.register("incoming_rows", table)
        self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming_rows")
        self._connection.unregister("incoming_rows")

    @contextmanager
    def _batches(self, sql: str) -> Iterator[pa.RecordBatchReader]:
        import duckdb  # noqa: F401

        with self._connection.cursor() as other, other.sql(sql).to_arrow_reader(BATCH_ROWS) as reader:
            yield reader

    def _map(
        self, name: str, sql: str, function: Callable[[pa.RecordBatch], pa.RecordBatch], schema: pa.Schema
    ) -> None:
        """A second cursor reads while the first writes, so that neither side is in memory whole."""
        import duckdb  # noqa: F401
        import pyarrow as pa

        with self._connection.cursor() as other, other.sql(sql).to_arrow_reader(BATCH_ROWS) as rows:
            self._register(name, pa.RecordBatchReader.from_batches(schema, map(function, rows)))

    def close(self) -> None:
        self._connection.close()
