"""Statistics that several stages need: false discovery rates, combined p-values, count tests."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

P_LEAST = 1e-300
P_MOST = 0.9
"""A count of nothing has p = 1, which says little against; closer to 1 it would outweigh a strong test elsewhere."""


def benjamini_hochberg(p: Floats, tests: float | None = None) -> Floats:
    """q-values of `p` when `tests` hypotheses were tested; those that are not in `p` count with p = 1.

    Source: Benjamini and Hochberg 1995.
    """
    if p.size == 0:
        return np.zeros(0)
    total = max(float(p.size), float(tests or 0))
    order = np.argsort(p, kind="stable")
    ranked = p[order] * total / np.arange(1, p.size + 1)
    q = np.empty(p.size)
    q[order] = np.minimum(1.0, np.minimum.accumulate(ranked[::-1])[::-1])
    return q


def cauchy(p: Floats, used: npt.NDArray[np.bool_] | None = None) -> Floats:
    """One p-value per row of `p` (rows x tests) by the Cauchy combination, over the tests that were `used`.

    Valid under dependence between the tests. Values are clipped to [1e-300, 0.9], so that a test with p = 1
    cannot hide a strong one. A row without a used test gets 1. Source: Liu and Xie 2020.
    """
    if p.size == 0:
        return np.ones(p.shape[0])
    mask = np.ones(p.shape, bool) if used is None else used
    clipped = np.clip(p, P_LEAST, P_MOST)
    # tan((1/2 - p) pi) is 1 / tan(p pi); the second form keeps its digits for small p.
    terms = np.where(mask, 1.0 / np.tan(clipped * np.pi), 0.0)
    count = mask.sum(axis=1)
    mean = terms.sum(axis=1) / np.maximum(count, 1)
    combined = np.arctan2(1.0, mean) / np.pi
    return np.where(count > 0, np.clip(combined, P_LEAST, 1.0), 1.0)


def poisson_tail(count: Floats, mean: Floats) -> Floats:
    """P(X >= count) for a Poisson variable; count may be any real number, 1 where it is not above 0."""
    from scipy.special import gammainc

    safe = np.maximum(count, 1e-9)
    return np.where(count > 0, np.clip(gammainc(safe, np.maximum(mean, 1e-300)), P_LEAST, 1.0), 1.0)


def negative_binomial_tail(count: Floats, mean: Floats, size: Floats) -> Floats:
    """P(X >= count) for a negative binomial variable of that mean and size (variance mean + mean^2 / size).

    `count` may be any real number (the incomplete beta function continues the sum); 1 where it is 0 or less.
    """
    from scipy.special import betainc

    safe = np.maximum(count, 1e-9)
    share = mean / np.maximum(mean + size, 1e-300)
    tail = betainc(safe, np.maximum(size, 1e-9), np.clip(share, 1e-300, 1.0 - 1e-16))
    return np.where(count > 0, np.clip(tail, P_LEAST, 1.0), 1.0)


def normal_tail(z: Floats) -> Floats:
    """P(Z >= z) for a standard normal variable."""
    from scipy.special import ndtr

    return np.asarray(ndtr(-z), dtype=np.float64)


def binomial_tail(count: Floats, trials: Floats, share: Floats) -> Floats:
    """P(X >= count) for `trials` independent events of probability `share`."""
    from scipy.special import bdtrc

    whole = np.asarray(trials).astype(np.int64)
    tail = bdtrc(np.maximum(count - 1, 0), whole, share)
    return np.where(count > 0, np.clip(tail, P_LEAST, 1.0), 1.0)


def sampled(rng: np.random.Generator, weights: Floats, size: int) -> npt.NDArray[np.int64]:
    """Sorted positions of at most `size` items drawn without replacement, chance proportional to weight."""
    positive = np.flatnonzero(weights > 0)
    if positive.size <= size:
        return positive.astype(np.int64)
    keys = rng.exponential(size=positive.size) / weights[positive]
    return np.sort(positive[np.argpartition(keys, size)[:size]]).astype(np.int64)


def fisher(first: Floats, second: Floats) -> Floats:
    """One p-value from two independent ones (Fisher's method: the chance of a product this small)."""
    product = np.maximum(first * second, P_LEAST)
    return np.clip(product * (1.0 - np.log(product)), P_LEAST, 1.0)
