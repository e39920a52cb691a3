"""`floodwatch coordinate`: one published rule of co-action on one file, as its tool computes it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.fetch import local
from floodwatch.model.errors import EngineError, SettingError
from floodwatch.model.units import Progress, quiet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from floodwatch.detectors.coordination.ctk_arrays import Weights
    from floodwatch.detectors.coordination.presets_coortweet import Coordination
    from floodwatch.engine import Engine
    from floodwatch.sources import Reject

ROWS, LINE = "coordinate_file", "coordinate_line"
COLUMNS = [
    "platform", "post_id", "account_id", "created_at", "repost_of", "reply_to", "urls", "hashtags", "media",
    "text",
]  # fmt: skip
"""Columns of posts that the presets use."""


def coordinate(
    place: None,
    progress: Progress = quiet,
    inputs: tuple[str, ...] = (),
    preset: str = "coortweet",
    out: str = "coordination",
    window: int = 60,
    min_participation: int = 2,
    edge_weight: float = 0.5,
    min_weight: int = 2,
    object: tuple[str, ...] = (),
    keep_loops: bool = False,
    format: str = "",
    map: tuple[str, ...] = (),
    engine: str = "",
    **running: Any,
) -> dict[str, Any]:
    """Write the preset's files, rejects.csv and summary.json, whole; gives the summary.

    `running`: memory and spill of the engine. Another engine than DuckDB runs the rule; DuckDB reads and writes.
    """
    possible(window, edge_weight)
    objects = tuple(kind for given in object for kind in given.split(",") if kind)
    progress("reading", None)
    paths = local(inputs)
    path = paths[0] if len(paths) == 1 and not format and not map else None
    if (
        path
        and preset == "ctk"
        and engine in ("", "duckdb")
        and not keep_loops
        and (quick := in_arrays(path, window, min_weight, objects))
    ):
        return write(quick, [], out)

    from floodwatch.detectors.coordination import presets_coortweet, presets_ctk

    with opened(engine, **running) as (here, on):
        rejects, direct = load(here, inputs, objects, format, map, progress)
        progress("counting", None)
        if preset == "ctk":
            found = presets_ctk.coordinate(
                here,
                window=window,
                min_edge_weight=min_weight,
                objects=objects,
                keep_loops=keep_loops,
                on=on,
            )
        else:
            found = presets_coortweet.coordinate(
                here,
                window=window,
                min_participation=min_participation,
                edge_weight=edge_weight,
                objects=objects,
                keep_loops=keep_loops,
                on=on,
            )
        late = unusable(here, direct, objects) if direct and found.summary["rows_rejected"] else []
        found.summary["rows_rejected"] += len(rejects)
        return write(found, rejects + late, out)


@contextmanager
def opened(engine: str, memory: str = "", spill: str = "") -> Iterator[tuple[Engine, Engine | None]]:
    """The engine of this machine, which reads and writes, and another one where that was asked for."""
    from tempfile import TemporaryDirectory

    from floodwatch.centre.engines import named, share_of
    from floodwatch.engine import DuckDB
    from floodwatch.lake.files import own_scratch

    make = named(engine)
    place = own_scratch(Path(spill), "spill") if spill else TemporaryDirectory()
    with place as folder, make(share_of(memory), Path(folder)) as made:
        if isinstance(made, DuckDB):
            yield made, None
            return
        with made.another() as here:
            yield here, made


def possible(window: int, edge_weight: float) -> None:
    """Refuse a length of time and a quantile that there cannot be (SettingError)."""
    if window < 0:
        raise SettingError(f"window cannot be {window}", do="Give seconds, 0 or more.")
    if not 0 <= edge_weight <= 1:
        raise SettingError(f"edge_weight cannot be {edge_weight:g}", do="Give a quantile between 0 and 1.")


def in_arrays(path: Path, window: int, least: int, objects: tuple[str, ...]) -> Weights | None:
    """What the `ctk` preset finds in a plain CSV of a size that fits in memory, without an engine."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return None
    from floodwatch.detectors.coordination import ctk_arrays

    return ctk_arrays.coordinate(path, window, least, objects)


