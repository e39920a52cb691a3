"""Fits the weights, and the thresholds of the simpler methods, on development seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log
from typing import Any

import numpy as np

from evaluation.attribution.methods import LIKENESSES, Case, Method, nearest, ours
from floodwatch.assessment.resemblance import Weights
from floodwatch.model.habits import GROUPS

FLOOR = 1e-6
PULL = 0.02
"""How strongly every weight is pulled towards its start, per case."""
START = (*(0.6 for _ in GROUPS), 0.3, 0.3, 0.0)


def loss(method: Method, held: Sequence[Case]) -> float:
    """Mean negative log probability of the truth."""
    return float(np.mean([-log(max(method(c.habits, c.profiles)[1].get(c.truth, 0.0), FLOOR)) for c in held]))


def weights_of(values: Sequence[float]) -> Weights:
    """Weights from the numbers that are fitted; only `none` may be negative."""
    shared = {group: round(float(max(v, 0.0)), 3) for group, v in zip(GROUPS, values, strict=False)}
    unseen, missing, none = (float(v) for v in values[len(GROUPS) :])
    return Weights(shared, round(max(unseen, 0.0), 3), round(max(missing, 0.0), 3), round(none, 3))


def weights(held: Sequence[Case]) -> Weights:
    """The weights with the least loss and pull, by Powell's method (no gradient is needed, and few numbers)."""
    from scipy.optimize import minimize

    def target(values: Any) -> float:
        pull = float(np.sum((np.asarray(values) - np.asarray(START)) ** 2))
        return loss(ours(weights_of(values)), held) + PULL * pull / 10

    bounds = [(0.0, 3.0)] * (len(START) - 1) + [(-6.0, 6.0)]
    found = minimize(
        target, START, method="Powell", bounds=bounds, options={"maxfev": 260, "xtol": 0.02, "ftol": 1e-3}
    )
    return weights_of(found.x)


def simpler(held: Sequence[Case]) -> dict[str, dict[str, float]]:
    """For each likeness the threshold and slope with the least loss: they get the same chance as ours."""
    return {name: _simple(likeness, held) for name, likeness in LIKENESSES.items()}


def _simple(likeness: Callable[..., float], held: Sequence[Case]) -> dict[str, float]:
    grid = [(least, slope) for least in np.arange(0.1, 0.9, 0.05) for slope in (5.0, 10.0, 15.0, 20.0, 30.0)]
    scores = [loss(nearest(likeness, float(least), slope), held) for least, slope in grid]
    least, slope = grid[int(np.argmin(scores))]
    return {"least": round(float(least), 3), "slope": slope}
