"""Spark: the engine of more than one machine. The same SQL, translated; the same Parquet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from floodwatch.engine import parquet
from floodwatch.engine.base import Engine
from floodwatch.engine.duckdb import DuckDB
from floodwatch.tools.stores import Place

if TYPE_CHECKING:
    import pyarrow as pa


class Spark(Engine):
    """Tables of one Spark session, each computed once and kept by Spark, which spills them to disk itself.

    `where` is a master (`local[4]`, `spark://host:7077`, `yarn`), a Spark Connect address (`sc://host`) or
    empty for this machine.
    """

    name = "spark"

    def __init__(
        self, memory: str = "", spill: Path | None = None, threads: int = 0, where: str = ""
    ) -> None:
        from floodwatch.engine.session import REMOTE, session

        self.limits = {"memory": memory, "spill": spill, "threads": threads, "where": where}
        self._session = session(where, memory, spill, threads)
        self._remote = where.startswith(REMOTE)
        from floodwatch.engine.dialect import statement  # after `session`, which says what is not installed

        self._translated = statement
        self._held: set[str] = set()

    def _query(self, sql: str) -> Any:
        return self._session.sql(self._translated(sql).sql)

    def _execute(self, sql: str) -> None:
        told = self._translated(sql)
        if told.makes == "nothing":
            self._forget(told.name)
            return
        frame = self._session.sql(told.sql)
        if told.makes != "rows":
            self._name(told.name, frame if told.makes == "view" else _computed(frame))

    def _name(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(name)
        self._held.add(name)

    def _forget(self, name: str) -> None:
        self._session.catalog.dropTempView(name)
        self._held.discard(name)

    def _scan(self, name: str, paths: Sequence[Place], arrival: bool) -> None:
        read = self._session.read.option("mergeSchema", "true")
        frame = read.parquet(*map(_literally, paths))
        if arrival:
            place = ("_metadata.file_path AS filename", "_metadata.row_index AS file_row_number")
            frame = frame.selectExpr("*", *place)
        self._name(name, frame)

    def _arrow(self, sql: str) -> pa.Table:
        table: pa.Table = self._query(sql).toArrow()
        return table.cast(parquet.plain(table.schema))

    def _register(self, name: str, table: pa.Table) -> None:
        from pyspark.sql.pandas.types import from_arrow_schema

        # In one chunk, as Spark stops reading at an empty one; with the types, which Connect does not take from
        # a table without rows.
        kinds = from_arrow_schema(table.schema, prefer_timestamp_ntz=False)
        self._name(name, self._session.createDataFrame(table.combine_chunks(), kinds))

    def _map(
        self, name: str, sql: str, function: Callable[[pa.RecordBatch], pa.RecordBatch], schema: pa.Schema
    ) -> None:
        from pyspark.sql.pandas.types import from_arrow_schema

        def each(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            return (function(batch) for batch in batches)

        frame = self._query(sql).mapInArrow(each, from_arrow_schema(schema))
        self._name(name, _computed(frame))

    @contextmanager
    def _batches(self, sql: str) -> Iterator[pa.RecordBatchReader]:
        """By way of files, so that the rows never stand in the memory of this process together."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        with TemporaryDirectory(dir=self.limits["spill"]) as folder:
            self._query(sql).write.mode("overwrite").parquet(folder)
            files = [pq.ParquetFile(path) for path in sorted(Path(folder).glob("*.parquet"))]
            batches = (batch for file in files for batch in file.iter_batches())
            yield pa.RecordBatchReader.from_batches(files[0].schema_arrow, batches)

    def another(self) -> Engine:
        """DuckDB: what fits this machine needs no Spark, and both give the same."""
        return DuckDB(**{name: self.limits[name] for name in ("memory", "spill", "threads")})

    def names(self) -> set[str]:
        """Every table and view that the engine holds."""
        return set(self._held)

    def close(self) -> None:
        """Give back the tables, and the session of a Connect server; the process's own Spark is shared and stays."""
        for name in self.names():
            self._forget(name)
        if self._remote:
            self._session.stop()


def _computed(frame: Any) -> Any:
    """A table computed once, with columns of its own.

    As they stand, columns carried over from another table are that table's to Spark, which refuses to join the two
    ("conflicting references").
    """
    return frame.toDF(*frame.columns).localCheckpoint(eager=True)


def _literally(place: Place) -> str:
    """A path or an address as Hadoop's file systems call it, in which Spark sees no pattern."""
    name = re.sub("^s3://", "s3a://", str(place))
    return "".join(f"\\{c}" if c in "*?[]{}\\" else c for c in name)