def write(found: Coordination | Weights, rejects: Sequence[Reject], out: str) -> dict[str, Any]:
    """Write what was found and the rejected rows, whole; gives what the verb gives."""
    from floodwatch.lake.files import scratch

    with scratch(Path(out) / ".incoming") as folder:
        for path in (*found.write(folder), write_rejects(folder / "rejects.csv", rejects)):
            path.replace(Path(out) / path.name)
    return {"folder": out, "summary": found.summary}


def load(
    engine: Engine,
    inputs: tuple[str, ...],
    objects: tuple[str, ...],
    format: str,
    map: tuple[str, ...],
    progress: Progress,
) -> tuple[list[Reject], Path | None]:
    """Make the table of shares: straight from a file of the tools' own columns, else from posts.

    Gives the rejected rows, and the file when it was read straight. A file that the engine cannot read, as
    with a row of too few cells, is read by the sources, which reject what is broken.
    """
    from floodwatch.detectors.coordination import shares

    path = Path(inputs[0]) if len(inputs) == 1 and not format and not map else None
    if path and path.is_file() and shares.is_shares_file(engine, path):
        try:
            shares.read_file(engine, path, objects)
        except EngineError:
            rejects = read_rows(engine, path, objects)
            shares.read_file(engine, path, objects, ROWS)
            return rejects, path
        return [], path
    rejects = read_posts(engine, inputs, format, map, progress)
    shares.read_posts(engine, "posts", objects)
    return rejects, None


def read_rows(engine: Engine, path: Path, objects: tuple[str, ...]) -> list[Reject]:
    """Make the table of the rows of a file of a tool, with their lines; gives the broken rows."""
    import pyarrow as pa

    from floodwatch import sources
    from floodwatch.detectors.coordination import shares
    from floodwatch.model.units import Step

    rejects: list[Reject] = []
    columns = shares.needed(shares.columns(engine, path), objects)
    batches = [
        raw.table.select(columns).append_column(LINE, raw.lines)
        for raw in sources.raw(path, sources.ReadOptions(), rejects.append)
    ]
    empty = pa.table({c: pa.array([], pa.string()) for c in columns} | {LINE: pa.array([], pa.int64())})
    engine.register("coordinate_read", pa.concat_tables(batches) if batches else empty)
    cells = ", ".join(f'nullif(CAST("{c}" AS VARCHAR), \'\') AS "{c}"' for c in columns)
    engine.table(Step(ROWS, f"SELECT {cells}, {LINE} FROM coordinate_read"))
    return rejects


def unusable(engine: Engine, path: Path, objects: tuple[str, ...]) -> list[Reject]:
    """Rows without an account or a readable time, by line: read again, because only they need it."""
    from floodwatch.detectors.coordination import shares
    from floodwatch.sources import Reject

    read_rows(engine, path, objects)
    found = engine.arrow(shares.unusable_sql(engine, path, ROWS, LINE, objects)).to_pylist()
    return [Reject(str(path), row["line"], row["reason"]) for row in found]


def write_rejects(path: Path, rejects: Sequence[Reject]) -> Path:
    """Write the rejected rows as CSV: file (its name only), line, reason."""
    columns = ("file", "line", "reason")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(columns) + "\n")
        if rejects:
            from floodwatch.tools.cells import defuse, writer

            rows = sorted({(Path(r.file).name, r.line, r.reason) for r in rejects})
            writer(file).writerows((defuse(name), line, defuse(reason)) for name, line, reason in rows)
    return path


def read_posts(
    engine: Engine, inputs: tuple[str, ...], format: str, map: tuple[str, ...], progress: Progress
) -> list[Reject]:
    """Make the table of posts, of the columns that hold objects, from files of any known format."""
    import pyarrow as pa

    from floodwatch import sources
    from floodwatch.centre.ingest import read_options
    from floodwatch.model.records import POSTS
    from floodwatch.tools.arrow import schema

    rejects: list[Reject] = []
    options = read_options(format, "", map, "", "")
    chunks = sources.read(sources.plan([Path(i) for i in inputs], options), options, rejects.append, progress)
    posts = [chunk.rows.select(COLUMNS) for chunk in chunks if chunk.table == POSTS.name]
    engine.register("posts", pa.concat_tables([schema(POSTS).empty_table().select(COLUMNS), *posts]))
    return rejects
