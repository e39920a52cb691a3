"""Runs the steps of a preset, where it is asked on another engine than the one that reads and writes its files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from floodwatch.engine.base import Engine
from floodwatch.model.units import Step


def run(engine: Engine, on: Engine | None, source: str, steps: Sequence[Step], made: Sequence[str]) -> None:
    """Make the tables `made` in `engine`; `on`, when given, is handed the shares and does the work.

    Tables go from one to the other as files, so that they need not fit in memory.
    """
    if on is None:
        engine.steps(steps)
        return
    with TemporaryDirectory(dir=on.limits["spill"]) as name:
        path = Path(name) / "shares.parquet"
        engine.write(f"SELECT rowid, * FROM {source}", path)
        on.scan(source, [path])
        on.steps(steps)
        for table in made:
            path = Path(name) / f"{table}.parquet"
            on.write(f"SELECT * FROM {table}", path)
            engine.scan("coordinate_moved", [path])
            engine.table(Step(table, "SELECT * FROM coordinate_moved"))
        engine.run("DROP VIEW coordinate_moved")
