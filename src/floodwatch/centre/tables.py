"""Opens a case for reading: records, features and findings in one engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from floodwatch.model.errors import CentreError
from floodwatch.model.records import TABLES
from floodwatch.model.units import sql_name

if TYPE_CHECKING:
    import pyarrow as pa

    from floodwatch.centre.handles import Case
    from floodwatch.engine import DuckDB


@contextmanager
def opened(case: Case, memory: str = "", computed: bool = True) -> Iterator[DuckDB]:
    """An engine with the case's records (and computed tables); spills into the case's folder."""
    from floodwatch.engine import DuckDB
    from floodwatch.lake.files import scratch
    from floodwatch.lake.read import open_computed, open_records

    with scratch(case.folder.root / ".spill") as spill, DuckDB(memory=memory, spill=spill) as engine:
        open_records(case.folder, engine)
        if computed:
            open_computed(case.folder, engine)
        yield engine


def table(case: Case, name: str) -> pa.Table:
    """One table of a case as Arrow (CentreError when the case has no such table)."""
    from floodwatch.lake.files import read_json

    known = [t.name for t in TABLES] + sorted(read_json(case.folder.computed, {}))
    if name not in known:
        raise CentreError(
            f"The case {case.name} has no table {name}",
            where=str(Path(case.folder.root)),
            do=f"It has: {', '.join(known)}.",
        )
    with opened(case) as engine:
        return engine.arrow(f"SELECT * FROM {sql_name(name)}")
