"""What a run will cost, from a part of its input: pairs, time, memory, disk, and what follows for engine and budget.

A part in the order of time is a window on a longer stream: twice the stream has twice the pairs. A part drawn from
all times is a thinned stream: twice the posts have four times the pairs. Which of the two it is shows in the
times; where it is unclear the answer is a range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

Costs = Mapping[str, Mapping[str, float]]
MILLION = 1e6
SORTED = 0.9
UNSORTED = 0.6
USABLE = 0.8
"""Share of a machine's memory that a run may plan on."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was read: posts, which share of the input's bytes that was, and how often the next post was later."""

    posts: int
    share: float
    later: float


@dataclass(frozen=True, slots=True)
class Range:
    """A number that is not known yet: what it may be, and what it likely is."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Effort:
    """The estimate for the whole input; memory and disk in megabytes."""

    posts: int
    actions: int
    pairs: Range
    cpu_seconds: Range
    memory_mb: int
    least_memory_mb: int
    spill_mb: int
    engine: str
    cores: int
    advice: tuple[str, ...]


def effort(part: Part, traces: Sequence[Mapping[str, int]], costs: Costs, memory_mb: float) -> Effort:
    """The estimate from a part and the sizes of its traces, for a machine with so much memory (0: not known)."""
    times = 1 / max(part.share, 1e-12)
    posts = round(part.posts * times)
    actions = round(sum(t["actions"] for t in traces) * times)
    counted = sum(t["pairs"] for t in traces)
    low, high = round(counted * times), round(counted * times**2)
    pairs = Range(low, _likely(part, low, high), high)
    seconds = Range(*(_cost(costs["cpu_seconds"], posts, n) for n in (low, pairs.likely, high)))
    needed, least = (_cost(costs[kind], posts, 0) for kind in ("memory_mb", "least_memory_mb"))
    usable = USABLE * memory_mb
    spill = _cost(costs["spill_mb"], posts, pairs.likely)
    spark = seconds.likely / 3600 > costs["spark"]["from_cpu_hours"] or 0 < usable < least
    cores = max(1, round(actions / costs["spark"]["actions_per_core"]))
    advice = tuple(_advice(part, needed, least, spill, usable, spark, cores))
    return Effort(
        posts, actions, pairs, seconds, needed, least, spill,
        "spark" if spark else "duckdb", cores if spark else 1, advice,
    )  # fmt: skip


def later(times: pa.ChunkedArray) -> float:
    """How often a post is not earlier than the one before it: 1 in the order of time, about 0.5 in none."""
    import pyarrow.compute as pc

    known = times.drop_null()
    if len(known) < 2:
        return 1.0
    return float(pc.mean(pc.greater_equal(known.slice(1), known.slice(0, len(known) - 1))).as_py())


def _likely(part: Part, low: int, high: int) -> int:
    if part.share >= 1 or part.later >= SORTED or part.later <= 1 - SORTED:
        return low
    if 1 - UNSORTED <= part.later <= UNSORTED:
        return high
    return int((low * high) ** 0.5)


def _cost(rates: Mapping[str, float], posts: int, pairs: int) -> int:
    return round(
        rates.get("start", 0)
        + rates.get("posts", 0) * posts / MILLION
        + rates.get("pairs", 0) * pairs / MILLION
    )


def _advice(
    part: Part, needed: int, least: int, spill: int, usable: float, spark: bool, cores: int
) -> list[str]:
    """What to do, in sentences."""
    said = []
    if part.share < 1:
        said.append(f"{part.share:.1%} of the input was read; the rest is taken to be like it.")
    if spark:
        said.append(f"More than one machine is worth it: --engine spark, about {cores} cores.")
    if not usable:
        said.append(f"It needs about {needed} MB of memory; how much this machine has is not known.")
    elif needed > usable > least:
        said.append(f"Give --memory {round(usable)}MB and keep {spill} MB free where it spills (--spill).")
    elif least > usable:
        said.append(f"The statistics alone need about {least} MB on the machine that runs floodwatch.")
    else:
        said.append(f"It fits this machine's memory (about {needed} MB of {round(usable)}).")
    return said
