"""Killed at any moment and run again: nothing is lost, nothing is doubled, nothing half-made stays."""

from __future__ import annotations

import hashlib
import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from floodwatch.cli.main import run as whole
from floodwatch.worlds import Recipe, build, write

PROGRAM = "from floodwatch.__main__ import main; main()"
"""For what may be killed. What runs to its end runs in this process: to start another takes longer than most runs."""
KILLER = f"""
import os, signal, sys
from pathlib import Path
left = int(sys.argv.pop(1))
def deadly(name):
    usual = getattr(Path, name)
    def changed(self, *given, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return usual(self, *given, **named)
    setattr(Path, name, changed)
for name in ("replace", "unlink", "mkdir"):
    deadly(name)
{PROGRAM}
"""
"""The program, which kills itself before its n-th change of a name: where anything starts or ceases to count."""

HISTORY = ("casebook.db", "manifest.json", "run.json", "plan.json", "lock")
"""What tells when it was run and how long that took."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A little world, in files; the posts in two."""
    folder = tmp_path_factory.mktemp("world")
    write(build(Recipe(seed=5, accounts=60, days=2, operations=("text_flood",), strength="strong")), folder)
    header, *posts = (folder / "posts.csv").read_text("utf-8").splitlines(keepends=True)
    half = len(posts) // 2
    (folder / "posts.csv").write_text("".join([header, *posts[:half]]), "utf-8")
    (folder / "posts_more.csv").write_text("".join([header, *posts[half:]]), "utf-8")
    return folder


def steps(files: Path, centre: Path) -> list[list[str]]:
    """Every verb that writes to a case, so that the case grows on the way."""
    first = [str(f) for f in sorted(files.iterdir()) if f.name != "posts_more.csv"]
    own = ["--centre", str(centre)]
    return [
        ["ingest", *first, *own],
        ["detect", "--no-power", *own],
        ["publish", "--out", str(centre / "early"), *own],
        ["investigate", str(files / "posts_more.csv"), "--no-power", "--out", str(centre / "late"), *own],
    ]


@pytest.fixture(scope="module")
def undisturbed(files: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the steps leave when nothing happens to them."""
    centre = started(tmp_path_factory.mktemp("undisturbed") / "centre")
    for step in steps(files, centre):
        assert whole(step) == 0
    return left_in(centre)


def started(centre: Path) -> Path:
    assert whole(["init", str(centre)]) == 0
    return centre


def run(code: str, *arguments: str, seconds: float | None = None) -> int:
    """Exit code of the program; killed when it has not ended after so many seconds."""
    with subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


def left_in(centre: Path) -> dict[str, str]:
    """Every file but those of history, by a hash: of its bytes, or of its rows in order where it is a table."""
    found = {p.relative_to(centre).as_posix(): hashed(p) for p in files_of(centre) if p.name not in HISTORY}
    plan = json.loads((centre / "cases/main/plan.json").read_text("utf-8"))
    return found | {f"key of {name}": entry["key"] for name, entry in plan.items()}


def files_of(folder: Path) -> Iterator[Path]:
    return (p for p in sorted(folder.rglob("*")) if p.is_file())


def hashed(path: Path) -> str:
    if path.name == "recurrence.db":
        with closing(sqlite3.connect(path)) as db:
            rows = [
                line for line in db.iterdump() if 'INTO "detected"' not in line
            ]  # a run is named by its time
            return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()
    if path.suffix != ".parquet" or "records" in path.parts:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return hashlib.sha256(repr(sorted(map(repr, pq.read_table(path).to_pylist()))).encode()).hexdigest()


def times_killed(seed: int, files: Path, centre: Path, often: int) -> int:
    """Run the steps; each is killed, at moments that the seed draws, before it may end."""
    draw, deaths = random.Random(seed), 0  # noqa: S311
    for step in steps(files, centre):
        changes = {"ingest": 40, "detect": 260, "publish": 30, "investigate": 330}[step[0]]
        for moment in sorted(draw.randint(1, changes) for _ in range(often)):
            code = run(KILLER, str(moment), *step)
            assert code in (0, -signal.SIGKILL)
            deaths += code != 0
        assert whole(step) == 0
    return deaths


def test_killed_where_files_change(files: Path, undisturbed: dict[str, str], tmp_path: Path) -> None:
    centre = started(tmp_path / "centre")
    assert times_killed(3, files, centre, often=3) >= 6
    assert left_in(centre) == undisturbed


def test_killed_at_any_time(files: Path, undisturbed: dict[str, str], tmp_path: Path) -> None:
    centre, draw = started(tmp_path / "centre"), random.Random(7)  # noqa: S311
    for step in steps(files, centre):
        assert run(PROGRAM, *step, seconds=draw.uniform(0.3, 4)) in (0, -signal.SIGKILL)
        assert whole(step) == 0
    assert left_in(centre) == undisturbed
