"""Given that two accounts met within six hours, how often are they this close? Learnt from ordinary pairs.

Shared taste decides how many objects two accounts have in common; it does not decide that they reach them in
the same minute. So the count inside a shorter window is tested given the count within the widest one, against a
beta-binomial law: q is the share of meetings that are that close, nu how alike pairs are in it. q is the mean
over accounts of the mean over their objects, so that neither a few objects with very many pairs nor a few accounts
with very many objects decide it, and is shrunk to that of all traces together. nu is fitted on pairs that met only
two or three times, again so that each account counts about once: nearly all of these are ordinary, and they carry
the crowd's bursts, sittings, shared clocks and live events. An operation hardly shapes the law that it is tested
against.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.coordination.margins import Margins
from floodwatch.model.findings import WINDOWS_S
from floodwatch.tools.statistics import P_LEAST

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FAST = 3
"""The first three windows, up to five minutes, are short enough for time to decide what taste leaves open."""
FEW = (2, 3)
PRIOR_Q = np.array([0.02, 0.06, 0.15, 0.5])
"""Shares of meetings within 10 s, 60 s, 5 min and 1 h taken where nothing is known."""
POOLED_ACCOUNTS = 50.0
ENOUGH_ACCOUNTS = 20
PRIOR_NU = 20.0
GRID_NU = np.geomspace(0.5, 60.0, 25)


@dataclass(frozen=True)
class Timing:
    """Per window below the widest: q and nu."""

    q: Floats
    nu: Floats

    def tail(self, close: Floats, met: Floats, window: int) -> Floats:
        """P(at least `close` of `met` meetings fall in the window)."""
        alike, rows = np.unique(np.stack([np.ceil(close), np.floor(met)]), axis=1, return_inverse=True)
        law = (np.full(alike.shape[1], value[window]) for value in (self.q, self.nu))
        return beta_binomial_tail(*alike, *law)[rows.ravel()]


def fit(ordinary: Mapping[str, Ints], q: Floats) -> Timing:
    """Fit nu per window, given q.

    `ordinary`: arrays that say how many `pairs` met (`met`) so often, so often within each window
    (`shared_10` …), and the `degree` of the account that has more such pairs.
    """
    weight = ordinary["pairs"] / np.maximum(ordinary["degree"], 1)
    close = [ordinary[f"shared_{w}"] for w in WINDOWS_S[:-1]]
    nu = [_fit_nu(c, ordinary["met"], weight, float(s)) for c, s in zip(close, q, strict=True)]
    return Timing(q, np.array(nu))


def account_shares(margins: Margins, left_out: Bools) -> tuple[Floats, float]:
    """Sums over accounts of the mean share of their objects' meetings in each window, and how many accounts.

    Accounts `left_out` do not count, nor objects used by them more than by others.
    """
    pairs, size = margins.pairs, max(margins.object_key.size, 1)
    account, item = np.divmod(np.unique(margins.account * size + margins.item), size)
    theirs = np.bincount(item[left_out[account]], minlength=margins.object_key.size)
    met = (pairs[:, -1] > 0) & (2 * theirs <= margins.actors)
    share = np.where(met[:, None], pairs[:, 1:-1] / np.maximum(pairs[:, -1:], 1.0), 0.0)
    counts = met[item] & ~left_out[account]
    account, item = account[counts], item[counts]
    count = np.bincount(account, minlength=margins.actions_of.size)
    return (1.0 / count[account]) @ share[item], float((count > 0).sum())


def typical_q(shares: Sequence[tuple[Floats, float]]) -> Floats:
    """The median over traces that have enough accounts, which no operation in a few of them decides."""
    known = [close / accounts for close, accounts in shares if accounts >= ENOUGH_ACCOUNTS]
    return np.median(known, axis=0) if known else PRIOR_Q


def usual_q(close: Floats, accounts: float, typical: Floats) -> Floats:
    """Mean share of meetings in each window from sums over accounts, shrunk to the typical one of all traces."""
    total = accounts + POOLED_ACCOUNTS
    return np.clip((close + POOLED_ACCOUNTS * typical) / total, 1e-4, 1 - 1e-4)


def of_row(row: Mapping[str, Any]) -> Timing:
    """The law of a trace, from a row of `tested`."""
    names = [str(w) for w in WINDOWS_S[:-1]]
    return Timing(np.array([row[f"close_{w}"] for w in names]), np.array([row[f"spread_{w}"] for w in names]))


def _fit_nu(close: Ints, met: Ints, weight: Floats, q: float) -> float:
    """The likeliest nu on the grid of weighted pairs, with a weak prior."""
    from scipy.special import betaln

    alpha, beta = q * GRID_NU, (1 - q) * GRID_NU
    score = -0.5 * np.log(GRID_NU / PRIOR_NU) ** 2
    for n in FEW:
        for x in range(n + 1):
            pairs = float(weight[(met == n) & (close == x)].sum())
            score = score + pairs * (betaln(x + alpha, n - x + beta) - betaln(alpha, beta))
    return float(GRID_NU[int(np.argmax(score))])


def beta_binomial_tail(close: Floats, met: Floats, q: Floats, nu: Floats) -> Floats:
    """P(X >= close) of a beta-binomial of `met` trials, mean share q and size nu; 1 where `close` is 0 or less."""
    from scipy.special import betaln, gammaln

    tail = np.ones(met.shape)
    order = np.flatnonzero(close > 0)
    for part in np.array_split(order, max(1, int(order.size * (met.max(initial=0) + 1) // 500_000) + 1)):
        if part.size == 0:
            continue
        n = np.floor(met[part])[:, None]
        x = np.arange(int(n.max()) + 1)[None, :]
        alpha, beta = (q[part] * nu[part])[:, None], ((1 - q[part]) * nu[part])[:, None]
        left = np.maximum(n - x, 0)
        choose = gammaln(n + 1) - gammaln(x + 1) - gammaln(left + 1)
        log_p = choose + betaln(x + alpha, left + beta) - betaln(alpha, beta)
        wanted = (x >= np.ceil(close[part])[:, None]) & (x <= n)
        tail[part] = np.where(wanted, np.exp(log_p), 0.0).sum(axis=1)
    return np.clip(tail, P_LEAST, 1.0)
