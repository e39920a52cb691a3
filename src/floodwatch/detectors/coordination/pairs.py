"""Tests every pair of accounts of one trace: how likely is it that chance made them share this much?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from floodwatch.detectors.coordination import affinity, candidates, timing
from floodwatch.detectors.coordination.candidates import LIKELY, SHARED, Pairs, Part
from floodwatch.detectors.coordination.expectation import Expectation, Overlap, slices
from floodwatch.detectors.coordination.margins import N_STRATA, Margins
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
class Shared:
    """Objects that pairs share, by stratum: at any lag (pairs x strata) and inside each window (… x windows)."""

    ever: Floats
    within: Floats


@dataclass(frozen=True)
class Ready:
    """Pairs with all that a test of them needs."""

    pairs: Pairs
    shared: Shared
    factor: Floats


@dataclass(frozen=True)
class Tested:
    """Result of one trace. Rows of `pairs` are those that passed or came near (`candidates` were looked at)."""

    pairs: Pairs
    p: Floats
    expected: Floats
    p_pair: Floats
    q: Floats
    expected_any: Floats
    taste: affinity.Taste
    law: timing.Timing
    candidates: int


@dataclass(frozen=True)
class Judged:
    """What is known of some pairs after a test."""

    pairs: Pairs
    p: Floats
    expected: Floats
    p_pair: Floats
    expected_any: Floats

    def take(self, rows: Bools) -> Judged:
        """Only those rows."""
        return Judged(
            self.pairs.take(rows),
            self.p[rows],
            self.expected[rows],
            self.p_pair[rows],
            self.expected_any[rows],
        )


@dataclass(frozen=True)
class Screen:
    """Leaves the pairs that could pass: under laws without over-dispersion, their p-value is at most `limit`.

    It knows a trace by its tables of expectation only, so that an engine may send it to other machines.
    """

    expectation: Expectation
    allowed: Bools
    law: timing.Timing
    limit: float

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The likely rows of a batch with the columns of LIKELY and `x`."""
        shared = np.column_stack([batch.column(name).to_numpy().astype(np.float64) for name in SHARED])
        best = self.best(batch.column("x").to_numpy(), shared)
        rows = pa.array(best <= self.limit)
        return batch.select(LIKELY.names).cast(LIKELY).filter(rows)

    def best(self, x: Floats, shared: Floats) -> Floats:
        """The smallest p-value that each pair could reach, from Poisson and binomial laws."""
        inside = affinity.LEAST_SCALE * self.expectation.within(x, WIDEST).sum(axis=1)
        anyway = affinity.LEAST_SCALE * self.expectation.any_lag(x)[:, : affinity.RARE].sum(axis=1)
        met = poisson_tail(shared[:, WIDEST], inside)
        ever = poisson_tail(shared[:, EVER], anyway)
        best = np.where(shared[:, EVER] >= LEAST_EVER, ever, 1.0)
        often = (shared[:, WIDEST] >= LEAST_OBJECTS) & self.allowed[WIDEST]
        best = np.where(often, np.minimum(best, met), best)
        for window in range(WIDEST):
            close = shared[:, window]
            q = np.full(close.shape, min(0.25 * self.law.q[window], 0.5 * timing.PRIOR_Q[window]))
            p = fisher(met, binomial_tail(close, shared[:, WIDEST], q))
            best = np.where((close >= LEAST_OBJECTS) & self.allowed[window], np.minimum(best, p), best)
        return best


