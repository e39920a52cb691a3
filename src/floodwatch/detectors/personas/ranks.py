"""Whether two groups of accounts differ in a measure that each account has once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEAST = 5
"""Accounts outside from which the test is made at all."""


def rank_test(ours: NDArray[np.float64], others: NDArray[np.float64], looks: int = 1) -> float | None:
    """Two-sided p of the rank-sum test, ties counted, times `looks`; None with fewer than `LEAST` others.

    Source: Mann and Whitney 1947, with the normal approximation and its continuity correction.
    """
    from scipy.special import ndtr

    if not len(ours) or len(others) < LEAST:
        return None
    _, place, ties = np.unique(np.concatenate((ours, others)), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place.ravel()]
    one, other, total = len(ours), len(others), len(ours) + len(others)
    above = ranks[:one].sum() - one * (one + 1) / 2 - one * other / 2
    spread = one * other / 12 * (total + 1 - (ties**3 - ties).sum() / (total * (total - 1)))
    if spread <= 0:
        return 1.0
    z = max(0.0, abs(above) - 0.5) / np.sqrt(spread)
    return float(min(1.0, looks * 2 * ndtr(-z)))
