"""Tests of groups: does a set of accounts share more than chance, and who else shares more with it?

A group has power that its pairs lack. An account is tested against the others of the group as a whole: distinct
objects on which it met at least one of them, against sum over objects of 1 - exp(-2 m a_x A), A being the
group's share of all actions, with the same over-dispersed null as for pairs. The group itself is tested on half
the sum of its members' counts (which is the number of meetings where two meet, and stays below the number of
pairs where many do).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.coordination import affinity, margins, timing
from floodwatch.detectors.coordination.expectation import Expectation, Overlap
from floodwatch.detectors.coordination.margins import Margins
from floodwatch.detectors.coordination.meetings import Counts, Index
from floodwatch.model.findings import WINDOWS_S
from floodwatch.model.units import Engine
from floodwatch.tools.statistics import cauchy, fisher

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

N_TESTS = len(WINDOWS_S) + 1
EVER = len(WINDOWS_S)
WIDEST = EVER - 1
LEAST_OBJECTS = 2


@dataclass(frozen=True)
class Layer:
    """One trace, ready for group tests; `limit` is the largest p-value of an accepted pair (0 for none)."""

    margins: Margins
    index: Index
    expectation: Expectation
    overlap: Overlap
    taste: affinity.Taste
    law: timing.Timing
    allowed: Bools
    limit: float

    @property
    def name(self) -> str:
        """The trace."""
        return self.margins.trace


@dataclass(frozen=True)
class Verdicts:
    """Tests of accounts against a group in one layer: rows are accounts, columns windows and windowless."""

    account: Ints
    shared: Floats
    expected: Floats
    p: Floats
    combined: Floats

    def best(self) -> Ints:
        """The column of each account's smallest p-value."""
        return self.p.argmin(axis=1) if self.p.size else np.zeros(0, np.int64)


def layers(engine: Engine) -> list[Layer]:
    """Every tested trace with what the pair test learnt about it."""
    accounts = margins.accounts_in(engine)
    said = {row["trace"]: row for row in engine.arrow("SELECT * FROM tested ORDER BY trace").to_pylist()}
    found = []
    for key, name in margins.traces_of(engine):
        trace = margins.load(engine, key, name, accounts)
        row = said[name]
        fine = {int(w) for w in row["windows"].split("|") if w}
        found.append(
            Layer(
                trace,
                Index(trace),
                Expectation.of(trace),
                Overlap.of(trace),
                affinity.of_row(row),
                timing.of_row(row),
                np.array([*(w in fine for w in WINDOWS_S), True]),
                float(row["p_limit"] or 0.0),
            )
        )
    return found


def against(
    layer: Layer, members: Ints, only_members: bool = False, without_day: int | None = None
) -> Verdicts:
    """Test every account that met the group (a member against the other members) in one layer."""
    met = layer.index.meet(members, without_day, only_members)
    counts = layer.index.count(met)
    inside, anyway = _expected(layer, counts.account, members)
    shared, expected, p = _tests(layer, counts, inside, anyway)
    used = np.broadcast_to(layer.allowed, p.shape)
    return Verdicts(counts.account, shared, expected, p, cauchy(p, used))


def as_one(layer: Layer, members: Ints, without_day: int | None = None) -> tuple[Floats, Floats, Floats]:
    """Test a group as a whole in one layer: shared, expected and p, one value per window and windowless."""
    counts = layer.index.count(layer.index.meet(members, without_day, only_members=True))
    acting = members[layer.margins.actions_of[members] > 0]
    if counts.account.size < 2 or acting.size < 2:
        return np.zeros(N_TESTS), np.zeros(N_TESTS), np.ones(N_TESTS)
    inside, anyway = _expected(layer, acting, members)
    halves = counts.halved()
    total, every = inside.sum(axis=0, keepdims=True) / 2, anyway.sum(axis=0, keepdims=True) / 2
    whole = replace(layer, taste=layer.taste.of_group(acting.size))
    shared, expected, p = _tests(whole, halves, total, every)
    return shared[0], expected[0], p[0]


def _expected(layer: Layer, accounts: Ints, members: Ints) -> tuple[Floats, Floats]:
    """Expected objects with the group: within six hours, and at any lag (plain, and with the day factor)."""
    share = layer.margins.share
    group = np.maximum(share[members].sum() - share[accounts] * np.isin(accounts, members), 0.0)
    x = share[accounts] * group
    factor = layer.overlap.factor_group(accounts, members)
    inside = layer.expectation.within(x * factor[:, WIDEST], WIDEST)
    anyway = [layer.expectation.any_lag(x), layer.expectation.any_lag(x * factor[:, WIDEST])]
    return inside, np.stack(anyway, axis=2)