@dataclass(frozen=True)
class Trace:
    """One trace under test: its margins, what they let expect, and which windows its clock can tell apart."""

    engine: Engine
    margins: Margins
    allowed: Bools
    usual_q: Floats

    @cached_property
    def expectation(self) -> Expectation:
        """What the margins let expect."""
        return Expectation.of(self.margins)

    @cached_property
    def overlap(self) -> Overlap:
        """How much accounts are active together."""
        return Overlap.of(self.margins)

    @cached_property
    def used(self) -> tuple[Any, ...]:
        """Accounts x objects of each stratum."""
        m = self.margins
        return tuple(m.incidence(m.stratum == stratum) for stratum in range(N_STRATA))

    def law(self, left_out: Bools) -> timing.Timing:
        """How close in time ordinary pairs of this trace are, without the accounts left out."""
        q = timing.usual_q(*timing.account_shares(self.margins, left_out), self.usual_q)
        return timing.fit(candidates.ordinary(self.engine, self.margins.key, timing.FEW, left_out), q)

    def parts(self, likely: int) -> Callable[[], Iterable[Ready]]:
        """The likely pairs, as often as one asks for them, a part at a time; what fits one part is made once."""
        if likely > candidates.PART:
            return lambda: map(self._readied, candidates.parts(self.engine))
        only = [self._readied(part) for part in candidates.parts(self.engine)]
        return lambda: only

    def _readied(self, part: Part) -> Ready:
        a, b = part.pairs.a, part.pairs.b
        ever = np.column_stack([in_common(used, a, b) for used in self.used])
        return Ready(part.pairs, Shared(ever, part.within), self.overlap.factor(a, b))

    def judge(self, ready: Ready, taste: affinity.Taste, law: timing.Timing) -> Judged:
        """p-values of pairs: taste and time together below six hours, taste alone at six hours and without a window."""
        pairs, shared, factor = ready.pairs, ready.shared, ready.factor
        x = self.margins.share[pairs.a] * self.margins.share[pairs.b]
        anyway = self.expectation.any_lag(x)
        p, expected = (np.ones((pairs.a.size, N_WINDOWS + 1)) for _ in range(2))
        inside = self.expectation.within(x * factor[:, WIDEST], WIDEST)
        outside = np.maximum(anyway - self.expectation.within(x, WIDEST), 0.0)
        elsewhere = np.maximum(shared.ever - shared.within[:, :, WIDEST], 0.0)
        predicted, alone = (one.predict(inside, outside, elsewhere) for one in (taste, taste.alone()))
        met = pairs.shared[:, WIDEST]
        p[:, WIDEST], expected[:, WIDEST] = alone.tail(met), alone.mean
        for window in range(WIDEST):
            often = predicted if window < timing.FAST else alone
            close = law.tail(pairs.shared[:, window], met, window)
            p[:, window] = fisher(often.tail(met), close)
            expected[:, window] = often.mean * law.q[window]
        rare = taste.ever(self.expectation.any_lag(x * factor[:, WIDEST]), MOST_K_EVER)
        p[:, EVER], expected[:, EVER] = rare.tail(pairs.shared[:, EVER]), rare.mean
        p = np.where(self.allowed[None, :] & (pairs.shared >= LEAST), p, 1.0)
        p_pair = cauchy(p, np.broadcast_to(self.allowed, p.shape))
        return Judged(pairs, p, expected, p_pair, anyway.sum(axis=1))


def test(
    engine: Engine,
    margins: Margins,
    allowed: Bools,
    level: float,
    seed: int,
    usual_q: Floats = timing.PRIOR_Q,
    unfitted: Bools | None = None,
) -> Tested:
    """Test all pairs of a trace; `allowed` says which windows its clock can tell apart.

    A pair that could not pass Benjamini-Hochberg under laws without over-dispersion, even if every candidate
    passed, is not looked at further: its p-value is larger still. Of the others, those are held that could pass
    with the p-value they have. The null is fitted three times, each time without the accounts that passed before
    and those `unfitted`. `usual_q`: timing of ordinary pairs over all traces.
    """
    trace = Trace(engine, margins, allowed, usual_q)
    left_out = np.zeros(margins.actions_of.size, bool) if unfitted is None else unfitted
    law = trace.law(left_out)
    seen = candidates.number_of(engine, margins.key)
    limit = max(level * seen / max(margins.possible_pairs, 1.0), NEAR)
    likely = candidates.keep_likely(engine, margins, Screen(trace.expectation, allowed, law, limit))
    parts = trace.parts(likely)
    for turn in range(ROUNDS):
        taste = affinity.fit(margins, trace.expectation, seed, left_out, first=turn == 0)
        judged = _joined([_held(trace.judge(ready, taste, law), limit) for ready in parts()])
        result = _tested(judged, taste, law, seen, margins.possible_pairs)
        before, left_out = left_out, left_out | _passed(result, level, left_out.size)
        if turn and (before == left_out).all():
            break
        law = trace.law(left_out)
    engine.drop(*candidates.WORK)
    return result


def in_common(used: Any, a: Ints, b: Ints) -> Floats:
    """How many columns two rows of a sparse matrix of ones have in common, for each pair of rows."""
    sizes = np.diff(used.indptr)
    parts = [
        np.asarray(used[a[part]].multiply(used[b[part]]).sum(axis=1)).ravel()
        for part in slices(sizes[a] + sizes[b])
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _held(judged: Judged, limit: float) -> Judged:
    """The pairs with a p-value that may pass, or is near."""
    return judged.take(judged.p_pair <= limit)


def _joined(parts: Sequence[Judged]) -> Judged:
    """All parts as one."""
    pairs = Pairs(*(np.concatenate([getattr(j.pairs, f.name) for j in parts]) for f in fields(Pairs)))
    rest = (np.concatenate([getattr(j, f.name) for j in parts]) for f in fields(Judged)[1:])
    return Judged(pairs, *rest)


def _tested(judged: Judged, taste: affinity.Taste, law: timing.Timing, seen: int, possible: float) -> Tested:
    """The result of a round; of pairs that are not held, none passes, so the q-values that matter are exact."""
    q = benjamini_hochberg(judged.p_pair, possible)
    j = judged
    return Tested(j.pairs, j.p, j.expected, j.p_pair, q, j.expected_any, taste, law, seen)


def _passed(result: Tested, level: float, accounts: int) -> Bools:
    """Which accounts are in a pair that passed."""
    rows = result.q <= level
    found = np.zeros(accounts, bool)
    found[np.concatenate([result.pairs.a[rows], result.pairs.b[rows]])] = True
    return found
