"""What would have been found: the share of planted operations that the tests on pairs see.

One run of those tests over the data and all planted groups measures every cell of the grid; each group is
then judged as if it alone had been planted: Benjamini-Hochberg is repeated over the pairs that were
accepted without it and its own. Growth by group tests adds to what pairs find, so this power is a floor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from floodwatch.tools.rates import Rate
from floodwatch.worlds.planting import COLUMNS, MEMBERS, PLATFORM, Grid, Planting, plant

__all__ = ["ENOUGH", "POWER", "SMALLEST", "Grid", "Planting", "plant", "power", "smallest"]

ENOUGH = 0.8
FALSE_DISCOVERIES = 0.05
_CELL = [MEMBERS.field(name) for name in COLUMNS]

POWER = pa.schema(
    [
        *_CELL,
        ("planted", pa.int64()),
        ("found", pa.int64()),
        ("power_low", pa.float64()),
        ("power_high", pa.float64()),
    ]
)
SMALLEST = pa.schema([f for f in _CELL if f.name != "members"] + [("members", pa.int64())])

_Edge = tuple[str, str, float]


def power(
    members: pa.Table, edges: pa.Table, before: pa.Table, pairs_possible: Mapping[str, float]
) -> pa.Table:
    """Planted and found groups of every cell, with exact 95% bounds on the share found (`POWER`).

    `members`: of a `Planting`. `edges`: accepted in the run with the planted groups. `before`: accepted in
    the run without them. `pairs_possible`: pairs of accounts tested per trace in the run without them. A
    group is found when accepted edges join at least half of its members.
    """
    groups, cells = _groups(members)
    links = _links(edges, {a: g for g, held in groups.items() for a in held})
    earlier = _p_values(before)
    counts: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for group, held in groups.items():
        trace = cells[group][0]
        kept = _accepted(links.get((trace, group), []), earlier[trace], pairs_possible.get(trace, 0.0))
        counts[cells[group]][0] += 1
        counts[cells[group]][1] += 2 * _largest(held, kept) >= len(held)
    return pa.Table.from_pylist([_row(c, *counts[c]) for c in sorted(counts)], schema=POWER)


def smallest(found: pa.Table, enough: float = ENOUGH) -> pa.Table:
    """Per trace, language, activity and spread: the fewest members from which on `enough` are found.

    `members` is null where even the largest groups were found less often. Columns of `SMALLEST`.
    """
    sizes: dict[tuple[Any, ...], list[tuple[int, float]]] = defaultdict(list)
    for row in found.to_pylist():
        sizes[tuple(row[f.name] for f in SMALLEST if f.name != "members")].append(
            (row["members"], row["found"] / row["planted"])
        )
    rows = [(*key, _from_here_on(sorted(sizes[key]), enough)) for key in sorted(sizes)]
    return pa.Table.from_pylist([dict(zip(SMALLEST.names, r, strict=True)) for r in rows], schema=SMALLEST)


def _from_here_on(shares: Sequence[tuple[int, float]], enough: float) -> int | None:
    least = None
    for size, share in reversed(shares):
        if share < enough:
            return least
        least = size
    return least


def _row(cell: tuple[Any, ...], planted: int, found: int) -> dict[str, Any]:
    low, high = Rate(found, planted).bounds()
    counts = {"planted": planted, "found": found, "power_low": low, "power_high": high}
    return {**dict(zip(COLUMNS, cell, strict=True)), **counts}


def _groups(members: pa.Table) -> tuple[dict[str, list[str]], dict[str, tuple[Any, ...]]]:
    """Accounts of each planted group, and its cell."""
    held: dict[str, list[str]] = defaultdict(list)
    cells: dict[str, tuple[Any, ...]] = {}
    for row in members.to_pylist():
        held[row["group_id"]].append(row["account_id"])
        cells[row["group_id"]] = tuple(row[name] for name in COLUMNS)
    return held, cells


def _links(edges: pa.Table, home: Mapping[str, str]) -> dict[tuple[str, str], list[_Edge]]:
    """Edges inside planted groups, by trace and group."""
    links: dict[tuple[str, str], list[_Edge]] = defaultdict(list)
    names = ("behaviour", "source_platform", "source_id", "target_platform", "target_id", "p_value")
    columns = (edges.column(name).to_pylist() for name in names)
    for trace, platform_a, a, platform_b, b, p in zip(*columns, strict=True):
        if platform_a == platform_b == PLATFORM and home.get(a) and home.get(a) == home.get(b):
            links[trace, home[a]].append((a, b, p))
    return links


def _p_values(edges: pa.Table) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for trace, p in zip(
        edges.column("behaviour").to_pylist(), edges.column("p_value").to_pylist(), strict=True
    ):
        found[trace].append(p)
    return found


def _accepted(links: list[_Edge], earlier: list[float], pairs: float) -> list[_Edge]:
    """The group's edges that Benjamini-Hochberg accepts beside the earlier ones alone."""
    if not links or pairs < 1:
        return []
    p = np.sort(np.array([*earlier, *(edge[2] for edge in links)]))
    passing = np.flatnonzero(p <= FALSE_DISCOVERIES * np.arange(1, len(p) + 1) / pairs)
    return [edge for edge in links if len(passing) and edge[2] <= p[passing[-1]]]


def _largest(held: Sequence[str], links: Sequence[_Edge]) -> int:
    """Members in the largest connected part of a group (0 without links)."""
    root = {a: a for a in held}

    def top(account: str) -> str:
        while root[account] != account:
            account = root[account]
        return account

    for a, b, _ in links:
        root[top(a)] = top(b)
    sizes: dict[str, int] = defaultdict(int)
    for account in held:
        sizes[top(account)] += 1
    return max(sizes.values(), default=0) if links else 0
