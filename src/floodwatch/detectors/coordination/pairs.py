"""Tests every pair of accounts of one trace: how likely is it that chance made them share this much?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.coordination import affinity, timing
from floodwatch.detectors.coordination.expectation import CHUNK, Expectation, Overlap
from floodwatch.detectors.coordination.margins import N_STRATA, Margins, numbers
from floodwatch.model.findings import WINDOWS_S
from floodwatch.model.units import Engine
from floodwatch.tools.statistics import (
    Floats,
    benjamini_hochberg,
    binomial_tail,
    cauchy,
    fisher,
    poisson_tail,
)

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

N_WINDOWS = len(WINDOWS_S)
WIDEST = N_WINDOWS - 1
EVER = N_WINDOWS
LEAST_OBJECTS = 2
LEAST_EVER = 3
"""Without a window, two objects in common are too easily a matter of taste."""
LEAST = np.array([*[LEAST_OBJECTS] * N_WINDOWS, LEAST_EVER])
LEAST_NEAR = 2
NEAR = 1e-4
"""Pairs up to this p-value are kept for tests of groups, whether they pass alone or not."""
ROUNDS = 3
MOST_K_EVER = 0.1
"""Of all pairs, many are an outlet and a faithful reader; without a window no law may find that strange."""


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs of one trace with what they shared. Last columns of `shared` and `tests`: without a window."""

    a: Ints
    b: Ints
    shared: Floats
    counts: Ints
    median_lag_s: Floats

    def take(self, rows: npt.NDArray[np.int64] | Bools) -> Pairs:
        """Only those rows."""
        return Pairs(
            self.a[rows], self.b[rows], self.shared[rows], self.counts[rows], self.median_lag_s[rows]
        )


@dataclass(frozen=True)
class Shared:
    """Objects that pairs share, by stratum: at any lag (pairs x strata) and inside each window (… x windows)."""

    ever: Floats
    within: Floats


@dataclass(frozen=True)
class Tested:
    """Result of one trace. Rows of `pairs` are those that could pass at all (`candidates` were looked at)."""

    pairs: Pairs
    p: Floats
    expected: Floats
    p_pair: Floats
    q: Floats
    expected_any: Floats
    taste: affinity.Taste
    law: timing.Timing
    candidates: int


def read(engine: Engine, key: int) -> Pairs:
    """Candidate pairs of a trace, sorted."""
    shared = [*(f"shared_{w}" for w in WINDOWS_S), "shared_ever"]
    counts = [f"count_{w}" for w in WINDOWS_S]
    columns = ", ".join(("account_a", "account_b", *shared, *counts))
    table = engine.arrow(
        f"SELECT {columns}, CAST(median_lag_s AS DOUBLE) AS lag FROM pairs "
        f"WHERE trace_key = {key} ORDER BY account_a, account_b"
    )
    get = {name: table.column(name).to_numpy() for name in table.column_names}
    return Pairs(
        get["account_a"].astype(np.int64),
        get["account_b"].astype(np.int64),
        np.column_stack([get[name].astype(np.float64) for name in shared]),
        np.column_stack([np.nan_to_num(get[name]).astype(np.int64) for name in counts]),
        get["lag"].astype(np.float64),
    )


def test(
    engine: Engine,
    margins: Margins,
    pairs: Pairs,
    allowed: Bools,
    level: float,
    seed: int,
    usual_q: Floats = timing.PRIOR_Q,
    unfitted: Bools | None = None,
) -> Tested:
    """Test all pairs of a trace; `allowed` says which windows its clock can tell apart.

    A pair that could not pass Benjamini-Hochberg under laws without over-dispersion, even if every candidate
    passed, is not looked at further: its p-value is larger still. The null is fitted three times, each time
    without the accounts that passed before and those `unfitted`. `usual_q`: timing of ordinary pairs over all
    traces.
    """
    expectation = Expectation.of(margins)
    everybody = np.zeros(margins.actions_of.size, bool) if unfitted is None else unfitted
    possible = margins.possible_pairs
    best = _screen(expectation, margins, pairs, allowed, _law(margins, pairs, everybody, usual_q))
    kept = pairs.take(best <= max(level * pairs.a.size / max(possible, 1.0), NEAR))
    shared = Shared(_shared_ever(margins, kept), _shared_within(engine, margins, kept))
    factor = Overlap.of(margins).factor(kept.a, kept.b) if kept.a.size else np.ones((0, N_WINDOWS))
    left_out, result = everybody, None
    for turn in range(ROUNDS):
        taste = affinity.fit(margins, expectation, seed, left_out, first=turn == 0)
        law = _law(margins, pairs, left_out, usual_q)
        result = _tested(expectation, margins, kept, shared, factor, taste, law, allowed)
        passed = result.q <= level
        left_out = left_out.copy()
        left_out[np.concatenate([kept.a[passed], kept.b[passed]])] = True
    assert result is not None  # noqa: S101 - ROUNDS is at least 1
    return replace(result, candidates=pairs.a.size)


def _law(margins: Margins, pairs: Pairs, left_out: Bools, usual_q: Floats) -> timing.Timing:
    """How close in time ordinary pairs of this trace are, without the accounts left out."""
    q = timing.usual_q(*timing.account_shares(margins, left_out), usual_q)
    rows = ~(left_out[pairs.a] | left_out[pairs.b])
    return timing.fit(
        pairs.a[rows], pairs.b[rows], pairs.shared[rows, :WIDEST], pairs.shared[rows, WIDEST], q
    )


