"""Adds records to a case in one commit, and writes computed tables. Only the centre imports this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from floodwatch.lake.files import read_json, scratch, settle, write_json
from floodwatch.lake.layout import CaseFolder
from floodwatch.model.records import SCHEMA_VERSION


class Ingest:
    """One ingest under way: rows go to files of their own, which count only once `commit` has run."""

    def __init__(self, case: CaseFolder, folder: Path) -> None:
        self._case, self._folder = case, folder
        self._writers: dict[str, pq.ParquetWriter] = {}
        self.rows: dict[str, int] = {}
        self._number = len(read_json(case.index, {"ingests": []})["ingests"]) + 1

    def add(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table of records (or to `rejects`)."""
        if table not in self._writers:
            path = self._folder / f"{table}.parquet"
            self._writers[table] = pq.ParquetWriter(path, rows.schema, compression="zstd")
        self._writers[table].write_table(rows)
        self.rows[table] = self.rows.get(table, 0) + rows.num_rows

    def commit(self, description: dict[str, Any]) -> None:
        """Move the files into place and replace the index, which makes them count."""
        self.close()
        files = {table: self._place(table) for table in sorted(self._writers)}
        index = read_json(self._case.index, {"schema": SCHEMA_VERSION, "ingests": []})
        index["ingests"].append({**description, "tables": files, "rows": dict(sorted(self.rows.items()))})
        write_json(self._case.index, index)

    def close(self) -> None:
        """Finish the files that are open."""
        for writer in self._writers.values():
            writer.close()

    def _place(self, table: str) -> str:
        name = f"{table}/{self._number:06d}.parquet"
        target = self._case.records / name
        target.parent.mkdir(parents=True, exist_ok=True)
        settle(self._folder / f"{table}.parquet")
        (self._folder / f"{table}.parquet").replace(target)
        return name


@contextmanager
def ingesting(case: CaseFolder) -> Iterator[Ingest]:
    """An ingest that leaves nothing behind unless it is committed."""
    with scratch(case.records / ".incoming") as folder:
        ingest = Ingest(case, folder)
        try:
            yield ingest
        finally:
            ingest.close()
