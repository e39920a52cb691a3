"""The same case on both engines: `python -m benchmarks.engines FILE...` compares every table and says what each cost.

Without files it writes and takes the sample case.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from pathlib import Path

from floodwatch.centre.handles import Centre, sample

ENGINES = ("duckdb", "spark")


def main(inputs: list[str]) -> int:
    """Print a row for each engine and the tables that differ; 1 when there are any."""
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
