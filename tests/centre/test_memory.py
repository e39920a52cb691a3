"""`--memory` holds: a case of far more pairs than fit, under a limit of the kernel where this process may set one."""

import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv

from floodwatch.centre.handles import Centre
from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.manifest import manifest

GROUPS = Path("/sys/fs/cgroup/memory")
LIMIT_MB = 600


def posts(path):
    """25,000 reposts of 120 messages by 1,200 accounts in three days: 521,469 of 719,400 pairs are candidates."""
    rng = np.random.default_rng(7)
    account, thing = rng.integers(0, 1200, 25_000), rng.integers(0, 120, 25_000)
    born = rng.integers(0, 3 * 86_400, 120)
    times = 1_714_521_600 + born[thing] + rng.lognormal(8.2, 1.5, thing.size).astype(int)
    columns = {
        "platform": ["x"] * thing.size,
        "post_id": [f"m{n}" for n in range(thing.size)],
        "account_id": [f"u{a}" for a in account],
        "created_at": times,
        "text": ["a message"] * thing.size,
        "repost_of": [f"o{o}" for o in thing],
    }
    csv.write_csv(pa.table(columns), path)


@contextmanager
def hard_limit(mb):
    """A group of processes that the kernel kills above the limit; gives what a process calls to join it."""
    group = GROUPS / f"floodwatch-{os.getpid()}"
    try:
        group.mkdir()
        (group / "memory.limit_in_bytes").write_text(str(mb * 10**6))
    except OSError:
        yield None
        return
    try:
        yield lambda: (group / "cgroup.procs").write_text(str(os.getpid()))
    finally:
        group.rmdir()


def detect(centre, *options, join=None):
    command = [sys.executable, "-m", "floodwatch", "detect", "--no-power", *options]
    subprocess.run(command, cwd=centre, check=True, preexec_fn=join, capture_output=True, timeout=600)
    case = centre / "cases" / "main"
    tables = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in case.glob("findings/*.parquet")}
    return manifest(CaseFolder(case))["ran_on"]["peak_memory_mb"], tables


@pytest.fixture
def centre(tmp_path):
    posts(tmp_path / "posts.csv")
    made = Centre.init(tmp_path / "centre")
    made.case("main").ingest(str(tmp_path / "posts.csv"))
    return tmp_path / "centre"


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is told by Linux")
def test_a_run_stays_within_its_memory_and_finds_the_same(centre):
    with hard_limit(LIMIT_MB) as join:
        most, tables = detect(centre, "--memory", f"{LIMIT_MB}MB", join=join)
    assert 0 < most <= LIMIT_MB
    for made in (centre / "cases" / "main" / "findings").rglob("*.parquet"):
        made.unlink()
    more, without_limit = detect(centre)
    assert most < more
    assert tables == without_limit
