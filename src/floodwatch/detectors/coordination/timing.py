"""Given that two accounts met within six hours, how often are they this close? Learnt from ordinary pairs.

Shared taste decides how many objects two accounts have in common; it does not decide that they reach them in
the same minute. So the count inside a shorter window is tested given the count within the widest one, against a
beta-binomial law: q is the share of meetings that are that close, nu how alike pairs are in it. q starts from
the mean over objects, each counted once, so that a few objects with very many pairs do not decide it; both are
then fitted on pairs that met only two or three times. These are nearly all ordinary pairs, and they carry the
crowd's bursts, sittings, shared clocks and live events. An operation's own pairs meet more often and hardly
shape the law that they are tested against.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from floodwatch.model.findings import WINDOWS_S
from floodwatch.tools.statistics import P_LEAST

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FEW = (2, 3)
PRIOR_Q = np.array([0.02, 0.06, 0.15, 0.5])
"""Shares of meetings within 10 s, 60 s, 5 min and 1 h taken where nothing is known."""
PRIOR_OBJECTS = 10.0
POOLED_OBJECTS = 30.0
PRIOR_TRIALS = 60.0
PRIOR_NU = 20.0
GRID_NU = np.geomspace(0.5, 60.0, 25)
GRID_Q = np.concatenate([np.geomspace(0.002, 0.1, 20), np.linspace(0.12, 0.98, 44)])


@dataclass(frozen=True)
class Timing:
    """Per window below the widest: q and nu."""

    q: Floats
    nu: Floats

    def tail(self, close: Floats, met: Floats, window: int) -> Floats:
        """P(at least `close` of `met` meetings fall in the window)."""
        return beta_binomial_tail(
            close, met, np.full(met.shape, self.q[window]), np.full(met.shape, self.nu[window])
        )


def fit(close: Floats, met: Floats, prior_q: Floats) -> Timing:
    """Fit q and nu per window; `close` is pairs x windows, `met` the meetings within the widest window."""
    few = (met >= FEW[0]) & (met <= FEW[1])
    laws = [_fit_window(close[few, w], met[few], float(prior_q[w])) for w in range(close.shape[1])]
    q = np.maximum.accumulate(np.array([law[0] for law in laws]))
    return Timing(q, np.array([law[1] for law in laws]))


def usual_q(
    close: Floats, objects: float, prior_q: Floats = PRIOR_Q, weight: float = PRIOR_OBJECTS
) -> Floats:
    """Mean share of meetings in each window from sums over objects, shrunk to `prior_q` as `weight` objects."""
    return np.asarray((close + weight * prior_q) / (objects + weight))


def object_shares(pairs: Floats) -> tuple[Floats, float]:
    """Sums over objects of the share of their meetings in each window, and how many objects have meetings.

    `pairs`: objects x (any lag, windows), as in `Margins.pairs`.
    """
    met = pairs[:, -1] > 0
    return (pairs[met, 1:-1] / pairs[met, -1:]).sum(axis=0), float(met.sum())


def of_row(row: Mapping[str, Any]) -> Timing:
    """The law of a trace, from a row of `tested`."""
    names = [str(w) for w in WINDOWS_S[:-1]]
    return Timing(np.array([row[f"close_{w}"] for w in names]), np.array([row[f"spread_{w}"] for w in names]))


def _fit_window(close: Floats, met: Floats, prior_q: float) -> tuple[float, float]:
    """The likeliest q and nu on the grid, given the share known from objects and a weak prior for nu."""
    from scipy.special import betaln

    q, nu = np.meshgrid(GRID_Q, GRID_NU, indexing="ij")
    alpha, beta = q * nu, (1 - q) * nu
    score = PRIOR_TRIALS * (prior_q * np.log(q) + (1 - prior_q) * np.log1p(-q))
    score = score - 0.5 * np.log(nu / PRIOR_NU) ** 2
    for n in FEW:
        for x in range(n + 1):
            pairs = float(((met == n) & (close == x)).sum())
            if pairs:
                score = score + pairs * (betaln(x + alpha, n - x + beta) - betaln(alpha, beta))
    best = np.unravel_index(int(np.argmax(score)), score.shape)
    return float(q[best]), float(nu[best])


def beta_binomial_tail(close: Floats, met: Floats, q: Floats, nu: Floats) -> Floats:
    """P(X >= close) of a beta-binomial of `met` trials, mean share q and size nu; 1 where `close` is 0 or less."""
    from scipy.special import betaln, gammaln

    tail = np.ones(met.shape)
    order = np.flatnonzero(close > 0)
    for part in np.array_split(order, max(1, int(order.size * (met.max(initial=0) + 1) // 4_000_000) + 1)):
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
