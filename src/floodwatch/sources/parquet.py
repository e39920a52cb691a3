"""Parquet: columns of any type, row group by row group."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from floodwatch.model.errors import FormatError, InputError
from floodwatch.sources.base import BATCH
from floodwatch.sources.containers import Flow, Item
from floodwatch.sources.encodings import Head
from floodwatch.sources.source import Example, Shape
from floodwatch.sources.task import Raw, Task


class Parquet:
    """Apache Parquet files."""

    name = "parquet"
    description = "Apache Parquet"
    extensions: tuple[str, ...] = (".parquet", ".pq")

    def recognises(self, head: Head) -> bool:
        """The four letters that every Parquet file begins with."""
        return head.data.startswith(b"PAR1")

    def shape(self, item: Item, head: Head, task: Task) -> Shape:
        """The names in the schema."""
        with item.open() as flow:
            file = _opened(flow, item)
            _check(file, flow, item)
            return Shape(tuple(file.schema_arrow.names))

    def read(self, item: Item, head: Head, task: Task) -> Iterator[Raw]:
        """Batches of rows, numbered from 1."""
        with task.open(item) as flow:
            file, done = _opened(flow, item), 0
            try:
                for batch in file.iter_batches(batch_size=BATCH):
                    lines = pa.array(range(done + 1, done + 1 + batch.num_rows), pa.int64())
                    done += batch.num_rows
                    yield Raw(pa.Table.from_batches([batch]), lines)
            except (OSError, pa.ArrowException) as problem:
                task.reject(done + 1, f"the Parquet data is broken from here on ({problem})"[:300])

    def examples(self) -> Sequence[Example]:
        """One post with a number as id."""
        sink = pa.BufferOutputStream()
        table = pa.table(
            {"post_id": [2**60 + 1], "account_id": [7], "created_at": [1704067200], "text": ["x"]}
        )
        pq.write_table(table, sink)
        return (Example("one post", sink.getvalue().to_pybytes(), 1),)


def _check(file: pq.ParquetFile, flow: Flow, item: Item) -> None:
    """Refuse a file that says it grows as no table does; the limits are those of compressed files."""
    groups = [file.metadata.row_group(n) for n in range(file.metadata.num_row_groups)]
    grown, size = sum(g.total_byte_size for g in groups), max(1, flow.seekable().seek(0, io.SEEK_END))
    limits = item.limits
    if grown > limits.total or (grown > limits.ratio_from and grown > limits.ratio * size):
        raise InputError(
            f"The Parquet file would grow from {size:,} to {grown:,} bytes",
            where=item.name,
            do="It looks like a decompression bomb; unpack it yourself if you trust it.",
        )


def _opened(flow: Flow, item: Item) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(flow.seekable())
    except (OSError, pa.ArrowException) as problem:
        raise FormatError(
            f"The Parquet file is broken: {str(problem).splitlines()[0]}",
            where=item.name,
            do="Copy it again; it may have been cut off.",
        ) from problem
