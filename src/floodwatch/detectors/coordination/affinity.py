"""Shared taste: how far pairs of accounts depart from their margins without any coordination.

A pair's own affinity theta ~ Gamma(k, k) multiplies its expectation, separately for rare, middling and popular
objects. k is fitted by maximum likelihood on shared objects at any lag among sampled accounts (both those who
share and those who do not), so it describes the crowd. What a pair shared outside the window then updates its
theta: theta | s_out ~ Gamma(k + s_out, k + expected_out), and the count inside the window is negative binomial.

Margins alone expect too much of ordinary pairs where one group makes up much of a trace: its objects are popular,
but only with itself. So a scale is fitted together with k: the share of the expectation that ordinary pairs meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
LEAST_SCALE = 0.1
LEAST_ACTIONS = 2
RARE = 2
"""The windowless test looks at objects of the first two strata (50 actors or fewer)."""
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


@dataclass(frozen=True)
class Taste:
    """How much the tastes of ordinary pairs differ, per stratum of objects.

    `k`: shape of the law of a pair's affinity. `scale`: share of the expectation from margins that ordinary
    pairs meet. `alone_k`: k as fitted, for tests that taste decides. Where closeness within minutes is tested as
    well, `k` has a floor. `pairs`: how many independent pairs are summed, whose affinities then average out.
    """

    k: Floats
    scale: Floats
    alone_k: Floats
    pairs: float = 1.0

    def alone(self) -> Taste:
        """The law where taste decides: at an hour, at six hours and without a window."""
        return replace(self, k=self.alone_k)

    def predict(self, inside: Floats, outside: Floats, shared_outside: Floats) -> Predicted:
        """Predictive count within a window; all arguments are pairs x strata.

        A pair that shared less than expected outside the window is not taken to avoid one another: its affinity
        counts as 1 at least.
        """
        k = self.pairs * self.k[None, :]
        size = k + shared_outside
        ratio = size / (k + outside * self.scale)
        mean = inside * self.scale * np.maximum(1.0, ratio)
        total, spread = _summed(mean, size)
        return Predicted(total, np.minimum(spread, LAG_SIZE))

    def ever(self, anyway: Floats, most_k: float) -> Predicted:
        """Predictive count of rare and middling objects at any lag; `anyway` is pairs x strata.

        k is `most_k` at most: the tight audiences of every crowd (readers who pass on all that an outlet
        publishes) lie in the tail that the fit leaves out.
        """
        k = self.pairs * np.minimum(self.alone_k[None, :RARE], most_k)
        return Predicted(*_summed((anyway * self.scale)[:, :RARE], k))

    def unscaled(self) -> Taste:
        """The law where labels are shuffled: then everybody meets what the margins say."""
        return replace(self, scale=np.ones(self.scale.shape))

    def of_group(self, accounts: int) -> Taste:
        """The law for a group as a whole: its pairs differ, and at least half as many as accounts are independent."""
        return replace(self, pairs=max(1.0, accounts / 2))


def _summed(mean: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Mean and size of a sum over strata of negative binomial counts, by their first two moments."""
    total = mean.sum(axis=1)
    extra = np.maximum((mean**2 / size).sum(axis=1), 1e-300)
    return total, np.maximum(total**2 / extra, 1e-9)


def fit(margins: Margins, expectation: Expectation, seed: int, left_out: Bools, first: bool = False) -> Taste:
    """k and scale for each stratum of objects, from a seeded sample of accounts that are not `left_out`.

    Accounts that share nothing count too: a crowd without them would seem to share more than it does. In the
    `first` fit, before any account has been left out for passing, k is `PRIOR_K` at least everywhere: an operation
    that makes up much of a trace would otherwise set the law by which it is judged. Once the accounts that pass
    are left out, the crowd that remains decides, and they are judged again by its law.
    """
    rng = np.random.default_rng([seed, margins.key])
    weights = np.where((margins.actions_of >= LEAST_ACTIONS) & ~left_out, margins.actions_of, 0.0)
    chosen = sampled(rng, weights, SAMPLE)
    fitted = np.array([_fit_stratum(margins, expectation, chosen, s) for s in range(N_STRATA)])
    k = np.maximum(fitted[:, 0], PRIOR_K if first else LEAST_K)
    scale = np.clip(fitted[:, 1], LEAST_SCALE, 1.0)
    return Taste(k, scale, k if first else fitted[:, 0])


K_COLUMNS = ("affinity_k", "affinity_k_middling", "affinity_k_popular")
SCALE_COLUMNS = ("affinity_scale", "affinity_scale_middling", "affinity_scale_popular")
ALONE_COLUMNS = ("affinity_k_alone", "affinity_k_alone_middling", "affinity_k_alone_popular")
COLUMNS = (*K_COLUMNS, *SCALE_COLUMNS, *ALONE_COLUMNS)


def of_row(row: Mapping[str, Any]) -> Taste:
    """The law of a trace, from a row of `tested`."""
    parts = (K_COLUMNS, SCALE_COLUMNS, ALONE_COLUMNS)
    k, scale, alone_k = (np.array([row[name] for name in names], np.float64) for names in parts)
    return Taste(k, scale, alone_k)


def to_row(taste: Taste) -> dict[str, float]:
    """The law of a trace as columns of `tested`."""
    values = [*taste.k.tolist(), *taste.scale.tolist(), *taste.alone_k.tolist()]
    return dict(zip(COLUMNS, values, strict=True))


def _fit_stratum(
    margins: Margins, expectation: Expectation, chosen: npt.NDArray[np.int64], stratum: int
) -> tuple[float, float]:
    if chosen.size < 2 or not (margins.stratum == stratum).any():
        return PRIOR_K, 1.0
    used = margins.incidence(margins.stratum == stratum)[chosen]
    shared = np.asarray((used @ used.T).todense())
    upper = np.triu_indices(chosen.size, 1)
    share = margins.share[chosen]
    mean = expectation.tables[stratum][0](share[upper[0]] * share[upper[1]])
    return most_likely(shared[upper], mean)


def most_likely(counts: Floats, mean: Floats) -> tuple[float, float]:
    """The likeliest k and scale of pairs that share two objects at most, given that they do.

    The prior of k is weak and lies around 0.5. Pairs that share more are left out (their likelihood is
    conditional), so that a few tight groups do not decide how much the crowd's tastes differ.
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
    return float(GRID_K[best[0]]), float(GRID_SCALE[best[1]])


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
