"""`floodwatch plan`: what a run over some input will cost, before it is begun."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from floodwatch.centre.fetch import local
from floodwatch.centre.ingest import read_options
from floodwatch.model.errors import InputError
from floodwatch.model.units import Progress


def plan(
    place: None,
    progress: Progress,
    inputs: tuple[str, ...] = (),
    format: str = "",
    platform: str = "",
    map: tuple[str, ...] = (),
    rows: int = 200_000,
) -> dict[str, Any]:
    """Read the first posts, count their pairs without making them, and estimate the whole; nothing is kept."""
    from floodwatch import sources
    from floodwatch.assessment.effort import Part, effort, later
    from floodwatch.copies import COPIES
    from floodwatch.detectors.coordination.sizes import sizes
    from floodwatch.engine import DuckDB
    from floodwatch.features import FEATURES
    from floodwatch.lake.plan import compute
    from floodwatch.model.records import TABLES
    from floodwatch.sources.first import Share, first
    from floodwatch.tools.arrow import empty
    from floodwatch.tools.memory import machine_mb
    from floodwatch.traces import TRACES
    from floodwatch.vocabulary.load import load

    options, reading = read_options(format, platform, map, "", ""), Share(progress)
    chunks = sources.read(local(inputs), options, lambda reject: None, reading)
    posts = first(chunks, rows)
    if posts is None:
        raise InputError("There are no posts in this input", where=", ".join(inputs))
    part = Part(posts.num_rows, reading.share, later(posts.column("created_at")))
    with DuckDB() as engine:
        for table in TABLES:
            engine.register(table.name, posts if table.name == "posts" else empty(table))
        compute(engine, (*FEATURES, *COPIES, *TRACES), {}, progress)
        engine.union("actions", sorted(f"actions__{trace.name}" for trace in TRACES))
        traces = [asdict(size) for size in sizes(engine)]
    told = effort(part, traces, load("calibration/costs.yaml"), machine_mb())
    return {"read": asdict(part), "traces": traces, **asdict(told)}