def _tests(layer: Layer, counts: Counts, inside: Floats, anyway: Floats) -> tuple[Floats, Floats, Floats]:
    """Counts, means and p-values (rows x windows and windowless): taste at six hours, then time below it."""
    met, ever = counts.within.sum(axis=1), counts.ever
    outside = np.maximum(anyway[:, :, 0] - inside, 0.0)
    seen = np.maximum(ever - counts.within[:, :, WIDEST], 0.0)
    predicted, alone = (one.predict(inside, outside, seen) for one in (layer.taste, layer.taste.alone()))
    shared, expected, p = (np.ones((ever.shape[0], N_TESTS)) for _ in range(3))
    shared[:, : WIDEST + 1] = met
    p[:, WIDEST], expected[:, WIDEST] = alone.tail(met[:, WIDEST]), alone.mean
    for w in range(WIDEST):
        often = predicted if w < timing.FAST else alone
        close = layer.law.tail(np.floor(counts.close[:, w] + 1e-9), met[:, WIDEST], w)
        p[:, w] = fisher(often.tail(met[:, WIDEST]), close)
        expected[:, w] = often.mean * layer.law.q[w]
    rare = layer.taste.ever(anyway[:, :, 1], affinity.PRIOR_K)
    shared[:, EVER], expected[:, EVER] = ever[:, : affinity.RARE].sum(axis=1), rare.mean
    p[:, EVER] = rare.tail(shared[:, EVER])
    return shared, expected, np.where(layer.allowed & (shared >= LEAST_OBJECTS), p, 1.0)


@dataclass(frozen=True)
class GroupResult:
    """A group's test over all layers: p, and where it shows most (layer, column, shared, expected)."""

    p: float
    layer_p: Floats
    used: Bools
    best: tuple[int, int]
    observed: float
    expected: float


def test_group(
    found: Sequence[Layer], members: Ints, without_day: int | None = None, without_layer: int | None = None
) -> GroupResult:
    """Test a group in every layer in which at least two members acted, and combine."""
    shared, expected, p = (
        np.vstack(part)
        for part in zip(*(as_one(layer, members, without_day) for layer in found), strict=True)
    )
    used = np.array([(layer.margins.actions_of[members] > 0).sum() >= 2 for layer in found])
    if without_layer is not None:
        used[without_layer] = False
    allowed = np.vstack([layer.allowed for layer in found])
    layer_p = np.where(used, cauchy(p, allowed), 1.0)
    total = float(cauchy(layer_p[None, :], used[None, :])[0])
    row, column = np.unravel_index(int(np.where(used[:, None], p, 1.0).argmin()), p.shape)
    where = (int(row), int(column))
    return GroupResult(total, layer_p, used, where, float(shared[where]), float(expected[where]))


@dataclass(frozen=True)
class AccountTests:
    """Accounts against a group over all layers, sorted by account."""

    account: Ints
    p: Floats
    layer_p: Floats
    shared: Ints
    expected: Floats


def test_accounts(found: Sequence[Layer], members: Ints, only_members: bool = False) -> AccountTests:
    """Test every account that met the group on two objects or more (members against the others)."""
    verdicts = [against(layer, members, only_members) for layer in found]
    accounts = np.unique(np.concatenate([v.account for v in verdicts])) if verdicts else np.zeros(0, np.int64)
    layer_p = np.ones((accounts.size, len(found)))
    best_shared, best_expected = np.zeros(layer_p.shape), np.zeros(layer_p.shape)
    used = np.zeros(layer_p.shape, bool)
    for column, (layer, verdict) in enumerate(zip(found, verdicts, strict=True)):
        rows = np.searchsorted(accounts, verdict.account)
        at = (np.arange(verdict.account.size), verdict.best())
        layer_p[rows, column] = verdict.combined
        best_shared[rows, column], best_expected[rows, column] = verdict.shared[at], verdict.expected[at]
        active = (layer.margins.actions_of[members] > 0).any()
        used[:, column] = (layer.margins.actions_of[accounts] > 0) & active
    p = cauchy(layer_p, used)
    at_best = (np.arange(accounts.size), layer_p.argmin(axis=1) if accounts.size else np.zeros(0, np.int64))
    shared = best_shared[at_best].astype(np.int64)
    keep = shared >= LEAST_OBJECTS
    return AccountTests(accounts[keep], p[keep], layer_p[keep], shared[keep], best_expected[at_best][keep])
