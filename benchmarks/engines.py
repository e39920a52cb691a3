"""The same work on both engines.

`python -m benchmarks.engines FILE...` compares every table of a case to the byte and says how long each engine took;
without files it writes and takes the sample case. `python -m benchmarks.engines --kernel N` times the kernel at 60 s
on N generated actions.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.generator import actions
from floodwatch.centre.handles import Centre, sample
from floodwatch.detectors.coordination.kernel import count_pairs
from floodwatch.engine import DuckDB, Spark

ENGINES = ("duckdb", "spark")
SEED = 20_240_501


def main(inputs: list[str]) -> int:
    """Print a row for each engine and the tables that differ; 1 when there are any."""
    if inputs[:1] == ["--kernel"]:
        return kernel(int(inputs[1]))
    with tempfile.TemporaryDirectory() as place:
        if not inputs:
            sample(Path(place) / "sample")
            inputs = [str(Path(place) / "sample")]
        found = {engine: detected(Path(place) / engine, engine, inputs) for engine in ENGINES}
    first, *others = found.values()
    differing = sorted(
        {
            name
            for other in others
            for name in first.keys() | other.keys()
            if first.get(name) != other.get(name)
        }
    )
    print(
        f"{len(first) - len(differing)} of {len(first)} tables are the same to the byte",
        *differing,
        sep="\n  ",
    )
    return 1 if differing else 0


def kernel(size: int) -> int:
    """CPU and wall seconds of the kernel on each engine, with all cores; 1 when the pairs differ."""
    found = set()
    for kind in (DuckDB, Spark):
        with tempfile.TemporaryDirectory() as folder, kind() as engine:
            path = Path(folder) / "actions.parquet"
            pq.write_table(actions(size, SEED), path)
            engine.scan("actions_given", [path])
            started, before = time.perf_counter(), cpu_seconds()
            count_pairs(engine, "actions_given", 60)
            seconds, used = time.perf_counter() - started, cpu_seconds() - before
            row = engine.arrow(
                "SELECT count(*) AS n, CAST(sum(shared) AS BIGINT) AS shared FROM pairs_within"
            )
            found.add(tuple(row.to_pylist()[0].values()))
            print(
                f"{kind.name}: {size:,} actions, {used:.1f} CPU s, {seconds:.1f} s, {row.to_pylist()[0]['n']:,} pairs",
                flush=True,
            )
    return 0 if len(found) == 1 else 1


def cpu_seconds() -> float:
    """CPU seconds of this process and of the Java that it has started, if any."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    used = time.process_time()
    if gateway is not None:
        fields = Path(f"/proc/{gateway.proc.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def detected(folder: Path, engine: str, inputs: list[str]) -> dict[str, str]:
    """SHA-256 of every table of features and findings; prints what detection took."""
    case = Centre.init(folder).case("main")
    case.ingest(*inputs)
    started = time.perf_counter()
    case.detect(engine=engine, power=False)
    print(f"{engine}: {time.perf_counter() - started:.0f} s", flush=True)
    root = case.folder.root
    made = sorted(root.glob("f*/**/*.parquet"))
    return {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in made}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
