"""The kernel alone: by size with the fitted growth, against a compiled two-pointer, and with a viral object."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks import generator
from benchmarks.children import cost

SEED = 20_240_501
GROWTH = (100_000, 300_000, 1_000_000, 3_000_000, 10_000_000, 50_000_000)
CURVE = Path(__file__).parent / "growth.csv"
LIMIT = Path(__file__).parent / "limit.c"
COLUMNS = ("posts", "window_s", "memory_limit", "cpu", "mb", "near", "pairs", "passes")
HEAD = (
    "| posts | window s | memory limit | CPU s | MB | action pairs in window | pairs of accounts | passes |"
)
Measured = dict[str, float]


def kernel(folder: Path) -> Iterator[str]:
    """The kernel alone by size and window, calm law: pairs of accounts that share two objects. See also growth.csv."""
    yield from (HEAD, "|---" * 8 + "|")
    curve = []
    for posts in GROWTH:
        memory = "8GB" if posts > 10_000_000 else "2GB"
        found = measured(calm(folder, posts), 60, memory, times=3 if posts < 10_000_000 else 1)
        curve.append({"posts": posts, "window_s": 60, "memory_limit": memory, **found})
        yield line(curve[-1])
    save(curve)
    for window in (3_600, 21_600):
        found = measured(calm(folder, 1_000_000), window, "2GB")
        yield line({"posts": 1_000_000, "window_s": window, "memory_limit": "2GB", **found})
    yield ""
    yield from growth(curve)
    yield (
        f"At 6 h: {1e6 * found['cpu'] / found['pairs']:.2f} CPU s per million emitted pairs, "
        f"{1e6 * found['cpu'] / found['near']:.2f} per million action pairs within the window."
    )


def limit(folder: Path) -> Iterator[str]:
    """The kernel against limit.c, a compiled two-pointer over sorted arrays, pairs equal.

    It prunes nothing and spares no memory.
    """
    program = folder / "limit"
    subprocess.run(["cc", "-O2", "-o", str(program), str(LIMIT)], check=True)  # noqa: S603, S607
    yield "| posts | compiled CPU s | MB | kernel CPU s | MB | times the compiled |"
    yield "|---|---|---|---|---|---|"
    for posts in (1_000_000, 10_000_000):
        path, given = calm(folder, posts), folder / "rows.bin"
        generator.write_rows(pq.read_table(path), given)
        used = cost(str(program), str(given), "60", folder=folder)
        compiled, found = json.loads(used.out), measured(path, 60, "2GB")
        if any(compiled[name] != found[name] for name in ("pairs", "shared")):
            raise AssertionError(f"the pairs differ: {compiled} compiled, {found} by the kernel")
        yield (
            f"| {posts:,} | {compiled['cpu']:.2f} | {used.mb:.0f} | {found['cpu']:.2f} | {found['mb']:.0f} "
            f"| {found['cpu'] / compiled['cpu']:.1f} |"
        )


def viral(folder: Path) -> Iterator[str]:
    """One object of 1,000,000 shares in a day on top of 1,000,000 posts of the calm law, all by the same accounts."""
    path = folder / "viral.parquet"
    pq.write_table(generator.with_viral(1_000_000, 1_000_000, SEED), path)
    yield from (HEAD, "|---" * 8 + "|")
    yield line({"posts": 2_000_000, "window_s": 60, "memory_limit": "2GB", **measured(path, 60, "2GB")})


def calm(folder: Path, posts: int) -> Path:
    """The calm law's actions of that size as Parquet, made once."""
    path = folder / f"actions_{posts}.parquet"
    if not path.exists():
        pq.write_table(generator.actions(posts, SEED), path)
    return path


def measured(path: Path, window: int, memory: str, times: int = 1) -> Measured:
    """The cheapest of some kernel runs, each in a process of its own."""
    command = (sys.executable, "-m", "benchmarks.kernel", str(path), str(window), memory)
    runs = [json.loads(cost(*command, folder=path.parent).out) for _ in range(times)]
    return min(runs, key=lambda run: float(run["cpu"]))


def line(row: dict[str, object]) -> str:
    """A row of the table."""
    shown = {"cpu": "{:.2f}", "mb": "{:.0f}", "memory_limit": "{}", "window_s": "{}"}
    return "| " + " | ".join(shown.get(name, "{:,}").format(row[name]) for name in COLUMNS) + " |"


def save(curve: Sequence[dict[str, object]]) -> None:
    """Keep the curve as data, for what is drawn or planned from it."""
    with CURVE.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        lines.writerows(
            [f"{v:.2f}" if isinstance(v, float) else v for v in map(row.get, COLUMNS)] for row in curve
        )


def growth(curve: Sequence[dict[str, object]]) -> Iterator[str]:
    """Exponents of CPU and memory by least squares of the logarithms, over all sizes and over the large ones."""
    rows = np.array([[float(str(row[name])) for name in ("posts", "near", "cpu", "mb")] for row in curve])
    for first in (0, 2):
        posts, near, cpu, mb = rows[first:].T
        yield (
            f"Growth at 60 s from {posts[0]:,.0f} to {posts[-1]:,.0f} posts, fitted to {posts.size} sizes: CPU grows "
            f"as posts^{fit(posts, cpu)} and as (posts + action pairs)^{fit(posts + near, cpu)}, memory as "
            f"posts^{fit(posts, mb)}."
        )


def fit(
    size: np.ndarray[tuple[int], np.dtype[np.float64]], used: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> str:
    """The exponent, with R² of the line through the logarithms."""
    x, y = np.log(size), np.log(used)
    slope, start = np.polyfit(x, y, 1)
    return f"{slope:.2f} (R² {1 - np.var(y - slope * x - start) / np.var(y):.3f})"
