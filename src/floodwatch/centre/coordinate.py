"""`floodwatch coordinate`: one published rule of co-action on one file, as its tool computes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.units import Progress, quiet

if TYPE_CHECKING:
    from floodwatch.engine import DuckDB


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
) -> dict[str, Any]:
    """Write the preset's files and summary.json, whole; gives the summary."""
    from floodwatch.detectors.coordination import presets_coortweet, presets_ctk
    from floodwatch.engine import DuckDB
    from floodwatch.lake.files import scratch

    objects = tuple(kind for given in object for kind in given.split(",") if kind)
    with DuckDB() as engine:
        progress("reading", None)
        rejected = load(engine, inputs, objects, format, map, progress)
        progress("counting", None)
        if preset == "ctk":
            found = presets_ctk.coordinate(
                engine, window=window, min_edge_weight=min_weight, objects=objects, keep_loops=keep_loops
            )
        else:
            found = presets_coortweet.coordinate(
                engine,
                window=window,
                min_participation=min_participation,
                edge_weight=edge_weight,
                objects=objects,
                keep_loops=keep_loops,
            )
        found.summary["rows_rejected"] += rejected
        with scratch(Path(out) / ".incoming") as folder:
            for path in found.write(folder):
                path.replace(Path(out) / path.name)
    return {"folder": out, "summary": found.summary}


def load(
    engine: DuckDB,
    inputs: tuple[str, ...],
    objects: tuple[str, ...],
    format: str,
    map: tuple[str, ...],
    progress: Progress,
) -> int:
    """Make the table of shares: straight from a file of the tools' own columns, else from posts."""
    from floodwatch.detectors.coordination import shares

    direct = len(inputs) == 1 and not format and not map and Path(inputs[0]).is_file()
    if direct and shares.is_shares_file(engine, Path(inputs[0])):
        shares.read_file(engine, Path(inputs[0]), objects)
        return 0
    rejected = read_posts(engine, inputs, format, map, progress)
    shares.read_posts(engine, "posts", objects)
    return rejected


def read_posts(
    engine: DuckDB, inputs: tuple[str, ...], format: str, map: tuple[str, ...], progress: Progress
) -> int:
    """Make the table of posts from files of any known format; gives the number of rows rejected."""
    import pyarrow as pa

    from floodwatch import sources
    from floodwatch.centre.ingest import read_options
    from floodwatch.model.records import POSTS
    from floodwatch.tools.arrow import schema

    rejects: list[sources.Reject] = []
    options = read_options(format, "", map, "", "")
    chunks = sources.read(sources.plan([Path(i) for i in inputs], options), options, rejects.append, progress)
    posts = [chunk.rows for chunk in chunks if chunk.table == POSTS.name]
    engine.register("posts", pa.concat_tables([schema(POSTS).empty_table(), *posts]))
    return len(rejects)
