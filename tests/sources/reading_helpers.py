"""Read bytes through the sources, for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from floodwatch import sources
from floodwatch.model.records import table
from floodwatch.sources import FileSummary, ReadOptions, Reject
from floodwatch.tools.arrow import empty, schema

HEADER = "platform,post_id,account_id,created_at,text\n"


class Result:
    """Everything that reading gave."""

    def __init__(self, paths: list[Path], options: ReadOptions | None = None) -> None:
        self.rejects: list[Reject] = []
        self.told: list[FileSummary] = []
        self._rows: dict[str, list[pa.Table]] = {}
        for chunk in sources.read(
            paths, options or ReadOptions(), self.rejects.append, told=self.told.append
        ):
            assert chunk.rows.schema == schema(table(chunk.table))
            self._rows.setdefault(chunk.table, []).append(chunk.rows)

    def table(self, name: str) -> pa.Table:
        return pa.concat_tables(self._rows.get(name) or [empty(table(name))])

    def rows(self, name: str = "posts") -> list[dict]:
        return self.table(name).to_pylist()

    @property
    def notes(self) -> str:
        return " / ".join(note for summary in self.told for note in summary.notes)


def read_bytes(folder: Path, content: bytes, name: str = "in.csv", **options) -> Result:
    path = folder / name
    path.write_bytes(content)
    return Result([path], ReadOptions(**options))


def read_text(folder: Path, content: str, name: str = "in.csv", **options) -> Result:
    return read_bytes(folder, content.encode(), name, **options)
