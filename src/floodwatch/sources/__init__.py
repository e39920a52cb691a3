"""Bytes -> records: files and folders of any known format, read in batches of rows.

`plan` opens and recognises every file before anything is read; `read` yields chunks of records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from floodwatch.model.units import Progress, from_outside, listed, quiet
from floodwatch.sources import reading
from floodwatch.sources.base import Chunk, FileSummary, Limits, ReadOptions, Reject
from floodwatch.sources.containers import Fetched
from floodwatch.sources.delimited import Delimited, Tabbed
from floodwatch.sources.jsonarray import JsonArray
from floodwatch.sources.jsonlines import JsonLines
from floodwatch.sources.mapping import identity
from floodwatch.sources.parquet import Parquet
from floodwatch.sources.reading import InputFile
from floodwatch.sources.source import Source
from floodwatch.sources.task import Raw

SOURCES: tuple[Source, ...] = listed(
    "sources", (Parquet(), JsonLines(), JsonArray(), Delimited(), Tabbed()), tuple(from_outside("source"))
)
"""Every format, in the order in which they are asked whether they recognise a file."""


def plan(paths: Sequence[Path | Fetched], options: ReadOptions | None = None) -> list[InputFile]:
    """Every file under the paths, recognised; an error about any of them comes before reading begins."""
    return reading.plan(paths, options or ReadOptions(), SOURCES)


def raw(path: Path, options: ReadOptions, reject: Callable[[Reject], None]) -> Iterator[Raw]:
    """The rows of one file as they are, without a mapping, in batches."""
    return reading.raw(path, options, reject, SOURCES)


def read(
    paths: Sequence[Path] | Sequence[InputFile],
    options: ReadOptions,
    reject: Callable[[Reject], None],
    progress: Progress = quiet,
    told: Callable[[FileSummary], None] = lambda _: None,
) -> Iterator[Chunk]:
    """Records of the files (or of what `plan` returned), in batches.

    `reject` gets every row that cannot be used; `told` gets a summary of each file once it is read.
    """
    files = [p for p in paths if isinstance(p, InputFile)]
    rest = [Path(p) for p in paths if not isinstance(p, InputFile)]
    planned = files + (plan(rest, options) if rest else [])
    return reading.read(planned, options, reject, progress, told)


__all__ = [
    "SOURCES", "Chunk", "Fetched", "FileSummary", "InputFile", "Limits", "Raw", "ReadOptions", "Reject", "Source",
    "identity", "plan", "raw", "read",
]  # fmt: skip
