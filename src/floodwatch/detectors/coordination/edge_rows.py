"""Rows of `edges` and `tested`: runs the pair test on every trace and says what was looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from floodwatch.detectors.coordination import affinity, lags, margins, pairs, timing
from floodwatch.detectors.coordination.crowd import named, platforms
from floodwatch.detectors.coordination.margins import Margins, numbers
from floodwatch.detectors.coordination.resolution import coarsest, windows_for
from floodwatch.model.findings import WINDOWS_S
from floodwatch.model.units import Engine

if TYPE_CHECKING:
    from floodwatch.detectors.coordination.pairs import Tested

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

P_COLUMNS = (*(f"p_{w}" for w in WINDOWS_S), "p_ever")
EDGES_SCHEMA = pa.schema([
    ("behaviour", pa.string()), ("source_platform", pa.string()), ("source_id", pa.string()),
    ("target_platform", pa.string()), ("target_id", pa.string()), ("shared_objects", pa.int64()),
    ("co_actions", pa.int64()), ("window_s", pa.int64()), ("median_lag_s", pa.float64()),
    ("expected", pa.float64()), ("p_value", pa.float64()), ("q_value", pa.float64()),
    ("account_a", pa.int64()), ("account_b", pa.int64()),
    *((name, pa.float64()) for name in P_COLUMNS),
    ("expected_any", pa.float64()), ("lag_p", pa.float64()),
])  # fmt: skip
NEAR_SCHEMA = pa.schema([
    ("trace", pa.string()), ("account_a", pa.int64()), ("account_b", pa.int64()), ("p_value", pa.float64()),
])  # fmt: skip
TESTED_SCHEMA = pa.schema([
    ("trace", pa.string()), ("accounts", pa.int64()), ("actions", pa.int64()), ("objects", pa.int64()),
    ("pairs_possible", pa.float64()), ("pairs_seen", pa.int64()), ("resolution_s", pa.int64()),
    ("windows", pa.string()), ("windows_skipped", pa.string()), ("edges", pa.int64()),
    ("edges_dropped_by_lag", pa.int64()),
    *((name, pa.float64()) for name in affinity.COLUMNS),
    *((f"close_{w}", pa.float64()) for w in WINDOWS_S[:-1]),
    *((f"spread_{w}", pa.float64()) for w in WINDOWS_S[:-1]), ("p_limit", pa.float64()), ("note", pa.string()),
])  # fmt: skip


def make(engine: Engine, level: float, lag_level: float, seed: int) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Test every trace, one after another; returns the tables `edges`, `tested` and `near_pairs`.

    Accounts of `selected_accounts` are tested, but chance is not learned from them.
    """
    platform = platforms(engine)
    left_out = selected(engine, platform.size)
    parts = [[schema.empty_table()] for schema in (EDGES_SCHEMA, TESTED_SCHEMA, NEAR_SCHEMA)]
    load = partial(margins.load, engine, accounts=platform.size)
    traces = margins.traces_of(engine)
    usual = timing.typical_q([timing.account_shares(load(key, name), left_out) for key, name in traces])
    for key, name in traces:
        made = one_trace(engine, load(key, name), platform, level, lag_level, seed, usual, left_out)
        for part, rows in zip(parts, made, strict=True):
            part.append(rows)
    edges, tested, near = (pa.concat_tables(part) for part in parts)
    return edges, tested, near


def selected(engine: Engine, accounts: int) -> npt.NDArray[np.bool_]:
    """Which accounts were selected for the data, by their keys."""
    keys = numbers(
        engine, "SELECT account_key FROM selected_accounts JOIN keyed_accounts USING (platform, account_id)"
    )["account_key"]
    return np.isin(np.arange(accounts), keys)


