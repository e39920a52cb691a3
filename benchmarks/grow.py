"""One detection of a case in this process, unit by unit: `python -m benchmarks.grow CENTRE`."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.children import own_cpu

if TYPE_CHECKING:
    import pyarrow as pa

COMPARED = ("edges", "members", "networks", "signals")


def main(centre: str) -> None:
    """Print for every unit its CPU seconds, what became of it, and its rows, and a hash of the findings, as JSON."""
    from floodwatch import Centre
    from floodwatch.centre.tables import opened
    from floodwatch.centre.units import stages
    from floodwatch.lake.refresh import refresh

    case, marks = Centre.open(Path(centre)).case(), list[tuple[str, float]]()

    def progress(what: str, share: float | None = None) -> None:
        marks.append((what, own_cpu()))

    with opened(case, computed=False) as engine:
        ran = refresh(case.folder, engine, stages(power=False), {"seed": 1}, progress)
    spent = {name: after - at for (name, at), (_, after) in itertools.pairwise(marks)}
    units = [
        {"unit": r.unit, "state": r.state, "cpu": spent[r.unit], "rows": r.rows, "added": r.added}
        for r in ran
    ]
    print(json.dumps({"units": units, "findings": [digest(case.table(name)) for name in COMPARED]}))


def digest(rows: pa.Table) -> str:
    """A hash of a table's rows, whatever their order."""
    import hashlib

    listed: list[Any] = rows.to_pylist()
    return hashlib.sha256("\n".join(sorted(map(repr, listed))).encode()).hexdigest()


if __name__ == "__main__":
    main(*sys.argv[1:])
