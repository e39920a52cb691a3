"""What exporting a casebook of 100,000 claims costs in each format, and whether what was written can be read back.

`python -m benchmarks.exports [--claims N]`. CPU and memory are those of `floodwatch knowledge export` in a process of
its own. Of the bundle, every object of a sample is parsed by `stix2`; lines and rows are all read.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.casebook import world
from benchmarks.children import cost
from floodwatch.casebook import record
from floodwatch.centre.handles import Centre

FLOODWATCH = str(Path(sys.executable).parent / "floodwatch")
SAMPLE = 2000
"""Objects of the bundle that are parsed, drawn at random."""


def main() -> None:
    """Fill a casebook, confirm everything, export it in each format, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for line in measured(Path(folder), given.claims):
            print(line, flush=True)


def measured(folder: Path, claims: int) -> Iterator[str]:
    """A row for each format."""
    centre = Centre.init(folder / "centre")
    people, said = world(claims)
    record.add(centre.casebook, people, said)
    record.decide(centre.casebook, [claim.claim_id for claim in said], "confirmed", "bench")
    yield "| format | CPU s | MB of memory | MB of file | read back |"
    yield "|---|---|---|---|---|"
    for form in ("stix", "misp", "csv", "jsonl", "ftm"):
        place = folder / form
        used = cost(
            FLOODWATCH, "knowledge", "export", "--format", form, "--out", str(place), "--centre",
            str(centre.path), folder=folder,
        )  # fmt: skip
        size = place.stat().st_size / 1e6
        yield f"| {form} | {used.cpu:.1f} | {used.mb:.0f} | {size:.0f} | {back(form, place)} |"


def back(form: str, place: Path) -> str:
    """Read a file of a format back; says how much of it was there."""
    if form == "csv":
        with place.open(encoding="utf-8", newline="") as file:
            return f"{sum(1 for _ in csv.DictReader(file)):,} rows"
    if form in ("jsonl", "ftm"):
        with place.open(encoding="utf-8") as file:
            return f"{sum(bool(json.loads(line)) for line in file):,} lines"
    told = json.loads(place.read_text("utf-8"))
    if form == "misp":
        return f"{len(told['Event']['Object']):,} objects"
    import stix2

    objects = told["objects"]
    drawn = random.Random(1).sample(objects, min(SAMPLE, len(objects)))  # noqa: S311
    for one in drawn:
        stix2.parse(one, version="2.1")
    return f"{len(drawn):,} of {len(objects):,} objects by stix2"


if __name__ == "__main__":
    main()
