"""Whether two groups of accounts differ in a measure that each account has once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEAST = 5
"""Accounts outside from which the test is made at all."""
STRAIGHT = 0.001
"""Skewness below which the normal law is used."""


def rank_test(ours: NDArray[np.float64], others: NDArray[np.float64], looks: int = 1) -> float | None:
    """Two-sided p of the rank-sum test, ties counted, times `looks`; None with fewer than `LEAST` others.

    Where most accounts tie, at nothing for instance, the sum of ranks is skewed: its tails are those of a gamma law
    with the mean, variance and skewness of a draw without replacement. Sources: Mann and Whitney 1947; Mielke and
    Berry 2007 (Pearson type III).
    """
    if not len(ours) or len(others) < LEAST:
        return None
    _, place, ties = np.unique(np.concatenate((ours, others)), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place.ravel()]
    one, total = len(ours), len(ranks)
    apart = ranks - ranks.mean()
    spread = one * (total - one) / (total * (total - 1)) * (apart**2).sum()
    if spread <= 0:
        return 1.0
    third = one * (total - one) * (total - 2 * one) / (total * (total - 1) * (total - 2)) * (apart**3).sum()
    skew, above = float(third / spread**1.5), float(apart[:one].sum())
    tails = (_above(sign * above - 0.5, spread, sign * skew) for sign in (1, -1))
    return float(min(1.0, looks * 2 * min(tails)))


def _above(distance: float, spread: float, skew: float) -> float:
    """P(a sum that far above its mean or further)."""
    from scipy.special import gammainc, gammaincc, ndtr

    z = distance / np.sqrt(spread)
    if abs(skew) < STRAIGHT:
        return float(ndtr(-z))
    shape = 4 / skew**2
    if skew > 0:
        return float(gammaincc(shape, max(0.0, shape + z * np.sqrt(shape))))
    return float(gammainc(shape, max(0.0, shape - z * np.sqrt(shape))))