def _screen(
    expectation: Expectation, margins: Margins, pairs: Pairs, allowed: Bools, law: timing.Timing
) -> Floats:
    """The smallest p-value that each pair could reach, from Poisson and binomial laws."""
    x = margins.share[pairs.a] * margins.share[pairs.b]
    inside = affinity.LEAST_SCALE * expectation.within(x, WIDEST).sum(axis=1)
    anyway = affinity.LEAST_SCALE * expectation.any_lag(x)[:, : affinity.RARE].sum(axis=1)
    met = poisson_tail(pairs.shared[:, WIDEST], inside)
    ever = poisson_tail(pairs.shared[:, EVER], anyway)
    best = np.where(pairs.shared[:, EVER] >= LEAST_EVER, ever, 1.0)
    best = np.where((pairs.shared[:, WIDEST] >= LEAST_OBJECTS) & allowed[WIDEST], np.minimum(best, met), best)
    for window in range(WIDEST):
        close = pairs.shared[:, window]
        q = np.full(close.shape, min(0.25 * law.q[window], 0.5 * timing.PRIOR_Q[window]))
        p = fisher(met, binomial_tail(close, pairs.shared[:, WIDEST], q))
        best = np.where((close >= LEAST_OBJECTS) & allowed[window], np.minimum(best, p), best)
    return best


def _tested(
    expectation: Expectation,
    margins: Margins,
    pairs: Pairs,
    shared: Shared,
    factor: Floats,
    taste: affinity.Taste,
    law: timing.Timing,
    allowed: Bools,
) -> Tested:
    """p-values of the pairs: taste and time together below six hours, taste alone at six hours and without a window."""
    x = margins.share[pairs.a] * margins.share[pairs.b]
    anyway = expectation.any_lag(x)
    p, expected = (np.ones((pairs.a.size, N_WINDOWS + 1)) for _ in range(2))
    inside = expectation.within(x * factor[:, WIDEST], WIDEST)
    outside = np.maximum(anyway - expectation.within(x, WIDEST), 0.0)
    within = shared.within[:, :, WIDEST]
    elsewhere = np.maximum(shared.ever - within, 0.0)
    predicted, alone = (one.predict(inside, outside, elsewhere) for one in (taste, taste.alone()))
    met = pairs.shared[:, WIDEST]
    p[:, WIDEST], expected[:, WIDEST] = alone.tail(met), alone.mean
    for window in range(WIDEST):
        often = predicted if window < timing.FAST else alone
        close = law.tail(pairs.shared[:, window], met, window)
        p[:, window] = fisher(often.tail(met), close)
        expected[:, window] = often.mean * law.q[window]
    rare = taste.ever(expectation.any_lag(x * factor[:, WIDEST]), MOST_K_EVER)
    p[:, EVER], expected[:, EVER] = rare.tail(pairs.shared[:, EVER]), rare.mean
    p = np.where(allowed[None, :] & (pairs.shared >= LEAST), p, 1.0)
    p_pair = cauchy(p, np.broadcast_to(allowed, p.shape))
    q = benjamini_hochberg(p_pair, margins.possible_pairs)
    return Tested(pairs, p, expected, p_pair, q, anyway.sum(axis=1), taste, law, pairs.a.size)


def _shared_ever(margins: Margins, pairs: Pairs) -> Floats:
    """Objects that each pair shares at any lag, by stratum."""
    found = np.zeros((pairs.a.size, N_STRATA))
    for stratum in range(N_STRATA):
        used = margins.incidence(margins.stratum == stratum)
        for i in range(0, pairs.a.size, CHUNK):
            both = used[pairs.a[i : i + CHUNK]].multiply(used[pairs.b[i : i + CHUNK]])
            found[i : i + CHUNK, stratum] = np.asarray(both.sum(axis=1)).ravel()
    return found


def _shared_within(engine: Engine, margins: Margins, pairs: Pairs) -> Floats:
    """Objects that each pair shares inside each window, pairs x strata x windows."""
    import pyarrow as pa

    row = np.arange(pairs.a.size)
    engine.register("edges_screened", pa.table({"account_a": pairs.a, "account_b": pairs.b, "pair": row}))
    engine.register("edges_strata", pa.table({"object_key": margins.object_key, "stratum": margins.stratum}))
    bins = " ".join(f"WHEN nearest_s <= {w} THEN {i}" for i, w in enumerate(WINDOWS_S))
    counted = numbers(
        engine,
        f"SELECT pair, stratum, CASE {bins} ELSE {N_WINDOWS} END AS step, count(*) AS objects FROM co_actions "
        "JOIN edges_screened USING (account_a, account_b) JOIN edges_strata USING (object_key) "
        f"WHERE trace_key = {margins.key} GROUP BY ALL",
    )
    engine.drop("edges_screened", "edges_strata")
    cells = np.zeros((pairs.a.size, N_STRATA, N_WINDOWS + 1))
    cells[counted["pair"], counted["stratum"], counted["step"]] = counted["objects"]
    return np.cumsum(cells, axis=2)[:, :, :N_WINDOWS]
