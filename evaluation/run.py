"""Runs a suite of worlds and prints the tables. An interrupted run goes on where it stopped."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from evaluation.calibrate import write_calibration
from evaluation.one import Job, measure
from evaluation.report import markdown, plain
from evaluation.stale import ROOT, code_hash
from evaluation.suites import SEEDS, jobs
from evaluation.summary import summarise
from floodwatch.model.refs import content_id

PROCESSES = 2
Finish = Callable[[Job, Path, str], None]
"""Measures one world with the code of that hash and writes what it found into a folder."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is not measured yet with this code, then sum up and print."""
    options = _options(arguments)
    folder = options.out / f"{options.seeds}-{options.suite}"
    wanted = interleaved([job for job in jobs(options.suite, options.seeds) if options.only in job.name])
    if options.partial:
        wanted = [job for job in wanted if is_done(folder / "worlds", job, code_hash())]
    counted(run(wanted, folder / "worlds", options.processes), len(wanted))
    worlds = [json.loads(path_of(folder / "worlds", job).read_text("utf-8")) for job in wanted]
    summary = summarise(worlds, code_hash(), options.seeds, options.suite)
    write(folder / "summary.json", json.dumps(summary, indent=1, ensure_ascii=False) + "\n")
    write(folder / "table.md", markdown(summary))
    if options.calibrate:
        write_calibration(summary)
    print(plain(summary))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", choices=("full", "smoke"), default="full")
    parser.add_argument("--seeds", choices=tuple(SEEDS), default="test")
    parser.add_argument("--out", type=Path, default=ROOT / "evaluation" / "results")
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--only", default="", help="only worlds whose name contains this text")
    parser.add_argument("--partial", action="store_true", help="sum up the worlds measured so far")
    parser.add_argument("--calibrate", action="store_true", help="write the measured rates of the kinds")
    return parser.parse_args(arguments)


def interleaved(wanted: Sequence[Job]) -> list[Job]:
    """The suites in step, each in a mixed order, so that an interrupted run has measured a fair part of each."""
    count = Counter(job.suite for job in wanted)
    seen: Counter[str] = Counter()
    placed = []
    for job in sorted(wanted, key=lambda job: content_id(job.name)):
        seen[job.suite] += 1
        placed.append((seen[job.suite] / count[job.suite], job.name, job))
    return [job for _, _, job in sorted(placed, key=lambda row: row[:2])]


def finish(job: Job, folder: Path, code: str) -> None:
    """Measure one world and write its file."""
    write(path_of(folder, job), json.dumps(measure(job, code)))


def run(wanted: Sequence[Job], folder: Path, processes: int, finish: Finish = finish) -> Iterator[str]:
    """Measure the worlds that this code has not measured yet; yields the name of each finished one.

    `finish` measures one world; a world is done once it has written the file at `path_of`.
    """
    code = code_hash()
    folder.mkdir(parents=True, exist_ok=True)
    todo = [job for job in wanted if not is_done(folder, job, code)]
    yield from (job.name for job in wanted if job not in todo)
    one = partial(_finished, finish, folder, code)
    if processes == 1:
        yield from map(one, todo)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(one, todo)


def _finished(finish: Finish, folder: Path, code: str, job: Job) -> str:
    finish(job, folder, code)
    return job.name


def counted(names: Iterable[str], of: int) -> None:
    """Say on one line of the terminal how many of the worlds are done, and which was the last."""
    for done, name in enumerate(names, start=1):
        print(f"\r{done}/{of} worlds  {name:<20}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def path_of(folder: Path, job: Job) -> Path:
    """Where the plain values of a world lie."""
    return folder / f"{job.name}.json"


def is_done(folder: Path, job: Job, code: str) -> bool:
    """Whether the world was measured with this code and this recipe."""
    try:
        found: dict[str, Any] = json.loads(path_of(folder, job).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return found.get("code") == code and found.get("recipe") == repr(job.recipe)


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(text, "utf-8")
    part.replace(path)


if __name__ == "__main__":
    main()
