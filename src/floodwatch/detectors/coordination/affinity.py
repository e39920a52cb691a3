"""Shared taste: how far pairs of accounts depart from their margins without any coordination.

A pair's own affinity theta ~ Gamma(k, k) multiplies its expectation, separately for rare, middling and popular
objects. k is fitted by maximum likelihood on shared objects at any lag among sampled accounts (both those who
share and those who do not), so it describes the crowd. What a pair shared outside the window then updates its
theta: theta | s_out ~ Gamma(k + s_out, k + expected_out), and the count inside the window is negative binomial.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.coordination.expectation import Expectation
from floodwatch.detectors.coordination.margins import N_STRATA, Margins
from floodwatch.tools.statistics import negative_binomial_tail, sampled

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SAMPLE = 1200
PRIOR_K = 0.5
LEAST_K = 0.1
PRIOR_SPREAD = 1.5
GRID_K = np.geomspace(0.01, 30.0, 41)
GRID_SCALE = np.geomspace(0.02, 5.0, 23)
BINS = 60
MOST_SHARED = 2
LAG_SIZE = 12.0
"""Size of the negative binomial never exceeds this: pairs also differ in how fast they are to act."""


@dataclass(frozen=True)
class Predicted:
    """Mean and size of the negative binomial count within a window, per pair, summed over strata."""

    mean: Floats
    size: Floats

    def tail(self, count: Floats) -> Floats:
        """P(at least `count` shared objects)."""
        return negative_binomial_tail(count, self.mean, self.size)


def predict(k: Floats, inside: Floats, outside: Floats, shared_outside: Floats) -> Predicted:
    """Predictive count within a window; all arguments but `k` are pairs x strata.

    A pair that shared less than expected outside the window is not taken to avoid one another: its affinity
    counts as 1 at least.
    """
    size = k[None, :] + shared_outside
    mean = inside * np.maximum(1.0, size / (k[None, :] + outside))
    total = mean.sum(axis=1)
    extra = np.maximum((mean**2 / size).sum(axis=1), 1e-300)
    return Predicted(total, np.minimum(total**2 / extra, LAG_SIZE))


def fit(
    margins: Margins, expectation: Expectation, seed: int, left_out: Bools, least: float = LEAST_K
) -> Floats:
    """k for each stratum of objects, from a seeded sample of accounts that are not `left_out`.

    `least` bounds k from below. Before any account has been left out for passing it should be `PRIOR_K`: an
    operation that makes up much of a trace would otherwise set the law by which it is judged. Once the
    accounts that pass are left out, the crowd that remains decides, and they are judged again by its law.
    """
    rng = np.random.default_rng([seed, margins.key])
    weights = np.where(margins.eligible & ~left_out, margins.actions_of, 0.0)
    chosen = sampled(rng, weights, SAMPLE)
    fitted = np.array([_fit_stratum(margins, expectation, chosen, s) for s in range(N_STRATA)])
    bounded: Floats = np.maximum(fitted, least)
    return bounded


def of_row(row: Mapping[str, Any]) -> Floats:
    """The k of each stratum, from a row of `tested`."""
    return np.array([row["affinity_k"], row["affinity_k_middling"], row["affinity_k_popular"]], np.float64)


def _fit_stratum(
    margins: Margins, expectation: Expectation, chosen: npt.NDArray[np.int64], stratum: int
) -> float:
    if chosen.size < 2 or not (margins.stratum == stratum).any():
        return PRIOR_K
    used = margins.incidence(margins.stratum == stratum)[chosen]
    shared = np.asarray((used @ used.T).todense())
    upper = np.triu_indices(chosen.size, 1)
    share = margins.share[chosen]
    mean = expectation.tables[stratum][0](share[upper[0]] * share[upper[1]])
    return most_likely(shared[upper], mean)


def most_likely(counts: Floats, mean: Floats) -> float:
    """The likeliest k of pairs that share two objects at most, given that they do, with a weak prior around 0.5.

    Pairs that share more are left out (their likelihood is conditional), so that a few tight groups do not
    decide how much the crowd's tastes differ. The scale of the means is free: objects that only one group uses
    make everybody else's expectation too large, which is not a matter of taste.
    """
    few = (counts <= MOST_SHARED) & (mean > 0)
    levels, times = _levels(counts[few], mean[few])
    k, scale = np.meshgrid(GRID_K, GRID_SCALE, indexing="ij")
    score = -0.5 * (np.log(k / PRIOR_K) / PRIOR_SPREAD) ** 2
    for level, (none, one, two) in zip(levels, times, strict=True):
        odds = scale * level / (k + scale * level)
        first, second = np.log(k * odds), np.log(k * (k + 1.0) / 2.0 * odds**2)
        total = np.logaddexp(np.logaddexp(0.0, first), second)
        score = score + one * first + two * second - (none + one + two) * total
    best = np.unravel_index(int(np.argmax(score)), score.shape)
    return float(GRID_K[best[0]])


def _levels(counts: Floats, mean: Floats) -> tuple[Floats, Floats]:
    """Means as few levels, with how many pairs of each share nothing, one object, two objects."""
    if mean.size == 0:
        return np.zeros(0), np.zeros((0, MOST_SHARED + 1))
    edges = np.geomspace(mean.min(), mean.max() * 1.0001, BINS)
    place = np.searchsorted(edges, mean, side="right")
    every = np.bincount(place, minlength=BINS + 1)
    mass = np.bincount(place, weights=mean, minlength=BINS + 1)
    times = np.stack(
        [np.bincount(place[counts == c], minlength=BINS + 1) for c in range(MOST_SHARED + 1)], axis=1
    )
    kept = every > 0
    return mass[kept] / every[kept], times[kept].astype(np.float64)