def one_trace(
    engine: Engine,
    trace: Margins,
    platform: Ints,
    level: float,
    lag_level: float,
    seed: int,
    usual: Floats,
    left_out: npt.NDArray[np.bool_],
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Edges of one trace, its row of `tested`, and the pairs that are near."""
    resolution = coarsest(trace.time_s, platform[trace.account])
    allowed = allowed_windows(resolution)
    result = pairs.test(engine, trace, allowed, level, seed, usual, left_out)
    passed = np.flatnonzero(result.q <= level)
    best = result.p[passed].argmin(axis=1) if passed.size else np.zeros(0, np.int64)
    window = np.array([*WINDOWS_S, 0])[best]
    chosen = result.pairs.take(passed)
    lag = lags.lag_p(engine, trace, chosen.a, chosen.b, window, resolution)
    tight = ~(lag > lag_level)
    rows = passed[tight]
    edges = _edges(engine, trace.trace, result, rows, best[tight], lag[tight])
    return (
        edges,
        _said(trace, result, resolution, rows, int((~tight).sum())),
        _near(trace.trace, result, level),
    )


def _near(trace: str, result: Tested, level: float) -> pa.Table:
    """Pairs with a small p-value, whether they pass alone or not."""
    best = result.p.argmin(axis=1) if result.q.size else np.zeros(0, np.int64)
    often = result.pairs.shared[np.arange(best.size), best] >= pairs.LEAST_NEAR
    rows = np.flatnonzero(often & ((result.p_pair <= pairs.NEAR) | (result.q <= level)))
    columns = [[trace] * rows.size, result.pairs.a[rows], result.pairs.b[rows], result.p_pair[rows]]
    return pa.table(
        [pa.array(c, f.type) for c, f in zip(columns, NEAR_SCHEMA, strict=True)], schema=NEAR_SCHEMA
    )


def allowed_windows(resolution: int) -> npt.NDArray[np.bool_]:
    """Which tests a clock of that resolution allows: each window, and the windowless one always."""
    fine = windows_for(resolution)
    return np.array([*(w in fine for w in WINDOWS_S), True])


def _edges(engine: Engine, trace: str, result: Tested, rows: Ints, best: Ints, lag: Floats) -> pa.Table:
    chosen = result.pairs.take(rows)
    counted = np.column_stack([chosen.counts, chosen.counts[:, -1:]])
    at = np.arange(rows.size)
    window = pa.array(np.array([*WINDOWS_S, 0])[best], pa.int64(), mask=best == pairs.EVER)
    columns = [
        [trace] * rows.size,
        *named(engine, chosen.a), *named(engine, chosen.b),
        chosen.shared[at, best].astype(np.int64), counted[at, best], window, chosen.median_lag_s,
        result.expected[rows, best], result.p_pair[rows], result.q[rows], chosen.a, chosen.b,
        *result.p[rows].T, result.expected_any[rows], lag,
    ]  # fmt: skip
    arrays = [
        column
        if isinstance(column, pa.Array | pa.ChunkedArray)
        else pa.array(column, field.type, from_pandas=True)
        for column, field in zip(columns, EDGES_SCHEMA, strict=True)
    ]
    return pa.table(arrays, schema=EDGES_SCHEMA)


def _said(trace: Margins, result: Tested, resolution: int, rows: Ints, dropped: int) -> pa.Table:
    fine = windows_for(resolution)
    row = {
        "trace": trace.trace,
        "accounts": int(trace.eligible.sum()),
        "actions": int(trace.total),
        "objects": trace.objects,
        "pairs_possible": trace.possible_pairs,
        "pairs_seen": result.candidates,
        "resolution_s": resolution,
        "windows": "|".join(str(w) for w in fine),
        "windows_skipped": "|".join(str(w) for w in WINDOWS_S if w not in fine),
        "edges": int(rows.size),
        "edges_dropped_by_lag": dropped,
        **affinity.to_row(result.taste),
        **{f"close_{w}": float(q) for w, q in zip(WINDOWS_S, result.law.q, strict=False)},
        **{f"spread_{w}": float(nu) for w, nu in zip(WINDOWS_S, result.law.nu, strict=False)},
        "p_limit": float(result.p_pair[rows].max()) if rows.size else None,
        "note": _note(trace, resolution),
    }
    return pa.Table.from_pylist([row], schema=TESTED_SCHEMA)


def _note(trace: Margins, resolution: int) -> str:
    """What a reader must know about this trace in one or two sentences."""
    if trace.possible_pairs == 0:
        return "Nothing to test: fewer than two accounts acted twice."
    if not trace.object_key.size:
        return "Nothing to test: no object was used by two accounts."
    clock = {60: "minutes", 3600: "hours", 86_400: "days"}.get(resolution)
    return f"Times are given in whole {clock}; shorter windows were skipped." if clock else ""
