"""One measurement of the kernel alone: `python -m benchmarks.kernel PARQUET WINDOW MEMORY`.

The actions are read from a Parquet file, so that making them is not part of the memory; counted is the CPU from
the table of actions in the engine to the table of pairs, and the peak memory of the process until then.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from benchmarks.children import own_cpu


def main(path: str, window: str, memory: str) -> None:
    """Print CPU seconds, megabytes, passes, pairs of accounts and of actions within the window as JSON."""
    from floodwatch.detectors.coordination.kernel import count_pairs
    from floodwatch.engine import DuckDB

    with DuckDB(memory=memory, spill=Path(path).parent / "spill") as engine:
        engine.run(f"CREATE TABLE actions_given AS SELECT * FROM read_parquet('{path}')")
        started = own_cpu()
        passes = count_pairs(engine, "actions_given", int(window))
        told = {"cpu": own_cpu() - started, "passes": passes}
        told["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found = engine.arrow(
            "SELECT count(*) AS pairs, CAST(sum(shared) AS BIGINT) AS shared FROM pairs_within"
        )
        near = engine.arrow(f"""
            SELECT CAST(sum(around - 1) AS BIGINT) // 2 AS near FROM (
                SELECT count(*) OVER (PARTITION BY object_key ORDER BY acted_s
                    RANGE BETWEEN {int(window)} PRECEDING AND {int(window)} FOLLOWING) AS around
                FROM actions_given)""")  # fmt: skip
    print(json.dumps({**told, **found.to_pylist()[0], **near.to_pylist()[0]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
