"""What every engine shares: naming, logging, running named steps, and wrapping an error once with its SQL."""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Self, final

from floodwatch.model.errors import EngineError
from floodwatch.model.units import Step
from floodwatch.tools.stores import Place

if TYPE_CHECKING:
    import pyarrow as pa

log = logging.getLogger("floodwatch.engine")

BATCH_ROWS = 131_072
"""Rows that a row-wise function is handed at once."""


class Engine(ABC):
    """Runs SQL of one dialect (DuckDB's) over tables. A backend is the five abstract methods."""

    name = ""
    limits: Mapping[str, Any] = MappingProxyType({})

    @abstractmethod
    def _execute(self, sql: str) -> None:
        """Run one statement."""

    @abstractmethod
    def _arrow(self, sql: str) -> pa.Table:
        """Run one query and return all of its rows."""

    @abstractmethod
    def _register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under a name."""

    @abstractmethod
    def _batches(self, sql: str) -> AbstractContextManager[pa.RecordBatchReader]:
        """Run one query and hand out its rows in their order, holding only some of them."""

    @abstractmethod
    def close(self) -> None:
        """Give back memory and files."""

    def another(self) -> Engine:
        """An empty engine of this machine with the same limits, for small tables that must not touch this one's."""
        return type(self)(**self.limits)

    @final
    def run(self, sql: str, what: str = "") -> None:
        """Run one statement, with its time in the log."""
        started = time.perf_counter()
        try:
            self._execute(sql)
        except EngineError:
            raise
        except Exception as problem:
            raise wrapped(problem, sql, what) from problem
        log.debug("%s: %.3f s", what or sql[:60], time.perf_counter() - started)

    @final
    def table(self, step: Step) -> None:
        """Make the step's table."""
        self.run(f"CREATE OR REPLACE TABLE {step.name} AS {step.sql}", step.name)

    @final
    def view(self, step: Step) -> None:
        """Make the step a view: computed again at each use."""
        self.run(f"CREATE OR REPLACE VIEW {step.name} AS {step.sql}", step.name)

    @final
    def steps(self, steps: Sequence[Step]) -> None:
        """Make the steps' tables in order."""
        for step in steps:
            self.table(step)

    @final
    def scan(self, name: str, paths: Sequence[Place], arrival: bool = False) -> None:
        """Read Parquet files under a name, columns matched by name, missing ones null.

        With `arrival` the rows also carry `filename` and `file_row_number`, their order of arrival.
        """
        self._scan(name, sorted(paths, key=str), arrival)

    def _scan(self, name: str, paths: Sequence[Place], arrival: bool) -> None:
        """How most engines read Parquet: by SQL."""
        files = ", ".join(f"'{quoted(str(p))}'" for p in paths)
        options = "union_by_name = true" + (", filename = true, file_row_number = true" if arrival else "")
        self.view(Step(name, f"SELECT * FROM read_parquet([{files}], {options})"))

    @final
    def union(self, name: str, tables: Sequence[str]) -> None:
        """All rows of several tables under one name, columns matched by name, missing ones null."""
        columns = [self.arrow(f"SELECT * FROM {table} LIMIT 0").column_names for table in tables]
        every = list(dict.fromkeys(c for own in columns for c in own))
        parts = [
            f"SELECT {', '.join(c if c in own else f'NULL AS {c}' for c in every)} FROM {table}"
            for table, own in zip(tables, columns, strict=True)
        ]
        self.view(Step(name, " UNION ALL ".join(parts)))

    @final
    def map(
        self, name: str, sql: str, function: Callable[[pa.RecordBatch], pa.RecordBatch], schema: pa.Schema
    ) -> None:
        """Make a table of what `function` makes of a query's rows, a batch at a time and in any order."""
        try:
            self._map(name, sql, function, schema)
        except Exception as problem:
            raise wrapped(problem, sql, name) from problem

    def _map(
        self, name: str, sql: str, function: Callable[[pa.RecordBatch], pa.RecordBatch], schema: pa.Schema
    ) -> None:
        """How an engine of one process does it."""
        import pyarrow as pa

        rows = self._arrow(sql).to_batches(max_chunksize=BATCH_ROWS)
        self._register(name, pa.Table.from_batches([function(batch) for batch in rows], schema=schema))

    @final
    def arrow(self, sql: str) -> pa.Table:
        """All rows of a query."""
        try:
            return self._arrow(sql)
        except Exception as problem:
            raise wrapped(problem, sql, "query") from problem

    @final
    @contextmanager
    def batches(self, sql: str) -> Iterator[pa.RecordBatchReader]:
        """A query's rows in their order, of which only some are held at once; other queries may run meanwhile."""
        with ExitStack() as stack:
            try:
                reader = stack.enter_context(self._batches(sql))
            except Exception as problem:
                raise wrapped(problem, sql, "query") from problem
            yield reader

    @final
    def register(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under a name, replacing what had it."""
        self._register(name, table)

    @final
    def write(self, sql: str, path: Path) -> None:
        """Write a query's rows as one Parquet file, sorted, so that equal tables are equal files.

        The caller owns the path and the rename.
        """
        from floodwatch.engine import parquet

        try:
            with self._batches(f"SELECT * FROM ({sql}) ORDER BY ALL") as reader:
                parquet.write(reader, reader.schema, path)
        except Exception as problem:
            raise wrapped(problem, sql, f"writing {path.name}") from problem

    @final
    def drop(self, *names: str) -> None:
        """Forget tables that are no longer needed."""
        for name in names:
            self.run(f"DROP TABLE IF EXISTS {name}", f"drop {name}")

    def names(self) -> set[str]:
        """Every table and view that the engine holds."""
        found = self.arrow("SELECT table_name FROM information_schema.tables")
        return set(found.column("table_name").to_pylist())

    @final
    def __enter__(self) -> Self:
        return self

    @final
    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def quoted(text: str) -> str:
    """Text inside a SQL literal."""
    return text.replace("'", "''")


def wrapped(problem: Exception, sql: str, what: str) -> Exception:
    """The error as users see it, with its SQL; Ctrl-C stays Ctrl-C."""
    if "interrupted" in str(problem).lower():
        return KeyboardInterrupt()  # type: ignore[return-value]
    first = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
    advice = (
        "Free disk space or lower --memory." if "space" in first.lower() or "memory" in first.lower() else ""
    )
    return EngineError(f"A query failed in step {what or '?'}: {first}", sql=sql, do=advice)
