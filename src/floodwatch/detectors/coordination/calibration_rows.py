"""Rows of `calibration`: how many edges the same rule finds once the accounts' labels are shuffled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from floodwatch.detectors.coordination import affinity, margins
from floodwatch.detectors.coordination.expectation import Expectation
from floodwatch.detectors.coordination.kernel import count_pairs
from floodwatch.detectors.coordination.margins import DAY_S, Margins, numbers
from floodwatch.model.findings import WINDOWS_S as ALL_WINDOWS
from floodwatch.model.units import Engine
from floodwatch.tools.statistics import cauchy

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BLOCKS_S = {"hour": 3600, "day": DAY_S, "global": 0}
WINDOWS_S = (60, 300, 3600)
"""Windows at which shuffled cases are counted; the shortest is empty there and the longest costs most."""
MOST_MEETINGS = 2_000_000
"""Windows with more pairs of actions than this are left out: three more counts of the case would cost too much."""
SCHEMA = pa.schema([
    ("trace", pa.string()), ("shuffle", pa.string()), ("rounds", pa.int64()), ("edges_observed", pa.int64()),
    ("edges_shuffled", pa.float64()), ("fdr", pa.float64()), ("windows", pa.string()),
])  # fmt: skip


def make(engine: Engine, rounds: int, seed: int) -> pa.Table:
    """Shuffle labels within hour, day and globally; count edges of every trace that has any."""
    said = engine.arrow("SELECT * FROM tested ORDER BY trace").to_pylist()
    accounts = margins.accounts_in(engine)
    keys = {name: key for key, name in margins.traces_of(engine)}
    limits = {row["trace"]: row["p_limit"] for row in said if row["edges"]}
    if not limits:
        return SCHEMA.empty_table()
    found = {name: margins.load(engine, keys[name], name, accounts) for name in limits}
    tastes = {row["trace"]: affinity.of_row(row).unscaled() for row in said}
    acts = numbers(
        engine,
        "SELECT trace_key, account_key, object_key, acted_s FROM keyed_actions WHERE trace_key IN "
        f"({', '.join(str(keys[name]) for name in limits)}) "
        "ORDER BY trace_key, acted_s, object_key, account_key, post_id",
    )
    expectations = {name: Expectation.of(trace) for name, trace in found.items()}
    windows = affordable(list(found.values()))
    rows = []
    for kind, (name, block) in enumerate(BLOCKS_S.items()):
        totals = dict.fromkeys(limits, 0)
        for turn in range(rounds):
            counts = _counted(engine, acts, windows, block, [seed, kind, turn])
            for trace, limit in limits.items():
                p = _p(found[trace], expectations[trace], tastes[trace], counts, windows)
                totals[trace] += int((p <= limit).sum())
        rows += _rows(said, totals, name, rounds, windows)
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def affordable(traces: Sequence[Margins]) -> tuple[int, ...]:
    """The shortest window, and longer ones as long as the case has few enough meetings in them."""
    cost = {w: sum(t.pairs[:, ALL_WINDOWS.index(w) + 1].sum() for t in traces) for w in WINDOWS_S}
    return tuple(w for w in WINDOWS_S if w == WINDOWS_S[0] or cost[w] <= MOST_MEETINGS)


def _rows(
    said: Sequence[dict[str, object]], totals: dict[str, int], name: str, rounds: int, windows: Sequence[int]
) -> list[dict[str, object]]:
    observed = {str(row["trace"]): int(str(row["edges"])) for row in said}
    return [
        {
            "trace": trace,
            "shuffle": name,
            "rounds": rounds,
            "edges_observed": observed[trace],
            "edges_shuffled": total / rounds,
            "fdr": min(1.0, total / rounds / max(observed[trace], 1)),
            "windows": "|".join(str(w) for w in windows),
        }
        for trace, total in totals.items()
    ]


def shuffled(acts: dict[str, Ints], block: int, seed: Sequence[int]) -> Ints:
    """Account labels permuted among the actions of a trace that fall in one block of time (0: the whole trace)."""
    rng = np.random.default_rng(list(seed))
    noise = rng.random(acts["account_key"].size)
    part = acts["acted_s"] // block if block else np.zeros(noise.size, np.int64)
    home = np.lexsort((part, acts["trace_key"]))
    mixed = np.lexsort((noise, part, acts["trace_key"]))
    labels = np.empty(noise.size, np.int64)
    labels[home] = acts["account_key"][mixed]
    return labels


def _counted(
    engine: Engine, acts: dict[str, Ints], windows: Sequence[int], block: int, seed: Sequence[int]
) -> dict[str, Ints]:
    """Pairs of shuffled accounts, with distinct objects shared in each window."""
    table = pa.table({**acts, "account_key": shuffled(acts, block, seed)})
    engine.register("calibration_actions", table)
    parts = []
    for place, window in enumerate(windows):
        count_pairs(engine, "calibration_actions", window)
        part = numbers(
            engine, "SELECT trace_key, account_a, account_b, shared FROM pairs_within WHERE shared >= 2"
        )
        parts.append({**part, "window": np.full(part["shared"].size, place)})
    engine.drop("calibration_actions", "pairs_within")
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _p(
    trace: Margins,
    expectation: Expectation,
    taste: affinity.Taste,
    counts: dict[str, Ints],
    windows: Sequence[int],
) -> Floats:
    """p-value of each shuffled pair of a trace from its counts alone, combined over the windows."""
    mine = counts["trace_key"] == trace.key
    a, b, window = counts["account_a"][mine], counts["account_b"][mine], counts["window"][mine]
    pairs, row = np.unique(a * max(trace.actions_of.size, 1) + b, return_inverse=True)
    first, second = np.divmod(pairs, max(trace.actions_of.size, 1))
    shared = np.zeros((pairs.size, len(windows)))
    shared[row, window] = counts["shared"][mine]
    x = trace.share[first] * trace.share[second]
    anyway = expectation.any_lag(x)
    p = np.ones(shared.shape)
    for place, seconds in enumerate(windows):
        inside = expectation.within(x, ALL_WINDOWS.index(seconds))
        outside = np.maximum(anyway - inside, 0.0)
        p[:, place] = taste.predict(inside, outside, np.zeros(inside.shape)).tail(shared[:, place])
    return cauchy(np.where(shared >= 2, p, 1.0))
