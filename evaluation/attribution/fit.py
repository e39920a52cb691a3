"""Fits the weights, and the thresholds of the simpler methods, on development seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.attribution.methods import LIKENESSES, NONE, Case
from floodwatch.assessment.resemblance import Weights, reasons_for
from floodwatch.model.habits import GROUPS, Habits, Profile

FLOOR = 1e-6
PULL = 0.002
"""How strongly every weight is pulled towards its start."""
START = (*(0.6 for _ in GROUPS), 0.3, 0.3, 0.0)
RAW = Weights(dict.fromkeys(GROUPS, 1.0), 1.0, 1.0, 0.0, cap=1e9)
"""Weights under which every reason counts as it is, so that sums of reasons can be weighed afterwards."""
CAP = Weights({}, 0, 0, 0).cap
"""What one group of shared reasons counts at most in the product."""
Floats = npt.NDArray[np.float64]


def weights(held: Sequence[Case]) -> Weights:
    """The weights with the least mean log loss and pull, by Powell's method."""
    from scipy.optimize import minimize

    parts = [(_sums(case), _place(case)) for case in held]

    def target(values: Any) -> float:
        given = np.asarray(values, float)
        pull = float(np.sum((given - np.asarray(START)) ** 2))
        return (
            float(np.mean([_loss(_scores(sums, given), given[-1], place) for sums, place in parts]))
            + PULL * pull
        )

    bounds = [(0.0, 3.0)] * (len(START) - 1) + [(-6.0, 6.0)]
    found = minimize(target, START, method="Powell", bounds=bounds, options={"xtol": 0.01, "ftol": 1e-4})
    return weights_of([round(float(value), 3) for value in found.x])


def weights_of(values: Sequence[float]) -> Weights:
    """Weights from the numbers that are fitted."""
    unseen, missing, none = values[len(GROUPS) :]
    return Weights(dict(zip(GROUPS, values, strict=False)), unseen, missing, none)


def _sums(case: Case) -> Floats:
    """For each profile, by name: the sum of shared reasons in each group, of unseen and of missing ones."""
    known = tuple(sorted(case.profiles, key=lambda one: one.name))
    made = np.zeros((len(known), len(GROUPS) + 2))
    for row, actor in enumerate(known):
        for reason in reasons_for(case.habits, actor, known, RAW):
            column = {"unseen": len(GROUPS), "missing": len(GROUPS) + 1}.get(reason.term)
            made[row, GROUPS.index(reason.feature.group) if column is None else column] += reason.log_lr
    return made


def _place(case: Case) -> int:
    """The place of the truth among the profiles by name; -1 where it is none of them."""
    names = sorted(one.name for one in case.profiles)
    return -1 if case.truth == NONE else names.index(case.truth)


def _scores(sums: Floats, given: Floats) -> Floats:
    count = len(GROUPS)
    shared = np.minimum(sums[:, :count] * given[:count], CAP)
    return np.asarray(shared.sum(axis=1) + sums[:, count:] @ given[count : count + 2] - np.log(len(sums)))


def _loss(scores: Floats, none: float, place: int) -> float:
    """Negative log probability of the truth."""
    every = np.append(scores, none)
    top = every.max()
    return float(top + np.log(np.exp(every - top).sum()) - every[place])


def simpler(held: Sequence[Case]) -> dict[str, dict[str, float]]:
    """For each likeness the threshold and slope with the least loss: they get the same chance as ours."""
    return {name: _simple(likeness, held) for name, likeness in LIKENESSES.items()}


def _simple(likeness: Callable[[Habits, Profile], float], held: Sequence[Case]) -> dict[str, float]:
    parts = [
        (np.array([likeness(c.habits, one) for one in sorted(c.profiles, key=lambda p: p.name)]), _place(c))
        for c in held
    ]
    grid = [
        (float(least), slope)
        for least in np.arange(0.1, 0.9, 0.025)
        for slope in (5.0, 10.0, 15.0, 20.0, 30.0)
    ]
    scores = [
        float(np.mean([_loss(slope * found, slope * least, place) for found, place in parts]))
        for least, slope in grid
    ]  # fmt: skip
    least, slope = grid[int(np.argmin(scores))]
    return {"least": round(least, 3), "slope": slope}
