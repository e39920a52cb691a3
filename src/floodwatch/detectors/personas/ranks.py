"""Whether two groups of accounts differ in a measure that each account has once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST = 5
"""Accounts outside from which the test is made at all."""
STRAIGHT = 0.001
"""Skewness below which the normal law is used."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What others have: each value once, in order, and how many have it. Made once, set beside many groups."""

    values: NDArray[np.float64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Crowd:
        """From a value for each of the others."""
        return cls(*np.unique(values, return_counts=True))


def rank_test(ours: NDArray[np.float64], others: Crowd, looks: int = 1) -> float | None:
    """Two-sided p of the rank-sum test, ties counted, times `looks`; None with fewer than `LEAST` others.

    Where most accounts tie, at nothing for instance, the sum of ranks is skewed: its tails are those of a gamma law
    with the mean, variance and skewness of a draw without replacement. Sources: Mann and Whitney 1947; Mielke and
    Berry 2007 (Pearson type III).
    """
    if not len(ours) or others.counts.sum() < LEAST:
        return None
    _, place = np.unique(np.concatenate((ours, others.values)), return_inverse=True)
    place, several = place.ravel(), np.concatenate((np.ones(len(ours)), others.counts))
    ties = np.bincount(place, weights=several)
    one, total = len(ours), float(ties.sum())
    apart = np.cumsum(ties) - (ties - 1) / 2 - (total + 1) / 2
    spread = one * (total - one) / (total * (total - 1)) * float((ties * apart**2).sum())
    if spread <= 0:
        return 1.0
    third = one * (total - one) * (total - 2 * one) / (total * (total - 1) * (total - 2))
    skew, above = third * float((ties * apart**3).sum()) / spread**1.5, float(apart[place[:one]].sum())
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
