"""Adds records to a case in one commit, and writes computed tables. Only the centre imports this."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from floodwatch.lake.files import move, read_json, scratch, whole, write_json
from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.read import ingests
from floodwatch.model.records import SCHEMA_VERSION
from floodwatch.model.refs import content_id
from floodwatch.tools.arrow import REJECTS
from floodwatch.tools.stores import Remote


class Ingest:
    """One ingest under way: rows go to files of their own, which count only once `commit` has run."""

    def __init__(self, case: CaseFolder, folder: Path) -> None:
        self._case, self._folder = case, folder
        self._writers: dict[str, pq.ParquetWriter] = {}
        self.rows: dict[str, int] = {}
        self._number = 1 + max((_number(i) for i in ingests(case)), default=0)

    def add(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table of records (or to `rejects`)."""
        if table not in self._writers:
            path = self._folder / f"{table}.parquet"
            self._writers[table] = pq.ParquetWriter(path, rows.schema, compression="zstd")
        self._writers[table].write_table(rows)
        self.rows[table] = self.rows.get(table, 0) + rows.num_rows

    def commit(self, description: dict[str, Any], instead: Sequence[Mapping[str, Any]] = ()) -> None:
        """Move the files into place and replace the index, which makes them count.

        The ingests of `instead` count no longer, and their files go.
        """
        self.close()
        gone = {i["id"] for i in instead}
        files = {table: self._place(table) for table in sorted(self._writers)}
        index = read_json(self._case.index, {"schema": SCHEMA_VERSION, "ingests": []})
        entry = {**description, "tables": files, "rows": dict(sorted(self.rows.items()))}
        kept = [i for i in index["ingests"] if i["id"] not in gone]
        index["ingests"] = [*kept, {**entry, "id": _identity(entry)}]
        write_json(self._case.index, index)
        for name in (name for i in instead for name in i["tables"].values()):
            self._case.rows(name).unlink(missing_ok=True)

    def close(self) -> None:
        """Finish the files that are open."""
        for writer in self._writers.values():
            writer.close()

    def _place(self, table: str) -> str:
        name = f"{table}/{self._number:06d}.parquet"
        move(self._folder / f"{table}.parquet", self._case.rows(name))
        return name


class Rejects:
    """Rows that cannot be used: written in batches, counted by reason."""

    BATCH = 10_000

    def __init__(self, ingest: Ingest) -> None:
        self._ingest = ingest
        self._waiting: list[dict[str, Any]] = []
        self._reasons: Counter[str] = Counter()

    def add(self, reject: Any) -> None:
        """Take one row with `file`, `line` and `reason`."""
        self._waiting.append({"file": reject.file, "line": reject.line, "reason": reject.reason})
        self._reasons[reject.reason] += 1
        if len(self._waiting) >= self.BATCH:
            self._flush()

    def close(self) -> list[dict[str, Any]]:
        """Write what is left; gives the reasons with their counts, most frequent first."""
        self._flush()
        counted = sorted(self._reasons.items(), key=lambda item: (-item[1], item[0]))
        return [{"reason": reason, "rows": rows} for reason, rows in counted[: self.BATCH]]

    def _flush(self) -> None:
        if self._waiting:
            self._ingest.add("rejects", pa.Table.from_pylist(self._waiting, schema=REJECTS))
        self._waiting = []


def _number(ingest: Mapping[str, Any]) -> int:
    """The number in the names of an ingest's files; 0 where it has none."""
    return max((int(PurePath(name).stem) for name in ingest["tables"].values()), default=0)


def _identity(entry: Mapping[str, Any]) -> str:
    return content_id(*(str(file.get("key", "")) for file in entry["inputs"]), json.dumps(entry["rows"]))


def choose_place(case: CaseFolder, url: str) -> None:
    """Choose, once for a new case, the place of its tables: below that address, in a folder that is this case's alone.

    An object is put there at once, so that an address that does not work is known before anything is read.
    """
    if not url or case.chosen.exists() or case.index.exists():
        return
    place = Remote(url) / f"{case.root.name}-{uuid4().hex[:12]}"
    with whole(case.chosen) as part:
        part.write_text(json.dumps({"url": str(place), "schema": SCHEMA_VERSION}) + "\n", "utf-8")
        (place / "case.json").put(part)


@contextmanager
def ingesting(case: CaseFolder) -> Iterator[Ingest]:
    """An ingest that leaves nothing behind unless it is committed."""
    with scratch(case.incoming) as folder:
        ingest = Ingest(case, folder)
        try:
            yield ingest
        finally:
            ingest.close()
