"""`floodwatch sample`: the synthetic case on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from floodwatch.model.units import Progress, quiet


def sample(place: None, progress: Progress = quiet, out: str = "sample", seed: int = 1) -> dict[str, Any]:
    """Write the sample's tables and the truth about it; gives the files and their rows."""
    from floodwatch.worlds import sample as build
    from floodwatch.worlds import write

    progress("sample", None)
    world = build(seed=seed)
    write(world, Path(out))
    return {"folder": out, "rows": {name: table.num_rows for name, table in sorted(world.tables.items())}}
