"""`python -m evaluation.personas`: measure the worlds, fit on the development seeds, and sum up the test seeds."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evaluation.one import Job
from evaluation.personas.page import markdown
from evaluation.personas.pictures import pictures
from evaluation.personas.rows import World
from evaluation.personas.suites import jobs
from evaluation.personas.summary import summarise
from evaluation.personas.world import FORMAT
from evaluation.personas.write import fitted, write_curves
from evaluation.run import counted, path_of, run, write
from evaluation.stale import ROOT, code_hash

OUT = ROOT / "build" / "personas"
RESULTS = ROOT / "evaluation" / "results" / "personas"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is not measured yet with this code, then fit or sum up."""
    options = _options(arguments)
    wanted = [job for job in jobs(options.seeds) if options.only in job.name]
    folder = options.work / options.seeds
    counted(run(wanted, folder, options.processes, finish), len(wanted))
    worlds = [read(folder, job) for job in wanted]
    if options.fit:
        write_curves(fitted(worlds), options.seeds, len(worlds), code_hash())
    summary = summarise(worlds, code_hash(), options.seeds)
    write(options.out / f"{options.seeds}.json", json.dumps(summary, indent=1) + "\n")
    write(options.out / f"{options.seeds}.md", markdown(summary))
    for name, picture in pictures(summary):
        write(options.out / name, picture)
    print(markdown(summary))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", choices=("dev", "test"), default="test")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--work", type=Path, default=OUT, help="where the worlds measured so far lie")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="only worlds whose name contains this text")
    parser.add_argument(
        "--fit", action="store_true", help="write what surprises are worth, from these worlds"
    )
    return parser.parse_args(arguments)


def finish(job: Job, folder: Path, code: str) -> None:
    """Measure one world and write its files, the one that says that it is done last."""
    from evaluation.personas.world import measure

    found = measure(job, code)
    part = folder / f".{job.name}.npz"
    np.savez_compressed(part, **found.pairs)  # type: ignore[arg-type]
    part.replace(folder / f"{job.name}.npz")
    write(path_of(folder, job), json.dumps(found.told))


def read(folder: Path, job: Job) -> World:
    """What was measured of a world."""
    told = json.loads(path_of(folder, job).read_text("utf-8"))
    if told.get("format") != FORMAT:
        raise SystemExit(f"{path_of(folder, job)} was measured by another version of this: remove it.")
    with np.load(folder / f"{job.name}.npz") as pairs:
        return World(told, dict(pairs))


if __name__ == "__main__":
    main()
