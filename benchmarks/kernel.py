"""One measurement of the kernel alone on generated actions: `python -m benchmarks.kernel POSTS WINDOW SEED [PARQUET]`.

The actions are read from a Parquet file, so that making them is not part of the memory; counted is the CPU from
the table of actions in the engine to the table of pairs.
"""

from __future__ import annotations

import json
import sys

from benchmarks.children import own_cpu


def main(path: str, window: str) -> None:
    """Print CPU seconds, pairs of accounts, and pairs of actions within the window as JSON."""
    from floodwatch.detectors.coordination.kernel import count_pairs
    from floodwatch.engine import DuckDB

    with DuckDB() as engine:
        engine.run(f"CREATE TABLE actions_given AS SELECT * FROM read_parquet('{path}')")
        started = own_cpu()
        passes = count_pairs(engine, "actions_given", int(window))
        spent = own_cpu() - started
        pairs = engine.arrow("SELECT count(*) AS n FROM pairs_within")["n"][0].as_py()
        near = engine.arrow(f"""
            SELECT CAST(sum(around - 1) AS BIGINT) // 2 AS n FROM (
                SELECT count(*) OVER (PARTITION BY object_key ORDER BY acted_s
                    RANGE BETWEEN {int(window)} PRECEDING AND {int(window)} FOLLOWING) AS around
                FROM actions_given)""")["n"][0].as_py()  # fmt: skip
    print(json.dumps({"cpu": spent, "passes": passes, "pairs": pairs, "near": near}))


if __name__ == "__main__":
    main(*sys.argv[1:])
